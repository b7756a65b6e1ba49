"""Words that are not in a vocabulary: the nearest spellings that are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nlpwidgets.embeddings._packed_words import PackedWords

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

FARTHEST = 2
"""Edits at most."""


class UnknownWordError(KeyError):
    """A word has no vector.

    Attributes
    ----------
    word : str
        As it was asked for.
    suggestions : tuple of str
        The nearest spellings in the vocabulary, nearest first.
    """

    def __init__(self, word: str, words: int, suggestions: Sequence[str] = ()) -> None:
        self.word = word
        self.suggestions = tuple(suggestions)
        near = f"; the nearest are {', '.join(map(repr, suggestions))}" if suggestions else ""
        super().__init__(f"{word!r} is not in the vocabulary of {words:,} words{near}")

    def __str__(self) -> str:
        return str(self.args[0])  # KeyError shows the repr


def suggest(words: Sequence[str], typed: str, *, k: int = 5) -> tuple[str, ...]:
    """Find the nearest spellings of a word.

    Parameters
    ----------
    words : sequence of str
        The vocabulary; where it is sorted by frequency, the more frequent of two equally near words comes first. It is
        packed at each call; a `Lexicon` keeps it packed.
    typed : str
        What is not among them.
    k : int
        How many at most.

    Returns
    -------
    tuple of str
        Words that differ in case alone first, then by optimal string alignment distance (Damerau-Levenshtein without
        editing a piece twice) without regard to case, at most `FARTHEST` and less than the length of `typed`.

    Raises
    ------
    TypeError
        `typed` is no text.
    ValueError
        If `k` is less than 1.
    """
    if not isinstance(typed, str):
        raise TypeError(f"a word is a str, got {type(typed).__name__}: {typed!r}")
    if k < 1:
        raise ValueError(f"k is at least 1, got {k}")
    rows, _ = nearest_spellings(PackedWords(words), typed)
    return tuple(word for row in rows[: k + 1].tolist() if (word := words[row]) != typed)[:k]


def nearest_spellings(packed: PackedWords, typed: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return rows and distances of all words spelt almost like `typed`, nearest first, then the first row first.

    The classes of characters that a word has rule out nearly all words at a glance; the rest is compared in full.
    """
    from nlpwidgets.embeddings._spelling_kernel import LONGEST, spelt_like

    points = np.frombuffer(typed.casefold().encode("utf-32-le", "surrogatepass"), np.uint32)
    if not 0 < len(points) <= LONGEST - FARTHEST or not len(packed):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    lengths, classes = packed.described
    limit = min(FARTHEST, len(points) - 1)
    room = 4096
    while True:
        found, far = np.empty(room, np.int64), np.empty(room, np.int64)
        count = spelt_like(packed.codes, packed.offsets, lengths, classes, 0, len(packed), points, limit, found, far)
        if count <= room:
            break
        room = count
    found, far = found[:count], far[:count]
    order = np.lexsort((found, far))
    return found[order], far[order]
