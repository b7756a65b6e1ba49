"""Terms of one text: which there are, in order, and where each stands."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from nlpwidgets.vectorize._options import WORD_PATTERN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nlpwidgets.vectorize._options import CountOptions

_WHITE_SPACES = re.compile(r"\s\s+")
Span = tuple[int, int]


def make_counter(options: CountOptions, vocabulary: dict[str, int] | None = None) -> Any:
    """Return scikit-learn's CountVectorizer for these options, without any pruning."""
    import numpy as np
    from sklearn.feature_extraction.text import CountVectorizer

    tokenizer = None if options.tokenizer is None else partial(_checked_words, options.tokenizer)
    return CountVectorizer(
        analyzer="char" if options.unit == "character" else "word",
        ngram_range=options.ngram_range,
        lowercase=options.case == "lower",
        token_pattern=None if tokenizer or options.unit == "character" else options.pattern or WORD_PATTERN,
        tokenizer=tokenizer,
        binary=options.binary and vocabulary is not None,  # without one all occurrences matter: they make the lengths
        vocabulary=vocabulary,
        dtype=np.int64,
    )


def _checked_words(tokenizer: Callable[[str], Any], text: str) -> list[str]:
    words = tokenizer(text)
    if isinstance(words, (str, bytes)) or not isinstance(words, Iterable):
        one = "one " if isinstance(words, (str, bytes)) else ""
        raise TypeError(f"tokenizer must return a list of words, not {one}{type(words).__name__}")
    found = list(words)
    for word in found:
        if not isinstance(word, str):
            raise TypeError(f"tokenizer must return words as str, not {type(word).__name__}: {word!r}")
    return found


def find_places(text: str, options: CountOptions) -> list[tuple[str, int, int]]:
    """Return every term of a text with its first character and the one after its last, in code points of `text`.

    The order is that of `analyze`: all n-grams of the shortest length first, each length from left to right. Words of a
    user's tokenizer that are not in the text as they are have no place, nor have the n-grams with them.
    """
    shown = text.lower() if options.case == "lower" else text
    units, joint = _characters(shown) if options.unit == "character" else _words(shown, options)
    places = []
    shortest, longest = options.ngram_range
    for n in range(shortest, longest + 1):
        for k in range(len(units) - n + 1):
            spans = [units[k][1], units[k + n - 1][1]]
            if all(span is not None for _, span in units[k : k + n]):
                places.append((joint.join(unit for unit, _ in units[k : k + n]), spans[0][0], spans[1][1]))  # type: ignore[index]
    if len(shown) != len(text):
        places = _before_lowering(text, places)
    return places


def _characters(text: str) -> tuple[list[tuple[str, Span | None]], str]:
    """Return the characters; two or more white spaces are one blank, as in scikit-learn."""
    found: list[tuple[str, Span | None]] = []
    at = 0
    for match in _WHITE_SPACES.finditer(text):
        found += [(text[k], (k, k + 1)) for k in range(at, match.start())]
        found.append((" ", match.span()))
        at = match.end()
    return found + [(text[k], (k, k + 1)) for k in range(at, len(text))], ""


def _words(text: str, options: CountOptions) -> tuple[list[tuple[str, Span | None]], str]:
    if options.tokenizer is not None:
        return list(_located(text, _checked_words(options.tokenizer, text))), " "
    pattern = re.compile(options.pattern or WORD_PATTERN)
    group = pattern.groups  # with one group, the word is what it holds
    return [
        (match.group(group) or "", match.span(group) if match.start(group) >= 0 else None)
        for match in pattern.finditer(text)
    ], " "


def _located(text: str, words: list[str]) -> Iterator[tuple[str, Span | None]]:
    at = 0
    for word in words:
        start = text.find(word, at)
        if start < 0:
            yield word, None
        else:
            at = start + len(word)
            yield word, (start, at)


def _before_lowering(text: str, places: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Return places in `text` from those in `text.lower()`, which is longer where İ becomes two characters."""
    starts = [0, *accumulate(len(character.lower()) for character in text)]
    return [(term, bisect_right(starts, a) - 1, bisect_right(starts, max(a, b - 1))) for term, a, b in places]
