"""The words, numbers and signs that a formula is written in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_SIGNS = {"−": "-", "–": "-", "—": "-", "×": "*", "·": "*", "÷": "/"} | {sign: sign for sign in "+-*/()"}
_NUMBER = re.compile(r"(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_INSIDE = "_'’.@#&$%:~"
"""What belongs to a word beside letters, digits and marks on them."""
_QUOTES = {'"': '"', "'": "'", "“": "”", "‘": "’", "`": "`"}
_LONGEST = 10_000
_BREAKS = "\t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"


class FormulaError(ValueError):
    """A formula cannot be read, or has no direction.

    Attributes
    ----------
    formula : str
    position : int
        Of the character where it fails, from 0.
    reason : str
    """

    def __init__(self, formula: str, position: int, reason: str) -> None:
        self.formula = formula
        self.position = position
        self.reason = reason
        super().__init__(f"{reason}\n{pointed(formula, position)}")


def pointed(formula: str, position: int) -> str:
    """Return a formula in one line, and below it a caret at a position."""
    line = "".join(" " if character in _BREAKS else character for character in formula)
    return f"  {line}\n  {' ' * position}^"


@dataclass(frozen=True)
class Token:
    """A piece of a formula: ``kind`` is word, number, end, or the sign itself."""

    kind: str
    value: str
    position: int


def tokens_of(text: str, known: Callable[[str], bool] | None) -> list[Token]:
    """Split a formula into words, numbers and signs, with an end.

    Raises
    ------
    FormulaError
        A character has no meaning, or a quotation does not end.
    """
    if len(text) > _LONGEST:
        raise FormulaError(text[:60] + "…", 0, f"a formula has at most {_LONGEST:,} characters")
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        character = text[at]
        if character.isspace():
            at += 1
        elif character in _SIGNS:
            tokens.append(Token(_SIGNS[character], character, at))
            at += 1
        elif character in _QUOTES:
            word, after = _quoted(text, at)
            tokens.append(Token("word", word, at))
            at = after
        else:
            run, after = _run(text, at)
            if not run:
                raise FormulaError(text, at, f"{character!r} has no meaning here; quote a word that holds it")
            tokens += _split(text, run, at, known)
            at = after
    tokens.append(Token("end", "", len(text)))
    return tokens


def _quoted(text: str, at: int) -> tuple[str, int]:
    closing = _QUOTES[text[at]]
    word, here = "", at + 1
    while True:
        end = text.find(closing, here)
        if end < 0:
            raise FormulaError(text, at, "this quotation never ends")
        word += text[here:end]
        if text[end + 1 : end + 2] != closing or text[at] != closing:
            break
        word, here = word + closing, end + 2
    if not word:
        raise FormulaError(text, at, "a word is missing between these quotation marks")
    return word, end + 1


def _run(text: str, at: int) -> tuple[str, int]:
    """Return the longest word from here; a hyphen counts between two characters of words."""
    end = at
    while end < len(text) and (
        _in_word(text, end) or (text[end] == "-" and end > at and end + 1 < len(text) and _in_word(text, end + 1))
    ):
        end += 1
    return text[at:end], end


def _in_word(text: str, at: int) -> bool:
    character = text[at]
    # marks that combine with the letter before are no letters themselves
    return (
        character.isalnum()
        or character in _INSIDE
        or (not character.isascii() and character.isidentifier())
        or (not character.isascii() and ("a" + character).isidentifier())
    )


def _split(text: str, run: str, at: int, known: Callable[[str], bool] | None) -> list[Token]:
    """Return a run as one word or number, or as words with minus signs between, by what is known."""
    if _NUMBER.fullmatch(run):
        return [Token("number", run, at)]
    parts = run.split("-")
    numbers = [bool(_NUMBER.fullmatch(part)) for part in parts]
    apart = all(numbers) or (
        known is not None
        and not known(run)
        and all(number or known(part) for number, part in zip(numbers, parts, strict=True))
    )
    if len(parts) == 1 or not apart:
        if run.strip(_INSIDE):
            return [Token("word", run, at)]
        raise FormulaError(text, at, f"{run!r} is no word; quote it if it shall be one")
    tokens: list[Token] = []
    for number, part in zip(numbers, parts, strict=True):
        if tokens:
            tokens.append(Token("-", "-", at - 1))
        tokens.append(Token("number" if number else "word", part, at))
        at += len(part) + 1
    return tokens
