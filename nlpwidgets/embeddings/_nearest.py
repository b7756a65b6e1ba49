"""The nearest rows of a matrix to each of its rows: exact up to what can be waited for, approximate beyond.

Exact: a product in float32 finds all rows that may be among the nearest, with a bound on its error; their distances are then
computed in float64. So the answer is that of float64 over the given numbers; equal distances are in the order of the rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from nlpwidgets.embeddings._control import Progress
from nlpwidgets.embeddings._vectors import lengths_of, unit_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nlpwidgets.embeddings._control import Control, Reporter

Metric = Literal["cosine", "euclidean"]

EXACT_BELOW = 50_000
"""Points beyond which `neighbour_graph` looks for neighbours approximately; exact search grows with their square."""
_SCORES = 1 << 24
"""Scores held at a time: 64 MB."""
_GATHERED = 1 << 21
"""Numbers of candidates held at a time, in float64."""


@dataclass(frozen=True)
class Graph:
    """The nearest rows of each row, without itself.

    Attributes
    ----------
    rows : array of shape (points, k), int64
        Nearest first.
    distances : array of shape (points, k), float64
        1 - cosine, or Euclidean.
    exact : bool
    """

    rows: NDArray[np.int64]
    distances: NDArray[np.float64]
    exact: bool


def check_metric(metric: Any) -> Metric:
    """Return the metric.

    Raises
    ------
    ValueError
        There is no such metric.
    """
    if metric not in get_args(Metric):
        raise ValueError(f"metric is {' or '.join(map(repr, get_args(Metric)))}, not {metric!r}")
    found: Metric = metric
    return found


def nearest_rows(
    matrix: NDArray[Any],
    k: int,
    *,
    metric: Metric = "cosine",
    queries: NDArray[np.int64] | None = None,
    progress: Reporter | None = None,
    control: Control | None = None,
) -> Graph:
    """Find the nearest rows of all rows, or of some, exactly; memory stays below about 300 MB plus a copy of the matrix.

    Parameters
    ----------
    matrix : array of shape (points, size)
        Finite numbers.
    k : int
        How many; at most points - 1.
    metric : {"cosine", "euclidean"}
        A row of zeros has cosine 0 with everything.
    queries : array of int, optional
        The rows whose neighbours are wanted; all by default.
    progress, control
        Told, and asked, after each block of rows.

    Raises
    ------
    Stopped
        By `control`.
    """
    from nlpwidgets.embeddings._nearest_kernel import kth_largest

    wanted = np.arange(len(matrix)) if queries is None else np.asarray(queries, np.int64)
    k = min(k, len(matrix) - 1)
    if k < 1 or not len(wanted):
        return Graph(np.zeros((len(wanted), 0), np.int64), np.zeros((len(wanted), 0)), exact=True)
    rows = unit_rows(matrix) if metric == "cosine" else _centred(matrix)
    norms = lengths_of(matrix) if metric == "cosine" else None
    halves = np.einsum("ij,ij->i", rows, rows, dtype=np.float64) / 2
    lengths = np.sqrt(2 * halves)
    # rounding in a sum of `size` products in any order, in the subtraction of half the squared length, and of the rows
    slack = 1.02 * (rows.shape[1] + 16) * 2.0**-24 * float(lengths.max()) * (lengths[wanted] + float(lengths.max()))
    slack += 2.0**-60
    found, distances = np.empty((len(wanted), k), np.int64), np.empty((len(wanted), k))
    step = max(1, min(1024, _SCORES // len(rows)))
    half = halves.astype(np.float32)
    room = np.empty((min(step, len(wanted)), len(rows)), np.float32)
    for start in range(0, len(wanted), step):
        if control is not None:
            control.wait()
        own = wanted[start : start + step]
        scores = np.matmul(rows[own], rows.T, out=room[: len(own)])
        if metric == "euclidean":
            scores -= half
        scores[np.arange(len(own)), own] = -np.inf
        bounds = np.empty(len(own), np.float32)
        kth_largest(scores, k, bounds)
        lowest = (bounds.astype(np.float64) - 2 * slack[start : start + step]).astype(np.float32)
        where, column = _above(scores, np.nextafter(lowest, np.float32(-np.inf)), 2 * k * len(own))
        best = _refined(matrix, norms, own, where, column, k)
        found[start : start + step], distances[start : start + step] = best
        if progress is not None:
            progress(Progress("neighbours", min(start + step, len(wanted)), len(wanted)))
    return Graph(found, distances, exact=True)


def _centred(matrix: NDArray[Any]) -> NDArray[np.float32]:
    """Move the mean to 0, which no distance notices, so that little is lost in the difference of large squares."""
    return np.asarray(matrix - matrix.mean(axis=0, dtype=np.float64), np.float32)


def _above(
    scores: NDArray[np.float32], bounds: NDArray[np.float32], room: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return row and column of the scores that are not below the bound of their row."""
    from nlpwidgets.embeddings._nearest_kernel import above

    while True:
        where, columns = np.empty(room, np.int64), np.empty(room, np.int64)
        count = above(scores, bounds, where, columns)
        if count <= room:
            return where[:count], columns[:count]
        room = count


