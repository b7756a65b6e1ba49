"""The user's model is afterwards exactly as it was, also when something raises."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import nn
from torch.overrides import _get_current_function_mode_stack

from nlpwidgets.recurrent import TraceMismatchError, trace


class Model(nn.Module):
    """A model with everything that a run may disturb: norms, counters, dropout, noise, hooks, frozen parts."""

    def __init__(self) -> None:
        super().__init__()
        self.norm = nn.BatchNorm1d(4)
        self.lstm = nn.LSTM(4, 5, 2, dropout=0.5, batch_first=True)
        self.cell = nn.GRUCell(5, 3)
        self.register_buffer("calls", torch.zeros((), dtype=torch.long))
        self.register_buffer("last", None)
        self.register_buffer("seen", torch.zeros(2), persistent=False)
        self.fail: str | None = None

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        self.calls += 1
        self.seen = self.seen + 1  # another tensor in its place
        self.last = torch.ones(3)
        self.norm.running_mean.data.add_(1)  # behind autograd's back
        x = self.norm(x.transpose(1, 2)).transpose(1, 2) + torch.rand(())
        if self.fail == "before":
            raise KeyError("before")
        states, _ = self.lstm(x)
        if self.fail == "between":
            raise KeyError("between")
        h = None
        for t in range(states.shape[1]):
            h = self.cell(states[:, t], h)
        if self.fail == "cell":
            self.cell(states[:, 0, :2])
        return h


def make() -> Model:
    torch.manual_seed(1)
    model = Model()
    model.train()
    model.norm.eval()  # a frozen norm in a model that trains
    model.lstm.weight_hh_l0.requires_grad_(False)
    model(torch.randn(3, 6, 4)).sum().backward()
    model.lstm.register_forward_hook(lambda module, args, output: None)
    model.register_forward_pre_hook(lambda module, args: None)
    model.cell.register_full_backward_hook(lambda module, grads_in, grads_out: None)
    return model


HOOKS = [name for name in vars(nn.Module()) if "hooks" in name]


def snapshot(model: nn.Module) -> dict[str, Any]:
    """Everything that must stay, by identity where identity counts."""
    state: dict[str, Any] = {}
    for name, module in model.named_modules():
        state[f"{name} training"] = module.training
        state[f"{name} buffers"] = {k: (id(b), None if b is None else b.tolist()) for k, b in module._buffers.items()}
        state[f"{name} hooks"] = {hooks: dict(getattr(module, hooks)) for hooks in HOOKS}
        state[f"{name} attributes"] = sorted(k for k in vars(module))
    for name, p in model.named_parameters():
        grad = None if p.grad is None else (id(p.grad), p.grad.tolist())
        state[name] = (id(p), p._version, p.requires_grad, p.tolist(), grad)
    state["random"] = torch.get_rng_state().tolist()
    state["grad mode"] = (torch.is_grad_enabled(), torch.is_inference_mode_enabled())
    state["modes"] = len(_get_current_function_mode_stack())
    state["threads"] = torch.get_num_threads()
    return state


def test_a_trace_leaves_no_mark() -> None:
    model = make()
    before = snapshot(model)
    traced = trace(model, torch.randn(3, 6, 4, generator=torch.Generator().manual_seed(2)))
    assert [layer.name for layer in traced.layers] == ["lstm", "lstm", "cell"]
    assert snapshot(model) == before


@pytest.mark.parametrize("where", ["before", "between", "cell"])
def test_no_mark_when_the_forward_raises(where: str) -> None:
    model = make()
    model.fail = where
    before = snapshot(model)
    with pytest.raises((KeyError, RuntimeError)):
        trace(model, torch.zeros(3, 6, 4))
    assert snapshot(model) == before
    model.fail = None
    assert trace(model, torch.zeros(3, 6, 4)).layers


def test_no_mark_when_the_trace_itself_raises() -> None:
    model = make()
    forward = model.lstm.forward
    model.lstm.forward = lambda x: (forward(x)[0] * 2, None)
    before = snapshot(model)
    with pytest.raises(TraceMismatchError):
        trace(model, torch.zeros(3, 6, 4))
    assert snapshot(model) == before
    with pytest.raises(ValueError, match="no recurrent module named"):
        trace(model, torch.zeros(3, 6, 4), layers=["nothing"])
    assert snapshot(model) == before


def test_no_mark_when_interrupted() -> None:
    model = make()
    before = snapshot(model)
    handle = model.cell.register_forward_pre_hook(interrupt)
    with pytest.raises(KeyboardInterrupt):
        trace(model, torch.zeros(3, 6, 4))
    handle.remove()
    assert snapshot(model) == before


def interrupt(module: nn.Module, args: Any) -> None:
    raise KeyboardInterrupt


def test_a_changed_buffer_comes_back_whatever_its_shape() -> None:
    class Grows(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.gru = nn.GRU(4, 5)
            self.register_buffer("history", torch.zeros(2))

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            self.history.resize_(4).fill_(1)
            self.register_buffer("extra", torch.ones(1))
            return self.gru(x)[0]

    model = Grows()
    trace(model, torch.zeros(3, 2, 4))
    assert dict(model.named_buffers()).keys() == {"history"}
    assert model.history.tolist() == [0, 0]


def test_a_module_that_raises_inside_a_model_that_goes_on() -> None:
    class Tries(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.a, self.b = nn.LSTM(4, 5), nn.GRU(4, 5)

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            try:
                self.a(x[..., :2])
            except RuntimeError:
                return self.b(x)[0]
            raise AssertionError

    assert [layer.name for layer in trace(Tries(), torch.zeros(3, 2, 4)).layers] == ["b"]


def test_training_goes_on_as_if_nothing_had_happened() -> None:
    """The same weights after five steps, with a trace between them or without; the graph under way survives too."""
    x = torch.randn(3, 6, 4, generator=torch.Generator().manual_seed(3))

    def train(*, traced: bool) -> list[Any]:
        model = make()
        optimiser = torch.optim.Adam(model.parameters())
        for _ in range(5):
            loss = model(x).sum()
            if traced:
                trace(model, x)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        return [p.tolist() for p in model.parameters()]

    assert train(traced=True) == train(traced=False)
