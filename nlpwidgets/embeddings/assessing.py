"""How far a picture of vectors can be trusted, point by point."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.embeddings._control import Progress
from nlpwidgets.embeddings._nearest import check_metric

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nlpwidgets.embeddings._control import Control, Reporter
    from nlpwidgets.embeddings._nearest import Metric

ALL_BELOW = 5_000
"""Points up to which all are measured by default."""
SAMPLE = 2_000
"""Points measured by default beyond."""
_DISTANCES = 1 << 22
"""Distances held at a time, twice: 64 MB."""
_DOUBLE = 1 << 26
"""Numbers of the matrix up to which it is held in float64: 512 MB."""


@dataclass(frozen=True)
class Quality:
    """What a picture keeps of the neighbourhoods of its points.

    Attributes
    ----------
    k : int
        Size of a neighbourhood.
    points : array of shape (measured,), int64
        The points that were measured, rising: all of them, or a seeded sample; each against all points.
    trustworthiness : array of shape (measured,), float64
        1 where all k nearest in the picture are among the k nearest in truth; less, the farther away they are in truth; 0 at
        worst.
    continuity : array of shape (measured,), float64
        1 where all k nearest in truth are among the k nearest in the picture.
    preserved : array of shape (measured,), float64
        Share of the k nearest in truth that are among the k nearest in the picture.
    """

    k: int
    points: NDArray[np.int64]
    trustworthiness: NDArray[np.float64]
    continuity: NDArray[np.float64]
    preserved: NDArray[np.float64]

    @property
    def means(self) -> tuple[float, float, float]:
        """Mean trustworthiness, continuity and share preserved over the points measured."""
        return float(self.trustworthiness.mean()), float(self.continuity.mean()), float(self.preserved.mean())


def quality(
    matrix: NDArray[Any],
    coordinates: NDArray[Any],
    *,
    k: int = 10,
    metric: Metric = "cosine",
    sample: int | None = None,
    seed: int = 0,
    progress: Reporter | None = None,
    control: Control | None = None,
) -> Quality:
    """Measure trustworthiness and continuity of a picture for each of its points.

    For a point i of n, U the k nearest to it in the picture but not in truth, and r(i, j) the rank of j by true distance from i,
    the trustworthiness is ``1 - 2 / (k (2n - 3k - 1)) Σ_{j in U} (r(i, j) - k)``; the continuity has picture and truth swapped.
    Of equally near points the one with the lower index comes first.

    Parameters
    ----------
    matrix : array of shape (points, size)
        The vectors in truth: finite numbers.
    coordinates : array of shape (points, dimensions)
        In the picture, where distances are Euclidean.
    k : int
        Less than half the number of points.
    metric : {"cosine", "euclidean"}
        Of the distances in truth.
    sample : int, optional
        How many points are measured; by default all up to 5,000 points, and 2,000 beyond. They are drawn without replacement,
        and each is measured exactly, against all points.
    seed : int
        Of the draw.
    progress, control
        Told, and asked, after each block of points.

    Returns
    -------
    Quality
        The mean trustworthiness over all points is that of ``sklearn.manifold.trustworthiness``. Distances are computed in
        float64 up to 67 million numbers in `matrix` and in float32 beyond, where ranks of points that are equally far to one
        part in a million may be exchanged.

    Raises
    ------
    Stopped
        By `control`.
    TypeError, ValueError
        The arrays do not fit together, a value is not finite, or k is out of range.

    References
    ----------
    Venna & Kaski (2001), Neighborhood preservation in nonlinear projection methods, equations 1 and 2.
    """
    truth, picture = _checked(matrix, coordinates)
    count = len(truth)
    if isinstance(k, bool) or not isinstance(k, (int, np.integer)):
        raise TypeError(f"k is a whole number, not {k!r}")
    if not 1 <= k < count / 2:
        raise ValueError(f"k is at least 1 and less than half of the {count:,} points, not {k}")
    points = _drawn(count, sample, seed)
    prepared = _prepared(truth, check_metric(metric))
    if progress is not None:
        progress(Progress("compiling", 0, 0))
    from nlpwidgets.embeddings._nearest_kernel import intrusions, square_distances

    intruding, missing, kept = (np.empty(len(points), np.int64) for _ in range(3))
    step = max(1, min(256, _DISTANCES // count))
    near_by = np.empty((step, count))
    for start in range(0, len(points), step):
        if control is not None:
            control.wait()
        own = points[start : start + step]
        piece = slice(start, start + len(own))
        far = prepared.distances(own)
        square_distances(picture, own, near_by)
        intrusions(far, near_by[: len(own)], own, int(k), intruding[piece], missing[piece], kept[piece])
        if progress is not None:
            progress(Progress("ranks", piece.stop, len(points)))
    worst = k * (2.0 * count - 3.0 * k - 1.0) / 2.0
    return Quality(int(k), points, 1 - intruding / worst, 1 - missing / worst, kept / k)


@dataclass(frozen=True)
class _Prepared:
    """Rows whose distances are an increasing function of ``offsets - rows · row``."""

    rows: NDArray[Any]
    offsets: NDArray[Any] | None

    def distances(self, own: NDArray[np.int64]) -> NDArray[Any]:
        """Return what is as large as the distances of some rows from all, (own, rows)."""
        found: NDArray[Any] = (-self.rows[own]) @ self.rows.T
        if self.offsets is not None:
            found += self.offsets
        return found


def _prepared(truth: NDArray[Any], metric: Metric) -> _Prepared:
    dtype = np.float64 if truth.size <= _DOUBLE else np.float32
    if metric == "cosine":
        norms = np.sqrt(np.einsum("ij,ij->i", truth, truth, dtype=np.float64))
        norms[norms == 0] = 1
        rows = np.empty(truth.shape, dtype)
        for start in range(0, len(truth), 65_536):
            piece = slice(start, start + 65_536)
            rows[piece] = truth[piece] / norms[piece, None]
        return _Prepared(rows, None)
    rows = np.asarray(truth - truth.mean(axis=0, dtype=np.float64), dtype)
    return _Prepared(rows, np.einsum("ij,ij->i", rows, rows, dtype=np.float64).astype(dtype) / 2)


def _checked(matrix: Any, coordinates: Any) -> tuple[NDArray[Any], NDArray[Any]]:
    truth, picture = np.asarray(matrix), np.asarray(coordinates)
    for name, array in (("matrix", truth), ("coordinates", picture)):
        if array.ndim != 2 or 0 in array.shape or array.dtype.kind not in "fiu":
            raise ValueError(f"{name} has numbers in rows, not {array.dtype} of shape {array.shape}")
        for start in range(0, len(array), 65_536):
            if not np.isfinite(array[start : start + 65_536]).all():
                raise ValueError(f"{name} holds values that are not finite")
    if len(truth) != len(picture):
        raise ValueError(f"there are {len(truth):,} vectors, but {len(picture):,} points in the picture")
    return truth, np.ascontiguousarray(picture)


def _drawn(count: int, sample: int | None, seed: int) -> NDArray[np.int64]:
    if sample is None:
        wanted = count if count <= ALL_BELOW else SAMPLE
    elif isinstance(sample, bool) or not isinstance(sample, (int, np.integer)) or sample < 1:
        raise ValueError(f"sample is a whole number of points, at least 1, not {sample!r}")
    else:
        wanted = min(int(sample), count)
    if wanted == count:
        return np.arange(count)
    return np.sort(np.random.default_rng(seed).choice(count, wanted, replace=False))
