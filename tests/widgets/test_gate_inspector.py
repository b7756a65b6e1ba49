"""The gate inspector shows PyTorch's own numbers, follows the selection, and sends no more than it must."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

import nlpwidgets as nw
from nlpwidgets.recurrent import align_tokens
from nlpwidgets.sentiment import SentimentClassifier
from nlpwidgets.widgets._wire import unpack
from tests.recurrent import reference
from tests.widgets.conftest import Page
from tests.widgets.inspectors import SHORT, TEXT, array, hidden, inspect, layer_of, view
from tests.widgets.toys import WORDS, Plain, Reader, fixed, letters

WIRE_NAMES = {"W": "w_ih", "U": "w_hh", "b_i": "b_ih", "b_h": "b_hh", "W_hr": "w_hr"}

# --- the numbers


@pytest.mark.parametrize("kind", ["lstm", "gru", "rnn"])
@pytest.mark.parametrize(
    "options",
    [{}, {"num_layers": 2}, {"bidirectional": True}, {"num_layers": 2, "bidirectional": True}, {"bias": False}],
    ids=lambda options: " ".join(options) or "plain",
)
def test_every_number_is_that_of_an_independent_loop(kind: str, options: dict[str, Any]) -> None:
    equals_the_loop(Reader(kind, **options))


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("lstm", {"proj_size": 3}),
        ("lstm", {"proj_size": 3, "num_layers": 2, "bidirectional": True}),
        ("rnn", {"nonlinearity": "relu"}),
    ],
)
def test_so_it_is_with_a_projection_or_relu(kind: str, options: dict[str, Any]) -> None:
    equals_the_loop(Reader(kind, **options))


def equals_the_loop(model: Reader) -> None:
    widget = inspect(model)
    x = model.embedding(model.encode(TEXT))[0].detach().numpy()
    assert hidden(widget) == pytest.approx(model.states(TEXT).numpy(), abs=1e-6)
    wanted = reference.run(model.rnn, x[:, None], None, None, [len(x)])
    assert len(widget.traces[0]["layers"]) == len(wanted)
    for (layer, direction), numbers in wanted.items():
        meta = layer_of(widget, layer=layer, direction=direction)
        assert (meta["module"], meta["call"]) == ("rnn", 0)
        for name, values in numbers.items():
            key = meta["inputs"][0] if name == "inputs" else f"{meta['states'][0]}/{name}"
            assert array(widget, key) == pytest.approx(values[:, 0], abs=1e-5), (layer, direction, name)
        for name, values in reference.weights_of(model.rnn, layer, direction).items():
            assert array(widget, f"{meta['weights']}/{WIRE_NAMES[name]}") == pytest.approx(values, abs=1e-7)
        assert ("b_i" in reference.weights_of(model.rnn, layer, direction)) == (
            f"{meta['weights']}/b_ih" in widget.arrays
        )


def test_given_states_of_a_batch() -> None:
    model = Plain("lstm", num_layers=2, bidirectional=True)
    random = np.random.RandomState(5)
    x, h0, c0 = (torch.tensor(random.randn(*shape)).float() for shape in ((6, 3, 3), (4, 3, 4), (4, 3, 4)))
    widget = nw.GateInspector(model, inputs=(x, (h0, c0)))
    wanted = reference.run(model.memory, x.numpy(), h0.numpy(), c0.numpy(), [6, 6, 6])
    for item in range(3):
        assert hidden(widget, item=item) == pytest.approx(model(x, (h0, c0))[:, item].detach().numpy(), abs=1e-6)
        for place, ((layer, direction), numbers) in enumerate(wanted.items()):
            prefix = layer_of(widget, layer=layer, direction=direction)["states"][item]
            assert array(widget, f"{prefix}/cell") == pytest.approx(numbers["cell"][:, item], abs=1e-5)
            assert array(widget, f"{prefix}/h0") == pytest.approx(h0[place, item].numpy())
            assert array(widget, f"{prefix}/c0") == pytest.approx(c0[place, item].numpy())
    assert [len(item["tokens"]) for item in widget.traces[0]["items"]] == [6, 6, 6]
    assert widget.text is None
    assert not widget.can_type


def test_packed_inputs_end_where_each_item_ends() -> None:
    model = Plain("gru", bidirectional=True)
    x, lengths = torch.randn(5, 3, 3, generator=torch.Generator().manual_seed(1)), [2, 5, 3]
    packed = nn.utils.rnn.pack_padded_sequence(x, lengths, enforce_sorted=False)
    widget = nw.GateInspector(model, inputs=packed, tokens=[["a"] * n for n in lengths])
    for item, length in enumerate(lengths):
        alone = model(x[:length, item : item + 1])[:, 0].detach().numpy()
        assert hidden(widget, item=item) == pytest.approx(alone, abs=1e-6)
        assert widget.traces[0]["items"][item]["tokens"] == ["a"] * length


def test_texts_of_a_list_are_read_each_by_itself() -> None:
    model = Reader("lstm", bidirectional=True)
    texts = [TEXT, "good", SHORT]
    widget = inspect(model, texts)
    for item, text in enumerate(texts):
        assert hidden(widget, item=item) == pytest.approx(model.states(text).numpy(), abs=1e-6)
        assert widget.traces[0]["items"][item]["text"] == text
    assert widget.text == TEXT
    widget.selection = {"item": 2}
    assert (widget.text, widget.selection["step"]) == (SHORT, min(3, widget.selection["step"]))
    assert widget.trace.layers[0].hidden.shape[0] == 4


@pytest.mark.parametrize("arguments", ["tuple", "dict", "with tokens", "float64", "numpy", "list"])
def test_forms_in_which_inputs_may_come(arguments: str) -> None:
    model = Plain("rnn").double() if arguments == "float64" else Plain("rnn")
    x = letters(TEXT)
    given: Any = {
        "tuple": (x, None),
        "dict": {"x": x},
        "with tokens": (TEXT.split(), x),
        "float64": x.double(),
        "numpy": x.numpy(),
        "list": x.tolist(),
    }[arguments]
    for widget in (nw.GateInspector(model, inputs=given), nw.GateInspector(model, TEXT, encode=lambda _text: given)):
        wanted = model(x.double() if arguments == "float64" else x)[:, 0].detach().numpy()
        assert hidden(widget) == pytest.approx(wanted, abs=1e-6)
    assert widget.traces[0]["items"][0]["tokens"] == TEXT.split()


def test_cells_in_a_loop() -> None:
    class Loop(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.cell = nn.GRUCell(3, 4)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            h, states = torch.zeros(1, 4), []
            for x_t in x:
                h = self.cell(x_t, h)
                states.append(h)
            return torch.stack(states)

    model = fixed(Loop())
    widget = nw.GateInspector(model, TEXT, encode=letters)
    assert hidden(widget) == pytest.approx(model(letters(TEXT))[:, 0].detach().numpy(), abs=1e-6)


# --- the verdict


@pytest.mark.parametrize(
    ("cell", "bidirectional", "pooling"),
    [("lstm", False, "max_mean"), ("gru", True, "max_mean"), ("rnn", False, "last"), ("lstm", True, "mean")],
)
def test_the_verdict_is_the_probability_of_each_prefix(cell: str, bidirectional: bool, pooling: str) -> None:
    model = SentimentClassifier(
        vocabulary=WORDS, cell=cell, embedding_size=4, hidden_size=5, bidirectional=bidirectional, pooling=pooling
    )
    fixed(model)
    widget = nw.GateInspector(model, TEXT)
    words = TEXT.split()
    wanted = model.predict_proba([" ".join(words[: k + 1]) for k in range(len(words))])
    assert array(widget, widget.traces[0]["items"][0]["verdict"]) == pytest.approx(wanted, abs=1e-5)
    assert widget.traces[0]["classes"] == ["negative", "positive"]
    assert widget.can_type


def test_a_head_gives_the_verdict() -> None:
    model = Reader("lstm", num_layers=2, bidirectional=True)
    widget = inspect(model)
    wanted = model.classifier(model.states(TEXT)).softmax(-1).detach().numpy()
    assert array(widget, widget.traces[0]["items"][0]["verdict"]) == pytest.approx(wanted, abs=1e-6)
    assert widget.traces[0]["classes"] == ["negative", "positive"]
    bare = nw.GateInspector(model, TEXT, encode=model.encode)
    assert bare.traces[0]["items"][0]["verdict"] is None
    assert bare.traces[0]["classes"] == []


def test_words_outside_the_vocabulary_are_marked() -> None:
    widget = inspect(text="The schmonzette was bad")
    assert widget.traces[0]["items"][0]["unknown"] == [False, True, False, False]


def test_the_bundled_model_needs_no_argument() -> None:
    widget = nw.GateInspector()
    assert widget.text
    assert widget.traces[0]["items"][0]["verdict"] in widget.arrays
    assert widget.can_type
    widget.text = "A dull film."
    model_says = array(widget, widget.traces[0]["items"][0]["verdict"])[-1]
    from nlpwidgets import sentiment

    assert model_says == pytest.approx(sentiment.load("lstm").predict_proba(["A dull film."])[0], abs=1e-5)


def test_the_first_look_is_where_the_verdict_moves_most() -> None:
    widget = inspect()
    verdict = array(widget, widget.traces[0]["items"][0]["verdict"])
    step = 1 + int(np.abs(np.diff(verdict[:, -1])).argmax())
    states = hidden(widget)
    assert widget.selection["step"] == step
    assert widget.selection["unit"] == np.abs(states[step] - states[step - 1]).argmax()


# --- the page never gets more than it needs


def test_one_message_makes_the_widget() -> None:
    messages = inspect().comm.messages
    assert [one["method"] for one in messages if "arrays" in one["state"]] == ["open"]
    assert len([one for one in messages if one["method"] == "update"]) <= 1


@pytest.mark.parametrize("from_page", [True, False])
def test_a_step_is_one_small_message_or_none(from_page: bool) -> None:
    widget = inspect()
    page = Page(widget)
    for step in range(5):
        selection = {**widget.selection, "step": step}
        page.forget()
        if from_page:
            page.write(selection=selection)
        else:
            widget.selection = {"step": step}
        assert widget.selection == selection
        assert [one["state"] for one in page.sent] == ([] if from_page else [{"selection": selection}])
        assert sum(one["size"] for one in page.sent) < 1000


@pytest.mark.parametrize("from_page", [True, False])
def test_a_new_text_is_one_batch(from_page: bool) -> None:
    widget = inspect()
    page = Page(widget)
    if from_page:
        page.write(text=SHORT)
    else:
        widget.text = SHORT
    (batch,) = [one["state"] for one in page.sent if "arrays" in one["state"]]
    assert page.state["text"] == widget.text == SHORT
    assert ("text" in batch) is not from_page, "the page has it already"
    assert {"traces", "selection", "arrays"} <= batch.keys()
    others = [one for one in page.sent if one["state"] is not batch]
    assert all(one["state"].keys() <= {"status", "error", "text"} for one in others)
    assert sum(one["size"] for one in others) < 3000
    assert page.state["status"]["state"] == "ready"
    assert page.state["traces"][0]["items"][0]["tokens"] == SHORT.lower().split()
    assert len(unpack(page.state["arrays"][page.state["traces"][0]["layers"][0]["states"][0] + "/hidden"])) == 4


def test_the_same_text_again_is_not_run_again() -> None:
    model, runs = Reader(), []
    widget = nw.GateInspector(model, TEXT, encode=lambda text: runs.append(text) or model.encode(text))
    page = Page(widget)
    page.write(text=TEXT)
    widget.text = TEXT
    assert runs == [TEXT]
    assert page.sent == []


def test_progress_is_said_before_the_numbers_come() -> None:
    widget = inspect()
    page = Page(widget)
    widget.text = SHORT
    said = [one["state"]["status"] for one in page.sent if "status" in one["state"]]
    assert said[0]["state"] == "working"
    assert said[0]["message"]
    assert said[-1] == {"state": "ready", "message": "", "progress": -1.0}


# --- the selection


def test_a_part_of_the_selection_may_be_assigned() -> None:
    widget = inspect(Reader(num_layers=2, bidirectional=True))
    before = dict(widget.selection)
    widget.selection = {"layer": 0, "unit": np.int64(2)}
    assert widget.selection == {**before, "layer": 0, "unit": 2}
    assert type(widget.selection["unit"]) is int
    widget.select(direction="backward", step=0)
    assert widget.selection == {**before, "layer": 0, "unit": 2, "direction": "backward", "step": 0}


@pytest.mark.parametrize(
    ("wish", "error", "message"),
    [
        ({"step": 10}, ValueError, "0 to 9"),
        ({"step": -1}, ValueError, "0 to 9"),
        ({"unit": 5}, ValueError, "0 to 4"),
        ({"item": 1}, ValueError, "0 to 0"),
        ({"layer": 3}, ValueError, "layer"),
        ({"module": "other"}, ValueError, "rnn"),
        ({"direction": "backward"}, ValueError, "forward"),
        ({"direction": "up"}, ValueError, "forward"),
        ({"call": 1}, ValueError, "call"),
        ({"word": 1}, ValueError, "unit"),
        ({"step": "two"}, TypeError, "step"),
        ({"step": 1.5}, TypeError, "step"),
        ({"step": True}, TypeError, "step"),
        ({"step": None}, TypeError, "step"),
        ([0, 1], TypeError, "dict"),
        (None, TypeError, "dict"),
    ],
    ids=str,
)
def test_a_selection_that_does_not_exist(wish: Any, error: type[Exception], message: str) -> None:
    widget = inspect()
    before = view(widget)
    with pytest.raises(error, match=message):
        widget.selection = wish
    assert view(widget) == before


def test_select_takes_only_fields_of_the_selection() -> None:
    with pytest.raises(TypeError):
        inspect().select(word=3)


def test_a_shorter_text_keeps_what_fits() -> None:
    widget = inspect()
    widget.selection = {"step": 9, "unit": 3}
    widget.text = SHORT
    assert (widget.selection["step"], widget.selection["unit"]) == (3, 3)
    widget.text = TEXT
    assert (widget.selection["step"], widget.selection["unit"]) == (3, 3)


# --- comparing


def test_a_second_text() -> None:
    model = Reader("gru")
    widget = inspect(model)
    widget.second_text = SHORT
    assert hidden(widget, 1) == pytest.approx(model.states(SHORT).numpy(), abs=1e-6)
    assert hidden(widget, 0) == pytest.approx(model.states(TEXT).numpy(), abs=1e-6)
    assert unpack(widget.alignment).tolist() == align_tokens(TEXT.lower().split(), SHORT.lower().split()).tolist()
    assert widget.second_trace is not None
    widget.second_text = None
    assert (len(widget.traces), widget.alignment, widget.second_text, widget.second_trace) == (1, None, None, None)
    assert not [key for key in widget.arrays if key.startswith("1/")]


def test_a_second_model_of_another_kind() -> None:
    other = Plain("lstm", proj_size=2)
    widget = inspect(Reader("gru"))
    widget.compare(model=other, encode=letters)
    assert hidden(widget, 1) == pytest.approx(other(letters(TEXT))[:, 0].detach().numpy(), abs=1e-6)
    assert [traced["layers"][0]["module"] for traced in widget.traces] == ["rnn", "memory"]
    assert widget.traces[1]["items"][0]["verdict"] is None
    assert widget.second_text == TEXT
    widget.text = SHORT
    assert hidden(widget, 0) == pytest.approx(widget.trace.layers[0].hidden[:, 0], abs=1e-6)
    assert hidden(widget, 1) == pytest.approx(other(letters(TEXT))[:, 0].detach().numpy(), abs=1e-6)
    widget.stop_comparing()
    assert len(widget.traces) == 1


def test_a_comparison_that_fails_leaves_the_view() -> None:
    widget = inspect()
    widget.compare(SHORT)
    before = view(widget)
    with pytest.raises(ValueError, match="LSTM"):
        widget.compare(model=nn.Linear(3, 3), encode=letters)
    with pytest.raises(ValueError, match="empty"):
        widget.second_text = " "
    assert view(widget) == before
    assert widget.status["state"] == "ready"


# --- more numbers than the page should hold


@pytest.fixture
def tight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nw.GateInspector, "max_bytes", 5_000)


def present(widget: Any) -> set[tuple[int, int, str, int]]:
    """Which numbers the page holds: model, layer, direction, item."""
    return {
        (which, layer["layer"], layer["direction"], item)
        for which, traced in enumerate(widget.traces)
        for layer in traced["layers"]
        for item, prefix in enumerate(layer["states"])
        if f"{prefix}/hidden" in widget.arrays
    }


@pytest.mark.usefixtures("tight")
def test_over_the_budget_the_arrays_follow_the_selection() -> None:
    model = Reader("lstm", num_layers=3, bidirectional=True)
    widget = inspect(model, [TEXT, SHORT])
    assert present(widget) == {(0, 2, "forward", 0), (0, 2, "backward", 0)}
    page = Page(widget)
    page.write(selection={**widget.selection, "layer": 1, "item": 1, "step": 0})
    assert page.state["text"] == SHORT
    assert present(widget) == {(0, 1, "forward", 1), (0, 1, "backward", 1)}
    (batch,) = [one["state"] for one in page.sent if "arrays" in one["state"]]
    assert batch["arrays"].keys() == widget.arrays.keys()
    page.forget()
    page.write(selection={**widget.selection, "step": 2, "direction": "backward"})
    assert not [one for one in page.sent if "arrays" in one["state"]], "both directions are there already"
    widget.selection = {"layer": 2, "item": 0}
    assert hidden(widget) == pytest.approx(model.states(TEXT).numpy(), abs=1e-6)


def test_over_the_budget_a_place_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    class Two(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.small, self.big, self.top = nn.RNN(3, 2), nn.LSTM(2, 60), nn.RNN(60, 2)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return self.top(self.big(self.small(x)[0])[0])[0]

    monkeypatch.setattr(nw.GateInspector, "max_bytes", 1_400)
    widget = nw.GateInspector(fixed(Two()), TEXT, encode=letters)
    widget.selection = {"module": "small"}
    before, page = view(widget), Page(widget)
    with pytest.raises(ValueError, match="shorter text"):
        widget.selection = {"module": "big"}
    page.write(selection={**widget.selection, "module": "big"})
    assert "shorter text" in widget.error
    assert view(widget) == before
    assert page.state["selection"] == before["selection"]


@pytest.mark.usefixtures("tight")
def test_over_the_budget_the_second_model_shows_the_layer_that_the_page_picks() -> None:
    widget = inspect(Reader("lstm", num_layers=3, bidirectional=True))
    widget.compare(model=Plain("lstm", hidden=6, num_layers=2, bidirectional=True), encode=letters)
    for wish in ({"layer": 2}, {"layer": 0, "direction": "backward"}, {"layer": 1}):
        widget.selection = wish
        second = widget.traces[1]["layers"]
        picked = next(
            (
                x
                for x in second
                if all(x[name] == widget.selection[name] for name in ("module", "call", "layer", "direction"))
            ),
            second[0],
        )
        assert f"{picked['states'][0]}/hidden" in widget.arrays
        assert (0, widget.selection["layer"], widget.selection["direction"], 0) in present(widget)


@pytest.mark.usefixtures("tight", "each_change_alone")
def test_over_the_budget_a_saved_state_comes_back_with_its_numbers() -> None:
    widget = inspect(Reader("lstm", num_layers=3, bidirectional=True), [TEXT, SHORT])
    kept = widget.state
    widget.selection = {"layer": 0, "item": 1}
    widget.state = kept
    assert present(widget) == {(0, 2, "forward", 0), (0, 2, "backward", 0)}
    widget.undo()
    assert present(widget) == {(0, 0, "forward", 1), (0, 0, "backward", 1)}


# --- the model goes on


def test_refresh_shows_the_numbers_after_training() -> None:
    model = Reader()
    widget = inspect(model)
    widget.compare(SHORT)
    widget.selection = {"step": 2, "unit": 1}
    before, selected = hidden(widget).copy(), widget.selection
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    torch.nn.functional.cross_entropy(model(model.encode(TEXT)), torch.tensor([1])).backward()
    optimizer.step()
    assert (hidden(widget) == before).all()
    widget.refresh()
    assert np.abs(hidden(widget) - before).max() > 1e-3
    assert hidden(widget, 0) == pytest.approx(model.states(TEXT).numpy(), abs=1e-6)
    assert hidden(widget, 1) == pytest.approx(model.states(SHORT).numpy(), abs=1e-6)
    assert widget.selection == selected


def test_two_texts_are_never_compared_across_a_training_step() -> None:
    model, runs = Reader(), []
    widget = nw.GateInspector(model, TEXT, encode=lambda text: runs.append(text) or model.encode(text))
    widget.second_text = SHORT
    widget.text = "good film"
    assert runs == [TEXT, SHORT, "good film"], "nothing is run twice with the same weights"
    with torch.no_grad():
        model.rnn.weight_hh_l0 *= 0.5
    widget.text = TEXT
    for which, text in enumerate((TEXT, SHORT)):
        assert hidden(widget, which) == pytest.approx(model.states(text).numpy(), abs=1e-6)


@pytest.mark.parametrize("fails", [False, True])
def test_the_model_is_left_as_it_was(fails: bool) -> None:
    model = Reader("lstm", num_layers=2, dropout=0.5).train()
    model(model.encode(TEXT)).sum().backward()
    weights = {name: value.clone() for name, value in model.state_dict().items()}
    grads = {name: parameter.grad.clone() for name, parameter in model.named_parameters()}
    random = torch.random.get_rng_state()

    def encode(text: str) -> Any:
        if fails and text != TEXT:
            raise RuntimeError("no")
        return model.encode(text)

    widget = nw.GateInspector(model, TEXT, encode=encode, head=model.probabilities)
    if fails:
        with pytest.raises(RuntimeError, match="no"):
            widget.text = SHORT
    else:
        widget.text = SHORT
    assert model.training
    assert all(module.training for module in model.modules())
    assert all(torch.equal(value, weights[name]) for name, value in model.state_dict().items())
    assert all(torch.equal(parameter.grad, grads[name]) for name, parameter in model.named_parameters())
    assert not any(module._forward_hooks or module._forward_pre_hooks for module in model.modules())
    assert all(parameter.requires_grad for parameter in model.parameters())
    assert torch.equal(random, torch.random.get_rng_state())


def test_the_static_picture_has_words() -> None:
    widget = inspect()
    data, metadata = widget._repr_mimebundle_()
    assert data["image/png"]
    assert metadata["image/png"] == {"alt": repr(widget)}
