"""Search in a whole vocabulary, also one of millions of words: completion, spelling, regular expressions."""

from __future__ import annotations

import re
import time
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from weakref import WeakKeyDictionary

import numpy as np

from nlpwidgets.embeddings._checks import whole_number
from nlpwidgets.embeddings._packed_words import PackedWords, fold
from nlpwidgets.embeddings.spelling import nearest_spellings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gensim.models import KeyedVectors

    from nlpwidgets.embeddings._control import Control

Mode = Literal["exact", "prefix", "fuzzy", "regex"]
MODES: tuple[Mode, ...] = ("exact", "prefix", "fuzzy", "regex")
LONGEST_PATTERN = 1000
_TOGETHER = 4096
_SHORT = 32
_WILD = re.compile(r"\)[*+?{]|\(\?(?!:)")


class PatternError(ValueError):
    """A text is no regular expression.

    Attributes
    ----------
    position : int or None
        Where it goes wrong, in characters from 0.
    """

    def __init__(self, pattern: str, reason: str, position: int | None = None) -> None:
        self.position = position
        place = "" if position is None else f" at position {position}"
        super().__init__(f"{pattern!r} is no regular expression: {reason}{place}")


@dataclass(frozen=True)
class Found:
    """Words that a search found.

    Attributes
    ----------
    words : tuple of str
        Best first, at most as many as were asked for.
    rows : tuple of int
        Their rows.
    total : int
        How many there are in all, as far as was searched.
    complete : bool
        Whether all words were searched; not so where a regular expression took too long.
    """

    words: tuple[str, ...]
    rows: tuple[int, ...]
    total: int
    complete: bool = True


