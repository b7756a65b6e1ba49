"""Directions of bias: what pairs or larger sets of words have in common."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from nlpwidgets.bias._shared import at_length_one, keyed, known, sized_groups, units, whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gensim.models import KeyedVectors
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Method = Literal["pca", "mean_difference", "two_means", "classifier"]
METHODS: tuple[Method, ...] = get_args(Method)
FLAT = 1e-9
"""Share of the variance below which a direction is rounding."""
_ORTHONORMAL = 1e-5
"""Deviation of inner products of directions that is the rounding of float32."""
SAME = 1e-6
"""Distance of unit vectors below which they are the same but for the rounding of float32."""


@dataclass(frozen=True, eq=False)
class Subspace:
    """One or several directions.

    Attributes
    ----------
    directions : float64 (dims, size)
        Orthonormal. The first word of the first set used lies on the positive side of each.
    explained : float64 (components,)
        Shares of the variance of the sets, each centred on its own mean, by principal component, largest first. They are those
        of PCA whichever method made the directions.
    share : float
        Share of that variance that lies in the subspace.
    method : str
    sets : tuple of tuple of str
        The sets used, whole; none where the directions were made of groups without sets (`inlp_subspace`).
    weights : float64 (sets,)
        Their weights.
    lost : tuple of tuple of str
        The sets not used, since a word of theirs has no vector.
    missing : tuple of str
        These words.
    name : str
        What the subspace is about; free text.
    groups : tuple of tuple of str
        The words used, by group: the columns of `sets`, and with methods that take them the words whose partners have no vector.

    Raises
    ------
    ValueError
        The directions are not orthonormal rows of finite numbers.
    """

    directions: Floats = field(repr=False)
    explained: Floats = field(repr=False)
    share: float
    method: Method
    sets: tuple[tuple[str, ...], ...] = field(repr=False)
    weights: Floats = field(repr=False)
    lost: tuple[tuple[str, ...], ...] = ()
    missing: tuple[str, ...] = ()
    name: str = ""
    groups: tuple[tuple[str, ...], ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        """Refuse directions that would make every number wrong, also those that were made by hand."""
        try:
            directions = np.asarray(self.directions, np.float64)
        except (TypeError, ValueError):
            directions = np.empty(0)
        if directions.ndim != 2 or not directions.size:
            raise ValueError("directions are an array of numbers of the shape (dims, size), one dimension at least")
        if not np.abs(directions @ directions.T - np.eye(len(directions))).max() < _ORTHONORMAL:  # so also with NaN
            raise ValueError("directions have length 1 and are orthogonal to each other")
        object.__setattr__(self, "directions", directions)

    @property
    def dims(self) -> int:
        """How many directions."""
        return len(self.directions)

    def components(self, rows: Any) -> Floats:
        """Return the components of vectors, brought to length 1, along the directions: float64 (…, dims).

        Raises
        ------
        ValueError
            The vectors are not as long as the directions, or hold values that are not finite.
        """
        given = np.asarray(rows, np.float64)
        if given.ndim not in (1, 2) or given.shape[-1] != self.directions.shape[1]:
            raise ValueError(
                f"the directions have {self.directions.shape[1]} numbers, the vectors have the shape {given.shape}"
            )
        flat = at_length_one(np.atleast_2d(given)) @ self.directions.T
        found: Floats = flat.reshape(*given.shape[:-1], self.dims)
        return found

    def projection(self, rows: Any) -> Floats:
        """Return the part of vectors, brought to length 1, that lies in the subspace: float64, of the same shape."""
        found: Floats = self.components(rows) @ self.directions
        return found


def subspace(
    vectors: KeyedVectors,
    pairs: Any,
    *,
    method: Method = "pca",
    dims: int = 1,
    weights: Sequence[float] | None = None,
    name: str = "",
) -> Subspace:
    """Find the directions along which the words of each pair, or larger set, differ.

    Parameters
    ----------
    vectors : KeyedVectors
        Or a model that holds them; their rows are brought to length 1 first.
    pairs : list of tuples of str
        Pairs, as ``("she", "he")``, or sets of one word per group, as ``("church", "mosque", "synagogue")``.
    method : {"pca", "mean_difference", "two_means", "classifier"}
        ``"pca"``: principal components of the sets, each centred on its own mean (Bolukbasi et al. 2016, section 5.1).
        ``"mean_difference"``: the mean of the differences of the pairs; of larger sets, the span of the groups' mean deviations from
        their sets. ``"two_means"``: the same of the groups' means (Dev & Phillips 2019), which also takes words whose partners have
        no vector. ``"classifier"``: the normal of a logistic regression that tells the groups apart; for more dimensions again on
        what the directions before leave (Ravfogel et al. 2020).
    dims : int
        How many directions.
    weights : sequence of float, optional
        One per set, 0 or more; only their relations count. Sets of weight 0 are not used. ``"two_means"`` and ``"classifier"`` take a
        word that stands in several sets once, with the largest of their weights.
    name : str
        Kept in the result.

    Returns
    -------
    Subspace

    Raises
    ------
    TypeError, ValueError
        A set is no list of different words, the sets have different sizes, no set has vectors for all of its words, the words do
        not differ, or there are fewer directions than wanted; the message says which.

    Examples
    --------
    >>> from nlpwidgets import embeddings
    >>> gender = subspace(embeddings.load("small"), [("she", "he"), ("woman", "man"), ("her", "his")])
    >>> gender.directions.shape
    (1, 100)
    """
    kv = keyed(vectors)
    sets = sized_groups(pairs, "pairs")
    if method not in METHODS:
        raise ValueError(f"method is one of {', '.join(METHODS)}, not {method!r}")
    dims = whole(dims, "dims")
    weight = _checked_weights(weights, len(sets))
    sets = [one for one, w in zip(sets, weight, strict=True) if w > 0]
    weight = weight[weight > 0]
    if not sets:
        raise ValueError("all weights are 0: no set is left")
    found, missing = known(kv, [word for one in sets for word in one])
    there = set(found)
    complete = [there.issuperset(one) for one in sets]
    used = [one for one, ok in zip(sets, complete, strict=True) if ok]
    if not used:
        raise ValueError(f"no set has vectors for all of its words; there is none for {_few(missing)}")
    used_weights = weight[complete]
    relative = used_weights / used_weights.max()
    centred, spectrum = _spectrum(kv, used, relative)
    groups = [list(dict.fromkeys(group)) for group in zip(*used, strict=True)]
    if method == "pca":
        directions = _components(centred)
    elif method == "mean_difference":
        directions = _span(_mean_deviations(kv, used, relative))
    else:
        weighed = _by_group(sets, weight / weight.max(), there)
        groups = [list(group) for group in weighed]
        directions = _span(_group_means(kv, weighed)) if method == "two_means" else _separating(kv, weighed, int(dims))
    if len(directions) < dims:
        raise ValueError(
            f"these sets give {len(directions)} direction{'s' * (len(directions) != 1)}, {dims} were wanted"
        )
    directions = turned(directions[:dims], units(kv, [used[0][0]])[0])
    total = float((centred**2).sum())
    return Subspace(
        directions=directions,
        explained=spectrum,
        share=min(1.0, float(((centred @ directions.T) ** 2).sum() / total)),
        method=method,
        sets=tuple(used),
        weights=used_weights,
        lost=tuple(one for one, ok in zip(sets, complete, strict=True) if not ok),
        missing=tuple(missing),
        name=name,
        groups=tuple(tuple(group) for group in groups),
    )


def _checked_weights(weights: Any, count: int) -> Floats:
    if weights is None:
        return np.ones(count)
    try:
        found = np.asarray(weights, np.float64)
    except (TypeError, ValueError):
        found = np.empty(0)
    if found.shape != (count,) or not np.isfinite(found).all() or (found < 0).any():
        raise ValueError(f"weights must be {count} finite numbers of at least 0, one per set, not {weights!r:.80}")
    return found


def _few(words: Sequence[str]) -> str:
    shown = ", ".join(map(repr, words[:8]))
    return shown if len(words) <= 8 else f"{shown} and {len(words) - 8} more"


def _spectrum(kv: KeyedVectors, sets: Sequence[tuple[str, ...]], weights: Floats) -> tuple[Floats, Floats]:
    """Return all words of the sets, less their set's mean and times the root of its weight, and the shares of their variance."""
    rows = np.stack([units(kv, one) for one in sets])
    rows -= rows.mean(axis=1, keepdims=True)
    rows *= np.sqrt(weights)[:, None, None]
    centred = rows.reshape(-1, rows.shape[-1])
    squares = np.linalg.svd(centred, compute_uv=False) ** 2
    if squares.sum() < FLAT:
        raise ValueError("the words of each set have one and the same direction: there is nothing in which they differ")
    shares: Floats = squares / squares.sum()
    return centred, shares[shares > FLAT]


