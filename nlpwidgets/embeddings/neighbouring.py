"""The nearest words."""

from __future__ import annotations

import operator
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.embeddings._scan import scan_of
from nlpwidgets.embeddings._vectors import keyed, unit_of
from nlpwidgets.embeddings._words import check_count, check_restrict, resolve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gensim.models import KeyedVectors
    from numpy.typing import NDArray

    from nlpwidgets.embeddings._control import Control


@dataclass(frozen=True)
class Neighbour:
    """A word near what was asked for.

    Attributes
    ----------
    word : str
    row : int
        In the vocabulary, from 0.
    cosine : float
        Of the angle between the two vectors, -1 to 1; 0 where one of them is all zero.
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
    exclude: bool | Iterable[str] | None = True,
    least: bool = False,
) -> tuple[Neighbour, ...]:
    """Find the words whose vectors have the largest cosine with a word or vector.

    Parameters
    ----------
    vectors : KeyedVectors, or a model that holds one
        Never changed.
    query : str, int, array of shape (size,), or sequence of str or int
        A word, its row, any vector, or several words or rows, of which the mean of the vectors at length 1 is taken, as
        gensim does. fastText vectors answer for unknown words from their n-grams.
    k : int
        How many at most.
    restrict : int, optional
        Look only among the first so many words; None or 0 for all.
    exclude : bool or iterable of str
        Leave out the words of the query, as gensim does, nothing, or these words; unknown ones among them do no harm.
    least : bool
        Find the smallest cosines instead, the smallest first.

    Returns
    -------
    tuple of Neighbour
        Nearest first; of equal cosines the earlier row first. The words of gensim's ``most_similar``; cosines are summed in
        float64, so they differ from gensim's by its rounding in float32, about 1e-7.

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
    away = _excluded(kv, exclude, own)
    rows, cosines = scan_of(kv).best(-vector if least else vector, count, restrict=limit, excluded=away)
    return _named(kv, rows, -cosines if least else cosines)


def neighbours_of_many(
    vectors: Any,
    queries: Sequence[Any] | NDArray[Any],
    *,
    k: int = 10,
    restrict: int | None = None,
    exclude: bool = True,
    control: Control | None = None,
) -> tuple[tuple[Neighbour, ...], ...]:
    """Find the nearest words of many words, rows or vectors at once, by blocked matrix products.

    Parameters
    ----------
    queries : sequence of str or int, or array of shape (queries, size)
        As in `neighbours`, one answer for each.
    control : Control, optional
        Pauses or stops between blocks.

    The other parameters, and the answers, are those of `neighbours`.

    Raises
    ------
    Stopped
        `control` said so.
    UnknownWordError, TypeError, ValueError
        As in `neighbours`.
    """
    kv = keyed(vectors)
    count = check_count(k)
    limit = check_restrict(restrict, len(kv))
    if isinstance(queries, str):
        raise TypeError("queries is a list of words or vectors; neighbours takes a single one")
    asked = [_query(kv, query) for query in queries]
    if not asked:
        return ()
    found = scan_of(kv).many(
        np.stack([vector for vector, _ in asked]),
        count,
        restrict=limit,
        excluded=[sorted(own) if exclude else [] for _, own in asked],
        control=control,
    )
    return tuple(_named(kv, rows, cosines) for rows, cosines in found)


def _named(kv: KeyedVectors, rows: NDArray[np.int64], cosines: NDArray[np.float64]) -> tuple[Neighbour, ...]:
    return tuple(
        Neighbour(kv.index_to_key[row], row, cosine)
        for row, cosine in zip(rows.tolist(), cosines.tolist(), strict=True)
    )


def _excluded(kv: KeyedVectors, exclude: Any, own: set[int]) -> list[int]:
    if exclude is None or exclude is True:
        return sorted(own)
    if exclude is False:
        return []
    if isinstance(exclude, str) or not isinstance(exclude, Iterable):
        raise TypeError(f"exclude is True, False or a list of words, not {exclude!r}")
    return sorted({kv.key_to_index[word] for word in exclude if word in kv.key_to_index})


def _query(kv: KeyedVectors, query: Any) -> tuple[NDArray[np.float64], set[int]]:
    """Return the unit vector that is asked for, and the rows of its words."""
    if _is_word(query):
        unit, row = _word(kv, query)
        return _direction(unit, kv.vector_size), {row} - {-1}
    if isinstance(query, (list, tuple)) and query and all(map(_is_word, query)):
        several = [_word(kv, one) for one in query]
        mean = np.mean([unit for unit, _ in several], axis=0)
        return _direction(mean, kv.vector_size), {row for _, row in several} - {-1}
    try:
        vector = np.asarray(query, np.float64)
    except (TypeError, ValueError) as error:
        raise TypeError(f"a query is a word, a row, a vector or a list of words, not {type(query).__name__}") from error
    return _direction(vector, kv.vector_size), set()


def _is_word(query: Any) -> bool:
    return isinstance(query, (str, int, np.integer)) and not isinstance(query, bool)


def _word(kv: KeyedVectors, word: Any) -> tuple[NDArray[np.float64], int]:
    if isinstance(word, str):
        found = resolve(kv, word)
        return found.unit, found.row
    row = operator.index(word)
    if not 0 <= row < len(kv):
        raise ValueError(f"there is no row {row}: they are numbered from 0 to {len(kv) - 1:,}")
    return unit_of(kv.vectors[row]), row


def _direction(vector: NDArray[Any], size: int) -> NDArray[np.float64]:
    if vector.shape != (size,):
        raise ValueError(f"a query vector has the shape ({size},), not {vector.shape}")
    if not np.isfinite(vector).all():
        raise ValueError("the query vector holds values that are not finite")
    if not vector.any():
        raise ValueError("the query vector is all zeros: it has no direction")
    return unit_of(vector)
