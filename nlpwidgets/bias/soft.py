"""Soft debiasing: one linear map for all words, between keeping all inner products and removing the bias."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.bias._shared import at_length_one, blocks, listed, new_vectors
from nlpwidgets.bias.debiasing import checked

if TYPE_CHECKING:
    from gensim.models import KeyedVectors
    from numpy.typing import NDArray

    from nlpwidgets.bias.subspaces import Subspace

    Floats = NDArray[np.float64]

_STEPS = 2000
_ENOUGH = 1e-10
"""Change of the solution, in parts of itself, at which it is found."""


def soft_debias(
    vectors: KeyedVectors, subspace: Subspace, *, neutral: Any = None, lambda_: float = 0.2
) -> KeyedVectors:
    """Turn and stretch all words so that neutral words lose their component in the subspace, more or less.

    Parameters
    ----------
    vectors : KeyedVectors
    subspace : Subspace
    neutral : list of str, optional
        The words that should lose it; by default all but those of the subspace's sets.
    lambda_ : float
        Weight of losing it against keeping the inner products of all words: 0 keeps everything, large values remove the component.

    Returns
    -------
    KeyedVectors
        New ones, rows at length 1.

    Raises
    ------
    TypeError, ValueError
        `lambda_` is no finite number of at least 0, there is no neutral word, or the subspace has vectors of another length.

    Notes
    -----
    Bolukbasi et al. 2016, section 6, "soft bias correction": the map T that minimises
    ``‖(TW)ᵀ(TW) - WᵀW‖² + λ ‖(TN)ᵀ(TB)‖²`` (Frobenius), with all words W, the neutral ones N, and the subspace B. Both terms depend on
    X = TᵀT alone and are convex in it. The solution is found exactly, by an accelerated projected gradient method, and T is its
    symmetric root. The sums over words are divided by their numbers, so that λ means the same for any vocabulary: with the paper's sums
    it would be ``λ |N| / |W|²``.
    """
    kv, _ = checked(vectors, subspace, 1.0)
    if isinstance(lambda_, bool) or not isinstance(lambda_, (int, float, np.number)) or not (0 <= lambda_ < np.inf):
        raise ValueError(f"lambda_ is a finite number of at least 0, not {lambda_!r}")
    spared = {word for one in subspace.sets for word in one}
    if neutral is None:
        chosen = np.array([word not in spared for word in kv.index_to_key], bool)
    else:
        chosen = np.zeros(len(kv), bool)
        chosen[[kv.key_to_index[word] for word in listed(neutral, "neutral") if word in kv.key_to_index]] = True
    if not chosen.any():
        raise ValueError("there is no neutral word")
    every, fair = _moments(kv, chosen)
    transform = _root(solve(every, fair, subspace.directions, float(lambda_)))
    rows = np.empty(kv.vectors.shape, np.float32)
    for part in blocks(*rows.shape):
        units = at_length_one(np.asarray(kv.vectors[part], np.float64))
        rows[part] = at_length_one(units @ transform)
    return new_vectors(kv, rows)


def _moments(kv: KeyedVectors, chosen: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Return the mean outer products of all words at length 1, and of the chosen ones."""
    size = kv.vectors.shape[1]
    every, fair = np.zeros((size, size)), np.zeros((size, size))
    for part in blocks(*kv.vectors.shape):
        units = at_length_one(np.asarray(kv.vectors[part], np.float64))
        every += units.T @ units
        some = units[chosen[part]]
        fair += some.T @ some
    return every / len(kv), fair / int(chosen.sum())


def solve(every: Floats, fair: Floats, directions: Floats, weight: float) -> Floats:
    """Return the X that minimises ``tr(A (X - 1) A (X - 1)) + λ tr(X C X D)`` among the positive semidefinite ones.

    Parameters
    ----------
    every, fair : float64 (size, size)
        A and C: mean outer products of all words, and of the neutral ones.
    directions : float64 (dims, size)
        D is the projection on them.
    weight : float
        λ.
    """
    # with Y = A^½ X A^½ the first term is ‖Y - A‖², and the problem is well conditioned in Y
    values, axes = np.linalg.eigh(every)
    kept = values > values[-1] * 1e-10
    values, axes = values[kept], axes[:, kept]
    root = np.sqrt(values)
    to = axes / root
    goal = np.diag(values)
    neutral, inside = to.T @ fair @ to, to.T @ directions.T @ directions @ to
    step = 1 / (1 + weight * np.linalg.norm(neutral, 2) * np.linalg.norm(inside, 2))
    y = ahead = goal
    pace = 1.0
    for _ in range(_STEPS):
        pull = neutral @ ahead @ inside
        fresh = _positive(ahead - step * (ahead - goal + 0.5 * weight * (pull + pull.T)))
        faster = (1 + np.sqrt(1 + 4 * pace**2)) / 2
        change = fresh - y
        if np.linalg.norm(change) <= _ENOUGH * np.linalg.norm(y) and pace > 1:
            y = fresh
            break
        if np.vdot(ahead - fresh, change) > 0:  # gone too far: begin anew (O'Donoghue & Candès 2015)
            faster, ahead = 1.0, fresh
        else:
            ahead = fresh + (pace - 1) / faster * change
        y, pace = fresh, faster
    found: Floats = to @ y @ to.T
    # directions in which there is no word stay as they are
    rest = np.eye(len(every)) - axes @ axes.T
    found += rest
    return found


def _positive(matrix: Floats) -> Floats:
    values, axes = np.linalg.eigh((matrix + matrix.T) / 2)
    found: Floats = (axes * np.maximum(values, 0)) @ axes.T
    return found


def _root(matrix: Floats) -> Floats:
    values, axes = np.linalg.eigh((matrix + matrix.T) / 2)
    found: Floats = (axes * np.sqrt(np.maximum(values, 0))) @ axes.T
    return found
