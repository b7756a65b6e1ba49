"""What every function of this room needs: words with vectors, rows at length 1, and new vectors."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.embeddings._vectors import keyed

if TYPE_CHECKING:
    from gensim.models import KeyedVectors
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = [
    "at_length_one",
    "blocks",
    "keyed",
    "known",
    "listed",
    "new_vectors",
    "real",
    "rows_of",
    "sized_groups",
    "unit_block",
    "units",
    "whole",
]

_BLOCK = 1 << 17
"""Numbers of a block that is computed in float64: 1 MB, which stays in the cache."""


def listed(words: Any, name: str) -> list[str]:
    """Return words as a list.

    Raises
    ------
    TypeError
        It is one str, no iterable, or an entry is no str; the message names its position.
    """
    if isinstance(words, (str, bytes, Mapping)) or not isinstance(words, Iterable):
        raise TypeError(f"{name} must be a list of words, not {type(words).__name__}")
    found = list(words)
    for position, word in enumerate(found):
        if not isinstance(word, str):
            raise TypeError(f"{name}[{position}] is a word, a str, not {type(word).__name__}: {word!r:.60}")
    return found


def whole(value: Any, name: str, least: int = 1) -> int:
    """Return a whole number, or raise a ValueError where it is none of at least `least`."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < least:
        raise ValueError(f"{name} is a whole number of at least {least}, not {value!r}")
    return int(value)


def real(value: Any, name: str, least: float = 0.0, most: float = math.inf) -> float:
    """Return a finite number, or raise a ValueError where it is none from `least` to `most`."""
    try:
        found = math.nan if isinstance(value, bool) or not isinstance(value, Real) else float(value)
    except OverflowError:  # a whole number beyond all of float64
        found = math.nan
    if not least <= found <= most or math.isinf(found):
        limits = f"a number from {least:g} to {most:g}" if most < math.inf else f"a finite number of at least {least:g}"
        raise ValueError(f"{name} is {limits}, not {value!r:.60}")
    return found


def known(vectors: KeyedVectors, words: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the words that have a vector, and those that have none or only zeros; each once, in their order.

    Raises
    ------
    ValueError
        A vector holds values that are not finite; the message names the word.
    """
    found: list[str] = []
    lost: list[str] = []
    for word in dict.fromkeys(words):
        row = vectors.key_to_index.get(word)
        if row is None:
            lost.append(word)
            continue
        values = vectors.vectors[row]
        if not np.isfinite(values).all():
            raise ValueError(f"the vector of {word!r} (row {row:,}) holds values that are not finite")
        (found if values.any() else lost).append(word)
    return found, lost


def rows_of(vectors: KeyedVectors, words: Iterable[str]) -> NDArray[np.int64]:
    """Return the rows of words that are all in the vocabulary."""
    return np.array([vectors.key_to_index[word] for word in words], np.int64)


def units(vectors: KeyedVectors, words: Iterable[str]) -> Floats:
    """Return the vectors of known words at length 1, float64 (words, size)."""
    return at_length_one(np.asarray(vectors.vectors[rows_of(vectors, words)], np.float64))


def unit_block(vectors: KeyedVectors, part: slice) -> Floats:
    """Return some rows at length 1, float64, in memory of their own; rows of zeros stay zeros.

    Raises
    ------
    ValueError
        A vector holds values that are not finite; the message names the word.
    """
    rows = np.asarray(vectors.vectors[part], np.float64)
    try:
        return at_length_one(rows)
    except ValueError:
        row = part.start + int(np.flatnonzero(~np.isfinite(rows).all(axis=1))[0])
        word = vectors.index_to_key[row]
        raise ValueError(f"the vector of {word!r} (row {row:,}) holds values that are not finite") from None


def at_length_one(rows: Floats) -> Floats:
    """Return rows at length 1; rows of zeros stay zeros. Neither tiny nor huge values under- or overflow.

    Raises
    ------
    ValueError
        A row holds values that are not finite; the message says which.
    """
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    if ((lengths > 1e-140) & (lengths < 1e140)).all():  # the common case: nothing was lost when squared
        common: Floats = rows / lengths[:, None]
        return common
    largest = np.abs(rows).max(axis=1, initial=0.0, keepdims=True)
    if not np.isfinite(largest).all():
        raise ValueError(f"row {int(np.flatnonzero(~np.isfinite(largest))[0]):,} holds values that are not finite")
    largest[largest == 0] = 1
    scaled = rows / largest
    lengths = np.sqrt(np.einsum("ij,ij->i", scaled, scaled))
    lengths[lengths == 0] = 1
    found: Floats = scaled / lengths[:, None]
    return found


def blocks(count: int, size: int) -> Iterator[slice]:
    """Yield parts of `count` rows that are small enough to be computed in float64."""
    step = max(1, _BLOCK // max(1, size))
    for start in range(0, count, step):
        yield slice(start, min(start + step, count))


def new_vectors(vectors: KeyedVectors, rows: NDArray[np.float32]) -> KeyedVectors:
    """Return new KeyedVectors with the same words and counts and other rows; the dictionary of words is a copy."""
    from nlpwidgets.embeddings.reading.building import keyed_vectors

    counts = vectors.expandos.get("count") if hasattr(vectors, "expandos") else None
    kept = None if counts is None else np.asarray(counts[: len(rows)]).astype(np.int64)
    return keyed_vectors({word: row for row, word in enumerate(vectors.index_to_key)}, rows, kept)


def sized_groups(sets: Any, name: str, *, alike: bool = True) -> list[tuple[str, ...]]:
    """Return pairs or larger sets of words without repetition inside a set; where `alike`, one at least and all of one size.

    Raises
    ------
    TypeError, ValueError
        The message names the set.
    """
    if isinstance(sets, (str, bytes, Mapping)) or not isinstance(sets, Iterable):
        raise TypeError(f"{name} must be a list of pairs or sets of words, not {type(sets).__name__}")
    found = []
    for position, one in enumerate(sets):
        if alike and isinstance(one, AbstractSet):
            raise TypeError(f"{name}[{position}] must be a list or tuple, not {type(one).__name__}: it has no order")
        found.append(tuple(listed(one, f"{name}[{position}]")))
    if alike and not found:
        raise ValueError(f"{name} is empty")
    for position, one in enumerate(found):
        if len(one) < 2 or len(set(one)) < len(one):
            raise ValueError(f"{name}[{position}] needs two different words at least: {one}")
        if alike and len(one) != len(found[0]):
            raise ValueError(f"{name}[{position}] has {len(one)} words, {name}[0] has {len(found[0])}: {one}")
    return found
