"""Completion over a whole vocabulary, also one of millions of words."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

_LAST = chr(0x10FFFF)


class Lexicon:
    """A vocabulary in alphabetical order, for completion without regard to case.

    Parameters
    ----------
    words : sequence of str
        All different; their order is that of importance, as in vectors sorted by frequency. It is kept, not copied.

    Notes
    -----
    Holds one number of 4 bytes per word. Sorting takes about a second per million words, once.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        order = sorted(range(len(words)), key=lambda row: words[row].lower())
        self._order = np.asarray(order, np.int32)

    def __len__(self) -> int:
        return len(self._words)

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
        low, high = self._range(text.lower())
        rows = self._order[low:high]
        first = np.sort(np.partition(rows, k)[:k] if len(rows) > k else rows)
        found = dict.fromkeys(self._words[row] for row in first)
        exact = self._exact(text, low, high)
        if exact is not None:
            found = dict.fromkeys([exact, *found])
        return tuple(found)[:k], int(high - low)

    def _range(self, beginning: str) -> tuple[int, int]:
        def lowered(row: int) -> str:
            return self._words[row].lower()

        low = bisect_left(self._order, beginning, key=lowered)
        return low, bisect_left(self._order, beginning + _LAST, low, key=lowered)

    def _exact(self, text: str, low: int, high: int) -> str | None:
        """Return the word `text` itself: among the first of those that begin with it."""
        wish = text.lower()
        for row in self._order[low:high]:
            word = self._words[row]
            if word == text:
                return word
            if word.lower() != wish:
                return None
        return None
