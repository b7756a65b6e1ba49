"""Bags of words, characters and n-grams: how often each term occurs in each document."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from numbers import Integral
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from nlpwidgets.vectorize._documents import take_documents
from nlpwidgets.vectorize._options import CountOptions, check_options
from nlpwidgets.vectorize._terms import find_places, make_counter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Dropped(NamedTuple):
    """What pruning took away."""

    terms: int
    """Columns."""
    tokens: int
    """Their occurrences in all documents."""
    by_min_df: int
    """Terms in too few documents, ..."""
    by_max_df: int
    """... in too many, ..."""
    by_max_features: int
    """... and in neither, but not among the most frequent."""


@dataclass(frozen=True, eq=False, repr=False)
class Bag:
    """Counts of terms in documents.

    Attributes
    ----------
    matrix : scipy.sparse CSR, int64, (documents, terms)
        How often each term occurs in each document; 1 at most where `binary`. Column indices are sorted.
    vocabulary : list of str
        Terms in the order of the columns, which is that of their code points. Words of an n-gram are joined by a blank.
    lengths : numpy.ndarray, int64, (documents,)
        Terms in each document with repetition, before any pruning and whatever `binary`: the len(doc) by which the
        textbook divides. With n-grams it is the number of n-grams, of all lengths that are counted.
    df : numpy.ndarray, int64, (terms,)
        Documents that hold each term.
    dropped : Dropped
        What pruning took away.
    documents : tuple of str
        As given.
    options : dict
        ``count(documents, **options)`` counts the same again.
    unpruned_df, unpruned_totals : numpy.ndarray, int64
        Document frequency and occurrences of every term before pruning.
    """

    matrix: Any
    vocabulary: list[str]
    lengths: Any
    df: Any
    dropped: Dropped
    documents: tuple[str, ...]
    unpruned_df: Any
    unpruned_totals: Any
    _options: CountOptions = field(default_factory=CountOptions)

    @property
    def options(self) -> dict[str, Any]:
        """The options of `count`, all of them."""
        return self._options.as_dict()

    @cached_property
    def column(self) -> dict[str, int]:
        """Column of each term."""
        return {term: k for k, term in enumerate(self.vocabulary)}

    @cached_property
    def _counter(self) -> Any:
        return make_counter(self._options, self.column)

    @cached_property
    def _analyzer(self) -> Callable[[str], list[str]]:
        return self._counter.build_analyzer()  # type: ignore[no-any-return]

    def analyze(self, text: str) -> list[str]:
        """Return the terms of a text, in the vocabulary or not: each length of n-grams from left to right."""
        _check_text(text)
        return self._analyzer(text)

    def places(self, text: str) -> list[tuple[str, int, int]]:
        """Return (term, start, stop) for every occurrence, in the order of `analyze`; ``text[start:stop]`` holds it.

        Positions are code points. An n-gram of words reaches from the first character of its first word to the last of its
        last word. Words of a user's tokenizer that are not in the text as they are are left out.
        """
        _check_text(text)
        return find_places(text, self._options)

    def transform(self, documents: Iterable[str]) -> Any:
        """Return counts of other documents, by the same columns: CSR, int64, (documents, terms); unknown terms are left out."""
        return self._count_others(take_documents(documents))

    def _count_others(self, texts: Iterable[str]) -> Any:
        found = self._counter.transform(texts)
        found.sort_indices()
        return found

    def lengths_of(self, documents: Iterable[str]) -> Any:
        """Return how many terms other documents hold, known or not: int64 (documents,)."""
        return np.array([len(self._analyzer(text)) for text in take_documents(documents)], np.int64)

    def __repr__(self) -> str:
        documents, terms = self.matrix.shape
        filled = self.matrix.nnz / max(1, documents * terms)
        dropped = f", {self.dropped.terms:,} terms dropped" if self.dropped.terms else ""
        return f"Bag({documents:,} documents × {terms:,} terms, {filled:.2%} filled{dropped})"


def count(
    documents: Iterable[str],
    *,
    unit: str = "word",
    ngram_range: tuple[int, int] = (1, 1),
    min_df: float = 1,
    max_df: float = 1.0,
    max_features: int | None = None,
    case: str = "lower",
    binary: bool = False,
    pattern: str | None = None,
    tokenizer: Callable[[str], Iterable[str]] | None = None,
    **unknown: Any,
) -> Bag:
    r"""Count terms in documents.

    Parameters
    ----------
    documents : iterable of str
        Read once.
    unit : {"word", "character"}
        What an n-gram is made of. In characters, two or more white spaces are one blank.
    ngram_range : (int, int)
        Shortest and longest n-gram: (1, 2) counts single words and pairs.
    min_df, max_df : int or float
        Terms in fewer, or in more, documents are dropped. An int is a number of documents, a float their share: ``1.0``
        is all documents, ``1`` is one.
    max_features : int, optional
        Keep only so many terms, the ones with most occurrences; of equal ones the first in the vocabulary.
    case : {"lower", "keep"}
    binary : bool
        1 for every term that occurs, however often.
    pattern : str, optional
        Regular expression of a word, by default ``(?u)\b\w+\b``: unlike in scikit-learn, words of one letter are words.
        An apostrophe is no part of a word there; ``r"\w+(?:['’]\w+)*"`` keeps ``don't`` whole. With a group, the word is
        what the group holds.
    tokenizer : callable, optional
        Takes a text (in lower case, unless `case` is "keep") and returns its words, in place of `pattern`.

    Returns
    -------
    Bag

    Raises
    ------
    TypeError, ValueError
        An option or a document that is not what it should be (name or position are in the message), no terms at all, or
        none left after pruning.

    Notes
    -----
    Counting is scikit-learn's `CountVectorizer`; the numbers are the same with the same pattern.

    Examples
    --------
    >>> count(["I do", "you do, I don't"]).vocabulary
    ['do', 'don', 'i', 't', 'you']
    """
    options = check_options(
        {
            "unit": unit,
            "ngram_range": ngram_range,
            "min_df": min_df,
            "max_df": max_df,
            "max_features": max_features,
            "case": case,
            "binary": binary,
            "pattern": pattern,
            "tokenizer": tokenizer,
            **unknown,
        }
    )
    return count_texts(take_documents(documents), options)


class Unpruned(NamedTuple):
    """All terms of some texts, counted."""

    matrix: Any
    """CSR, int64, (documents, all terms), column indices sorted."""
    terms: list[str]
    lengths: Any


def count_texts(texts: list[str], options: CountOptions, watch: Callable[[list[str]], Iterable[str]] = iter) -> Bag:
    """Count checked texts with checked options; `watch` passes the texts on, and may stop by raising."""
    return prune(texts, count_all(texts, options, watch), options)


def count_all(texts: list[str], options: CountOptions, watch: Callable[[list[str]], Iterable[str]] = iter) -> Unpruned:
    """Count all terms, whatever the pruning; `watch` as for `count_texts`."""
    if not texts:
        raise ValueError("there are no documents: give at least one text")
    _thresholds(options, len(texts))  # better said before than after counting
    counter = make_counter(options)
    try:
        matrix = counter.fit_transform(watch(texts))
    except ValueError as error:
        if not str(error).startswith("empty vocabulary"):
            raise
        raise ValueError(_nothing_to_count(texts, options)) from None
    matrix.sort_indices()
    lengths = np.asarray(matrix.sum(axis=1)).ravel().astype(np.int64)
    lengths.setflags(write=False)
    return Unpruned(matrix, counter.get_feature_names_out().tolist(), lengths)


def prune(texts: list[str], counted: Unpruned, options: CountOptions) -> Bag:
    """Return the bag of texts of which all terms are counted already, by the same unit, n-grams and case."""
    low, high = _thresholds(options, len(texts))
    matrix, names, lengths = counted
    terms = len(names)
    df = np.bincount(matrix.indices, minlength=terms)
    if options.binary:
        matrix = matrix.copy()
        matrix.data.fill(1)
    totals = np.asarray(matrix.sum(axis=0)).ravel().astype(np.int64)
    kept = (df >= low) & (df <= high)
    passed = np.flatnonzero(kept)
    if options.max_features is not None and len(passed) > options.max_features:
        most = passed[np.argsort(-totals[passed], kind="stable")[: options.max_features]]
        kept = np.zeros(terms, bool)
        kept[most] = True
    chosen = np.flatnonzero(kept)
    if not len(chosen):
        raise ValueError(_nothing_left(options, df, low, high))
    dropped = Dropped(
        terms - len(chosen),
        int(totals.sum() - totals[chosen].sum()),
        int((df < low).sum()),
        int((df > high).sum()),
        len(passed) - len(chosen),
    )
    if len(chosen) < terms:
        matrix = matrix[:, chosen]
        matrix.sort_indices()
        names = [names[k] for k in chosen.tolist()]
    arrays = [df[chosen].astype(np.int64), df.astype(np.int64), totals]
    for array in arrays:
        array.setflags(write=False)
    return Bag(matrix, names, lengths, arrays[0], dropped, tuple(texts), arrays[1], arrays[2], options)


def _thresholds(options: CountOptions, documents: int) -> tuple[float, float]:
    """Return the least and the largest number of documents that a kept term is in."""
    low, high = (
        value if isinstance(value, Integral) else value * documents for value in (options.min_df, options.max_df)
    )
    if low > high:
        raise ValueError(
            f"min_df={options.min_df!r} is more than max_df={options.max_df!r}: of {documents:,} documents, "
            f"a term would have to be in at least {low:g} and in at most {high:g}"
        )
    return low, high


def _nothing_to_count(texts: list[str], options: CountOptions) -> str:
    what = f"{'the document is' if len(texts) == 1 else f'all {len(texts):,} documents are'} empty"
    if any(text.strip() for text in texts):
        shortest = options.ngram_range[0]
        what = f"no document holds {'a' if shortest == 1 else f'{shortest}'} {options.unit}{'s in a row' if shortest > 1 else ''}"
        if options.pattern is not None:
            what += f" by the pattern {options.pattern!r}"
    return f"there is nothing to count: {what}"


def _nothing_left(options: CountOptions, df: Any, low: float, high: float) -> str:
    rare, frequent = bool((df < low).any()), bool((df > high).any())
    names = " and ".join(
        f"{name}={getattr(options, name)!r}" for name, did in (("min_df", rare), ("max_df", frequent)) if did
    )
    return (
        f"pruning leaves no term: {names} dropped all {len(df):,}. The terms are in {df.min():,} to {df.max():,} documents; "
        f"{'lower min_df' if rare else ''}{' or ' if rare and frequent else ''}{'raise max_df' if frequent else ''}"
    )


def _check_text(text: Any) -> None:
    if not isinstance(text, str):
        raise TypeError(f"a text must be a str, not {type(text).__name__}")
