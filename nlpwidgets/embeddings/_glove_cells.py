"""The cells of a table in random order, as GloVe reads them: in memory, or in a file beyond."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.embeddings._control import Control, Progress
from nlpwidgets.embeddings._counted_text import Column, forget

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from nlpwidgets.embeddings._control import Reporter
    from nlpwidgets.embeddings.cooccurrence import Cooccurrences

SIZE = 16
"""Bytes of a cell: row and column as int32, ln X and f(X) as float32."""
_MOVED = np.complex128  # a type as long as a cell: NumPy moves numbers much faster than records
_PILES = 256  # at most, as each is an open file
_BLOCK = 1 << 18  # cells dealt out at a time


class Cells:
    """What to train on and what to hold out, each in an order drawn once.

    All orders are equally likely: cells are dealt to piles at random, and each pile, which fits into memory, is shuffled. Both
    cells of a pair of words, (a, b) and (b, a), are held out or neither is: they are equal in a symmetric table, and whoever has
    learned the one knows much of the other.
    """

    def __init__(
        self,
        table: Cooccurrences,
        *,
        x_max: float,
        alpha: float,
        held_out: float,
        seed: int,
        memory: int,
        directory: Any = None,
        progress: Reporter | None = None,
        control: Control | None = None,
    ) -> None:
        control = control or Control()
        random = np.random.default_rng([seed, 1])
        limit = _limit(table, held_out, seed, control)
        # a pile is in memory twice while it is put in order; small ones stay in the processor's cache, too
        whole = len(table) * SIZE
        count = 1 if whole <= memory // 8 else min(-(-whole // max(memory // 16, 1 << 12)), _PILES)
        room = memory // 4 if whole <= memory // 4 else 0
        piles = [Column(_MOVED, room=room if count == 1 else 0, directory=directory) for _ in range(count)]
        self._kept = Column(_MOVED, room=room, directory=directory)
        self._held_out = Column(_MOVED, room=memory // 4, directory=directory)
        self.crc = 0
        for done, records, pairs, crc in _records(table, x_max, alpha, seed, held_out > 0):
            control.wait()
            self.crc = zlib.crc32(np.int64(crc).tobytes(), self.crc)
            kept = records
            if pairs is not None:
                out = pairs < limit
                self._held_out.append(records[out])
                kept = records[~out]
            if count > 1:
                # numbers of 16 bits are sorted in two passes
                dealt = random.integers(0, count, len(kept), np.uint16)
                kept = kept[np.argsort(dealt, kind="stable")]
                ends = np.cumsum(np.bincount(dealt, minlength=count))
                for pile, share in zip(piles, np.split(kept, ends[:-1]), strict=True):
                    pile.append(share)
            else:
                piles[0].append(kept)
            if progress is not None:
                progress(Progress("shuffling", done, len(table)))
        for pile in piles:
            control.wait()
            records = pile.read(0, pile.size)
            pile.close()
            self._kept.append(records[random.permutation(len(records))])
        if not self._kept.size:
            raise ValueError(f"held_out={held_out} leaves none of {len(table):,} cells to train on; lower it")

    def __len__(self) -> int:
        return self._kept.size

    @property
    def held_out(self) -> int:
        """Number of cells held out."""
        return self._held_out.size

    def read(self, first: int, last: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Return some cells to train on, as whole numbers and as float32 of shape (cells, 4) on the same memory."""
        return _views(self._kept, first, min(last, len(self)))

    def read_held_out(self, first: int, last: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        """Return some cells that are held out."""
        return _views(self._held_out, first, min(last, self.held_out))


def _views(column: Column, first: int, last: int) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    data = column.read(first, last)
    return data.view(np.int32).reshape(-1, 4), data.view(np.float32).reshape(-1, 4)


def _spans(table: Cooccurrences) -> Iterator[tuple[int, int, NDArray[np.int64]]]:
    """Cut the cells into blocks; with the row of each cell."""
    for first in range(0, len(table), _BLOCK):
        last = min(first + _BLOCK, len(table))
        top, bottom = np.searchsorted(table.starts, [first, last - 1], "right") - 1
        ends = np.clip(table.starts[top + 1 : bottom + 2], first, last)
        yield first, last, np.repeat(np.arange(top, bottom + 1), np.diff(ends, prepend=first))


def _pairs(rows: NDArray[np.int64], columns: NDArray[Any], words: int, seed: int) -> NDArray[np.uint64]:
    """Return for each cell a random number of 64 bits, the same for (a, b) and (b, a): the finaliser of SplitMix64."""
    pair = np.minimum(rows, columns) * words + np.maximum(rows, columns)
    with np.errstate(over="ignore"):
        bits = pair.astype(np.uint64) + np.uint64(seed + 1) * np.uint64(0x9E3779B97F4A7C15)
        bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed: NDArray[np.uint64] = bits ^ (bits >> np.uint64(31))
    return mixed


def _limit(table: Cooccurrences, held_out: float, seed: int, control: Control) -> np.uint64:
    """Return below which number a pair is held out: a share of them, and at least one."""
    if not held_out:
        return np.uint64(0)
    least = 2**64 - 2
    for first, last, rows in _spans(table):
        control.wait()
        least = min(least, int(_pairs(rows, table.columns[first:last], len(table.words), seed).min()))
    return np.uint64(max(int(held_out * 2.0**64), least + 1))


def _records(
    table: Cooccurrences, x_max: float, alpha: float, seed: int, pairs: bool
) -> Iterator[tuple[int, NDArray[Any], NDArray[np.uint64] | None, int]]:
    """Yield the cells of a table in blocks: how many so far, cells, random numbers of their pairs if asked for, a checksum."""
    for first, last, rows in _spans(table):
        columns, values = np.array(table.columns[first:last]), np.array(table.values[first:last])
        forget(table.columns)
        forget(table.values)
        records = np.empty((last - first, 4), np.int32)
        records[:, 0], records[:, 1] = rows, columns
        floats = records.view(np.float32)
        floats[:, 2] = np.log(values)
        floats[:, 3] = np.minimum(values / x_max, 1) ** alpha
        checksum = zlib.crc32(columns.tobytes(), zlib.crc32(values.tobytes(), zlib.crc32(rows.tobytes())))
        drawn = _pairs(rows, columns, len(table.words), seed) if pairs else None
        yield last, records.view(_MOVED).ravel(), drawn, checksum
