"""Compiled loops of the scan; importing this module loads numba."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numba import float32, int8, int16, njit, types, void

if TYPE_CHECKING:
    from numpy.typing import NDArray

READ_ONLY = types.Array(float32, 2, "C", readonly=True)


@njit(void(int8[:, ::1], float32[::1], float32[::1], READ_ONLY), nogil=True, cache=True)
def quantise(codes: NDArray[Any], scales: NDArray[Any], errors: NDArray[Any], unit: NDArray[Any]) -> None:
    """Write rows of `unit` as int8 codes times a scale per row; `errors` gets the length of what is lost."""
    rows, size = unit.shape
    for row in range(rows):
        most = np.float32(0)
        for at in range(size):
            most = max(most, abs(unit[row, at]))
        scale = most / np.float32(127) if most > 0 else np.float32(1)
        lost = 0.0
        for at in range(size):
            code = np.rint(unit[row, at] / scale)
            codes[row, at] = np.int8(code)
            rest = np.float64(unit[row, at]) - np.float64(scale) * code
            lost += rest * rest
        scales[row] = scale
        errors[row] = np.float32(np.sqrt(lost))


@njit(void(float32[::1], int8[:, ::1], float32[::1], int16[::1]), nogil=True, cache=True)
def score(out: NDArray[Any], codes: NDArray[Any], scales: NDArray[Any], query: NDArray[Any]) -> None:
    """Products of each row with the query, times the scale of the row; the query holds int8 values in int16.

    Every step is held to 32 bits by name: numba would widen it, and the loop would not become one of wide registers.
    """
    rows, size = codes.shape
    for row in range(rows):
        total = np.int32(0)
        for at in range(size):
            total = np.int32(total + np.int32(np.int32(np.int16(codes[row, at])) * np.int32(query[at])))
        out[row] = np.float32(total) * scales[row]
