"""The rows with the largest cosine to a vector: exact answers, faster than reading all numbers.

Every search has two steps. The first computes roughly, with a bound on its error, and keeps all rows that may be among the
best: over rows packed into bytes (a quarter of the memory to read), or in float32. The second computes those rows in float64.
So the answer is that of float64 over the given float32 numbers, by construction; equal cosines are in the order of the rows.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np

from nlpwidgets.embeddings._quantising import packed_rows, quantised
from nlpwidgets.embeddings._threads import cores, in_threads
from nlpwidgets.embeddings._vectors import lengths_of, unit_of, unit_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gensim.models import KeyedVectors
    from numpy.typing import NDArray

    from nlpwidgets.embeddings._control import Control
    from nlpwidgets.embeddings._quantising import Packed, Queries

SMALL = 20_000
"""Rows below which packing is not worth it."""
_BLOCK = 1 << 24
"""Cosines computed at a time, where there are many queries: 64 MB."""
_FEW = 8
"""Queries at once up to which a loop of our own is faster than BLAS."""
_MOST = 1024
"""Answers above which the scan over bytes keeps too much."""


class Scan:
    """Searches over the rows of one set of word vectors. It reads the array of the user and writes into none.

    Parameters
    ----------
    vectors : KeyedVectors

    Raises
    ------
    ValueError
        A row holds values that are not finite.
    """

    def __init__(self, vectors: KeyedVectors) -> None:
        self.source = vectors.vectors
        rows = np.asarray(self.source, dtype=np.float32)
        norms = lengths_of(rows)
        bad = np.flatnonzero(~np.isfinite(norms))
        if len(bad):
            raise ValueError(
                f"{len(bad):,} of {len(rows):,} vectors hold values that are not finite, "
                f"the first is that of {vectors.index_to_key[bad[0]]!r} in row {bad[0]:,}; leave them out"
            )
        zero = norms == 0
        norms[zero] = 1
        if not np.all((norms > 1e-12) & (norms < 1e12)):  # a product in float32 could leave the range of numbers
            rows, norms = unit_rows(rows), np.ones(len(rows))
        self.rows: NDArray[np.float32] = rows
        self.norms: NDArray[np.float64] = norms
        self.zero: NDArray[np.bool_] = zero
        self.inverse: NDArray[np.float32] = (1 / norms).astype(np.float32)
        self.error = 1.02 * (rows.shape[1] + 8) * 2.0**-24
        """Bound on the error of `cosines`: rounding in a sum of `size` products, in any order, of unit vectors."""
        self._packed: Packed | None = None
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def packed(self) -> Packed:
        """The rows as bytes; made once, in about a quarter of the memory of the rows."""
        with self._lock:
            if self._packed is None:
                self._packed = packed_rows(self.rows, self.norms)
            return self._packed

    def best(
        self,
        query: NDArray[Any],
        k: int,
        *,
        restrict: int | None = None,
        excluded: Sequence[int] = (),
        threads: int | None = None,
        packed: bool | None = None,
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the k rows with the largest cosine to `query`, and the cosines, largest first, of equal ones the first row first.

        Parameters
        ----------
        query : array (size,)
            Any finite vector; one of zeros has cosine 0 with everything. The negative of a vector finds the least similar rows.
        k : int
            At most so many.
        restrict : int, optional
            Only the first so many rows.
        excluded : sequence of int
            Rows that are no answers.
        threads : int, optional
            For the scan over bytes; numba's number of threads by default.
        packed : bool, optional
            Scan bytes or not; by default where it is faster.

        Returns
        -------
        rows : int64 (min(k, rows left),)
        cosines : float64, same shape
        """
        unit = unit_of(query)
        last = len(self) if restrict is None else min(restrict, len(self))
        away = np.unique(np.asarray(excluded, np.int64))
        away = away[(away >= 0) & (away < last)]
        k = min(k, last - len(away))
        if k <= 0:
            return np.zeros(0, np.int64), np.zeros(0)
        wanted = k + len(away)
        if packed is None:
            packed = last >= SMALL and wanted <= _MOST
        rows = self._near_packed(unit, min(wanted, last), last, threads or cores()) if packed else None
        if rows is None:
            near = self._column(unit, last)
            near[away] = -np.inf
            rows = _within(near, k, 2 * self.error)
        rows = rows[~np.isin(rows, away)]
        return _ordered(rows, self.exact(rows, unit), k)

    def many(
        self,
        queries: NDArray[Any],
        k: int,
        *,
        restrict: int | None = None,
        excluded: Sequence[Sequence[int]] | None = None,
        control: Control | None = None,
    ) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float64]]]:
        """Yield what `best` returns for each of many queries, by blocked matrix products.

        Parameters
        ----------
        queries : array (queries, size)
        excluded : sequence of sequences, optional
            The rows that are no answers, for each query.
        control : Control, optional
            Asked before each block.

        Raises
        ------
        Stopped
            By `control`.
        """
        last = len(self) if restrict is None else min(restrict, len(self))
        units = np.stack([unit_of(query) for query in queries]) if len(queries) else np.zeros((0, self.rows.shape[1]))
        step = max(1, _BLOCK // max(last, 1))
        for start in range(0, len(units), step):
            if control is not None:
                control.wait()
            block = units[start : start + step]
            near = block.astype(np.float32) @ self.rows[:last].T
            near *= self.inverse[:last]
            for offset, scores in enumerate(near):
                away = np.asarray(() if excluded is None else excluded[start + offset], np.int64)
                away = np.unique(away[(away >= 0) & (away < last)])
                scores[away] = -np.inf
                left = min(k, last - len(away))
                if left <= 0:
                    yield np.zeros(0, np.int64), np.zeros(0)
                    continue
                rows = _within(scores, left, 2 * self.error)
                yield _ordered(rows, self.exact(rows, block[offset]), left)

    def cosines(self, queries: NDArray[Any], *, restrict: int | None = None) -> NDArray[np.float32]:
        """Return the cosine of every row with each query, float32 (queries, rows), to within `error`."""
        last = len(self) if restrict is None else min(restrict, len(self))
        units = np.stack([unit_of(query) for query in queries]).astype(np.float32)
        if last < SMALL or not 1 < len(units) <= _FEW:
            found: NDArray[np.float32] = units @ self.rows[:last].T
            found *= self.inverse[:last]
            return found
        from nlpwidgets.embeddings._scan_kernel import products

        found = np.empty((len(units), last), np.float32)

        def part(start: int, stop: int) -> None:
            products(self.rows[start:stop], self.inverse[start:stop], units, found[:, start:stop])

        in_threads(part, last, cores())
        return found

    def near(
        self, queries: Queries, first: int, last: int, *, packed: bool
    ) -> tuple[NDArray[np.float32], NDArray[np.float32], float]:
        """Return the cosines of the rows from `first` to `last` with each query, and what they may be wrong by.

        Parameters
        ----------
        packed : bool
            From the bytes, quickly and roughly, or in float32.

        Returns
        -------
        cosines : float32 (queries, rows)
        slacks : float32 (rows,)
        error : float
            A sum of the cosines of a row, weighted such that the queries sum to a unit vector, is wrong by at most
            ``slack + (1 + slack) * sum(abs(weights)) * error``.
        """
        part = slice(first, last)
        if not packed:
            found: NDArray[np.float32] = queries.units.astype(np.float32) @ self.rows[part].T
            found *= self.inverse[part]
            return found, np.zeros(last - first, np.float32), self.error + 1e-6
        from nlpwidgets.embeddings._scan_kernel import near_products

        found = np.empty((len(queries.units), last - first), np.float32)
        numbers = tuple(queries.numbers)
        near_products(self.packed.rows[part], self.packed.scales[part], numbers, queries.steps, found)
        # and for the rounding to float32
        return found, self.packed.slacks[part], float(queries.slacks.max(initial=0.0)) + 1e-6

    def near_some(self, queries: Queries, rows: NDArray[np.int64]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the cosines of some rows with each query, in float32, and how wrong those of each row may be."""
        from nlpwidgets.embeddings._scan_kernel import products_of_some

        found = np.empty((len(queries.units), len(rows)), np.float32)
        products_of_some(self.rows, rows, self.inverse, queries.units.astype(np.float32), found)
        return found, np.full(len(rows), self.error, np.float32)

    def exact(self, rows: NDArray[np.int64], unit: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the cosines of some rows with a unit vector, summed in float64, each row for itself alike."""
        products = self.rows[rows].astype(np.float64)
        products *= unit
        found: NDArray[np.float64] = products.sum(axis=1) / self.norms[rows]
        return found

    def units(self, rows: NDArray[np.int64] | Sequence[int]) -> NDArray[np.float64]:
        """Return some rows at unit length, float64 (rows, size); rows of zeros stay zeros."""
        found: NDArray[np.float64] = self.rows[rows].astype(np.float64) / self.norms[rows][:, None]
        return found

    def _column(self, unit: NDArray[np.float64], last: int) -> NDArray[np.float32]:
        near: NDArray[np.float32] = self.rows[:last] @ unit.astype(np.float32)
        near *= self.inverse[:last]
        return near

    def _near_packed(self, unit: NDArray[np.float64], k: int, last: int, threads: int) -> NDArray[np.int64] | None:
        """Return all rows that may be among the k best; None where the bytes cannot tell them from the others."""
        from nlpwidgets.embeddings._scan_kernel import scan

        packed = self.packed
        queries = quantised(unit[None])
        query, step, slack = queries.numbers[0], float(queries.steps[0]), float(queries.slacks[0])
        room = max(4096, 16 * k)
        parts: list[tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]] | None] = []

        def part(start: int, stop: int) -> None:
            piece = slice(start, stop)
            lows, found, highs = np.empty(k), np.empty(room, np.int64), np.empty(room)
            count = scan(
                packed.rows[piece],
                packed.scales[piece],
                packed.slacks[piece],
                query,
                step,
                slack,
                k,
                lows,
                found,
                highs,
            )
            parts.append(None if count < 0 else (found[:count] + start, highs[:count], lows))

        in_threads(part, last, threads)
        whole = [one for one in parts if one is not None]
        if len(whole) < len(parts):
            return None
        lows = np.concatenate([one[2] for one in whole])
        bound = np.partition(lows, len(lows) - k)[len(lows) - k]
        return np.concatenate([one[0][one[1] >= bound] for one in whole])


