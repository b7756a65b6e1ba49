"""Golden numbers that hold the page's arithmetic to Python's: half-lives, saturation, orders, opened pre-activations.

The page computes them itself (`terms.ts`, `unit_stats.ts` and `order.ts` in `js/src/widgets/gate_inspector`), so that stepping needs no kernel.
`python -m tests.contract.gate_analysis_golden` writes the file anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

PATH = Path(__file__).with_suffix(".json")

STEPS, FEATURES, HIDDEN, PROJECTED = 5, 3, 4, 2

GATES = {
    "plain": [0.5, 0.9, 0.95, 0.05, 0.8],
    "kept throughout": [1.0, 1.0, 1.0],
    "nearly kept": [0.9999, 1.0, 0.99999],
    "emptied once": [0.9, 0.0, 0.7],
    "at the bounds": [0.1, 0.9, 0.1, 0.9],
    "one step": [0.25],
}
SIGNED = {"candidate": [-0.95, 0.95, 0.9, -0.9, 0.0, 1.0, -1.0, 0.91]}

NAN, INF = float("nan"), float("inf")
# (time, units); eighths, so that equal means and changes are equal in float32 and in float64
STATES = {
    "plain": [[0.125, 0.5, -0.25], [0.25, 0.875, -0.25], [0.75, 0.125, 0.5]],
    "ties": [[0.5, 0.25, 0.5, 0.0], [0.25, 0.5, 0.25, 0.75], [0.0, 0.0, 0.0, 0.0]],
    "NaN": [[0.25, NAN, 0.5, 0.0], [NAN, 0.5, 0.25, 0.125], [0.5, 0.25, NAN, 0.75]],
    "infinite": [[NAN, -INF, 0.5, INF], [NAN, 0.5, 0.25, 0.125]],
    "one step": [[0.25, -0.5, 0.5]],
}


def golden() -> dict[str, Any]:
    """Everything, computed now."""
    return {"gates": _gates(), "orders": _orders(), "layers": [layer for case in _cases() for layer in case]}


def _gates() -> list[dict[str, Any]]:
    from nlpwidgets.recurrent import half_life, saturation

    rows = []
    for name, values in GATES.items():
        column = np.array(values)[:, None]
        below, above = saturation(column)
        rows.append(
            {
                "name": name,
                "gate": values,
                "half_life": _finite(float(half_life(column)[0])),
                "low": 0.1,
                "high": 0.9,
                "below": float(below[0]),
                "above": float(above[0]),
            }
        )
    for name, values in SIGNED.items():
        below, above = saturation(np.array(values)[:, None], -0.9, 0.9)
        rows.append(
            {"name": name, "gate": values, "low": -0.9, "high": 0.9, "below": float(below[0]), "above": float(above[0])}
        )
    return rows


def _orders() -> list[dict[str, Any]]:
    """Units of a gate (which starts from 0) and of a hidden state (from what the layer was given), by each order."""
    return [
        _ordered(f"{name}, {role}, {direction}", role, direction, np.array(values))
        for name, values in STATES.items()
        for role in ("forget", "hidden")
        for direction in ("forward", "backward")
    ]


def _ordered(name: str, role: str, direction: str, values: Any) -> dict[str, Any]:
    from nlpwidgets.recurrent import unit_order

    units = values.shape[1]
    initial = [0.25 * (-1) ** k if role == "hidden" else 0.0 for k in range(units)]
    # the row that each step starts from, in reading order
    previous = [initial, *values[:-1]] if direction == "forward" else [*values[1:], initial]
    changes = [unit_order(values, "change", step=step, previous=row) for step, row in enumerate(previous)]
    if direction == "forward" and role != "hidden":
        # what the function takes by itself is the same
        assert all(np.array_equal(unit_order(values, "change", step=k), order) for k, order in enumerate(changes))
    return {
        "name": name,
        "role": role,
        "direction": direction,
        "values": [[_finite(v) for v in row] for row in values],
        "initial": initial if role == "hidden" else None,
        "stored": unit_order(values, "stored").tolist(),
        "mean": unit_order(values, "mean").tolist(),
        "change": [order.tolist() for order in changes],
    }


def _finite(value: float) -> float | str:
    """JSON has no infinity and no NaN; both sides read them from text, by their names in JavaScript."""
    if np.isfinite(value):
        return float(value)
    return "NaN" if np.isnan(value) else "Infinity" if value > 0 else "-Infinity"


def _numbers(array: Any) -> Any:
    """Nested lists with the digits that float32 has."""
    return [float(f"{v:.9g}") for v in array] if np.ndim(array) == 1 else [_numbers(row) for row in array]


def _cases() -> list[list[dict[str, Any]]]:
    from torch import nn

    return [
        _layers("LSTM", nn.LSTM(FEATURES, HIDDEN)),
        _layers("GRU", nn.GRU(FEATURES, HIDDEN)),
        _layers("RNN, tanh", nn.RNN(FEATURES, HIDDEN)),
        _layers("RNN, ReLU, no bias", nn.RNN(FEATURES, HIDDEN, nonlinearity="relu", bias=False)),
        _layers("LSTM, projection", nn.LSTM(FEATURES, HIDDEN, proj_size=PROJECTED)),
        _layers("bidirectional LSTM", nn.LSTM(FEATURES, HIDDEN, bidirectional=True)),
        _layers("bidirectional GRU, no bias", nn.GRU(FEATURES, HIDDEN, bidirectional=True, bias=False)),
    ]


def _layers(name: str, module: Any) -> list[dict[str, Any]]:
    """The layers of a module with weights and inputs that need no random numbers, traced from given initial states."""
    import torch

    from nlpwidgets.recurrent import trace

    with torch.no_grad():
        for k, parameter in enumerate(module.parameters()):
            parameter.copy_(_wave(tuple(parameter.shape), 1.3 + k) * 0.9)
        x = _wave((STEPS, FEATURES), 0.4) * 1.5
        directions = 2 if module.bidirectional else 1
        h0 = _wave((directions, module.proj_size or HIDDEN), 2.2)
        state: Any = (h0, _wave((directions, HIDDEN), 3.1)) if isinstance(module, torch.nn.LSTM) else h0
        traced = trace(module, x, state)
    return [_layer(name, layer) for layer in traced.layers]


def _wave(shape: tuple[int, ...], phase: float) -> Any:
    import torch

    return torch.sin(phase + 1.7 * torch.arange(int(np.prod(shape)), dtype=torch.float64)).float().reshape(shape)


def _layer(name: str, layer: Any) -> dict[str, Any]:
    states = dict(layer.gates) | {"hidden": layer.hidden}
    if layer.cell is not None:
        states["cell"] = layer.cell
    initial = {"h0": _numbers(layer.initial_hidden[0])}
    if layer.initial_cell is not None:
        initial["c0"] = _numbers(layer.initial_cell[0])
    weights = {
        key: _numbers(value)
        for key in ("w_ih", "w_hh", "b_ih", "b_hh", "w_hr")
        if (value := getattr(layer.weights, key)) is not None
    }
    return {
        "name": f"{name}, {layer.direction}",
        "kind": layer.kind,
        "direction": layer.direction,
        "nonlinearity": layer.nonlinearity,
        "input_size": layer.input_size,
        "hidden_size": layer.hidden_size,
        "output_size": layer.output_size,
        "steps": STEPS,
        "inputs": _numbers(layer.inputs[:, 0]),
        "weights": weights,
        "states": {key: _numbers(value[:, 0]) for key, value in states.items()} | initial,
        "sums": _sums(layer),
    }


def _sums(layer: Any) -> list[dict[str, Any]]:
    """Opened pre-activations at the ends and in the middle, of the first and the last unit."""
    sums = []
    for gate in layer.gates or ["hidden"]:
        for step in (0, STEPS // 2, STEPS - 1):
            for unit in (0, layer.hidden_size - 1):
                opened = layer.preactivation(gate, step, 0, unit)
                sums.append(
                    {
                        "gate": gate,
                        "step": step,
                        "unit": unit,
                        "input_terms": opened.input_terms.tolist(),
                        "hidden_terms": opened.hidden_terms.tolist(),
                        "input_bias": opened.input_bias,
                        "hidden_bias": opened.hidden_bias,
                        "total": opened.total,
                        "value": opened.value,
                    }
                )
    return sums


if __name__ == "__main__":
    rows = {key: ",\n".join(json.dumps(row) for row in value) for key, value in golden().items()}
    PATH.write_text("{" + ",\n".join(f'"{key}": [\n{lines}\n]' for key, lines in rows.items()) + "}\n")
