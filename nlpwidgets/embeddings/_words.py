"""Words, and what may be asked about them: checked in one place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nlpwidgets.embeddings._checks import whole_number
from nlpwidgets.embeddings._vectors import unit_of
from nlpwidgets.embeddings.searching import lexicon_of
from nlpwidgets.embeddings.spelling import UnknownWordError

if TYPE_CHECKING:
    import numpy as np
    from gensim.models import KeyedVectors
    from numpy.typing import NDArray

SUGGESTED = 5


@dataclass(frozen=True)
class Resolved:
    """A word with its vector at length 1.

    Attributes
    ----------
    word : str
    row : int
        -1 where the vector was made of character n-grams.
    unit : array of shape (size,), float64
        Of length 1; zeros where the vector is zero.
    ngrams : tuple of str
        The n-grams of which the vector of an unknown word was made; empty for a word of the vocabulary.
    """

    word: str
    row: int
    unit: NDArray[np.float64]
    ngrams: tuple[str, ...] = ()


def resolve(vectors: KeyedVectors, word: str) -> Resolved:
    """Look a word up; fastText vectors make one of its n-grams (Bojanowski et al. 2017, section 3.2).

    Raises
    ------
    TypeError
        It is no text.
    UnknownWordError
        It has no vector.
    """
    if not isinstance(word, str):
        raise TypeError(f"a word is a str, got {type(word).__name__}: {word!r}")
    row = vectors.key_to_index.get(word)
    if row is not None:
        return Resolved(word, int(row), unit_of(vectors.vectors[row]))
    grams = ngrams_of(vectors, word)
    if grams:
        unit = unit_of(vectors.get_vector(word))
        if unit.any():
            return Resolved(word, -1, unit, grams)
    raise UnknownWordError(word, len(vectors), lexicon_of(vectors).suggest(word, k=SUGGESTED))


def ngrams_of(vectors: KeyedVectors, word: str) -> tuple[str, ...]:
    """Return the character n-grams that fastText vectors have for a word, `<` and `>` at its ends; () for other vectors."""
    from gensim.models.fasttext import FastTextKeyedVectors, compute_ngrams

    if not isinstance(vectors, FastTextKeyedVectors) or not vectors.bucket or not word:
        return ()
    return tuple(compute_ngrams(word, vectors.min_n, vectors.max_n))


def check_count(k: Any) -> int:
    """Return how many answers are wanted.

    Raises
    ------
    TypeError, ValueError
        It is no whole number of at least 1.
    """
    return whole_number("k", k, 1)


def check_restrict(restrict: Any, words: int) -> int:
    """Return how many words are looked at; None and 0 stand for all.

    Raises
    ------
    TypeError, ValueError
        It is no whole number of at least 0.
    """
    if restrict is None:
        return words
    return min(whole_number("restrict", restrict, 0) or words, words)
