"""What of a bias explorer can be kept: pages, charts, pictures, code."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

import nlpwidgets as nw
from tests.widgets.bias import LEANING, PAIRS, explorer, vectors

if TYPE_CHECKING:
    from pathlib import Path


def data(chart: Any) -> list[dict[str, Any]]:
    """Return the rows inside a chart."""
    whole = chart.to_dict()
    if "values" in whole.get("data", {}):
        return list(whole["data"]["values"])
    return list(whole["datasets"][whole["data"]["name"]])


def test_a_saved_page_holds_all_that_the_slider_moves(tmp_path: Path) -> None:
    widget = explorer()
    path = widget.save_html(tmp_path / "bias.html")
    found = re.search(r'<script type="application/json">(.*?)</script>', path.read_text("utf-8"))
    assert found is not None
    props = json.loads(found[1])["props"]
    assert props["placed"]["words"] == list(LEANING)
    assert props["measured"]["strength"] == 0
    assert props["reading"]["problem"] == ""
    assert props["compare"] is False


def test_charts_hold_what_is_shown(tmp_path: Path) -> None:
    widget = explorer()
    widget.strength = 1.0
    rows = data(widget.chart())
    assert {row["word"] for row in rows} == set(LEANING)
    now = {row["word"]: row["component"] for row in rows if row["when"] != "before"}
    assert max(map(abs, now.values())) < 1e-6
    widget.compare_methods()
    widget.panel = "methods"
    bars = data(widget.chart())
    assert {row["method"] for row in bars} == {"none", "slider", "linear", "hard", "soft", "inlp"}
    assert widget.save_image(tmp_path / "methods.svg").stat().st_size > 1000
    with pytest.raises(ValueError, match="nothing to draw"):
        explorer(pairs={"gender": [("aunt", "uncle")]}).chart()


@pytest.mark.parametrize("pairs", [PAIRS, [("aunt", "uncle")]])
def test_there_is_a_picture(pairs: list[tuple[str, str]]) -> None:
    assert explorer(pairs={"gender": pairs})._picture()[:4] == b"\x89PNG"


def test_code_brings_the_view_back() -> None:
    import __main__

    __main__.vectors_of_mine = vectors()  # type: ignore[attr-defined]
    try:
        widget = nw.BiasExplorer(vectors(), pairs=[("she", "he"), ("her", "his")], words=["nurse", "pilot"])
        widget.strength = 0.4
        widget.exempt = ["pilot"]
        widget.plane_words = ["she", "he"]
        widget.steps = [{"kind": "equalize", "words": ["she", "he"]}]
        widget.question = {"a": "he", "b": "pilot", "c": "she"}
        widget.subspaces = [{**widget.subspaces[0], "method": "classifier"}]
        space: dict[str, object] = {"vectors_of_mine": vectors()}
        exec(widget.code(), space)
        again = space["explorer"]
        assert isinstance(again, nw.BiasExplorer)
        assert again.state == widget.state
        assert again.placed == widget.placed
    finally:
        del __main__.vectors_of_mine  # type: ignore[attr-defined]


def test_the_mime_bundle_has_a_picture_and_its_words() -> None:
    found = explorer()._repr_mimebundle_()
    assert found is not None
    assert "image/png" in found[0]
    assert found[1]["image/png"]["alt"].startswith("BiasExplorer(gender, strength 0.00")
