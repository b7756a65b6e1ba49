"""How many questions of a file word vectors answer rightly."""

from __future__ import annotations

import itertools
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.embeddings._control import Progress
from nlpwidgets.embeddings._scan import cores
from nlpwidgets.embeddings._vectors import keyed, unit_vectors
from nlpwidgets.embeddings._words import check_restrict
from nlpwidgets.embeddings.analogies import EPSILON, METHODS, SHORTEST, Method
from nlpwidgets.embeddings.questions import Question, Questions, read_questions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gensim.models import KeyedVectors
    from numpy.typing import NDArray

    from nlpwidgets.embeddings._control import Control, Reporter

BLOCK = 4096
"""Words at a time: their cosines with all words of a section stay in the cache."""


@dataclass(frozen=True)
class Failure:
    """A question that was answered wrongly.

    Attributes
    ----------
    section : str
    question : tuple of (a, b, c, d)
        As it stands in the file.
    answer : str
        What was answered, as it stands in the vocabulary.
    rank : int
        Of the right answer, from 1, among the words allowed.
    """

    section: str
    question: Question
    answer: str
    rank: int


@dataclass(frozen=True)
class SectionScore:
    """One section.

    Attributes
    ----------
    name : str
    correct, asked, total : int
        Right answers; questions of which all four words are among those looked at; questions in the file.
    """

    name: str
    correct: int
    asked: int
    total: int

    @property
    def accuracy(self) -> float:
        """Share of the questions asked that were answered rightly; NaN where none was asked."""
        return self.correct / self.asked if self.asked else float("nan")

    @property
    def coverage(self) -> float:
        """Share of the questions that were asked."""
        return self.asked / self.total if self.total else float("nan")


@dataclass(frozen=True)
class AnalogyScores:
    """A file of questions, answered.

    Attributes
    ----------
    method : {"3cosadd", "3cosmul", "pairdirection"}
    sections : tuple of SectionScore
        In the order of the file.
    total : SectionScore
        All sections together.
    failures : tuple of Failure
        In the order of the file.
    seconds : float
        That it took.
    """

    method: Method
    sections: tuple[SectionScore, ...]
    total: SectionScore
    failures: tuple[Failure, ...]
    seconds: float


def evaluate_analogies(
    vectors: Any,
    questions: Any = None,
    *,
    method: Method = "3cosadd",
    restrict: int | None = 300_000,
    case_insensitive: bool = True,
    exclude_inputs: bool = True,
    progress: Reporter | None = None,
    control: Control | None = None,
) -> AnalogyScores:
    """Answer a file of analogy questions.

    Parameters
    ----------
    vectors : KeyedVectors, or a model that holds one
        Never changed.
    questions : path, lines or Questions, optional
        In the form of ``questions-words.txt``; by default `nlpwidgets.embeddings.examples`.
    method : {"3cosadd", "3cosmul", "pairdirection"}
    restrict : int, optional
        Only the first so many words are looked at, as questions and as answers; None or 0 for all.
    case_insensitive : bool
        Words that differ in case alone are one word: the first of them.
    exclude_inputs : bool
        Do not allow a, b and c as answers.
    progress : callable, optional
        Called with `Progress` after each section.
    control : Control, optional
        Pauses or stops between blocks of words.

    Returns
    -------
    AnalogyScores
        With the numbers of gensim's ``evaluate_word_analogies`` (``dummy4unknown=False``): questions with an unknown word
        are left out and counted.

    Raises
    ------
    ValueError
        The file holds no questions, or there is no such method.
    Stopped
        `control` said so.
    """
    kv = keyed(vectors)
    if method not in METHODS:
        raise ValueError(f"method is one of {', '.join(map(repr, METHODS))}, not {method!r}")
    asked = questions if isinstance(questions, Questions) else _read(questions)
    words = _Words(kv, check_restrict(restrict, len(kv)), fold=case_insensitive)
    began = time.perf_counter()
    sections: list[SectionScore] = []
    failures: list[Failure] = []
    for number, section in enumerate(asked.sections):
        if progress is not None:
            progress(Progress(f"section {section.name}", number, len(asked.sections)))
        known = [(question, rows) for question in section.questions if (rows := words.rows(question)) is not None]
        best, ranks = _answer(words, [rows for _, rows in known], method, control, exclude=exclude_inputs)
        correct = 0
        for (question, rows), row, rank in zip(known, best, ranks, strict=True):
            if words.key(row) == words.key(rows[3]):
                correct += 1
            else:
                failures.append(Failure(section.name, question, kv.index_to_key[row], int(rank)))
        sections.append(SectionScore(section.name, correct, len(known), len(section.questions)))
    if progress is not None:
        progress(Progress("answered", len(asked.sections), len(asked.sections)))
    total = SectionScore(
        "all",
        sum(one.correct for one in sections),
        sum(one.asked for one in sections),
        sum(one.total for one in sections),
    )
    return AnalogyScores(method, tuple(sections), total, tuple(failures), time.perf_counter() - began)


