"""Compiled loop of the evaluation; importing this module loads numba."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numba import njit

if TYPE_CHECKING:
    from numpy.typing import NDArray

ADD, MUL, DIRECTION = 0, 1, 2


@njit(nogil=True, cache=True, fastmath={"contract", "reassoc", "nsz"})
def block_scores(out: NDArray[Any], a: NDArray[Any], b: NDArray[Any], c: NDArray[Any], method: int, by: Any) -> None:
    """Scores of a block of words from their cosines with a, b and c; `by` holds the numbers that the method needs."""
    if method == ADD:
        for at in range(len(out)):
            out[at] = (b[at] + c[at] - a[at]) * by[0]
    elif method == MUL:
        half = np.float32(0.5)
        for at in range(len(out)):
            above = (half + half * b[at]) * (half + half * c[at])
            out[at] = above / ((half + half * a[at]) + by[0])
    else:
        two = np.float32(2)
        for at in range(len(out)):
            far = np.sqrt(max(np.float32(0), two - two * c[at]))
            along = (b[at] - a[at] - by[1]) * by[0]
            out[at] = along / far if far >= np.float32(1e-3) else np.float32(0)


@njit(nogil=True, cache=True)
def answer_block(
    cosines: NDArray[Any],
    first: int,
    asked: NDArray[Any],
    by: NDArray[Any],
    method: int,
    forbidden: NDArray[Any],
    right: NDArray[Any],
    best: NDArray[Any],
    best_row: NDArray[Any],
    before: NDArray[Any],
) -> None:
    """Go through the questions for one block of words.

    `cosines` is (inputs, words of the block); `asked` names the inputs a, b and c of each question; `forbidden` the rows that
    may not answer, -1 for none; `right` holds score and row of the right answer. `best`, `best_row` and `before` are carried
    on from block to block.
    """
    words = cosines.shape[1]
    out = np.empty(words, np.float32)
    for question in range(len(asked)):
        a, b, c = asked[question]
        block_scores(out, cosines[a], cosines[b], cosines[c], method, by[question])
        for row in forbidden[question]:
            if first <= row < first + words:
                out[row - first] = -np.inf
        top, top_row = best[question], best_row[question]
        wanted, wanted_row = np.float32(right[question, 0]), np.int64(right[question, 1])
        more = 0
        most = np.float32(-np.inf)
        for at in range(words):
            most = max(most, out[at])
            more += out[at] > wanted
        if most > top:
            for at in range(words):
                if out[at] == most:
                    top, top_row = most, first + at
                    break
            best[question], best_row[question] = top, top_row
        for at in range(min(words, wanted_row - first)):
            more += out[at] == wanted
        before[question] += more
