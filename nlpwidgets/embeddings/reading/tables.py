"""Plain tables of numbers inside a file: rows in blocks, or mapped into memory where they lie."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from nlpwidgets.embeddings.reading.errors import LoadError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from nlpwidgets.embeddings.reading.collecting import Choice, Collector

BLOCK = 4 << 20


@dataclass(frozen=True)
class Table:
    """Where the numbers of a table lie.

    Attributes
    ----------
    dtype : dtype
        As stored; ``<u2`` together with `bfloat16`.
    shape : tuple of int
    offset : int
        The first byte.
    fortran : bool
        Column by column.
    bfloat16 : bool
        Each number is the upper half of a float32.
    """

    dtype: np.dtype[np.generic]
    shape: tuple[int, int]
    offset: int
    fortran: bool = False
    bfloat16: bool = False

    @property
    def nbytes(self) -> int:
        """Bytes of all its numbers."""
        return prod(self.shape) * self.dtype.itemsize

    def numbers(self, stored: NDArray[np.generic]) -> NDArray[np.floating]:
        """Turn stored numbers into numbers."""
        if self.bfloat16:
            return (stored.astype(np.uint32) << 16).view(np.float32)
        return stored.astype(np.float64) if stored.dtype.kind in "iu" else stored  # type: ignore[return-value]


def collect_rows(
    read: Callable[[int], bytes], table: Table, words: Sequence[bytes] | Sequence[str], collector: Collector, path: Path
) -> None:
    """Hand the rows of a table and their words to the collector, block by block, as far as it wants them.

    Raises
    ------
    LoadError
        If `read` ends before the table does.
    """
    for start, stored in _blocks(read, table, collector.left, path):
        stop = start + len(stored)
        collector.add(words[start:stop], table.numbers(stored), range(start, stop))


def _blocks(
    read: Callable[[int], bytes], table: Table, left: int | None, path: Path
) -> Iterator[tuple[int, NDArray[np.generic]]]:
    count, size = table.shape
    wanted = count if left is None else min(count, left)
    if table.fortran:  # its rows lie across the whole table
        data = b"".join(_pieces(read, table.nbytes, table.offset, path))
        whole = np.frombuffer(data, table.dtype).reshape((size, count)).T
        yield 0, whole[:wanted]
        return
    width = size * table.dtype.itemsize
    step = max(1, BLOCK // width)
    for start in range(0, wanted, step):
        rows = min(step, wanted - start)
        data = b"".join(_pieces(read, rows * width, table.offset + start * width, path))
        yield start, np.frombuffer(data, table.dtype).reshape(rows, size)


def _pieces(read: Callable[[int], bytes], count: int, offset: int, path: Path) -> Iterator[bytes]:
    """Read exactly `count` bytes, in pieces, so that no more is asked for than is there."""
    left = count
    while left:
        data = read(min(left, BLOCK))
        if not data:
            raise LoadError(
                f"ends where {left:,} more bytes of numbers should be: truncated; fetch it again",
                path=path,
                offset=offset + count - left,
            )
        left -= len(data)
        yield data


def map_rows(
    path: Path, table: Table, words: Sequence[str], choice: Choice, step: Callable[[], None]
) -> tuple[dict[str, int], NDArray[np.float32]]:
    """Leave the numbers where they lie in the file; read-only float32 of shape (words, size).

    Every number is looked at once, since none may be NaN or infinite, but none is kept.

    Raises
    ------
    LoadError
        If they can not be mapped as they are, or are not as they must be.
    """
    if table.dtype != np.dtype("<f4") or table.bfloat16 or table.fortran or table.offset % 4:
        kind = "bfloat16" if table.bfloat16 else f"{table.dtype}{' by columns' if table.fortran else ''}"
        raise LoadError(
            f"only float32 numbers by rows, at a multiple of 4 bytes, can be mapped; these are {kind} at byte "
            f"{table.offset:,}; load without mmap=True",
            path=path,
        )
    count = table.shape[0] if choice.limit is None else min(table.shape[0], choice.limit)
    mapped: NDArray[np.float32] = np.memmap(path, dtype="<f4", mode="r", offset=table.offset, shape=table.shape)[:count]
    size = max(1, BLOCK // (4 * table.shape[1]))
    for start in range(0, count, size):
        step()
        good = np.isfinite(mapped[start : start + size]).all(axis=1)
        if not good.all():
            row = start + int(np.argmin(good))
            raise LoadError(
                f"row {row:,}: the vector of the word {words[row]!r} is not finite; "
                "load without mmap=True and with nonfinite='skip' to leave such words out",
                path=path,
            )
    index = {word: row for row, word in enumerate(words[:count])}
    if len(index) < count:
        twice = next(word for row, word in enumerate(words[:count]) if index[word] != row)
        raise LoadError(
            f"the word {twice!r} is there twice; load without mmap=True and with duplicates='first'", path=path
        )
    return index, mapped
