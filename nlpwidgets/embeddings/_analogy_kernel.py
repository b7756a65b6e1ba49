"""Compiled loops of the analogy methods: what the scores are at least and at most, where each cosine is a little wrong."""

from __future__ import annotations

from typing import Any

import numpy as np

from nlpwidgets.embeddings._compiling import compiled

ROUNDING = 1e-12
"""For what float64 does to the bounds themselves."""


@compiled
def bound_sum(cosines: Any, errors: Any, lows: Any, highs: Any) -> None:
    """3CosAdd: one cosine, (1, words)."""
    for i in range(lows.shape[0]):
        cosine = np.float64(cosines[0, i])
        lows[i] = cosine - errors[i]
        highs[i] = cosine + errors[i]


@compiled
def bound_product(cosines: Any, positive: int, epsilon: float, errors: Any, lows: Any, highs: Any) -> None:
    """3CosMul: the cosines with the positive words and then the negative ones, (inputs, words)."""
    for i in range(lows.shape[0]):
        low_above = high_above = low_below = high_below = 1.0
        error = np.float64(errors[i]) / 2
        for q in range(cosines.shape[0]):
            half = (1 + np.float64(cosines[q, i])) / 2
            low, high = max(0.0, half - error), half + error
            if q < positive:
                low_above *= low
                high_above *= high
            else:
                low_below *= low
                high_below *= high
        lows[i] = low_above / (high_below + epsilon) * (1 - ROUNDING)
        highs[i] = high_above / (low_below + epsilon) * (1 + ROUNDING)


@compiled
def bound_direction(
    cosines: Any, zero: Any, length: float, shift: float, shortest: float, errors: Any, lows: Any, highs: Any
) -> None:
    """PairDirection: the cosines with c and with the offset o, (2, words).

    (d - c) o / |d - c|, where |d| is 1, or 0 for those marked `zero`; `length` is the square of |c|, and `shift` is c o.
    """
    for i in range(lows.shape[0]):
        error = np.float64(errors[i])
        square = length if zero[i] else 1 + length - 2 * np.float64(cosines[0, i])
        along = np.float64(cosines[1, i]) - shift
        near = np.sqrt(max(0.0, square - 2 * error - ROUNDING))
        far = np.sqrt(max(0.0, square + 2 * error + ROUNDING))
        if near <= shortest:  # as near to c as that: the direction may be any, or none
            lows[i] = -1.0
            highs[i] = 1.0
            continue
        low, high = along - error - ROUNDING, along + error + ROUNDING
        lows[i] = max(-1.0, low / (far if low > 0 else near) - ROUNDING)
        highs[i] = min(1.0 + ROUNDING, high / (near if high > 0 else far) + ROUNDING)


@compiled
def mixed(cosines: Any, weights: Any, slacks: Any, error: float, out: Any, errors: Any) -> None:
    """Write weighted sums of cosines, (queries, words), and how wrong those of each word may be (`Scan.near`)."""
    largest = 0.0
    for q in range(weights.shape[0]):
        largest = max(largest, np.abs(weights[q]).sum())
    reach = np.float32(largest * error * 1.000001)
    for i in range(slacks.shape[0]):
        errors[i] = slacks[i] + (1 + slacks[i]) * reach
    for q in range(weights.shape[0]):
        out[q, :] = 0
        for b in range(weights.shape[1]):
            weight = weights[q, b]
            if weight != 0:
                for i in range(slacks.shape[0]):
                    out[q, i] += weight * cosines[b, i]


@compiled
def insert(values: Any, largest: Any) -> None:
    """Put values into the largest so far, ascending, where they belong; for a few."""
    k = largest.shape[0]
    for i in range(values.shape[0]):
        value = values[i]
        if value > largest[0]:
            at = 0
            while at + 1 < k and largest[at + 1] < value:
                largest[at] = largest[at + 1]
                at += 1
            largest[at] = value


@compiled
def reaching(highs: Any, least: float) -> Any:
    """Return the places of the values that are at least `least`."""
    count = 0
    for i in range(highs.shape[0]):
        count += highs[i] >= least
    found = np.empty(count, np.int64)
    at = 0
    for i in range(highs.shape[0]):
        if highs[i] >= least:
            found[at] = i
            at += 1
    return found


@compiled
def around(lows: Any, highs: Any, scores: Any) -> Any:
    """Return how many words are surely above each of some scores, how many may be, and the places of those, one after the other."""
    above = np.zeros(len(scores), np.int64)
    counts = np.zeros(len(scores), np.int64)
    for s in range(len(scores)):
        score = scores[s]
        sure = 0
        both = 0
        for i in range(lows.shape[0]):
            sure += lows[i] > score
            both += highs[i] >= score
        above[s] = sure
        counts[s] = both - sure
    found = np.empty(counts.sum(), np.int64)
    at = 0
    for s in range(len(scores)):
        if counts[s]:
            for i in range(lows.shape[0]):
                if highs[i] >= scores[s] and lows[i] <= scores[s]:
                    found[at] = i
                    at += 1
    return above, counts, found
