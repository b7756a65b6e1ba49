"""Words along a subspace, at every position of the slider: what a bias explorer's page computes with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.bias.association import partitions
from nlpwidgets.embeddings._scan import scan_of
from nlpwidgets.widgets._wire import pack, sendable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gensim.models import KeyedVectors
    from numpy.typing import NDArray

    from nlpwidgets.bias import Subspace
    from nlpwidgets.widgets._bias_wire import Association, Candidates, Placed, Question, SubspaceWish, Test

    Floats = NDArray[np.float64]

STRENGTHS = np.linspace(0, 1, 101)
"""Positions of the slider."""
SEARCHED = 100_000
"""Words, the most frequent ones, that may answer an analogy."""
KEPT = 20
"""Best answers kept at each position."""
NOTHING_LEFT = 1e-6
"""Length below which a word has no direction any more."""


def subspace_of(vectors: KeyedVectors, wish: SubspaceWish) -> Subspace:
    """Return the subspace that is wanted, in some vectors; sets of weight 0 are left out.

    Raises
    ------
    ValueError
        It cannot be built.
    """
    from nlpwidgets.bias import subspace

    used = [one for one in wish["sets"] if one["weight"] > 0]
    return subspace(
        vectors,
        [one["words"] for one in used],
        method=wish["method"],
        dims=wish["dims"],
        weights=[one["weight"] for one in used],
        name=wish["name"],
    )


class Space:
    """Word vectors at length 1; the user's own are read and never written.

    Raises
    ------
    TypeError, ValueError
        A key of the vectors is no str, or a vector holds values that are not finite.
    """

    def __init__(self, vectors: KeyedVectors) -> None:
        for row, word in enumerate(vectors.index_to_key):
            if not isinstance(word, str):  # gensim takes any key
                raise TypeError(f"the key of row {row:,} is a word, a str, not {type(word).__name__}: {word!r:.60}")
        self.vectors = vectors
        self._scan = scan_of(vectors)

    def rows(self, words: Iterable[str]) -> tuple[list[int], list[str]]:
        """Return the rows of words that have a vector which is not zero, and the words that have none."""
        found, lost = [], []
        for word in dict.fromkeys(words):
            row = self.vectors.key_to_index.get(word)
            if row is None or self._scan.zero[row]:
                lost.append(word)
            else:
                found.append(row)
        return found, lost

    def units(self, rows: Sequence[int]) -> Floats:
        """Return rows at length 1, float64."""
        return self._scan.units(np.asarray(rows, np.int64))

    def words(self, rows: Iterable[int]) -> list[str]:
        """Return the words of rows, as they can be sent."""
        return [sendable(self.vectors.index_to_key[row]) for row in rows]

    def placed(self, subspace: Subspace, words: Iterable[str], exempt: set[str], shares: Mapping[str, float]) -> Placed:
        """Return words along the directions."""
        rows, lost = self.rows(words)
        named = [self.vectors.index_to_key[row] for row in rows]
        return {
            "words": self.words(rows),
            "parallel": pack(self.units(rows) @ subspace.directions.T),
            "exempt": pack(np.array([word in exempt for word in named], bool)),
            "share": pack(np.array([shares.get(word, np.nan) for word in named], np.float64)),
            "lost": lost,
        }

    def association(self, subspace: Subspace, test: Test, exempt: set[str]) -> Association:
        """Return what the page needs to compute a WEAT at any strength."""
        sides = {name: self.rows(test[name]) for name in ("x", "y", "a", "b")}
        found = {name: rows for name, (rows, _) in sides.items()}
        problem = _too_few(test, found)
        if problem:
            found = {name: [] for name in found}
        targets, attributes = found["x"] + found["y"], found["a"] + found["b"]
        units, others = self.units(targets), self.units(attributes)
        drawn, exact = np.zeros((0, len(targets)), np.uint8), True
        if not problem:
            drawn, exact = partitions(len(found["x"]), len(found["y"]))
        return {
            **{name: self.words(rows) for name, rows in found.items()},  # type: ignore[typeddict-item]
            "lost": [word for _, lost in sides.values() for word in lost],
            "cosines": pack(units @ others.T),
            "targets": pack(units @ subspace.directions.T),
            "attributes": pack(others @ subspace.directions.T),
            "target_exempt": self._flags(targets, exempt),
            "attribute_exempt": self._flags(attributes, exempt),
            "partitions": pack(drawn),
            "exact": exact,
            "problem": problem,
        }

    def _flags(self, rows: Sequence[int], exempt: set[str]) -> Any:
        return pack(np.array([self.vectors.index_to_key[row] in exempt for row in rows], bool))

    def candidates(self, subspace: Subspace, question: Question, exempt: set[str]) -> Candidates:
        """Return all words that are among the best answers at one of the slider's positions."""
        given = [question["a"], question["b"], question["c"]]
        rows = [self.vectors.key_to_index.get(word, -1) for word in given]
        lost = [word for word, row in zip(given, rows, strict=True) if row < 0 or self._scan.zero[row]]
        searched = min(SEARCHED, len(self.vectors))
        chosen: NDArray[np.int64] = np.zeros(0, np.int64)
        if lost:
            rows = []
        units = self.units(rows)
        inside = units @ subspace.directions.T
        free = np.array([self.vectors.index_to_key[row] not in exempt for row in rows], bool)
        if not lost:
            chosen = self._best(subspace, units, inside, free, rows, exempt, searched)
        found = self.units(chosen)  # type: ignore[arg-type]
        return {
            "words": self.words(chosen.tolist()),
            "cosines": pack((found @ units.T).reshape(len(chosen), len(rows))),
            "parallel": pack(found @ subspace.directions.T),
            "exempt": self._flags(chosen.tolist(), exempt),
            "given": pack(inside),
            "given_exempt": pack(~free),
            "given_cosines": pack(units @ units.T),
            "searched": searched,
            "lost": lost,
        }

    def _best(
        self,
        subspace: Subspace,
        units: Floats,
        inside: Floats,
        free: NDArray[np.bool_],
        rows: Sequence[int],
        exempt: set[str],
        searched: int,
    ) -> NDArray[np.int64]:
        cosines = self._scan.cosines(units, restrict=searched).astype(np.float64)
        parallel = self._scan.cosines(subspace.directions, restrict=searched).astype(np.float64).T
        removable = np.ones(searched, bool)
        for word in exempt:
            row = self.vectors.key_to_index.get(word, searched)
            if row < searched:
                removable[row] = False
        chosen: set[int] = set()
        for strength in STRENGTHS:
            scores = answers(strength, cosines, parallel, removable, inside, free)
            scores[[row for row in rows if row < searched]] = -np.inf
            scores[self._scan.zero[:searched]] = -np.inf
            chosen.update(np.argpartition(-scores, min(KEPT, searched - 1))[:KEPT].tolist())
        return np.array(sorted(chosen - set(rows)), np.int64)


