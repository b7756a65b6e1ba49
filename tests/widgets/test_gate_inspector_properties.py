"""Any text, any selection, any sequence of changes: the widget stays whole."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import nlpwidgets as nw
from nlpwidgets.widgets._wire import sendable
from tests.widgets.conftest import Page
from tests.widgets.inspectors import TEXT, hidden, inspect, view
from tests.widgets.toys import WORDS, Reader

if TYPE_CHECKING:
    import pytest

usual = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
words = st.lists(st.sampled_from([*WORDS, "zzyzx"]), min_size=1, max_size=12).map(" ".join)


@usual
@given(text=st.text(max_size=40))
def test_any_text_from_the_page_is_read_or_refused_in_words(text: str) -> None:
    widget = inspect()
    page = Page(widget)
    before = view(widget)
    page.write(text=text)
    if all(unicodedata.category(char) in ("Cc", "Cf", "Zs", "Zl", "Zp") for char in text):  # nothing is seen
        assert "empty" in widget.error
        assert view(widget) == before
        assert page.sent[-1]["state"]["text"] == TEXT
        return
    assert widget.error == ""
    assert widget.text == sendable(text)
    page.state["text"].encode("utf-8")
    model = Reader()
    assert widget.traces[0]["items"][0]["tokens"] == model.tokenize(widget.text)
    np.testing.assert_allclose(hidden(widget), model.states(widget.text).numpy(), atol=1e-5)


@usual
@given(
    wish=st.dictionaries(
        st.sampled_from(["module", "call", "layer", "direction", "item", "step", "unit", "other"]),
        st.one_of(
            st.integers(-2, 6),
            st.sampled_from(["rnn", "forward", "backward", ""]),
            st.none(),
            st.booleans(),
            st.floats(0, 3),
        ),
        max_size=4,
    )
)
def test_any_selection_is_taken_whole_or_not_at_all(wish: dict[str, Any]) -> None:
    widget = nw.GateInspector(
        model := Reader(num_layers=2, bidirectional=True), [TEXT, "bad film"], encode=model.encode
    )
    before = view(widget)
    try:
        widget.selection = wish
    except (TypeError, ValueError):
        assert view(widget) == before
        return
    found = widget.selection
    assert {name: found[name] for name in wish} == wish
    traced = widget.traces[0]
    place = {name: found[name] for name in ("module", "call", "layer", "direction")}
    assert any(all(layer[name] == value for name, value in place.items()) for layer in traced["layers"])
    assert 0 <= found["step"] < len(traced["items"][found["item"]]["tokens"])
    assert widget.text == traced["items"][found["item"]]["text"]


@usual
@given(
    changes=st.lists(
        st.one_of(
            words.map(lambda text: {"text": text}),
            words.map(lambda text: {"second_text": text}),
            st.just({"second_text": None}),
            st.integers(0, 4).map(lambda unit: {"selection": {"unit": unit}}),
            st.sampled_from(["stored", "mean", "change", "cluster"]).map(lambda order: {"order": order}),
        ),
        max_size=6,
    )
)
def test_undo_goes_all_the_way_back_and_redo_all_the_way_forth(
    changes: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nlpwidgets.widgets._history.TOGETHER", -1.0)  # each change is a step of its own
    widget = inspect()
    states = [widget.state]
    for change in changes:
        for name, value in change.items():
            setattr(widget, name, value)
        if widget.state != states[-1]:
            states.append(widget.state)
    for state in reversed(states[:-1]):
        assert widget.undo()
        assert widget.state == state
    assert not widget.undo()
    for state in states[1:]:
        assert widget.redo()
        assert widget.state == state
    assert not widget.redo()
    np.testing.assert_allclose(hidden(widget), Reader().states(widget.text).numpy(), atol=1e-5)
