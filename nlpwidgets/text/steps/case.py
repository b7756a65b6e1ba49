"""Lower case."""

from __future__ import annotations

from inspect import getsource

from nlpwidgets.text._step import Edit, StepCode, StepKind
from nlpwidgets.text.steps._characters import CharacterWorker


def lower_character(character: str) -> str:
    """Fold the case where one lower-case character comes of it, else take `str.lower`; its first character for İ.

    Folding makes ς and σ one letter, and ſ an s. It would make ss of ß, and capitals of Cherokee: those are lowered.
    """
    folded = character.casefold()
    return folded if len(folded) == 1 and folded == folded.lower() else character.lower()[0]


class Lowercase(CharacterWorker):
    """The step: as many characters come out as go in."""

    def __init__(self) -> None:
        super().__init__(lower_character)

    def run_ascii(self, text: str) -> str:
        """Return a text of ASCII after the step."""
        return text.lower()

    def edits(self, text: str) -> list[Edit]:
        """Return what the step does to the text."""
        new = self.run(text)
        return [] if new == text else [Edit(0, len(text), new, one_by_one=True)]

    def code(self) -> StepCode:
        """Return the step as plain Python."""
        function = 'def lowercase(text: str) -> str:\n    return "".join(map(lower_character, text))\n'
        return StepCode((), f"{getsource(lower_character)}\n\n{function}", "lowercase")


KIND = StepKind(
    name="lowercase",
    title="Lower case",
    help="Folds the case of every letter, one letter for one.",
    example=("It was GREAT", "it was great"),
    options=(),
    make=Lowercase,
)
