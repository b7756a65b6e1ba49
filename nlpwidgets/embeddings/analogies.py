"""Analogies: a is to b as c is to what? Three methods, and what their answers are worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.embeddings._analogy_scores import EPSILON, METHODS, SHORTEST, Asked, Method, Wish, rankings
from nlpwidgets.embeddings._scan import scan_of
from nlpwidgets.embeddings._vectors import keyed
from nlpwidgets.embeddings._words import Resolved, check_count, check_restrict, resolve
from nlpwidgets.embeddings.neighbouring import Neighbour, neighbours

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gensim.models import KeyedVectors

    from nlpwidgets.embeddings._analogy_scores import Ranking

__all__ = [
    "EPSILON",
    "METHODS",
    "SHORTEST",
    "Analogy",
    "Answer",
    "Baselines",
    "Method",
    "analogy",
    "baselines",
    "solve",
]


@dataclass(frozen=True)
class Answer:
    """One word of a ranking.

    Attributes
    ----------
    word : str
    row : int
        In the vocabulary, from 0.
    rank : int
        From 1.
    score : float
        By the method.
    """

    word: str
    row: int
    rank: int
    score: float


@dataclass(frozen=True)
class Analogy:
    """What a method answers.

    Attributes
    ----------
    method : {"3cosadd", "3cosmul", "pairdirection"}
    answers : tuple of Answer
        Best first; of equal scores the earlier row first.
    hidden : tuple of Answer
        The words that were asked with, with the ranks that they have where all words are allowed, best first: what
        leaving them out hides.
    expected : Answer or None
        The word that was expected, with its rank among the words allowed.
    ngrams : dict
        Words that are not in the vocabulary, with the character n-grams of which fastText made their vectors.
    positive, negative : tuple of str
        What was asked with.
    exclude_inputs : bool
        Whether those were left out of the answers.
    """

    method: Method
    answers: tuple[Answer, ...]
    hidden: tuple[Answer, ...]
    expected: Answer | None
    ngrams: dict[str, tuple[str, ...]]
    positive: tuple[str, ...] = ()
    negative: tuple[str, ...] = ()
    exclude_inputs: bool = True


def analogy(
    vectors: Any,
    positive: str | Sequence[str],
    negative: str | Sequence[str] = (),
    *,
    method: Method = "3cosadd",
    k: int = 10,
    exclude_inputs: bool = True,
    restrict: int | None = None,
    expected: str | None = None,
    epsilon: float = EPSILON,
) -> Analogy:
    """Answer an analogy by one method.

    Parameters
    ----------
    vectors : KeyedVectors, or a model that holds one
        Never changed.
    positive, negative : str or sequence of str
        For a : b :: c : ? these are ``[b, c]`` and ``[a]``; 3CosAdd and 3CosMul take any number of words.
    method : {"3cosadd", "3cosmul", "pairdirection"}
        3CosAdd, ``cos(d, b - a + c)``, and PairDirection, ``cos(d - c, b - a)``, of Mikolov, Yih & Zweig 2013; 3CosMul,
        ``cos(d, b) cos(d, c) / (cos(d, a) + epsilon)`` with cosines moved to [0, 1], of Levy & Goldberg 2014, equation 4.
        All vectors have length 1.
    k : int
        How many answers.
    exclude_inputs : bool
        Do not allow the words that were asked with.
    restrict : int, optional
        Only the first so many words may be answers.
    expected : str, optional
        A word whose rank is wanted as well.
    epsilon : float
        Of 3CosMul.

    Returns
    -------
    Analogy
        3CosAdd and 3CosMul with the answers and scores of gensim's ``most_similar`` and ``most_similar_cosmul``, but for
        rounding: what is returned is computed in float64. In PairDirection c itself, which has no direction from c, scores
        0, and so do all words where b - a has none.

    Raises
    ------
    UnknownWordError
        A word has no vector; a KeyError that names the nearest spellings.
    TypeError, ValueError
        A word is no text, there are too few or too many words for the method, or a number is out of range.
    """
    kv = keyed(vectors)
    plus, minus = _listed("positive", positive), _listed("negative", negative)
    if method not in METHODS:
        raise ValueError(f"method is one of {', '.join(map(repr, METHODS))}, not {method!r}")
    if not plus and not (method == "3cosadd" and minus):
        raise ValueError("at least one positive word is needed")
    if method == "pairdirection" and (len(plus), len(minus)) != (2, 1):
        raise ValueError("PairDirection takes positive=[b, c] and negative=[a]")
    return _ranked(
        kv,
        [resolve(kv, word) for word in plus],
        [resolve(kv, word) for word in minus],
        (method,),
        k=k,
        exclude_inputs=exclude_inputs,
        restrict=restrict,
        expected=expected,
        epsilon=_checked(epsilon),
    )[0]


def solve(
    vectors: Any,
    a: str,
    b: str,
    c: str,
    *,
    k: int = 10,
    exclude_inputs: bool = True,
    restrict: int | None = None,
    expected: str | None = None,
    epsilon: float = EPSILON,
) -> tuple[Analogy, Analogy, Analogy]:
    """Answer a : b :: c : ? by 3CosAdd, 3CosMul and PairDirection, for about the price of one.

    Parameters and errors are those of `analogy`.
    """
    kv = keyed(vectors)
    found = _ranked(
        kv,
        [resolve(kv, b), resolve(kv, c)],
        [resolve(kv, a)],
        METHODS,
        k=k,
        exclude_inputs=exclude_inputs,
        restrict=restrict,
        expected=expected,
        epsilon=_checked(epsilon),
    )
    return found[0], found[1], found[2]


@dataclass(frozen=True)
class Baselines:
    """What one gets without analogy.

    Attributes
    ----------
    nearest : tuple of Neighbour
        The nearest words of c alone.
    random : tuple of Answer
        Words drawn by chance, with their scores by 3CosAdd: what a score says by itself. Best first; `rank` counts these.
    """

    nearest: tuple[Neighbour, ...]
    random: tuple[Answer, ...]


def baselines(
    vectors: Any,
    a: str,
    b: str,
    c: str,
    *,
    k: int = 10,
    exclude_inputs: bool = True,
    restrict: int | None = None,
    seed: int = 0,
) -> Baselines:
    """Answer a : b :: c : ? without a and b, and by chance (Linzen 2016 compares with both).

    Parameters
    ----------
    seed : int
        Of the drawing, without replacement.

    The other parameters and the errors are those of `analogy`.
    """
    kv = keyed(vectors)
    words = (resolve(kv, b), resolve(kv, c), resolve(kv, a))
    _insist(words[1])
    count, limit = check_count(k), check_restrict(restrict, len(kv))
    shut = words if exclude_inputs else words[1:2]
    near = neighbours(kv, c, k=count, restrict=limit, exclude=[one.word for one in shut])
    return _baselines(kv, words, near, limit, k=count, exclude_inputs=exclude_inputs, seed=seed)


def solve_with_baselines(
    vectors: Any,
    a: str,
    b: str,
    c: str,
    *,
    k: int = 10,
    exclude_inputs: bool = True,
    restrict: int | None = None,
    expected: str | None = None,
) -> tuple[tuple[Analogy, Analogy, Analogy], Baselines]:
    """Return what `solve` and `baselines` do, but for rounding, with the vectors read once."""
    kv = keyed(vectors)
    words = (resolve(kv, b), resolve(kv, c), resolve(kv, a))
    _insist(words[1])
    count, limit = check_count(k), check_restrict(restrict, len(kv))
    question = _Question(kv, words[:2], words[2:], limit, exclude_inputs=exclude_inputs, expected=expected)
    wishes = [question.wish(method, count) for method in METHODS]
    nearest = _nearest(words, limit, k=count, exclude_inputs=exclude_inputs)
    scan = scan_of(kv)
    *rankeds, ranked = rankings(scan, [*wishes, nearest], limit)
    first, second, third = (question.named(*one) for one in zip(METHODS, rankeds, strict=True))
    rows = zip(ranked.rows.tolist(), ranked.scores.tolist(), strict=True)
    near = tuple(Neighbour(kv.index_to_key[row], row, cosine) for row, cosine in rows)
    return (first, second, third), _baselines(kv, words, near, limit, k=count, exclude_inputs=exclude_inputs, seed=0)


def _nearest(words: Sequence[Resolved], limit: int, *, k: int, exclude_inputs: bool) -> Wish:
    """Ask for the words nearest to c, of b, c and a; c itself is never one."""
    shut = {one.row for one in (words if exclude_inputs else words[1:2]) if 0 <= one.row < limit}
    c = words[1].unit[None]
    return Wish(Asked(c, c[:0]), "3cosadd", k, sorted(shut))


def _insist(c: Resolved) -> None:
    if not c.unit.any():
        raise ValueError(f"the vector of {c.word!r} is all zeros: it has no direction, and nothing is near to it")


def _baselines(
    kv: KeyedVectors,
    words: Sequence[Resolved],
    near: tuple[Neighbour, ...],
    limit: int,
    *,
    k: int,
    exclude_inputs: bool,
    seed: int,
) -> Baselines:
    away = sorted({one.row for one in words if 0 <= one.row < limit}) if exclude_inputs else []
    allowed = np.delete(np.arange(limit), away)
    rows = np.random.default_rng(seed).choice(allowed, min(k, len(allowed)), replace=False)
    asked = Asked(np.stack([words[0].unit, words[1].unit]), words[2].unit[None])
    scores = asked.exact("3cosadd", scan_of(kv).units(rows))
    order = np.lexsort((rows, -scores))
    drawn = zip(rows[order].tolist(), scores[order].tolist(), strict=True)
    return Baselines(
        near, tuple(Answer(kv.index_to_key[row], row, rank, score) for rank, (row, score) in enumerate(drawn, 1))
    )


class _Question:
    """Words that were looked up, and how answers are named."""

    def __init__(
        self,
        kv: KeyedVectors,
        plus: Sequence[Resolved],
        minus: Sequence[Resolved],
        limit: int,
        *,
        exclude_inputs: bool,
        expected: str | None,
        epsilon: float = EPSILON,
    ) -> None:
        guess = None if expected is None else resolve(kv, expected).row
        self._kv = kv
        self._plus, self._minus = plus, minus
        self._exclude_inputs = exclude_inputs
        self._inputs = sorted({one.row for one in (*plus, *minus) if 0 <= one.row < limit})
        self._shut = self._inputs if exclude_inputs else []
        self._ranked: list[tuple[int, Sequence[int]]] = [(row, ()) for row in self._inputs]
        if guess is not None and 0 <= guess < limit:
            self._ranked.append((guess, () if guess in self._shut else self._shut))
        size = kv.vector_size
        self._asked = Asked(
            np.array([one.unit for one in plus]).reshape(len(plus), size),
            np.array([one.unit for one in minus]).reshape(len(minus), size),
            epsilon,
        )

    def wish(self, method: Method, k: int) -> Wish:
        return Wish(self._asked, method, k, self._shut, self._ranked)

    def named(self, method: Method, ranking: Ranking) -> Analogy:
        words = self._kv.index_to_key
        best = zip(ranking.rows.tolist(), ranking.scores.tolist(), strict=True)
        placed = [Answer(words[row], row, *found) for (row, _), found in zip(self._ranked, ranking.ranks, strict=True)]
        inputs = len(self._inputs)
        return Analogy(
            method,
            tuple(Answer(words[row], row, rank, score) for rank, (row, score) in enumerate(best, 1)),
            tuple(sorted(placed[:inputs], key=lambda one: one.rank)),
            placed[inputs] if len(placed) > inputs else None,
            {one.word: one.ngrams for one in (*self._plus, *self._minus) if one.ngrams},
            tuple(one.word for one in self._plus),
            tuple(one.word for one in self._minus),
            exclude_inputs=self._exclude_inputs,
        )


def _ranked(
    kv: KeyedVectors,
    plus: Sequence[Resolved],
    minus: Sequence[Resolved],
    methods: Sequence[Method],
    *,
    k: int,
    exclude_inputs: bool,
    restrict: int | None,
    expected: str | None,
    epsilon: float,
) -> list[Analogy]:
    count, limit = check_count(k), check_restrict(restrict, len(kv))
    question = _Question(kv, plus, minus, limit, exclude_inputs=exclude_inputs, expected=expected, epsilon=epsilon)
    found = rankings(scan_of(kv), [question.wish(method, count) for method in methods], limit)
    return [question.named(*one) for one in zip(methods, found, strict=True)]


def _checked(epsilon: float) -> float:
    if isinstance(epsilon, bool) or not isinstance(epsilon, (int, float)) or not 0 < epsilon < float("inf"):
        raise ValueError(f"epsilon is a number above 0, not {epsilon!r}")
    return float(epsilon)


def _listed(name: str, words: str | Sequence[str]) -> list[str]:
    if isinstance(words, str):
        return [words]
    if not isinstance(words, (list, tuple)):
        raise TypeError(f"{name} is a word or a list of words, not {type(words).__name__}")
    return list(words)
