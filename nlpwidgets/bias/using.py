"""What word vectors are good for, before and after debiasing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.bias._shared import at_length_one, keyed, real, rows_of, whole

if TYPE_CHECKING:
    from gensim.models import KeyedVectors
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Pair = tuple[float, float]

_BLOCK = 1024
"""Pairs at a time: their vectors stay in the cache."""


@dataclass(frozen=True)
class Usefulness:
    """Numbers before and after.

    Attributes
    ----------
    analogies : pair of float, or None
        Accuracy over the questions asked, 0 to 1; None where none of them is known.
    asked : int
        Questions of which all words are known.
    similarity : pair of float, or None
        Spearman's correlation of cosines with ratings; None without ratings, or where they do not vary.
    rated : int
        Pairs of which both words are known.
    kept : float or None
        Spearman's correlation of the cosines of random pairs of words, before and after; None where one of them does not vary.
    """

    analogies: Pair | None
    asked: int
    similarity: Pair | None
    rated: int
    kept: float | None


class Uses:
    """Questions, ratings and random pairs; measures any number of embeddings of the same words.

    Parameters
    ----------
    before : KeyedVectors
    questions : path, lines or Questions, optional
        As `nlpwidgets.embeddings.evaluate_analogies` takes them; by default the examples.
    ratings : path, lines or list of (word, word, rating), optional
        As `nlpwidgets.embeddings.evaluate_similarity` takes them.
    restrict : int, optional
        Only the first so many words, for questions and random pairs; None for all.
    pairs, seed : int
        Random pairs of words, and the seed with which they are drawn; pairs of a word with itself, and with one that has only zeros,
        are left out.

    Raises
    ------
    TypeError, ValueError
        A file holds no questions or ratings, a rating is none, a vector holds values that are not finite, or a number is below 1.
    """

    def __init__(
        self,
        before: KeyedVectors,
        *,
        questions: Any = None,
        ratings: Any = None,
        restrict: int | None = 30_000,
        pairs: int = 20_000,
        seed: int = 0,
    ) -> None:
        from nlpwidgets.embeddings._words import check_restrict
        from nlpwidgets.embeddings.questions import questions_of

        kv = keyed(before)
        count = check_restrict(restrict, len(kv))
        self._restrict = restrict
        self._questions = questions_of(questions)
        self._ratings = None if ratings is None else rated_pairs(ratings)
        self._words = kv.index_to_key[:count]
        drawn = np.random.default_rng(whole(seed, "seed", 0)).integers(0, count, (whole(pairs, "pairs"), 2))
        rows = kv.vectors[:count]
        bad = np.flatnonzero(~np.isfinite(rows).all(axis=1))
        if len(bad):
            raise ValueError(f"the vector of {self._words[bad[0]]!r} (row {bad[0]:,}) holds values that are not finite")
        there = rows.any(axis=1)
        self._pairs = drawn[(drawn[:, 0] != drawn[:, 1]) & there[drawn].all(axis=1)]
        self._before = _ranked(self.cosines(kv))

    def check(self, vectors: KeyedVectors) -> None:
        """Raise a ValueError where vectors lack a word that the measures need."""
        index = keyed(vectors).key_to_index
        for word in self._words:
            if word not in index:
                raise ValueError(f"these vectors lack {word!r}")

    def cosines(self, vectors: KeyedVectors) -> Floats:
        """Return the cosines of the random pairs."""
        kv = keyed(vectors)
        # mostly the same words in the same rows, which need not be looked up
        same = kv.index_to_key[: len(self._words)] == self._words
        pairs = self._pairs if same else rows_of(kv, self._words)[self._pairs]
        found = np.empty(len(pairs))
        for start in range(0, len(pairs), _BLOCK):
            part = slice(start, start + _BLOCK)
            first, second = (np.asarray(kv.vectors[side], np.float64) for side in pairs[part].T)
            found[part] = np.einsum("ij,ij->i", at_length_one(first), at_length_one(second))
        return found

    def analogies(self, vectors: KeyedVectors) -> tuple[float | None, int]:
        """Return the accuracy by 3CosAdd, and the number of questions asked."""
        from nlpwidgets.embeddings import evaluate_analogies

        total = evaluate_analogies(vectors, self._questions, restrict=self._restrict).total
        return (total.accuracy if total.asked else None), total.asked

    def similarity(self, vectors: KeyedVectors) -> tuple[float | None, int]:
        """Return Spearman's correlation with the ratings, and the number of pairs known; None without ratings."""
        from nlpwidgets.embeddings import evaluate_similarity

        if self._ratings is None:
            return None, 0
        found = evaluate_similarity(vectors, self._ratings, restrict=None)
        return (found.spearman if np.isfinite(found.spearman) else None), found.known

    def kept(self, vectors: KeyedVectors) -> float | None:
        """Return Spearman's correlation of the cosines of random pairs with those before."""
        after = _ranked(self.cosines(vectors))
        if len(after) < 2 or np.ptp(after) == 0 or np.ptp(self._before) == 0:
            return None
        return float(np.corrcoef(self._before, after)[0, 1])


def _ranked(values: Floats) -> Floats:
    from scipy.stats import rankdata

    found: Floats = rankdata(values)
    return found


def rated_pairs(ratings: Any) -> tuple[Any, ...]:
    """Return pairs of words and their ratings, read from a file or lines, or checked.

    Raises
    ------
    TypeError, ValueError
        Something is no pair of words with a finite number; the message says where.
    """
    from nlpwidgets.embeddings import read_similarity

    if not isinstance(ratings, (list, tuple)) or not ratings or isinstance(ratings[0], str):
        return read_similarity(ratings)
    for position, one in enumerate(ratings):
        if not isinstance(one, (list, tuple)) or len(one) != 3 or not all(isinstance(word, str) for word in one[:2]):
            raise TypeError(f"ratings[{position}] is no (word, word, rating): {one!r:.60}")
        try:
            real(one[2], "rating", -np.inf)
        except ValueError:
            raise ValueError(f"ratings[{position}] has no finite number as its rating: {one!r:.60}") from None
    return tuple((first, second, float(rating)) for first, second, rating in ratings)


def utility(before: KeyedVectors, after: KeyedVectors, **options: Any) -> Usefulness:
    """Return what the vectors are good for before and after debiasing.

    Parameters
    ----------
    before, after : KeyedVectors
        With the same words.
    **options
        Those of `Uses`: questions, ratings, restrict, pairs, seed.

    Returns
    -------
    Usefulness

    Raises
    ------
    TypeError, ValueError
        As `Uses` does, or `after` lacks words of `before`.
    """
    uses = Uses(before, **options)
    uses.check(after)
    right, rated = ([measure(one) for one in (before, after)] for measure in (uses.analogies, uses.similarity))
    return Usefulness(
        analogies=pair(right[0][0], right[1][0]),
        asked=right[0][1],
        similarity=pair(rated[0][0], rated[1][0]),
        rated=rated[0][1],
        kept=uses.kept(after),
    )


def pair(before: float | None, after: float | None) -> Pair | None:
    """Return both, or None where one is lacking."""
    return None if before is None or after is None else (before, after)
