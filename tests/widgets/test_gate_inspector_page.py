"""What the page writes: taken when it is sound, said in `error` when it is not; states that come back; undo and redo."""

from __future__ import annotations

import threading
from typing import Any

import pytest
import traitlets

import nlpwidgets as nw
from tests.widgets.conftest import Page
from tests.widgets.inspectors import SHORT, TEXT, hidden, inspect, view
from tests.widgets.toys import Plain, Reader, letters

# --- what the page writes


def test_traits_of_the_page_arrive() -> None:
    widget = inspect()
    written = {
        "quantity": "forget",
        "order": "cluster",
        "theme": "dark",
        "compare_view": "difference",
        "speed": 5,
        "column_width": 40,
        "unit_height": 3.5,
    }
    Page(widget).write(**written)
    assert {name: getattr(widget, name) for name in written} == written


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": "   "},
        {"text": ""},
        {"text": 7},
        {"text": None},
        {"text": ["The", "film"]},
        {"second_text": " "},
        {"second_text": 3.5},
        {"selection": {"layer": 9}},
        {"selection": {"unit": "all"}},
        {"selection": {"step": None}},
        {"selection": []},
        {"selection": None},
        {"selection": "step"},
        {"quantity": "love"},
        {"quantity": None},
        {"order": "random"},
        {"compare_view": 1},
        {"theme": "pink"},
        {"speed": 1e9},
        {"speed": "fast"},
        {"column_width": 2.5},
        {"column_width": -1},
        {"unit_height": 1e6},
    ],
    ids=str,
)
def test_what_is_wrong_is_said_and_the_old_value_sent_back(wrong: dict[str, Any]) -> None:
    widget = inspect()
    before, page = view(widget), Page(widget)
    page.write(**wrong)
    assert view(widget) == before
    assert widget.error
    assert "Traceback" not in widget.error
    ((name, _),) = wrong.items()
    assert [one["state"][name] for one in page.sent if name in one["state"]] == [before[name]]
    assert page.state["error"] == widget.error
    assert widget.status["state"] == "ready"


def test_a_sound_trait_beside_a_wrong_one_arrives() -> None:
    widget = inspect()
    Page(widget).write(order="random", quantity="forget", text=SHORT)
    assert (widget.order, widget.quantity, widget.text) == ("stored", "forget", SHORT)
    assert "order" in widget.error or "random" in widget.error


def test_an_error_goes_with_the_next_success_only() -> None:
    widget = inspect()
    page = Page(widget)
    page.write(text=" ")
    said = widget.error
    assert "empty" in said
    page.write(selection={**widget.selection, "step": 2})
    page.write(quantity="forget")
    assert widget.error == said, "stepping on says nothing about the text"
    page.write(text=SHORT)
    assert (widget.error, widget.text) == ("", SHORT)


def test_a_text_and_a_place_in_it_arrive_together() -> None:
    widget = inspect(text=SHORT)
    page = Page(widget)
    page.write(selection={**widget.selection, "step": 8}, text=TEXT)
    assert (widget.text, widget.selection["step"], widget.error) == (TEXT, 8, "")
    assert page.state["selection"] == widget.selection


@pytest.mark.parametrize("name", ["arrays", "traces", "alignment", "can_type", "source_code", "status", "error"])
def test_the_page_does_not_write_what_is_the_kernels(name: str) -> None:
    widget = inspect()
    before = view(widget)
    Page(widget).write(**{name: {} if name in ("arrays", "status", "alignment") else "x"})
    assert view(widget) == before
    assert widget.error != "x"
    assert widget.status["state"] == "ready"


def test_a_failing_encode_is_told_and_the_view_stays() -> None:
    model = Reader()

    def encode(text: str) -> Any:
        if "bad" in text and text != TEXT:
            raise KeyError("bad")
        return model.encode(text)

    widget = nw.GateInspector(model, TEXT, encode=encode)
    before, page = view(widget), Page(widget)
    page.write(text=SHORT)
    assert view(widget) == before
    assert "encode" in widget.error
    assert "KeyError" in widget.error
    assert page.state["text"] == TEXT
    page.write(second_text=SHORT)
    assert view(widget) == before


def test_a_step_beyond_a_text_that_became_shorter_meanwhile() -> None:
    widget = inspect()
    page = Page(widget)
    late = {**widget.selection, "step": 9}
    widget.text = SHORT
    page.write(selection=late)
    assert widget.selection["step"] == 3
    assert widget.error == ""
    assert page.state["selection"]["step"] == 3


def test_the_page_ends_a_comparison() -> None:
    widget = inspect()
    page = Page(widget)
    page.write(second_text=SHORT)
    assert len(widget.traces) == 2
    page.write(second_text=None)
    assert (len(page.state["traces"]), page.state["alignment"], widget.error) == (1, None, "")


def test_typing_without_encode_says_what_is_missing() -> None:
    widget = nw.GateInspector(Plain(), inputs=letters(TEXT))
    before, page = view(widget), Page(widget)
    page.write(text="good film")
    assert view(widget) == before
    assert "encode" in widget.error


def test_messages_of_other_traits_still_arrive() -> None:
    widget = inspect()
    Page(widget).write(layout="IPY_MODEL_" + widget.layout.model_id, tooltip="a strip")
    assert widget.tooltip == "a strip"


