"""Soft debiasing: one linear map for all words, between keeping all inner products and removing the bias."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.bias._shared import at_length_one, blocks, listed, new_vectors, real, unit_block
from nlpwidgets.bias.debiasing import among, checked

if TYPE_CHECKING:
    from gensim.models import KeyedVectors
    from numpy.typing import NDArray

    from nlpwidgets.bias.subspaces import Subspace

    Floats = NDArray[np.float64]

_STEPS = 2000
_ENOUGH = 1e-11
"""Change of the solution, in parts of itself, at which it is found."""
_MOST_DIMS = 48
"""The system of equations has the square of so many unknowns."""
_FLAT = 1e-10
"""Share of the largest variance below which there is no word in a direction."""


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
        `lambda_` is no finite number of at least 0, there is no neutral word, the subspace has vectors of another length or more than
        48 directions, or a vector holds values that are not finite.

    Notes
    -----
    Bolukbasi et al. 2016, section 6, "soft bias correction": the map T that minimises
    ``‖(TW)ᵀ(TW) - WᵀW‖² + λ ‖(TN)ᵀ(TB)‖²`` (Frobenius), with all words W, the neutral ones N, and the subspace B. Both terms depend on
    X = TᵀT alone and are convex in it, so that there is one optimum, which is found; T is its symmetric root. The sums over words are
    divided by their numbers, so that λ means the same for any vocabulary: a λ of the paper is ``λ |N| / |W|²`` here.
    """
    kv, _ = checked(vectors, subspace, 1.0)
    weight = real(lambda_, "lambda_")
    if subspace.dims > _MOST_DIMS:
        raise ValueError(
            f"soft debiasing takes a subspace of at most {_MOST_DIMS} directions, this one has {subspace.dims}"
        )
    spared = {word for one in (*subspace.sets, *subspace.groups) for word in one}
    chosen = ~among(kv, spared) if neutral is None else among(kv, listed(neutral, "neutral"))
    if not chosen.any():
        raise ValueError("there is no neutral word")
    every, fair = _moments(kv, chosen)
    transform = _root(solve(every, fair, subspace.directions, weight))
    rows = np.empty(kv.vectors.shape, np.float32)
    for part in blocks(*rows.shape):
        units = unit_block(kv, part)
        rows[part] = at_length_one(units @ transform)
    return new_vectors(kv, rows)


def _moments(kv: KeyedVectors, chosen: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Return the mean outer products of all words at length 1, and of the chosen ones."""
    size = kv.vectors.shape[1]
    every, fair = np.zeros((size, size)), np.zeros((size, size))
    for part in blocks(*kv.vectors.shape):
        units = unit_block(kv, part)
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
    # with Y = A^½ X A^½ the first term is ‖Y - A‖²
    values, axes = np.linalg.eigh(every)
    kept = values > values[-1] * _FLAT
    values, axes = values[kept], axes[:, kept]
    to = axes / np.sqrt(values)
    y = _constrained(np.diag(values), _Free(to.T @ fair @ to, to.T @ directions.T), weight)
    # directions in which there is no word stay as they are
    found: Floats = to @ y @ to.T + np.eye(len(every)) - axes @ axes.T
    return found


class _Free:
    """Minimises ``‖Y - A‖² + λ tr(Y N Y U Uᵀ)`` among all symmetric Y.

    The optimum is ``Y = A - λ/2 (N V Uᵀ + U Vᵀ N)`` with V = Y U. Where N is diagonal and U has orthogonal columns of squared lengths
    s, that is ``V_i = (1 + λ/2 s_i N)⁻¹ (A U - λ/2 U K)_i``, with the few unknowns K = Vᵀ N U.
    """

    def __init__(self, neutral: Floats, inside: Floats) -> None:
        values, self._axes = np.linalg.eigh(neutral)
        self._neutral = np.maximum(values, 0)[:, None]
        columns, lengths, _ = np.linalg.svd(inside, full_matrices=False)
        self._squares = lengths**2
        self._inside = self._axes.T @ (columns * lengths)

    def __call__(self, goal: Floats, weight: float) -> Floats:
        half, inside, dims = weight / 2, self._inside, len(self._squares)
        turned = self._axes.T @ goal @ self._axes
        start = turned @ inside
        less = 1 / (1 + half * self._squares * self._neutral)
        both = self._neutral * less
        # K[i, j] + λ/2 Σ_k K[k, i] Σ_m U[m, k] both[m, i] U[m, j] = Σ_m start[m, i] both[m, i] U[m, j]
        system = np.eye(dims * dims).reshape((dims,) * 4)
        for i in range(dims):
            system[i, :, :, i] += half * (inside.T * both[:, i]) @ inside
        right = (start * both).T @ inside
        k = np.linalg.solve(system.reshape(dims * dims, -1), right.ravel()).reshape(dims, dims)
        pull = self._neutral * (less * (start - half * inside @ k)) @ inside.T
        found: Floats = self._axes @ (turned - half * (pull + pull.T)) @ self._axes.T
        return found


def _constrained(goal: Floats, free: _Free, weight: float) -> Floats:
    """Return the optimum among the positive semidefinite matrices."""
    if not len(goal):
        return goal
    y = free(goal, weight)
    values = np.linalg.eigvalsh(y)
    if values[0] >= -1e-12 * values[-1]:
        return y
    # alternating directions (Boyd et al. 2011, sections 3.1 and 3.4.1), both steps exact
    found = _positive(y)
    apart, pace = np.zeros_like(y), 1.0
    for step in range(1, _STEPS + 1):
        y = free((goal + pace * (found - apart)) / (1 + pace), weight / (1 + pace))
        before, found = found, _positive(y + apart)
        apart += y - found
        off, moved = np.linalg.norm(y - found), pace * np.linalg.norm(found - before)
        if max(off, moved) <= _ENOUGH * np.linalg.norm(found):
            break
        if step % 10 == 0:
            factor = 2.0 if off > 5 * moved else 0.5 if moved > 5 * off else 1.0
            pace *= factor
            apart /= factor
    return found


def _positive(matrix: Floats) -> Floats:
    values, axes = np.linalg.eigh((matrix + matrix.T) / 2)
    found: Floats = (axes * np.maximum(values, 0)) @ axes.T
    return found


def _root(matrix: Floats) -> Floats:
    values, axes = np.linalg.eigh((matrix + matrix.T) / 2)
    found: Floats = (axes * np.sqrt(np.maximum(values, 0))) @ axes.T
    return found
