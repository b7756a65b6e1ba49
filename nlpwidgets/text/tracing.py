"""A text on its way through a pipeline."""

from __future__ import annotations

from dataclasses import dataclass, field
from numbers import Integral
from typing import TYPE_CHECKING

from nlpwidgets.text._step import apply
from nlpwidgets.text.alignment import Alignment
from nlpwidgets.text.resolving import near

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nlpwidgets.text._step import Worker


@dataclass(frozen=True)
class TraceStep:
    """What one step made of the text before it."""

    name: str
    text: str
    """The text after the step."""
    alignment: Alignment = field(repr=False)
    """Of this text with the one before the step."""


@dataclass(frozen=True)
class Trace:
    """A text after each step of a pipeline, with the origin of every character.

    Steps are named by index, from 0, or by name where only one has it; -1 is the last.
    """

    source: str
    steps: tuple[TraceStep, ...]
    _composed: dict[int, Alignment] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def text(self) -> str:
        """The text after all steps."""
        return self.steps[-1].text if self.steps else self.source

    @property
    def texts(self) -> tuple[str, ...]:
        """The source, and the text after each step."""
        return (self.source, *(step.text for step in self.steps))

    def alignment(self, step: int | str = -1) -> Alignment:
        """Return the alignment of the text after a step with the source.

        Raises
        ------
        IndexError, TypeError, ValueError
            There is no such step, or several of that name.
        """
        index = self._index(step)
        if index < 0:
            return Alignment.identity(len(self.source))
        done = max((known for known in self._composed if known <= index), default=-1)
        found = self._composed[done] if done >= 0 else self.steps[0].alignment
        for at in range(max(done, 0) + 1, index + 1):
            found = self._composed[at] = found.then(self.steps[at].alignment)
        return found

    def source_span(self, step: int | str, start: int, stop: int) -> tuple[int, int]:
        """Return the part of the source that a part of the text after a step came from; see `Alignment.source_span`."""
        return self.alignment(step).source_span(start, stop)

    def output_spans(self, step: int | str, start: int, stop: int) -> list[tuple[int, int]]:
        """Return what became of a part of the source in the text after a step; see `Alignment.spans`."""
        return self.alignment(step).spans(start, stop)

    def _index(self, step: int | str) -> int:
        if isinstance(step, str):
            found = [index for index, traced in enumerate(self.steps) if traced.name == step]
            if not found:
                raise ValueError(f"there is no step {step!r}; {near(step, [traced.name for traced in self.steps])}")
            if len(found) > 1:
                raise ValueError(f"the steps {', '.join(map(str, found))} are all {step!r}; give an index")
            return found[0]
        if not isinstance(step, Integral):
            raise TypeError(f"a step is named by its index or its name, not by {step!r:.60}")
        if not self.steps and step == -1:
            return -1
        if not -len(self.steps) <= step < len(self.steps):
            raise IndexError(f"there is no step {step}; there are {len(self.steps)}, from 0")
        return int(step) % len(self.steps)


def trace(text: str, workers: Iterable[tuple[str, Worker]]) -> Trace:
    """Run named workers one after the other and keep what each did."""
    steps = []
    at = text
    for name, worker in workers:
        edits = worker.edits(at)
        alignment = Alignment.from_edits(edits, len(at))
        at = apply(at, edits)
        steps.append(TraceStep(name, at, alignment))
    return Trace(text, tuple(steps))
