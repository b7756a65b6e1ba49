"""Words that are not in a vocabulary: the nearest spellings that are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

FARTHEST = 2
"""Changes of one letter at most."""


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
        The vocabulary; where it is sorted by frequency, the more frequent of two equally near words comes first.
    typed : str
        What is not among them.
    k : int
        How many at most.

    Returns
    -------
    tuple of str
        Words that differ in case alone first, then by optimal string alignment distance (Damerau-Levenshtein without
        editing a piece twice), at most `FARTHEST` and less than the length of `typed`.

    Raises
    ------
    ValueError
        If `k` is less than 1.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    if k < 1:
        raise ValueError(f"k is at least 1, got {k}")
    if not typed:
        return ()
    farthest = min(FARTHEST, len(typed) - 1)
    found: dict[str, tuple[int, int]] = {}
    for spelt in dict.fromkeys((typed, typed.lower(), typed.capitalize(), typed.upper())):
        for word, far, row in process.extract(spelt, words, scorer=OSA.distance, score_cutoff=farthest, limit=None):
            if word != typed and (word not in found or far < found[word][0]):
                found[word] = (int(far), int(row))
    return tuple(sorted(found, key=lambda word: found[word])[:k])
