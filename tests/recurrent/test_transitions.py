"""Jacobians of the recurrence, against autograd through a cell."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from nlpwidgets.recurrent import jacobians, trace
from tests.recurrent.test_backpropagation import cell_of


def by_autograd(module: Any, x: Any, start: int, stop: int, layer: Any) -> Any:
    """∂ state after step stop - 1 / ∂ state before step start."""
    cell = cell_of(module, 0, "")
    size = module.hidden_size
    before = (
        torch.zeros(size, dtype=torch.float64) if start == 0 else torch.from_numpy(layer.hidden[start - 1, 0].copy())
    )
    if module.mode == "LSTM":
        c = torch.zeros(size, dtype=torch.float64) if start == 0 else torch.from_numpy(layer.cell[start - 1, 0].copy())
        before = torch.cat([before, c])

    def run(state: Any) -> Any:
        for t in range(start, stop):
            if module.mode == "LSTM":
                state = torch.cat(cell(x[t, 0], (state[:size], state[size:])))
            else:
                state = cell(x[t, 0], state)
        return state

    return torch.autograd.functional.jacobian(run, before).numpy()


@pytest.mark.parametrize("kind", ["LSTM", "GRU", "RNN"])
@pytest.mark.parametrize("steps", [1, 2, 5])
def test_they_are_those_of_autograd(kind: str, steps: int) -> None:
    torch.manual_seed(2)
    module = getattr(nn, kind)(3, 4).double()
    x = torch.randn(7, 2, 3, dtype=torch.float64)
    layer = trace(module, x).layers[0]
    found = jacobians(layer, item=0, steps=steps)
    assert len(found.matrices) == 7 - steps + 1
    for end, matrix in enumerate(found.matrices, steps):
        np.testing.assert_allclose(matrix, by_autograd(module, x, end - steps, end, layer), atol=1e-12)
    for matrix, values, radius in zip(found.matrices, found.singular_values, found.spectral_radius, strict=True):
        np.testing.assert_allclose(values[0], np.linalg.norm(matrix, 2), atol=1e-12)
        np.testing.assert_allclose(radius, np.abs(np.linalg.eigvals(matrix)).max(), atol=1e-12)


def test_a_relu_net_and_a_projection() -> None:
    torch.manual_seed(2)
    x = torch.randn(4, 1, 3, dtype=torch.float64)
    relu = nn.RNN(3, 4, nonlinearity="relu").double()
    layer = trace(relu, x).layers[0]
    np.testing.assert_allclose(jacobians(layer).matrices[2], by_autograd(relu, x, 2, 3, layer), atol=1e-12)
    projected = trace(nn.LSTM(3, 4, proj_size=2).double(), x).layers[0]
    assert jacobians(projected).matrices.shape == (4, 6, 6)


def test_calls_that_are_wrong() -> None:
    layer = trace(nn.GRU(3, 4), torch.randn(5, 2, 3)).layers[0]
    with pytest.raises(IndexError, match="items 0 to 1"):
        jacobians(layer, item=2)
    for steps in (0, 6, 1.5, True):
        with pytest.raises(ValueError, match="1 to 5"):
            jacobians(layer, steps=steps)  # type: ignore[arg-type]
