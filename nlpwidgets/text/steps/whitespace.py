"""One space between words."""

from __future__ import annotations

import re
from inspect import getsource

from nlpwidgets.text._step import Edit, StepCode, StepKind

SPACES = re.compile(r"\s+")


def collapse_whitespace(text: str) -> str:
    """Put one space in place of each stretch of white space; none at the ends."""
    return " ".join(text.split())


class CollapseWhitespace:
    """The step."""

    def run(self, text: str) -> str:
        """Return the text after the step."""
        return collapse_whitespace(text)

    def edits(self, text: str) -> list[Edit]:
        """Return what the step does to the text."""
        found = []
        for match in SPACES.finditer(text):
            start, stop = match.span()
            new = " " if start and stop < len(text) else ""
            if match[0] != new:
                found.append(Edit(start, stop, new))
        return found

    def code(self) -> StepCode:
        """Return the step as plain Python."""
        return StepCode((), getsource(collapse_whitespace), "collapse_whitespace")


KIND = StepKind(
    name="collapse_whitespace",
    title="Collapse white space",
    help="Puts one space in place of each stretch of white space, and none at the ends.",
    example=("  so   good \n", "so good"),
    options=(),
    make=CollapseWhitespace,
)
