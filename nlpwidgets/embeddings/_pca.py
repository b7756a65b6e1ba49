"""Principal components, exact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.embeddings._control import Progress

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nlpwidgets.embeddings._control import Control, Reporter

_CHUNK = 1 << 22
"""Numbers taken into float64 at a time: 32 MB."""


@dataclass(frozen=True)
class Components:
    """The principal components of a matrix.

    Attributes
    ----------
    mean : array of shape (size,), float64
    axes : array of shape (dimensions, size), float64
        Orthonormal rows, largest variance first; the largest entry by magnitude of each is positive.
    variances : array of shape (dimensions,), float64
        Along each axis, with points - 1 in the denominator.
    ratios : array of shape (dimensions,), float64
        Share of the whole variance; 0 where there is none.
    """

    mean: NDArray[np.float64]
    axes: NDArray[np.float64]
    variances: NDArray[np.float64]
    ratios: NDArray[np.float64]

    def place(self, matrix: NDArray[Any], *, control: Control | None = None) -> NDArray[np.float64]:
        """Return the coordinates of rows along the axes, float64 of shape (rows, dimensions)."""
        found = np.empty((len(matrix), len(self.axes)))
        step = max(1, _CHUNK // matrix.shape[1])
        for start in range(0, len(matrix), step):
            if control is not None:
                control.wait()
            found[start : start + step] = (matrix[start : start + step] - self.mean) @ self.axes.T
        return found


def principal_components(
    matrix: NDArray[Any],
    dimensions: int,
    *,
    progress: Reporter | None = None,
    control: Control | None = None,
) -> Components:
    """Compute principal components in float64, in memory that does not grow with the number of rows.

    Parameters
    ----------
    matrix : array of shape (points, size)
        Finite numbers; at least one row.
    dimensions : int
        How many components; those beyond the number of rows or columns have variance 0 and axes of zeros.
    progress, control
        Told, and asked, after each chunk of rows.

    Returns
    -------
    Components
        As scikit-learn's ``PCA``, signs included.

    Raises
    ------
    Stopped
        By `control`.

    References
    ----------
    Jolliffe (2002), Principal Component Analysis, section 3.5.
    """
    points, size = matrix.shape
    mean = matrix.mean(axis=0, dtype=np.float64)
    if points <= size:
        centred = matrix - mean
        _, singular, vectors = np.linalg.svd(centred, full_matrices=False)
        variances = singular**2 / max(points - 1, 1)
        whole = float(variances.sum())
    else:
        values, rising = np.linalg.eigh(_covariance(matrix, mean, progress, control))
        variances = np.maximum(values[::-1], 0)
        vectors = rising.T[::-1]
        whole = float(variances.sum())
    kept = min(dimensions, len(variances))
    axes, along = np.zeros((dimensions, size)), np.zeros(dimensions)
    axes[:kept], along[:kept] = vectors[:kept], variances[:kept]
    # the sign of an axis is arbitrary; this rule makes it the same everywhere
    largest = np.abs(axes).argmax(axis=1)
    axes *= np.where(axes[np.arange(dimensions), largest] < 0, -1.0, 1.0)[:, None]
    return Components(mean, axes, along, along / whole if whole > 0 else np.zeros(dimensions))


def _covariance(
    matrix: NDArray[Any], mean: NDArray[np.float64], progress: Reporter | None, control: Control | None
) -> NDArray[np.float64]:
    points, size = matrix.shape
    total = np.zeros((size, size))
    step = max(1, _CHUNK // size)
    for start in range(0, points, step):
        if control is not None:
            control.wait()
        centred = matrix[start : start + step] - mean
        total += centred.T @ centred
        if progress is not None:
            progress(Progress("covariance", min(start + step, points), points))
    total /= points - 1
    return total
