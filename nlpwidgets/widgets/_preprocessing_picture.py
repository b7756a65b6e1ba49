"""The static picture of a preprocessing explorer: the lanes, what a step changed marked, as an SVG turned into a PNG."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nlpwidgets.widgets import _colors as colors
from nlpwidgets.widgets._picture import FONT, rasterise, svg_text
from nlpwidgets.widgets._preprocessing_chart import titles
from nlpwidgets.widgets._wire import sendable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nlpwidgets.text import TraceStep
    from nlpwidgets.widgets.preprocessing_explorer import PreprocessingExplorer

WIDTH, LABEL, MARGIN = 760.0, 150.0, 12.0
COLUMNS, MOST_LINES = 88, 6
LETTER, LINE = 6.6, 17.0  # of the monospaced letters of 11 px
MONO = 'font-family="Liberation Mono, DejaVu Sans Mono, Menlo, monospace"'
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def picture(explorer: PreprocessingExplorer) -> bytes:
    """Return a PNG, with one and a half pixels per px."""
    return rasterise(svg(explorer))


def svg(explorer: PreprocessingExplorer) -> str:
    """Return the same as SVG; of a long text the beginning."""
    parts = [svg_text(MARGIN, 22, repr(explorer), size=13, weight="bold")]
    y = 46.0
    trace = explorer.trace
    befores = [None, *zip(trace.texts, trace.steps, strict=False)]
    for name, text, before in zip(titles(explorer), trace.texts, befores, strict=True):
        parts.append(svg_text(MARGIN, y, name if len(name) <= 22 else name[:21] + "…", fill=colors.INK2))
        changed, removed = (set(), set()) if before is None else _marks(*before)
        for start, line in _lines(text):
            x = MARGIN + LABEL
            shown = range(start, start + len(line))
            parts += [_box(x + (at - start) * LETTER, y, LETTER, colors.ACCENT, 0.2) for at in shown if at in changed]
            parts += [
                _box(x + (at - start) * LETTER - 0.7, y, 1.4, colors.NEGATIVE, 0.8) for at in shown if at in removed
            ]
            parts.append(svg_text(x, y, line, extra=f' {MONO} xml:space="preserve"', size=11))
            y += LINE
        y += 6
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH:.0f}" height="{y:.0f}" {FONT}>'
        f'<rect width="100%" height="100%" fill="#ffffff"/>{"".join(parts)}</svg>'
    )


def _marks(before: str, step: TraceStep) -> tuple[set[int], set[int]]:
    """Return the first characters that are not as they were, and those before which something is gone."""
    changed: set[int] = set()
    removed: set[int] = set()
    for low, _, start, stop, one in step.alignment.segments.tolist():
        if start > COLUMNS * MOST_LINES:
            break
        if start == stop:
            removed.add(start)
        places = range(start, min(stop, start + COLUMNS * MOST_LINES))
        changed.update(at for at in places if not one or step.text[at] != before[low + at - start])
    return changed, removed


def _box(x: float, y: float, width: float, fill: str, opacity: float) -> str:
    return f'<rect x="{x:.1f}" y="{y - 12:.1f}" width="{width}" height="{LINE - 2}" fill="{fill}" opacity="{opacity}"/>'


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
