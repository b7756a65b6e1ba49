"""Analogies: a is to b as c is to what? Three methods, and what their answers are worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from nlpwidgets.embeddings._vectors import keyed, unit_vectors
from nlpwidgets.embeddings._words import Resolved, check_count, check_restrict, resolve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gensim.models import KeyedVectors
    from numpy.typing import NDArray

Method = Literal["3cosadd", "3cosmul", "pairdirection"]
METHODS: tuple[Method, ...] = ("3cosadd", "3cosmul", "pairdirection")
EPSILON = 1e-6
"""Keeps 3CosMul from dividing by zero; gensim's value (Levy & Goldberg 2014 took 0.001)."""
SHORTEST = 1e-6
"""A shorter difference of two vectors has no direction."""


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
    """

    method: Method
    answers: tuple[Answer, ...]
    hidden: tuple[Answer, ...]
    expected: Answer | None
    ngrams: dict[str, tuple[str, ...]]


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
        3CosAdd and 3CosMul with the scores of gensim's ``most_similar`` and ``most_similar_cosmul``. In PairDirection c
        itself, which has no direction from c, scores 0.

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
        epsilon=epsilon,
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
        epsilon=EPSILON,
    )
    return found[0], found[1], found[2]


def scores(
    method: Method,
    positive: NDArray[np.float32],
    negative: NDArray[np.float32],
    length: float,
    epsilon: float = EPSILON,
) -> NDArray[np.float32]:
    """Scores of words from their cosines with the words that were asked with.

    Parameters
    ----------
    method : {"3cosadd", "3cosmul", "pairdirection"}
    positive, negative : arrays of shape (inputs, words), float32
        Cosines; for PairDirection those with b and c, and with a.
    length : float
        Of the sum of the positive vectors less the negative ones; for PairDirection that of b - a.

    Returns
    -------
    array of shape (words,), float32
    """
    if method == "3cosadd":
        total = positive.sum(axis=0) - negative.sum(axis=0)
        return np.asarray(total / np.float32(length if length > SHORTEST else 1), np.float32)
    if method == "3cosmul":
        above, below = ((1 + positive) / 2).prod(axis=0), ((1 + negative) / 2).prod(axis=0)
        return np.asarray(above / (below + np.float32(epsilon)), np.float32)
    raise ValueError(f"no scores from cosines alone for {method!r}")


def _direction(
    to_a: NDArray[Any], to_b: NDArray[Any], to_c: NDArray[Any], c_to: tuple[float, float], length: float
) -> Any:
    """PairDirection from cosines: (d - c)(b - a) / (|d - c| |b - a|), where |d| = |c| = 1."""
    far = np.sqrt(np.maximum(0, 2 - 2 * to_c))
    along = (to_b - to_a) - np.float32(c_to[1] - c_to[0])
    far[far < 1e-3] = np.inf  # c itself: what float32 leaves of 1 - cos is noise
    return along / (far * np.float32(length if length > SHORTEST else 1))


def _ranked(
    kv: KeyedVectors,
    plus: list[Resolved],
    minus: list[Resolved],
    methods: tuple[Method, ...],
    *,
    k: int,
    exclude_inputs: bool,
    restrict: int | None,
    expected: str | None,
    epsilon: float,
) -> list[Analogy]:
    count, limit = check_count(k), check_restrict(restrict, len(kv))
    guess = None if expected is None else resolve(kv, expected)
    unit = unit_vectors(kv)[:limit]
    inputs = [*plus, *minus]
    rows = [one.row for one in inputs if 0 <= one.row < limit]
    cosines = np.ascontiguousarray((unit @ np.stack([one.unit for one in inputs]).T).T)
    positive, negative = cosines[: len(plus)], cosines[len(plus) :]
    grams = {one.word: one.ngrams for one in inputs if one.ngrams}
    found = []
    for method in methods:
        if method == "pairdirection":
            b, c, a = inputs
            offset = b.unit.astype(np.float64) - a.unit
            c_to = (float(c.unit @ a.unit), float(c.unit @ b.unit))
            score = _direction(negative[0], positive[0], positive[1], c_to, float(np.linalg.norm(offset)))
        else:
            target = _sum(plus, kv) - _sum(minus, kv)
            score = scores(method, positive, negative, float(np.linalg.norm(target)), epsilon)
        found.append(_ranking(kv, method, score, rows, guess, count, grams, exclude_inputs=exclude_inputs))
    return found


def _sum(words: list[Resolved], kv: KeyedVectors) -> NDArray[np.float64]:
    return np.sum([one.unit.astype(np.float64) for one in words], axis=0) if words else np.zeros(kv.vector_size)


def _ranking(
    kv: KeyedVectors,
    method: Method,
    score: NDArray[np.float32],
    inputs: list[int],
    expected: Resolved | None,
    k: int,
    grams: dict[str, tuple[str, ...]],
    *,
    exclude_inputs: bool,
) -> Analogy:
    shut = sorted(set(inputs)) if exclude_inputs else []

    def answer(row: int, excluded: list[int]) -> Answer:
        own = score[row]
        before = int(np.count_nonzero(score > own)) + int(np.count_nonzero(score[:row] == own))
        before -= sum(1 for other in excluded if (score[other], -other) > (own, -row))
        return Answer(kv.index_to_key[row], int(row), before + 1, float(own))

    most = min(len(score), k + len(shut))
    near = np.flatnonzero(score >= np.partition(score, len(score) - most)[len(score) - most])
    order = [int(row) for row in near[np.lexsort((near, -score[near]))] if row not in shut][:k]
    guess = None
    if expected is not None and 0 <= expected.row < len(score):
        guess = answer(expected.row, [row for row in shut if row != expected.row] if expected.row not in shut else [])
    hidden = sorted((answer(row, []) for row in set(inputs)), key=lambda one: one.rank)
    return Analogy(
        method,
        tuple(Answer(kv.index_to_key[row], row, rank + 1, float(score[row])) for rank, row in enumerate(order)),
        tuple(hidden),
        guess,
        grams,
    )


def _listed(name: str, words: str | Sequence[str]) -> list[str]:
    if isinstance(words, str):
        return [words]
    if not isinstance(words, (list, tuple)):
        raise TypeError(f"{name} is a word or a list of words, not {type(words).__name__}")
    return list(words)
