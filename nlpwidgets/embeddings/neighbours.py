"""The nearest words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.embeddings._scan import scan_of
from nlpwidgets.embeddings._vectors import keyed
from nlpwidgets.embeddings._words import check_count, check_restrict, resolve

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Neighbour:
    """A word near what was asked for.

    Attributes
    ----------
    word : str
    row : int
        In the vocabulary, from 0.
    cosine : float
        Of the angle between the two vectors, -1 to 1.
    """

    word: str
    row: int
    cosine: float


def neighbours(
    vectors: Any,
    query: Any,
    *,
    k: int = 10,
    restrict: int | None = None,
    exclude: Iterable[str] | None = None,
) -> tuple[Neighbour, ...]:
    """Find the words whose vectors have the largest cosine with a word or vector.

    Parameters
    ----------
    vectors : KeyedVectors, or a model that holds one
        Never changed.
    query : str, array of shape (size,), or sequence of str
        A word, any vector, or several words, of which the mean of the vectors at length 1 is taken, as gensim does.
    k : int
        How many at most.
    restrict : int, optional
        Look only among the first so many words.
    exclude : iterable of str, optional
        Words that are left out; by default the words of the query.

    Returns
    -------
    tuple of Neighbour
        Nearest first; of equal cosines the earlier row first. The same as gensim's ``most_similar``.

    Raises
    ------
    UnknownWordError
        A word has no vector; a KeyError that names the nearest spellings.
    TypeError, ValueError
        The query is no word and no vector of that size, is zero or not finite, or a number is out of range.
    """
    kv = keyed(vectors)
    count = check_count(k)
    limit = check_restrict(restrict, len(kv))
    vector, own = _query(kv, query)
    left_out = own if exclude is None else {kv.key_to_index[word] for word in exclude if word in kv.key_to_index}
    rows, cosines = scan_of(kv).nearest(vector, count, limit=limit, exclude=left_out)
    return tuple(
        Neighbour(kv.index_to_key[row], int(row), float(cosine)) for row, cosine in zip(rows, cosines, strict=True)
    )


def _query(kv: Any, query: Any) -> tuple[NDArray[np.float32], set[int]]:
    if isinstance(query, str):
        found = resolve(kv, query)
        return found.unit, set() if found.row < 0 else {found.row}
    if isinstance(query, (list, tuple)) and query and all(isinstance(one, str) for one in query):
        several = [resolve(kv, one) for one in query]
        mean = np.mean([one.unit for one in several], axis=0)
        return _unit(mean, kv.vector_size), {one.row for one in several if one.row >= 0}
    try:
        vector = np.asarray(query, np.float32)
    except (TypeError, ValueError) as error:
        raise TypeError(f"a query is a word, a vector or a list of words, not {type(query).__name__}") from error
    return _unit(vector, kv.vector_size), set()


def _unit(vector: NDArray[Any], size: int) -> NDArray[np.float32]:
    if vector.shape != (size,):
        raise ValueError(f"a query vector has the shape ({size},), not {vector.shape}")
    length = float(np.linalg.norm(vector.astype(np.float64)))
    if not np.isfinite(length) or length == 0:
        raise ValueError(f"a query vector has a finite length above 0, not {length}")
    return (vector / length).astype(np.float32)
