"""The independent answer: a recurrent module run step by step in NumPy, by the formulas of `cells`, item by item."""

from __future__ import annotations

from typing import Any

import numpy as np

from nlpwidgets.recurrent import cells


def run(
    module: Any, x: np.ndarray, h0: Any, c0: Any, lengths: list[int]
) -> dict[tuple[int, str], dict[str, np.ndarray]]:
    """Every number of an nn.LSTM, nn.GRU or nn.RNN in float64, by (layer, direction).

    `x` is (time, batch, features); `h0` and `c0` are (layers * directions, batch, size) or None.
    """
    directions = ["forward", "backward"] if module.bidirectional else ["forward"]
    found = {}
    for layer in range(module.num_layers):
        outputs = []
        for d, direction in enumerate(directions):
            weights = weights_of(module, layer, direction)
            place = layer * len(directions) + d
            runs = []
            for b, n in enumerate(lengths):
                h = np.zeros(weights["U"].shape[1]) if h0 is None else h0[place, b].astype(np.float64)
                c = np.zeros(module.hidden_size) if c0 is None else c0[place, b].astype(np.float64)
                runs.append(run_item(module, weights, x[:n, b].astype(np.float64), h, c, direction))
            names = runs[0].keys()
            arrays = {name: pad([item[name] for item in runs], len(x)) for name in names}
            arrays["inputs"] = pad([x[:n, b] for b, n in enumerate(lengths)], len(x))
            found[layer, direction] = arrays
            outputs.append(arrays["hidden"])
        x = np.concatenate(outputs, axis=-1)
    return found


def run_item(
    module: Any, w: dict[str, Any], x: np.ndarray, h: np.ndarray, c: np.ndarray, direction: str
) -> dict[str, np.ndarray]:
    """One item, one layer, one direction; rows in the text's order."""
    steps = []
    for x_t in x if direction == "forward" else x[::-1]:
        if module.mode == "LSTM":
            step = cells.lstm_cell(x_t, h, c, **w)._asdict()
            c = step["cell"]
        elif module.mode == "GRU":
            step = cells.gru_cell(x_t, h, **w)._asdict()
        else:
            step = cells.rnn_cell(x_t, h, **w, nonlinearity=module.nonlinearity)._asdict()
        h = step["hidden"]
        steps.append(step)
    if direction == "backward":
        steps.reverse()
    return {name: np.array([step[name] for step in steps]) for name in steps[0]}


def weights_of(module: Any, layer: int, direction: str) -> dict[str, Any]:
    """The weights by PyTorch's attribute names, in float64."""
    suffix = f"_l{layer}" + ("_reverse" if direction == "backward" else "")
    names = {"W": "weight_ih", "U": "weight_hh", "b_i": "bias_ih", "b_h": "bias_hh", "W_hr": "weight_hr"}
    return {
        key: getattr(module, name + suffix).detach().double().numpy()
        for key, name in names.items()
        if hasattr(module, name + suffix)
    }


def pad(items: list[np.ndarray], time: int) -> np.ndarray:
    """[(n, size)] -> (time, batch, size) with zeros behind each item."""
    padded = np.zeros((time, len(items), items[0].shape[1]))
    for b, item in enumerate(items):
        padded[: len(item), b] = item
    return padded
