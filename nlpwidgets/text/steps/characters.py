"""Only letters, digits and white space."""

from __future__ import annotations

import unicodedata
from functools import partial
from inspect import getsource

from nlpwidgets.text._step import Option, StepCode, StepKind
from nlpwidgets.text.steps import _check
from nlpwidgets.text.steps._characters import CharacterWorker


def plain_character(character: str, remove_digits: bool) -> str:
    """Keep letters, the marks that belong to them, white space and, if wished, digits; drop all else."""
    category = unicodedata.category(character)
    if category[0] == "L" or character.isspace():
        return character
    if category in {
        "Mn",
        "Mc",
    }:  # vowel signs of Hindi or Thai, accents written apart; variation selectors are no letters
        return "" if "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef" else character
    return character if category[0] == "N" and not remove_digits else ""


class RemoveSpecialCharacters(CharacterWorker):
    """The step."""

    def __init__(self, *, remove_digits: bool = False) -> None:
        self.remove_digits = _check.flag("remove_special_characters", "remove_digits", remove_digits)
        super().__init__(partial(plain_character, remove_digits=remove_digits))

    def code(self) -> StepCode:
        """Return the step as plain Python."""
        function = (
            "def remove_special_characters(text: str) -> str:\n"
            f'    return "".join(plain_character(character, {self.remove_digits}) for character in text)\n'
        )
        definitions = f"{getsource(plain_character)}\n\n{function}"
        return StepCode(("import unicodedata",), definitions, "remove_special_characters")


KIND = StepKind(
    name="remove_special_characters",
    title="Remove special characters",
    help="Keeps letters, digits and white space, and drops all else.",
    example=("hi @you #1!", "hi you 1"),
    options=(Option("remove_digits", "bool", False, "Drop digits and other numerals as well"),),
    make=RemoveSpecialCharacters,
)
