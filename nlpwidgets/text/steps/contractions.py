"""English contractions written out."""

from __future__ import annotations

from inspect import getsource

from nlpwidgets.text._step import Edit, StepCode, StepKind
from nlpwidgets.text.steps import _contractions as parts
from nlpwidgets.text.steps._chunks import WordWorker


def find(text: str) -> list[Edit]:
    """Return the edits: `n't` becomes ` not`, the word before it stays as it is."""
    found = []
    for match in parts.WORD_WITH_APOSTROPHE.finditer(text):
        at = match.start()
        found += [Edit(at + start, at + stop, new) for start, stop, new in parts.expansions(match[0])]
    return found


class ExpandContractions(WordWorker):
    """The step."""

    def __init__(self) -> None:
        super().__init__(parts.expand_contractions, find)

    def run(self, text: str) -> str:
        """Return the text after the step; only what lies between two spaces and holds an apostrophe is looked at."""
        marks = [mark for mark in parts.APOSTROPHES if mark in text]
        if not marks:
            return text
        if marks != ["'"]:
            return super().run(text)
        found: list[str] = []
        at, mark = 0, text.find("'")
        while mark >= 0:
            start = text.rfind(" ", at, mark) + 1 or at
            stop = text.find(" ", mark)
            stop = len(text) if stop < 0 else stop
            found += (text[at:start], self.cache[text[start:stop]] or "")
            at = stop
            mark = text.find("'", at)
        return "".join([*found, text[at:]])

    def code(self) -> StepCode:
        """Return the step as plain Python."""
        return StepCode(("import re",), parts.definitions(getsource), "expand_contractions")


KIND = StepKind(
    name="expand_contractions",
    title="Expand contractions",
    help=(
        "Writes contractions out and keeps their case. 's is read as “is” after words such as it, that, who, and left alone "
        "elsewhere as a possessive; 'd is “did” after a question word, else “would”; ain't is “is not”."
    ),
    example=("we shouldn't've", "we should not have"),
    options=(),
    make=ExpandContractions,
)
