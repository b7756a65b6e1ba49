"""Compiled loop of the evaluation; importing this module loads numba."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.embeddings._compiling import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

ADD, MUL, DIRECTION = 0, 1, 2
UNSURE = np.array([np.inf, 10, 1.5])
"""A best score above it, by method, may be one of rounding: 3CosMul divides by almost nothing, or PairDirection looks at a word
that is as near to c as float32 can tell."""

# sums may be taken in any order, as wide registers do; no score is NaN
loose = partial(compiled, fastmath={"contract", "reassoc", "nsz", "nnan"})


@loose
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
            out[at] = along / far if far >= np.float32(1e-2) else np.float32(2)  # more than any: see UNSURE


@loose
def answer_block(
    cosines: NDArray[Any],
    first: int,
    asked: NDArray[Any],
    third: NDArray[Any],
    by: NDArray[Any],
    method: int,
    forbidden: NDArray[Any],
    right: NDArray[Any],
    wanted: NDArray[Any],
    best: NDArray[Any],
    best_row: NDArray[Any],
    before: NDArray[Any],
) -> None:
    """Go through the questions for one block of words.

    `cosines` is (inputs, words of the block); `asked` names the inputs a, b and c of each question, `third` is the row of c; `forbidden` the rows that
    may not answer, -1 for none; `right` the rows of the right answers and `wanted` their scores. `best` and `best_row`, of
    shape (questions, kept), are the best scores so far, falling, and their rows; `before` counts the words before the right
    answer. All three are carried on from block to block.
    """
    words = cosines.shape[1]
    kept = best.shape[1]
    out = np.empty(words, np.float32)
    for question in range(len(asked)):
        a, b, c = asked[question]
        block_scores(out, cosines[a], cosines[b], cosines[c], method, by[question])
        if method == DIRECTION and first <= third[question] < first + words:
            out[third[question] - first] = 0
        mark = wanted[question]
        here = right[question] - first
        if 0 <= here < words:
            out[here] = mark  # the very number it is compared with: a product may be rounded in two ways
        for row in forbidden[question]:
            if first <= row < first + words:
                out[row - first] = -np.inf
        more = 0
        good = 0  # counting compiles to wide registers, looking for the maximum does not
        least = best[question, kept - 1]
        for at in range(words):
            good += out[at] > least
            more += out[at] > mark
        for at in range(min(words, here)):
            more += out[at] == mark
        before[question] += more
        if good == 0:
            continue
        for at in range(words):
            score = out[at]
            if score > best[question, kept - 1]:
                place = kept - 1
                while place > 0 and best[question, place - 1] < score:
                    best[question, place] = best[question, place - 1]
                    best_row[question, place] = best_row[question, place - 1]
                    place -= 1
                best[question, place] = score
                best_row[question, place] = first + at
