"""Gradients through time, against autograd through a loop over cells, in float64."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence

from nlpwidgets.recurrent import gradients

KINDS = ["LSTM", "GRU", "RNN"]


def make(kind: str, *, layers: int = 1, bidirectional: bool = False, **more: Any) -> Any:
    torch.manual_seed(layers + 7 * bidirectional)
    return getattr(nn, kind)(3, 4, layers, bidirectional=bidirectional, **more).double()


def cell_of(module: Any, layer: int, suffix: str) -> Any:
    """One layer and direction as a cell with the same weights."""
    kind = {"LSTM": nn.LSTMCell, "GRU": nn.GRUCell}.get(module.mode)
    size = getattr(module, f"weight_ih_l{layer}{suffix}").shape[1]
    if kind is None:
        cell = nn.RNNCell(size, module.hidden_size, bias=module.bias, nonlinearity=module.mode[4:].lower())
    else:
        cell = kind(size, module.hidden_size, bias=module.bias)
    cell = cell.double()
    with torch.no_grad():
        for name, parameter in cell.named_parameters():
            parameter.copy_(getattr(module, f"{name}_l{layer}{suffix}"))
    return cell


def lstm_step(cell: Any, x: Any, h: Any, c: Any) -> tuple[Any, Any]:
    """One step in which c is a node that h is made of; LSTMCell keeps that to itself."""
    a = nn.functional.linear(x, cell.weight_ih, cell.bias_ih) + nn.functional.linear(h, cell.weight_hh, cell.bias_hh)
    i, f, g, o = a.chunk(4, -1)
    c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
    return torch.sigmoid(o) * torch.tanh(c), c


def by_loop(module: Any, x: Any, loss_fn: Any) -> dict[tuple[int, str], dict[str, Any]]:
    """Gradients of every state in a graph in which each step is a node of its own."""
    kept: dict[tuple[int, str], dict[str, list[Any]]] = {}
    steps = [one.clone().requires_grad_() for one in x]
    state_h, state_c = [], []
    for layer in range(module.num_layers):
        outputs = []
        for suffix in ["", "_reverse"][: 1 + module.bidirectional]:
            cell = cell_of(module, layer, suffix)
            h = c = torch.zeros(x.shape[1], module.hidden_size, dtype=torch.float64)
            hidden: list[Any] = [None] * len(steps)
            cells: list[Any] = [None] * len(steps)
            # a copy of its own for each direction: what one direction says of its inputs
            own = [one.view_as(one) for one in steps]
            order = range(len(steps)) if suffix == "" else reversed(range(len(steps)))
            for t in order:
                if module.mode == "LSTM":
                    h, c = lstm_step(cell, own[t], h, c)
                    cells[t] = c
                else:
                    h = cell(own[t], h)
                hidden[t] = h
            kept[layer, suffix] = {"hidden": hidden, "cell": cells, "inputs": own}
            state_h.append(h)
            state_c.append(c)
            outputs.append(hidden)
        steps = [torch.cat(both, -1) for both in zip(*outputs, strict=True)]
    state = torch.stack(state_h)
    output = torch.stack(steps), (state, torch.stack(state_c)) if module.mode == "LSTM" else state
    loss = loss_fn(output)
    flat = [one for found in kept.values() for rows in found.values() for one in rows if one is not None]
    given_ = dict(zip(map(id, flat), torch.autograd.grad(loss, flat, allow_unused=True), strict=True))

    def stacked(rows: list[Any]) -> Any:
        return np.stack([np.zeros(one.shape) if given_[id(one)] is None else given_[id(one)].numpy() for one in rows])

    return {
        key: {name: stacked(rows) for name, rows in found.items() if rows[0] is not None} for key, found in kept.items()
    }


def everything(output: Any) -> Any:
    """A loss in which all steps and the last states count, each differently."""
    sequence, state = output
    weights = torch.sin(torch.arange(sequence.numel(), dtype=torch.float64)).reshape(sequence.shape)
    states = state if isinstance(state, tuple) else (state,)
    return (weights * sequence).sum() + sum((one**2).sum() * (k + 1) for k, one in enumerate(states))


def last_step(output: Any) -> Any:
    return output[0][-1].sum()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("loss_fn", [everything, last_step])
@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(layers=st.integers(1, 3), bidirectional=st.booleans(), time=st.integers(1, 9), batch=st.integers(1, 3))
def test_they_are_those_of_autograd_through_a_loop(
    kind: str, loss_fn: Any, layers: int, bidirectional: bool, time: int, batch: int
) -> None:
    module = make(kind, layers=layers, bidirectional=bidirectional)
    x = torch.randn(time, batch, 3, dtype=torch.float64)
    expected = by_loop(module, x, loss_fn)
    found = gradients(module, x, loss_fn)
    assert len(found) == len(expected)
    for one in found:
        wanted = expected[one.trace.layer, "" if one.trace.direction == "forward" else "_reverse"]
        np.testing.assert_allclose(one.hidden, wanted["hidden"], rtol=0, atol=1e-12)
        np.testing.assert_allclose(one.inputs, wanted["inputs"], rtol=0, atol=1e-12)
        np.testing.assert_allclose(one.hidden_norm, np.linalg.norm(wanted["hidden"], axis=-1), atol=1e-12)
        if kind == "LSTM":
            np.testing.assert_allclose(one.cell, wanted["cell"], rtol=0, atol=1e-12)
            np.testing.assert_allclose(one.cell_norm, np.linalg.norm(wanted["cell"], axis=-1), atol=1e-12)
        else:
            assert one.cell is None
            assert one.cell_norm is None


@pytest.mark.parametrize(
    ("kind", "more"), [("RNN", {"nonlinearity": "relu"}), ("GRU", {"bias": False}), ("LSTM", {"bias": False})]
)
def test_other_options(kind: str, more: dict[str, Any]) -> None:
    module = make(kind, layers=2, **more)
    x = torch.randn(6, 2, 3, dtype=torch.float64)
    expected = by_loop(module, x, everything)
    for one in gradients(module, x, everything):
        np.testing.assert_allclose(one.hidden, expected[one.trace.layer, ""]["hidden"], atol=1e-12)


def test_a_projection_agrees_with_the_parameters_gradients() -> None:
    module = make("LSTM", layers=2, proj_size=2, bidirectional=True)
    x = torch.randn(5, 2, 3, dtype=torch.float64)
    everything(module(x)).backward()
    first = gradients(module, x, everything)[0]
    layer = first.trace
    # ∂L/∂W_hr of the forward layer is the outer product of what reaches h and o tanh c, summed over steps
    assert first.cell is not None
    assert layer.cell is not None
    squashed = layer.gates["output"] * np.tanh(layer.cell)
    wanted = np.einsum("tbp,tbh->ph", first.hidden, squashed)
    np.testing.assert_allclose(module.weight_hr_l0.grad.numpy(), wanted, atol=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_the_parameters_gradients_follow_from_them(kind: str) -> None:
    """∂L/∂b of the input gate (or the first rows) is a sum over steps; checked through ∂L/∂x and W."""
    module = make(kind)
    x = torch.randn(7, 3, 3, dtype=torch.float64, requires_grad=True)
    everything(module(x)).backward()
    found = gradients(module, x.detach(), everything)[0]
    np.testing.assert_allclose(found.inputs, x.grad.numpy(), atol=1e-12)


class Reader(nn.Module):
    def __init__(self, kind: str, *, bidirectional: bool = False) -> None:
        super().__init__()
        torch.manual_seed(3)
        self.embedding = nn.Embedding(9, 3)
        self.first = getattr(nn, kind)(3, 4, batch_first=True, bidirectional=bidirectional)
        self.second = nn.GRU(4 * (1 + bidirectional), 5, batch_first=True)
        self.dropout = nn.Dropout(0.5)
        self.head = nn.Linear(5, 2)

    def forward(self, ids: Any, lengths: Any = None) -> Any:
        steps = self.embedding(ids)
        if lengths is not None:
            steps = pack_padded_sequence(steps, lengths, batch_first=True, enforce_sorted=False)
        _, state = self.second(self.first(steps)[0])
        return self.head(self.dropout(state[-1]))


def likelihood(logits: Any) -> Any:
    return nn.functional.cross_entropy(logits, torch.zeros(len(logits), dtype=torch.int64), reduction="sum")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("bidirectional", [False, True])
def test_a_packed_batch_is_the_items_one_by_one(kind: str, bidirectional: bool) -> None:
    model = Reader(kind, bidirectional=bidirectional).double()
    ids = torch.tensor([[1, 2, 3, 4, 5], [6, 7, 0, 0, 0], [8, 1, 2, 3, 0]])
    lengths = torch.tensor([5, 2, 4])
    whole = gradients(model, (ids, lengths), likelihood)
    for item, length in enumerate(lengths.tolist()):
        alone = gradients(model, ids[item : item + 1, :length], likelihood)
        for one, other in zip(whole, alone, strict=True):
            np.testing.assert_allclose(one.hidden[:length, item], other.hidden[:, 0], atol=1e-10)
            np.testing.assert_allclose(one.inputs[:length, item], other.inputs[:, 0], atol=1e-10)
            assert not one.hidden[length:, item].any()


def test_the_model_stays_as_it_was() -> None:
    model = Reader("LSTM").train()
    ids = torch.tensor([[1, 2, 3]])
    likelihood(model(ids)).backward()
    before = {name: (p.detach().clone(), p.grad.clone()) for name, p in model.named_parameters()}
    random = torch.get_rng_state()
    gradients(model, ids, likelihood)
    assert model.training
    assert torch.equal(torch.get_rng_state(), random)
    for name, parameter in model.named_parameters():
        assert torch.equal(parameter, before[name][0])
        assert torch.equal(parameter.grad, before[name][1])
    assert not any(module._forward_hooks for module in model.modules())


def test_frozen_parameters_and_no_grad_around_it() -> None:
    model = Reader("GRU").double()
    ids = torch.tensor([[1, 2, 3, 4]])
    wanted = gradients(model, ids, likelihood)
    model.requires_grad_(requires_grad=False)
    with torch.no_grad():
        found = gradients(model, ids, likelihood)
    for one, other in zip(found, wanted, strict=True):
        np.testing.assert_allclose(one.hidden, other.hidden, atol=1e-12)


def test_small_gradients_do_not_underflow() -> None:
    module = nn.RNN(1, 2)
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.fill_(1e-3)
    found = gradients(module, torch.zeros(120, 1, 1), last_step)[0]
    assert (found.hidden_norm > 0).all()
    slope = np.log(2e-3)  # both units see both: twice the weight
    assert found.decay() == pytest.approx(slope, rel=1e-3)


def test_calls_that_are_wrong() -> None:
    module, x = make("LSTM"), torch.randn(4, 1, 3, dtype=torch.float64)
    with pytest.raises(TypeError, match="one number"):
        gradients(module, x, lambda output: output[0])
    with pytest.raises(TypeError, match="cannot be called"):
        gradients(module, x, 3)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="does not depend"):
        gradients(module, x, lambda output: torch.zeros((), requires_grad=True) * 0)
    with pytest.raises(ValueError, match="detached"):
        gradients(module, x, lambda output: output[0].detach().sum())
    with pytest.raises(ValueError, match=r"no nn\.LSTM"):
        gradients(nn.Linear(3, 2), x, lambda output: output.sum())

    class Loop(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.cell = nn.GRUCell(3, 4)

        def forward(self, x: Any) -> Any:
            h = None
            for step in x:
                h = self.cell(step, h)
            return h

    with pytest.raises(ValueError, match="cell"):
        gradients(Loop(), torch.randn(4, 1, 3), lambda output: output.sum())
