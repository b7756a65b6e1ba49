"""The Altair chart of a preprocessing explorer: the corpus by rank and frequency, or what each step leaves of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nlpwidgets.widgets import _colors as colors
from nlpwidgets.widgets._wire import unpack

if TYPE_CHECKING:
    from nlpwidgets.widgets.preprocessing_explorer import PreprocessingExplorer


def titles(explorer: PreprocessingExplorer) -> list[str]:
    """Return what the lanes are called, the source first."""
    by_name = {kind["name"]: kind["title"] for kind in explorer.catalogue}
    return ["Source", *(by_name[card["name"]] for card in explorer.steps if card["on"])]


def chart(explorer: PreprocessingExplorer) -> Any:
    """Draw the corpus where it was counted, else the text."""
    return _text(explorer) if explorer.corpus is None else _corpus(explorer)


def _numbered(names: list[str]) -> list[str]:
    """Return the titles told apart, in their order."""
    return [f"{place} {name}" for place, name in enumerate(names)]


def _corpus(explorer: PreprocessingExplorer) -> Any:
    import altair as alt

    counted = explorer.corpus
    names = _numbered(titles(explorer)[: len(counted["stages"])])
    data = [
        {
            "after": name,
            "rank": rank,
            "frequency": frequency,
            "tokens": stage["tokens"],
            "vocabulary": stage["vocabulary"],
            "unknown": stage["unknown"],
        }
        for name, stage in zip(names, counted["stages"], strict=True)
        for rank, frequency in zip(unpack(stage["ranks"]).tolist(), unpack(stage["frequencies"]).tolist(), strict=True)
    ]
    title = f"{explorer!r}: {counted['read']:,} of {counted['total']:,} texts"
    return (
        alt.Chart(alt.InlineData(values=data))
        .mark_line()
        .encode(
            x=alt.X("rank:Q", scale=alt.Scale(type="log"), title="rank of the word"),
            y=alt.Y("frequency:Q", scale=alt.Scale(type="log"), title="how often it occurs"),
            color=alt.Color("after:N", sort=names, title="after"),
            tooltip=["after:N", "rank:Q", "frequency:Q", "tokens:Q", "vocabulary:Q", "unknown:Q"],
        )
        .properties(width=480, height=320, title=title)
    )


def _text(explorer: PreprocessingExplorer) -> Any:
    import altair as alt

    texts = explorer.trace.texts
    names = _numbered(titles(explorer))
    data = [
        {"after": name, "tokens": len(text.split()), "characters": len(text)}
        for name, text in zip(names, texts, strict=True)
    ]
    base = alt.Chart(alt.InlineData(values=data)).mark_bar(color=colors.ACCENT)
    after = alt.Y("after:N", sort=names, title=None)
    sides = [
        base.encode(
            x=alt.X(f"{what}:Q", title=what), y=after, tooltip=["after:N", "tokens:Q", "characters:Q"]
        ).properties(width=260, height=alt.Step(20))
        for what in ("tokens", "characters")
    ]
    return alt.hconcat(*sides, title=repr(explorer))
