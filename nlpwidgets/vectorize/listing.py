"""Vocabularies and n-grams by themselves, without a matrix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from nlpwidgets.vectorize._documents import take_documents
from nlpwidgets.vectorize._options import check_options, one_of, refuse_unknown, whole
from nlpwidgets.vectorize._terms import make_counter


@dataclass(frozen=True, repr=False)
class Vocabulary:
    """The distinct words or characters of some documents.

    Attributes
    ----------
    words : list of str
        In the order asked for.
    counts : list of int
        Occurrences of each in all documents.
    unit : {"word", "character"}
    """

    words: list[str]
    counts: list[int]
    unit: str

    @property
    def vocabulary(self) -> list[str]:
        """The words, by the name that a bag has for them."""
        return self.words

    @cached_property
    def index(self) -> dict[str, int]:
        """Place of each word."""
        return {word: k for k, word in enumerate(self.words)}

    def __len__(self) -> int:
        return len(self.words)

    def __contains__(self, word: object) -> bool:
        return word in self.index

    def __repr__(self) -> str:
        first = ", ".join(repr(word) for word in self.words[:5])
        more = ", …" if len(self.words) > 5 else ""
        return f"Vocabulary({len(self.words):,} {self.unit}s, {sum(self.counts):,} occurrences: {first}{more})"


def vocabulary(
    documents: Iterable[str],
    unit: str = "word",
    *,
    case: str = "lower",
    order: str = "first-seen",
    **word_options: Any,
) -> Vocabulary:
    """List the distinct words, or characters, of documents.

    Parameters
    ----------
    documents : iterable of str
        Read once.
    unit : {"word", "character"}
        In characters, two or more white spaces are one blank.
    case : {"lower", "keep"}
    order : {"first-seen", "sorted"}
        As they come, or by code points.
    **word_options
        `pattern` or `tokenizer`, as in `count`.

    Returns
    -------
    Vocabulary
        Empty when the documents are.

    Raises
    ------
    TypeError, ValueError
        An option or a document that is not what it should be; name or position are in the message.
    """
    refuse_unknown(word_options, ("pattern", "tokenizer", "unit", "case", "order"))
    one_of("order", order, ("first-seen", "sorted"))
    options = check_options({"unit": unit, "case": case, **word_options})
    analyze = make_counter(options).build_analyzer()
    counts: Counter[str] = Counter()
    for text in take_documents(documents):
        counts.update(analyze(text))
    words = list(counts) if order == "first-seen" else sorted(counts)
    return Vocabulary(words, [counts[word] for word in words], options.unit)


def ngrams(tokens: Sequence[Any], n: int) -> list[tuple[Any, ...]]:
    """Return all runs of `n` tokens, from left to right; of a text, runs of its characters.

    Parameters
    ----------
    tokens : iterable
    n : int
        At least 1.

    Returns
    -------
    list of tuple
        ``len(tokens) - n + 1`` of them, none when there are fewer than `n` tokens.

    Raises
    ------
    TypeError, ValueError
        `n` is no whole number of at least 1; `tokens` cannot be walked through.

    Examples
    --------
    >>> ngrams(["to", "be", "or"], 2)
    [('to', 'be'), ('be', 'or')]
    """
    whole("n", n, 1)
    if isinstance(tokens, bytes) or not isinstance(tokens, Iterable):
        raise TypeError(f"tokens must be a list of tokens, not {type(tokens).__name__}")
    kept = list(tokens)
    return [tuple(kept[k : k + n]) for k in range(len(kept) - n + 1)]
