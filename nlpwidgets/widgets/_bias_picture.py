"""The static picture of a bias explorer: an SVG written here, turned into a PNG by vl-convert."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nlpwidgets.widgets import _colors as colors
from nlpwidgets.widgets._bias_chart import active, components
from nlpwidgets.widgets._picture import FONT, rasterise, svg_text

if TYPE_CHECKING:
    from nlpwidgets.widgets._bias_traits import BiasTraits

WIDTH, TOP, LINE, MARGIN, LABELS = 720.0, 66.0, 15.0, 14.0, 150.0
MOST = 32
"""Words in the picture: those with the largest components on both sides."""


def picture(explorer: BiasTraits, title: str) -> bytes:
    """Return a PNG of the words along the direction, with one and a half pixels per px."""
    return rasterise(svg(explorer, title))


def svg(explorer: BiasTraits, title: str) -> str:
    """Return the same as SVG."""
    parts = [svg_text(MARGIN, 22, title, size=13, weight="bold")]
    placed = explorer.placed
    if placed is None or not placed["words"]:
        parts.append(svg_text(MARGIN, TOP, "no direction, or none of the words has a vector"))
        return _page(parts, TOP + 30)
    groups = active(explorer)["groups"]
    before, now = components(placed, explorer.strength)
    order = np.argsort(-before, kind="stable")
    chosen = order if len(order) <= MOST else np.concatenate([order[: MOST // 2], order[-MOST // 2 :]])
    reach = max(1e-9, float(np.abs(np.concatenate([before, now])).max()))
    middle, half = (LABELS + WIDTH - MARGIN) / 2, (WIDTH - MARGIN - LABELS) / 2 - 10
    height = TOP + len(chosen) * LINE + 20
    parts.append(svg_text(middle - half, 44, f"\u2190 {' or '.join(groups[1:])}", fill=colors.INK2))
    parts.append(svg_text(middle + half, 44, f"{groups[0]} \u2192", fill=colors.INK2, anchor="end"))
    parts.append(f'<path d="M{middle:.1f} 52V{height - 10:.1f}" stroke="{colors.LINE}"/>')
    for row, k in enumerate(chosen):
        y = TOP + row * LINE
        was, is_now = (middle + half * values[k] / reach for values in (before, now))
        color = colors.POSITIVE if before[k] >= 0 else colors.NEGATIVE
        parts.append(svg_text(LABELS - 10, y + 4, placed["words"][k][:22], size=11, anchor="end"))
        parts.append(f'<path d="M{was:.1f} {y:.1f}H{is_now:.1f}" stroke="{colors.LINE}"/>')
        parts.append(f'<circle cx="{was:.1f}" cy="{y:.1f}" r="3" fill="none" stroke="{color}"/>')
        parts.append(f'<circle cx="{is_now:.1f}" cy="{y:.1f}" r="3.5" fill="{color}"/>')
    return _page(parts, height)


def _page(parts: list[str], height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH:.0f}" height="{height:.0f}" {FONT}>'
        f'<rect width="100%" height="100%" fill="#ffffff"/>{"".join(parts)}</svg>'
    )