def answers(
    strength: float,
    cosines: Floats,
    parallel: Floats,
    removable: NDArray[np.bool_],
    inside: Floats,
    free: NDArray[np.bool_],
) -> Floats:
    """Return the 3CosAdd scores of words after a share of their component was removed, but for a factor common to all.

    Parameters
    ----------
    strength : float
        The share, 0 to 1.
    cosines : float64 (3, words)
        With a, b and c, before.
    parallel : float64 (words, dims)
        Components of the words.
    removable : bool (words,)
        False where nothing is removed.
    inside, free
        The same two of a, b and c.

    Notes
    -----
    Of unit vectors v and w with components p and q in the subspace, ``(v − s p)·(w − t q) = v·w − (s + t − s t) p·q``, and
    ``‖v − s p‖² = 1 − (2 s − s²) ‖p‖²``.
    """
    own, theirs = strength * removable, strength * free
    total = np.zeros(cosines.shape[1])
    for sign, given in zip((-1, 1, 1), range(3), strict=True):
        both = own + theirs[given] - own * theirs[given]
        left = length_left(theirs[given], inside[given] @ inside[given])
        if left > NOTHING_LEFT:
            total += sign * (cosines[given] - both * (parallel @ inside[given])) / left
    length = length_left(own, np.einsum("ij,ij->i", parallel, parallel))
    found: Floats = np.divide(total, length, out=np.zeros_like(total), where=length > NOTHING_LEFT)
    return found


def length_left(share: Any, inside: Any) -> Any:
    """Return the length of unit vectors after a share of a component, whose squared length is `inside`, was removed."""
    return np.sqrt(np.maximum(1 - (2 * share - share**2) * inside, 0))


def _too_few(test: Test, found: Mapping[str, Sequence[int]]) -> str:
    for name in ("x", "y", "a", "b"):
        if len(found[name]) < (2 if name in "xy" else 1):
            words = f"{len(found[name])} of {len(test[name])} words"
            label = test[f"{name}_name"]  # type: ignore[literal-required]
            return f"{label} has a vector for {words} only: a test needs two words in each target and one in each attribute"
    return ""
