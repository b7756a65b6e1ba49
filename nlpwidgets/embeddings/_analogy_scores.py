"""The three methods for analogies: rough bounds of all scores, finer ones where those do not decide, exact scores for the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from nlpwidgets.embeddings._quantising import quantised
from nlpwidgets.embeddings._scan import SMALL
from nlpwidgets.embeddings._threads import cores, in_threads
from nlpwidgets.embeddings._vectors import unit_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nlpwidgets.embeddings._quantising import Queries
    from nlpwidgets.embeddings._scan import Scan

Method = Literal["3cosadd", "3cosmul", "pairdirection"]
METHODS: tuple[Method, ...] = ("3cosadd", "3cosmul", "pairdirection")
EPSILON = 1e-6
"""Keeps 3CosMul from dividing by zero; gensim's value (Levy & Goldberg 2014 took 0.001)."""
_BLOCK = 65_536
"""Words whose cosines are computed before they are made bounds of: they stay in the cache."""
_FEW = 512
"""Words up to which exact scores cost no more than finer bounds."""
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

    def weights(self, method: Method) -> NDArray[np.float64]:
        """Return by what the positive and then the negative vectors are multiplied to sum to the `queries`."""
        plus, minus = len(self.positive), len(self.negative)
        if method == "3cosmul":
            return np.eye(plus + minus)
        sides = np.array([1.0] * plus + [-1.0] * minus)
        if method == "3cosadd":
            return sides[None] * _over(self.positive.sum(axis=0) - self.negative.sum(axis=0))
        over = _over(self.positive[0] - self.negative[0])
        return np.array([[0, 1, 0], [over, 0, -over]])

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


def _over(vector: NDArray[np.float64]) -> float:
    """Return one over a length; 0 for what has no direction."""
    length = float(np.linalg.norm(vector))
    return 1 / length if length > SHORTEST else 0.0


def _dots(units: NDArray[np.float64], vector: NDArray[np.float64]) -> NDArray[np.float64]:
    """Dot products of rows, each summed alike wherever it stands, which BLAS does not promise."""
    found: NDArray[np.float64] = (units * vector).sum(axis=1)
    return found


@dataclass(frozen=True)
class Ranking:
    """What one method says.

    Attributes
    ----------
    rows : int64 (k,)
        The best rows, of equal scores the first row first.
    scores : float64 (k,)
        Theirs.
    ranks : tuple of (int, float)
        Rank, from 1, and score of each word that was wanted.
    """

    rows: NDArray[np.int64]
    scores: NDArray[np.float64]
    ranks: tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class Wish:
    """A ranking that is wanted.

    Attributes
    ----------
    asked : Asked
    method : {"3cosadd", "3cosmul", "pairdirection"}
    k : int
        How many of the best.
    excluded : sequence of int
        Rows that are not among those.
    ranked : sequence of (int, sequence of int)
        Rows whose ranks are wanted, each with the rows that are left out in its counting.
    """

    asked: Asked
    method: Method
    k: int
    excluded: Sequence[int] = ()
    ranked: Sequence[tuple[int, Sequence[int]]] = ()


def rankings(scan: Scan, wishes: Sequence[Wish], limit: int) -> list[Ranking]:
    """Rank the first `limit` words, of which all rows named are, in several ways; the vectors are read once for all of them."""
    from nlpwidgets.embeddings._analogy_kernel import mixed

    sieves = [_Sieve(scan, wish, limit) for wish in wishes]
    packed = limit >= SMALL
    queries, weights = _shared(wishes, packed=packed)

    def part(start: int, stop: int) -> None:
        bests = [np.full(sieve.count, -np.inf) for sieve in sieves]
        for first in range(start, stop, _BLOCK):
            last = min(first + _BLOCK, stop)
            cosines, slacks, error = scan.near(queries, first, last, packed=packed)
            for at, sieve in enumerate(sieves):
                own = np.empty((len(weights[at]), last - first), np.float32)
                errors = np.empty(last - first, np.float32)
                mixed(cosines, weights[at], slacks, error, own, errors)
                bests[at] = sieve.sift(first, own, errors, bests[at])
        for sieve, best in zip(sieves, bests, strict=True):
            sieve.bests.append(best)

    if not all(sieve.even for sieve in sieves):
        in_threads(part, limit, cores())
    return [sieve.ranking() for sieve in sieves]


def _shared(wishes: Sequence[Wish], *, packed: bool) -> tuple[Queries, list[NDArray[np.float32]]]:
    """Return vectors whose cosines with a word decide all its scores, and how those of each wish are summed from them."""
    direct: dict[bytes, NDArray[np.float64]] = {}
    inputs: dict[bytes, NDArray[np.float64]] = {}
    for wish in wishes:
        direct.update((query.tobytes(), query) for query in wish.asked.queries(wish.method))
        inputs.update((word.tobytes(), word) for word in (*wish.asked.positive, *wish.asked.negative))
    # those of the words themselves may be fewer; but summing costs precision, which bytes have little of in any case
    sums = packed and len(inputs) < len(direct)
    chosen = inputs if sums else direct
    weights = []
    for wish in wishes:
        asked = wish.asked
        parts = [*asked.positive, *asked.negative] if sums else asked.queries(wish.method)
        places = np.zeros((len(parts), len(chosen)))
        places[np.arange(len(parts)), [list(chosen).index(one.tobytes()) for one in parts]] = 1
        weights.append(((asked.weights(wish.method) @ places) if sums else places).astype(np.float32))
    return quantised(np.stack(list(chosen.values()))), weights


