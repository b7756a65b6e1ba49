"""Which characters of a text came from which characters of another."""

from __future__ import annotations

from functools import cached_property
from operator import index
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nlpwidgets.text._step import Edit

    Ints = NDArray[np.int64]

# columns of the rows kept inside
LOW, HIGH, START, STOP, ONE = range(5)


class Alignment:
    """Where each character of a text came from in the text before.

    Every character has a span of source characters; from one character to the next, spans only ever move on. Spans of
    neighbours may be the same or overlap: "not" of "don't" comes from "n't" as a whole. Characters are code points.

    Made by `from_edits`, and of two others by `then`.

    Parameters
    ----------
    rows : ndarray of int64, shape (n, 5)
        The rows of `segments` that have output, in order.
    source_length : int
        Characters in the source.

    Notes
    -----
    An insertion is kept as two places, where what follows it begins and where what is before it ends. They are the same in
    an alignment made of edits. In a composed one there may be removed text between them, and the inserted text then stands
    in place of it. Composition is that of two functions from place to place, one for begins and one for ends, and so is
    associative.
    """

    def __init__(self, rows: Ints, source_length: int) -> None:
        self._rows = _merged(rows)
        self._rows.flags.writeable = False
        self.source_length = source_length

    @classmethod
    def identity(cls, length: int) -> Alignment:
        """Return the alignment of a text with itself."""
        return cls(np.array([[0, length, 0, length, 1]] if length else np.empty((0, 5)), np.int64), length)

    @classmethod
    def from_edits(cls, edits: Sequence[Edit], length: int) -> Alignment:
        """Return what edits do to a text.

        Parameters
        ----------
        edits : sequence of Edit
            In order, not overlapping.
        length : int
            Characters in the text.

        Raises
        ------
        ValueError
            An edit is out of range or order, or says one by one and changes the length; the message names it.
        """
        n = len(edits)
        if not n:
            return cls.identity(length)
        starts = np.fromiter((edit[0] for edit in edits), np.int64, n)
        stops = np.fromiter((edit[1] for edit in edits), np.int64, n)
        sizes = np.fromiter((len(edit[2]) for edit in edits), np.int64, n)
        ones = np.fromiter((edit[3] for edit in edits), np.int64, n)
        before = np.concatenate(([0], stops[:-1]))
        wrong = (starts < before) | (stops < starts) | (stops > length) | ((ones == 1) & (sizes != stops - starts))
        if wrong.any():
            at = int(wrong.argmax())
            raise ValueError(
                f"edit {at}, {edits[at]!r}, is out of order or range, or one by one with another length; "
                f"the text has {length} characters"
            )
        # what is between the edits, and the edits, in turn
        rows = np.empty((2 * n + 1, 5), np.int64)
        rows[:, LOW] = np.concatenate((np.stack((before, starts), 1).ravel(), stops[-1:]))
        rows[:, HIGH] = np.concatenate((np.stack((starts, stops), 1).ravel(), [length]))
        made = np.concatenate((np.stack((starts - before, sizes), 1).ravel(), [length - stops[-1]]))
        rows[:, STOP] = made.cumsum()
        rows[:, START] = rows[:, STOP] - made
        rows[::2, ONE] = 1
        rows[1::2, ONE] = ones
        return cls(rows[made > 0], length)

    @property
    def length(self) -> int:
        """Characters in the text."""
        return int(self._rows[-1, STOP]) if len(self._rows) else 0

    @cached_property
    def segments(self) -> Ints:
        """Both texts, stretch by stretch.

        Returns
        -------
        ndarray of int64, shape (n, 5), read-only
            Rows (source_start, source_stop, start, stop, one_by_one) in order. Each character of the text is in one row,
            each of the source in one or more. In rows with one_by_one = 1, character i comes from character i; in the
            others, each comes from all. start == stop: removed; source_start == source_stop: inserted.
        """
        rows = self._rows.copy()
        rows[:, LOW] = np.minimum(self._rows[:, LOW], self._rows[:, HIGH])
        rows[:, HIGH] = np.maximum(self._rows[:, LOW], self._rows[:, HIGH])
        # removed is what no row covers
        covered = np.concatenate(([0], rows[:, HIGH]))
        begins = np.concatenate((rows[:, LOW], [self.source_length]))
        at = np.flatnonzero(begins > covered)
        if len(at):
            places = np.concatenate((rows[:, START], [self.length]))[at]
            removed = np.stack((covered[at], begins[at], places, places, np.zeros_like(at)), 1)
            rows = np.insert(rows, at, removed, axis=0)
        rows.flags.writeable = False
        return rows

    @cached_property
    def starts(self) -> Ints:
        """Where the span of each character starts in the source, int64, shape (length,)."""
        return self._expanded(np.minimum(self._rows[:, LOW], self._rows[:, HIGH]))

    @cached_property
    def stops(self) -> Ints:
        """Where the span of each character stops in the source, int64, shape (length,)."""
        rows = self._rows
        first = np.where(rows[:, ONE] == 1, rows[:, LOW] + 1, np.maximum(rows[:, LOW], rows[:, HIGH]))
        return self._expanded(first)

    def _expanded(self, first: Ints) -> Ints:
        """Return a value per character: that of the row, counting up where the row is one by one."""
        rows = self._rows
        sizes = rows[:, STOP] - rows[:, START]
        found = np.repeat(first - rows[:, START] * rows[:, ONE], sizes)
        found += np.arange(self.length) * np.repeat(rows[:, ONE], sizes)
        found.flags.writeable = False
        return found

    def source_span(self, start: int, stop: int) -> tuple[int, int]:
        """Return the part of the source that a part of the text came from.

        Parameters
        ----------
        start, stop : int
            Part of the text, in characters. Where both are the same, the answer is what was removed there.

        Returns
        -------
        tuple of int
            Start and stop in the source; the same where the text was inserted.

        Raises
        ------
        IndexError
            There is no such part.
        """
        _check_span(start, stop, self.length, "the text")
        places = np.array([start]), np.array([stop])
        low, high = int(self._begins(places[0])[0]), int(self._ends(places[1])[0])
        return (low, high) if low <= high else (high, low)

    def spans(self, start: int, stop: int) -> list[tuple[int, int]]:
        """Return the parts of the text that came, at least in part, from a part of the source.

        Parameters
        ----------
        start, stop : int
            Part of the source, in characters.

        Returns
        -------
        list of (int, int)
            In order, not touching; empty where all of it was removed.

        Raises
        ------
        IndexError
            There is no such part.
        """
        _check_span(start, stop, self.source_length, "the source")
        rows = self.segments
        first = int(np.searchsorted(rows[:, HIGH], start, "right"))
        last = int(np.searchsorted(rows[:, LOW], stop, "left"))
        found: list[tuple[int, int]] = []
        for low, high, begin, end, one in rows[first:last].tolist():
            if low == high or begin == end or start == stop:
                continue
            here = (begin + max(start - low, 0), end - max(high - stop, 0)) if one else (begin, end)
            if found and found[-1][1] == here[0]:
                found[-1] = (found[-1][0], here[1])
            else:
                found.append(here)
        return found

    def then(self, following: Alignment) -> Alignment:
        """Return the alignment over two steps.

        Parameters
        ----------
        following : Alignment
            Of the next text with this one.

        Raises
        ------
        ValueError
            It is the alignment of another text.
        """
        if following.source_length != self.length:
            raise ValueError(
                f"the alignment that follows starts from {following.source_length} characters, this one ends with {self.length}"
            )
        mine, rows = self._rows, following._rows
        if not len(rows) or not len(mine):
            made = rows.copy()
            if len(made):  # all was removed, then something inserted
                made[:, LOW], made[:, HIGH] = self.source_length, 0
            return Alignment(made, self.source_length)
        one = rows[:, ONE] == 1
        # a one-by-one row is cut where rows of this alignment begin
        first = np.searchsorted(mine[:, START], rows[:, LOW], "right") - 1
        last = np.searchsorted(mine[:, START], rows[:, HIGH], "left")
        pieces = np.where(one, last - first, 1)
        row = np.repeat(np.arange(len(rows)), pieces)
        inner = np.arange(len(row)) - np.repeat(pieces.cumsum() - pieces, pieces)
        one = one[row]
        source = np.where(one, first[row] + inner, 0)
        low, high = rows[row, LOW], rows[row, HIGH]
        begin = np.where(one, np.maximum(low, mine[source, START]), low)
        end = np.where(one, np.minimum(high, mine[source, STOP]), high)
        made = np.empty((len(row), 5), np.int64)
        # a piece of an inserted or many-to-many row has the places of the whole row, also where begin > end
        kept = one & (mine[source, ONE] == 1)
        made[:, LOW] = self._begins(begin)
        made[:, HIGH] = self._ends(end)
        made[:, START] = np.where(one, rows[row, START] + begin - low, rows[row, START])
        made[:, STOP] = np.where(one, rows[row, START] + end - low, rows[row, STOP])
        made[:, ONE] = kept
        return Alignment(made, self.source_length)

    def _begins(self, places: Ints) -> Ints:
        """Return where, in the source, a span begins that begins at a place in the text."""
        rows = self._rows
        if not len(rows):
            return np.full(len(places), self.source_length)
        at = np.minimum(np.searchsorted(rows[:, START], places, "right") - 1, len(rows) - 1)
        found = rows[at, LOW] + (places - rows[at, START]) * rows[at, ONE]
        return np.where(places == self.length, self.source_length, found)

    def _ends(self, places: Ints) -> Ints:
        """Return where, in the source, a span ends that ends at a place in the text."""
        rows = self._rows
        if not len(rows):
            return np.zeros(len(places), np.int64)
        at = np.minimum(np.searchsorted(rows[:, STOP], places, "left"), len(rows) - 1)
        found = rows[at, HIGH] - (rows[at, STOP] - places) * rows[at, ONE]
        return np.where(places == 0, 0, found)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Alignment):
            return NotImplemented
        same = (self.source_length, self.length) == (other.source_length, other.length)
        return same and bool((self.starts == other.starts).all() and (self.stops == other.stops).all())

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<Alignment of {self.length} characters with {self.source_length}, {len(self.segments)} segments>"

    def __reduce__(self) -> tuple[Any, ...]:
        return Alignment, (np.array(self._rows), self.source_length)


def _merged(rows: Ints) -> Ints:
    """Return the rows with neighbours joined that say the same."""
    rows = np.ascontiguousarray(rows, np.int64).copy()
    single = (rows[:, HIGH] - rows[:, LOW] == 1) & (rows[:, STOP] - rows[:, START] == 1)
    rows[single, ONE] = 1
    if len(rows) < 2:
        return rows
    before, after = rows[:-1], rows[1:]
    run = (before[:, ONE] == 1) & (after[:, ONE] == 1) & (before[:, HIGH] == after[:, LOW])
    block = (before[:, ONE] == 0) & (after[:, ONE] == 0)
    block &= (before[:, LOW] == after[:, LOW]) & (before[:, HIGH] == after[:, HIGH])
    begin = np.flatnonzero(np.concatenate(([True], ~(run | block))))
    end = np.concatenate((begin[1:], [len(rows)])) - 1
    found = rows[begin]
    found[:, HIGH] = rows[end, HIGH]
    found[:, STOP] = rows[end, STOP]
    return found


def _check_span(start: int, stop: int, length: int, what: str) -> None:
    if not 0 <= index(start) <= index(stop) <= length:
        raise IndexError(f"{what} has {length} characters; there is no part from {start} to {stop}")
