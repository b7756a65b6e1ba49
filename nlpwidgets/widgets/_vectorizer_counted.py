"""The counted matrix, its weightings, and the orders in which it is shown."""

from __future__ import annotations

from functools import cached_property
from itertools import count
from operator import itemgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.vectorize.neighbours import cosines
from nlpwidgets.vectorize.weighting import idf_of, tf, tfidf
from nlpwidgets.vectorize.windows import inverse
from nlpwidgets.widgets._wire import pack

if TYPE_CHECKING:
    from nlpwidgets.vectorize import Bag, Weighted
    from nlpwidgets.widgets._vectorizer_wire import Pruning

_SERIALS = count()
KEPT_TEXTS = 256


class Counted:
    """A bag of words with what follows from it, each computed when it is first asked for."""

    def __init__(self, bag: Bag, *, binary: bool) -> None:
        self.serial = next(_SERIALS)
        """Tells this matrix from all others, for as long as anything remembers it."""
        self.bag = bag
        self.binary = binary
        self.matrix = bag.matrix.tocsr()
        if not self.matrix.has_sorted_indices:
            self.matrix = self.matrix.sorted_indices()
        self.lengths = np.asarray(bag.lengths)
        self.df = np.asarray(bag.df)
        self.vocabulary = bag.vocabulary
        self._tfidf: dict[tuple[str, bool], Weighted] = {}
        self._places: dict[str, Any] = {}
        self._norms: dict[tuple[str, bool], Any] = {}

    @property
    def documents(self) -> int:
        """Rows of the matrix."""
        return int(self.matrix.shape[0])

    @property
    def terms(self) -> int:
        """Columns of the matrix."""
        return int(self.matrix.shape[1])

    @property
    def column(self) -> dict[str, int]:
        """Column of each term, as counted."""
        return self.bag.column

    @cached_property
    def alphabet(self) -> Any:
        """Place of each term in the alphabet: int64 (terms,)."""
        return inverse(np.array(sorted(range(self.terms), key=self.vocabulary.__getitem__), np.int64))

    @cached_property
    def by_term(self) -> Any:
        """The matrix by columns."""
        return self.matrix.tocsc()

    @cached_property
    def totals(self) -> Any:
        """Occurrences of each term in all documents."""
        return np.asarray(self.matrix.sum(axis=0)).ravel()

    @cached_property
    def _row_of_cell(self) -> Any:
        """Row of each stored number; all weightings store the same cells."""
        return np.repeat(np.arange(self.documents), np.diff(self.matrix.indptr))

    @cached_property
    def norms(self) -> Any:
        """Lengths of the rows of count * smooth idf, and the same with sublinear tf: float64 (documents, 2)."""
        idf = idf_of(self.bag, "smooth")
        found = np.empty((self.documents, 2))
        for k, counts in enumerate((self.matrix.data, 1 + np.log(self.matrix.data))):
            found[:, k] = np.bincount(self._row_of_cell, (counts * idf[self.matrix.indices]) ** 2, self.documents)
        return np.sqrt(found)

    def tfidf(self, convention: str = "smooth", *, sublinear: bool = False) -> Weighted:
        """Return a TF-IDF; smooth has rows of length 1."""
        key = (convention, sublinear)
        if key not in self._tfidf:
            self._tfidf[key] = tfidf(self.bag, convention=convention, sublinear=sublinear)
        return self._tfidf[key]

    @cached_property
    def _as_counts(self) -> Any:
        return self.matrix.astype(np.float64)

    @cached_property
    def _as_tf(self) -> Any:
        return tf(self.bag)

    def weights(self, weighting: str, *, sublinear: bool) -> Any:
        """Return the matrix as a weighting shows it: CSR, float64; `sublinear` matters only for smooth."""
        if weighting in ("count", "tf"):
            return self._as_counts if weighting == "count" else self._as_tf
        return self.tfidf(weighting, sublinear=sublinear and weighting == "smooth").matrix

    def row_norms(self, weighting: str, *, sublinear: bool) -> Any:
        """Euclidean length of each row of `weights`: float64 (documents,)."""
        key = (weighting, sublinear and weighting == "smooth")
        if key not in self._norms:
            matrix = self.weights(weighting, sublinear=sublinear)
            self._norms[key] = np.sqrt(np.bincount(self._row_of_cell, matrix.data**2, self.documents))
        return self._norms[key]

    def places(self, text: str) -> Any:
        """Places of all terms of a text, in the order of the text; kept for the texts that were read last."""
        if text not in self._places:
            if len(self._places) >= KEPT_TEXTS:
                self._places.pop(next(iter(self._places)))
            self._places[text] = sorted(self.bag.places(text), key=itemgetter(1, 2))
        return self._places[text]

    def dropped(self) -> tuple[int, int]:
        """Terms that pruning dropped, and how often they occur in all."""
        return int(self.bag.dropped.terms), int(self.bag.dropped.tokens)

    def pruning(self) -> Pruning:
        """Return what dropping rare or frequent terms costs, before any was dropped."""
        from nlpwidgets.vectorize import pruning

        curve = pruning(self.bag)
        return {
            "min_df": pack(curve.min_df),
            "min_terms": pack(curve.min_terms),
            "min_tokens": pack(curve.min_tokens / curve.tokens),
            "max_df": pack(curve.max_df / curve.documents),
            "max_terms": pack(curve.max_terms),
            "max_tokens": pack(curve.max_tokens / curve.tokens),
            "terms": int(curve.terms),
        }

    def row(self, document: int) -> tuple[Any, Any]:
        """Columns and counts of one document."""
        start, stop = self.matrix.indptr[document], self.matrix.indptr[document + 1]
        return self.matrix.indices[start:stop], self.matrix.data[start:stop]

    def heaviest(self, document: int) -> Any:
        """Columns of one document by falling smooth TF-IDF; equal ones as in the vocabulary."""
        matrix = self.tfidf(sublinear=False).matrix
        start, stop = matrix.indptr[document], matrix.indptr[document + 1]
        columns, values = matrix.indices[start:stop], matrix.data[start:stop]
        return columns[np.lexsort((columns, -values))]


