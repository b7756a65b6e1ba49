"""What the units of a layer do with their memory: half-life, saturation, orders to show them in; and token alignment.

The gate inspector computes the same formulas in the page; shared golden numbers hold the two together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

Order = Literal["stored", "mean", "change", "cluster"]


class Saturation(NamedTuple):
    """Fractions of the steps, 0 to 1, at which a unit lies beyond a bound; each (..., hidden), float64."""

    below: NDArray[np.float64]
    above: NDArray[np.float64]


def half_life(gate: ArrayLike, *, lengths: ArrayLike | None = None) -> NDArray[np.float64]:
    """Return the steps after which a unit has kept half of what it held, from its forget (LSTM) or update (GRU) gate.

    A gate that holds f_t at step t keeps the product of the f_t; at their geometric mean, half is left after
    ln(1/2) / mean_t(ln f_t) steps.

    Parameters
    ----------
    gate : array_like of shape (time, ..., hidden)
        Values in [0, 1].
    lengths : array_like of shape (batch,), optional
        Steps of each item that count, for a gate of shape (time, batch, hidden); by default all.

    Returns
    -------
    ndarray of shape (..., hidden), float64
        In steps. Infinite where the gate is 1 at every step, 0 where it is 0 at some step, NaN where there is no step
        or a value is NaN.

    Raises
    ------
    ValueError
        A value outside [0, 1], or shapes that disagree.
    """
    f, counted, steps = _over_time(gate, lengths)
    if np.any(f < 0) or np.any(f > 1):
        raise ValueError(
            "a gate lies between 0 and 1; half_life takes the forget gate of an LSTM or the update gate of a GRU"
        )
    with np.errstate(divide="ignore", invalid="ignore"):
        loss = -np.sum(np.log(f), axis=0, where=counted) / steps
        return np.asarray(np.log(2.0) / np.abs(loss))


def saturation(
    values: ArrayLike, low: float = 0.1, high: float = 0.9, *, lengths: ArrayLike | None = None
) -> Saturation:
    """Fractions of the steps at which a unit is below `low` and above `high`.

    Parameters
    ----------
    values : array_like of shape (time, ..., hidden)
        A gate; for a candidate or a hidden state, which lie in [−1, 1], take low=-0.9, high=0.9.
    low, high : float
        The bounds, in the unit of `values`; a value equal to a bound is not beyond it.
    lengths : array_like of shape (batch,), optional
        Steps of each item that count, for values of shape (time, batch, hidden); by default all.

    Returns
    -------
    Saturation
        NaN where there is no step. A NaN among the values is beyond neither bound.

    Raises
    ------
    ValueError
        `low` above `high`, or shapes that disagree.
    """
    if not low <= high:
        raise ValueError(f"low must not lie above high, got low={low}, high={high}")
    v, counted, steps = _over_time(values, lengths)
    with np.errstate(invalid="ignore"):
        below = np.sum(v < low, axis=0, where=counted) / steps
        above = np.sum(v > high, axis=0, where=counted) / steps
    return Saturation(np.asarray(below), np.asarray(above))


def unit_order(
    values: ArrayLike,
    by: Order = "stored",
    *,
    step: int | None = None,
    previous: ArrayLike | None = None,
) -> NDArray[np.int32]:
    """Order in which to show the units of a layer.

    Parameters
    ----------
    values : array_like of shape (time, hidden)
        One gate or state of one batch item, without padding.
    by : {"stored", "mean", "change", "cluster"}
        As stored; largest mean over time first; largest absolute change at `step` first; or the leaves of an
        average-linkage clustering on the distance 1 − correlation over time, units without variation last. Ties stay in
        stored order, NaN comes last.
    step : int, optional
        The step for "change".
    previous : array_like of shape (hidden,), optional
        The row that `step` is compared with: by default row step − 1, and zeros at step 0. Give
        `LayerTrace.previous_hidden(step)` for a backward layer or a given initial state.

    Returns
    -------
    ndarray of shape (hidden,), int32
        Unit to show at each place, a permutation of 0 … hidden − 1.

    Raises
    ------
    ValueError
        Not two axes, no such order, no step for "change", or a `previous` of another length.
    IndexError
        `step` out of range.
    """
    v = np.asarray(values, dtype=np.float64)
    if v.ndim != 2:
        raise ValueError(f"values must be (time, hidden), got shape {v.shape}: select one batch item")
    time, units = v.shape
    if by == "stored":
        return np.arange(units, dtype=np.int32)
    if by == "mean":
        return _descending(v.mean(axis=0) if time else np.zeros(units))
    if by == "cluster":
        return _clustered(v)
    if by != "change":
        raise ValueError(f'by must be "stored", "mean", "change" or "cluster", not {by!r}')
    if step is None:
        raise ValueError('the order by "change" needs a step')
    if not 0 <= step < time:
        raise IndexError(f"step {step} is out of range: there are steps 0 to {time - 1}")
    before = (
        np.asarray(previous, dtype=np.float64) if previous is not None else v[step - 1] if step else np.zeros(units)
    )
    if before.shape != (units,):
        raise ValueError(f"previous must have shape ({units},), got {before.shape}")
    return _descending(np.abs(v[step] - before))


def align_tokens(a: Sequence[str], b: Sequence[str]) -> NDArray[np.int32]:
    """Lay two token lists side by side: common tokens together, replaced ones pairwise, the rest against gaps.

    As many tokens as possible stand beside their equal, in order (a longest common subsequence); of the tokens between
    two such pairs the first stands beside the first, the second beside the second, until one side has no more.

    Parameters
    ----------
    a, b : sequence of str
        The tokens of the two texts.

    Returns
    -------
    ndarray of shape (columns, 2), int32
        Index into `a` and into `b`, −1 for a gap; each token stands once, in its order.

    References
    ----------
    Wagner and Fischer (1974), The string-to-string correction problem; len(a) * len(b) steps, a row at a time.

    Examples
    --------
    >>> align_tokens(["not", "good"], ["very", "very", "good"]).tolist()
    [[0, 0], [-1, 1], [1, 2]]
    """
    columns: list[tuple[int, int]] = []
    i = j = 0
    for i_end, j_end in [*_common(a, b), (len(a), len(b))]:
        between = max(i_end - i, j_end - j)
        columns.extend((i + k if i + k < i_end else -1, j + k if j + k < j_end else -1) for k in range(between))
        columns.append((i_end, j_end))
        i, j = i_end + 1, j_end + 1
    return np.array(columns[:-1], dtype=np.int32).reshape(-1, 2)


def _common(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Return the index pairs of a longest common subsequence."""
    codes: dict[str, int] = {}
    x, y = ([codes.setdefault(token, len(codes)) for token in tokens] for tokens in (a, b))
    right = np.array(y, dtype=np.int64)
    # longest[i, j]: of the first i and the first j tokens; the best so far in a row is its running maximum
    longest = np.zeros((len(x) + 1, len(y) + 1), dtype=np.int32)
    for i, code in enumerate(x):
        extended = np.where(right == code, longest[i, :-1] + 1, longest[i, 1:])
        np.maximum.accumulate(extended, out=longest[i + 1, 1:])
    pairs = []
    i, j = len(x), len(y)
    while i and j:
        if x[i - 1] == y[j - 1]:
            i, j = i - 1, j - 1
            pairs.append((i, j))
        elif longest[i - 1, j] >= longest[i, j - 1]:
            i -= 1
        else:
            j -= 1
    return pairs[::-1]


