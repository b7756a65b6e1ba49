"""Word vectors in two or three dimensions: PCA, t-SNE, UMAP; the iterated ones watched, paused, changed on their way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nlpwidgets.embeddings._nearest import EXACT_BELOW
from nlpwidgets.embeddings._projecting_input import Method, Options
from nlpwidgets.embeddings._projecting_output import Frame, Projection
from nlpwidgets.embeddings._projecting_session import Projecting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from nlpwidgets.embeddings._control import Control, Reporter
    from nlpwidgets.embeddings._nearest import Metric

__all__ = ["Frame", "Options", "Projecting", "Projection", "project"]


def project(
    vectors: Any,
    *,
    method: Method = "pca",
    dimensions: int = 2,
    words: Iterable[str] | None = None,
    limit: int | None = None,
    unit: bool = False,
    metric: Metric = "cosine",
    perplexity: float = 30.0,
    n_neighbors: int = 15,
    min_dist: float = 0.1,
    iterations: int | None = None,
    seed: int = 0,
    initial: Any = "pca",
    threads: int | None = None,
    exact_below: int = EXACT_BELOW,
    every: int = 10,
    on_frame: Callable[[Frame], object] | None = None,
    progress: Reporter | None = None,
    control: Control | None = None,
) -> Projection:
    """Project vectors into two or three dimensions.

    Parameters
    ----------
    vectors : KeyedVectors, a model that holds one, or array of shape (points, size)
        Never changed.
    method : {"pca", "tsne", "umap"}
        PCA is exact; t-SNE is openTSNE's, UMAP is umap-learn's.
    dimensions : {2, 3}
    words : iterable of str, optional
        Only these words, in this order; all by default.
    limit : int, optional
        At most so many points, the first ones.
    unit : bool
        PCA: bring the vectors to length 1 beforehand.
    metric : {"cosine", "euclidean"}
        t-SNE and UMAP: distance between vectors.
    perplexity : float
        t-SNE: effective number of neighbours, at least 1; at most a third of the other points counts.
    n_neighbors : int
        UMAP: neighbours of each point, itself counted, at least 2.
    min_dist : float
        UMAP: how close points may lie, 0 to 1.
    iterations : int, optional
        t-SNE: steps, 750 by default, of which the first third but at most 250 is exaggerated. UMAP: epochs, by default 500
        up to 10,000 points and 200 beyond.
    seed : int
        0 to 2³²-1. The same seed, options and data give the same picture on the same machine, bit for bit, whatever the number
        of threads.
    initial : {"pca", "random"} or array of shape (points, dimensions)
        Where the points of t-SNE and UMAP begin.
    threads : int, optional
        For t-SNE; by default as many as there are cores, for few points one. UMAP's layout runs in one, since several make it random.
    exact_below : int
        Points beyond which t-SNE and UMAP work on approximate neighbours.
    every : int
        Iterations between two calls of `on_frame`; the first is at iteration 0, the last at the end.
    on_frame : callable, optional
        Called with a `Frame`, in the thread that called `project`.
    progress, control
        Told of stages and iterations; asked between iterations. The search for approximate neighbours cannot be interrupted.

    Returns
    -------
    Projection
        Stopped by `control` during the layout, what there was then, with ``stopped=True``.

    Raises
    ------
    Stopped
        By `control`, before there was a picture.
    UnknownWordError
        A word has no vector.
    TypeError, ValueError
        An option is out of range, a value is not finite, or there are too few points.

    References
    ----------
    Jolliffe (2002), Principal Component Analysis; van der Maaten & Hinton (2008), Visualizing data using t-SNE; McInnes, Healy
    & Melville (2018), UMAP, arXiv:1802.03426.
    """
    projecting = Projecting(
        vectors,
        method=method,
        dimensions=dimensions,
        words=words,
        limit=limit,
        unit=unit,
        metric=metric,
        perplexity=perplexity,
        n_neighbors=n_neighbors,
        min_dist=min_dist,
        iterations=iterations,
        seed=seed,
        initial=initial,
        threads=threads,
        exact_below=exact_below,
        progress=progress,
        control=control,
    )
    if on_frame is None:
        projecting.finish(every=every)
    else:
        for frame in projecting.frames(every=every):
            on_frame(frame)
    return projecting.projection()
