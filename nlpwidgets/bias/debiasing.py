"""Take a subspace out of word vectors: neutralize, equalize, both (hard debiasing), or project all words.

Every function returns new KeyedVectors whose rows have length 1 (rows of zeros stay zeros); the given ones are not touched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.bias._shared import (
    blocks,
    keyed,
    known,
    listed,
    new_vectors,
    real,
    rows_of,
    sized_groups,
    unit_block,
    units,
)
from nlpwidgets.bias.subspaces import Subspace

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gensim.models import KeyedVectors
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_NOTHING = 1e-6
"""Length below which what is left of a vector of length 1 is the rounding of float32."""


def neutralize(vectors: KeyedVectors, words: Any, subspace: Subspace, *, strength: float = 1.0) -> KeyedVectors:
    """Take a share of their component in the subspace from some words.

    Parameters
    ----------
    vectors : KeyedVectors
    words : list of str or None
        Those from which it is taken; all where None. Words that are not in the vocabulary are passed over.
    subspace : Subspace
    strength : float
        The share s, 0 to 1: ``(w - s w_B) / ‖w - s w_B‖`` of vectors w of length 1 with their projections w_B (Bolukbasi et al. 2016,
        "neutralize", where s is 1).

    Returns
    -------
    KeyedVectors
        New ones, rows at length 1. A word that lies in the subspace altogether becomes zeros at strength 1.

    Raises
    ------
    TypeError, ValueError
        `words` is no list, `strength` no number from 0 to 1, the subspace has vectors of another length, or a vector holds values
        that are not finite.
    """
    kv, share = checked(vectors, subspace, strength)
    chosen = None if words is None else among(kv, listed(words, "words"))
    return new_vectors(kv, _neutral_rows(kv, chosen, subspace, share))


def linear_debias(vectors: KeyedVectors, subspace: Subspace, *, strength: float = 1.0) -> KeyedVectors:
    """Take the component in the subspace from all words: `neutralize` with no exception (Dev & Phillips 2019)."""
    return neutralize(vectors, None, subspace, strength=strength)


def equalize(vectors: KeyedVectors, sets: Any, subspace: Subspace) -> KeyedVectors:
    """Let the members of each set differ within the subspace only, alike on both sides of their middle.

    Parameters
    ----------
    vectors : KeyedVectors
    sets : list of pairs or larger sets of str
        Sets with words that have no vector are passed over; so are those before where a word stands in several.
    subspace : Subspace

    Returns
    -------
    KeyedVectors
        New ones, rows at length 1. With μ the mean of a set, ν what the subspace leaves of it: each member becomes
        ``ν + sqrt(1 - ‖ν‖²) (w_B - μ_B) / ‖w_B - μ_B‖`` (Bolukbasi et al. 2016, "equalize"). A neutral word then has the same cosine
        with all members.

    Raises
    ------
    TypeError, ValueError
        A set is no list of two different words or more, its members do not differ within the subspace, or what `neutralize` raises.
    """
    kv, _ = checked(vectors, subspace, 1.0)
    equal = _equal_rows(kv, sized_groups(sets, "sets", alike=False), subspace)
    return new_vectors(kv, _written(_neutral_rows(kv, None, subspace, 0.0), equal))


def hard_debias(
    vectors: KeyedVectors,
    subspace: Subspace,
    *,
    neutral: Any = None,
    equalize_sets: Any = None,
    exempt: Any = (),
    strength: float = 1.0,
) -> KeyedVectors:
    """Neutralize, then equalize (Bolukbasi et al. 2016, section 6, "hard debiasing").

    Parameters
    ----------
    vectors : KeyedVectors
    subspace : Subspace
    neutral : list of str, optional
        The words to neutralize, those that are exempt left out; by default all but the members of the sets to equalize.
    equalize_sets : list of pairs or larger sets of str, optional
        By default the sets of which the subspace was made. Sets with words that have no vector are passed over.
    exempt : list of str
        Words that are not neutralized: those that are gendered by definition, say. Those in sets are equalized nevertheless.
    strength : float
        Share of the component that is taken from neutral words.

    Returns
    -------
    KeyedVectors
        New ones, rows at length 1.

    Raises
    ------
    TypeError, ValueError
        As `neutralize` and `equalize` do.
    """
    kv, share = checked(vectors, subspace, strength)
    sets = sized_groups(subspace.sets if equalize_sets is None else equalize_sets, "equalize_sets", alike=False)
    spared = set(listed(exempt, "exempt"))
    everything = neutral is None
    chosen = ~among(kv, spared.union(*sets)) if everything else among(kv, set(listed(neutral, "neutral")) - spared)
    equal = _equal_rows(kv, sets, subspace)
    return new_vectors(kv, _written(_neutral_rows(kv, chosen, subspace, share), equal))


def among(vectors: KeyedVectors, words: Iterable[str]) -> NDArray[np.bool_]:
    """Say for each row whether it is that of one of the words; unknown words are passed over."""
    found = np.zeros(len(vectors), bool)
    index = vectors.key_to_index
    found[[index[word] for word in words if word in index]] = True
    return found


def neutralized(rows: Floats, directions: Floats, strength: float = 1.0) -> Floats:
    """Return rows (words, size), of length 1, less a share of their component, at length 1 again."""
    left = rows - strength * (rows @ directions.T) @ directions
    lengths = np.sqrt(np.einsum("ij,ij->i", left, left))
    scale = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > _NOTHING)
    found: Floats = left * scale[:, None]
    return found


def equalized(rows: Floats, directions: Floats) -> Floats:
    """Return the members of one set, rows (words, size) of length 1, equalized.

    Raises
    ------
    ValueError
        A member does not differ from the mean within the subspace.
    """
    mean = rows.mean(axis=0)
    inside = directions.T @ (directions @ mean)
    rest = mean - inside
    apart = (rows @ directions.T) @ directions - inside
    lengths = np.sqrt(np.einsum("ij,ij->i", apart, apart))
    if (lengths < _NOTHING).any():
        raise ValueError("the members of a set do not differ within the subspace: they cannot be told apart in it")
    found: Floats = rest + np.sqrt(max(0.0, 1 - rest @ rest)) * apart / lengths[:, None]
    return found


def _neutral_rows(
    kv: KeyedVectors, chosen: NDArray[np.bool_] | None, subspace: Subspace, strength: float
) -> NDArray[np.float32]:
    """Return all rows at length 1 in new memory, the chosen ones neutralized."""
    found = np.empty(kv.vectors.shape, np.float32)
    for part in blocks(*found.shape):
        rows = unit_block(kv, part)
        if strength > 0:
            which = slice(None) if chosen is None else chosen[part]
            rows[which] = neutralized(rows[which], subspace.directions, strength)
        found[part] = rows
    return found


def _equal_rows(
    kv: KeyedVectors, sets: Sequence[tuple[str, ...]], subspace: Subspace
) -> list[tuple[NDArray[np.int64], Floats]]:
    """Return the rows of each set that has vectors for all of its words, and what they become."""
    changed = []
    for one in sets:
        found, lost = known(kv, one)
        if lost:
            continue
        try:
            changed.append((rows_of(kv, found), equalized(units(kv, found), subspace.directions)))
        except ValueError as error:
            raise ValueError(f"{' : '.join(one)}: {error}") from None
    return changed


def _written(rows: NDArray[np.float32], changed: Sequence[tuple[NDArray[np.int64], Floats]]) -> NDArray[np.float32]:
    for which, values in changed:
        rows[which] = values
    return rows


def checked(vectors: Any, subspace: Subspace, strength: Any) -> tuple[KeyedVectors, float]:
    """Return the KeyedVectors and the strength, or raise where something is of another kind or size."""
    kv = keyed(vectors)
    share = real(strength, "strength", 0, 1)
    if not isinstance(subspace, Subspace):
        raise TypeError(f"expected a Subspace, as nlpwidgets.bias.subspace returns it, not {type(subspace).__name__}")
    size = subspace.directions.shape[1]
    if size != kv.vector_size:
        raise ValueError(f"the subspace is of vectors of {size} numbers, these have {kv.vector_size}")
    return kv, share
