"""Words and rows on their way into one matrix: chosen, decoded, checked for duplicates and for finite numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from nlpwidgets.embeddings.reading.errors import LoadError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

SIZE_LIMIT = 1_000_000  # numbers per word; published vectors have 25 to 5,000
FIRST_BYTES = 16 << 20


@dataclass(frozen=True)
class Choice:
    """What of a source is wanted, and what to do about what is wrong with it.

    Attributes
    ----------
    limit : int or None
        How many rows of the source to look at.
    words : frozenset of str or None
        The only words wanted.
    duplicates : {"error", "first"}
    nonfinite : {"error", "skip"}
    encoding, errors : str
        How bytes become words.
    """

    limit: int | None = None
    words: frozenset[str] | None = None
    duplicates: Literal["error", "first"] = "error"
    nonfinite: Literal["error", "skip"] = "error"
    encoding: str = "utf-8"
    errors: str = "strict"


class Collector:
    """Takes blocks of words with their rows; holds the matrix once, and no more than it needs.

    Parameters
    ----------
    choice : Choice
    size : int
        Numbers per row.
    expected : int or None
        Rows to make room for at first: what the file can hold, not what its header claims. None where that is not known.
    unit : {"line", "offset", "row"}
        What the places given to `add` are.
    """

    def __init__(
        self,
        choice: Choice,
        size: int,
        *,
        expected: int | None = None,
        unit: Literal["line", "offset", "row"] = "row",
        path: Path | None = None,
    ) -> None:
        self._choice, self._unit, self._path = choice, unit, path
        if not 0 < size <= SIZE_LIMIT:
            raise LoadError(f"vectors of {size:,} numbers; 1 to {SIZE_LIMIT:,} make sense", path=path)
        room = max(1, FIRST_BYTES // (4 * size)) if expected is None else expected
        room = room if choice.limit is None else min(room, choice.limit)
        if choice.words is not None:
            room = min(room, len(choice.words))
        self._rows = np.empty((max(room, 1), size), dtype=np.float32)
        self._index: dict[str, int] = {}
        self.seen = 0

    @property
    def left(self) -> int | None:
        """How many more rows to look at; None for all there are."""
        return None if self._choice.limit is None else self._choice.limit - self.seen

    def add(self, words: Sequence[bytes] | Sequence[str], rows: NDArray[np.floating], places: Sequence[int]) -> None:
        """Take the words of a block with their rows, of shape (words, size), and where each of them stood."""
        self.seen += len(words)
        texts = self._decoded(words, places)
        if self._choice.words is not None:
            keep = [position for position, text in enumerate(texts) if text in self._choice.words]
            texts, places, rows = [texts[at] for at in keep], [places[at] for at in keep], rows[keep]
        texts, numbers, places = self._finite(texts, rows, places)
        start = len(self._index)
        fresh = dict(zip(texts, range(start, start + len(texts)), strict=True))
        if len(fresh) < len(texts) or not self._index.keys().isdisjoint(fresh):
            texts, numbers = self._first_ones(texts, numbers, places)
            fresh = dict(zip(texts, range(start, start + len(texts)), strict=True))
        needed = start + len(texts)
        if needed > len(self._rows):
            self._resize(max(needed, len(self._rows) * 3 // 2))
        self._rows[start:needed] = numbers
        self._index |= fresh

    def finish(self) -> tuple[dict[str, int], NDArray[np.float32]]:
        """Return the rows by word, and the matrix of shape (words, size).

        Raises
        ------
        LoadError
            If nothing was chosen.
        """
        if not self._index:
            if self._choice.words is not None and self.seen:
                some = ", ".join(repr(word) for word in sorted(self._choice.words)[:3])
                raise LoadError(f"holds none of the words asked for ({some} …)", path=self._path)
            raise LoadError("holds no vectors", path=self._path)
        self._resize(len(self._index))
        return self._index, self._rows

    def _resize(self, count: int) -> None:
        # in place: where the system can move pages, no second copy is ever held
        self._rows.resize((count, self._rows.shape[1]), refcheck=False)

    def _fail(self, problem: str, place: int) -> LoadError:
        if self._unit == "row":
            return LoadError(f"row {place:,}: {problem}", path=self._path)
        if self._unit == "line":
            return LoadError(problem, path=self._path, line=place)
        return LoadError(problem, path=self._path, offset=place)

    def _decoded(self, words: Sequence[bytes] | Sequence[str], places: Sequence[int]) -> list[str]:
        encoding, errors = self._choice.encoding, self._choice.errors
        try:
            return [word if isinstance(word, str) else word.decode(encoding, errors) for word in words]
        except UnicodeError:
            for word, place in zip(words, places, strict=True):
                try:
                    word.decode(encoding, errors) if isinstance(word, bytes) else None
                except UnicodeError as error:
                    raise self._fail(
                        f"the word {word!r} is not {encoding} ({error}); "
                        "pass encoding='latin-1' or what it is, or errors='replace'",
                        place,
                    ) from error
            raise

    def _finite(
        self, texts: list[str], rows: NDArray[np.floating], places: Sequence[int]
    ) -> tuple[list[str], NDArray[np.float32], Sequence[int]]:
        with np.errstate(over="ignore"):
            numbers = rows.astype(np.float32, copy=False)
        if np.isfinite(numbers).all():
            return texts, numbers, places
        good = np.isfinite(numbers).all(axis=1)
        if self._choice.nonfinite == "error":
            first = int(np.argmin(good))
            column = int(np.argmin(np.isfinite(numbers[first])))
            raise self._fail(
                f"number {column + 1} of the word {texts[first]!r} is {rows[first, column]}, which is not finite in "
                "float32; pass nonfinite='skip' to leave such words out",
                places[first],
            )
        keep = np.flatnonzero(good).tolist()
        return [texts[at] for at in keep], numbers[good], [places[at] for at in keep]

    def _first_ones(
        self, texts: list[str], rows: NDArray[np.float32], places: Sequence[int]
    ) -> tuple[list[str], NDArray[np.float32]]:
        fresh, keep = set[str](), []
        for position, text in enumerate(texts):
            if text in fresh or text in self._index:
                if self._choice.duplicates == "error":
                    raise self._fail(
                        f"the word {text!r} is there a second time; pass duplicates='first' to keep the first of each",
                        places[position],
                    )
            else:
                fresh.add(text)
                keep.append(position)
        return [texts[at] for at in keep], rows[keep]
