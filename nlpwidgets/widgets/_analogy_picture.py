"""The static picture of an analogy solver: an SVG written here, turned into a PNG by vl-convert."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlpwidgets.widgets import _colors as colors
from nlpwidgets.widgets._analogy_chart import NAMES, question
from nlpwidgets.widgets._picture import FONT, rasterise, svg_text

if TYPE_CHECKING:
    from nlpwidgets.widgets._analogy_traits import AnalogyTraits

COLUMN, TOP, LINE, MARGIN = 230.0, 62.0, 20.0, 14.0


def picture(solver: AnalogyTraits, title: str) -> bytes:
    """Return a PNG of the answers, with one and a half pixels per px."""
    return rasterise(svg(solver, title))


def svg(solver: AnalogyTraits, title: str) -> str:
    """Return the same as SVG."""
    parts = [svg_text(MARGIN, 22, title, size=13, weight="bold"), svg_text(MARGIN, 42, question(solver.terms), size=13)]
    rows = max((len(one["answers"]) for one in solver.solved), default=0)
    for column, solved in enumerate(solver.solved):
        left = MARGIN + column * COLUMN
        parts.append(svg_text(left, TOP + 6, NAMES[solved["method"]], fill=colors.INK2, weight="bold"))
        best = max((answer["score"] for answer in solved["answers"]), default=0) or 1.0
        for row, answer in enumerate(solved["answers"]):
            y = TOP + 26 + row * LINE
            width = max(0.0, min(1.0, answer["score"] / best)) * (COLUMN - 80)
            parts.append(
                f'<rect x="{left + 22:.0f}" y="{y - 13:.1f}" width="{width:.1f}" height="17" rx="3" fill="#e9effc"/>'
            )
            parts.append(svg_text(left, y, str(answer["rank"]), fill=colors.INK2))
            parts.append(svg_text(left + 28, y, answer["word"][:22], weight="bold" if row == 0 else "normal"))
            parts.append(svg_text(left + COLUMN - 20, y, f"{answer['score']:.3f}".replace("-", "\u2212"), anchor="end"))
    if not solver.solved:
        parts.append(svg_text(MARGIN, TOP + 26, "no answer: a, b and c must be words that the embedding has"))
    height = TOP + 40 + max(rows, 1) * LINE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{2 * MARGIN + 3 * COLUMN:.0f}" height="{height:.0f}" {FONT}>'
        f'<rect width="100%" height="100%" fill="#ffffff"/>{"".join(parts)}</svg>'
    )
