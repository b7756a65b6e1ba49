"""Count co-occurrences within bounded memory: read the text into numbers, count it in chunks, add the chunks up.

Each chunk yields a *run*: a table in rows, on disk once it is large. Since a row is complete within a chunk, runs are added up
row by row, too, and nothing is ever sorted.
"""

from __future__ import annotations

import math
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.embeddings._control import Control
from nlpwidgets.embeddings._counted_text import BLOCK, BORDER, Column

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray


_WORK = 8_000_000  # neighbours looked at between two looks at the control: some 30 ms
_RUNS = 64  # open at a time


@dataclass(frozen=True)
class Run:
    """A table of cells by rows: row r is ``starts[r]:starts[r + 1]`` of columns and values."""

    starts: NDArray[np.int64]
    columns: Column
    values: Column

    def close(self) -> None:
        """Give memory and files back."""
        self.columns.close()
        self.values.close()


class _Workspaces:
    """Arrays for threads to sum rows in."""

    def __init__(self, *, vocabulary: int, capacity: int, dtype: Any, threads: int) -> None:
        self._free: SimpleQueue[tuple[NDArray[Any], ...]] = SimpleQueue()
        for _ in range(threads):
            bits = -(-vocabulary // 64)
            sums = np.zeros(vocabulary, dtype), np.zeros(bits, np.uint64), np.zeros(-(-bits // 64), np.uint64)
            self._free.put((*sums, np.empty(capacity, np.int32), np.empty(capacity, dtype)))

    def use(self, kernel: Callable[..., int], *arguments: Any, rows: int) -> tuple[NDArray[Any], ...]:
        """Run a kernel and return columns, values and lengths of the rows that it made."""
        work = self._free.get()
        lengths = np.empty(rows, np.int64)
        cells = kernel(*arguments, *work, lengths)
        made = work[3][:cells].copy(), work[4][:cells].copy(), lengths
        self._free.put(work)
        return made


class Counter:
    """Counts the chunks of a text and adds them up.

    Parameters
    ----------
    vocabulary : int
        Number of words.
    weights : int64 or float64 (window + 1,)
        What a neighbour at each distance counts.
    memory : int
        Bytes to stay within, roughly; more where a row may need it.
    """

    def __init__(
        self,
        *,
        vocabulary: int,
        weights: NDArray[Any],
        symmetric: bool,
        memory: int,
        threads: int,
        directory: Any = None,
        control: Control | None = None,
    ) -> None:
        self.vocabulary = vocabulary
        self.weights = weights
        self.window = len(weights) - 1
        self.symmetric = symmetric
        self.threads = threads
        self.directory = directory
        self.control = control or Control()
        self.memory = memory
        # a word of a chunk takes 16 bytes: its number twice while chunks are cut, and where it stands
        self.chunk = min(max(memory // 32, 4 * self.window, 16), 2**30)
        self.capacity = max(memory // 8 // threads // 12, vocabulary)
        self._work = _Workspaces(vocabulary=vocabulary, capacity=self.capacity, dtype=weights.dtype, threads=threads)
        self._pool = ThreadPoolExecutor(threads, "nlpwidgets-counting") if threads > 1 else None

    def close(self) -> None:
        """End the threads."""
        if self._pool is not None:
            self._pool.shutdown()

    def chunks(self, blocks: Iterable[NDArray[np.int32]]) -> Iterator[NDArray[np.int32]]:
        """Cut a text into chunks, each with `window` numbers before and after it that belong to its neighbours."""
        window, size = self.window, self.chunk
        held, length = [np.full(window, BORDER, np.int32)], 0
        for block in blocks:
            held.append(block)
            length += len(block)
            while length >= size + window:
                text = np.concatenate(held)
                held = [text[size:].copy()]
                length -= size
                yield text[: size + 2 * window]
                del text
        if length:
            held.append(np.full(window, BORDER, np.int32))
            text = np.concatenate(held)
            held.clear()  # a caller keeps the text alone
            yield text

    def count(self, text: NDArray[np.int32], report: Callable[[int], object]) -> Run:
        """Count a chunk; `report` takes the number of words counted so far."""
        from nlpwidgets.embeddings import _cooccurrence_kernel as kernel

        first, last = self.window, len(text) - self.window
        body = text[first:last]
        occurrences = np.bincount(body[body >= 0], minlength=self.vocabulary)
        starts = np.concatenate([[0], np.cumsum(occurrences)])
        positions = np.empty(int(starts[-1]), np.int32)
        cursors = starts[:-1].copy()
        for place in range(first, last, BLOCK):
            self.control.wait()
            kernel.index_positions(text, place, min(place + BLOCK, last), cursors, positions)
        neighbours = occurrences * (self.window * (1 + self.symmetric))
        parts = self._parts(np.minimum(neighbours, self.vocabulary), neighbours)

        def work(part: tuple[int, int]) -> tuple[NDArray[Any], ...]:
            return self._work.use(
                kernel.count_rows, text, positions, starts, *part, self.weights, self.symmetric, rows=part[1] - part[0]
            )

        return self._table(parts, work, lambda row: report(int(starts[row])))

    def merge(self, runs: list[Run], report: Callable[[int], object]) -> Run:
        """Add up what chunks have counted, and close it; `report` takes the number of cells gone through."""
        from nlpwidgets.embeddings import _cooccurrence_kernel as kernel

        starts = np.stack([run.starts for run in runs])
        cells = np.diff(starts).sum(0)
        parts = self._parts(cells, cells)
        gone = np.concatenate([[0], np.cumsum(cells)])

        def work(part: tuple[int, int]) -> tuple[NDArray[Any], ...]:
            first, last = part
            columns = np.concatenate([run.columns.read(run.starts[first], run.starts[last]) for run in runs])
            values = np.concatenate([run.values.read(run.starts[first], run.starts[last]) for run in runs])
            begins = starts[:, first : last + 1] - starts[:, first : first + 1]
            begins += np.concatenate([[0], np.cumsum(begins[:-1, -1])])[:, None]
            return self._work.use(kernel.merge_rows, begins, columns, values, rows=last - first)

        total = self._table(parts, work, lambda row: report(int(gone[row])))
        for run in runs:
            run.close()
        return total

    def total(self, blocks: Iterable[NDArray[np.int32]], report: Callable[[str, int], object]) -> Run:
        """Count a whole text; `report` takes what is done, and how many words or cells so far."""
        runs: list[Run] = []
        done = 0
        for text in self.chunks(blocks):
            counted = done
            runs.append(self.count(text, lambda words: report("counting", counted + words)))  # noqa: B023 - used at once
            done += int(np.count_nonzero(text[self.window : len(text) - self.window] >= 0))
            if len(runs) == _RUNS:
                runs = [self.merge(runs, lambda cells: report("merging", cells))]
        return runs[0] if len(runs) == 1 else self.merge(runs, lambda cells: report("merging", cells))

    def _parts(self, cells: NDArray[np.int64], work: NDArray[np.int64]) -> list[tuple[int, int]]:
        """Cut the rows into parts of at most `capacity` cells and not too much work; single rows may exceed both."""
        ends_cells, ends_work = np.cumsum(cells), np.cumsum(work)
        parts, first = [], 0
        while first < self.vocabulary:
            before_cells = ends_cells[first - 1] if first else 0
            before_work = ends_work[first - 1] if first else 0
            last = min(
                int(np.searchsorted(ends_cells, before_cells + self.capacity, "right")),
                int(np.searchsorted(ends_work, before_work + _WORK, "right")),
            )
            last = max(last, first + 1)
            parts.append((first, last))
            first = last
        return parts

    def _table(
        self,
        parts: list[tuple[int, int]],
        work: Callable[[tuple[int, int]], tuple[NDArray[Any], ...]],
        report: Callable[[int], object],
    ) -> Run:
        lengths = np.zeros(self.vocabulary + 1, np.int64)
        columns = Column(np.int32, room=self.memory // 24, directory=self.directory)
        values = Column(self.weights.dtype, room=self.memory // 12, directory=self.directory)
        for (first, last), made in zip(parts, self._in_order(work, parts), strict=True):
            columns.append(made[0])
            values.append(made[1])
            lengths[first + 1 : last + 1] = made[2]
            report(last)
        return Run(np.cumsum(lengths), columns, values)

    def _in_order(self, work: Callable[[Any], Any], parts: list[Any]) -> Iterator[Any]:
        """Yield the results in order; never more of them under way than twice the threads."""
        if self._pool is None:
            for part in parts:
                self.control.wait()
                yield work(part)
            return
        waiting: deque[Future[Any]] = deque()
        try:
            for part in parts:
                self.control.wait()
                waiting.append(self._pool.submit(work, part))
                if len(waiting) == 2 * self.threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def weights_of(window: int, weighting: str, tokens: int) -> tuple[NDArray[Any], int]:
    """Return what a neighbour at each distance counts, and what to divide sums by."""
    distances = range(1, window + 1)
    if weighting == "flat":
        return np.array([0] + [1] * window, np.int64), 1
    unit = math.lcm(*distances) if window <= 64 else 1 << 63
    whole = [unit // distance for distance in distances]
    if 2 * max(tokens, 1) * sum(whole) < 1 << 63:
        return np.array([0, *whole], np.int64), unit
    return np.array([0.0] + [1 / distance for distance in distances]), 1
