"""The geometry of an analogy: the plane through its three words, and how parallel the offsets of a relation are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from nlpwidgets.embeddings._vectors import keyed
from nlpwidgets.embeddings._words import resolve
from nlpwidgets.embeddings.spelling import UnknownWordError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

Space = Literal["unit", "raw"]
SHORTEST = 1e-6
"""A shorter difference of two vectors, relative to their length, has no direction."""


@dataclass(frozen=True)
class Plane:
    """The plane through a, b and c, with a at its origin and b on its first axis.

    Attributes
    ----------
    a, b, c, target, answer : tuple of two floats
        Coordinates; `target` is b - a + c, `answer` is dropped onto the plane. Distances within the plane are true.
    distance : float
        Of the answer from the plane.
    note : str
        What is special about the three words: two are one, or all lie on a line; empty otherwise.
    basis : array of shape (dimensions, size), float64
        Orthonormal axes: two, one where all lie on a line, none where all are one point.
    space : {"unit", "raw"}
        Whether vectors have length 1, as for the methods that answer, or are as they are.
    """

    a: tuple[float, float]
    b: tuple[float, float]
    c: tuple[float, float]
    target: tuple[float, float]
    answer: tuple[float, float]
    distance: float
    note: str
    basis: NDArray[np.float64]
    space: Space


@dataclass(frozen=True)
class Consistency:
    """How parallel the offsets of the pairs of a relation are.

    Attributes
    ----------
    pairs : tuple of (str, str)
        Those whose words both have a vector.
    cosines : array of shape (pairs,), float64
        Of each offset with the mean of the other offsets; NaN where there is no direction.
    mean : float
        Mean cosine between two offsets, over all pairs of pairs; NaN for fewer than two pairs.
    shuffled : float
        The same with the second words shuffled, mean of 20 draws: what chance gives.
    missing : tuple of str
        Words without a vector.
    """

    pairs: tuple[tuple[str, str], ...]
    cosines: NDArray[np.float64]
    mean: float
    shuffled: float
    missing: tuple[str, ...]


def plane(vectors: Any, a: str, b: str, c: str, answer: str, *, space: Space = "unit") -> Plane:
    """Return where an answer lies, seen from the plane through a, b and c.

    Parameters
    ----------
    vectors : KeyedVectors, or a model that holds one
    a, b, c, answer : str
    space : {"unit", "raw"}
        Vectors at length 1, as the methods that answer take them, or as they are.

    Raises
    ------
    UnknownWordError
        A word has no vector.
    ValueError
        There is no such space.
    """
    kv = keyed(vectors)
    if space not in ("unit", "raw"):
        raise ValueError(f"space is 'unit' or 'raw', not {space!r}")
    units = [resolve(kv, word).unit for word in (a, b, c, answer)]
    if space == "raw":
        units = [np.asarray(kv.get_vector(word), np.float64) for word in (a, b, c, answer)]
    va, vb, vc, vd = units
    to_b, to_c, to_d = vb - va, vc - va, vd - va
    scale = max(float(np.linalg.norm(vector)) for vector in units)
    first = _normal(to_b, scale)
    if first is None:
        first = _normal(to_c, scale)
    e1 = np.zeros(kv.vector_size) if first is None else first
    second = _normal(to_c - (to_c @ e1) * e1, scale)
    e2 = np.zeros(kv.vector_size) if second is None else second

    def place(vector: NDArray[np.float64]) -> tuple[float, float]:
        return float(vector @ e1), float(vector @ e2)

    x, y = place(to_d)
    distance = float(np.linalg.norm(to_d - x * e1 - y * e2))
    note = _note(a, b, c, flat=second is None)
    axes = [axis for axis in (first, second) if axis is not None]
    basis = np.array(axes).reshape(len(axes), kv.vector_size)
    return Plane((0.0, 0.0), place(to_b), place(to_c), place(to_b + to_c), (x, y), distance, note, basis, space)


def _note(a: str, b: str, c: str, *, flat: bool) -> str:
    if a == b:
        return "a and b are the same word: there is no direction to follow"
    if a == c:
        return "a and c are the same word: the answer they point at is b"
    if b == c:
        return "b and c are the same word"
    return "the three words lie on one line" if flat else ""


def _normal(vector: NDArray[np.float64], scale: float) -> NDArray[np.float64] | None:
    length = float(np.linalg.norm(vector))
    return None if length <= SHORTEST * scale else vector / length


def offset_consistency(vectors: Any, pairs: Iterable[tuple[str, str]], *, seed: int = 0) -> Consistency:
    """Measure how parallel the offsets b - a of pairs (a, b) are, all vectors at length 1.

    Parameters
    ----------
    vectors : KeyedVectors, or a model that holds one
    pairs : iterable of (str, str)
        Pairs with a word that has no vector are left out and named.
    seed : int
        Of the shuffling.

    Raises
    ------
    TypeError, ValueError
        A pair is no pair of texts.
    """
    kv = keyed(vectors)
    kept, missing, offsets, ends = [], [], [], []
    for pair in pairs:
        if isinstance(pair, str) or len(pair) != 2:
            raise ValueError(f"a pair has two words, got {pair!r}")
        found = []
        for word in pair:
            try:
                found.append(resolve(kv, word).unit)
            except UnknownWordError:
                missing.append(word)
        if len(found) == 2:
            kept.append((pair[0], pair[1]))
            offsets.append(found[1] - found[0])
            ends.append(found)
    stacked = np.array(offsets).reshape(len(kept), kv.vector_size)
    if len(kept) < 2:
        lonely = np.full(len(kept), np.nan)
        return Consistency(tuple(kept), lonely, np.nan, np.nan, tuple(dict.fromkeys(missing)))
    others = stacked.sum(axis=0) - stacked
    lengths = np.linalg.norm(stacked, axis=1) * np.linalg.norm(others, axis=1)
    cosines = np.where(lengths > SHORTEST, (stacked * others).sum(axis=1) / np.maximum(lengths, SHORTEST), np.nan)
    draw = np.random.default_rng(seed)
    firsts, seconds = np.array([one[0] for one in ends]), np.array([one[1] for one in ends])
    chance = [_mean_cosine(seconds[draw.permutation(len(kept))] - firsts) for _ in range(20)]
    return Consistency(
        tuple(kept), cosines, _mean_cosine(stacked), float(np.nanmean(chance)), tuple(dict.fromkeys(missing))
    )


def _mean_cosine(offsets: NDArray[np.float64]) -> float:
    lengths = np.linalg.norm(offsets, axis=1, keepdims=True)
    unit = offsets[lengths[:, 0] > SHORTEST] / lengths[lengths[:, 0] > SHORTEST]
    count = len(unit)
    if count < 2:
        return float("nan")
    return float((np.linalg.norm(unit.sum(axis=0)) ** 2 - count) / (count * (count - 1)))
