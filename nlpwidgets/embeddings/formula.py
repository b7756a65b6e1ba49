"""Directions written as formulas over words: ``king - man``, ``(king + queen) / 2 - apple``."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.embeddings._formula_tokens import FormulaError, Token, pointed, tokens_of
from nlpwidgets.embeddings._vectors import keyed
from nlpwidgets.embeddings._words import resolve
from nlpwidgets.embeddings.spelling import UnknownWordError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from gensim.models import KeyedVectors
    from numpy.typing import NDArray

__all__ = ["Formula", "FormulaError", "UnknownWordInFormulaError", "direction", "parse", "project_on"]

_DEEPEST = 100
"""Parentheses and signs within one another."""
_SHORTEST = 1e-6
"""A shorter vector has no direction, where words have length 1."""
_CHUNK = 1 << 21


class UnknownWordInFormulaError(UnknownWordError):
    """A word of a formula has no vector.

    Attributes
    ----------
    formula : str
    position : int
        Of the word's first character in the formula, from 0.
    """

    def __init__(self, formula: str, position: int, found: UnknownWordError, words: int) -> None:
        super().__init__(found.word, words, found.suggestions)
        self.formula = formula
        self.position = position
        self.args = (f"{self.args[0]}\n{pointed(formula, position)}",)


@dataclass(frozen=True)
class Formula:
    """A formula, as a sum of words with weights; that is all a formula can be.

    Attributes
    ----------
    text : str
        As it was written.
    terms : tuple of (str, float)
        Each word once, in the order of appearance, with its weight; a weight may be 0.
    positions : tuple of int
        Where in the text each word appears first.
    """

    text: str
    terms: tuple[tuple[str, float], ...]
    positions: tuple[int, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The words, in the order of appearance."""
        return tuple(word for word, _ in self.terms)


def parse(text: str, *, known: Callable[[str], bool] | None = None) -> Formula:
    """Read a formula.

    Words, numbers, ``+ - * /`` and parentheses; ``−``, ``–``, ``×``, ``·`` and ``÷`` are read as well. A word is a run of
    letters, digits and ``_ ' .`` that is no number; anything else is a word in quotes, ``"new york"`` or ``'2001'``, a
    quotation mark in it doubled. Words can be added and subtracted, and multiplied and divided by numbers. A hyphen between
    two letters without spaces belongs to the word, ``well-known``, unless `known` says that its parts are words and it is none.

    Parameters
    ----------
    text : str
    known : callable, optional
        Whether a word is in the vocabulary.

    Raises
    ------
    FormulaError
        It cannot be read; says where.
    """
    if not isinstance(text, str):
        raise TypeError(f"a formula is a str, got {type(text).__name__}: {text!r}")
    reader = _Reader(text, tokens_of(text, known))
    found = reader.sum(0)
    rest = reader.peek
    if rest.kind == ")":
        raise FormulaError(text, rest.position, "this parenthesis was never opened")
    if rest.kind != "end":
        raise FormulaError(text, rest.position, "expected + - * or / here")
    if not found.words:
        raise FormulaError(text, 0, "a direction needs a word; quote a number to have it as a word")
    if found.number:
        raise FormulaError(text, found.number_at, "a number cannot be added to a word; quote it to have it as a word")
    if not all(math.isfinite(weight) for weight in found.words.values()):
        raise FormulaError(text, 0, "the numbers in it are too large")
    return Formula(text, tuple(found.words.items()), tuple(reader.first[word] for word in found.words))


def direction(vectors: Any, formula: str | Formula, *, unit: bool = True) -> NDArray[np.float64]:
    """Compute the vector of a formula.

    Parameters
    ----------
    vectors : KeyedVectors, or a model that holds one
        Never changed. fastText vectors make vectors of unknown words.
    formula : str or Formula
    unit : bool
        Take each word at length 1, and return a vector of length 1; False for the vectors as they are.

    Returns
    -------
    array of shape (size,), float64

    Raises
    ------
    FormulaError
        It cannot be read, or its vector is zero and has no direction (with `unit`).
    UnknownWordInFormulaError
        A word has no vector; says where, and the nearest spellings.
    """
    kv = keyed(vectors)
    read = formula if isinstance(formula, Formula) else parse(formula, known=kv.key_to_index.__contains__)
    total = np.zeros(kv.vector_size)
    weight_of_all = 0.0
    for (word, weight), position in zip(read.terms, read.positions, strict=True):
        try:
            found = resolve(kv, word)
        except UnknownWordError as error:
            raise UnknownWordInFormulaError(read.text, position, error, len(kv)) from None
        raw = found.unit if unit else kv.get_vector(word)
        total += weight * np.asarray(raw, np.float64)
        weight_of_all += abs(weight)
    if not unit:
        return total
    length = float(np.linalg.norm(total))
    if not math.isfinite(length) or length <= _SHORTEST * weight_of_all:
        raise FormulaError(read.text, 0, "this adds up to nothing, so it has no direction")
    return total / length


