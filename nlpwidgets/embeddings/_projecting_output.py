"""What a projection gives: pictures on the way, and the picture at the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from nlpwidgets.embeddings._projecting_input import Method, Options


@dataclass(frozen=True)
class Frame:
    """Where the points are at one moment of a layout.

    Attributes
    ----------
    iteration, total : int
        Steps of t-SNE or epochs of UMAP done, and in all.
    stage : str
        ``"exaggerated layout"`` or ``"layout"``.
    coordinates : array of shape (points, dimensions), float32
        A copy.
    divergence : float or None
        t-SNE: Kullback-Leibler divergence of these coordinates from the affinities, in nats.
    """

    iteration: int
    total: int
    stage: str
    coordinates: NDArray[np.float32]
    divergence: float | None


@dataclass(frozen=True)
class Projection:
    """Vectors as points.

    Attributes
    ----------
    method : {"pca", "tsne", "umap"}
    coordinates : array of shape (points, dimensions), float32
    rows : array of shape (points,), int64
        Row of each point in what was projected.
    words : tuple of str, or None
        Word of each point; None for a plain matrix.
    options : Options
        As used; perplexity and number of neighbours are those that so many points allow.
    iteration : int
        Steps or epochs done; 0 for PCA.
    explained : tuple of float
        PCA: share of the variance along each axis; empty otherwise.
    divergence : float or None
        t-SNE: Kullback-Leibler divergence, in nats.
    exact : bool
        Whether the neighbours in the true space, from which the layout is made, are exact and not approximate.
    stopped : bool
        Ended before its last iteration.
    """

    method: Method
    coordinates: NDArray[np.float32]
    rows: NDArray[np.int64]
    words: tuple[str, ...] | None
    options: Options
    iteration: int = 0
    explained: tuple[float, ...] = field(default=())
    divergence: float | None = None
    exact: bool = True
    stopped: bool = False
