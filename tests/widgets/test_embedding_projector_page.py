"""What the page and the reader write to the projector: taken when it is sound, said in `error` when it is not."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import traitlets

import nlpwidgets as nw
from nlpwidgets.widgets._wire import pack
from tests.widgets.conftest import Page
from tests.widgets.embeddings import many, small

if TYPE_CHECKING:
    from collections.abc import Callable


def until(check: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"options": 3}, "dict"),
        ({"options": {"colour": 1}}, "no option 'colour'"),
        ({"options": {"method": "lda"}}, "method is one of"),
        ({"options": {"method": "given"}}, "coordinates="),
        ({"options": {"dimensions": 4}}, "dimensions"),
        ({"options": {"perplexity": 0}}, "perplexity"),
        ({"options": {"perplexity": "5"}}, "perplexity"),
        ({"options": {"method": "tsne", "perplexity": 500}}, "third of the other points, 20 here"),
        ({"options": {"n_neighbors": 1}}, "n_neighbors"),
        ({"options": {"n_neighbors": 2.5}}, "whole number"),
        ({"options": {"min_dist": 2}}, "min_dist"),
        ({"options": {"iterations": 0}}, "iterations"),
        ({"options": {"seed": -1}}, "seed"),
        ({"options": {"seed": True}}, "seed"),
        ({"axes": "king"}, "list of formulas"),
        ({"axes": ["a", "b", "c", "d"]}, "at most three"),
        ({"word": "wrod1"}, "not in the vocabulary"),
        ({"word": 3}, "word is a word"),
        ({"k": 0}, "k"),
        ({"k": 101}, "k"),
        ({"color_by": "none such"}, "no column 'none such'"),
        ({"size_by": "kind"}, "categories"),
        ({"selected": {"dtype": "int32", "shape": [2], "data": b"\x00"}}, "bytes"),
        ({"run": "paused"}, "nothing runs"),
        ({"run": "running"}, "no iterations"),
        ({"run": "walking"}, "run"),
        ({"assess": 1}, "assess"),
        ({"browse": {"offset": -1, "count": 5, "ascending": True}}, "offset"),
        ({"arrangement": "none such"}, "arrangement"),
        ({"morph": 2.0}, "morph"),
    ],
)
def test_what_is_not_sound_changes_nothing(wrong: dict[str, Any], words: str) -> None:
    widget = nw.EmbeddingProjector(many(61), columns={"kind": ["a", "b", "c"] * 20 + ["a"]})
    before, frame = widget.state, widget.frame
    page = Page(widget)
    widget.set_state(wrong)
    assert words in page.state["error"]
    assert widget.state == before
    assert widget.frame is frame
    for name, value in wrong.items():
        with pytest.raises((TypeError, ValueError, KeyError, traitlets.TraitError)):
            setattr(widget, name, value)
    page.write(k=5)
    assert page.state["error"] == ""


def test_another_method_is_one_batch_and_one_step_back() -> None:
    widget = nw.EmbeddingProjector(small(), axes=["king - man", "paris"], method="pca")
    page = Page(widget)
    page.write(options={**widget.options, "method": "axes"})
    batches = [one["state"] for one in page.sent if "frame" in one["state"]]
    assert len(batches) == 1
    assert batches[0]["frame"]["method"] == "axes"
    widget.undo()
    assert widget.frame["method"] == "pca"


def test_choosing_tsne_starts_nothing() -> None:
    widget = nw.EmbeddingProjector(many(61))
    page = Page(widget)
    page.write(options={**widget.options, "method": "tsne", "perplexity": 10.0})
    assert (widget.run, widget.frame["method"]) == ("idle", "pca")
    assert widget._run is None


def test_a_run_is_watched_paused_changed_and_ended() -> None:
    widget = nw.EmbeddingProjector(many(300), method="tsne", iterations=100_000, perplexity=10.0)
    page = Page(widget)
    page.write(run="running")
    until(lambda: widget.frame["iteration"] > 0)
    assert page.state["run"] == "running"
    page.write(run="paused")
    time.sleep(0.3)
    at = widget.frame["iteration"]
    time.sleep(0.4)
    assert widget.frame["iteration"] == at, "it stands still"
    page.write(options={**widget.options, "perplexity": 20.0})
    assert widget.run == "paused"
    page.write(run="running")
    until(lambda: widget.frame["iteration"] > at)
    page.write(options={**widget.options, "seed": 5})
    until(lambda: widget.frame["iteration"] < at or widget.frame["iteration"] > at + 5)
    assert widget.run == "running"
    page.write(run="idle")
    assert (widget.run, widget.running["iteration"]) == ("idle", 0)
    number = widget.frame["number"]
    assert widget._projecting.join(20)
    assert widget.frame["number"] == number, "what was ended shows nothing more"


def test_another_method_ends_a_run() -> None:
    widget = nw.EmbeddingProjector(many(300), method="tsne", iterations=100_000, perplexity=10.0)
    widget.start()
    until(lambda: widget.frame["method"] == "tsne")
    widget.options = {"method": "pca"}
    assert (widget.run, widget.frame["method"]) == ("idle", "pca")
    assert widget._projecting.join(20)
    assert widget.frame["method"] == "pca"


def test_a_run_that_fails_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from nlpwidgets.widgets import _projector_running

    def broken(*_args: Any, **_more: Any) -> None:
        raise ValueError("no such luck")

    monkeypatch.setattr(_projector_running.Run, "go", broken)
    widget = nw.EmbeddingProjector(many(61), method="tsne", perplexity=5.0)
    with pytest.raises(RuntimeError, match="no such luck"):
        widget.start(wait=True)
    assert widget.run == "idle"


def test_frames_are_small() -> None:
    widget = nw.EmbeddingProjector(many(61))
    page = Page(widget)
    widget.options = {"dimensions": 3}
    (message,) = [one for one in page.sent if "frame" in one["state"]]
    assert message["size"] < 61 * 3 * 2 + 1500


@pytest.mark.usefixtures("each_change_alone")
def test_the_lasso_is_read_from_python() -> None:
    widget = nw.EmbeddingProjector(small())
    widget.set_state({"selected": pack(np.array([3, 1, 3], np.int32))})
    assert widget.selection == ["woman", "queen"]
    widget.set_state({"selected": None})
    assert widget.selection == []
    widget.undo()
    assert widget.selection == ["woman", "queen"]


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"vectors": 3}, (TypeError, ValueError), "int"),
        ({"words": "king"}, TypeError, "list of words"),
        ({"words": ["king", "nobody"]}, ValueError, "'nobody'"),
        ({"words": ["king"]}, ValueError, "at least 3"),
        ({"limit": 0}, ValueError, "limit"),
        ({"columns": 3}, TypeError, "DataFrame"),
        ({"columns": {"x": [1, 2]}}, ValueError, "2 values for 20 words"),
        ({"columns": {3: [1] * 20}}, TypeError, "named by a text"),
        ({"coordinates": [[1, 2]]}, ValueError, "shape"),
        ({"coordinates": np.full((20, 2), np.nan)}, ValueError, "point 0"),
        ({"method": "given"}, ValueError, "coordinates="),
        ({"axes": ["king - ", "man"]}, ValueError, "king - "),
        ({"axes": ["king", "nobody"]}, (ValueError, KeyError), "nobody"),
        ({"perplexity": -1}, ValueError, "perplexity"),
        ({"colour": 1}, TypeError, "colour"),
        ({"compare": {"other": {"x": [1.0], "y": [2.0], "z": [0.0]}}}, ValueError, "no word in common"),
    ],
)
def test_bad_arguments_are_refused(arguments: dict[str, Any], error: Any, words: str) -> None:
    with pytest.raises(error, match=words):
        nw.EmbeddingProjector(**({"vectors": small()} | arguments))
