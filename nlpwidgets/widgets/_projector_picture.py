"""The static picture of an embedding projector: an SVG written here, turned into a PNG by vl-convert."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import numpy as np

from nlpwidgets.widgets import _colors as colors
from nlpwidgets.widgets._picture import FONT, rasterise
from nlpwidgets.widgets._projector_shown import in_sight

if TYPE_CHECKING:
    from nlpwidgets.widgets.embedding_projector import EmbeddingProjector

WIDTH, HEIGHT, TOP = 720.0, 480.0, 34.0
MOST = 1_500
"""Points drawn: the first."""
LABELS = 60


def picture(projector: EmbeddingProjector, title: str) -> bytes:
    """Return a PNG of the points in sight."""
    return rasterise(svg(projector, title))


def svg(projector: EmbeddingProjector, title: str) -> str:
    """Return the same as SVG; words as long as they do not cover one another."""
    points, coordinates = in_sight(projector, MOST)
    parts = [f'<text x="12" y="22" font-size="13" font-weight="bold" fill="{colors.INK}">{html.escape(title)}</text>']
    if len(points):
        place = coordinates[:, :2]
        middle, half = (place.max(axis=0) + place.min(axis=0)) / 2, float(np.ptp(place, axis=0).max()) / 2 or 1.0
        x = WIDTH / 2 + (place[:, 0] - middle[0]) / half * (HEIGHT - TOP - 40) / 2
        y = TOP + (HEIGHT - TOP) / 2 - (place[:, 1] - middle[1]) / half * (HEIGHT - TOP - 40) / 2
        dots = "".join(f"M{a:.1f} {b:.1f}h0" for a, b in zip(x, y, strict=True))
        # one path: half the time of as many circles, and the widget is shown only when its picture is there
        parts.append(
            f'<path d="{dots}" stroke="{colors.ROLES["hidden"]}" stroke-opacity="0.6" stroke-width="4" stroke-linecap="round"/>'
        )
        words = projector.words_shown  # a new list each time
        parts += _labels([words[point] for point in points.tolist()], x.tolist(), y.tolist())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH:.0f}" height="{HEIGHT:.0f}" {FONT}>'
        f'<rect width="100%" height="100%" fill="#ffffff"/>{"".join(parts)}</svg>'
    )


def _labels(words: list[str], x: list[float], y: list[float]) -> list[str]:
    taken: list[tuple[float, float, float, float]] = []
    parts = []
    for word, left, base in zip(words, x, y, strict=True):
        box = (left + 4, base - 9, left + 8 + 6 * len(word), base + 3)
        free = all(box[2] < a or c < box[0] or box[3] < b or d < box[1] for a, b, c, d in taken)
        if free and box[2] < WIDTH:
            taken.append(box)
            parts.append(
                f'<text x="{left + 5:.1f}" y="{base:.1f}" font-size="10" fill="{colors.INK2}">{html.escape(word)}</text>'
            )
        if len(taken) >= LABELS:
            break
    return parts
