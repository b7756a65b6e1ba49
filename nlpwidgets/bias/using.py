"""What word vectors are good for, before and after debiasing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.bias._shared import keyed, units

if TYPE_CHECKING:
    from gensim.models import KeyedVectors
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Pair = tuple[float, float]


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
    restrict : int
        Only the first so many words.
    pairs, seed : int
        Random pairs of words, and the seed with which they are drawn.

    Raises
    ------
    ValueError
        A file holds no questions or ratings.
    """

    def __init__(
        self,
        before: KeyedVectors,
        *,
        questions: Any = None,
        ratings: Any = None,
        restrict: int = 30_000,
        pairs: int = 20_000,
        seed: int = 0,
    ) -> None:
        from nlpwidgets.embeddings import examples, read_questions, read_similarity
        from nlpwidgets.embeddings.questions import Questions

        kv = keyed(before)
        self._restrict = restrict
        self._questions = (
            examples()
            if questions is None
            else questions
            if isinstance(questions, Questions)
            else read_questions(questions)
        )
        self._ratings: Any = None
        if ratings is not None:
            is_list = isinstance(ratings, (list, tuple)) and ratings and not isinstance(ratings[0], str)
            self._ratings = tuple(ratings) if is_list else read_similarity(ratings)
        count = min(restrict, len(kv))
        drawn = np.random.default_rng(seed).integers(0, count, (pairs, 2))
        drawn = drawn[drawn[:, 0] != drawn[:, 1]]
        self._pairs = [[kv.index_to_key[row] for row in side] for side in drawn.T.tolist()]
        self._before = self.cosines(kv)

    def cosines(self, vectors: KeyedVectors) -> Floats:
        """Return the cosines of the random pairs."""
        first, second = (units(keyed(vectors), side) for side in self._pairs)
        found: Floats = np.einsum("ij,ij->i", first, second)
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
        from scipy.stats import spearmanr

        after = self.cosines(vectors)
        if len(after) < 2 or np.ptp(after) == 0 or np.ptp(self._before) == 0:
            return None
        return float(spearmanr(self._before, after)[0])


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
    """
    uses = Uses(before, **options)
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
