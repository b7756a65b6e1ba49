"""The Altair chart of an embedding projector: the points in sight, numbers inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nlpwidgets.widgets import _colors as colors
from nlpwidgets.widgets._projector_shown import in_sight, values_of

if TYPE_CHECKING:
    from nlpwidgets.widgets.embedding_projector import EmbeddingProjector

MOST = 5_000
"""Points in a chart: the first, which are the most frequent where vectors are sorted so."""
LABELLED = 40


def chart(projector: EmbeddingProjector) -> Any:
    """Draw the points in sight; a picture in three dimensions by its first two."""
    import altair as alt
    from altair.utils.schemapi import debug_mode

    points, coordinates = in_sight(projector, MOST)
    name, values, names = values_of(projector, points)
    words = [projector.words_shown[point] for point in points.tolist()]
    axes, kind = _axes(projector), "N" if names else "Q"
    data = [
        {"word": word, "x": float(place[0]), "y": float(place[1]), **({"value": values[at]} if name else {})}
        for at, (word, place) in enumerate(zip(words, coordinates, strict=True))
    ]
    with debug_mode(arg=False):  # else every number is checked anew: seconds
        base = alt.Chart(alt.InlineData(values=data)).encode(
            x=alt.X("x:Q", title=axes[0], scale=alt.Scale(zero=False)),
            y=alt.Y("y:Q", title=axes[1], scale=alt.Scale(zero=False)),
            tooltip=["word:N", "x:Q", "y:Q", *([alt.Tooltip(f"value:{kind}", title=name)] if name else [])],
        )
        dots = base.mark_circle(size=20, opacity=0.7, color=colors.ACCENT)
        if name:
            dots = dots.encode(color=alt.Color(f"value:{kind}", title=name))
        text = (
            base.transform_window(rank="row_number()")
            .transform_filter(f"datum.rank <= {LABELLED}")
            .mark_text(align="left", dx=5, fontSize=10, color=colors.INK2)
            .encode(text="word:N")
        )
        return (dots + text).properties(width=560, height=420, title=repr(projector))


def _axes(projector: EmbeddingProjector) -> list[str]:
    if projector.frame["method"] == "axes":
        return list(projector.axes)
    explained = projector.frame["explained"]
    if explained:
        return [f"axis {at + 1}, {100 * share:.1f} %" for at, share in enumerate(explained)]
    return ["x", "y"]
