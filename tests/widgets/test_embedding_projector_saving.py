"""What of a projector can be kept: pages, charts, pictures, code, states."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import nlpwidgets as nw
from nlpwidgets.widgets import _projector_looking
from nlpwidgets.widgets._projector_shown import in_sight
from nlpwidgets.widgets._wire import unpack
from tests.widgets.embeddings import many, small

if TYPE_CHECKING:
    from pathlib import Path


def test_a_saved_page_holds_the_neighbours_of_each_point(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = many(50)
    widget = nw.EmbeddingProjector(vectors, k=4)
    path = widget.save_html(tmp_path / "page.html")
    found = re.search(r'<script type="application/json">(.*?)</script>', path.read_text("utf-8"))
    assert found is not None
    assert json.loads(found[1])["props"]["stored"]["points"]["shape"] == [50, 4]
    part = widget._page_props(10_000_000)["stored"]
    for point in range(50):
        theirs = vectors.most_similar(f"word{point}", topn=4)
        assert [f"word{other}" for other in unpack(part["points"])[point]] == [word for word, _ in theirs]
        assert unpack(part["cosines"])[point] == pytest.approx([cosine for _, cosine in theirs], abs=1e-3)
    monkeypatch.setattr(_projector_looking, "STORED_BYTES", 100)
    assert widget._page_props(10_000_000)["stored"] is None


def test_charts_hold_what_is_in_sight(tmp_path: Path) -> None:
    widget = nw.EmbeddingProjector(small(), columns={"a.b:c": list(range(20))})
    widget.color_by = "a.b:c"
    rows = _data(widget.chart())
    assert [row["word"] for row in rows] == widget.words_shown
    assert np.array([[row["x"], row["y"]] for row in rows]) == pytest.approx(widget.coordinates)
    assert [row["value"] for row in rows] == list(range(20))
    assert widget.save_image(tmp_path / "points.png").stat().st_size > 5000
    widget.camera = {**widget.camera, "zoom": 4.0}
    assert 0 < len(_data(widget.chart())) < 20 or len(_data(widget.chart())) == 0


@pytest.mark.parametrize("most", [7, 100_000])
def test_of_many_points_those_in_sight_come_first(most: int) -> None:
    place = np.random.default_rng(0).uniform(-1, 1, (40_000, 2))
    place[:2] = [[-1, -1], [1, 1]]  # so that the frame is this square
    place[2:30_000] = np.abs(place[2:30_000])  # nothing in sight in the first blocks
    widget = nw.EmbeddingProjector({f"w{row}": [row, 1.0] for row in range(40_000)}, coordinates=place)
    widget.camera = {**widget.camera, "x": -0.5, "y": -0.5, "zoom": 4.0}
    points, coordinates = in_sight(widget, most)
    inside = (np.abs(widget.coordinates + 0.5) <= 0.25).all(axis=1)
    assert points.tolist() == np.flatnonzero(inside)[:most].tolist()
    assert np.array_equal(coordinates, widget.coordinates[points])


def test_there_is_a_picture() -> None:
    assert nw.EmbeddingProjector(small(), axes=["king", "man"])._picture()[:4] == b"\x89PNG"


def test_code_brings_the_view_back() -> None:
    import __main__

    __main__.vectors_of_mine = small()  # type: ignore[attr-defined]
    try:
        widget = nw.EmbeddingProjector(__main__.vectors_of_mine, words=["man", "king", "queen", "woman"])  # type: ignore[attr-defined]
        widget.axes = ["king - man", "woman"]
        widget.options = {"method": "axes"}
        widget.color_by, widget.word, widget.k = "rank", "king", 3
        widget.select(["queen", "man"])
        space: dict[str, Any] = {"vectors_of_mine": __main__.vectors_of_mine}  # type: ignore[attr-defined]
        exec(widget.code(), space)
        again = space["projector"]
        assert again.state == widget.state
        assert np.array_equal(again.coordinates, widget.coordinates)
    finally:
        del __main__.vectors_of_mine  # type: ignore[attr-defined]


def test_a_state_comes_back() -> None:
    widget = nw.EmbeddingProjector(small())
    kept = widget.state
    widget.word, widget.color_by = "king", "rank"
    widget.options = {"dimensions": 3}
    widget.state = kept
    assert widget.state == kept
    assert widget.coordinates.shape == (20, 2)
    with pytest.raises(ValueError, match="no column"):
        widget.state = {"word": "king", "color_by": "none such"}
    assert widget.state == kept


def _data(chart: Any) -> list[dict[str, Any]]:
    """The rows inside a chart, wherever Altair puts them."""
    found = chart.to_dict()
    if "datasets" in found:
        return list(next(iter(found["datasets"].values())))
    return list(found["data"]["values"])
