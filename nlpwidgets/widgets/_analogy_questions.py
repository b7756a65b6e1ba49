"""Questions by the hundred: read, answered beside the kernel's own work, and kept with what went wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nlpwidgets.embeddings._control import Control, Progress, Stopped
from nlpwidgets.embeddings.evaluating import AnalogyScores, evaluate_analogies
from nlpwidgets.embeddings.questions import Questions, questions_of, read_questions
from nlpwidgets.widgets._wire import sendable
from nlpwidgets.widgets._words import shorten

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from nlpwidgets.embeddings.analogies import Method
    from nlpwidgets.embeddings.evaluating import SectionScore
    from nlpwidgets.widgets._analogy_wire import Browse, Failures, Score, Section
    from nlpwidgets.widgets._named_vectors import Named

__all__ = ["Questions", "Ran", "read", "run"]


def read(questions: Any, *, name: str | None = None) -> Questions:
    """Return questions: of a path, of the text of a file, or those that were read already; None stands for the examples.

    Raises
    ------
    ValueError
        It is no file of questions; the message names the line.
    """
    if name is not None:
        if not isinstance(questions, str):
            raise TypeError("the text of an upload is a str")
        return read_questions(questions.splitlines(), name=shorten(name, 60))
    return questions_of(questions)


@dataclass(frozen=True)
class Ran:
    """A run that came to its end."""

    score: Score
    found: AnalogyScores

    def failures(self, browse: Browse) -> Failures:
        """Return a stretch of what went wrong."""
        section = browse["section"]
        chosen = [one for one in self.found.failures if not section or one.section == section]
        shown = chosen[browse["offset"] : browse["offset"] + browse["count"]]
        return {
            "browse": browse,
            "total": len(chosen),
            "rows": [
                {
                    "section": sendable(one.section),
                    "a": sendable(one.question[0]),
                    "b": sendable(one.question[1]),
                    "c": sendable(one.question[2]),
                    "d": sendable(one.question[3]),
                    "answer": sendable(one.answer),
                    "rank": one.rank,
                }
                for one in shown
            ],
        }


def run(
    source: Named,
    questions: Questions,
    method: Method,
    restrict: int,
    exclude_inputs: bool,
    *,
    cancel: threading.Event,
    say: Callable[[str, float], None],
) -> Ran | None:
    """Answer all questions; None when it was cancelled."""
    control = _Cancelled(cancel)

    def progress(now: Progress) -> None:
        say(f"{now.stage}, {now.done + 1} of {now.total}", now.done / max(1, now.total))

    try:
        found = evaluate_analogies(
            source.vectors,
            questions,
            method=method,
            restrict=restrict,
            exclude_inputs=exclude_inputs,
            progress=progress,
            control=control,
        )
    except Stopped:
        return None
    score: Score = {
        "embedding": source.name,
        "method": method,
        "exclude_inputs": exclude_inputs,
        "restrict": restrict,
        "file": questions.name,
        "sections": [_section(one) for one in found.sections],
        "all": _section(found.total),
        "seconds": found.seconds,
    }
    return Ran(score, found)


def _section(one: SectionScore) -> Section:
    return {"name": sendable(one.name), "correct": one.correct, "asked": one.asked, "total": one.total}


class _Cancelled(Control):
    """A control that an event stops."""

    def __init__(self, cancel: threading.Event) -> None:
        super().__init__()
        self._cancel = cancel

    def wait(self) -> None:
        if self._cancel.is_set():
            raise Stopped