def project_on(
    vectors: Any,
    formulas: str | Formula | Sequence[str | Formula],
    *,
    words: Iterable[str] | None = None,
    limit: int | None = None,
    unit: bool = True,
) -> NDArray[np.float32]:
    """Compute where words lie along directions.

    Parameters
    ----------
    vectors : KeyedVectors, or a model that holds one
    formulas : formula, or sequence of them
        One direction each: two make a picture. They need not be at right angles.
    words : iterable of str, optional
        The points; all words by default.
    limit : int, optional
        At most so many points.
    unit : bool
        Cosines of words and directions; False for dot products of the vectors as they are with directions of length 1, computed
        of the vectors as they are.

    Returns
    -------
    array of shape (points, formulas), float32

    Raises
    ------
    FormulaError, UnknownWordError
        A formula cannot be read, has no direction, or a word has no vector.
    """
    from nlpwidgets.embeddings._projecting_input import take

    kv = keyed(vectors)
    several = [formulas] if isinstance(formulas, (str, Formula)) else list(formulas)
    if not several:
        raise ValueError("at least one formula is needed")
    axes = np.stack([_axis(kv, one, unit=unit) for one in several])
    matrix = take(kv, words=words, limit=limit).matrix
    found = np.empty((len(matrix), len(several)), np.float32)
    step = max(1, _CHUNK // matrix.shape[1])
    for start in range(0, len(matrix), step):
        rows = matrix[start : start + step].astype(np.float64)
        along = rows @ axes.T
        if unit:
            lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
            along /= np.where(lengths == 0, 1, lengths)[:, None]
        found[start : start + step] = along
    return found


def _axis(kv: KeyedVectors, formula: str | Formula, *, unit: bool) -> NDArray[np.float64]:
    axis = direction(kv, formula, unit=unit)
    length = float(np.linalg.norm(axis))
    if length == 0 or not math.isfinite(length):
        text = formula.text if isinstance(formula, Formula) else formula
        raise FormulaError(text, 0, "this adds up to nothing, so it has no direction")
    return axis / length


@dataclass
class _Sum:
    """A number plus words with weights."""

    number: float
    words: dict[str, float]
    number_at: int

    def scaled(self, factor: float) -> _Sum:
        return _Sum(self.number * factor, {word: w * factor for word, w in self.words.items()}, self.number_at)

    def plus(self, other: _Sum, sign: float) -> _Sum:
        words = dict(self.words)
        for word, weight in other.words.items():
            words[word] = words.get(word, 0.0) + sign * weight
        at = self.number_at if self.number or not other.number else other.number_at
        return _Sum(self.number + sign * other.number, words, at)


class _Reader:
    """Recursive descent: a sum of products of signed parts."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self.text = text
        self.tokens = tokens
        self.at = 0
        self.first: dict[str, int] = {}

    @property
    def peek(self) -> Token:
        return self.tokens[self.at]

    def take(self) -> Token:
        found = self.tokens[self.at]
        self.at += 1
        return found

    def sum(self, depth: int) -> _Sum:
        found = self.product(depth)
        while self.peek.kind in {"+", "-"}:
            sign = 1.0 if self.take().kind == "+" else -1.0
            found = found.plus(self.product(depth), sign)
        return found

    def product(self, depth: int) -> _Sum:
        found = self.part(depth)
        while self.peek.kind in {"*", "/"}:
            operator = self.take()
            other = self.part(depth)
            if operator.kind == "/":
                if other.words:
                    raise FormulaError(self.text, operator.position, "only a number can divide")
                if other.number == 0:
                    raise FormulaError(self.text, operator.position, "this divides by zero")
                found = found.scaled(1 / other.number)
            elif found.words and other.words:
                raise FormulaError(self.text, operator.position, "a word can be multiplied by a number only")
            else:
                found = other.scaled(found.number) if other.words else found.scaled(other.number)
        return found

    def part(self, depth: int) -> _Sum:
        token = self.take()
        if depth > _DEEPEST:
            raise FormulaError(self.text, token.position, "this is nested too deeply")
        if token.kind in {"+", "-"}:
            return self.part(depth + 1).scaled(1.0 if token.kind == "+" else -1.0)
        if token.kind == "(":
            found = self.sum(depth + 1)
            closing = self.take()
            if closing.kind == "end":
                raise FormulaError(self.text, token.position, "this parenthesis is never closed")
            if closing.kind != ")":
                raise FormulaError(self.text, closing.position, "expected + - * / or ) here")
            return found
        if token.kind == "number":
            return _Sum(float(token.value), {}, token.position)
        if token.kind == "word":
            self.first.setdefault(token.value, token.position)
            return _Sum(0.0, {token.value: 1.0}, token.position)
        wanted = "a word, a number or ( is missing here"
        raise FormulaError(self.text, token.position, wanted if self.text.strip() else "this is empty; write a word")
