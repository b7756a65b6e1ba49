"""A saved page holds the whole matrix where it fits, else the part around the view, and says so."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

import nlpwidgets as nw
from nlpwidgets.widgets import _base, _vectorizer_stored
from nlpwidgets.widgets._page import plain
from nlpwidgets.widgets._wire import unpack
from tests.widgets.vectorizers import LABELS, TEXTS, dense, explore

if TYPE_CHECKING:
    from pathlib import Path


def part(widget: Any, max_bytes: int = 64_000_000) -> dict[str, Any]:
    """What is stored in a page."""
    return widget._page_props(max_bytes)["stored"]


def test_a_small_matrix_is_there_as_a_whole() -> None:
    widget = explore(labels=LABELS)
    widget.term_order, widget.document_order = "document", "near"
    widget.weighting = "textbook"
    stored = part(widget)
    (block,) = stored["blocks"]
    assert (block["rows"], block["columns"]) == (len(TEXTS), widget.size["terms"])
    assert block["version"] == widget.version
    widget.viewport = {"row": 0, "column": 0, "rows": 99, "columns": 999}
    assert block == widget.block
    assert set(stored["readings"]) == {str(k) for k in range(len(TEXTS))}
    assert set(stored["terms"]) == set(widget.bag.vocabulary)
    assert "whole matrix" in stored["said"]
    for document, read in stored["readings"].items():
        assert unpack(block["documents"])[read["row"]] == int(document)
    for term, info in stored["terms"].items():
        assert block["terms"][info["column"]] == term


def test_what_is_stored_is_what_the_kernel_would_answer() -> None:
    widget = explore(labels=LABELS)
    widget.term_order = "alphabet"
    stored = part(widget)
    for document in range(len(TEXTS)):
        widget.select(document=document)
        assert stored["readings"][str(document)] == widget.reading
        assert stored["neighbours"][str(document)] == widget.neighbours
    for term in widget.bag.vocabulary:
        widget.select(term=term)
        assert stored["terms"][term] == widget.term_info


@pytest.mark.parametrize("orders", [("frequency", "given"), ("alphabet", "term")])
def test_of_a_large_one_the_part_around_the_view(orders: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_vectorizer_stored, "MOST_BYTES", 60_000)
    texts = [" ".join(f"w{(k * 37 + j * j) % 900}" for j in range(40)) for k in range(300)]
    widget = explore(texts)
    widget.term_order, widget.document_order = orders
    widget.viewport = {"row": 100, "column": 200, "rows": 20, "columns": 30}
    stored = part(widget)
    (block,) = stored["blocks"]
    assert block["row"] == 100
    assert 1 <= block["rows"] < 200
    assert block["column"] <= 200
    assert len(json.dumps(plain(stored))) < 90_000
    assert set(unpack(block["documents"]).tolist()) <= {int(name) for name in stored["readings"]}
    assert str(widget.cell["document"]) in stored["readings"]
    assert widget.cell["term"] in stored["terms"]
    widget.viewport = {name: block[name] for name in ("row", "column", "rows", "columns")}
    assert (dense(block) == dense(widget.block)).all()
    assert re.search(r"holds \d+ of 300 documents and \d+ of \d+ terms", stored["said"])


def test_the_state_is_at_rest_in_a_page() -> None:
    widget = explore()
    props = widget._page_props(64_000_000)
    assert props["classify"] is False
    assert props["status"]["state"] == "ready"
    assert widget.stored is None, "in the notebook nothing is stored"


@pytest.mark.skipif(not (_base.STATIC / "vectorizer_explorer.page.js").is_file(), reason="the front end is not built")
def test_a_saved_page_holds_it(tmp_path: Path) -> None:
    widget = nw.VectorizerExplorer()
    path = widget.save_html(tmp_path / "matrix.html")
    text = path.read_text("utf-8")
    assert "whole matrix, 60 documents" in text
    assert not re.findall(r"https?://(?!www\.w3\.org/)", text[: text.index("<main>")])
    assert widget.status["message"].startswith("saved matrix.html")
    with pytest.raises(IsADirectoryError, match="name of a file in it"):
        widget.save_html(tmp_path)
    with pytest.raises(ValueError, match="max_bytes"):
        widget.save_html(tmp_path / "small.html", max_bytes=1000)
