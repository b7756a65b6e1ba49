"""How many questions of a file word vectors answer rightly."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nlpwidgets.embeddings._analogy_scores import METHODS, Method
from nlpwidgets.embeddings._answering import answer
from nlpwidgets.embeddings._control import Progress
from nlpwidgets.embeddings._scan import scan_of
from nlpwidgets.embeddings._vectors import keyed
from nlpwidgets.embeddings._words import check_count, check_restrict
from nlpwidgets.embeddings.questions import Question, questions_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nlpwidgets.embeddings._control import Control, Reporter


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
    k: int = 1,
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
    k : int
        A question counts as answered rightly where the right answer is among the first k.
    progress : callable, optional
        Called with `Progress` before each block of words, and at the end.
    control : Control, optional
        Pauses or stops between blocks of words.

    Returns
    -------
    AnalogyScores
        With the numbers of gensim's ``evaluate_word_analogies`` (``dummy4unknown=False``): questions with an unknown word
        are left out and counted. Answers are decided in float64. Ranks of right answers that are not near the first are
        counted in float32: words whose scores differ by less than its rounding may be in either order.

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
    within = check_count(k)
    file = questions_of(questions)
    limit = check_restrict(restrict, len(kv))
    began = time.perf_counter()
    asked_for = (word for section in file.sections for question in section.questions for word in question)
    words = _Words(kv.index_to_key[:limit], asked_for, fold=case_insensitive)
    known = [
        (number, question, rows)
        for number, section in enumerate(file.sections)
        for question in section.questions
        if (rows := words.rows(question)) is not None
    ]

    def said(done: int, blocks: int) -> None:
        if control is not None:
            control.wait()
        if progress is not None:
            progress(Progress("answering", done, blocks))

    forbidden = [[row for one in dict.fromkeys(rows[:3]) for row in words.same(one)] for _, _, rows in known]
    best, ranks = answer(
        scan_of(kv), limit, [rows for _, _, rows in known], forbidden if exclude_inputs else None, method, said
    )
    correct, asked = [0] * len(file.sections), [0] * len(file.sections)
    failures: list[Failure] = []
    for (number, question, rows), row, rank in zip(known, best.tolist(), ranks.tolist(), strict=True):
        asked[number] += 1
        forbidden_right = exclude_inputs and words.key(rows[3]) in {words.key(one) for one in rows[:3]}
        if words.key(row) == words.key(rows[3]) or (rank <= within and not forbidden_right):
            correct[number] += 1
        else:
            failures.append(Failure(file.sections[number].name, question, kv.index_to_key[row], rank))
    sections = [
        SectionScore(section.name, right, known_ones, len(section.questions))
        for section, right, known_ones in zip(file.sections, correct, asked, strict=True)
    ]
    total = SectionScore(
        "all",
        sum(one.correct for one in sections),
        sum(one.asked for one in sections),
        sum(one.total for one in sections),
    )
    return AnalogyScores(method, tuple(sections), total, tuple(failures), time.perf_counter() - began)


class _Words:
    """The words looked at, with or without regard to case; only those that are asked for are gathered."""

    def __init__(self, words: Sequence[str], asked_for: Iterable[str], *, fold: bool) -> None:
        self._words = words
        self._fold = fold
        self._groups: dict[str, list[int]] = {self._key(word): [] for word in asked_for}
        groups = self._groups
        for row, key in enumerate(map(str.upper, words) if fold else words):
            if key in groups:
                groups[key].append(row)

    def _key(self, word: str) -> str:
        return word.upper() if self._fold else word

    def key(self, row: int) -> str:
        return self._key(self._words[row])

    def rows(self, question: Question) -> tuple[int, int, int, int] | None:
        found = [self._groups[self._key(word)] for word in question]
        if not all(found):
            return None
        a, b, c, d = (rows[0] for rows in found)
        return a, b, c, d

    def same(self, row: int) -> list[int]:
        """Rows of all spellings of a word that is asked for."""
        return self._groups[self.key(row)]
