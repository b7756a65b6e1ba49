"""Asking a LayerTrace: what is out of range, absent or ambiguous is said, and the objects are frozen."""

from __future__ import annotations

import dataclasses
import subprocess
import sys

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.utils.rnn import pack_sequence

from nlpwidgets.recurrent import LayerTrace, Trace, Weights, trace


@pytest.fixture(scope="module")
def packed() -> Trace:
    torch.manual_seed(0)
    texts = [torch.randn(n, 4) for n in (2, 5)]
    return trace(nn.LSTM(4, 3, 2, bidirectional=True), pack_sequence(texts, enforce_sorted=False))


def test_the_ends_of_both_directions(packed: Trace) -> None:
    forward, backward = packed.layers[:2]
    np.testing.assert_array_equal(forward.previous_hidden(0, 0), forward.initial_hidden[0])
    np.testing.assert_array_equal(forward.previous_hidden(1, 0), forward.hidden[0, 0])
    np.testing.assert_array_equal(backward.previous_hidden(0, 0), backward.hidden[1, 0])
    np.testing.assert_array_equal(backward.previous_cell(1, 0), backward.initial_cell[0])
    np.testing.assert_array_equal(backward.previous_cell(3, 1), backward.cell[4, 1])


@pytest.mark.parametrize(("step", "item"), [(-1, 0), (2, 0), (5, 1), (0, 2), (0, -1)])
def test_steps_and_items_out_of_range(packed: Trace, step: int, item: int) -> None:
    for layer in packed.layers[:2]:
        with pytest.raises(IndexError, match="out of range"):
            layer.previous_hidden(step, item)
        with pytest.raises(IndexError, match="out of range"):
            layer.preactivation("input", step, item, 0)


def test_gates_and_units_that_are_not_there(packed: Trace) -> None:
    with pytest.raises(ValueError, match="has no gate 'update'; it has input, forget, candidate, output"):
        packed.layers[0].preactivation("update", 0)
    with pytest.raises(IndexError, match="units 0 to 2"):
        packed.layers[0].preactivation("input", 0, unit=3)
    gru = trace(nn.GRU(4, 3), torch.zeros(2, 1, 4)).layers[0]
    with pytest.raises(ValueError, match="no cell state"):
        gru.previous_cell(0)


def test_a_grus_new_gate_opens_with_the_reset_gate_inside() -> None:
    torch.manual_seed(1)
    module = nn.GRU(4, 3).double()
    x, h0 = torch.randn(2, 1, 4).double(), torch.randn(1, 1, 3).double()
    layer = trace(module, x, h0).layers[0]
    opened = layer.preactivation("new", 0, 0, 2)
    w = layer.weights
    r = layer.gates["reset"][0, 0, 2]
    np.testing.assert_allclose(opened.hidden_terms, r * w.w_hh[8] * h0[0, 0].numpy(), rtol=1e-14)
    assert opened.hidden_bias == pytest.approx(r * w.b_hh[8], rel=1e-14)
    assert opened.input_bias == pytest.approx(w.b_ih[8], rel=1e-14)
    assert opened.reset == pytest.approx(r, rel=1e-14)
    assert opened.activation == "tanh"
    assert opened.value == pytest.approx(layer.gates["new"][0, 0, 2], rel=1e-12)
    assert layer.preactivation("update", 0, 0, 2).reset is None


def test_select(packed: Trace) -> None:
    assert packed.select() is packed.layers[0]
    assert packed.select("", layer=1, direction="backward") is packed.layers[3]
    with pytest.raises(KeyError, match="LSTM · layer 0 · forward"):
        packed.select("lstm")


def test_everything_is_frozen_and_named(packed: Trace) -> None:
    for thing, field in ((packed, "layers"), (packed.layers[0], "hidden"), (packed.layers[0].weights, "w_ih")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(thing, field, None)
    assert "backward: lstm, 5 steps, batch 2, 3 units" in repr(packed)
    assert "w_ih: (12, 4)" in repr(packed.layers[0].weights)
    assert isinstance(packed.layers[0], LayerTrace)
    assert isinstance(packed.layers[0].weights, Weights)


def test_importing_the_room_loads_no_torch() -> None:
    script = "import sys, nlpwidgets.recurrent; sys.exit('torch' in sys.modules or 'scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