class Grid:
    """Rows and columns in the order shown."""

    def __init__(self, rows: Any, columns: Any) -> None:
        self.rows = rows
        self.columns = columns

    @cached_property
    def row_of(self) -> Any:
        """Where each document stands."""
        return inverse(self.rows)

    @cached_property
    def column_of(self) -> Any:
        """Where each term stands."""
        return inverse(self.columns)


def column_order(counted: Counted, order: str, document: int | None, weighting: str, *, sublinear: bool) -> Any:
    """Return the columns in the order shown: int64 (terms,).

    By falling df, by the alphabet, or the terms of a document by falling weight and then all others by df; equal ones
    by the alphabet. Without a document as by df.
    """
    if order == "alphabet":
        return inverse(counted.alphabet)
    if order == "frequency" or document is None:
        return np.lexsort((counted.alphabet, -counted.df))
    weights = np.full(counted.terms, -np.inf)
    weights[counted.row(document)[0]] = 0.0  # a weighting may be zero, and not stored, where a term does occur
    matrix = counted.weights(weighting, sublinear=sublinear)
    start, stop = matrix.indptr[document], matrix.indptr[document + 1]
    weights[matrix.indices[start:stop]] = matrix.data[start:stop]
    return np.lexsort((counted.alphabet, -counted.df, -weights))


def row_order(
    counted: Counted, order: str, document: int | None, term: str | None, weighting: str, *, sublinear: bool
) -> Any:
    """Return the documents in the order shown: int64 (documents,).

    As given, nearest to a document first (itself before all), or by falling weight of a term; equal ones as given.
    """
    given = np.arange(counted.documents)
    column = -1 if term is None else counted.column.get(term, -1)
    if order == "near" and document is not None:
        matrix = counted.weights(weighting, sublinear=sublinear)
        lengths = counted.row_norms(weighting, sublinear=sublinear)
        near = cosines(matrix, lengths, matrix[[document]].toarray()[0])
        near[document] = np.inf
        return np.lexsort((given, -near))
    if order == "term" and column >= 0:
        weights = counted.weights(weighting, sublinear=sublinear)
        rows = counted.by_term.indices[counted.by_term.indptr[column] : counted.by_term.indptr[column + 1]]
        found = np.full(counted.documents, -np.inf)
        found[rows] = weights[:, [column]].toarray()[rows, 0]
        return np.lexsort((given, -found))
    return given
