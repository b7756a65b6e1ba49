"""Iterative nullspace projection: take out every direction by which a linear classifier finds the groups."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.bias._shared import keyed, known, listed, units, whole
from nlpwidgets.bias.debiasing import linear_debias
from nlpwidgets.bias.subspaces import FLAT, SAME, Subspace, turned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gensim.models import KeyedVectors
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_STRENGTH = 10.0
"""Inverse weight of the classifier's regularisation; vectors of length 1 need little of it."""
_CHANCE = 1e-3
"""Length of a normal, below which the classifier says the same of all words: their groups have one and the same mean."""


def inlp(vectors: KeyedVectors, groups: Any, *, iterations: int = 10) -> KeyedVectors:
    """Return new vectors from which no linear classifier finds the groups as well as before.

    Parameters
    ----------
    vectors : KeyedVectors
    groups : list of lists of str
        Two or more groups of words, as female and male ones; words without a vector are left out.
    iterations : int
        Classifiers trained, one on what the others leave; each takes one direction (groups - 1 where there are more than two). Fewer
        where nothing is left by which the words differ.

    Returns
    -------
    KeyedVectors
        New ones, rows at length 1; all words are projected.

    Raises
    ------
    TypeError, ValueError
        A group is no list of words, has no word with a vector, or shares one with another group; or all words have one direction.

    Notes
    -----
    Ravfogel et al. 2020, "Null It Out", algorithm 1, with logistic regression as the classifier.
    """
    return linear_debias(vectors, inlp_subspace(vectors, groups, iterations=iterations))


def inlp_subspace(vectors: KeyedVectors, groups: Any, *, iterations: int = 10) -> Subspace:
    """Return the directions that `inlp` takes out, in the order in which they were found; the arguments are the same.

    The result has `groups`, but no `sets`. Its `explained` and `share` are those of all words around their common mean.
    """
    kv = keyed(vectors)
    iterations = whole(iterations, "iterations")
    named = [listed(group, f"groups[{position}]") for position, group in enumerate(_groups(groups))]
    pairs = [known(kv, group) for group in named]
    found, missing = [one[0] for one in pairs], [word for one in pairs for word in one[1]]
    for position, words in enumerate(found):
        if not words:
            raise ValueError(f"groups[{position}] has no word with a vector: {named[position][:8]}")
    every = [word for words in found for word in words]
    if len(set(every)) < len(every):
        twice = next(word for word, count in Counter(every).items() if count > 1)
        raise ValueError(f"{twice!r} stands in two groups")
    rows = units(kv, every)
    labels = np.repeat(np.arange(len(found)), [len(words) for words in found])
    directions = separating_directions(rows, labels, int(iterations) * (len(found) - 1))
    if not len(directions):
        raise ValueError(
            "all words of the groups have one and the same direction: there is nothing in which they differ"
        )
    centred = rows - rows.mean(axis=0)
    squares = np.linalg.svd(centred, compute_uv=False) ** 2
    shares = squares / squares.sum()
    return Subspace(
        directions=turned(directions, rows[0]),
        explained=shares[shares > FLAT],
        share=min(1.0, float(((centred @ directions.T) ** 2).sum() / squares.sum())),
        method="classifier",
        sets=(),
        weights=np.zeros(0),
        missing=tuple(missing),
        name="iterative nullspace projection",
        groups=tuple(tuple(words) for words in found),
    )


def _groups(groups: Any) -> Sequence[Any]:
    found = list(groups) if isinstance(groups, (list, tuple)) else []
    if len(found) < 2:
        raise TypeError("groups must be a list of two lists of words at least")
    return found


def separating_directions(
    rows: Floats, labels: NDArray[np.int64], dims: int, *, weights: Sequence[float] | Floats | None = None
) -> Floats:
    """Return up to `dims` orthonormal directions, each the normal of a classifier on what those before leave.

    Parameters
    ----------
    rows : float64 (words, size)
    labels : int64 (words,)
        The group of each.
    dims : int
    weights : (words,), optional

    Returns
    -------
    float64 (dims or fewer, size)
        Fewer where nothing is left by which the groups differ.
    """
    from sklearn.linear_model import LogisticRegression

    found = np.zeros((0, rows.shape[1]))
    left = rows
    while len(found) < dims:
        if np.abs(left - left.mean(axis=0)).max() < SAME:
            break
        model = LogisticRegression(C=_STRENGTH, max_iter=5000, tol=1e-8).fit(left, labels, sample_weight=weights)
        normals = np.atleast_2d(model.coef_)
        if len(normals) > 1:  # one per group: only their differences matter
            normals = normals - normals.mean(axis=0)
        fresh = _new_directions(normals, found)
        if not len(fresh):
            break
        found = np.concatenate([found, fresh])[:dims]
        left = rows - rows @ found.T @ found
    return found


def _new_directions(normals: Floats, found: Floats) -> Floats:
    rest = normals - normals @ found.T @ found
    _, values, directions = np.linalg.svd(rest, full_matrices=False)
    fresh: Floats = directions[values > _CHANCE]
    return fresh