def _read(questions: Any) -> Questions:
    from nlpwidgets.embeddings.questions import examples

    return examples() if questions is None else read_questions(questions)


class _Words:
    """The words looked at, with or without regard to case."""

    def __init__(self, kv: KeyedVectors, limit: int, *, fold: bool) -> None:
        self.unit = unit_vectors(kv)[:limit]
        self._keys: list[str] = [word.upper() if fold else word for word in kv.index_to_key[:limit]]
        self._fold = fold
        self._groups: dict[str, list[int]] = {}
        for row, key in enumerate(self._keys):
            self._groups.setdefault(key, []).append(row)

    def key(self, row: int) -> str:
        return self._keys[row]

    def rows(self, question: Question) -> tuple[int, int, int, int] | None:
        found = [self._groups.get(word.upper() if self._fold else word) for word in question]
        if any(rows is None for rows in found):
            return None
        a, b, c, d = (rows[0] for rows in found if rows is not None)
        return a, b, c, d

    def same(self, row: int) -> list[int]:
        """Rows of all spellings of a word."""
        return self._groups[self._keys[row]]


def _answer(
    words: _Words,
    questions: list[tuple[int, int, int, int]],
    method: Method,
    control: Control | None,
    *,
    exclude: bool,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the row of the best answer of each question, and the rank of the right one."""
    from nlpwidgets.embeddings._evaluating_kernel import answer_block

    count = len(questions)
    best, best_row = np.full(count, -np.inf, np.float32), np.zeros(count, np.int64)
    before = np.zeros(count, np.int64)
    if not count:
        return best_row, before
    inputs = sorted({row for asked in questions for row in asked[:3]})
    place = {row: at for at, row in enumerate(inputs)}
    vectors = words.unit[inputs]
    asked = np.array([[place[row] for row in one[:3]] for one in questions], np.int64)
    kind = METHODS.index(method)
    by = _numbers(vectors, asked, method)
    forbidden = _forbidden(words, questions) if exclude else np.full((count, 1), -1, np.int64)
    right = _right(words, questions, vectors, asked, kind, by)

    # the questions are shared out among threads; each goes through the same block of cosines
    edges = np.linspace(0, count, min(cores(), count) + 1).astype(int).tolist()
    with ThreadPoolExecutor(len(edges) - 1) as pool:
        for first, block in _blocks(words.unit, vectors):
            if control is not None:
                control.wait()
            parts = [
                pool.submit(
                    answer_block,
                    block,
                    first,
                    asked[low:high],
                    by[low:high],
                    kind,
                    forbidden[low:high],
                    right[low:high],
                    best[low:high],
                    best_row[low:high],
                    before[low:high],
                )
                for low, high in itertools.pairwise(edges)
            ]
            for part in parts:
                part.result()
    return best_row, before + 1


def _blocks(unit: NDArray[np.float32], vectors: NDArray[np.float32]) -> Iterator[tuple[int, NDArray[np.float32]]]:
    for first in range(0, len(unit), BLOCK):
        yield first, vectors @ unit[first : first + BLOCK].T


def _numbers(vectors: NDArray[np.float32], asked: NDArray[np.int64], method: Method) -> NDArray[np.float32]:
    """Return what a method needs to know of each question beside the cosines."""
    if method == "3cosmul":
        return np.full((len(asked), 2), EPSILON, np.float32)
    a, b, c = (vectors[asked[:, at]].astype(np.float64) for at in range(3))
    target = b - a + c if method == "3cosadd" else b - a
    length = np.linalg.norm(target, axis=1)
    length[length < SHORTEST] = 1
    return np.stack([1 / length, ((b - a) * c).sum(axis=1)], axis=1).astype(np.float32)


def _forbidden(words: _Words, questions: list[tuple[int, int, int, int]]) -> NDArray[np.int64]:
    rows = [[row for one in dict.fromkeys(asked[:3]) for row in words.same(one)] for asked in questions]
    found = np.full((len(rows), max(map(len, rows))), -1, np.int64)
    for at, one in enumerate(rows):
        found[at, : len(one)] = one
    return found


def _right(
    words: _Words,
    questions: list[tuple[int, int, int, int]],
    vectors: NDArray[np.float32],
    asked: NDArray[np.int64],
    kind: int,
    by: NDArray[np.float32],
) -> NDArray[np.float64]:
    """Return score and row of the right answers; from the same products as in the blocks, so that it equals itself."""
    from nlpwidgets.embeddings._evaluating_kernel import block_scores

    found = np.empty((len(questions), 2))
    out = np.empty(1, np.float32)
    for at, question in enumerate(questions):
        row = question[3]
        a, b, c = (np.atleast_1d(vectors[one] @ words.unit[row]).astype(np.float32) for one in asked[at])
        block_scores(out, a, b, c, kind, by[at])
        found[at] = out[0], row
    return found
