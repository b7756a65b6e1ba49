"""Saved pages, pictures and charts."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nlpwidgets as nw
from nlpwidgets.widgets._page import plain
from nlpwidgets.widgets._preprocessing_picture import svg
from nlpwidgets.widgets._preprocessing_stored import _nearest
from tests.widgets.test_preprocessing_explorer import TEXT, shout

SAVED = nw.PreprocessingExplorer(TEXT, pipeline=["strip_html", "remove_stopwords", shout, "expand_contractions"])
STORED = SAVED._page_props(64_000_000)["stored"]


def assembled(stored: dict[str, Any], switches: str) -> list[Any]:
    """Put the lanes of a combination together as the page does."""
    keys = [switches[: place + 1] for place, switch in enumerate(switches) if switch == "1"]
    return [{**stored["lanes"][key], "id": stored["ids"][len(key) - 1]} for key in keys]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.booleans(), min_size=len(STORED["ids"]), max_size=len(STORED["ids"])))
def test_a_saved_page_shows_what_the_kernel_would(on: list[bool]) -> None:
    widget = SAVED
    switches = "".join(str(int(one)) for one in on)
    widget.steps = [{**card, "on": one} for card, one in zip(widget.steps, on, strict=True)]
    assert assembled(STORED, switches) == widget.lanes
    assert STORED["notes"].get(switches, []) == widget.notes


def test_all_combinations_are_stored() -> None:
    count = 2 ** len(STORED["ids"])
    assert STORED["complete"]
    assert len(STORED["lanes"]) == count - 1, "one per switch that is on, after each way to get there"
    assert all(STORED["notes"].values()), "combinations without a note are not named"
    assert STORED["said"].startswith(f"All {count:,} combinations of the {len(STORED['ids'])} steps")


def weight(stored: dict[str, Any]) -> int:
    """Bytes of lanes and notes in the page."""
    written = json.dumps(plain({"lanes": stored["lanes"], "notes": stored["notes"]}), separators=(",", ":"))
    return len(written.replace("<", "\\u003c").encode())


def test_the_weight_is_true() -> None:
    assert weight(STORED) == pytest.approx(1e6 * float(re.findall(r"([\d.]+) MB", STORED["said"])[0]), abs=0.06e6)


@pytest.mark.parametrize("room", [0, 10_000, 200_000])
def test_the_nearest_are_stored_first(monkeypatch: pytest.MonkeyPatch, room: int) -> None:
    widget = nw.PreprocessingExplorer(TEXT)
    monkeypatch.setattr(nw.PreprocessingExplorer, "max_bytes", room)
    stored = widget._page_props(64_000_000)["stored"]
    assert not stored["complete"]
    now = "".join(str(int(card["on"])) for card in widget.steps)
    assert assembled(stored, now) == widget.lanes, "what is shown is there in any case"
    assert weight(stored) <= max(room, 20_000)
    held = int(re.match(r"([\d,]+) of 2,048", stored["said"])[1].replace(",", ""))  # type: ignore[index]
    combinations = ["".join(map(str, one)) for one in _nearest([switch == "1" for switch in now])]
    for switches in combinations[:held]:
        assembled(stored, switches)
    whole = 0
    for switches in combinations:
        keys = {switches[: place + 1] for place, switch in enumerate(switches) if switch == "1"}
        whole += keys <= stored["lanes"].keys()
    assert whole >= held
    if room > 100_000:
        assert held > 20
    else:
        assert held < 12


def test_nearest_goes_through_all() -> None:
    found = ["".join(map(str, one)) for one in _nearest([True, False, True])]
    assert found[0] == "101"
    assert set(found[1:4]) == {"001", "111", "100"}
    assert sorted(found) == sorted({f"{k:03b}" for k in range(8)})


def test_combinations_that_fail_are_left_out() -> None:
    def fragile(text: str) -> str:
        if text != text.lower():
            raise ValueError("capitals")
        return text

    widget = nw.PreprocessingExplorer(TEXT, pipeline=["lowercase", fragile])
    widget.steps = [card for card in widget.steps if card["on"]]
    stored = widget._page_props(64_000_000)["stored"]
    assert not stored["complete"]
    assert stored["lanes"].keys() == {"1", "11"}
    assert "3 of 4" in stored["said"]
    assert "capitals" in stored["said"]


def test_a_page_is_saved(tmp_path: Any) -> None:
    widget = nw.PreprocessingExplorer("<p>It's</p>", pipeline=["strip_html"])
    target = widget.save_html(tmp_path / "page.html")
    text = target.read_text(encoding="utf-8")
    state = re.search(r'<script type="application/json">(.*?)</script>', text, re.DOTALL)
    assert state is not None
    props = json.loads(state[1])["props"]
    assert props["stored"]["complete"]
    assert props["counting"] is False
    assert props["text"] == "<p>It's</p>"
    assert "MB" in str(dict(widget.status)["message"])
    with pytest.raises(ValueError, match="max_bytes"):
        widget.save_html(tmp_path / "small.html", max_bytes=1000)
    assert not (tmp_path / "small.html").exists()


def test_the_picture_is_shown_where_widgets_are_not() -> None:
    widget = nw.PreprocessingExplorer()
    bundle = widget._repr_mimebundle_()
    assert bundle is not None
    metadata: dict[str, Any] = bundle[1]
    assert metadata["image/png"]["alt"] == repr(widget)

    drawn = svg(widget)
    for title in ("Source", "Strip HTML", "Lemmatize"):
        assert title in drawn
    assert "&lt;p&gt;I DON&amp;#39;T know" in drawn


def test_charts_hold_their_numbers() -> None:
    widget = nw.PreprocessingExplorer(["one two two", "two three"], pipeline=["lowercase"])
    before = json.loads(widget.chart().to_json())
    (values,) = before["datasets"].values()
    assert values == [
        {"after": "0 Source", "tokens": 3, "characters": 11},
        {"after": "1 Lower case", "tokens": 3, "characters": 11},
    ]
    widget.count()
    (values,) = json.loads(widget.chart().to_json())["datasets"].values()
    first = [(row["rank"], row["frequency"]) for row in values if row["after"] == "0 Source"]
    assert first == [(1, 3), (2, 1), (3, 1)]


def test_an_image_is_saved(tmp_path: Any) -> None:
    path = nw.PreprocessingExplorer().save_image(tmp_path / "chart.svg")
    assert "<svg" in path.read_text(encoding="utf-8")
