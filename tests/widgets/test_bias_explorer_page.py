"""What the page and the reader write to the bias explorer: taken when it is sound, said in `error` when it is not."""

from __future__ import annotations

import json
import threading
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import traitlets

import nlpwidgets as nw
from tests.widgets.bias import LEANING, PAIRS, TEST, explorer, vectors
from tests.widgets.conftest import Page

if TYPE_CHECKING:
    from pathlib import Path

SET = {"words": ["she", "he"], "weight": 1.0}
WISH = {"name": "gender", "groups": ["she", "he"], "method": "pca", "dims": 1, "sets": [SET]}


def test_a_change_from_the_page_is_derived_in_one_batch() -> None:
    widget = explorer()
    page = Page(widget)
    page.write(subspaces=[{**WISH, "method": "mean_difference"}])
    batches = [one["state"] for one in page.sent if "placed" in one["state"]]
    assert len(batches) == 1
    assert {"built", "placed", "association", "candidates"} <= batches[0].keys()
    assert widget.active.method == "mean_difference"
    assert widget.undo()
    assert len(widget.active.sets) == len(PAIRS)


def test_the_slider_sends_nothing_but_itself_until_the_kernel_has_measured() -> None:
    widget = explorer()
    widget.wait()
    page = Page(widget)
    for value in (0.1, 0.2, 0.3):
        page.write(strength=value)
    assert not [one for one in page.sent if {"placed", "built", "association", "candidates"} & one["state"].keys()]
    widget.wait()
    assert page.state["measured"]["strength"] == 0.3


def test_the_last_position_is_measured_and_no_old_one_comes_after_it() -> None:
    widget = explorer()
    widget.wait()
    page = Page(widget)
    for value in np.linspace(0, 1, 30).tolist():
        page.write(strength=value)
        time.sleep(0.01)
    widget.wait()
    seen = [one["state"]["measured"]["strength"] for one in page.sent if one["state"].get("measured")]
    assert seen[-1] == 1.0
    assert seen == sorted(seen)


def test_another_direction_outdates_what_was_measured_at_once() -> None:
    widget = explorer()
    widget.wait()
    page = Page(widget)
    page.write(exempt=["nurse"])
    states = [one["state"] for one in page.sent]
    assert next(one for one in states if "exempt" in one or "placed" in one)["measured"] is None
    assert widget.wait() is not None


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"strength": -0.1}, "strength"),
        ({"strength": 1.1}, "strength"),
        ({"strength": float("nan")}, "strength"),
        ({"strength": "much"}, "strength"),
        ({"subspaces": []}, "one subspace at least"),
        ({"subspaces": 3}, "list"),
        ({"subspaces": [{"name": "x"}]}, "dict with name, groups"),
        ({"subspaces": [WISH, WISH]}, "two subspaces are called 'gender'"),
        ({"subspaces": [{**WISH, "method": "none such"}]}, "method of 'gender'"),
        ({"subspaces": [{**WISH, "dims": 0}]}, "dims of 'gender'"),
        ({"subspaces": [{**WISH, "dims": True}]}, "dims of 'gender'"),
        ({"subspaces": [{**WISH, "groups": ["she"]}]}, "two groups"),
        ({"subspaces": [{**WISH, "sets": [{"words": ["she"], "weight": 1}]}]}, "2 different words"),
        ({"subspaces": [{**WISH, "sets": [{"words": ["she", "she"], "weight": 1}]}]}, "2 different words"),
        ({"subspaces": [{**WISH, "sets": [{**SET, "weight": -1}]}]}, "weight of 'she he'"),
        ({"subspaces": [{**WISH, "sets": [{**SET, "weight": float("inf")}]}]}, "weight of 'she he'"),
        ({"subspace": "none such"}, "no subspace 'none such'"),
        ({"words": "nurse"}, "words is a list"),
        ({"words": ["nurse", 3]}, "str"),
        ({"words": [""]}, "empty"),
        ({"exempt": {"she": 1}}, "exempt is a list"),
        ({"exempt": ["x" * 300]}, "300 characters"),
        ({"test": {"name": "x"}}, "a test is a dict"),
        ({"test": {**TEST, "y": ["pilot"]}}, "'pilot' stands in both"),
        ({"question": {"a": "man"}}, "a question is a dict"),
        ({"sentence": 3}, "sentence"),
        ({"sentence": "x" * 3000}, "2,000 characters"),
        ({"plane_words": [None]}, "str"),
        ({"steps": [{"kind": "erase", "words": ["he"]}]}, "a step is a dict"),
        ({"steps": [{"kind": "equalize", "words": ["he"]}]}, "two words"),
        ({"lambda_": -1}, "lambda_"),
        ({"iterations": 0}, "iterations"),
        ({"neighbours_of": 3}, "neighbours_of"),
        ({"compare": 3}, "compare"),
        ({"panel": "none such"}, "panel"),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(wrong: dict[str, Any], words: str) -> None:
    widget = explorer()
    widget.wait()
    before = {name: getattr(widget, name) for name in (*widget.state, "built", "placed", "association")}
    Page(widget).write(**wrong)
    assert words in widget.error
    assert {name: getattr(widget, name) for name in before} == before
    with pytest.raises((TypeError, ValueError, traitlets.TraitError)):
        setattr(widget, *next(iter(wrong.items())))
    assert {name: getattr(widget, name) for name in before} == before


