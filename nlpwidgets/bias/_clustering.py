"""k-means with two clusters, quick enough to be run while a slider moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_MOST = 300
"""Steps; far more than are ever needed."""


def two_clusters(rows: Floats, *, starts: int = 10, seed: int = 0) -> NDArray[np.bool_]:
    """Part rows into two clusters such that the squared distances to their means are small.

    Lloyd's algorithm until no row changes sides, from several starts at once, each two rows drawn as k-means++ does (Arthur &
    Vassilvitskii 2007); the best of them is kept, as scikit-learn's ``KMeans(2, n_init=starts)`` does.

    Parameters
    ----------
    rows : float64 (rows, size)
        One at least.
    starts, seed : int

    Returns
    -------
    bool (rows,)
        The cluster of each; all False where all rows are the same.
    """
    rows = rows - rows.mean(axis=0)  # so that the two means are opposite, and little is lost to rounding
    squares = np.einsum("ij,ij->i", rows, rows)
    random = np.random.default_rng(seed)
    first = random.integers(0, len(rows), starts)
    second = np.array([_far(rows, squares, row, random) for row in first])
    sides = _nearer(rows, rows[first], rows[second])
    for _ in range(_MOST):
        means, between = _means(rows, sides)
        moved = _nearer(rows, *means)
        if (moved == sides).all():
            break
        sides = moved
    # what the distances within lose is what the distance between the means gains
    best: NDArray[np.bool_] = sides[:, int(np.argmax(between))]
    return best


def _far(rows: Floats, squares: Floats, row: int, random: np.random.Generator) -> int:
    """Return a row drawn with its squared distance from another as its weight."""
    distances = np.maximum(squares - 2 * (rows @ rows[row]) + squares[row], 0)
    total = float(distances.sum())
    return int(random.choice(len(rows), p=distances / total)) if total > 0 else row


def _nearer(rows: Floats, first: Floats, second: Floats) -> NDArray[np.bool_]:
    """Return which rows are nearer to the first of two points than to the second, (rows, starts)."""
    middle = (np.einsum("ij,ij->i", first, first) - np.einsum("ij,ij->i", second, second)) / 2
    found: NDArray[np.bool_] = rows @ (first - second).T > middle
    return found


def _means(rows: Floats, sides: NDArray[np.bool_]) -> tuple[tuple[Floats, Floats], Any]:
    """Return both means of each start, (starts, size), and by how much each start's clusters are apart."""
    counts = sides.sum(axis=0)
    sums = sides.T.astype(np.float64) @ rows
    others = len(rows) - counts
    first, second = sums / np.maximum(counts, 1)[:, None], -sums / np.maximum(others, 1)[:, None]
    apart = np.einsum("ij,ij->i", first - second, first - second) * counts * others / len(rows)
    return (first, second), apart
