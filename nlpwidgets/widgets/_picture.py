"""What the static pictures of all widgets share."""

from __future__ import annotations

import html
import io
import re
import struct
import zlib
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.widgets import _colors as colors
from nlpwidgets.widgets._page import write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FONT = 'font-family="Helvetica, Arial, Liberation Sans, DejaVu Sans, sans-serif"'

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters outside `Char` of XML 1.0."""
MOST_SCALE = 10
"""Pixels per px of a saved picture, in each direction."""


def check_scale(scale: Any) -> float:
    """Return the scale of a saved picture.

    Raises
    ------
    TypeError, ValueError
        It is no number above 0 and at most `MOST_SCALE`.
    """
    if not isinstance(scale, Real) or isinstance(scale, bool):
        raise TypeError(f"scale is a number, not {scale!r:.60}")
    factor = float(scale)
    if not 0 < factor <= MOST_SCALE:  # a renderer out of memory takes the kernel with it
        raise ValueError(f"scale is above 0 and at most {MOST_SCALE}, not {scale}")
    return factor


def save_chart(chart: Callable[[], Any], path: Path, scale: Any) -> Path:
    """Save an Altair chart in the format that the suffix names; return the absolute path.

    Raises
    ------
    TypeError, ValueError
        Another suffix, or `scale` is no such number.
    """
    kind = path.suffix.lower().lstrip(".")
    if kind not in ("png", "svg", "pdf"):
        raise ValueError(f"save_image writes .png, .svg or .pdf, not {path.suffix or 'a file without a suffix'!r}")
    options = {"scale_factor": check_scale(scale)} if kind == "png" else {}
    out = io.StringIO() if kind == "svg" else io.BytesIO()
    _printable(chart()).save(out, format=kind, **options)
    return write_atomically(path, out.getvalue())


def svg_text(
    x: float,
    y: float,
    words: str,
    *,
    size: int = 11,
    fill: str = colors.INK,
    anchor: str = "start",
    weight: str = "normal",
    extra: str = "",
) -> str:
    """Return a line of words as SVG; `extra` are further attributes, written as they are."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{fill}" text-anchor="{anchor}" '
        f'font-weight="{weight}"{extra}>{html.escape(words)}</text>'
    )


def rasterise(svg: str) -> bytes:
    """Turn an SVG into a PNG with one and a half pixels per px; what no XML may hold becomes U+FFFD."""
    import vl_convert

    found: bytes = vl_convert.svg_to_png(_NOT_XML.sub("\ufffd", svg), scale=1.5)
    return found


def _printable(chart: Any) -> Any:
    """Return the chart with U+FFFD for what no XML may hold: the renderer ends the process when it meets it."""
    import altair as alt

    def clean(value: Any) -> Any:
        if isinstance(value, str):
            return _NOT_XML.sub("\ufffd", value)
        if isinstance(value, dict):
            return {clean(name): clean(one) for name, one in value.items()}
        return [clean(one) for one in value] if isinstance(value, list) else value

    return alt.Chart.from_dict(clean(chart.to_dict()))


def png(pixels: Any) -> bytes:
    """Encode (height, width, 3) uint8 pixels; PNG specification, third edition, without filters."""
    height, width, _ = pixels.shape
    rows = np.concatenate([np.zeros((height, 1), np.uint8), pixels.reshape(height, -1)], axis=1)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows.tobytes(), 6))
        + chunk(b"IEND", b"")
    )
