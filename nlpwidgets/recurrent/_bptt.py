"""Back-propagation through time over traced numbers: one layer in one direction, in float64.

Everything is in processing order here: index 0 is the step that the layer read first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nlpwidgets.recurrent.layers import LayerTrace

    Floats = NDArray[np.float64]


class Steps(NamedTuple):
    """One item of one layer, step by step as it was read."""

    kind: str
    relu: bool
    gates: dict[str, Floats]  # (steps, hidden) each
    hidden: Floats  # (steps, output size)
    cell: Floats | None  # (steps, hidden)
    previous_hidden: Floats
    previous_cell: Floats | None
    w_ih: Floats
    w_hh: Floats
    b_hh: Floats | None
    w_hr: Floats | None


class Gradients(NamedTuple):
    """What the loss says of each step: ∂L/∂h, ∂L/∂c and ∂L/∂x, and of the states before the first step."""

    hidden: Floats  # (steps, output size)
    cell: Floats | None  # (steps, hidden)
    inputs: Floats  # (steps, features)
    initial_hidden: Floats
    initial_cell: Floats | None


def steps_of(layer: LayerTrace, item: int) -> Steps:
    """Return one item of a trace in processing order, float64."""
    length = int(layer.lengths[item])
    order = slice(None) if layer.direction == "forward" else slice(None, None, -1)

    def rows(values: NDArray[Any]) -> Floats:
        return values[:length, item].astype(np.float64)[order]

    def before(values: NDArray[Any], initial: NDArray[Any]) -> Floats:
        return np.concatenate([initial[item : item + 1].astype(np.float64), rows(values)[:-1]])

    w = layer.weights
    has_cell = layer.cell is not None and layer.initial_cell is not None
    return Steps(
        kind=layer.kind,
        relu=layer.nonlinearity == "relu",
        gates={name: rows(gate) for name, gate in layer.gates.items()},
        hidden=rows(layer.hidden),
        cell=rows(layer.cell) if has_cell else None,  # type: ignore[arg-type]
        previous_hidden=before(layer.hidden, layer.initial_hidden),
        previous_cell=before(layer.cell, layer.initial_cell) if has_cell else None,  # type: ignore[arg-type]
        w_ih=w.w_ih.astype(np.float64),
        w_hh=w.w_hh.astype(np.float64),
        b_hh=None if w.b_hh is None else w.b_hh.astype(np.float64),
        w_hr=None if w.w_hr is None else w.w_hr.astype(np.float64),
    )


def backward(steps: Steps, outside: Floats, outside_cell: Floats | None = None) -> Gradients:
    """Return the total gradients, through the recurrence.

    Parameters
    ----------
    steps : Steps
    outside : float64 (steps, output size)
        What reaches each hidden state from outside of the layer: the direct path alone.
    outside_cell : float64 (hidden,), optional
        What reaches the last cell state from outside.
    """
    if steps.kind == "lstm":
        return _lstm(steps, outside, outside_cell)
    return _gru(steps, outside) if steps.kind == "gru" else _rnn(steps, outside)


def _lstm(steps: Steps, outside: Floats, outside_cell: Floats | None) -> Gradients:
    gates, cell, before = steps.gates, steps.cell, steps.previous_cell
    assert cell is not None  # noqa: S101 - of an LSTM
    assert before is not None  # noqa: S101
    i, f, g, o = (gates[name] for name in ("input", "forget", "candidate", "output"))
    hidden, cells = np.empty_like(outside), np.empty_like(cell)
    inputs = np.empty((len(outside), steps.w_ih.shape[1]))
    dh, dc = np.zeros(outside.shape[1]), np.zeros(cell.shape[1]) if outside_cell is None else outside_cell.copy()
    for t in range(len(outside) - 1, -1, -1):
        dh = dh + outside[t]
        hidden[t] = dh
        dm = dh if steps.w_hr is None else dh @ steps.w_hr
        squashed = np.tanh(cell[t])
        dc = dc + dm * o[t] * (1 - squashed**2)
        cells[t] = dc
        da = np.concatenate(
            [
                dc * g[t] * i[t] * (1 - i[t]),
                dc * before[t] * f[t] * (1 - f[t]),
                dc * i[t] * (1 - g[t] ** 2),
                dm * squashed * o[t] * (1 - o[t]),
            ]
        )
        inputs[t] = da @ steps.w_ih
        dh, dc = da @ steps.w_hh, dc * f[t]
    return Gradients(hidden, cells, inputs, dh, dc)


def _gru(steps: Steps, outside: Floats) -> Gradients:
    r, z, n = (steps.gates[name] for name in ("reset", "update", "new"))
    units = r.shape[1]
    new = steps.w_hh[2 * units :]
    recurrent = steps.previous_hidden @ new.T
    if steps.b_hh is not None:
        recurrent = recurrent + steps.b_hh[2 * units :]
    hidden, inputs = np.empty_like(outside), np.empty((len(outside), steps.w_ih.shape[1]))
    dh = np.zeros(outside.shape[1])
    for t in range(len(outside) - 1, -1, -1):
        dh = dh + outside[t]
        hidden[t] = dh
        dn = dh * (1 - z[t]) * (1 - n[t] ** 2)
        dz = dh * (steps.previous_hidden[t] - n[t]) * z[t] * (1 - z[t])
        dr = dn * recurrent[t] * r[t] * (1 - r[t])
        inputs[t] = np.concatenate([dr, dz, dn]) @ steps.w_ih
        dh = dh * z[t] + np.concatenate([dr, dz, dn * r[t]]) @ steps.w_hh
    return Gradients(hidden, None, inputs, dh, None)


def _rnn(steps: Steps, outside: Floats) -> Gradients:
    h = steps.hidden
    slope = (h > 0).astype(np.float64) if steps.relu else 1 - h**2
    hidden, inputs = np.empty_like(outside), np.empty((len(outside), steps.w_ih.shape[1]))
    dh = np.zeros(outside.shape[1])
    for t in range(len(outside) - 1, -1, -1):
        dh = dh + outside[t]
        hidden[t] = dh
        da = dh * slope[t]
        inputs[t] = da @ steps.w_ih
        dh = da @ steps.w_hh
    return Gradients(hidden, None, inputs, dh, None)


def transition(steps: Steps, t: int) -> Floats:
    """Return the Jacobian of the state after step t in the state before it.

    Of an LSTM the state is (h, c): (output size + hidden) squared; else h: (hidden, hidden).
    """
    if steps.kind == "rnn":
        h = steps.hidden[t]
        slope = (h > 0).astype(np.float64) if steps.relu else 1 - h**2
        found: Floats = slope[:, None] * steps.w_hh
        return found
    units = next(iter(steps.gates.values())).shape[1]
    w = steps.w_hh.reshape(-1, units, steps.w_hh.shape[1])
    if steps.kind == "gru":
        r, z, n = (steps.gates[name][t] for name in ("reset", "update", "new"))
        before = steps.previous_hidden[t]
        recurrent = w[2] @ before + (0 if steps.b_hh is None else steps.b_hh[2 * units :])
        dr, dz = (r * (1 - r))[:, None] * w[0], (z * (1 - z))[:, None] * w[1]
        dn = (1 - n**2)[:, None] * (r[:, None] * w[2] + recurrent[:, None] * dr)
        new: Floats = np.diag(z) + (before - n)[:, None] * dz + (1 - z)[:, None] * dn
        return new
    return _lstm_transition(steps, t, w)


def _lstm_transition(steps: Steps, t: int, w: Floats) -> Floats:
    assert steps.cell is not None  # noqa: S101 - of an LSTM
    assert steps.previous_cell is not None  # noqa: S101
    i, f, g, o = (steps.gates[name][t] for name in ("input", "forget", "candidate", "output"))
    squashed = np.tanh(steps.cell[t])
    c_in_h = (
        (g * i * (1 - i))[:, None] * w[0]
        + (steps.previous_cell[t] * f * (1 - f))[:, None] * w[1]
        + (i * (1 - g**2))[:, None] * w[2]
    )
    c_in_c = np.diag(f)
    through = (o * (1 - squashed**2))[:, None]
    m_in_h = (squashed * o * (1 - o))[:, None] * w[3] + through * c_in_h
    m_in_c = through * c_in_c
    if steps.w_hr is not None:
        m_in_h, m_in_c = steps.w_hr @ m_in_h, steps.w_hr @ m_in_c
    return np.block([[m_in_h, m_in_c], [c_in_h, c_in_c]])
