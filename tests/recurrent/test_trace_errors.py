"""Bad input and patched modules: a clear word at the call."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from torch import nn

from nlpwidgets.recurrent import TraceMismatchError, trace

X = torch.randn(6, 2, 4)


@pytest.mark.parametrize("thing", [None, "lstm", nn.LSTM, lambda x: x])
def test_not_a_module(thing: Any) -> None:
    with pytest.raises(TypeError, match=r"torch\.nn\.Module"):
        trace(thing, X)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
def test_torchscript() -> None:
    scripted = torch.jit.script(nn.Sequential(nn.Linear(4, 4)))
    with pytest.raises(TypeError, match="TorchScript"):
        trace(scripted, X)


def test_no_recurrent_layer() -> None:
    with pytest.raises(ValueError, match=r"no nn\.LSTM, nn\.GRU, nn\.RNN.*made of Linear, ReLU, Sequential"):
        trace(nn.Sequential(nn.Linear(4, 4), nn.ReLU()), X)


@pytest.mark.parametrize("layers", [["encoder.lstm"], "lstm", ["0", "1"]])
def test_unknown_layer_names(layers: Any) -> None:
    with pytest.raises(ValueError, match="the model has '0'"):
        trace(nn.Sequential(nn.LSTM(4, 5)), X, layers=layers)


def test_no_layer_named() -> None:
    with pytest.raises(ValueError, match="names no module"):
        trace(nn.LSTM(4, 5), X, layers=[])
    with pytest.raises(ValueError, match="the model itself"):
        trace(nn.LSTM(4, 5), X, layers=["lstm"])


class Bypass(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.used, self.unused = nn.GRU(4, 5), nn.LSTM(4, 5)

    def forward(self, x: torch.Tensor) -> Any:
        return self.used(x)


def test_modules_that_do_not_run() -> None:
    model = Bypass()
    assert [layer.name for layer in trace(model, X).layers] == ["used"]
    with pytest.raises(ValueError, match="'unused' did not run"):
        trace(model, X, layers="unused")


def test_the_models_own_error_passes_through() -> None:
    with pytest.raises(RuntimeError, match="input"):
        trace(nn.LSTM(4, 5), torch.zeros(6, 2, 3))
    with pytest.raises(TypeError):
        trace(nn.LSTM(4, 5), X, nonsense=1)


class Doubled(nn.LSTM):
    def forward(self, *args: Any) -> Any:
        output, state = super().forward(*args)
        return output * 2, state


class Handmade(nn.GRU):
    def forward(self, x: torch.Tensor) -> Any:
        return torch.tanh(x @ self.weight_ih_l0.T), None


class InPlace(nn.LSTM):
    def forward(self, *args: Any) -> Any:
        output, state = super().forward(*args)
        output[2, 0, 1] += 1e-3
        return output, state


class Longer(nn.RNN):
    def forward(self, *args: Any) -> Any:
        output, state = super().forward(*args)
        return torch.cat([output, output]), state


class Turned(nn.GRU):
    """The same memory, read as (batch, time)."""

    def forward(self, *args: Any) -> Any:
        output, state = super().forward(*args)
        return output.flip(0), state


class Words(nn.GRUCell):
    def forward(self, *args: Any) -> Any:
        super().forward(*args)
        return "done"


@pytest.mark.parametrize(
    ("module", "inputs", "says"),
    [
        (Doubled(4, 5), X, "returned hidden states that differ"),
        (Doubled(4, 5, 2, bidirectional=True, batch_first=True), X, "returned hidden states that differ"),
        (Handmade(4, 5), X, "forward was replaced"),
        (InPlace(4, 5), X, "differ from its kernel's by up to 0.001"),
        (Longer(4, 5), X, "shape"),
        (Turned(4, 5), X, "differ"),
        (Words(4, 5), X[0], "returned a str"),
    ],
)
def test_patched_modules(module: nn.Module, inputs: torch.Tensor, says: str) -> None:
    with pytest.raises(TraceMismatchError, match=says) as error:
        trace(nn.Sequential(module), inputs)
    assert "'0'" in str(error.value)
    assert type(module).__name__ in str(error.value)


def test_a_patched_instance_and_a_hook_that_changes_the_output() -> None:
    module = nn.LSTM(4, 5)
    forward = module.forward
    module.forward = lambda x: (forward(x)[0] + 1e-4, None)
    with pytest.raises(TraceMismatchError, match="the model"):
        trace(module, X)
    hooked = nn.GRU(4, 5)
    hooked.register_forward_hook(lambda module, args, output: (output[0].clamp(-0.1, 0.1), output[1]))
    with pytest.raises(TraceMismatchError, match="a hook"):
        trace(hooked, X)


def test_a_hook_that_changes_nothing_is_no_patch() -> None:
    module = nn.LSTM(4, 5, batch_first=True)
    module.register_forward_hook(lambda module, args, output: (output[0].clone().double(), output[1]))
    assert trace(module, X).layers


def test_a_subclass_that_keeps_the_numbers() -> None:
    class Named(nn.LSTM):
        def forward(self, *args: Any) -> Any:
            return super().forward(*args)

    assert trace(Named(4, 5), X).layers[0].kind == "lstm"


@pytest.mark.parametrize("kind", ["LSTM", "GRU", "RNN"])
def test_gates_that_do_not_give_the_kernels_states_are_refused(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The check itself: a wrong weight in the reading must not pass."""
    from nlpwidgets.recurrent import _build

    honest = _build.open_gates

    def wrong(run: Any) -> Any:
        return honest(run._replace(weights=run.weights._replace(w_hh=run.weights.w_hh * 1.01)))

    monkeypatch.setattr(_build, "open_gates", wrong)
    module = getattr(nn, kind)(4, 5)
    if kind == "RNN":  # its hidden states are made anew in the second look, with the right weights
        trace(module, X)
        return
    with pytest.raises(TraceMismatchError, match="away from what its gates give"):
        trace(module, X)
