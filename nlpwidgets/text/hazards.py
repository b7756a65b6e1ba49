"""Orders and options of steps that do harm."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nlpwidgets.text.pipeline import Pipeline


@dataclass(frozen=True)
class Hazard:
    """Something about the steps of a pipeline that does harm, and how to mend it."""

    kind: str
    step: int
    """Index of the step to look at."""
    other: int | None
    """Index of the step it gets in the way of."""
    reason: str
    fix: str
    fixed: Pipeline
    """The pipeline with the fix applied."""


def find_hazards(pipeline: Pipeline) -> tuple[Hazard, ...]:
    """Return the hazards of a pipeline, in order of the steps."""
    del pipeline
    return ()
