"""Unit vectors as small whole numbers, with a bound on what is lost by it: the scan reads them faster than float32."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nlpwidgets.embeddings._threads import cores, in_threads

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Packed:
    """Rows at unit length as bytes: ``‖row / norm − scale · bytes‖ ≤ slack``, for each row."""

    rows: NDArray[np.int8]
    scales: NDArray[np.float32]
    slacks: NDArray[np.float32]

    @property
    def nbytes(self) -> int:
        """Memory, in bytes."""
        return self.rows.nbytes + self.scales.nbytes + self.slacks.nbytes


@dataclass(frozen=True)
class Queries:
    """Unit vectors, float64, and as 16-bit numbers padded as the packed rows are: ``‖unit − step · numbers‖ ≤ slack``."""

    units: NDArray[np.float64]
    numbers: NDArray[np.int16]
    steps: NDArray[np.float64]
    slacks: NDArray[np.float64]


def packed_rows(rows: NDArray[np.float32], norms: NDArray[np.float64]) -> Packed:
    """Pack rows, (words, size), of the given lengths into bytes."""
    from nlpwidgets.embeddings._dot_kernel import LANES
    from nlpwidgets.embeddings._scan_kernel import pack

    count, size = rows.shape
    made = Packed(
        np.empty((count, -(-size // LANES) * LANES), np.int8),
        np.empty(count, np.float32),
        np.empty(count, np.float32),
    )

    def part(start: int, stop: int) -> None:
        piece = slice(start, stop)
        pack(rows[piece], norms[piece], made.rows[piece], made.scales[piece], made.slacks[piece])

    in_threads(part, count, cores())
    return made


def quantised(units: NDArray[np.float64]) -> Queries:
    """Make 16-bit numbers of unit vectors, (queries, size); vectors of zeros stay so."""
    from nlpwidgets.embeddings._dot_kernel import LANES

    count, size = units.shape
    # the largest step of 16 bits for which the sum of all products still fits into 32
    most = min(32_767, (2**31 - 1) // (127 * max(1, size)))
    largest = np.abs(units).max(axis=1, initial=0.0)
    steps = np.where(largest > 0, largest / most, 1.0)
    numbers = np.zeros((count, -(-size // LANES) * LANES), np.int16)
    numbers[:, :size] = np.rint(units / steps[:, None])
    lost = units - numbers[:, :size] * steps[:, None]
    return Queries(units, numbers, steps, np.sqrt((lost * lost).sum(axis=1)) * 1.000001)
