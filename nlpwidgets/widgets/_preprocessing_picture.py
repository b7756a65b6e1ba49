"""The static picture of a preprocessing explorer: the lanes, what a step changed marked, as an SVG turned into a PNG."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from nlpwidgets.widgets import _colors as colors
from nlpwidgets.widgets._gate_picture import FONT
from nlpwidgets.widgets._preprocessing_chart import titles
from nlpwidgets.widgets._wire import sendable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlpwidgets.text import Alignment
    from nlpwidgets.widgets.preprocessing_explorer import PreprocessingExplorer

WIDTH, LABEL, MARGIN = 760.0, 150.0, 12.0
COLUMNS, MOST_LINES = 84, 6
LETTER, LINE = 7.0, 17.0
MONO = 'font-family="Liberation Mono, DejaVu Sans Mono, Menlo, monospace"'
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def picture(explorer: PreprocessingExplorer) -> bytes:
    """Return a PNG, with one and a half pixels per px."""
    import vl_convert

    found: bytes = vl_convert.svg_to_png(svg(explorer), scale=1.5)
    return found


def svg(explorer: PreprocessingExplorer) -> str:
    """Return the same as SVG; of a long text the beginning."""
    parts = [_text(MARGIN, 22, repr(explorer), size=13, weight="bold")]
    y = 46.0
    trace = explorer.trace
    alignments = [None, *(step.alignment for step in trace.steps)]
    for name, text, alignment in zip(titles(explorer), trace.texts, alignments, strict=True):
        parts.append(_text(MARGIN, y, name if len(name) <= 22 else name[:21] + "…", fill=colors.INK2))
        changed = set() if alignment is None else _changed(alignment, COLUMNS * MOST_LINES)
        for start, line in _lines(text):
            x = MARGIN + LABEL
            parts.extend(
                f'<rect x="{x + (place - start) * LETTER:.1f}" y="{y - 12:.1f}" width="{LETTER}" height="{LINE - 2}" '
                f'fill="{colors.ACCENT}" opacity="0.18"/>'
                for place in range(start, start + len(line))
                if place in changed
            )
            parts.append(_text(x, y, line, extra=f' {MONO} xml:space="preserve"', size=11))
            y += LINE
        y += 6
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH:.0f}" height="{y:.0f}" {FONT}>'
        f'<rect width="100%" height="100%" fill="#ffffff"/>{"".join(parts)}</svg>'
    )


def _changed(alignment: Alignment, most: int) -> set[int]:
    """Return the characters, of the first ones, that are not as they were."""
    rows = alignment.segments
    return {place for _, _, start, stop, one in rows.tolist() if not one for place in range(start, min(stop, most))}


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the first lines of a text, broken at spaces where there are some; white space shown as one space each."""
    shown = UNSEEN.sub("\ufffd", sendable(re.sub(r"\s", " ", text[: COLUMNS * (MOST_LINES + 1)])))
    at = 0
    for number in range(MOST_LINES):
        if at >= len(shown):
            break
        stop = len(shown)
        if stop - at > COLUMNS:
            stop = shown.rfind(" ", at + COLUMNS // 2, at + COLUMNS) + 1 or at + COLUMNS
        line = shown[at:stop]
        if number == MOST_LINES - 1 and stop < len(shown):
            line = line[:-1] + "…"
        yield at, line
        at = stop
    if not shown:
        yield 0, ""


def _text(
    x: float, y: float, text: str, *, size: int = 11, fill: str = colors.INK, weight: str = "normal", extra: str = ""
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{fill}" font-weight="{weight}"{extra}>'
        f"{html.escape(text)}</text>"
    )
