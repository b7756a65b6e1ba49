"""What of an analogy solver can be kept: pages, charts, pictures, code, states."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import nlpwidgets as nw
from nlpwidgets.widgets import _analogy_stored
from nlpwidgets.widgets._wire import unpack
from tests.widgets.embeddings import many, small, unit

if TYPE_CHECKING:
    from pathlib import Path


def test_a_saved_page_holds_the_words_it_can_answer_with(tmp_path: Path) -> None:
    vectors = small()
    path = nw.AnalogySolver(vectors).save_html(tmp_path / "page.html")
    found = re.search(r'<script type="application/json">(.*?)</script>', path.read_text("utf-8"))
    assert found is not None
    props = json.loads(found[1])["props"]
    assert props["working_set"]["words"] == vectors.index_to_key
    assert props["solved"][0]["answers"][0]["word"] == "queen"


def test_the_working_set_keeps_cosines(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = many(300, 50)
    part = _analogy_stored.working_set(vectors, [], 64_000_000)
    kept = unpack(part["vectors"]).astype(np.float32)
    true = np.stack([unit(vectors, word) for word in part["words"]])
    assert np.abs(kept @ kept.T - true @ true.T).max() < 5e-4
    monkeypatch.setattr(_analogy_stored, "MOST_BYTES", 20 * (2 * 50 + 12))
    part = _analogy_stored.working_set(vectors, ["word250", "unknown"], 64_000_000)
    assert part["words"] == [f"word{row}" for row in [*range(19), 250]]
    assert unpack(part["rows"]).tolist() == [*range(19), 250]


def test_charts_hold_what_is_shown(tmp_path: Path) -> None:
    widget = nw.AnalogySolver(small(), k=5)
    rows = _data(widget.chart())
    assert [row["word"] for row in rows[:5]] == [word for word, _ in widget.answers()]
    widget.run_questions()
    widget.panel = "questions"
    bars = _data(widget.chart())
    assert {row["section"] for row in bars} >= {"all sections", "capital"}
    assert widget.save_image(tmp_path / "answers.svg").stat().st_size > 1000
    with pytest.raises(ValueError, match="nothing to draw"):
        nw.AnalogySolver(many()).chart()


@pytest.mark.parametrize("words", [["man", "king", "woman"], ["", "", ""]])
def test_there_is_a_picture(words: list[str]) -> None:
    a, b, c = words
    assert nw.AnalogySolver(small() if a else many(), a=a, b=b, c=c)._picture()[:4] == b"\x89PNG"


def test_code_brings_the_view_back() -> None:
    import __main__

    __main__.vectors_of_mine = small()  # type: ignore[attr-defined]
    try:
        widget = nw.AnalogySolver(__main__.vectors_of_mine, compare={"other": small(seed=3)})  # type: ignore[attr-defined]
        widget.terms = {"a": "france", "b": "paris", "c": "italy", "d": "apple"}
        widget.k, widget.relation, widget.exclude_inputs = 5, "capital", False
        space: dict[str, object] = {"vectors_of_mine": __main__.vectors_of_mine, "vectors": small(seed=3)}  # type: ignore[attr-defined]
        exec(widget.code(), space)
        again = space["solver"]
        assert isinstance(again, nw.AnalogySolver)
        assert again.state == widget.state
        assert again.solved == widget.solved
    finally:
        del __main__.vectors_of_mine  # type: ignore[attr-defined]


def test_a_state_comes_back() -> None:
    widget = nw.AnalogySolver(small())
    kept = widget.state
    widget.terms = {"a": "france", "b": "paris", "c": "italy"}
    widget.k = 3
    widget.state = kept
    assert widget.state == kept
    assert widget.answers()[0][0] == "queen"
    with pytest.raises(ValueError, match="no box"):
        widget.state = {"k": 7, "terms": {"e": "x"}}
    assert widget.state == kept


def _data(chart: Any) -> list[dict[str, Any]]:
    """The rows inside a chart, wherever Altair puts them."""
    found = chart.to_dict()
    if "datasets" in found:
        return next(iter(found["datasets"].values()))
    return found["data"]["values"]
