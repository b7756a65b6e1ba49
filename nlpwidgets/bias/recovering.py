"""Whether bias can still be found after it was removed (Gonen & Goldberg 2019, "Lipstick on a Pig")."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.bias._shared import at_length_one, keyed, known, listed, units

if TYPE_CHECKING:
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
        the first side, over the words to probe; None without such words, or where one of the two does not vary.
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
    exempt : iterable of str
        Words that are no proof of bias: those gendered by definition, say. The words of the subspace's sets are left out as well.
    probes : list of str
        Words whose neighbours are counted.
    words : int
        Most biased words per side; fewer where there are not so many.
    restrict : int
        Among so many words, the most frequent ones where the vectors are sorted so.
    neighbours, among : int
        Neighbours counted, among so many words.
    seed : int
        For k-means, and for the half that is learned from.

    Raises
    ------
    ValueError
        A side has fewer than four words.
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
        kv = keyed(before)
        self._seed, self._neighbours = seed, neighbours
        limit = min(restrict, len(kv))
        rows = at_length_one(np.asarray(kv.vectors[:limit], np.float64))
        inside = rows @ subspace.directions[0]
        spared = {*exempt, *(word for one in subspace.sets for word in one)}
        fair = np.array([word not in spared for word in kv.index_to_key[:limit]], bool) & rows.any(axis=1)
        order = np.flatnonzero(fair)[np.argsort(-inside[fair], kind="stable")]
        first = order[inside[order] > 0][:words]
        second = order[inside[order] < 0][::-1][:words]
        size = min(len(first), len(second))
        if size < 4:
            raise ValueError(
                f"only {len(first)} and {len(second)} words lie on the two sides: too few to be found again"
            )
        self.first, self.second = (tuple(kv.index_to_key[row] for row in side[:size]) for side in (first, second))
        self._labels = np.repeat([1, 0], size)
        self._side = inside[: min(among, limit)] > 0
        self._among = kv.index_to_key[: len(self._side)]
        self._probes = known(kv, listed(probes, "probes"))[0]
        self._components = units(kv, self._probes) @ subspace.directions[0]
        half = np.random.default_rng(seed).permutation(2 * size)
        self._learned, self._asked = half[:size], half[size:]

    def clusters(self, vectors: KeyedVectors) -> float:
        """Return the share of the words that k-means puts with their own side."""
        from sklearn.cluster import KMeans

        rows = units(keyed(vectors), (*self.first, *self.second))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # fewer distinct rows than clusters
            found = KMeans(2, n_init=4, random_state=self._seed).fit_predict(rows)
        right = float((found == self._labels).mean())
        return max(right, 1 - right)

    def classifier(self, vectors: KeyedVectors) -> float:
        """Return the accuracy of a linear classifier on words that it has not seen."""
        from sklearn.linear_model import LogisticRegression

        rows = units(keyed(vectors), (*self.first, *self.second))
        labels = self._labels
        if len(set(labels[self._learned].tolist())) < 2:
            raise ValueError("too few words: all of the half that is learned from lie on one side")
        model = LogisticRegression(C=10.0, max_iter=500).fit(rows[self._learned], labels[self._learned])
        return float(model.score(rows[self._asked], labels[self._asked]))

    def correlation(self, vectors: KeyedVectors) -> float | None:
        """Return Pearson's correlation of component before and share of neighbours on the first side."""
        kv = keyed(vectors)
        count = min(self._neighbours, len(self._among) - 1)
        if len(self._probes) < 3 or count < 1:
            return None
        rows = units(kv, self._probes).astype(np.float32)
        near = rows @ units(kv, self._among).astype(np.float32).T
        own = {word: column for column, word in enumerate(self._among)}
        for row, word in enumerate(self._probes):
            if word in own:
                near[row, own[word]] = -np.inf
        nearest = np.argpartition(-near, count - 1, axis=1)[:, :count]
        shares = self._side[nearest].mean(axis=1)
        if np.ptp(shares) == 0 or np.ptp(self._components) == 0:
            return None
        return float(np.corrcoef(self._components, shares)[0, 1])


def recoverability(before: KeyedVectors, after: KeyedVectors, subspace: Subspace, **options: Any) -> Recoverability:
    """Return how well the two sides of a subspace are found before and after debiasing.

    Parameters
    ----------
    before, after : KeyedVectors
        With the same words, at least those among the first `restrict`.
    subspace : Subspace
    **options
        Those of `Recovery`: exempt, probes, words, restrict, neighbours, among, seed.

    Returns
    -------
    Recoverability

    Raises
    ------
    ValueError
        A side has fewer than four words, or `after` lacks words of `before`.
    """
    recovery = Recovery(before, subspace, **options)
    index = keyed(after).key_to_index
    lacking = next((word for word in (*recovery.first, *recovery.second) if word not in index), None)
    if lacking is not None:
        raise ValueError(f"the vectors after debiasing lack {lacking!r}")
    sides = (before, after)
    correlations = [recovery.correlation(one) for one in sides]
    return Recoverability(
        clusters=(recovery.clusters(before), recovery.clusters(after)),
        classifier=(recovery.classifier(before), recovery.classifier(after)),
        correlation=None if None in correlations else (correlations[0], correlations[1]),  # type: ignore[arg-type]
        first=recovery.first,
        second=recovery.second,
    )
