"""The static picture of a vectorizer explorer: an SVG written here, turned into a PNG by vl-convert."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from nlpwidgets.widgets import _colors as colors
from nlpwidgets.widgets._picture import FONT, png, rasterise, svg_text

if TYPE_CHECKING:
    from nlpwidgets.widgets._vectorizer_shown import Window

LEFT, TOP, MARGIN = 250.0, 104.0, 12.0
CELL = 15.0
MOST_ROWS, MOST_COLUMNS = 24, 40


def picture(window: Window, title: str) -> bytes:
    """Return a PNG of the window, with one and a half pixels per px."""
    return rasterise(svg(window, title))


def svg(window: Window, title: str) -> str:
    """Return the same as SVG: of more rows and columns than a picture holds the first ones."""
    values = window.values[:MOST_ROWS, :MOST_COLUMNS]
    rows, columns = values.shape
    width, height = LEFT + columns * CELL + MARGIN, TOP + rows * CELL + MARGIN
    parts = [
        svg_text(MARGIN, 22, title, size=13, weight="bold"),
        svg_text(MARGIN, 40, window.quantity, fill=colors.INK2),
    ]
    for column, term in enumerate(window.terms[:columns]):
        x, y = LEFT + (column + 0.7) * CELL, TOP - 5
        parts.append(svg_text(x, y, _short(term, 12), extra=f' transform="rotate(-55 {x:.1f} {y:.1f})"'))
    for row, text in enumerate(window.titles[:rows]):
        parts.append(svg_text(MARGIN, TOP + (row + 0.75) * CELL, _short(text, 38)))
    high = float(window.values.max(initial=0.0)) or 1.0
    image = base64.b64encode(png(colors.rgb(values, [colors.ZERO, colors.ACCENT], 0.0, high))).decode()
    parts.append(
        f'<image x="{LEFT}" y="{TOP}" width="{columns * CELL}" height="{rows * CELL}" preserveAspectRatio="none" '
        f'style="image-rendering:pixelated" image-rendering="optimizeSpeed" href="data:image/png;base64,{image}"/>'
    )
    if window.selected is not None and window.selected[0] < rows and window.selected[1] < columns:
        row, column = window.selected
        parts.append(
            f'<rect x="{LEFT + column * CELL}" y="{TOP + row * CELL}" width="{CELL}" height="{CELL}" fill="none" '
            f'stroke="{colors.INK}" stroke-width="2" rx="2"/>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{max(width, 520):.0f}" height="{height:.0f}" {FONT}>'
        f'<rect width="100%" height="100%" fill="#ffffff"/>{"".join(parts)}</svg>'
    )


def _short(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
