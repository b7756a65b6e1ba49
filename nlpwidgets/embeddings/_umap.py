"""UMAP, epoch by epoch: umap-learn's graph and layout, stopped and changed between two epochs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.embeddings._control import Progress
from nlpwidgets.embeddings._nearest import Graph, Metric, neighbour_graph

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nlpwidgets.embeddings._control import Control, Reporter

_NEGATIVES = 5.0
"""Points pushed away for one that is pulled."""
_LOWEST, _HIGHEST = np.iinfo(np.int32).min + 1, np.iinfo(np.int32).max - 1
"""Of the random state's numbers, as in umap-learn."""


class UmapLayout:
    """A UMAP layout on its way.

    Parameters
    ----------
    matrix : array of shape (points, size), float32
    start : array of shape (points, dimensions)
        Where the points begin; brought into the square from 0 to 10.
    n_neighbors : int
        Of each point, itself counted as umap-learn does; at most the number of points.
    min_dist : float
        How close points may lie in the picture, 0 to 1.
    epochs : int, optional
        500 up to 10,000 points, else 200.
    seed : int
        Of the random draws.

    References
    ----------
    McInnes, Healy & Melville (2018), UMAP: Uniform Manifold Approximation and Projection, arXiv:1802.03426, sections 3 and 4;
    umap-learn's ``simplicial_set_embedding``.
    """

    divergence = None
    stage = "layout"

    def __init__(
        self,
        matrix: NDArray[np.float32],
        start: NDArray[Any],
        *,
        n_neighbors: int,
        min_dist: float,
        metric: Metric,
        epochs: int | None,
        seed: int,
        exact_below: int,
        known: Graph | None = None,
        progress: Reporter | None = None,
        control: Control | None = None,
    ) -> None:
        self._matrix = matrix
        self._metric: Metric = metric
        self._seed = seed
        self._exact_below = exact_below
        self._epochs = (500 if len(matrix) <= 10_000 else 200) if epochs is None else epochs
        self._random = np.random.RandomState(seed)
        self._graph = known
        self.iteration = self._first = 0
        self._alpha = 1.0
        self._points = np.array(start, np.float32)
        self._points = boxed(self._points)
        self._prepare(n_neighbors, min_dist, progress, control)

    @property
    def coordinates(self) -> NDArray[np.float32]:
        """Where the points are, (points, dimensions); written to by the next step."""
        return self._points

    @property
    def graph(self) -> Graph | None:
        """Neighbours in the true space."""
        return self._graph

    @property
    def exact(self) -> bool:
        """Whether the neighbours in the true space are exact."""
        return self._graph is not None and self._graph.exact

    @property
    def total(self) -> int:
        """Epochs in all."""
        return self._first + self._epochs

    def step(self) -> None:
        """Do one epoch."""
        number = self.iteration - self._first
        self._epoch(
            self._points,
            self._heads,
            self._tails,
            self._every,
            self._every_negative,
            self._due,
            self._due_negative,
            self._states,
            self._a,
            self._b,
            self._alpha,
            number,
        )
        self._alpha = 1.0 * (1.0 - (float(number) / float(self._epochs)))
        self.iteration += 1

    def change(
        self,
        *,
        n_neighbors: int,
        min_dist: float,
        progress: Reporter | None = None,
        control: Control | None = None,
    ) -> None:
        """Begin a schedule of epochs anew with other options, from where the points are."""
        self._prepare(n_neighbors, min_dist, progress, control)

    def _prepare(self, n_neighbors: int, min_dist: float, progress: Reporter | None, control: Control | None) -> None:
        own = min(n_neighbors, len(self._matrix))
        graph = self._graph
        if graph is None or graph.rows.shape[1] < own - 1:
            graph = neighbour_graph(
                self._matrix,
                own - 1,
                metric=self._metric,
                seed=self._seed,
                exact_below=self._exact_below,
                progress=progress,
                control=control,
            )
        if progress is not None:
            progress(Progress("importing", 0, 0))
        from umap.umap_ import find_ab_params, fuzzy_simplicial_set, make_epochs_per_sample

        from nlpwidgets.embeddings._umap_kernel import epoch, random_states

        if control is not None:
            control.wait()
        if progress is not None:
            progress(Progress("compiling and weighing neighbours", 0, 0))
        itself = np.arange(len(graph.rows))[:, None]
        columns = np.hstack([itself, graph.rows[:, : own - 1]])
        distances = np.hstack([np.zeros(itself.shape), graph.distances[:, : own - 1]]).astype(np.float32)
        weighted, *_ = fuzzy_simplicial_set(
            self._matrix, own, self._random, self._metric, knn_indices=columns, knn_dists=distances
        )
        edges = weighted.tocoo()
        edges.sum_duplicates()
        # an edge that would not be used once is left out; below eleven epochs as if there were the usual number of them
        fewest = self._epochs if self._epochs > 10 else 500 if len(self._matrix) <= 10_000 else 200
        edges.data[edges.data < edges.data.max() / float(fewest)] = 0.0
        edges.eliminate_zeros()

        self._a, self._b = find_ab_params(1.0, min_dist)
        self._heads, self._tails = edges.row, edges.col
        self._every = make_epochs_per_sample(edges.data, self._epochs)
        self._every_negative = self._every / _NEGATIVES
        self._due, self._due_negative = self._every.copy(), self._every_negative.copy()
        state = self._random.randint(_LOWEST, _HIGHEST, 3).astype(np.int64)
        self._states = random_states(self._points, state)
        self._graph = graph
        self._epoch = epoch
        self._alpha = 1.0
        self._first = self.iteration


def boxed(points: NDArray[np.float32]) -> NDArray[np.float32]:
    """Stretch each dimension to reach from 0 to 10, as umap-learn does; a dimension without extent stays in the middle."""
    low = np.min(points, 0)
    extent = np.max(points, 0) - low
    flat = extent == 0
    found: NDArray[np.float32] = (10.0 * (points - low) / np.where(flat, 1, extent)).astype(np.float32, order="C")
    found[:, flat] = 5.0
    return found
