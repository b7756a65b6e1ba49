"""The word embedding association test (Caliskan, Bryson & Narayanan 2017)."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.bias._shared import keyed, known, listed, units, whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gensim.models import KeyedVectors
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

EXACT = 20_000
"""Partitions up to which all of them are looked at."""
_BLOCK = 1 << 14
"""Partitions at a time."""
_MOST_BYTES = 2_000_000_000
"""Of all partitions drawn, one for each of their words."""
_ROUNDING = 1e-9
"""Of the sum of all associations: statistics that differ by less are equal."""


@dataclass(frozen=True)
class Weat:
    """A test: whether the targets X are nearer to the attributes A, and the targets Y to B.

    Attributes
    ----------
    statistic : float
        s(X, Y, A, B) = Σ s(x, A, B) - Σ s(y, A, B), with s(w, A, B) the mean cosine of w with A less that with B.
    effect : float
        Effect size d: the difference of the targets' mean associations, divided by the standard deviation over all targets.
    ddof : int
        What is taken from the number of targets in that deviation: 1 for that of a sample, 0 for that of a population.
    p : float
        Share of the partitions of the targets into two sets of the same sizes whose statistic is larger than that of the test.
    exact : bool
        Whether all partitions were looked at.
    partitions : int
        How many were.
    standard_error : float
        Of p, as it comes of sampling: ``sqrt(p (1 - p) / partitions)``; 0 where it is exact. It is 0 as well where none of those
        drawn was larger: then p is below ``3 / partitions``, with 95 % certainty.
    x, y, a, b : tuple of str
        The words used.
    lost : dict of str to tuple of str
        The words of each set that have no vector.
    associations : float64 (x + y,)
        s(w, A, B) of each target, those of X first.
    """

    statistic: float
    effect: float
    ddof: int
    p: float
    exact: bool
    partitions: int
    standard_error: float
    x: tuple[str, ...] = field(repr=False)
    y: tuple[str, ...] = field(repr=False)
    a: tuple[str, ...] = field(repr=False)
    b: tuple[str, ...] = field(repr=False)
    lost: dict[str, tuple[str, ...]]
    associations: Floats = field(repr=False, compare=False)


def weat(
    vectors: KeyedVectors,
    x: Any,
    y: Any,
    a: Any,
    b: Any,
    *,
    ddof: int = 1,
    permutations: int = 10_000,
    seed: int = 0,
) -> Weat:
    """Test whether two sets of target words differ in their association with two sets of attributes.

    Parameters
    ----------
    vectors : KeyedVectors
    x, y : list of str
        Targets, as flowers and insects.
    a, b : list of str
        Attributes, as pleasant and unpleasant words.
    ddof : {1, 0}
        For the standard deviation in the effect size. With 1, GloVe 840B gives the published effect sizes.
    permutations : int
        Partitions drawn where there are more than 20,000.
    seed : int
        For drawing.

    Returns
    -------
    Weat
        Words without a vector are left out, and named in `lost`. p counts statistics strictly above that of the test, as the
        paper defines it; those that differ from it by rounding only (1e-9 of the sum of all associations) do not count.

    Raises
    ------
    TypeError, ValueError
        A set is no list of words, X and Y or A and B share a word, fewer than two words of X or Y or none of A or B have a vector,
        or all targets have one and the same association: then there is no effect size.
    """
    kv = keyed(vectors)
    sets = {name: listed(words, name) for name, words in (("x", x), ("y", y), ("a", a), ("b", b))}
    for one, other in (("x", "y"), ("a", "b")):
        both = sorted(set(sets[one]) & set(sets[other]))
        if both:
            raise ValueError(f"{both[0]!r} stands in both {one} and {other}")
    if isinstance(ddof, bool) or ddof not in (0, 1):
        raise ValueError(f"ddof is 0 or 1, not {ddof!r}")
    found, lost = {}, {}
    for name, words in sets.items():
        found[name], lost[name] = known(kv, words)
        least = 2 if name in "xy" else 1
        if len(found[name]) < least:
            missing = f"; {', '.join(map(repr, lost[name][:8]))} lack one" if lost[name] else ""
            raise ValueError(f"{name} needs {least} words with a vector at least, it has {len(found[name])}{missing}")
    targets = units(kv, found["x"] + found["y"])
    associations = (targets @ units(kv, found["a"]).T).mean(axis=1) - (targets @ units(kv, found["b"]).T).mean(axis=1)
    in_x, exact = partitions(len(found["x"]), len(found["y"]), permutations=permutations, seed=seed)
    observed, others = statistics(associations, len(found["x"]), in_x)
    p = float((others > observed + tolerance(associations)).mean())
    return Weat(
        statistic=observed,
        effect=effect_size(associations, len(found["x"]), ddof),
        ddof=ddof,
        p=p,
        exact=exact,
        partitions=len(in_x),
        standard_error=0.0 if exact else math.sqrt(p * (1 - p) / len(in_x)),
        **{name: tuple(words) for name, words in found.items()},
        lost={name: tuple(words) for name, words in lost.items()},
        associations=associations,
    )


def effect_size(associations: Floats, count: int, ddof: int) -> float:
    """Return d of the associations of all targets, of which the first `count` are those of X.

    Raises
    ------
    ValueError
        They are all the same.
    """
    spread = float(associations.std(ddof=ddof))
    if spread <= tolerance(associations) or len(associations) <= ddof:
        raise ValueError("all targets have the same association: there is no effect size")
    return float(associations[:count].mean() - associations[count:].mean()) / spread


def tolerance(associations: Floats) -> float:
    """Return the difference of two statistics that is rounding."""
    return _ROUNDING * float(np.abs(associations).sum())


def statistics(associations: Floats, count: int, in_x: NDArray[np.uint8]) -> tuple[float, Floats]:
    """Return the statistic of the test, and that of each partition."""
    total = float(associations.sum())
    parts = [in_x[part] @ associations for part in _parts(len(in_x))]
    return 2 * float(associations[:count].sum()) - total, 2 * np.concatenate(parts) - total


def partitions(
    n_x: int, n_y: int, *, limit: int = EXACT, permutations: int = 10_000, seed: int = 0
) -> tuple[NDArray[np.uint8], bool]:
    """Return ways to part targets into two sets of the same sizes.

    Parameters
    ----------
    n_x, n_y : int
        Sizes of the sets.
    limit : int
        All ways are returned where there are at most so many.
    permutations : int
        How many are drawn else.
    seed : int

    Returns
    -------
    in_x : uint8 (partitions, n_x + n_y)
        1 where a target falls to X. Where all are returned, the first is the test's own.
    exact : bool
        Whether all are returned.

    Raises
    ------
    ValueError
        A size, or the number to draw, is below 1, or the seed below 0; or those drawn would take more than 2 GB.
    """
    if min(n_x, n_y) < 1:
        raise ValueError(f"both sets need a word: {n_x} and {n_y}")
    drawn, random = whole(permutations, "permutations"), np.random.default_rng(whole(seed, "seed", 0))
    count, ways = n_x + n_y, math.comb(n_x + n_y, n_x)
    if ways <= limit:
        in_x = np.zeros((ways, count), np.uint8)
        np.put_along_axis(in_x, np.array(list(itertools.combinations(range(count), n_x))), 1, axis=1)
        return in_x, True
    if drawn * count > _MOST_BYTES:
        raise ValueError(
            f"{drawn:,} permutations of {count:,} words take {drawn * count / 1e9:,.1f} GB: draw {_MOST_BYTES // count:,} at most"
        )
    in_x = np.zeros((drawn, count), np.uint8)
    for part in _parts(drawn):
        keys = random.random(in_x[part].shape, np.float32)
        np.put_along_axis(in_x[part], np.argpartition(keys, n_x - 1, axis=1)[:, :n_x], 1, axis=1)
    return in_x, False


def _parts(count: int) -> Iterator[slice]:
    """Yield parts of the partitions, so that only their bytes take memory for each of very many."""
    for start in range(0, count, _BLOCK):
        yield slice(start, start + _BLOCK)
