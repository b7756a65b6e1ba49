"""What may be chosen about counting: checked once, at the call, and said in words when it is wrong."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from numbers import Integral
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

WORD_PATTERN = r"(?u)\b\w+\b"
"""A word: letters, digits and underscores, one or more. Scikit-learn's own default drops words of one letter.

An apostrophe is no part of a word, so ``don't`` is two words, ``don`` and ``t``; the pattern ``r"\\w+(?:['’]\\w+)*"`` keeps it whole.
"""
UNITS = ("word", "character")
CASES = ("lower", "keep")


@dataclass(frozen=True)
class CountOptions:
    """How texts become counts; the fields are the keywords of `count`."""

    unit: str = "word"
    ngram_range: tuple[int, int] = (1, 1)
    min_df: int | float = 1
    max_df: int | float = 1.0
    max_features: int | None = None
    case: str = "lower"
    binary: bool = False
    pattern: str | None = None
    tokenizer: Callable[[str], Iterable[str]] | None = None

    def as_dict(self) -> dict[str, Any]:
        """All fields by name, for `count(documents, **options)`."""
        return {name: getattr(self, name) for name in OPTIONS}


OPTIONS = tuple(CountOptions.__dataclass_fields__)


def check_options(given: dict[str, Any]) -> CountOptions:
    """Return checked options.

    Raises
    ------
    TypeError, ValueError
        The message names the option, what was given and what would be right.
    """
    refuse_unknown(given, OPTIONS)
    options = CountOptions(**given)
    one_of("unit", options.unit, UNITS)
    one_of("case", options.case, CASES)
    flag("binary", options.binary)
    pair = ngram_range(options.ngram_range)
    for name in ("min_df", "max_df"):
        _document_frequency(name, getattr(options, name))
    if options.max_features is not None:
        whole("max_features", options.max_features, 1)
    _words(options)
    return CountOptions(**{**options.as_dict(), "ngram_range": pair})


def refuse_unknown(given: Iterable[str], known: Iterable[str]) -> None:
    """Raise a TypeError for a name that is not known, with the nearest one that is."""
    known = list(known)
    for name in given:
        if name not in known:
            near = difflib.get_close_matches(str(name), known, 1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
            raise TypeError(f"there is no option {name!r}; {hint}")


def one_of(name: str, value: Any, known: tuple[str, ...]) -> None:
    """Raise a ValueError unless `value` is one of the known words."""
    if not isinstance(value, str) or value not in known:
        near = difflib.get_close_matches(value, known, 1) if isinstance(value, str) else []
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise ValueError(f"{name} must be {' or '.join(repr(word) for word in known)}, not {value!r}{hint}")


def flag(name: str, value: Any) -> None:
    """Raise a TypeError unless `value` is True or False."""
    if not isinstance(value, bool):
        raise TypeError(f"{name} must be True or False, not {value!r}")


def document_number(value: Any, documents: int) -> int:
    """Return the number of a document.

    Raises
    ------
    TypeError, ValueError
        It is none, or there is no such document; the message says which there are.
    """
    if whole("document", value, 0) >= documents:
        raise ValueError(f"there is no document {value}: they are numbered from 0 to {documents - 1}")
    return int(value)


def whole(name: str, value: Any, low: int) -> int:
    """Return a whole number of at least `low`.

    Raises
    ------
    TypeError, ValueError
        It is none, or too small.
    """
    if isinstance(value, bool) or not isinstance(value, Integral):
        raise TypeError(f"{name} must be a whole number, not {value!r}")
    if value < low:
        raise ValueError(f"{name} must be at least {low}, not {value}")
    return int(value)


def ngram_range(value: Any) -> tuple[int, int]:
    """Return the shortest and the longest length of n-grams.

    Raises
    ------
    TypeError, ValueError
        Not such a pair, or reversed.
    """
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        raise TypeError(f"ngram_range must be a pair (shortest, longest) such as (1, 2), not {value!r}")
    shortest, longest = (whole("ngram_range: a length", length, 1) for length in value)
    if shortest > longest:
        raise ValueError(f"ngram_range is reversed: write ({longest}, {shortest}), the shortest first")
    return shortest, longest


def _document_frequency(name: str, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, (Integral, float, np.floating)):
        raise TypeError(f"{name} must be a number of documents (int) or a share of them (float, 0 to 1), not {value!r}")
    if isinstance(value, Integral):
        if value < 1:
            raise ValueError(f"{name} is a number of documents: it must be at least 1, not {value}")
    elif not 0 <= value <= 1:
        hint = (
            f"write {int(value)} for a number of documents"
            if value > 1 and float(value).is_integer()
            else "0.5 is half"
        )
        raise ValueError(f"{name} as a float is a share of the documents, 0 to 1, not {value!r}: {hint}")


def _words(options: CountOptions) -> None:
    if options.unit == "character" and (options.pattern is not None or options.tokenizer is not None):
        name = "pattern" if options.pattern is not None else "tokenizer"
        raise ValueError(f"{name} says what a word is, and unit='character' counts no words: leave one of them out")
    if options.tokenizer is not None:
        if options.pattern is not None:
            raise ValueError("pattern and tokenizer both say what a word is: give one of them")
        if not callable(options.tokenizer):
            raise TypeError(f"tokenizer must be a function from a text to its words, not {options.tokenizer!r}")
    if options.pattern is not None:
        if not isinstance(options.pattern, str):
            raise TypeError(f"pattern must be a regular expression as a str, not {options.pattern!r}")
        try:
            compiled = re.compile(options.pattern)
        except re.error as error:
            raise ValueError(f"pattern {options.pattern!r} is no regular expression: {error}") from None
        if compiled.groups > 1:
            raise ValueError(f"pattern {options.pattern!r} has {compiled.groups} groups: use (?:…) for all but one")
        if compiled.search("") is not None:
            raise ValueError(f"pattern {options.pattern!r} matches the empty text: a word has at least one character")
