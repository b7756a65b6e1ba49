"""Text out of HTML."""

from __future__ import annotations

import inspect

from nlpwidgets.text._step import Edit, Option, StepCode, StepKind
from nlpwidgets.text.steps import _check, _html


class StripHtml:
    """The step."""

    def __init__(self, *, separator: str = " ") -> None:
        self.separator = _check.text("strip_html", "separator", separator)

    def run(self, text: str) -> str:
        """Return the text after the step."""
        return _html.strip_html(text, self.separator)

    def edits(self, text: str) -> list[Edit]:
        """Return what the step does to the text: each tag and each character reference is one edit."""
        return [Edit(*edit) for edit in _html.html_edits(text, self.separator)]

    def code(self) -> StepCode:
        """Return the step as plain Python."""
        source = inspect.getsource(_html)
        definitions = source[source.index("MARK = ") :]
        head, function = definitions.rsplit("def strip_html(", 1)
        function = function.replace("separator: str", f"separator: str = {self.separator!r}", 1)
        imports = ("import re", "from collections import Counter", "from html.entities import html5")
        return StepCode(imports, f"{head}def strip_html({function}", "strip_html")


KIND = StepKind(
    name="strip_html",
    title="Strip HTML",
    help="Takes the text out of HTML: tags, comments, scripts and styles go, character references are decoded.",
    example=("<p>Caf&eacute; &amp; bar</p>", "Café & bar"),
    options=(
        Option("separator", "text", " ", "What stands for a line break or the edge of a block between two words"),
    ),
    make=StripHtml,
)
