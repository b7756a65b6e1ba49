"""A page's message answered by another thread, while the main one may be training the model."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import torch
from torch import nn

import nlpwidgets as nw
from tests.widgets.conftest import Page
from tests.widgets.inspectors import TEXT, hidden
from tests.widgets.toys import Reader

if TYPE_CHECKING:
    from collections.abc import Callable


def elsewhere(action: Callable[[], Any]) -> None:
    """Run in another thread, to its end."""
    thread = threading.Thread(target=action)
    thread.start()
    thread.join()


class Watched(Reader):
    """Notes on which object, in which mode and on how many hooks it was run."""

    runs: list[tuple[int, bool, int]]

    def __init__(self) -> None:
        super().__init__()
        self.runs = []
        self.dropout = nn.Dropout(0.5)

    def forward(self, ids: torch.Tensor) -> torch.Tensor:
        self.runs.append((id(self), self.training, len(self.rnn._forward_hooks)))
        return super().forward(ids)


def test_a_typed_text_is_read_by_a_copy() -> None:
    model = Watched()
    widget = nw.GateInspector(model, TEXT, encode=model.encode, head=model.probabilities)
    assert model.runs
    model.train()
    model.runs.clear()
    before = {name: value.clone() for name, value in model.state_dict().items()}
    elsewhere(lambda: Page(widget).write(text="The plot was weak"))
    assert widget.error == ""
    assert model.runs == []
    assert model.training
    assert all(torch.equal(value, before[name]) for name, value in model.state_dict().items())
    np.testing.assert_allclose(hidden(widget), model.states("The plot was weak").numpy(), atol=1e-6)


def test_the_copy_has_the_weights_of_now() -> None:
    model = Reader()
    widget = nw.GateInspector(model, TEXT, encode=model.encode, head=model.probabilities)
    with torch.no_grad():
        model.rnn.weight_hh_l0.mul_(-1)
    elsewhere(lambda: Page(widget).write(text="The plot was weak"))
    np.testing.assert_allclose(hidden(widget), model.states("The plot was weak").numpy(), atol=1e-6)
    verdict = widget._readings[0].items[0].verdict
    with torch.no_grad():
        expected = model.probabilities(model.states("The plot was weak")).numpy()
    np.testing.assert_allclose(verdict, expected, atol=1e-6)


def test_a_head_that_shares_layers_with_the_model_is_copied_along() -> None:
    model = Reader()
    head = nn.Sequential(model.classifier, nn.Softmax(-1))
    seen: list[bool] = []
    model.classifier.register_forward_hook(lambda module, *_: seen.append(module is model.classifier))
    widget = nw.GateInspector(model, TEXT, encode=model.encode, head=head)
    assert all(seen)
    seen.clear()
    with torch.no_grad():
        model.classifier.bias.add_(1)
    elsewhere(lambda: Page(widget).write(text="The plot was weak"))
    assert widget.error == ""
    assert seen
    assert not any(seen)
    with torch.no_grad():
        expected = model.probabilities(model.states("The plot was weak")).numpy()
    np.testing.assert_allclose(widget._readings[0].items[0].verdict, expected, atol=1e-6)


@pytest.mark.parametrize("training", [True, False])
def test_the_mode_of_a_functions_model_is_left_alone(training: bool) -> None:
    model = Reader()
    model.train(training)
    modes: list[bool] = []

    def head(states: torch.Tensor) -> torch.Tensor:
        modes.append(model.training)
        return model.probabilities(states)

    widget = nw.GateInspector(model, TEXT, encode=model.encode, head=head)
    assert modes == [False]  # from a cell it is run in evaluation mode
    elsewhere(lambda: Page(widget).write(text="The plot was weak"))
    assert widget.error == ""
    assert modes == [False, training]


def test_a_model_that_cannot_be_copied_is_said() -> None:
    model = Reader()
    widget = nw.GateInspector(model, TEXT, encode=model.encode)
    model.lock = threading.Lock()
    elsewhere(lambda: Page(widget).write(text="The plot was weak"))
    assert "cannot be copied" in widget.error
    assert widget.text == TEXT
    widget.text = "The plot was weak"  # from a cell it can
    assert widget.error == ""