# --- states


def test_a_state_comes_back() -> None:
    widget = inspect(Reader(num_layers=2), [TEXT, SHORT])
    widget.selection = {"item": 1, "layer": 0, "step": 1}
    widget.quantity, widget.order, widget.speed = "forget", "mean", 4.0
    kept = widget.state
    widget.selection = {"item": 0}
    widget.text = "good"
    widget.second_text = "bad"
    widget.quantity, widget.order, widget.speed = "hidden", "stored", 1.0
    widget.state = kept
    assert widget.state == kept
    assert len(widget.traces) == 1
    widget.state = {"speed": 8.0}
    assert widget.state == {**kept, "speed": 8.0}


def test_a_state_is_a_copy() -> None:
    widget = inspect()
    kept = widget.state
    kept["selection"]["step"] = 99
    assert widget.selection["step"] != 99


@pytest.mark.parametrize(
    "wish",
    [
        {"text": SHORT, "order": "random"},
        {"text": " ", "order": "mean"},
        {"text": SHORT, "selection": {"step": 9}},
        {"quantity": "forget", "second_text": "bad", "speed": 1e9},
        {"text": SHORT, "traces": []},
        {"text": SHORT, "nonsense": 1},
        {"text": SHORT, "selection": None},
        {"text": SHORT, "selection": {"item": "first"}},
        ["text"],
        None,
    ],
    ids=str,
)
def test_a_state_that_cannot_be_changes_nothing(wish: dict[str, Any]) -> None:
    widget = inspect()
    widget.undo()
    before, page = view(widget), Page(widget)
    with pytest.raises((ValueError, TypeError, traitlets.TraitError)):
        widget.state = wish
    assert view(widget) == before
    assert {name: page.state[name] for name in before} == before
    assert not widget.undo(), "nothing happened, so there is nothing to take back"


# --- undo and redo


@pytest.mark.usefixtures("each_change_alone")
def test_undo_and_redo() -> None:
    widget = inspect()
    states = [widget.state]
    changes = (
        {"selection": {"step": 1}},
        {"text": SHORT},
        {"second_text": "bad film"},
        {"order": "mean"},
        {"text": "good"},
    )
    for change in changes:
        ((name, value),) = change.items()
        setattr(widget, name, value)
        states.append(widget.state)
    for wanted in reversed(states[:-1]):
        assert widget.undo()
        assert widget.state == wanted
    assert not widget.undo()
    for wanted in states[1:]:
        assert widget.redo()
        assert widget.state == wanted
    assert not widget.redo()
    assert hidden(widget) == pytest.approx(Reader().states("good").numpy(), abs=1e-6)


@pytest.mark.usefixtures("each_change_alone")
def test_undo_takes_back_what_the_page_wrote() -> None:
    widget = inspect()
    page, before = Page(widget), widget.state
    page.write(text=SHORT)
    widget.undo()
    assert widget.state == before
    assert page.state["text"] == TEXT
    widget.redo()
    page.write(order="mean")
    assert not widget.redo(), "a new change ends what could be made again"


@pytest.mark.usefixtures("each_change_alone")
def test_an_undo_that_fails_changes_nothing_on_screen() -> None:
    model, broken = Reader(), []

    def encode(text: str) -> Any:
        if broken:
            raise RuntimeError("gone")
        return model.encode(text)

    widget = nw.GateInspector(model, TEXT, encode=encode)
    widget.text = SHORT
    before = view(widget)
    broken.append(True)
    with pytest.raises(RuntimeError, match="gone"):
        widget.undo()
    assert view(widget) == before
    broken.clear()
    assert not widget.undo(), "the step that failed would bar the way to those before it"
    widget.text = TEXT
    assert widget.undo()
    assert view(widget) == before


def test_changes_at_once_are_undone_at_once() -> None:
    widget = inspect()
    before = widget.state
    for step in range(5):
        widget.selection = {"step": step}
    widget.undo()
    assert widget.state == before


# --- threads


def test_the_page_and_a_cell_write_at_the_same_time() -> None:
    widget = inspect()
    page, problems = Page(widget), []
    texts = [TEXT, SHORT, "good film", "the plot was weak and the film was not"]

    def from_page() -> None:
        for k in range(30):
            page.write(text=texts[k % 4], selection={"step": k % 2}, order="mean" if k % 2 else "stored")

    thread = threading.Thread(target=from_page)
    thread.start()
    for k in range(60):
        try:
            widget.selection = {"step": 0 if k % 2 else 1, "unit": k % 5}
            with pytest.raises(ValueError, match="out of range"):
                widget.selection = {"step": 400}
            if k % 7 == 0:
                widget.text = texts[k % 3]
        except Exception as error:  # noqa: BLE001 - gathered, so that the other thread ends first
            problems.append(error)
    thread.join()
    assert not problems
    assert widget.error == ""
    assert widget.status["state"] == "ready"
    steps = len(widget.traces[0]["items"][0]["tokens"])
    assert widget.text is not None
    assert steps == len(widget.text.split())
    assert widget.selection["step"] < steps
    assert hidden(widget) == pytest.approx(Reader().states(widget.text).numpy(), abs=1e-6)
