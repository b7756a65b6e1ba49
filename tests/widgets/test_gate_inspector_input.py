"""Bad input: each time a message that says what to do, and the view as it was."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import torch
from torch import nn

import nlpwidgets as nw
from tests.widgets.conftest import Page
from tests.widgets.inspectors import SHORT, TEXT, hidden, inspect, view
from tests.widgets.toys import Plain, Reader, letters

if TYPE_CHECKING:
    from collections.abc import Callable

READER = Reader()


# --- what cannot be made


@pytest.mark.parametrize(
    ("arguments", "keywords", "error", "message"),
    [
        # the model
        ((nn.Linear(3, 3), TEXT), {"encode": letters}, ValueError, "no nn.LSTM, nn.GRU, nn.RNN"),
        ((nn.Linear(3, 3), TEXT), {}, ValueError, "no nn.LSTM, nn.GRU, nn.RNN"),
        ((Reader, TEXT), {"encode": letters}, TypeError, "class Reader: make an instance"),
        (("The film was bad",), {}, TypeError, "torch.nn.Module"),
        ((None, TEXT), {"encode": letters}, TypeError, "give the model first"),
        ((None,), {"inputs": letters(TEXT)}, TypeError, "give the model first"),
        # nothing to read
        ((Plain(),), {}, ValueError, "nothing to read: give a text and encode=.* or inputs="),
        ((Plain(), TEXT), {}, ValueError, "encode="),
        ((READER, ""), {"encode": READER.encode}, ValueError, "empty"),
        ((READER, " \n\t"), {"encode": READER.encode}, ValueError, "empty"),
        ((READER, "\u200b \u2060\x00"), {"encode": READER.encode}, ValueError, "empty"),
        ((READER, []), {"encode": READER.encode}, ValueError, "empty"),
        ((READER, 12), {"encode": READER.encode}, TypeError, "str"),
        ((READER, [TEXT, 3]), {"encode": READER.encode}, TypeError, "text 1"),
        ((READER, [TEXT, SHORT, " "]), {"encode": READER.encode}, ValueError, "text 2 is empty"),
        # encode
        ((READER, TEXT), {"encode": "letters"}, TypeError, "encode must be a function, not str"),
        ((READER, TEXT), {"encode": lambda _text: None}, TypeError, "encode returned None.*return missing"),
        ((READER, TEXT), {"encode": str.split}, TypeError, "list of str.*ids"),
        ((READER, TEXT), {"encode": lambda text: text}, TypeError, "encode returned str"),
        ((READER, TEXT), {"encode": lambda _text: ()}, ValueError, "empty tuple"),
        ((READER, TEXT), {"encode": lambda _text: torch.zeros(1, 0, dtype=torch.int64)}, ValueError, "no step to read"),
        ((READER, TEXT), {"encode": lambda _text: [[1, 2], [3]]}, TypeError, "no tensor"),
        ((READER, TEXT), {"encode": lambda _text: torch.ones(2, 4, dtype=torch.int64)}, ValueError, "batch of 2"),
        ((READER, TEXT), {"encode": lambda _text: torch.tensor([[99]])}, Exception, "below the number of rows"),
        ((READER, TEXT), {"encode": lambda _text: torch.tensor([[1.5]])}, Exception, "float32 of shape"),
        ((Plain(), TEXT), {"encode": lambda _text: torch.zeros(4, 1, 9)}, Exception, r"\(4, 1, 9\)"),
        ((Plain(), TEXT), {"encode": lambda text: letters(text).double()}, Exception, "weights are float32"),
        # tokens
        (
            (READER, TEXT),
            {"encode": READER.encode, "tokens": ["a"]},
            ValueError,
            r"fewer tokens \(1\) than steps \(10\)",
        ),
        ((READER, TEXT), {"encode": READER.encode, "tokens": ["a"] * 12}, ValueError, "more tokens"),
        ((READER, TEXT), {"encode": READER.encode, "tokens": TEXT}, TypeError, "list of str"),
        ((READER, TEXT), {"encode": READER.encode, "tokens": [1] * 10}, TypeError, "int"),
        ((READER, [TEXT, SHORT]), {"encode": READER.encode, "tokens": ["a"] * 10}, ValueError, "2 lists"),
        ((READER, TEXT), {"encode": READER.encode, "tokens": lambda _text: 1 / 0}, ZeroDivisionError, "division"),
        ((Plain(),), {"inputs": torch.zeros(4, 2, 3), "tokens": [["a"] * 4]}, ValueError, "2 items"),
        # inputs
        ((Plain(),), {"inputs": torch.zeros(4, 1, 7)}, Exception, r"\(4, 1, 7\)"),
        ((Plain(),), {"inputs": "The film"}, TypeError, "inputs is str"),
        # head
        ((READER, TEXT), {"encode": READER.encode, "head": "x"}, TypeError, "head must be a function"),
        ((READER, TEXT), {"encode": READER.encode, "head": READER.classifier}, ValueError, "logits"),
        (
            (READER, TEXT),
            {"encode": READER.encode, "head": lambda h: h.softmax(-1)[:3]},
            ValueError,
            r"\(time, classes\)",
        ),
        (
            (READER, TEXT),
            {"encode": READER.encode, "head": lambda h: h.softmax(-1)[:, 0]},
            ValueError,
            "column per class",
        ),
        ((READER, TEXT), {"encode": READER.encode, "head": lambda h: h[:, :0]}, ValueError, "at least one class"),
        ((READER, TEXT), {"encode": READER.encode, "head": lambda _h: None}, TypeError, "head returned None"),
        ((READER, TEXT), {"encode": READER.encode, "head": lambda _h: "good"}, TypeError, "head returned str"),
        (
            (READER, TEXT),
            {"encode": READER.encode, "head": nn.Linear(9, 2)},
            Exception,
            r"hidden states of shape \(10, 5\)",
        ),
        ((READER, TEXT), {"encode": READER.encode, "head": lambda h: h[:, :2] * torch.nan}, ValueError, "NaN"),
        # keywords
        ((READER, TEXT), {"encode": READER.encode, "enocde": 1}, TypeError, "enocde"),
        ((READER, TEXT, READER.encode), {}, TypeError, "positional"),
        ((READER, TEXT), {"encode": READER.encode, "order": "mean"}, TypeError, "order"),
    ],
)
def test_a_message_says_what_to_do(
    arguments: tuple[Any, ...], keywords: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error) as raised:
        nw.GateInspector(*arguments, **keywords)
    said = "\n".join([str(raised.value), *getattr(raised.value, "__notes__", ())])
    assert re.search(message, said), said


def test_weights_that_are_not_numbers() -> None:
    model = Reader()
    widget = inspect(model)
    before = view(widget)
    with torch.no_grad():
        model.rnn.weight_hh_l0[0, 0] = torch.nan
    for attempt in (widget.refresh, lambda: setattr(widget, "text", SHORT), lambda: inspect(model)):
        with pytest.raises(ValueError, match=r"rnn\.weight_hh_l0 holds NaN.*refresh"):
            attempt()
    assert view(widget) == before
    assert widget.status["state"] == "ready"


def test_a_word_vector_that_is_not_a_number() -> None:
    model = Reader()
    with torch.no_grad():
        model.embedding.weight[model.vocabulary["bad"]] = torch.nan
    with pytest.raises(ValueError, match=r"embedding\.weight holds NaN"):
        inspect(model)


# --- what fails later


def _explode(_text: str) -> Any:
    raise LookupError("no such word in the table")


LATER: dict[str, Callable[[str], Any]] = {
    "raises": _explode,
    "returns None": lambda _text: None,
    "returns a batch": lambda _text: torch.ones(3, 2, dtype=torch.int64),
    "returns a wrong shape": lambda _text: torch.ones(1, 2, 3, 4, dtype=torch.int64),
    "returns words": str.split,
    "returns a row too far": lambda _text: torch.tensor([[1000]]),
}


@pytest.mark.parametrize("from_page", [True, False])
@pytest.mark.parametrize("fault", LATER)
@pytest.mark.parametrize("name", ["text", "second_text"])
def test_an_encode_that_fails_later_leaves_the_view(fault: str, name: str, from_page: bool) -> None:
    model, faulty = Reader(), []
    widget = nw.GateInspector(
        model, TEXT, encode=lambda text: LATER[fault](text) if faulty else model.encode(text), head=model.probabilities
    )
    widget.compare("good film")
    before, page = view(widget), Page(widget)
    faulty.append(True)
    if from_page:
        page.write(**{name: SHORT})
        assert "encode" in widget.error or "model" in widget.error
    else:
        with pytest.raises(Exception, match=r".+"):
            setattr(widget, name, SHORT)
    assert view(widget) == before
    assert {trait: page.state[trait] for trait in before} == before
    assert page.state["status"] == {"state": "ready", "message": "", "progress": -1.0}
    with pytest.raises(Exception, match=r".+"):
        widget.refresh()
    assert view(widget) == before
    faulty.clear()
    setattr(widget, name, SHORT)
    assert hidden(widget, int(name == "second_text")) == pytest.approx(model.states(SHORT).numpy(), abs=1e-6)


def test_a_head_that_fails_later_leaves_the_view() -> None:
    model = Reader()
    widget = nw.GateInspector(
        model, TEXT, encode=model.encode, head=lambda h: model.probabilities(h) if len(h) > 5 else model.classifier(h)
    )
    before = view(widget)
    with pytest.raises(ValueError, match="logits"):
        widget.text = SHORT
    assert view(widget) == before


def test_two_texts_of_which_one_is_bad() -> None:
    model = Reader()

    def encode(text: str) -> Any:
        if text == SHORT:
            raise ValueError("a short text")
        return model.encode(text)

    with pytest.raises(ValueError, match="a short text") as raised:
        nw.GateInspector(model, [TEXT, SHORT], encode=encode)
    assert SHORT in raised.value.__notes__[0]
    assert "text 1 of 2" in raised.value.__notes__[1]
    with pytest.raises(ValueError, match="more tokens") as raised:
        nw.GateInspector(model, [TEXT, "good", SHORT], encode=model.encode, tokens=[["a"] * 10, ["b"], ["c"] * 5])
    assert "text 2 of 3" in raised.value.__notes__[0]


def test_assigning_no_text() -> None:
    widget = inspect()
    before = view(widget)
    for wrong in (None, 5, [TEXT]):
        with pytest.raises((TypeError, ValueError), match="str"):
            widget.text = wrong
    assert view(widget) == before


def test_a_quantity_that_the_layer_has_not() -> None:
    widget = inspect()
    before, page = view(widget), Page(widget)
    with pytest.raises(ValueError, match="no 'reset': quantity is one of verdict, hidden, cell, input"):
        widget.quantity = "reset"
    page.write(quantity="reset")
    assert "no 'reset'" in widget.error
    assert view(widget) == before
    assert page.state["quantity"] == before["quantity"]
    bare = nw.GateInspector(Plain("gru"), inputs=letters(TEXT))
    with pytest.raises(ValueError, match="no 'verdict': quantity is one of hidden, reset, update, new"):
        bare.quantity = "verdict"


def test_a_layer_of_another_kind_brings_the_hidden_state_and_undo_the_quantity() -> None:
    class Two(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.a, self.b = nn.LSTM(3, 4), nn.GRU(4, 4)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return self.b(self.a(x)[0])[0]

    widget = nw.GateInspector(Two(), inputs=letters(TEXT))
    widget.quantity = "reset"
    widget.select(module="a")
    assert widget.quantity == "hidden"
    assert widget.undo()
    assert (widget.selection["module"], widget.quantity) == ("b", "reset")
    Page(widget).write(quantity="cell", selection={"module": "a"})  # the place first, whatever the order
    assert (widget.selection["module"], widget.quantity, widget.error) == ("a", "cell", "")


def test_a_misspelt_name_is_refused() -> None:
    widget = inspect()
    with pytest.raises(AttributeError, match="no 'quantitty'; did you mean 'quantity'"):
        widget.quantitty = "cell"
    widget.note_of_mine = widget._quantitty = 1
    assert (widget.note_of_mine, widget._quantitty) == (1, 1)


# --- strange, but not wrong


@pytest.mark.parametrize(
    "text",
    [
        "good",
        "a\x00b c",
        "\ud83d film \udc00",
        "</script><img src=x onerror=alert(1)> <!-- film",
        "film\u2028plot é ﷽ 🎬",
    ],
    ids=ascii,
)
def test_any_text_is_a_text(text: str, tmp_path: Any) -> None:
    widget = inspect()
    page = Page(widget)
    page.write(text=text)
    assert widget.error == ""
    assert widget.text == re.sub("[\ud800-\udfff]", "\ufffd", text)  # what UTF-8 cannot hold is shown as unreadable
    assert hidden(widget) == pytest.approx(Reader().states(widget.text).numpy(), abs=1e-6)
    widget.second_text = text
    widget.save_html(tmp_path / "page.html")
    widget.save_image(tmp_path / "image.svg")
    assert widget._repr_mimebundle_()[0]["image/png"]
    assert compile(widget.code(), "code", "exec")


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (("bad", "good"), ["bad", "good"]),
        (np.array(["bad", "good"]), ["bad", "good"]),
        ((0, 1), ["0", "1"]),
        (["\ud83d", "\x00"], ["\ufffd", "\x00"]),
        (("one", "two", "three"), ["negative", "positive"]),  # not as many: those of the model
        ("ab", ["negative", "positive"]),
    ],
    ids=ascii,
)
def test_names_of_classes(names: Any, shown: list[str], tmp_path: Any) -> None:
    class Head:
        classes = names

        def __call__(self, h: torch.Tensor) -> torch.Tensor:
            return READER.probabilities(h)

    widget = nw.GateInspector(READER, TEXT, encode=READER.encode, head=Head())
    assert widget.traces[0]["classes"] == shown
    widget.save_html(tmp_path / "page.html")
    widget.save_image(tmp_path / "image.svg")
    assert widget._repr_mimebundle_()[0]["image/png"]


def test_one_word() -> None:
    widget = inspect(Reader("gru", bidirectional=True), "good")
    assert widget.selection["step"] == 0
    assert len(widget.traces[0]["items"][0]["tokens"]) == 1
    widget.second_text = SHORT
    widget.text = TEXT


def test_five_thousand_words(tmp_path: Any) -> None:
    text = " ".join((TEXT.split() * 500)[:5000])
    widget = inspect(Reader("gru"), text)
    assert hidden(widget) == pytest.approx(Reader("gru").states(text).numpy(), abs=1e-5)
    widget.save_html(tmp_path / "long.html")
    widget.save_image(tmp_path / "long.png", scale=1)
    assert widget._repr_mimebundle_()[0]["image/png"]


def test_infinite_inputs_are_shown_as_they_are() -> None:
    x = letters(TEXT)
    x[4] = torch.inf
    widget = nw.GateInspector(Plain("rnn"), inputs=x)
    assert np.isfinite(hidden(widget)[:4]).all()


def test_a_model_without_a_parameter_outside_its_layer_and_in_bfloat16() -> None:
    model = Plain("lstm").bfloat16()
    widget = nw.GateInspector(model, inputs=letters(TEXT).bfloat16())
    assert hidden(widget) == pytest.approx(model(letters(TEXT).bfloat16())[:, 0].detach().float().numpy(), abs=1e-2)
