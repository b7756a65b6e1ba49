"""The equations of one step against PyTorch's own cells."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from nlpwidgets.recurrent import cells

TOLERANCE = {torch.float32: 2e-6, torch.float64: 1e-14}


@settings(max_examples=60, deadline=None)
@given(
    kind=st.sampled_from(["LSTM", "GRU", "RNN", "relu"]),
    sizes=st.tuples(st.integers(1, 8), st.integers(1, 8)),
    batch=st.sampled_from([(), (1,), (4,)]),
    bias=st.booleans(),
    dtype=st.sampled_from([torch.float32, torch.float64]),
    seed=st.integers(0, 1000),
)
def test_one_step_equals_pytorchs_cell(kind: str, sizes: Any, batch: Any, bias: bool, dtype: Any, seed: int) -> None:
    torch.manual_seed(seed)
    features, hidden = sizes
    options = {"nonlinearity": "relu"} if kind == "relu" else {}
    name = "RNN" if kind == "relu" else kind
    cell = getattr(nn, f"{name}Cell")(features, hidden, bias=bias, dtype=dtype, **options)
    x, h, c = (torch.randn(*batch, n, dtype=dtype) for n in (features, hidden, hidden))
    w = [p.detach().numpy() for p in cell.parameters()]
    assert len(w) == (4 if bias else 2)
    if kind == "LSTM":
        step: Any = cells.lstm_cell(x.numpy(), h.numpy(), c.numpy(), *w)
        expected_h, expected_c = cell(x, (h, c))
        np.testing.assert_allclose(step.cell, expected_c.detach().numpy(), atol=TOLERANCE[dtype])
    else:
        step = {
            "GRU": lambda: cells.gru_cell(x.numpy(), h.numpy(), *w),
            "RNN": lambda: cells.rnn_cell(x.numpy(), h.numpy(), *w),
            "relu": lambda: cells.rnn_cell(x.numpy(), h.numpy(), *w, nonlinearity="relu"),
        }[kind]()
        expected_h = cell(x, h)
    np.testing.assert_allclose(step.hidden, expected_h.detach().numpy(), atol=TOLERANCE[dtype])
    assert {value.dtype for value in step} == {x.numpy().dtype}
    assert {value.shape for value in step} == {(*batch, hidden)}


def test_the_projection_of_an_lstm() -> None:
    torch.manual_seed(2)
    module = nn.LSTM(4, 5, proj_size=2, dtype=torch.float64)
    x, h, c = torch.randn(1, 3, 4).double(), torch.randn(1, 3, 2).double(), torch.randn(1, 3, 5).double()
    w_ih, w_hh, b_ih, b_hh, w_hr = (p.detach().numpy() for p in module.parameters())
    step = cells.lstm_cell(x[0].numpy(), h[0].numpy(), c[0].numpy(), w_ih, w_hh, b_ih, b_hh, w_hr)
    output, (_, c_1) = module(x, (h, c))
    np.testing.assert_allclose(step.hidden, output[0].detach().numpy(), atol=1e-14)
    np.testing.assert_allclose(step.cell, c_1[0].detach().numpy(), atol=1e-14)


def test_sigmoid_does_not_overflow() -> None:
    with np.errstate(all="raise", under="ignore"):
        v = cells.sigmoid(np.array([-1e4, -1.0, 0.0, 1.0, 1e4]))
    np.testing.assert_allclose(v, [0, 1 / (1 + np.e), 0.5, np.e / (1 + np.e), 1], rtol=1e-15)
    assert np.isnan(cells.sigmoid(np.array([np.nan]))).all()


def test_wrong_shapes_are_named() -> None:
    x, h = np.zeros(3), np.zeros(2)
    with pytest.raises(ValueError, match=r"\(3 \* hidden, 3\)"):
        cells.gru_cell(x, h, np.zeros((6, 4)), np.zeros((6, 2)))
    with pytest.raises(ValueError, match=r"bias of shape \(5,\)"):
        cells.gru_cell(x, h, np.zeros((6, 3)), np.zeros((6, 2)), np.zeros(5))
    with pytest.raises(ValueError, match="nonlinearity"):
        cells.rnn_cell(x, h, np.zeros((2, 3)), np.zeros((2, 2)), nonlinearity="sin")  # type: ignore[arg-type]
