"""Letters without their accents."""

from __future__ import annotations

import unicodedata
from functools import partial
from inspect import getsource

from nlpwidgets.text._step import Option, StepCode, StepKind
from nlpwidgets.text.steps import _check
from nlpwidgets.text.steps._characters import CharacterWorker


def without_accents(character: str, ascii_only: bool) -> str:
    """Decompose (NFKD) and drop combining marks; NFC puts Hangul syllables together again, which have no accents."""
    parts = unicodedata.normalize("NFKD", character)
    base = unicodedata.normalize("NFC", "".join(part for part in parts if not unicodedata.combining(part)))
    return "".join(part for part in base if part.isascii()) if ascii_only else base


class RemoveAccents(CharacterWorker):
    """The step."""

    def __init__(self, *, ascii_only: bool = False) -> None:
        self.ascii_only = _check.flag("remove_accents", "ascii_only", ascii_only)
        super().__init__(partial(without_accents, ascii_only=ascii_only))

    def code(self) -> StepCode:
        """Return the step as plain Python."""
        function = (
            "def remove_accents(text: str) -> str:\n"
            "    if text.isascii():\n"
            "        return text\n"
            f'    return "".join(without_accents(character, {self.ascii_only}) for character in text)\n'
        )
        return StepCode(("import unicodedata",), f"{getsource(without_accents)}\n\n{function}", "remove_accents")


KIND = StepKind(
    name="remove_accents",
    title="Remove accents",
    help="Decomposes characters (Unicode NFKD) and drops combining marks; letters such as ø, ß and ł have no decomposition and stay.",
    example=("naïve coöperation", "naive cooperation"),
    options=(Option("ascii_only", "bool", False, "Drop what is left outside ASCII"),),
    make=RemoveAccents,
)
