"""Recurrent layers where they are found: in containers, used again, as cells in a loop, changed in place, parametrised."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.utils import parametrizations
from torch.nn.utils.rnn import PackedSequence, pack_sequence

from nlpwidgets.recurrent import LayerTrace, cells, trace

torch.manual_seed(0)
X = torch.randn(7, 3, 4)  # (time, batch, features)


class Classifier(nn.Module):
    """Embedding, dropout, two recurrent nets of which the second writes into the first one's output, a head."""

    def __init__(self) -> None:
        super().__init__()
        self.embedding = nn.Embedding(20, 4)
        self.dropout = nn.Dropout(0.5)
        self.blocks = nn.ModuleDict({"encoder": nn.LSTM(4, 5, 2, bidirectional=True, dropout=0.3, batch_first=True)})
        self.tail = nn.Sequential(nn.GRU(10, 6, batch_first=True))
        self.head = nn.Linear(6, 2)

    def forward(self, tokens: torch.Tensor, *, scale: float = 1.0) -> dict[str, torch.Tensor]:
        x = self.dropout(self.embedding(tokens))
        states, _ = self.blocks["encoder"](x)
        x.zero_()
        states = states * scale
        out, _ = self.tail(states)
        states.mul_(0)
        last = out[:, -1].clone()
        out.relu_()
        return {"logits": self.head(last)}


def test_modules_in_containers_by_path_and_in_the_order_they_run() -> None:
    model, tokens = Classifier(), torch.randint(0, 20, (3, 7))
    traced = trace(model, tokens, scale=2.0)
    assert [(x.name, x.layer, x.direction, x.kind) for x in traced.layers] == [
        ("blocks.encoder", 0, "forward", "lstm"),
        ("blocks.encoder", 0, "backward", "lstm"),
        ("blocks.encoder", 1, "forward", "lstm"),
        ("blocks.encoder", 1, "backward", "lstm"),
        ("tail.0", 0, "forward", "gru"),
    ]
    assert torch.equal(traced.output["logits"], model.eval()(tokens, scale=2.0)["logits"])
    assert not traced.output["logits"].requires_grad


def test_what_the_model_overwrites_afterwards_stays_in_the_trace() -> None:
    model, tokens = Classifier().eval(), torch.randint(0, 20, (3, 7))
    traced = trace(model, tokens)
    with torch.no_grad():
        x = model.embedding(tokens)
        states, _ = model.blocks["encoder"](x)
        out, _ = model.tail(states)
    np.testing.assert_array_equal(traced.layers[0].inputs, x.transpose(0, 1).numpy())
    both = np.concatenate([layer.hidden for layer in traced.layers[2:4]], axis=-1)
    np.testing.assert_array_equal(both, states.transpose(0, 1).numpy())
    np.testing.assert_array_equal(traced.layers[4].inputs, states.transpose(0, 1).numpy())
    np.testing.assert_array_equal(traced.layers[4].hidden, out.transpose(0, 1).numpy())


def test_training_on_does_not_change_a_trace() -> None:
    model = nn.LSTM(4, 5)
    traced = trace(model, X.clone(), (h0 := torch.ones(1, 3, 5), torch.ones(1, 3, 5)))
    layer = traced.layers[0]
    before = [a.copy() for a in (layer.hidden, layer.inputs, layer.weights.w_ih, layer.initial_hidden)]
    with torch.no_grad():
        model.weight_ih_l0.zero_()
    h0.zero_()
    traced.output[0].zero_()
    for array, kept in zip((layer.hidden, layer.inputs, layer.weights.w_ih, layer.initial_hidden), before, strict=True):
        np.testing.assert_array_equal(array, kept)
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_layers_restricts_to_named_modules() -> None:
    model, tokens = Classifier(), torch.randint(0, 20, (3, 7))
    assert {layer.name for layer in trace(model, tokens, layers=["tail.0"]).layers} == {"tail.0"}
    assert {layer.name for layer in trace(model, tokens, layers="blocks.encoder").layers} == {"blocks.encoder"}


