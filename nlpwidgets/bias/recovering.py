"""Whether bias can still be found after it was removed (Gonen & Goldberg 2019, "Lipstick on a Pig")."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.bias._clustering import two_clusters
from nlpwidgets.bias._shared import at_length_one, keyed, known, listed, units, whole
from nlpwidgets.bias.debiasing import checked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gensim.models import KeyedVectors
    from numpy.typing import NDArray

    from nlpwidgets.bias.subspaces import Subspace

    Floats = NDArray[np.float64]

Pair = tuple[float, float]


@dataclass(frozen=True)
class Recoverability:
    """How well the two sides are found again; each pair is before and after.

    Attributes
    ----------
    clusters : pair of float
        Share of the biased words that k-means with two clusters puts with their own side, 0.5 to 1.
    classifier : pair of float
        Accuracy of a logistic regression on the half of these words that it has not seen.
    correlation : pair of float, or None
        Pearson's correlation of the component along the first direction, before, and the share of a word's neighbours that lie on
        the first side, over the words to probe; None for fewer than three, or where one of the two does not vary.
    first, second : tuple of str
        The most biased words of both sides, most biased first.
    """

    clusters: Pair
    classifier: Pair
    correlation: Pair | None
    first: tuple[str, ...] = field(repr=False)
    second: tuple[str, ...] = field(repr=False)


class Recovery:
    """The words whose sides are to be found again; measures any number of embeddings of the same words.

    Parameters
    ----------
    before : KeyedVectors
        In which the sides are decided.
    subspace : Subspace
        By its first direction.
    exempt : list of str
        Words that are no proof of bias: those gendered by definition, say. The words of the subspace's sets are left out as well.
    probes : list of str
        Words whose neighbours are counted; those without a vector are left out.
    words : int
        Most biased words per side; fewer where there are not so many.
    restrict : int
        Among so many words, the most frequent ones where the vectors are sorted so.
    neighbours, among : int
        Neighbours counted, among so many words. Words that lie on neither side, or without a direction, are no neighbours.
    seed : int
        For k-means, and for the half of each side that is learned from.

    Raises
    ------
    TypeError, ValueError
        A side has fewer than four words, a number is below 1, or a list is none.
    """

    def __init__(
        self,
        before: KeyedVectors,
        subspace: Subspace,
        *,
        exempt: Any = (),
        probes: Any = (),
        words: int = 500,
        restrict: int = 30_000,
        neighbours: int = 100,
        among: int = 10_000,
        seed: int = 0,
    ) -> None:
        kv, _ = checked(before, subspace, 1.0)
        self._seed, self._neighbours = whole(seed, "seed", 0), whole(neighbours, "neighbours")
        limit = min(whole(restrict, "restrict"), len(kv))
        spared = {*listed(exempt, "exempt"), *(word for one in (*subspace.sets, *subspace.groups) for word in one)}
        rows = np.asarray(kv.vectors[:limit], np.float64)
        bad = np.flatnonzero(~np.isfinite(rows).all(axis=1))
        if len(bad):
            raise ValueError(
                f"the vector of {kv.index_to_key[bad[0]]!r} (row {bad[0]:,}) holds values that are not finite"
            )
        inside = at_length_one(rows) @ subspace.directions[0]
        fair = np.array([word not in spared for word in kv.index_to_key[:limit]], bool)
        order = np.flatnonzero(fair)[np.argsort(-inside[fair], kind="stable")]
        most = whole(words, "words")
        first = order[inside[order] > 0][:most]
        second = order[inside[order] < 0][::-1][:most]
        size = min(len(first), len(second))
        if size < 4:
            raise ValueError(
                f"only {len(first)} and {len(second)} words lie on the two sides: too few to be found again"
            )
        self.first, self.second = (tuple(kv.index_to_key[row] for row in side[:size]) for side in (first, second))
        self._labels = np.repeat([1, 0], size)
        near = np.flatnonzero(inside[: whole(among, "among")])
        self._side = inside[near] > 0
        self._among = [kv.index_to_key[row] for row in near]
        self._probes = known(kv, listed(probes, "probes"))[0]
        self._components = units(kv, self._probes) @ subspace.directions[0]
        self._own = _places(self._probes, self._among)
        random = np.random.default_rng(seed)
        halves = [start + random.permutation(size) for start in (0, size)]
        self._learned, self._asked = (
            np.concatenate([half[part] for half in halves]) for part in (np.s_[: size // 2], np.s_[size // 2 :])
        )

    def check(self, vectors: KeyedVectors) -> None:
        """Raise a ValueError where vectors lack a word that the measures need."""
        index = keyed(vectors).key_to_index
        for word in (*self.first, *self.second, *self._probes, *self._among):
            if word not in index:
                raise ValueError(f"these vectors lack {word!r}")

    def clusters(self, vectors: KeyedVectors) -> float:
        """Return the share of the words that k-means puts with their own side."""
        found = two_clusters(units(keyed(vectors), (*self.first, *self.second)), seed=self._seed)
        right = float((found == self._labels).mean())
        return max(right, 1 - right)

    def classifier(self, vectors: KeyedVectors) -> float:
        """Return the accuracy of a linear classifier on words that it has not seen."""
        from sklearn.linear_model import LogisticRegression

        rows = units(keyed(vectors), (*self.first, *self.second))
        labels = self._labels
        model = LogisticRegression(C=10.0, max_iter=500).fit(rows[self._learned], labels[self._learned])
        return float(model.score(rows[self._asked], labels[self._asked]))

    def correlation(self, vectors: KeyedVectors) -> float | None:
        """Return Pearson's correlation of component before and share of neighbours on the first side."""
        kv = keyed(vectors)
        count = min(self._neighbours, len(self._among) - 1)
        if len(self._probes) < 3 or count < 1:
            return None
        near = units(kv, self._probes).astype(np.float32) @ units(kv, self._among).astype(np.float32).T
        inside = self._own >= 0
        near[inside, self._own[inside]] = -np.inf
        # the words down to the cosine of the last neighbour; where others have just that one, they count as well
        last = np.partition(near, near.shape[1] - count, axis=1)[:, -count, None]
        chosen = near >= last
        shares = (chosen @ self._side.astype(np.float32)) / chosen.sum(axis=1)
        if np.ptp(shares) == 0 or np.ptp(self._components) == 0:
            return None
        return float(np.corrcoef(self._components, shares)[0, 1])


