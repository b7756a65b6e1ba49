"""Documents near another one, and the terms that make them so."""

from __future__ import annotations

from numbers import Integral
from typing import Any, NamedTuple

import numpy as np

from nlpwidgets.vectorize._options import document_number, whole
from nlpwidgets.vectorize.weighting import Weighted


class Neighbour(NamedTuple):
    """A document near another."""

    document: int
    similarity: float
    """Cosine of the two rows; 0 where one of them is all zero."""
    shared: list[tuple[str, float]]
    """Terms that both hold with what each adds to the cosine, largest first; the sum is the similarity."""


def nearest(weighted: Weighted, document_or_vector: Any, k: int = 10) -> list[Neighbour]:
    """Return the documents nearest to one of them, or to a vector or text, by cosine.

    All documents are compared, sparsely and exactly; of equally near ones the first comes first.

    Parameters
    ----------
    weighted : Weighted
    document_or_vector : int, str, sparse row (1, terms) or array (terms,)
        A document by its number (then itself is not among the answers), a text (weighted as the documents are), or weights.
    k : int
        How many, at most.

    Returns
    -------
    list of Neighbour
        min(k, documents) of them, also where nothing is shared and the similarity 0.

    Raises
    ------
    TypeError, ValueError
        No weights; no such document; a vector of another length, or with values that are not finite.
    """
    whole("k", k, 0)
    if not isinstance(weighted, Weighted):
        raise TypeError(f"nearest compares what tfidf returned, not {type(weighted).__name__}: nearest(tfidf(…), …)")
    matrix = weighted.matrix
    itself = None
    if isinstance(document_or_vector, Integral) and not isinstance(document_or_vector, bool):
        itself = document_number(document_or_vector, matrix.shape[0])
        vector = matrix[[itself]].toarray()[0]
    elif isinstance(document_or_vector, str):
        vector = weighted.transform([document_or_vector]).toarray()[0]
    else:
        vector = _vector(document_or_vector, matrix.shape[1])
    lengths = _row_lengths(weighted)
    similarity = cosines(matrix, lengths, vector)
    found = []
    for d in nearest_rows(similarity, k, itself):
        columns, adds = shared(matrix, lengths, vector, d)
        terms = [weighted.vocabulary[column] for column in columns.tolist()]
        found.append(Neighbour(d, float(similarity[d]), list(zip(terms, adds.tolist(), strict=True))))
    return found


def cosines(matrix: Any, lengths: Any, vector: Any) -> Any:
    """Return the cosine of every row of a matrix with a vector: float64 (documents,); 0 where either is all zero.

    Parameters
    ----------
    matrix : CSR, float64, (documents, terms)
    lengths : float64 (documents,)
        Euclidean length of each row.
    vector : float64 (terms,)
    """
    both = lengths * np.sqrt(vector @ vector)
    return np.divide(matrix @ vector, both, out=np.zeros(matrix.shape[0]), where=both > 0)


def nearest_rows(similarity: Any, k: int, but: int | None = None) -> list[int]:
    """Return the rows with the `k` largest similarities, the first of equal ones first, never row `but`."""
    candidates = np.arange(len(similarity))
    if but is not None:
        candidates = np.delete(candidates, but)
    near = similarity[candidates]
    if 0 < k < len(candidates):  # all that may be among the first k, equal ones too
        bound = np.partition(near, len(near) - k)[len(near) - k]
        candidates, near = candidates[near >= bound], near[near >= bound]
    return candidates[np.argsort(-near, kind="stable")[:k]].tolist()  # type: ignore[no-any-return]


def shared(matrix: Any, lengths: Any, vector: Any, row: int) -> tuple[Any, Any]:
    """Return the columns that add to the cosine of a row with a vector, and what each adds, largest first.

    Arguments are those of `cosines`.
    """
    start, stop = matrix.indptr[row], matrix.indptr[row + 1]
    columns = matrix.indices[start:stop]
    products = matrix.data[start:stop] * vector[columns]
    both = np.flatnonzero(products)
    order = both[np.lexsort((columns[both], -products[both]))]
    return columns[order], products[order] / (lengths[row] * np.sqrt(vector @ vector))


def _vector(given: Any, terms: int) -> Any:
    kind = type(given).__name__
    given = given.toarray() if hasattr(given, "toarray") else given
    try:
        vector = np.array(given, np.float64)
    except (TypeError, ValueError):
        vector = np.zeros(())
    if not vector.ndim:
        raise TypeError(f"nearest takes the number of a document, a text or a vector, not {kind}")
    if vector.shape not in {(terms,), (1, terms)}:
        raise ValueError(f"the vector must have {terms:,} values, one for each term; its shape is {vector.shape}")
    if not np.isfinite(vector).all():
        raise ValueError("the vector holds values that are not finite")
    return vector.ravel()


def _row_lengths(weighted: Weighted) -> Any:
    """Return the Euclidean length of each row of the matrix as it is."""
    if weighted.norm == "l2":
        return (weighted.norms > 0).astype(np.float64)
    return weighted.norms