def test_a_module_used_again_gives_one_set_of_layers_per_call() -> None:
    class Twice(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.gru = nn.GRU(4, 4, bidirectional=False)
            self.same = self.gru

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            first, state = self.gru(x)
            second, _ = self.same(first[:5], state)
            return second

    model = Twice()
    traced = trace(model, X)
    assert [(layer.name, layer.call) for layer in traced.layers] == [("gru", 0), ("gru", 1)]
    first, second = traced.layers
    np.testing.assert_array_equal(second.inputs, first.hidden[:5])
    np.testing.assert_array_equal(second.initial_hidden, first.hidden[-1])
    np.testing.assert_array_equal(second.hidden, traced.output.numpy())
    assert first.weights is second.weights
    assert {layer.name for layer in trace(model, X, layers="same").layers} == {"same"}


def test_the_model_itself_may_be_the_module() -> None:
    layer = trace(nn.RNN(4, 5, nonlinearity="relu"), X).layers[0]
    assert (layer.name, layer.kind, layer.nonlinearity, layer.gates) == ("", "rnn", "relu", {})
    assert layer.label == "RNN · layer 0 · forward"
    assert (layer.input_size, layer.hidden_size, layer.output_size) == (4, 5, 5)
    assert trace(nn.LSTM(4, 5), X).layers[0].nonlinearity == "tanh"


def test_keyword_input() -> None:
    packed = pack_sequence([X[:2, 0], X[:6, 1]], enforce_sorted=False)
    layer = trace(nn.LSTM(4, 5), input=packed).layers[0]
    assert layer.lengths.tolist() == [2, 6]
    np.testing.assert_array_equal(layer.inputs[:2, 0], X[:2, 0].numpy())


def test_a_packed_sequence_made_by_hand() -> None:
    """Without sorting indices the batch stands as it was packed."""
    packed = PackedSequence(torch.randn(5, 4), torch.tensor([2, 2, 1]))
    layer = trace(nn.GRU(4, 5), packed).layers[0]
    assert layer.lengths.tolist() == [3, 2]
    assert not layer.hidden[2, 1].any()


def test_given_states_and_lengths_of_an_unsorted_packed_batch_keep_their_items() -> None:
    """Sorting turns three items round in a ring here, so that taking it for its own inverse shows."""
    packed = pack_sequence([X[:2, 0], X[:7, 1], X[:4, 2]], enforce_sorted=False)
    h0, c0 = torch.randn(1, 3, 5), torch.randn(1, 3, 5)
    layer = trace(nn.LSTM(4, 5), packed, (h0, c0)).layers[0]
    np.testing.assert_array_equal(layer.initial_hidden, h0[0].numpy())
    np.testing.assert_array_equal(layer.initial_cell, c0[0].numpy())
    assert layer.lengths.tolist() == [2, 7, 4]
    np.testing.assert_array_equal(layer.inputs[:4, 2], X[:4, 2].numpy())


# cells


class Loop(nn.Module):
    """The loop people write: one cell, or a stack of two."""

    def __init__(self, cell: nn.Module, *, mask: torch.Tensor | None = None) -> None:
        super().__init__()
        self.cell, self.mask = cell, mask

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        state: Any = None
        outputs = []
        for t, x_t in enumerate(x):
            new = self.cell(x_t) if state is None else self.cell(x_t, state)
            if self.mask is not None and state is not None:
                keep = self.mask[t][:, None]
                new = tuple(torch.where(keep, n, s) for n, s in zip(new, state, strict=True))
            state = new
            outputs.append(state[0] if isinstance(state, tuple) else state)
        return torch.stack(outputs)


CELLS = {
    "lstm": (nn.LSTMCell, nn.LSTM, {}),
    "gru": (nn.GRUCell, nn.GRU, {}),
    "rnn": (nn.RNNCell, nn.RNN, {}),
    "relu": (nn.RNNCell, nn.RNN, {"nonlinearity": "relu"}),
}


def arrays(layer: LayerTrace) -> dict[str, Any]:
    found = dict(layer.gates) | {"hidden": layer.hidden, "inputs": layer.inputs, "h0": layer.initial_hidden}
    return found if layer.cell is None else found | {"cell": layer.cell, "c0": layer.initial_cell}


@pytest.mark.parametrize("bias", [True, False])
@pytest.mark.parametrize("name", CELLS)
def test_a_loop_over_a_cell_is_one_time_axis(name: str, bias: bool) -> None:
    cell_class, layer_class, options = CELLS[name]
    cell = cell_class(4, 5, bias=bias, **options)
    whole = layer_class(4, 5, bias=bias, **options)
    whole.load_state_dict({f"{key}_l0": value for key, value in cell.state_dict().items()})
    traced = trace(Loop(cell), X)
    (layer,), (expected,) = traced.layers, trace(whole, X).layers
    assert (layer.name, layer.kind, layer.call) == ("cell", expected.kind, 0)
    assert (layer.nonlinearity, layer.lengths.tolist()) == (expected.nonlinearity, [7, 7, 7])
    assert layer.given_hidden is None
    for key, values in arrays(expected).items():
        np.testing.assert_allclose(arrays(layer)[key], values, atol=2e-6, err_msg=key)
    np.testing.assert_array_equal(layer.hidden, traced.output.numpy())


def test_a_state_changed_between_the_calls_is_kept_as_given() -> None:
    """Padding by hand: items that have ended carry their state on."""
    mask = torch.arange(7)[:, None] < torch.tensor([7, 4, 2])
    cell = nn.LSTMCell(4, 5)
    (layer,) = trace(Loop(cell, mask=mask), X).layers
    assert layer.hidden.shape == (7, 3, 5)
    w = {k: v.detach().numpy() for k, v in cell.state_dict().items()}
    for t, b in [(1, 2), (3, 2), (6, 1), (6, 0)]:
        h, c = layer.previous_hidden(t, b), layer.previous_cell(t, b)
        step = cells.lstm_cell(layer.inputs[t, b], h, c, w["weight_ih"], w["weight_hh"], w["bias_ih"], w["bias_hh"])
        np.testing.assert_allclose(layer.cell[t, b], step.cell, atol=1e-6)
        np.testing.assert_allclose(layer.gates["forget"][t, b], step.forget, atol=1e-6)
    np.testing.assert_array_equal(layer.previous_hidden(6, 2), layer.hidden[1, 2])


def test_a_cell_that_starts_again_opens_the_next_call() -> None:
    class TwoTexts(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.loop = Loop(nn.GRUCell(4, 5))

        def forward(self, a: torch.Tensor, b: torch.Tensor, c: torch.Tensor) -> torch.Tensor:
            return self.loop(a)[-1], self.loop(b)[-1], self.loop(c)[-1]

    traced = trace(TwoTexts(), X, X[:4], X[:2, :1])
    assert [(x.name, x.call, x.hidden.shape[:2]) for x in traced.layers] == [
        ("loop.cell", 0, (7, 3)),
        ("loop.cell", 1, (4, 3)),
        ("loop.cell", 2, (2, 1)),
    ]
    np.testing.assert_array_equal(traced.layers[1].hidden[-1], traced.output[1].numpy())


def test_a_stack_of_cells_and_an_unbatched_loop() -> None:
    class Stack(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.cells = nn.ModuleList([nn.LSTMCell(4, 5), nn.LSTMCell(5, 3)])

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            states: list[Any] = [None, None]
            for x_t in x:
                h = x_t
                for k, cell in enumerate(self.cells):
                    states[k] = cell(h, states[k])
                    h = states[k][0]
            return h

    traced = trace(Stack(), X[:, 0])
    assert [(layer.name, layer.hidden.shape) for layer in traced.layers] == [
        ("cells.0", (7, 1, 5)),
        ("cells.1", (7, 1, 3)),
    ]
    np.testing.assert_array_equal(traced.layers[1].inputs, traced.layers[0].hidden)
    np.testing.assert_array_equal(traced.layers[1].hidden[-1, 0], traced.output.numpy())


# weights that are not plain parameters


@pytest.mark.parametrize(
    "norm", [parametrizations.weight_norm, parametrizations.orthogonal, parametrizations.spectral_norm]
)
def test_parametrised_weights(norm: Any) -> None:
    module = nn.LSTM(4, 5, 2)
    norm(module, "weight_hh_l0")
    module.train()
    traced = trace(module, X)
    with torch.no_grad():
        own = module.eval()(X)[0]
    np.testing.assert_array_equal(traced.layers[1].hidden, own.numpy())


def test_weights_replaced_on_the_way() -> None:
    """As fastai's WeightDropout does: the weight the kernel reads is a plain tensor, set anew at every call."""

    class WeightDropout(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.module = nn.LSTM(4, 5)
            self.raw = nn.Parameter(self.module.weight_hh_l0.detach().clone())
            del self.module._parameters["weight_hh_l0"]

        def forward(self, x: torch.Tensor) -> Any:
            self.module.weight_hh_l0 = self.raw * 0.5
            return self.module(x)

    model = WeightDropout()
    layer = trace(model, X).layers[0]
    np.testing.assert_array_equal(layer.weights.w_hh, (model.raw * 0.5).detach().numpy())
    np.testing.assert_array_equal(layer.hidden, model(X)[0].detach().numpy())


def test_shared_weights_differ_by_their_values_not_their_names() -> None:
    """A weight changed between two calls of one forward: each call keeps its own."""

    class Grows(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.rnn = nn.RNN(4, 4)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            x, _ = self.rnn(x)
            self.rnn.weight_ih_l0.mul_(2)
            return self.rnn(x)[0]

    first, second = trace(Grows(), X).layers
    np.testing.assert_array_equal(second.weights.w_ih, 2 * first.weights.w_ih)


# how the model is run


def test_gradients_taken_inside_the_forward() -> None:
    class Saliency(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.lstm = nn.LSTM(4, 5, 2, bidirectional=True)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            with torch.enable_grad():
                x = x.detach().requires_grad_()
                return torch.autograd.grad(self.lstm(x)[0].sum(), x)[0]

    model = Saliency().eval()
    torch.testing.assert_close(trace(model, X).output, model(X))


def test_autocast() -> None:
    module = nn.LSTM(4, 5, 2)
    with torch.autocast("cpu", torch.bfloat16):
        own = module(X)[0]
        traced = trace(module, X)
    assert torch.equal(traced.output[0], own)
    assert traced.layers[0].gates["input"].dtype == np.float32


def test_inference_mode() -> None:
    with torch.inference_mode():
        traced = trace(nn.GRU(4, 5, 2), X)
    np.testing.assert_array_equal(traced.layers[1].hidden, traced.output[0].numpy())


def test_a_compiled_model_is_traced_as_the_model_it_was() -> None:
    model = nn.Sequential(nn.GRU(4, 5))
    traced = trace(torch.compile(model, backend="eager"), X)
    assert [layer.name for layer in traced.layers] == ["0"]


def test_inner_dropout_in_a_forward_that_insists_on_training() -> None:
    """The kernel is then called in training mode: the trace drops where PyTorch would, with the same random numbers."""

    class Stubborn(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.lstm = nn.LSTM(4, 5, 3, dropout=0.5, bidirectional=True)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            self.lstm.train()
            return self.lstm(x)[0]

    model = Stubborn()
    torch.manual_seed(11)
    own = model(X)
    torch.manual_seed(11)
    traced = trace(model, X)
    assert torch.equal(traced.output, own)
    assert (traced.layers[2].inputs == 0).any()  # what layer 1 really read


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux's account of a process's memory")
def test_memory_grows_with_time_and_not_faster() -> None:
    script = """
import re, torch
from pathlib import Path
from nlpwidgets.recurrent import trace
torch.set_num_threads(1)
model = torch.nn.LSTM(128, 128, 2)
def peak(steps):
    trace(model, torch.zeros(steps, 8, 128))
    return int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
start, once, twice = peak(50), peak(1500), peak(3000)
print((twice - start) / (once - start), (once - start) * 1024)
"""
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    ratio, first = map(float, run.stdout.split())
    assert ratio < 2.3
    needed = 1500 * 8 * 4 * 128 * (1 + 2 * 6)  # inputs; per layer four gates, h and c
    assert first < 2.5 * needed
