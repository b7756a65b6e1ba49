"""One epoch of UMAP's layout, compiled so that other threads go on meanwhile.

The steps and their order are those of umap-learn's own kernel, which holds the interpreter's lock; the same numbers come out.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from umap.layouts import rdist
from umap.utils import tau_rand_int

_FARTHEST = 4.0


@njit(nogil=True, fastmath=True)
def epoch(
    points: Any,
    heads: Any,
    tails: Any,
    every: Any,
    every_negative: Any,
    due: Any,
    due_negative: Any,
    states: Any,
    a: float,
    b: float,
    alpha: float,
    number: int,
) -> None:
    """Pull together the ends of the edges that are due, and push each head from points drawn at random.

    Parameters
    ----------
    points : array of shape (points, dimensions), float32
        Moved in place.
    heads, tails : arrays of shape (edges,), int32
    every, every_negative : arrays of shape (edges,), float64
        Epochs between two uses of an edge, and between two draws.
    due, due_negative : arrays of shape (edges,), float64
        Epoch of the next; moved on in place.
    states : array of shape (points, 3), int64
        Of the random numbers of each point.
    a, b : float
        Of the curve 1 / (1 + a d^2b).
    alpha : float
        Step size.
    number : int
        Of this epoch, from 0.
    """
    count, dimensions = points.shape
    for i in range(every.shape[0]):
        if due[i] > number:
            continue
        j = heads[i]
        current = points[j]
        other = points[tails[i]]
        square = rdist(current, other)
        if square > 0.0:
            slope = -2.0 * a * b * pow(square, b - 1.0)
            slope /= a * pow(square, b) + 1.0
        else:
            slope = 0.0
        for d in range(dimensions):
            pull = min(_FARTHEST, max(-_FARTHEST, slope * (current[d] - other[d])))
            current[d] += pull * alpha
            other[d] += -pull * alpha
        due[i] += every[i]

        draws = int((number - due_negative[i]) / every_negative[i])
        for _ in range(draws):
            k = tau_rand_int(states[j]) % count
            other = points[k]
            square = rdist(current, other)
            if square > 0.0:
                slope = 2.0 * b
                slope /= (0.001 + square) * (a * pow(square, b) + 1)
            elif j == k:
                continue
            else:
                slope = 0.0
            for d in range(dimensions):
                push = min(_FARTHEST, max(-_FARTHEST, slope * (current[d] - other[d]))) if slope > 0.0 else 0.0
                current[d] += push * alpha
        due_negative[i] += draws * every_negative[i]


def random_states(points: Any, state: Any) -> Any:
    """Return the state of the random numbers of each point, as umap-learn makes them, int64 of shape (points, 3)."""
    own = points[:, 0].astype(np.float64).view(np.int64).reshape(-1, 1)
    return np.full((len(points), len(state)), state, dtype=np.int64) + own
