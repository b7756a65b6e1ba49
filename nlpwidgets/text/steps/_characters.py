"""Steps that look at one character at a time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlpwidgets.text._step import Edit

if TYPE_CHECKING:
    from collections.abc import Callable


OUTSIDE = re.compile(r"[^\x00-\x7f]+")


class Table(dict[int, str]):
    """What `str.translate` asks for: code point to text, worked out when first met."""

    def __init__(self, replace: Callable[[str], str]) -> None:
        super().__init__()
        self.replace = replace

    def __missing__(self, code: int) -> str:
        self[code] = found = self.replace(chr(code))
        return found


class CharacterWorker:
    """A step that replaces single characters.

    Parameters
    ----------
    replace : callable
        Takes one character, returns what stands in its place; done twice it does no more than once.
    """

    def __init__(self, replace: Callable[[str], str]) -> None:
        self._table = Table(replace)
        plain = {code: replace(chr(code)) for code in range(128)}
        self._ascii_stays = all(ord(new or "-") == code for code, new in plain.items())
        # str.translate works through ASCII at the speed of memory when the table is a plain one
        self._ascii = {code: new or None for code, new in plain.items() if new != chr(code)}

    def run(self, text: str) -> str:
        """Return the text after the step."""
        if not text.isascii():
            # mostly a few characters, after which the rest can take the fast way
            text = OUTSIDE.sub(self._translate, text)
            if not self._ascii_stays and not text.isascii():
                return text.translate(self._table)
        return text if self._ascii_stays else self.run_ascii(text)

    def run_ascii(self, text: str) -> str:
        """Return a text of ASCII after the step."""
        return text.translate(self._ascii)

    def _translate(self, found: re.Match[str]) -> str:
        return found[0].translate(self._table)

    def edits(self, text: str) -> list[Edit]:
        """Return what the step does to the text; characters dropped in a row are one edit."""
        if text.isascii() and self._ascii_stays:
            return []
        table = self._table
        dropped: list[str] = []
        changed: list[str] = []
        for character in set(text):
            new = table[ord(character)]
            if new != character:
                (changed if new else dropped).append(re.escape(character))
        kinds = []
        if dropped:
            kinds.append(f"[{''.join(dropped)}]+")
        if changed:
            kinds.append(f"[{''.join(changed)}]")
        if not kinds:
            return []
        found = []
        for match in re.compile("|".join(kinds)).finditer(text):
            start, stop = match.span()
            new = table[ord(text[start])]
            found.append(Edit(start, stop, new, len(new) == 1))
        return found
