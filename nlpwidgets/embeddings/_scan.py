"""The rows nearest to a vector, exactly: a fast look with int8 decides what float32 must look at again.

A row u of length 1 is kept as whole numbers q times a scale s, u = s q + e, and a query as v = t p + f. Then

    |u v - s t q p| <= |e| |v| + |s q| |f| <= |e| + (1 + |e|) |f|,

so that every row whose int8 product lies further than this below the k-th best is out for certain; the others, a few
hundred, are looked at again in float32. The answers are those of a full product, at a quarter of the memory read.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np

from nlpwidgets.embeddings._vectors import unit_vectors

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from gensim.models import KeyedVectors
    from numpy.typing import NDArray

FEW = 20_000
"""Up to so many rows a plain product is as fast."""
SLACK = np.float32(2e-6)
"""For rounding in float32 itself."""

_SCANS: WeakKeyDictionary[Any, Scan] = WeakKeyDictionary()


def scan_of(vectors: KeyedVectors) -> Scan:
    """Return the scan over these vectors, kept as long as they live, made anew when they were replaced."""
    unit = unit_vectors(vectors)
    found = _SCANS.get(vectors)
    if found is None or found.unit is not unit:
        found = _SCANS[vectors] = Scan(unit)
    return found


class Scan:
    """Rows at unit length, to be asked for the nearest ones.

    Parameters
    ----------
    unit : array of shape (rows, size), float32
        Rows of length 1, or of zeros. Kept, not copied; a quarter more memory is taken at the first question to more than
        `FEW` rows.
    """

    def __init__(self, unit: NDArray[np.float32]) -> None:
        self.unit = unit
        self._codes: NDArray[np.int8] | None = None
        self._scales = np.empty(0, np.float32)
        self._errors = np.empty(0, np.float32)

    def nearest(
        self, query: NDArray[np.float32], k: int, *, limit: int | None = None, exclude: Collection[int] = ()
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Find the rows with the largest product with a vector of length 1.

        Parameters
        ----------
        query : array of shape (size,), float32
        k : int
            How many at most.
        limit : int, optional
            Look only at the first so many rows.
        exclude : collection of int
            Rows that are left out.

        Returns
        -------
        rows : array of int64
            By falling product; of equal products the earlier row first.
        cosines : array of float32
        """
        rows = len(self.unit) if limit is None else min(limit, len(self.unit))
        shut = np.fromiter((row for row in exclude if 0 <= row < rows), np.int64)
        if rows <= FEW:
            return self._among(np.arange(rows), self.unit[:rows] @ query, k, shut)
        found = self._candidates(query, k + len(shut), rows)
        return self._among(found, self.unit[found] @ query, k, shut)

    def _among(
        self, rows: NDArray[np.int64], cosines: NDArray[np.float32], k: int, shut: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        if len(shut):
            kept = ~np.isin(rows, shut)
            rows, cosines = rows[kept], cosines[kept]
        if len(rows) > 4 * k:  # a small sort in place of a big one; ties at the border stay in
            border = np.partition(cosines, len(cosines) - k)[len(cosines) - k]
            near = cosines >= border
            rows, cosines = rows[near], cosines[near]
        order = np.lexsort((rows, -cosines))[:k]
        return rows[order], cosines[order]

    def _candidates(self, query: NDArray[np.float32], k: int, rows: int) -> NDArray[np.int64]:
        """Return all rows that may be among the k nearest, and few others."""
        from nlpwidgets.embeddings._scan_kernel import score

        codes = self._quantised()
        scale = float(np.abs(query).max()) / 127
        whole = np.rint(query / scale).astype(np.int16)
        lost = float(np.linalg.norm(query.astype(np.float64) - scale * whole))
        about = np.empty(rows, np.float32)

        def look(low: int, high: int) -> None:
            score(about[low:high], codes[low:high], self._scales[low:high], whole)

        _in_parts(look, rows)
        about *= np.float32(scale)
        errors = self._errors[:rows]
        bound = errors + (1 + errors) * np.float32(lost) + SLACK
        if k >= rows:
            return np.arange(rows)
        sure = about - bound  # the k-th largest of what is certain bounds the k-th nearest from below
        border = np.partition(sure, rows - k)[rows - k]
        return np.flatnonzero(about + bound >= border)

    def _quantised(self) -> NDArray[np.int8]:
        if self._codes is None:
            from nlpwidgets.embeddings._scan_kernel import quantise

            rows, size = self.unit.shape
            codes = np.empty((rows, size), np.int8)
            scales, errors = np.empty(rows, np.float32), np.empty(rows, np.float32)
            unit = np.ascontiguousarray(self.unit)

            def fill(low: int, high: int) -> None:
                quantise(codes[low:high], scales[low:high], errors[low:high], unit[low:high])

            _in_parts(fill, rows)
            self._scales, self._errors = scales, errors
            self._codes = codes
        return self._codes


def _in_parts(work: Callable[[int, int], None], rows: int) -> None:
    """Do the work on ranges of rows, one per core; threads of our own, since numba's may not be shared between callers."""
    parts = max(1, min(cores(), rows // FEW))
    edges = np.linspace(0, rows, parts + 1).astype(int).tolist()
    if parts == 1:
        work(0, rows)
        return
    with ThreadPoolExecutor(parts) as pool:
        for done in [pool.submit(work, low, high) for low, high in zip(edges, edges[1:], strict=False)]:
            done.result()


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)