def test_equal_members_of_a_set_cannot_be_equalized() -> None:
    widget = explorer()
    widget.plane_words = ["writer", "baker"]
    before = widget.state
    Page(widget).write(steps=[{"kind": "equalize", "words": ["writer", "none such"]}])
    assert widget.plane is not None
    widget.state = before


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"pairs": "none such"}, FileNotFoundError, "no list or file 'none such'"),
        ({"pairs": "professions"}, ValueError, "kind 'words'"),
        ({"pairs": []}, ValueError, "empty"),
        ({"pairs": {}}, ValueError, "empty"),
        ({"pairs": [("she",)]}, ValueError, "two different words"),
        ({"pairs": [("she", "he"), ("a", "b", "c")]}, ValueError, "3 words"),
        ({"pairs": ["she", "he"]}, TypeError, "list of words"),
        ({"words": 3}, TypeError, "words is a list"),
        ({"words": "gender"}, ValueError, "kind 'sets'"),
        ({"exempt": [3]}, TypeError, "str"),
        ({"questions": ["one two three"]}, ValueError, "three"),
        ({"ratings": ["a b"]}, ValueError, "rated"),
        ({"strength": 3}, Exception, "strength"),
        ({"none_such": 3}, TypeError, "none_such"),
    ],
)
def test_a_wrong_construction(options: dict[str, Any], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        nw.BiasExplorer(vectors(), **options)


def test_lists_of_ones_own_are_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text(json.dumps({"title": "mine", "kind": "sets", "groups": ["f", "m"], "sets": [["she", "he"]]}))
    widget = nw.BiasExplorer(vectors(), pairs=file, words=["nurse"])
    assert widget.subspaces[0]["name"] == "mine"
    assert widget.subspaces[0]["groups"] == ["f", "m"]
    assert nw.BiasExplorer(vectors(), pairs={"two": str(file)}).subspace == "two"
    file.write_text("{")
    with pytest.raises(ValueError, match=r"mine\.json is no JSON"):
        nw.BiasExplorer(vectors(), pairs=file)


def test_comparing_can_be_stopped() -> None:
    widget = explorer()
    page = Page(widget)
    page.write(compare=True)
    assert widget.compare
    page.write(compare=False)
    assert not widget.compare
    assert widget.running == {"message": "", "progress": -1.0}
    widget._comparing.join(20)
    assert widget.compared == [] or len(widget.compared) < 6
    assert len(widget.compare_methods()) == 6


def test_the_page_and_a_cell_write_at_the_same_time() -> None:
    widget = explorer()
    page, problems = Page(widget), []
    words = list(LEANING)

    def from_page() -> None:
        try:
            for k in range(40):
                page.write(strength=k / 40, exempt=words[: k % 5])
        except Exception as error:  # noqa: BLE001
            problems.append(error)

    other = threading.Thread(target=from_page)
    other.start()
    for k in range(20):
        widget.plane_words = [words[k % 12]]
        widget.steps = [{"kind": "neutralize", "words": [words[k % 12]]}]
    other.join()
    assert not problems
    assert widget.error == ""
    assert widget.wait() is not None
    assert widget.measured["strength"] == widget.strength


def test_the_state_comes_back_step_by_step() -> None:
    widget = explorer()
    states = [widget.state]
    for name, value in (
        ("strength", 0.5),
        ("exempt", ["she"]),
        ("plane_words", ["nurse", "pilot"]),
        ("steps", [{"kind": "equalize", "words": ["nurse", "pilot"]}]),
        ("question", {"a": "he", "b": "pilot", "c": "she"}),
    ):
        setattr(widget, name, value)
        states.append(widget.state)
    for wanted in reversed(states[:-1]):
        assert widget.undo()
        assert widget.state == wanted
    for wanted in states[1:]:
        assert widget.redo()
        assert widget.state == wanted
