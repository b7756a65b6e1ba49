"""The colours of the light theme, for pictures made in Python; `js/src/theme/tokens.css` has the same."""

from __future__ import annotations

from typing import Any

import numpy as np

INK, INK2, LINE, ZERO, GAP = "#1b2129", "#5b6673", "#e3e6ea", "#f4f5f7", "#ffffff"
ROLES = {
    "input": "#0072b2",
    "forget": "#d55e00",
    "candidate": "#008f68",
    "output": "#a8548a",
    "cell": "#b07c00",
    "hidden": "#3f7fb5",
    "reset": "#d55e00",
    "update": "#0072b2",
    "new": "#008f68",
}
POSITIVE, NEGATIVE = "#00795a", "#c05000"
ACCENT = "#2457d6"


def scale_of(role: str, *, signed: bool) -> list[str]:
    """Colours of a heat map, from its lowest to its highest value: as `lutOf` in the page."""
    return [ROLES["input"], ZERO, ROLES["forget"]] if signed else [ZERO, ROLES[role]]


def rgb(values: Any, stops: list[str], low: float, high: float) -> Any:
    """Pixels of numbers: uint8, one axis of 3 more than `values`; NaN is the colour of a gap."""
    colors = np.array([[int(stop[k : k + 2], 16) for k in (1, 3, 5)] for stop in stops], np.float64)
    at = np.clip((np.asarray(values, np.float64) - low) / (high - low), 0, 1) * (len(stops) - 1)
    missing = np.isnan(at)
    at = np.where(missing, 0, at)
    left = np.minimum(at.astype(int), len(stops) - 2)
    share = (at - left)[..., None]
    pixels = colors[left] * (1 - share) + colors[left + 1] * share
    pixels[missing] = [int(GAP[k : k + 2], 16) for k in (1, 3, 5)]
    return np.rint(pixels).astype(np.uint8)
