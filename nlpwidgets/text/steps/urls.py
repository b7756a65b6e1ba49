"""Web addresses."""

from __future__ import annotations

import re
from inspect import getsource

from nlpwidgets.text._step import Edit, Option, StepCode, StepKind
from nlpwidgets.text.steps import _check

# A word before it would make "awww.", and a point, comma or bracket after it belongs to the sentence.
URL = re.compile(r"(?<!\w)(?:(?:https?|ftp)://|www\.)[^\s<>\"]*[^\s<>\"!',.:;?)\]}’”]", re.IGNORECASE)


def remove_urls(text: str, replacement: str) -> str:
    """Put the replacement in place of each address that begins with a scheme (http, https, ftp) or www."""
    return URL.sub(lambda _: replacement, text)


class RemoveUrls:
    """The step."""

    def __init__(self, *, replacement: str = "") -> None:
        self.replacement = _check.text("remove_urls", "replacement", replacement)

    def run(self, text: str) -> str:
        """Return the text after the step."""
        return remove_urls(text, self.replacement) if "://" in text or "www." in text.lower() else text

    def edits(self, text: str) -> list[Edit]:
        """Return what the step does to the text."""
        return [Edit(*match.span(), self.replacement) for match in URL.finditer(text)]

    def code(self) -> StepCode:
        """Return the step as plain Python."""
        pattern = f"URL = re.compile({URL.pattern!r}, re.IGNORECASE)\n"
        function = getsource(remove_urls).replace("replacement: str", f"replacement: str = {self.replacement!r}")
        return StepCode(("import re",), f"{pattern}\n\n{function}", "remove_urls")


KIND = StepKind(
    name="remove_urls",
    title="Remove web addresses",
    help="Removes addresses that begin with http:, https:, ftp: or www.",
    example=("see www.imdb.com/title now", "see  now"),
    options=(Option("replacement", "text", "", "What stands in place of an address"),),
    make=RemoveUrls,
)
