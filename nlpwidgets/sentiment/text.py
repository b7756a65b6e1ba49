"""From a review to the steps of a model: tokens, and a vocabulary that numbers them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PADDING, UNKNOWN = 0, 1
FIRST_WORD = 2
"""Rows 0 and 1 of every embedding are padding and unknown words; word k of the vocabulary has row k + 2."""

_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
# Letters, digits and inner apostrophes stay together ("isn't"); every other visible character is a token by itself.
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[^\s\x00-\x1f\x7f-\x9f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def check_text(text: Any, where: str = "text") -> str:
    """Return `text`, or raise a TypeError that names `where` when it is not a str."""
    if isinstance(text, str):
        return text
    hint = {
        "NoneType": "a missing review must be dropped or replaced by a text first",
        "bytes": "decode it first, for example with .decode('utf-8')",
        "list": "one text is expected here; join tokens with ' '.join(...)",
    }.get(type(text).__name__, "convert it to str first")
    raise TypeError(f"{where} must be a str, not {type(text).__name__}: {hint}")


def tokenize(text: str) -> list[str]:
    """Split a review into the tokens a model reads, one per step.

    HTML line breaks and control characters separate; punctuation marks are tokens of their own; case is kept
    (it is folded in the look-up). Lone surrogates become U+FFFD, so that every token can be written as UTF-8.

    Parameters
    ----------
    text : str
        Any text, also an empty one.

    Returns
    -------
    list of str
        Possibly empty; no token is empty or holds white space.

    Raises
    ------
    TypeError
        `text` is not a str.

    Examples
    --------
    >>> tokenize("It isn't bad.<br />Is it?")
    ['It', "isn't", 'bad', '.', 'Is', 'it', '?']
    """
    return _TOKEN.findall(_SURROGATE.sub("\ufffd", _LINE_BREAK.sub(" ", check_text(text))))


def fold(token: str) -> str:
    """Return the form of `token` that is looked up: lower case, straight apostrophes."""
    return token.lower().replace("’", "'")


class Vocabulary:
    """The words a model knows, by falling frequency.

    Parameters
    ----------
    words : sequence of str
        Folded (see `fold`), without repetition.

    Raises
    ------
    TypeError
        An entry is not a str.
    ValueError
        An entry is empty or stands there twice.
    """

    def __init__(self, words: Iterable[str]) -> None:
        if isinstance(words, str):
            raise TypeError("the vocabulary must be a sequence of words, not one str")
        self.words: tuple[str, ...] = tuple(words)
        self._rows: dict[str, int] = {}
        for position, word in enumerate(self.words):
            if not check_text(word, f"vocabulary[{position}]"):
                raise ValueError(f"vocabulary[{position}] is an empty word")
            if self._rows.setdefault(word, position + FIRST_WORD) != position + FIRST_WORD:
                first = self._rows[word] - FIRST_WORD
                raise ValueError(f"vocabulary[{position}] repeats {word!r}, which is already vocabulary[{first}]")

    def __len__(self) -> int:
        return len(self.words)

    def __contains__(self, token: object) -> bool:
        return isinstance(token, str) and fold(token) in self._rows

    @property
    def rows(self) -> int:
        """Rows of the embedding: the words, padding and the unknown word."""
        return len(self.words) + FIRST_WORD

    def ids(self, tokens: Sequence[str]) -> list[int]:
        """Return the embedding row of each token, `UNKNOWN` where there is none."""
        find = self._rows.get
        return [find(fold(token), UNKNOWN) for token in tokens]
