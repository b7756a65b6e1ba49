"""TF-IDF in its two conventions, each under its name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.vectorize._documents import take_documents
from nlpwidgets.vectorize._options import OPTIONS, flag, one_of, refuse_unknown
from nlpwidgets.vectorize.counting import Bag, count

if TYPE_CHECKING:
    from collections.abc import Iterable

CONVENTIONS = ("textbook", "smooth")


@dataclass(frozen=True, eq=False, repr=False)
class Weighted:
    """A document-term matrix weighted by TF-IDF.

    Attributes
    ----------
    matrix : scipy.sparse CSR, float64, (documents, terms)
        A weight for each count of the bag; where idf is 0 the zero is stored.
    idf : numpy.ndarray, float64, (terms,)
    norms : numpy.ndarray, float64, (documents,)
        Euclidean length of each row of tf · idf before it is made 1; 0 for a document without known terms.
    bag : Bag
        The counts.
    convention : {"textbook", "smooth"}
    sublinear : bool
    norm : "l2" or None
        Whether rows were divided by their length.
    """

    matrix: Any
    idf: Any
    norms: Any
    bag: Bag
    convention: str
    sublinear: bool
    norm: str | None

    @property
    def vocabulary(self) -> list[str]:
        """Terms in the order of the columns."""
        return self.bag.vocabulary

    @property
    def column(self) -> dict[str, int]:
        """Column of each term."""
        return self.bag.column

    def transform(self, documents: Iterable[str]) -> Any:
        """Return weights of other documents, with the idf of these: CSR, float64, (documents, terms)."""
        texts = take_documents(documents)
        lengths = self.bag.lengths_of(texts) if self.convention == "textbook" else None
        return self._weigh_others(self.bag.transform(texts), lengths)

    def _weigh_others(self, counts: Any, lengths: Any) -> Any:
        return _weigh(counts, lengths, self.idf, sublinear=self.sublinear, norm=self.norm)[0]

    def __repr__(self) -> str:
        documents, terms = self.matrix.shape
        more = (", sublinear" if self.sublinear else "") + (f", {self.norm}" if self.norm else "")
        return f"Weighted({self.convention}{more}: {documents:,} documents × {terms:,} terms)"


def tf(documents_or_bag: Iterable[str] | Bag, **count_options: Any) -> Any:
    """Return term frequencies, count / len(doc): CSR, float64, (documents, terms).

    len(doc) counts all terms of the document, those that pruning dropped among them (`Bag.lengths`).
    """
    bag = bag_of(documents_or_bag, count_options)
    found = bag.matrix.astype(np.float64)
    found.data /= np.repeat(np.maximum(bag.lengths, 1), np.diff(found.indptr))
    return found


def tfidf(
    documents_or_bag: Iterable[str] | Bag,
    *,
    convention: str = "textbook",
    sublinear: bool = False,
    norm: str | None = "default",
    **count_options: Any,
) -> Weighted:
    """Weigh terms by how often they are here and how rare they are elsewhere.

    ============  ====================  ============================  =========
    convention    tf                    idf                           rows
    ============  ====================  ============================  =========
    textbook      count / len(doc)      ln(N / df)                    as are
    smooth        count                 ln((1 + N) / (1 + df)) + 1    length 1
    ============  ====================  ============================  =========

    N is the number of documents, df the number of those that hold the term, ln the natural logarithm; len(doc) counts all
    terms of the document (`Bag.lengths`). ``smooth`` is scikit-learn's default.

    Parameters
    ----------
    documents_or_bag : iterable of str, or Bag
    convention : {"textbook", "smooth"}
    sublinear : bool
        1 + ln(count) in place of the count.
    norm : {"default", "l2", None}
        Whether each row is divided by its Euclidean length; by default as the convention does.
    **count_options
        Keywords of `count`, for documents.

    Returns
    -------
    Weighted

    Raises
    ------
    TypeError, ValueError
        As `count`; no such convention or norm; options of `count` together with a bag.

    Notes
    -----
    Manning, Raghavan and Schütze, Introduction to Information Retrieval, 2008, ch. 6; scikit-learn's `TfidfTransformer`.
    """
    one_of("convention", convention, CONVENTIONS)
    flag("sublinear", sublinear)
    if norm is not None:
        one_of("norm", norm, ("default", "l2"))
    if norm == "default":
        norm = "l2" if convention == "smooth" else None
    refuse_unknown(count_options, (*OPTIONS, "convention", "sublinear", "norm"))
    bag = bag_of(documents_or_bag, count_options)
    idf = idf_of(bag, convention)
    idf.setflags(write=False)
    lengths = bag.lengths if convention == "textbook" else None
    matrix, norms = _weigh(bag.matrix, lengths, idf, sublinear=sublinear, norm=norm)
    norms.setflags(write=False)
    return Weighted(matrix, idf, norms, bag, convention, sublinear, norm)


def idf_of(bag: Bag, convention: str) -> Any:
    """Return the idf of every term: float64 (terms,)."""
    documents = bag.matrix.shape[0]
    if convention == "textbook":
        return np.log(documents / bag.df)
    return np.log((1 + documents) / (1 + bag.df)) + 1


def bag_of(documents_or_bag: Any, count_options: dict[str, Any]) -> Bag:
    """Return the bag, or count the documents."""
    if not isinstance(documents_or_bag, Bag):
        return count(documents_or_bag, **count_options)
    if count_options:
        raise TypeError(f"{next(iter(count_options))} cannot be given with a bag, which is counted already")
    return documents_or_bag


def counted(given: Any) -> Bag:
    """Return the bag that was given, by itself or inside a TF-IDF; raise a TypeError for anything else."""
    bag = given.bag if isinstance(given, Weighted) else given
    if not isinstance(bag, Bag):
        raise TypeError(f"give what count or tfidf returned, not {type(given).__name__}")
    return bag


def _weigh(counts: Any, lengths: Any, idf: Any, *, sublinear: bool, norm: str | None) -> tuple[Any, Any]:
    """Return weights and row lengths; `lengths` of documents divide the counts where given. `counts` stays as it is."""
    found = counts.astype(np.float64)  # a copy, indices too
    held = np.diff(found.indptr)
    if sublinear:
        np.log(found.data, out=found.data)
        found.data += 1
    if lengths is not None:
        found.data /= np.repeat(np.maximum(lengths, 1), held)
    found.data *= idf[found.indices]
    documents = found.shape[0]
    norms = np.sqrt(np.bincount(np.repeat(np.arange(documents), held), found.data**2, documents))
    if norm == "l2":
        found.data /= np.repeat(np.where(norms > 0, norms, 1.0), held)
    return found, norms