_SCANS: WeakKeyDictionary[Any, Scan] = WeakKeyDictionary()
_SCANS_LOCK = threading.Lock()


def scan_of(vectors: KeyedVectors) -> Scan:
    """Return the scan of `vectors`, made on first use and kept as long as they live.

    Should the array inside have been replaced since, it is made anew; writing into that array in place is not noticed
    (`forget_scan`).
    """
    with _SCANS_LOCK:
        kept = _SCANS.get(vectors)
        if kept is None or kept.source is not vectors.vectors:
            kept = _SCANS[vectors] = Scan(vectors)
        return kept


def forget_scan(vectors: KeyedVectors) -> None:
    """Make `scan_of` begin anew, after the vectors have been written into."""
    with _SCANS_LOCK:
        _SCANS.pop(vectors, None)


def _within(scores: NDArray[np.float32], k: int, width: float) -> NDArray[np.int64]:
    """Return the places of all scores that are at most `width` below the k-th largest."""
    bound = np.partition(scores, len(scores) - k)[len(scores) - k]
    return np.flatnonzero(scores >= bound - np.float32(width) * np.float32(1.0001))


def _ordered(
    rows: NDArray[np.int64], scores: NDArray[np.float64], k: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    chosen = np.lexsort((rows, -scores))[:k]
    return rows[chosen], scores[chosen]
