"""The Altair chart of a gate inspector: the verdict over the words, and a heat map per quantity, numbers inside."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.widgets import _colors as colors

if TYPE_CHECKING:
    from nlpwidgets.widgets._gate_shown import Pane, Strip

MOST_CELLS = 60_000
"""Numbers in one chart: 20 steps of an LSTM of 500 units, or 500 steps of its first 20 units as ordered."""
MOST_LABELS = 90
"""Words under one chart, 10 px each."""


def chart(panes: list[Pane], title: str) -> Any:
    """Draw what `shown` gave. Where there are too many units the first ones of the order shown are drawn, and the title says so."""
    import altair as alt
    from altair.utils.schemapi import debug_mode

    cells = sum(strip.values.size for pane in panes for strip in pane.strips)
    share = min(1.0, MOST_CELLS / max(cells, 1))
    rows: list[Any] = []
    with debug_mode(arg=False):  # else every number is checked anew whenever a chart is made of others: seconds
        for pane in panes:
            rows.extend(_pane(alt, pane, share, heading=pane.title if len(panes) > 1 else None))
        return (
            alt.vconcat(*rows, spacing=6, title=title)
            .configure_view(stroke=None)
            .configure_concat(spacing=6)
            .resolve_scale(color="independent")
        )


def _pane(alt: Any, pane: Pane, share: float, *, heading: str | None) -> list[Any]:
    width = int(min(900, max(260, 34 * len(pane.words))))
    rows = []
    last = len(pane.strips) - 1
    if pane.verdict is not None:
        rows.append(_verdict(alt, pane, width, labelled=last < 0))
    for k, strip in enumerate(pane.strips):
        rows.append(_heat_map(alt, pane.words, strip, share, width, labelled=k == last))
    if heading is not None and rows:
        rows[0] = rows[0].properties(title=alt.TitleParams(heading, anchor="start", fontSize=12))
    return rows


def _x(alt: Any, words: list[str], *, shown: bool) -> Any:
    """Columns by number, labelled with their words: the same word may come twice."""
    axis = alt.Axis(
        labelExpr=f"{json.dumps(words, ensure_ascii=False)}[datum.value]",
        labelAngle=-45,
        title=None,
        values=list(range(0, len(words), -(-len(words) // MOST_LABELS) or 1)),
    )
    return alt.X("column:O", sort=None, scale=alt.Scale(domain=list(range(len(words)))), axis=axis if shown else None)


def _verdict(alt: Any, pane: Pane, width: int, *, labelled: bool) -> Any:
    data = [
        {"column": column, "word": pane.words[column], "class": name, "probability": _number(pane.verdict[column, k])}
        for column in range(len(pane.words))
        for k, name in enumerate(pane.classes)
        if np.isfinite(pane.verdict[column, k])
    ]
    if len(pane.classes) == 2:
        color = alt.Color(
            "class:N", scale=alt.Scale(domain=pane.classes, range=[colors.NEGATIVE, colors.POSITIVE]), title=None
        )
    else:
        color = alt.Color("class:N", sort=pane.classes, title=None)
    return (
        alt.Chart(alt.InlineData(values=data))
        .mark_line(point=alt.OverlayMarkDef(size=16))
        .encode(
            x=_x(alt, pane.words, shown=labelled),
            y=alt.Y(
                "probability:Q", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(values=[0, 0.5, 1], title="verdict")
            ),
            color=color,
            tooltip=["column:O", "word:N", "class:N", alt.Tooltip("probability:Q", format=".3f")],
        )
        .properties(width=width, height=70)
    )


def _heat_map(alt: Any, words: list[str], strip: Strip, share: float, width: int, *, labelled: bool) -> Any:
    drawn = max(1, int(strip.values.shape[1] * share))
    data = [
        {
            "column": column,
            "word": words[column],
            "place": place,
            "unit": int(strip.units[place]),
            "value": _number(strip.values[column, place]),
        }
        for column in range(len(words))
        for place in range(drawn)
        if np.isfinite(strip.values[column, place])
    ]
    low = -strip.high if strip.signed else 0.0
    domain = [low, 0.0, strip.high] if strip.signed else [low, strip.high]
    color = alt.Color(
        "value:Q",
        scale=alt.Scale(
            domain=domain, range=colors.scale_of(strip.role, signed=strip.signed), interpolate="rgb", clamp=True
        ),
        legend=alt.Legend(title=None, gradientLength=50, tickCount=2),
    )
    of = f" ({drawn} of {strip.values.shape[1]} units)" if drawn < strip.values.shape[1] else ""
    return (
        alt.Chart(alt.InlineData(values=data))
        .mark_rect()
        .encode(
            x=_x(alt, words, shown=labelled),
            y=alt.Y(
                "place:O",
                axis=alt.Axis(
                    labels=False,
                    ticks=False,
                    domain=False,
                    title=strip.title + of,
                    titleAngle=0,
                    titleAlign="right",
                    titleY=35,
                ),
            ),
            color=color,
            tooltip=["column:O", "word:N", "unit:O", alt.Tooltip("value:Q", format=".4f")],
        )
        .properties(width=width, height=70)
    )


def _number(value: Any) -> float:
    """Return a float32 by the fewest digits that name it."""
    return float(str(np.float32(value)))