def _refined(
    matrix: NDArray[Any],
    norms: NDArray[np.float64] | None,
    own: NDArray[np.int64],
    where: NDArray[np.int64],
    column: NDArray[np.int64],
    k: int,
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the k nearest of the candidates `column` of the queries `own[where]`, by distances in float64.

    With `norms`, 1 - cosine; it is half the squared difference of unit rows, which is 0 for equal rows.
    """
    squares = np.empty(len(where))
    step = max(1, _GATHERED // matrix.shape[1])
    for start in range(0, len(where), step):
        piece = slice(start, start + step)
        first, second = own[where[piece]], column[piece]
        difference, others = matrix[first].astype(np.float64), matrix[second].astype(np.float64)
        if norms is not None:
            difference /= np.where(norms[first] == 0, 1, norms[first])[:, None]
            others /= np.where(norms[second] == 0, 1, norms[second])[:, None]
        difference -= others
        squares[piece] = np.einsum("ij,ij->i", difference, difference)
        if norms is not None:
            squares[piece] /= 2
            squares[piece][(norms[first] == 0) | (norms[second] == 0)] = 1.0  # zeros have cosine 0 with everything
    order = np.lexsort((column, squares, where))
    starts = np.searchsorted(where[order], np.arange(len(own)))
    best = order[starts[:, None] + np.arange(k)]
    distances = squares[best]
    return column[best], distances if norms is not None else np.sqrt(distances)


def neighbour_graph(
    matrix: NDArray[Any],
    k: int,
    *,
    metric: Metric,
    seed: int,
    exact_below: int = EXACT_BELOW,
    progress: Reporter | None = None,
    control: Control | None = None,
) -> Graph:
    """Find the nearest rows of all rows: exactly up to `exact_below` points, by nearest-neighbour descent beyond.

    References
    ----------
    Dong, Moses & Li (2011), Efficient k-nearest neighbor graph construction for generic similarity measures; the search of
    umap-learn.
    """
    if len(matrix) <= exact_below:
        return nearest_rows(matrix, k, metric=metric, progress=progress, control=control)
    if progress is not None:
        progress(Progress("importing", 0, 0))
    from umap.umap_ import nearest_neighbors

    if control is not None:
        control.wait()
    if progress is not None:
        progress(Progress("neighbours, approximate", 0, 0))  # it cannot be asked how far it is, nor interrupted
    columns, distances, _ = nearest_neighbors(
        matrix,
        k + 1,
        metric,
        {},
        angular=False,
        random_state=np.random.RandomState(seed),
        n_jobs=1,  # several give other neighbours each time
    )
    if control is not None:
        control.wait()
    graph = _without_self(np.asarray(columns, np.int64), np.asarray(distances, np.float64), k)
    poor = np.flatnonzero((graph.rows < 0).any(axis=1))  # those for which it did not find as many
    if len(poor):
        exact = nearest_rows(matrix, k, metric=metric, queries=poor, control=control)
        graph.rows[poor], graph.distances[poor] = exact.rows, exact.distances
    return graph


def _without_self(columns: NDArray[np.int64], distances: NDArray[np.float64], k: int) -> Graph:
    """Leave each row itself out; it need not be first, as equal rows are as near, and need not be there at all."""
    own = columns == np.arange(len(columns))[:, None]
    own[~own.any(axis=1), -1] = True
    keep = ~own
    return Graph(columns[keep].reshape(-1, k), np.maximum(distances[keep].reshape(-1, k), 0), exact=False)