class Lexicon:
    """A vocabulary to be searched, without regard to case.

    Parameters
    ----------
    words : sequence of str
        All different; their order is that of importance, as in vectors sorted by frequency. It is kept, not copied.

    Notes
    -----
    Beside the words themselves it holds their text once more in UTF-8 and at most 13 bytes a word, made at the first search that
    needs them.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._packed: PackedWords | None = None

    def __len__(self) -> int:
        return len(self._words)

    @property
    def packed(self) -> PackedWords:
        """The words in few bytes."""
        if self._packed is None:
            self._packed = PackedWords(self._words)
        return self._packed

    def complete(self, text: str, *, k: int = 8) -> tuple[tuple[str, ...], int]:
        """Find the words that begin with a text, in any case.

        Parameters
        ----------
        text : str
            The beginning.
        k : int
            How many at most.

        Returns
        -------
        words : tuple of str
            The word itself first where it exists, then by importance.
        total : int
            How many there are.
        """
        found = self.search(text, mode="prefix", k=k)
        return found.words, found.total

    def suggest(self, typed: str, *, k: int = 5) -> tuple[str, ...]:
        """Find the nearest spellings of a word that is not there, as `nlpwidgets.embeddings.suggest` does."""
        rows, _ = nearest_spellings(self.packed, typed)
        return tuple(word for row in rows[: k + 1].tolist() if (word := self._words[row]) != typed)[:k]

    def search(
        self,
        text: str,
        *,
        mode: Mode = "prefix",
        k: int = 20,
        case: bool = False,
        seconds: float = 2.0,
        control: Control | None = None,
    ) -> Found:
        """Find words.

        Parameters
        ----------
        text : str
            What to look for.
        mode : {"exact", "prefix", "fuzzy", "regex"}
            The word in any case; words that begin so; words at most two edits away (optimal string alignment); words in
            which a regular expression matches somewhere (the syntax of the package ``regex``, which is that of ``re``
            and more).
        k : int
            How many at most.
        case : bool
            Mind the case, in regular expressions.
        seconds : float
            How long a regular expression may take; then what was found so far is returned, marked as not complete.
        control : Control, optional
            Pauses or stops a regular expression.

        Returns
        -------
        Found
            The word itself first, then by distance where there is one, then by importance.

        Raises
        ------
        PatternError
            A ValueError: the regular expression is none; it has the position.
        TypeError, ValueError
            The text is none, there is no such mode, k is less than 1.
        Stopped
            `control` said so.
        """
        if not isinstance(text, str):
            raise TypeError(f"a search is for a text, not {type(text).__name__}")
        if mode not in MODES:
            raise ValueError(f"mode is one of {', '.join(map(repr, MODES))}, not {mode!r}")
        k = whole_number("k", k, 1)
        if mode == "regex":
            return self._matching(text, k, case, seconds, control)
        if mode == "fuzzy":
            rows, _ = nearest_spellings(self.packed, text)
            return self._found(text, rows[:k].tolist(), len(rows), k)
        if mode == "prefix" and not text:
            return self._found(text, range(min(k, len(self))), len(self), k)
        low, high = self._range(fold(text), whole=mode == "exact")
        among = self.packed.order[low:high]
        first = np.sort(np.partition(among, k)[:k] if len(among) > k else among)
        return self._found(text, first.tolist(), int(high - low), k)

    def _range(self, folded: bytes, *, whole: bool) -> tuple[int, int]:
        """Return which part of the alphabetical order begins with, or is, a folded text."""
        packed = self.packed
        length = len(folded)
        low = bisect_left(packed.order, folded, key=packed.__getitem__)
        if whole:
            return low, bisect_right(packed.order, folded, low, key=packed.__getitem__)
        return low, bisect_right(packed.order, folded, low, key=lambda row: packed[row][:length])

    def _exact(self, text: str) -> int | None:
        """Return the row of the very word."""
        low, high = self._range(fold(text), whole=True)
        return next((row for row in self.packed.order[low:high].tolist() if self._words[row] == text), None)

    def _found(self, text: str, rows: Iterable[int], total: int, k: int) -> Found:
        rows = list(rows)
        if total and text:
            itself = self._exact(text)
            if itself is not None:
                rows = [itself, *(row for row in rows if row != itself)]
        rows = rows[:k]
        return Found(tuple(self._words[row] for row in rows), tuple(rows), total)

    def _matching(self, pattern: str, k: int, case: bool, seconds: float, control: Control | None) -> Found:
        matches = _compiled(pattern, case)
        quick = _SHORT if _is_tame(pattern) else -1
        rows: list[int] = []
        total = 0
        end = time.monotonic() + seconds
        complete = True
        try:
            for start, some in _pieces(self._words):
                if control is not None:
                    control.wait()
                left = end - time.monotonic()
                if left <= 0:
                    complete = False
                    break
                for row, word in enumerate(some, start):
                    # a timeout costs more than most searches do, so it is asked for only where it may be needed
                    if (matches(word) if len(word) <= quick else matches(word, timeout=left)) is not None:
                        total += 1
                        if len(rows) < k:
                            rows.append(row)
        except TimeoutError:
            complete = False
        return Found(tuple(self._words[row] for row in rows), tuple(rows), total, complete)


def _is_tame(pattern: str) -> bool:
    """Whether a search in a short word takes no time to speak of: few repetitions, none of a group, no special group."""
    return _WILD.search(pattern) is None and sum(map(pattern.count, "*+?{")) <= 6


def _compiled(pattern: str, case: bool) -> Any:
    """Return the search of an expression; that package can stop in the middle of a word, the standard library's cannot."""
    import regex

    if len(pattern) > LONGEST_PATTERN:
        raise PatternError(pattern[:40] + "…", f"it has {len(pattern):,} characters, {LONGEST_PATTERN:,} are allowed")
    try:
        return regex.compile(pattern, 0 if case else regex.IGNORECASE).search
    except regex.error as error:
        raise PatternError(pattern, str(error.msg), error.pos) from None
    except (OverflowError, RecursionError) as error:
        raise PatternError(pattern, f"it is too large ({error})") from None


def _pieces(words: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    for start in range(0, len(words), _TOGETHER):
        yield start, words[start : start + _TOGETHER]


_LEXICONS: WeakKeyDictionary[Any, Lexicon] = WeakKeyDictionary()


def lexicon_of(vectors: KeyedVectors) -> Lexicon:
    """Return the lexicon of the words of `vectors`, kept as long as they live, made anew when words were added."""
    kept = _LEXICONS.get(vectors)
    if kept is None or kept._words is not vectors.index_to_key or len(kept.packed) != len(vectors):  # noqa: SLF001
        kept = _LEXICONS[vectors] = Lexicon(vectors.index_to_key)
    return kept
