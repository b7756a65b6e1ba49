"""The gate inspector's figures without a page: an Altair chart, and a small picture for viewers without widgets."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Any

import altair as alt
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nlpwidgets.recurrent import LayerTrace
    from nlpwidgets.widgets._gate_run import Run, Text
    from nlpwidgets.widgets._gate_wire import Selection

COLORS = {
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
"""One colour per quantity, the same as in `js/src/theme/tokens.css`."""
SIGNED = ("candidate", "new", "cell", "hidden")
_NEGATIVE, _POSITIVE, _ZERO = COLORS["input"], COLORS["forget"], "#f4f5f7"
_MOST_CELLS = 40_000  # rectangles in a chart; more than that and units are averaged in groups
_ROW, _GAP, _WIDTH = 2, 6, 640  # px of the small picture


def quantities(layer: LayerTrace, text: Text) -> dict[str, NDArray[np.float64]]:
    """All quantities of a layer on a text, each (time, units)."""
    found = {name: values for name, values in layer.gates.items()}
    if layer.cell is not None:
        found["cell"] = layer.cell
    found["hidden"] = layer.hidden
    return {name: values[: len(text.tokens), text.row].astype(np.float64) for name, values in found.items()}


def selected_layer(run: Run, selection: Selection) -> tuple[LayerTrace, Text]:
    """The layer and the text that a selection names."""
    text = run.texts[min(selection["item"], len(run.texts) - 1)]
    place = selection["module"]
    layer = text.trace.select(place, layer=selection["layer"], direction=selection["direction"], call=selection["call"])
    return layer, text


def gate_chart(run: Run, selection: Selection) -> alt.VConcatChart:
    """Return the verdict over the words and one heat map per quantity of the selected layer.

    Very large layers are averaged over groups of neighbouring units, which the titles then say.
    """
    layer, text = selected_layer(run, selection)
    shown = quantities(layer, text)
    steps = [f"{step + 1} {token}" for step, token in enumerate(text.tokens)]
    x = alt.X("word:N", sort=steps, title=None, axis=None)
    words = alt.X(
        "word:N",
        sort=steps,
        title=None,
        axis=alt.Axis(labelExpr="slice(datum.label, indexof(datum.label, ' ') + 1)", labelAngle=-45),
    )
    width = max(300, min(1200, 24 * len(steps)))
    rows: list[Any] = []
    if text.verdict is not None:
        points = [
            {"word": steps[step], "class": name, "probability": float(text.verdict[step, column])}
            for step in range(len(steps))
            for column, name in enumerate(run.classes)
        ]
        rows.append(
            alt.Chart(alt.Data(values=points), width=width, height=60)
            .mark_line(point=True)
            .encode(
                x=x,
                y=alt.Y("probability:Q", scale=alt.Scale(domain=[0, 1]), title="probability"),
                color=alt.Color("class:N", title=None),
            )
        )
    group = max(1, -(-sum(v.size for v in shown.values()) // _MOST_CELLS))
    for name, values in shown.items():
        rows.append(_strip(name, values, steps, group, width, words if name == "hidden" else x))
    title = f"{layer.label}: {layer.kind.upper()}"
    return alt.vconcat(*rows, title=title, spacing=6).resolve_scale(color="independent", x="shared")


def _strip(name: str, values: NDArray[np.float64], steps: list[str], group: int, width: int, x: alt.X) -> alt.Chart:
    starts = np.arange(0, values.shape[1], group)
    if group > 1:
        values = np.add.reduceat(values, starts, axis=1) / np.diff([*starts, values.shape[1]])
    cells = [
        {"word": step, "unit": int(unit), "value": value}
        for step, row in zip(steps, values.tolist(), strict=True)
        for unit, value in zip(starts, row, strict=True)
    ]
    if name in SIGNED:
        limit = float(np.abs(values).max()) if name == "cell" and values.size else 1.0
        scale = alt.Scale(domain=[-max(limit, 1e-12), 0, max(limit, 1e-12)], range=[_NEGATIVE, _ZERO, _POSITIVE])
    else:
        scale = alt.Scale(domain=[0, 1], range=[_ZERO, COLORS[name]])
    title = name if group == 1 else f"{name}, mean of {group} units"
    return (
        alt.Chart(alt.Data(values=cells), width=width, height=70)
        .mark_rect()
        .encode(
            x=x,
            y=alt.Y("unit:O", title=title, axis=alt.Axis(labels=False, ticks=False)),
            color=alt.Color("value:Q", scale=scale, title=name, legend=alt.Legend(gradientLength=50)),
        )
    )


def gate_picture(run: Run, selection: Selection) -> bytes:
    """Return the strips of the selected layer as a PNG; drawn directly, since each display of the widget makes one."""
    layer, text = selected_layer(run, selection)
    strips = [_painted(name, values) for name, values in quantities(layer, text).items()]
    gap = np.full((_GAP, _WIDTH, 3), 255, np.uint8)
    return png(np.concatenate([part for strip in strips for part in (strip, gap)][:-1]))


def _painted(name: str, values: NDArray[np.float64]) -> NDArray[np.uint8]:
    height = min(64, _ROW * values.shape[1])
    columns = np.arange(_WIDTH) * len(values) // _WIDTH
    units = np.arange(height) * values.shape[1] // height
    v = values[columns][:, units].T
    if name in SIGNED:
        limit = max(float(np.abs(values).max(initial=0)), 1e-12) if name == "cell" else 1.0
        share, full = np.abs(v) / limit, np.where(v[..., None] < 0, _rgb(_NEGATIVE), _rgb(_POSITIVE))
    else:
        share, full = v, _rgb(COLORS[name])
    share = np.clip(share, 0, 1)[..., None]
    return (_rgb(_ZERO) * (1 - share) + full * share).round().astype(np.uint8)


def _rgb(color: str) -> NDArray[np.float64]:
    return np.array([int(color[k : k + 2], 16) for k in (1, 3, 5)], np.float64)


def png(pixels: NDArray[np.uint8]) -> bytes:
    """Encode an (height, width, 3) image."""
    height, width, _ = pixels.shape

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    lines = np.concatenate([np.zeros((height, 1), np.uint8), pixels.reshape(height, -1)], axis=1)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(lines.tobytes(), 6))
        + chunk(b"IEND", b"")
    )
