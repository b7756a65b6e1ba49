"""What Python's pictures and the page both say: the colours of the roles, and how the quantities are called."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nlpwidgets.widgets import _colors
from nlpwidgets.widgets._gate_shown import NAMES

SRC = Path(__file__).parents[2] / "js" / "src"
PICTURES = {
    "ink": _colors.INK,
    "ink2": _colors.INK2,
    "line": _colors.LINE,
    "zero": _colors.ZERO,
    "bg": _colors.GAP,  # a gap shows the paper
    "positive": _colors.POSITIVE,
    "negative": _colors.NEGATIVE,
    "accent": _colors.ACCENT,
    **_colors.ROLES,
}


def tokens(css: str) -> dict[str, str]:
    """Colours of the light theme as ``#rrggbb``, by their names without ``--nlpw-``; those of a host by their default."""
    light = css[css.index(".nlpw {") :].partition("}")[0]
    declared = dict(re.findall(r"--nlpw-([a-z0-9]+): ([^;]+);", light))

    def resolved(value: str) -> str:
        if other := re.fullmatch(r"var\(--nlpw-([a-z0-9]+)\)", value):
            return resolved(declared[other[1]])
        if default := re.fullmatch(r"var\(--jp-[a-z0-9-]+, (#[0-9a-f]+)\)", value):
            return resolved(default[1])
        return "#" + "".join(2 * digit for digit in value[1:]) if re.fullmatch(r"#[0-9a-f]{3}", value) else value

    return {name: resolved(value) for name, value in declared.items()}


def quantities(source: str) -> list[tuple[str, str, str, bool]]:
    """Name, symbol, label and whether it is signed, of each quantity of each kind of cell."""
    found = re.findall(r'\{ name: "(\w+)", symbol: "(\w+)", label: "([^"]+)", signed: (true|false) \}', source)
    return [(name, symbol, label, signed == "true") for name, symbol, label, signed in found]


def test_tokens_are_read() -> None:
    css = '.nlpw {\n  --nlpw-bg: var(--jp-x1, #abc);\n  --nlpw-b: #012345;\n  --nlpw-c: var(--nlpw-b);\n}\n.nlpw[data-theme="dark"] {\n  --nlpw-b: #fff;\n}'
    assert tokens(css) == {"bg": "#aabbcc", "b": "#012345", "c": "#012345"}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_has_the_colours_of_the_page(name: str) -> None:
    css = (SRC / "theme" / "tokens.css").read_text(encoding="utf-8")
    assert PICTURES[name] == tokens(css)[name]


def test_quantities_are_called_alike() -> None:
    found = quantities((SRC / "widgets" / "gate_inspector" / "data.ts").read_text(encoding="utf-8"))
    assert len(found) == 6 + 4 + 1  # LSTM, GRU, plain RNN
    assert {name for name, *_ in found} == NAMES.keys() == _colors.ROLES.keys()
    for name, symbol, label, signed in found:
        assert (label, symbol, signed) == NAMES[name]
