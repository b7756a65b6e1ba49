"""What the static pictures of all widgets share."""

from __future__ import annotations

import struct
import zlib
from numbers import Real
from typing import Any

import numpy as np

FONT = 'font-family="Helvetica, Arial, Liberation Sans, DejaVu Sans, sans-serif"'

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
