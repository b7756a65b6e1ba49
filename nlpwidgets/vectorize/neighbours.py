"""Documents near another one, and the terms that make them so."""

from __future__ import annotations

from numbers import Integral
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from nlpwidgets.vectorize._options import whole

if TYPE_CHECKING:
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
        No such document; a vector of another length, or with values that are not finite.
    """
    whole("k", k, 0)
    matrix = weighted.matrix
    itself = -1
    if isinstance(document_or_vector, Integral) and not isinstance(document_or_vector, bool):
        itself = whole("document", document_or_vector, 0)
        if itself >= matrix.shape[0]:
            raise ValueError(f"there is no document {itself}: they are numbered from 0 to {matrix.shape[0] - 1}")
        vector = np.zeros(matrix.shape[1])
        start, stop = matrix.indptr[itself], matrix.indptr[itself + 1]
        vector[matrix.indices[start:stop]] = matrix.data[start:stop]
    elif isinstance(document_or_vector, str):
        vector = weighted.transform([document_or_vector]).toarray()[0]
    else:
        vector = _vector(document_or_vector, matrix.shape[1])
    length = float(np.sqrt(vector @ vector))
    lengths = _row_lengths(weighted) * length
    similarity = np.divide(matrix @ vector, lengths, out=np.zeros(matrix.shape[0]), where=lengths > 0)
    candidates = np.delete(np.arange(matrix.shape[0]), itself) if itself >= 0 else np.arange(matrix.shape[0])
    near = similarity[candidates]
    if 0 < k < len(candidates):  # all that may be among the first k, equal ones too
        bound = np.partition(near, len(near) - k)[len(near) - k]
        candidates, near = candidates[near >= bound], near[near >= bound]
    chosen = candidates[np.argsort(-near, kind="stable")[:k]]
    return [
        Neighbour(d, float(similarity[d]), _shared(weighted, vector, d, float(lengths[d]))) for d in chosen.tolist()
    ]


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


def _shared(weighted: Weighted, vector: Any, document: int, lengths: float) -> list[tuple[str, float]]:
    matrix = weighted.matrix
    start, stop = matrix.indptr[document], matrix.indptr[document + 1]
    columns = matrix.indices[start:stop]
    adds = matrix.data[start:stop] * vector[columns]
    both = np.flatnonzero(adds)
    order = both[np.lexsort((columns[both], -adds[both]))]
    return [(weighted.vocabulary[columns[k]], float(adds[k] / lengths)) for k in order]