def _over_time(values: ArrayLike, lengths: ArrayLike | None) -> tuple[NDArray[Any], NDArray[np.bool_], NDArray[Any]]:
    """Return the values in float64, which of them count, and how many steps that is (both to broadcast)."""
    v = np.asarray(values, dtype=np.float64)
    if v.ndim < 2:
        raise ValueError(f"values must be (time, ..., hidden), got shape {v.shape}")
    if lengths is None:
        return v, np.ones((1,) * v.ndim, dtype=bool), np.asarray(float(len(v)))
    n = np.asarray(lengths)
    if v.ndim != 3 or n.shape != v.shape[1:2]:
        raise ValueError(f"lengths of shape {n.shape} need values of shape (time, {n.size}, hidden), got {v.shape}")
    if np.any(n < 0) or np.any(n > len(v)):
        raise ValueError(f"lengths must lie between 0 and the {len(v)} steps there are")
    counted = np.arange(len(v))[:, None, None] < n[None, :, None]
    return v, counted, n[:, None].astype(np.float64)


def _descending(key: NDArray[np.float64]) -> NDArray[np.int32]:
    return np.argsort(-key, kind="stable").astype(np.int32)


def _clustered(v: NDArray[np.float64]) -> NDArray[np.int32]:
    from scipy.cluster.hierarchy import leaves_list, linkage

    units = v.shape[1]
    centred = v - v.mean(axis=0) if len(v) else v
    norm = np.sqrt(np.sum(centred**2, axis=0))
    # rounding of the mean alone must not count as variation
    varies = np.isfinite(norm) & (norm > 1e-12 * np.sqrt(max(len(v), 1)) * np.abs(v).max(axis=0, initial=0.0))
    moving, still = np.flatnonzero(varies), np.flatnonzero(~varies)
    if len(moving) > 2:
        unit_length = centred[:, moving] / norm[moving]
        distance = np.clip(1.0 - unit_length.T @ unit_length, 0.0, 2.0)
        upper = distance[np.triu_indices(len(moving), 1)]
        moving = moving[leaves_list(linkage(upper, "average"))]
    order: NDArray[np.int32] = np.concatenate([moving, still]).astype(np.int32)
    assert len(order) == units  # noqa: S101 - a permutation, by construction
    return order
