"""One cell of the document-term matrix, worked out in every convention."""

from __future__ import annotations

import difflib
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from nlpwidgets.vectorize._options import document_number
from nlpwidgets.vectorize.weighting import counted, idf_of

if TYPE_CHECKING:
    from nlpwidgets.vectorize.counting import Bag
    from nlpwidgets.vectorize.weighting import Weighted


@dataclass(frozen=True)
class Formula:
    """The value of a cell in one convention: ``value = product / norm``, and ``product = tf * idf``.

    Attributes
    ----------
    convention : {"count", "tf", "textbook", "smooth"}
    sublinear : bool
        1 + ln(count) in place of the count.
    tf, idf, product, norm, value : float
        In "count" and "tf" idf is 1; norm is 1 where the convention does not divide rows by their length, and 0 for a
        document without known terms, whose values are 0.
    """

    convention: str
    sublinear: bool
    tf: float
    idf: float
    product: float
    norm: float
    value: float


@dataclass(frozen=True, repr=False)
class Explanation:
    """What a cell is made of.

    Attributes
    ----------
    document, column : int
    term : str
    count : int
        Occurrences of the term in the document; 1 at most in a binary bag.
    length : int
        All terms of the document, with repetition, before pruning.
    df : int
        Documents that hold the term.
    documents : int
        N, all documents.
    formulas : tuple of Formula
        In the order count, tf, textbook, textbook sublinear, smooth, smooth sublinear.
    """

    document: int
    term: str
    column: int
    count: int
    length: int
    df: int
    documents: int
    formulas: tuple[Formula, ...]

    def formula(self, convention: str, *, sublinear: bool = False) -> Formula:
        """Return the formula of one convention.

        Raises
        ------
        ValueError
            There is none.
        """
        for found in self.formulas:
            if (found.convention, found.sublinear) == (convention, sublinear):
                return found
        names = ", ".join(f"{one.convention}{' sublinear' if one.sublinear else ''}" for one in self.formulas)
        raise ValueError(f"there is no formula {convention!r} with sublinear={sublinear}; there are {names}")

    def __repr__(self) -> str:
        values = ", ".join(f"{one.convention} {one.value:.4g}" for one in self.formulas if not one.sublinear)
        return f"Explanation({self.term!r} in document {self.document}: {values})"


def explain(bag: Bag | Weighted, document: int, term: str) -> Explanation:
    """Work out the value of one cell, in float64, in every convention.

    Parameters
    ----------
    bag : Bag or Weighted
    document : int
        From 0.
    term : str
        One of the vocabulary; it need not occur in the document.

    Returns
    -------
    Explanation

    Raises
    ------
    TypeError, ValueError
        No such document, or no such term (near ones are named).
    """
    bag = counted(bag)
    documents = bag.matrix.shape[0]
    document = document_number(document, documents)
    if not isinstance(term, str):
        raise TypeError(f"term must be a str, not {type(term).__name__}")
    column = bag.column.get(term)
    if column is None:
        raise ValueError(_not_there(bag, term))
    row = bag.matrix[[document]]
    at = np.flatnonzero(row.indices == column)
    count = int(row.data[at[0]]) if len(at) else 0
    length = int(bag.lengths[document])
    log_count = 1 + math.log(count) if count else 0.0
    share = max(length, 1)
    formulas = [_plain("count", float(count)), _plain("tf", count / share)]
    textbook = float(idf_of(bag, "textbook")[column])
    for sublinear, tf in ((False, count / share), (True, log_count / share)):
        formulas.append(Formula("textbook", sublinear, tf, textbook, tf * textbook, 1.0, tf * textbook))
    smooth = idf_of(bag, "smooth")
    for sublinear, tf in ((False, float(count)), (True, log_count)):
        counts = row.data.astype(np.float64)
        weights = (1 + np.log(counts) if sublinear else counts) * smooth[row.indices]
        norm = float(np.sqrt((weights**2).sum()))
        product = tf * float(smooth[column])
        value = product / norm if norm > 0 else 0.0
        formulas.append(Formula("smooth", sublinear, tf, float(smooth[column]), product, norm, value))
    return Explanation(document, term, column, count, length, int(bag.df[column]), documents, tuple(formulas))


def _plain(convention: str, tf: float) -> Formula:
    return Formula(convention, sublinear=False, tf=tf, idf=1.0, product=tf, norm=1.0, value=tf)


def _not_there(bag: Bag, term: str) -> str:
    named = repr(term) if len(term) <= 60 else f"{term[:60]!r}… of {len(term):,} characters"
    near = difflib.get_close_matches(term, bag.vocabulary, 3) if len(bag.vocabulary) <= 200_000 else []
    hint = f"; did you mean {' or '.join(map(repr, near))}?" if near else ""
    lost = f" ({bag.dropped.terms:,} terms were dropped by pruning)" if bag.dropped.terms else ""
    return f"the vocabulary has no term {named}{lost}{hint}"
