"""The three methods for analogies: bounds from cosines in float32, exact scores in float64, and exact ranks from both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from nlpwidgets.embeddings._scan import unit_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nlpwidgets.embeddings._scan import Scan

Method = Literal["3cosadd", "3cosmul", "pairdirection"]
METHODS: tuple[Method, ...] = ("3cosadd", "3cosmul", "pairdirection")
EPSILON = 1e-6
"""Keeps 3CosMul from dividing by zero; gensim's value (Levy & Goldberg 2014 took 0.001)."""
SHORTEST = 1e-6
"""A shorter difference of two unit vectors has no direction: it is of the size of float32's rounding."""


@dataclass(frozen=True)
class Asked:
    """The vectors of a question, at length 1, float64 (words, size); for PairDirection positive is b, c and negative a."""

    positive: NDArray[np.float64]
    negative: NDArray[np.float64]
    epsilon: float = EPSILON

    @property
    def target(self) -> NDArray[np.float64]:
        """Sum of the positive less that of the negative, at length 1; zeros where that has no direction."""
        total = self.positive.sum(axis=0) - self.negative.sum(axis=0)
        return unit_of(total) if np.linalg.norm(total) > SHORTEST else np.zeros_like(total)

    @property
    def offset(self) -> NDArray[np.float64]:
        """The direction b - a, at length 1; zeros where there is none."""
        total = self.positive[0] - self.negative[0]
        return unit_of(total) if np.linalg.norm(total) > SHORTEST else np.zeros_like(total)

    def queries(self, method: Method) -> list[NDArray[np.float64]]:
        """Return the vectors whose cosines with a word decide its score."""
        if method == "3cosadd":
            return [self.target]
        return [*self.positive, *self.negative] if method == "3cosmul" else [self.positive[1], self.offset]

    def exact(self, method: Method, units: NDArray[np.float64]) -> NDArray[np.float64]:
        """Score words by their vectors at length 1, (words, size)."""
        if method == "3cosadd":
            return _dots(units, self.target)
        if method == "3cosmul":
            above = np.prod([(1 + _dots(units, one)) / 2 for one in self.positive], axis=0)
            below = np.prod([(1 + _dots(units, one)) / 2 for one in self.negative], axis=0)
            return np.asarray(above / (below + self.epsilon))
        away = units - self.positive[1]
        far = np.sqrt((away * away).sum(axis=1))
        along = _dots(away, self.offset)
        found = np.divide(along, far, out=np.zeros(len(far)), where=far > SHORTEST)
        return np.asarray(found.clip(-1, 1))  # a cosine, also where rounding went a little beyond


def _dots(units: NDArray[np.float64], vector: NDArray[np.float64]) -> NDArray[np.float64]:
    """Dot products of rows, each summed alike wherever it stands, which BLAS does not promise."""
    found: NDArray[np.float64] = (units * vector).sum(axis=1)
    return found


class Ranking:
    """All words of a vocabulary ranked by one method.

    Parameters
    ----------
    scan : Scan
    asked : Asked
    method : {"3cosadd", "3cosmul", "pairdirection"}
    lows, highs : float64 (words,)
        Bounds of the score of each word.
    """

    def __init__(
        self, scan: Scan, asked: Asked, method: Method, lows: NDArray[np.float64], highs: NDArray[np.float64]
    ) -> None:
        self._scan = scan
        self._asked = asked
        self._method: Method = method
        self._lows = lows
        self._highs = highs

    def exact(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the scores of some rows, in float64."""
        return self._asked.exact(self._method, self._scan.units(rows))

    def best(self, k: int, excluded: Sequence[int]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Return the k best rows with their scores, of equal scores the first row first."""
        wanted = min(len(self._lows), k + len(excluded))
        bound = np.partition(self._lows, len(self._lows) - wanted)[len(self._lows) - wanted]
        rows = np.flatnonzero(self._highs >= bound)
        rows = rows[~np.isin(rows, np.asarray(excluded, np.int64))]
        scores = self.exact(rows)
        chosen = np.lexsort((rows, -scores))[:k]
        return rows[chosen], scores[chosen]

    def rank(self, row: int, excluded: Sequence[int] = ()) -> tuple[int, float]:
        """Return the rank of a row, from 1, among all rows but those excluded, and its score."""
        score = float(self.exact(np.array([row]))[0])
        sure = self._lows > score
        unsure = np.flatnonzero((self._highs >= score) & ~sure)
        scores = self.exact(unsure)
        before = int(sure.sum()) + int(((scores > score) | ((scores == score) & (unsure < row))).sum())
        others = np.array([other for other in set(excluded) if other != row], np.int64)
        if len(others):
            scores = self.exact(others)
            before -= int(((scores > score) | ((scores == score) & (others < row))).sum())
        return before + 1, score


def rankings(scan: Scan, asked: Asked, methods: Sequence[Method], limit: int) -> list[Ranking]:
    """Rank the first `limit` words by some methods; the vectors are read once for all of them."""
    queries = {method: asked.queries(method) for method in methods}
    wanted = np.stack([query for method in methods for query in queries[method]])
    cosines = scan.cosines(wanted, restrict=limit)
    found = []
    first = 0
    for method in methods:
        own = cosines[first : first + len(queries[method])]
        first += len(own)
        lows, highs = np.empty(limit), np.empty(limit)
        _bounds(asked, method, own, scan.error, scan.zero[:limit], lows, highs)
        found.append(Ranking(scan, asked, method, lows, highs))
    return found


def _bounds(
    asked: Asked,
    method: Method,
    cosines: NDArray[np.float32],
    error: float,
    zero: NDArray[np.bool_],
    lows: NDArray[np.float64],
    highs: NDArray[np.float64],
) -> None:
    """Write what the scores are at least and at most, where each cosine is wrong by at most `error`."""
    from nlpwidgets.embeddings._analogy_kernel import bound_direction, bound_product, bound_sum

    if method == "3cosadd":
        bound_sum(cosines, error, lows, highs)
    elif method == "3cosmul":
        bound_product(cosines, len(asked.positive), asked.epsilon, error, lows, highs)
    else:
        c = asked.positive[1]
        bound_direction(cosines, zero, float(c @ c), float(c @ asked.offset), SHORTEST, error, lows, highs)
