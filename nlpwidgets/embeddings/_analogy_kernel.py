"""Compiled loops of the analogy methods: what the scores are at least and at most, where each cosine is a little wrong."""

from __future__ import annotations

from typing import Any

import numpy as np

from nlpwidgets.embeddings._scan_kernel import compiled

ROUNDING = 1e-12
"""For what float64 does to the bounds themselves."""


@compiled
def bound_sum(cosines: Any, error: float, lows: Any, highs: Any) -> None:
    """3CosAdd: one cosine, (1, words)."""
    for i in range(lows.shape[0]):
        cosine = np.float64(cosines[0, i])
        lows[i] = cosine - error
        highs[i] = cosine + error


@compiled
def bound_product(cosines: Any, positive: int, epsilon: float, error: float, lows: Any, highs: Any) -> None:
    """3CosMul: the cosines with the positive words and then the negative ones, (inputs, words)."""
    for i in range(lows.shape[0]):
        low_above = high_above = low_below = high_below = 1.0
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
    cosines: Any, zero: Any, length: float, shift: float, shortest: float, error: float, lows: Any, highs: Any
) -> None:
    """PairDirection: the cosines with c and with the offset o, (2, words).

    (d - c) o / |d - c|, where |d| is 1, or 0 for those marked `zero`; `length` is the square of |c|, and `shift` is c o.
    """
    for i in range(lows.shape[0]):
        square = length if zero[i] else 1 + length - 2 * np.float64(cosines[0, i])
        along = np.float64(cosines[1, i]) - shift
        near = np.sqrt(max(0.0, square - 3 * error))
        far = np.sqrt(max(0.0, square) + 3 * error)
        if near <= shortest:  # as near to c as that: the direction may be any, or none
            lows[i] = -1.0
            highs[i] = 1.0
            continue
        low, high = along - 2 * error, along + 2 * error
        lows[i] = max(-1.0, low / (far if low > 0 else near) - ROUNDING)
        highs[i] = min(1.0 + ROUNDING, high / (near if high > 0 else far) + ROUNDING)
