"""Compiled loops of the scan: pack rows into bytes, and run over them keeping whatever may be among the best.

They hold no lock of the interpreter and start no threads of their own, so several threads may each take a part of the rows.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from nlpwidgets.embeddings._compiling import compiled
from nlpwidgets.embeddings._dot_kernel import dot, dots

_TOGETHER = 4096
"""Rows whose products are computed before they are looked at."""


@partial(compiled, fastmath={"contract", "reassoc", "nsz", "nnan"})
def pack(rows: Any, norms: Any, packed: Any, scales: Any, slacks: Any) -> None:
    """Write each row, at unit length, as bytes times a scale, and how far that is from it.

    ``‖row / norm − scale · packed‖ ≤ slack``; rows of zeros become zeros. `packed` may be wider: the rest becomes zeros.
    """
    size = rows.shape[1]
    for i in range(rows.shape[0]):
        largest = 0.0
        for j in range(size):
            largest = max(largest, abs(np.float64(rows[i, j])))
        if largest == 0.0:
            scales[i] = 0.0
            slacks[i] = 0.0
            packed[i, :] = 0
            continue
        scale = np.float32(largest / norms[i] / 127)
        scales[i] = scale
        to_unit = 1 / norms[i]
        to_whole = to_unit / np.float64(scale)
        lost = 0.0
        packed[i, size:] = 0
        for j in range(size):
            value = min(127.0, max(-127.0, np.rint(np.float64(rows[i, j]) * to_whole)))
            packed[i, j] = np.int8(value)
            difference = np.float64(rows[i, j]) * to_unit - value * np.float64(scale)
            lost += difference * difference
        # rounding to float32 may go down by one part in 16 million: one part in a million is added
        slacks[i] = np.float32(np.sqrt(lost) * 1.000001 + 1e-9)


# a sum in any order is within the same bound
@partial(compiled, fastmath={"contract", "reassoc", "nsz"})
def products(rows: Any, scales: Any, queries: Any, out: Any) -> None:
    """Write the dot products of float32 rows, times a scale each, with a few queries into `out`, (queries, rows).

    The rows are read once; BLAS copies them first where there are few queries.
    """
    size = rows.shape[1]
    for i in range(rows.shape[0]):
        for q in range(queries.shape[0]):
            total = np.float32(0)
            for j in range(size):
                total += rows[i, j] * queries[q, j]
            out[q, i] = total * scales[i]


@partial(compiled, fastmath={"contract", "reassoc", "nsz"})
def products_of_some(rows: Any, chosen: Any, scales: Any, queries: Any, out: Any) -> None:
    """Do the same for some rows."""
    size = rows.shape[1]
    for i in range(chosen.shape[0]):
        row = chosen[i]
        for q in range(queries.shape[0]):
            total = np.float32(0)
            for j in range(size):
                total += rows[row, j] * queries[q, j]
            out[q, i] = total * scales[row]


@compiled
def near_products(packed: Any, scales: Any, queries: Any, steps: Any, out: Any) -> None:
    """Write the dot products of rows, as `pack` wrote them, with a tuple of queries as 16-bit numbers times `steps`, (queries, rows)."""
    width = packed.shape[1]
    flat = packed.reshape(-1)
    for i in range(packed.shape[0]):
        sums = dots(flat, i * width, queries)
        for q in range(len(queries)):
            out[q, i] = np.float32(sums[q]) * (scales[i] * steps[q])


@compiled
def _any_near(sums: Any, scales: Any, slacks: Any, step: Any, limit: Any) -> bool:
    """Whether an upper bound reaches `limit`; counting, from zero, is what compiles to wide registers."""
    hits = 0
    for i in range(sums.shape[0]):
        hits += np.float32(sums[i]) * (scales[i] * step) + slacks[i] >= limit
    return hits > 0


@compiled
def scan(
    packed: Any,
    scales: Any,
    slacks: Any,
    query: Any,
    step: float,
    query_slack: float,
    k: int,
    lows: Any,
    found: Any,
    highs: Any,
) -> int:
    """Find all rows that may be among the k with the largest dot product with a unit vector.

    Parameters
    ----------
    packed, scales, slacks
        As `pack` wrote them.
    query, step, query_slack
        The unit vector as 16-bit numbers times `step`, padded with zeros as the rows are, and the length of what that leaves out.
    k : int
        How many are wanted.
    lows : float64 (k,)
        Work space; ends as the k largest lower bounds, ascending.
    found, highs : int64 and float64 (room,)
        Filled with rows and the upper bounds of their dot products.

    Returns
    -------
    int
        How many were found; -1 if they do not fit into `found`.

    Notes
    -----
    For unit u and v with u ≈ û, v ≈ v̂: ``|u·v − û·v̂| ≤ ‖u − û‖ ‖v‖ + ‖û‖ ‖v − v̂‖``, by Cauchy and Schwarz. A row whose upper
    bound is below the k-th largest lower bound seen so far is not among the k best.
    """
    lows[:] = -np.inf
    room = found.shape[0]
    count = 0
    width = packed.shape[1]
    flat = packed.reshape(-1)
    sums = np.empty(_TOGETHER, np.int32)
    for first in range(0, packed.shape[0], _TOGETHER):
        last = min(first + _TOGETHER, packed.shape[0])
        for i in range(first, last):
            sums[i - first] = dot(flat, i * width, query)
        # in float32 and with a margin for it: most groups hold nothing near
        limit = np.float32(lows[0] - query_slack * 2.0 - 1e-5)
        if not _any_near(sums[: last - first], scales[first:last], slacks[first:last], np.float32(step), limit):
            continue
        for i in range(first, last):
            near = np.float64(sums[i - first]) * (np.float64(scales[i]) * step)
            slack = np.float64(slacks[i])
            bound = slack + (1.0 + slack) * query_slack + 1e-12
            if near + bound < lows[0]:
                continue
            if count == room:  # what came before the bound was good may go by now
                kept = 0
                for c in range(count):
                    if highs[c] >= lows[0]:
                        found[kept] = found[c]
                        highs[kept] = highs[c]
                        kept += 1
                count = kept
                if count == room:
                    return -1
            found[count] = i
            highs[count] = near + bound
            count += 1
            low = near - bound
            if low > lows[0]:
                at = 0
                while at + 1 < k and lows[at + 1] < low:
                    lows[at] = lows[at + 1]
                    at += 1
                lows[at] = low
    return count