class _Sieve:
    """Keeps of all words those that may be among the best by one method, and those that may be before a wanted one."""

    def __init__(self, scan: Scan, wish: Wish, limit: int) -> None:
        self._scan = scan
        self._wish = wish
        self.queries = quantised(np.stack(wish.asked.queries(wish.method)))
        self.even = wish.method != "3cosmul" and not self.queries.units[-1].any()
        """Without a direction every score is 0."""
        self.count = min(limit, wish.k + len(wish.excluded))
        self.bests: list[NDArray[np.float64]] = []
        """The `count` largest lower bounds of each part of the words."""
        self._near: list[tuple[NDArray[np.int64], NDArray[np.float64]]] = []
        self._scores = self._exact(np.array([row for row, _ in wish.ranked], np.int64))
        self._above: list[NDArray[np.int64]] = []
        self._unsure: list[list[NDArray[np.int64]]] = [[] for _ in wish.ranked]

    def sift(
        self, first: int, cosines: NDArray[np.float32], errors: NDArray[np.float32], best: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Look at the words from `first` on; `best` are the largest lower bounds before them, and with them are returned."""
        from nlpwidgets.embeddings._analogy_kernel import around, reaching

        lows, highs = self._bounds(cosines, errors, self._scan.zero[first : first + len(errors)])
        best = _largest(best, lows)
        rows = reaching(highs, best[0])
        self._near.append((rows + first, highs[rows]))
        if self._wish.ranked:
            above, counts, unsure = around(lows, highs, self._scores)
            self._above.append(above)
            for own, found in zip(self._unsure, np.split(unsure + first, np.cumsum(counts)[:-1]), strict=True):
                own.append(found)
        return best

    def ranking(self) -> Ranking:
        """Decide between the words that were kept."""
        if self.even:
            rows = np.arange(self.count)
        else:
            least = _largest(np.full(self.count, -np.inf), np.concatenate(self.bests))[0]
            rows = np.sort(np.concatenate([rows[highs >= least] for rows, highs in self._near]))
            if len(rows) > max(self.count, _FEW):
                lows, highs = self._finer(rows)
                rows = rows[highs >= _largest(np.full(self.count, -np.inf), lows)[0]]
        rows = rows[~np.isin(rows, np.asarray(self._wish.excluded, np.int64))]
        scores = self._exact(rows)
        chosen = np.lexsort((rows, -scores))[: self._wish.k]
        ranks = tuple(self._rank(at) for at in range(len(self._wish.ranked)))
        return Ranking(rows[chosen], scores[chosen], ranks)

    def _rank(self, at: int) -> tuple[int, float]:
        row, excluded = self._wish.ranked[at]
        score = float(self._scores[at])
        if self.even:
            before = row
        else:
            before = int(sum(above[at] for above in self._above))
            unsure = np.concatenate(self._unsure[at])
            if len(unsure) > _FEW:
                lows, highs = self._finer(unsure)
                before += int((lows > score).sum())
                unsure = unsure[(highs >= score) & (lows <= score)]
            before += self._ahead(unsure, row, score)
        others = np.array([other for other in set(excluded) if other != row], np.int64)
        return before - self._ahead(others, row, score) + 1, score

    def _ahead(self, rows: NDArray[np.int64], row: int, score: float) -> int:
        """Count those of some rows that come before another one."""
        scores = self._exact(rows)
        return int(((scores > score) | ((scores == score) & (rows < row))).sum())

    def _exact(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the scores of some rows, in float64."""
        found = np.zeros(len(rows))
        if not self.even:
            for first in range(0, len(rows), _BLOCK):
                part = slice(first, first + _BLOCK)
                found[part] = self._wish.asked.exact(self._wish.method, self._scan.units(rows[part]))
        return found

    def _finer(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return narrower bounds of the scores of some rows, from cosines in float32."""
        lows, highs = np.empty(len(rows)), np.empty(len(rows))

        def part(start: int, stop: int) -> None:
            own = rows[start:stop]
            lows[start:stop], highs[start:stop] = self._bounds(
                *self._scan.near_some(self.queries, own), self._scan.zero[own]
            )

        in_threads(part, len(rows), cores())
        return lows, highs

    def _bounds(
        self, cosines: NDArray[np.float32], errors: NDArray[np.float32], zero: NDArray[np.bool_]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return what the scores are at least and at most, where the cosines of each word are wrong by at most its error."""
        from nlpwidgets.embeddings._analogy_kernel import bound_direction, bound_product, bound_sum

        lows, highs = np.empty(len(errors)), np.empty(len(errors))
        asked, method = self._wish.asked, self._wish.method
        if method == "3cosadd":
            bound_sum(cosines, errors, lows, highs)
        elif method == "3cosmul":
            bound_product(cosines, len(asked.positive), asked.epsilon, errors, lows, highs)
        else:
            c = asked.positive[1]
            bound_direction(cosines, zero, float(c @ c), float(c @ asked.offset), SHORTEST, errors, lows, highs)
        return lows, highs


def _largest(best: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the largest of both, as many as `best` has, the smallest of them first."""
    from nlpwidgets.embeddings._analogy_kernel import insert

    if len(best) <= _FEW:
        best = best.copy()
        insert(values, best)
        return best
    both = np.concatenate([best, values])
    return np.sort(np.partition(both, len(both) - len(best))[len(both) - len(best) :])
