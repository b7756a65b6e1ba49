"""The static picture of a gate inspector: an SVG written here, turned into a PNG by vl-convert in some ten milliseconds."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import numpy as np

from nlpwidgets.widgets import _colors as colors
from nlpwidgets.widgets._picture import FONT, png, rasterise, svg_text

if TYPE_CHECKING:
    from nlpwidgets.widgets._gate_shown import Pane, Strip

WIDTH, LABEL, MARGIN = 760.0, 118.0, 12.0
MOST_COLUMNS, MOST_ROWS = 512, 64


def picture(panes: list[Pane], title: str, step: int) -> bytes:
    """Return a PNG of the panes, with one and a half pixels per px."""
    return rasterise(svg(panes, title, step))


def svg(panes: list[Pane], title: str, step: int) -> str:
    """Return the same as SVG; `step` is the selected column."""
    parts = [svg_text(MARGIN, 22, title, size=13, weight="bold")]
    y = 34.0
    for pane in panes:
        y = _pane(parts, pane, y, step)
    height = y + MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH:.0f}" height="{height:.0f}" {FONT}>'
        f'<rect width="100%" height="100%" fill="#ffffff"/>{"".join(parts)}</svg>'
    )


def _pane(parts: list[str], pane: Pane, y: float, step: int) -> float:
    count = len(pane.words)
    wide = min(56.0, (WIDTH - LABEL - 2 * MARGIN) / max(count, 1))
    left = MARGIN + LABEL
    top = y
    if pane.verdict is not None:
        last = pane.verdict[:, -1]
        points = [(left + (k + 0.5) * wide, y + 36 * (1 - float(p))) for k, p in enumerate(last) if np.isfinite(p)]
        parts.append(
            f'<line x1="{left}" x2="{left + count * wide:.1f}" y1="{y + 18}" y2="{y + 18}" stroke="{colors.LINE}"/>'
        )
        parts.append(
            f'<polyline fill="none" stroke="{colors.INK}" points="{" ".join(f"{a:.1f},{b:.1f}" for a, b in points)}"/>'
        )
        parts.append(svg_text(MARGIN, y + 22, f"P({pane.classes[-1]})", fill=colors.INK2))
        if points:
            parts.append(
                svg_text(
                    WIDTH - MARGIN,
                    y - 12,
                    f"{pane.classes[-1]} {float(last[np.isfinite(last)][-1]):.2f}",
                    size=12,
                    anchor="end",
                    weight="bold",
                )
            )
        y += 44
    if wide >= 14:
        slanted = max((len(word) for word in pane.words), default=0) * 6.2 > wide
        y += 44 if slanted else 14
        for k, word in enumerate(pane.words):
            short = word if len(word) <= 11 else word[:10] + "…"
            x = left + (k + 0.5) * wide
            turn = f' transform="rotate(-45 {x:.1f} {y:.1f})"' if slanted else ""
            anchor = "start" if slanted else "middle"
            parts.append(svg_text(x, y, short, anchor=anchor, weight="bold" if k == step else "normal", extra=turn))
        y += 6
    for strip in pane.strips:
        high = min(40, max(14, strip.values.shape[1]))
        parts.append(f'<circle cx="{MARGIN + 4}" cy="{y + high / 2:.1f}" r="3.5" fill="{colors.ROLES[strip.role]}"/>')
        parts.append(svg_text(MARGIN + 14, y + high / 2 + 4, strip.title))
        image = base64.b64encode(_image(strip)).decode()
        parts.append(
            f'<image x="{left}" y="{y:.1f}" width="{count * wide:.1f}" height="{high}" preserveAspectRatio="none" '
            f'style="image-rendering:pixelated" image-rendering="optimizeSpeed" href="data:image/png;base64,{image}"/>'
        )
        y += high + 8
    if 0 <= step < count:
        parts.append(
            f'<rect x="{left + step * wide:.1f}" y="{top - 2:.1f}" width="{wide:.1f}" height="{y - top:.1f}" fill="none" '
            f'stroke="{colors.ACCENT}" rx="2"/>'
        )
    return y + 10


def _image(strip: Strip) -> bytes:
    """Return the heat map, one pixel per number where the picture can show as many."""
    values = strip.values[
        :: max(1, -(-len(strip.values) // MOST_COLUMNS)), :: max(1, -(-strip.values.shape[1] // MOST_ROWS))
    ]
    low = -strip.high if strip.signed else 0.0
    return png(colors.rgb(values.T, colors.scale_of(strip.role, signed=strip.signed), low, strip.high))