def _places(words: Sequence[str], among: Sequence[str]) -> NDArray[np.int64]:
    """Return where words stand among others; -1 for those that do not."""
    places = {word: place for place, word in enumerate(among)}
    return np.array([places.get(word, -1) for word in words], np.int64)


def recoverability(before: KeyedVectors, after: KeyedVectors, subspace: Subspace, **options: Any) -> Recoverability:
    """Return how well the two sides of a subspace are found before and after debiasing.

    Parameters
    ----------
    before, after : KeyedVectors
        With the same words, at least those among the first `restrict` and the probes.
    subspace : Subspace
    **options
        Those of `Recovery`: exempt, probes, words, restrict, neighbours, among, seed.

    Returns
    -------
    Recoverability

    Raises
    ------
    TypeError, ValueError
        As `Recovery` does, or `after` lacks words of `before`.
    """
    recovery = Recovery(before, subspace, **options)
    recovery.check(after)
    sides = (before, after)
    correlations = [recovery.correlation(one) for one in sides]
    return Recoverability(
        clusters=(recovery.clusters(before), recovery.clusters(after)),
        classifier=(recovery.classifier(before), recovery.classifier(after)),
        correlation=None if None in correlations else (correlations[0], correlations[1]),  # type: ignore[arg-type]
        first=recovery.first,
        second=recovery.second,
    )
