"""The Altair chart of a vectorizer explorer: the cells on the screen as a heat map, numbers inside."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from nlpwidgets.widgets import _colors as colors

if TYPE_CHECKING:
    from nlpwidgets.widgets._vectorizer_shown import Window

TITLE = 40


def chart(window: Window, title: str) -> Any:
    """Draw the window: a row per document, a column per term, zero cells left out."""
    import altair as alt
    from altair.utils.schemapi import debug_mode

    rows, columns = window.values.nonzero()
    data = [
        {
            "row": row,
            "column": column,
            "document": int(window.documents[row]),
            "title": window.titles[row],
            "term": window.terms[column],
            "value": float(window.values[row, column]),
        }
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
    ]
    highest = float(window.values.max(initial=0.0)) or 1.0
    short = [text if len(text) <= TITLE else text[: TITLE - 1] + "…" for text in window.titles]
    with debug_mode(arg=False):  # else every number is checked anew: seconds
        return (
            alt.Chart(alt.InlineData(values=data))
            .mark_rect()
            .encode(
                x=_axis(alt, alt.X, "column:O", window.terms, labelAngle=-45, orient="top"),
                y=_axis(alt, alt.Y, "row:O", short, labelLimit=260),
                color=alt.Color(
                    "value:Q",
                    scale=alt.Scale(domain=[0, highest], range=[colors.ZERO, colors.ACCENT], interpolate="rgb"),
                    legend=alt.Legend(title=window.quantity),
                ),
                tooltip=["document:O", "title:N", "term:N", alt.Tooltip("value:Q", format=".4f")],
            )
            .properties(width=alt.Step(14), height=alt.Step(14), title=title)
            .configure_view(stroke=None)
        )


def _axis(alt: Any, channel: Any, place: str, labels: list[str], **options: Any) -> Any:
    """Places by number, labelled with their texts: two documents may begin alike."""
    axis = alt.Axis(
        labelExpr=f"{json.dumps(labels, ensure_ascii=False)}[datum.value]", title=None, grid=False, **options
    )
    return channel(place, sort=None, scale=alt.Scale(domain=list(range(len(labels)))), axis=axis)