def _components(centred: Floats) -> Floats:
    _, values, found = np.linalg.svd(centred, full_matrices=False)
    kept: Floats = found[values**2 > FLAT * (values**2).sum()]
    return kept


def _span(positions: Floats) -> Floats:
    """Return orthonormal directions of the space that the groups' positions span around their middle, the widest first."""
    apart = positions - positions.mean(axis=0)
    return _components(apart) if np.linalg.norm(apart, axis=1).max() > SAME else apart[:0]


def _mean_deviations(kv: KeyedVectors, sets: Sequence[tuple[str, ...]], weights: Floats) -> Floats:
    rows = np.stack([units(kv, one) for one in sets])
    found: Floats = np.average(rows - rows.mean(axis=1, keepdims=True), axis=0, weights=weights)
    return found


def _by_group(sets: Sequence[tuple[str, ...]], weights: Floats, there: set[str]) -> list[dict[str, float]]:
    """Return the words of each group that have a vector, and their weights."""
    groups: list[dict[str, float]] = [{} for _ in sets[0]]
    for one, weight in zip(sets, weights.tolist(), strict=True):
        for word, group in zip(one, groups, strict=True):
            if word in there:
                group[word] = max(weight, group.get(word, 0.0))
    return groups


def _group_means(kv: KeyedVectors, groups: Sequence[dict[str, float]]) -> Floats:
    return np.stack([np.average(units(kv, group), axis=0, weights=list(group.values())) for group in groups])


def _separating(kv: KeyedVectors, groups: Sequence[dict[str, float]], dims: int) -> Floats:
    from nlpwidgets.bias.nullspace import separating_directions

    rows = np.concatenate([units(kv, group) for group in groups])
    labels = np.repeat(np.arange(len(groups)), [len(group) for group in groups])
    weights = np.concatenate([list(group.values()) for group in groups])
    return separating_directions(rows, labels, dims, weights=weights / weights.mean())


def turned(directions: Floats, first: Floats) -> Floats:
    """Return directions with signs such that a vector lies on the positive side of each."""
    signs = np.where(directions @ first < 0, -1.0, 1.0)
    found: Floats = directions * signs[:, None]
    return found
