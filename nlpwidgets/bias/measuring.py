"""Measures of bias in word vectors. All of them work on vectors at length 1 unless they say otherwise."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.bias._shared import keyed, known, listed, real, sized_groups, units
from nlpwidgets.bias.debiasing import checked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gensim.models import KeyedVectors
    from numpy.typing import NDArray

    from nlpwidgets.bias.subspaces import Subspace

    Floats = NDArray[np.float64]


_ROUNDING = 1e-12
"""Cosines, and lengths of means of unit vectors, below this are rounding."""


@dataclass(frozen=True, eq=False)
class PerWord:
    """A measure for each of some words.

    Attributes
    ----------
    words : tuple of str
        Those that have a vector.
    values : float64 (words,)
    lost : tuple of str
        Words without a vector, also of the groups or pairs.
    """

    words: tuple[str, ...] = field(repr=False)
    values: Floats = field(repr=False)
    lost: tuple[str, ...]

    @property
    def mean(self) -> float:
        """Mean over the words."""
        return float(self.values.mean())

    @property
    def total(self) -> float:
        """Sum over the words."""
        return float(self.values.sum())


@dataclass(frozen=True, eq=False)
class Ripa(PerWord):
    """Relational inner product association: `values` are means over the pairs.

    Attributes
    ----------
    deviations : float64 (words,)
        Standard deviations over the pairs (ddof 0).
    """

    deviations: Floats = field(repr=False)


def direct_bias(vectors: KeyedVectors, words: Any, subspace: Subspace, *, c: float = 1) -> float:
    """Return how much of neutral words lies in the subspace: the mean of ``|cos(w, g)|^c``.

    Parameters
    ----------
    vectors : KeyedVectors
    words : list of str
        Words that should be neutral; those without a vector are left out.
    subspace : Subspace
        With more than one direction, the length of the projection stands for the cosine.
    c : float
        Strictness, 0 or more: with 0 every word that is not orthogonal counts fully.

    Returns
    -------
    float
        0 to 1. Bolukbasi et al. 2016, section 5.2.

    Raises
    ------
    TypeError, ValueError
        None of the words has a vector, `c` is below 0, or the subspace is none, or of vectors of another length.
    """
    checked(vectors, subspace, 1.0)
    strictness = real(c, "c")
    _, rows, _ = _found(vectors, words, "words")
    lengths = np.linalg.norm(subspace.components(rows), axis=1)
    return float((lengths > _ROUNDING).mean() if strictness == 0 else (lengths**strictness).mean())


def indirect_bias(vectors: KeyedVectors, v: str, w: str, subspace: Subspace) -> float:
    """Return the share of the similarity of two words that the subspace accounts for.

    Returns
    -------
    float
        ``(v·w - v⊥·w⊥ / (‖v⊥‖ ‖w⊥‖)) / v·w``, with v⊥ what the subspace leaves of v (Bolukbasi et al. 2016, section 5.3).

    Raises
    ------
    KeyError
        A word has no vector.
    TypeError, ValueError
        The subspace is none, or of vectors of another length; the words are orthogonal, or one of them lies in the subspace altogether: then there is no such share.
    """
    kv, _ = checked(vectors, subspace, 1.0)
    found, lost = known(kv, listed([v, w], "words"))
    if lost:
        raise KeyError(f"{lost[0]!r} has no vector")
    one, other = units(kv, [v, w])
    left = [row - subspace.projection(row) for row in (one, other)]
    lengths = [float(np.linalg.norm(row)) for row in left]
    similarity = float(one @ other)
    if abs(similarity) < _ROUNDING:
        raise ValueError(f"{v!r} and {w!r} are orthogonal: there is no similarity to account for")
    if min(lengths) < 1e-9:
        raise ValueError(f"{found[int(np.argmin(lengths))]!r} lies in the subspace altogether")
    return (similarity - float(left[0] @ left[1]) / (lengths[0] * lengths[1])) / similarity


def relative_norm_distance(vectors: KeyedVectors, words: Any, group: Any, other: Any) -> PerWord:
    """Return how much nearer words are to one group than to another.

    Returns
    -------
    PerWord
        ``‖w - μ‖ - ‖w - μ'‖`` with the groups' mean vectors: below 0 for words nearer to the first group. `total` is the relative
        norm distance of Garg et al. 2018.

    Raises
    ------
    TypeError, ValueError
        Something is no list of words, or has no word with a vector.
    """
    kept, rows, lost = _found(vectors, words, "words")
    means, missing = _means(vectors, group, other)
    values = np.linalg.norm(rows - means[0], axis=1) - np.linalg.norm(rows - means[1], axis=1)
    return PerWord(kept, values, (*lost, *missing))


def ripa(vectors: KeyedVectors, words: Any, pairs: Any) -> Ripa:
    """Return the relational inner product association of words with a relation (Ethayarajh et al. 2019).

    Returns
    -------
    Ripa
        For each word the mean, over the pairs (x, y), of ``w · (x - y) / ‖x - y‖``. The vectors are taken as they are, not at
        length 1, as the paper has it. Pairs with a word that has no vector are left out.

    Raises
    ------
    TypeError, ValueError
        Something is no list of words or pairs, no pair is known, or its words have one vector.
    """
    kv = keyed(vectors)
    kept, _, lost = _found(vectors, words, "words")
    sets = sized_groups(pairs, "pairs")
    if len(sets[0]) != 2:
        raise ValueError(f"pairs have two words each, not {len(sets[0])}")
    found, missing = known(kv, [word for one in sets for word in one])
    there = set(found)
    used = [one for one in sets if there.issuperset(one)]
    if not used:
        raise ValueError(f"no pair has vectors for both words; {', '.join(map(repr, missing[:8]))} lack one")
    first, second = (_as_given(kv, [one[side] for one in used]) for side in (0, 1))
    lengths = np.linalg.norm(first - second, axis=1)
    if (lengths == 0).any():
        raise ValueError(f"the words of {used[int(lengths.argmin())]} have one and the same vector")
    products = _as_given(kv, kept) @ ((first - second) / lengths[:, None]).T
    return Ripa(kept, products.mean(axis=1), (*lost, *missing), products.std(axis=1))


def ect(vectors: KeyedVectors, words: Any, group: Any, other: Any) -> float:
    """Return the embedding coherence test of Dev & Phillips 2019.

    Returns
    -------
    float
        Spearman's correlation of the words' cosines with the two groups' mean vectors: 1 where both groups stand to all words in
        the same order.

    Raises
    ------
    TypeError, ValueError
        Something is no list of words, fewer than two words have a vector, all of them stand alike to a group, or the vectors of a
        group cancel out.
    """
    from scipy.stats import spearmanr

    _, rows, _ = _found(vectors, words, "words")
    means, _ = _means(vectors, group, other)
    if len(rows) < 2:
        raise ValueError(f"a correlation needs two words with a vector at least, not {len(rows)}")
    lengths = np.linalg.norm(means, axis=1)
    if lengths.min() < _ROUNDING:
        raise ValueError(f"the vectors of {('group', 'other')[int(lengths.argmin())]} cancel out: their mean is 0")
    cosines = rows @ (means / lengths[:, None]).T
    if (np.ptp(cosines, axis=0) < _ROUNDING).any():
        raise ValueError("all words have the same cosine with a group: there is no order to correlate")
    return float(spearmanr(*cosines.T)[0])


def mac(vectors: KeyedVectors, targets: Any, attribute_sets: Any) -> float:
    """Return the mean average cosine distance of targets to sets of attributes (Manzini et al. 2019).

    Returns
    -------
    float
        The mean, over all targets and sets, of 1 less the mean cosine of the target with the set's words: 1 where they have nothing to
        do with each other.

    Raises
    ------
    TypeError, ValueError
        Something is no list of words, or has no word with a vector.
    """
    _, rows, _ = _found(vectors, targets, "targets")
    if not isinstance(attribute_sets, (list, tuple)):
        raise TypeError(f"attribute_sets must be a list of lists of words, not {type(attribute_sets).__name__}")
    if not attribute_sets:
        raise ValueError("attribute_sets is empty")
    found = [_found(vectors, one, f"attribute_sets[{k}]")[1] for k, one in enumerate(attribute_sets)]
    return float(np.mean([1 - (rows @ one.T).mean(axis=1) for one in found]))


def _found(vectors: KeyedVectors, words: Any, name: str) -> tuple[tuple[str, ...], Floats, tuple[str, ...]]:
    kv = keyed(vectors)
    found, lost = known(kv, listed(words, name))
    if not found:
        raise ValueError(f"no word of {name} has a vector" + (f": {', '.join(map(repr, lost[:8]))}" if lost else ""))
    return tuple(found), units(kv, found), tuple(lost)


def _means(vectors: KeyedVectors, group: Any, other: Any) -> tuple[Floats, tuple[str, ...]]:
    pairs = [_found(vectors, words, name) for words, name in ((group, "group"), (other, "other"))]
    return np.stack([rows.mean(axis=0) for _, rows, _ in pairs]), tuple(word for one in pairs for word in one[2])


def _as_given(kv: KeyedVectors, words: Sequence[str]) -> Floats:
    return np.asarray(kv.vectors[[kv.key_to_index[word] for word in words]], np.float64)
