"""What a trace holds: the numbers of one recurrent layer in one direction, and how to ask for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    FloatArray = NDArray[np.floating[Any]]

Kind = Literal["lstm", "gru", "rnn"]
Direction = Literal["forward", "backward"]

# Names of the gates in the order of the weights' rows; the plain RNN has one block of rows, its hidden state.
ROWS: dict[str, tuple[str, ...]] = {
    "lstm": ("input", "forget", "candidate", "output"),
    "gru": ("reset", "update", "new"),
    "rnn": ("hidden",),
}


class TraceMismatchError(RuntimeError):
    """What was read from a recurrent module is not what the module computes (a patched or replaced forward)."""


@dataclass(frozen=True, eq=False, repr=False)
class Weights:
    """Weights of one layer in one direction as the module used them, rows in PyTorch's order.

    LSTM rows: input, forget, candidate, output; GRU rows: reset, update, new. Copies: training on does not change them.
    """

    w_ih: FloatArray
    """W, (gates * hidden, features)."""
    w_hh: FloatArray
    """U, (gates * hidden, output size)."""
    b_ih: FloatArray | None = None
    """(gates * hidden,), or None without bias."""
    b_hh: FloatArray | None = None
    """(gates * hidden,), or None without bias."""
    w_hr: FloatArray | None = None
    """Projection of an LSTM with `proj_size`, (proj_size, hidden)."""

    def __repr__(self) -> str:
        shapes = {name: None if v is None else v.shape for name, v in vars(self).items()}
        return f"Weights({', '.join(f'{name}: {shape}' for name, shape in shapes.items())})"


@dataclass(frozen=True, eq=False)
class Preactivation:
    """The sum inside a gate's σ or tanh, taken apart: for one unit at one step of one batch item, in float64.

    `total` is the sum of `input_terms`, `hidden_terms`, `input_bias` and `hidden_bias`. In the `new` gate of a GRU the
    reset gate multiplies the whole recurrent part, n = tanh(W_n x + b_in + r (U_n h + b_hn)): there the hidden terms and
    the hidden bias are given with r already multiplied in, and `reset` holds r.
    """

    gate: str
    step: int
    item: int
    unit: int
    activation: Literal["sigmoid", "tanh", "relu"]
    """The function applied to `total`."""
    input_terms: NDArray[np.float64]
    """W[unit, k] * x_t[k], (features,)."""
    hidden_terms: NDArray[np.float64]
    """U[unit, k] * h_{t-1}[k], (output size,); times r in a GRU's `new`."""
    input_bias: float
    """Zero without bias."""
    hidden_bias: float
    """Zero without bias; times r in a GRU's `new`."""
    reset: float | None
    """r of this unit in a GRU's `new`, else None."""
    total: float
    value: float
    """activation(total): the gate's value."""


@dataclass(frozen=True, eq=False, repr=False)
class LayerTrace:
    """Every number of one recurrent layer in one direction over one run of the model.

    Row t of every array belongs to token t, in both directions: a backward layer reads the text from its end, so the state
    before its step t is row t + 1 (`previous_hidden` and `previous_cell` know this, and the ends). Behind an item's length
    (packed sequences) all rows are zero. Arrays are float32 or float64, as the model computes (bfloat16 and float16 models:
    float32), and read-only: copy one to change it.

    The calls of a `*Cell` module form one time axis; a call whose batch has another size, or that starts again from the
    state that the first call began with, opens the next `call`.
    """

    name: str
    """Path of the module inside the model; "" when the model itself is the recurrent module."""
    kind: Kind
    layer: int
    """0 for the layer that reads the module's input."""
    direction: Direction
    call: int
    """0 for the first use of the module in the forward pass, 1 for the second, ..."""
    gates: Mapping[str, FloatArray]
    """LSTM input, forget, candidate, output; GRU reset, update, new; RNN none. Each (time, batch, hidden)."""
    hidden: FloatArray
    """h, (time, batch, output size)."""
    cell: FloatArray | None
    """c of an LSTM, (time, batch, hidden); None for the others."""
    inputs: FloatArray
    """x, (time, batch, features): for layer 1 and up the outputs of the layer below, both directions side by side."""
    lengths: NDArray[np.int64]
    """Steps of each item, (batch,)."""
    initial_hidden: FloatArray
    """State before an item's first processed step, (batch, output size)."""
    initial_cell: FloatArray | None
    """(batch, hidden) for an LSTM, else None."""
    weights: Weights
    nonlinearity: Literal["tanh", "relu"] = "tanh"
    """Of a plain RNN; "tanh" for the others."""
    given_hidden: FloatArray | None = field(default=None)
    """Only where a loop over a `*Cell` changed the state between its calls: the state each step was given,
    (time, batch, output size). None: each step was given the state that the step before it left."""
    given_cell: FloatArray | None = field(default=None)
    """The same for the cell state, (time, batch, hidden)."""

    @property
    def hidden_size(self) -> int:
        """Units of the gates and of the cell state, H."""
        return int(self.weights.w_hh.shape[0]) // len(ROWS[self.kind])

    @property
    def output_size(self) -> int:
        """Units of the hidden state: H, or proj_size of an LSTM with a projection."""
        return int(self.hidden.shape[2])

    @property
    def input_size(self) -> int:
        """Features of the layer's inputs."""
        return int(self.inputs.shape[2])

    @property
    def label(self) -> str:
        """A name to show, as `encoder.lstm · layer 1 · backward`; the model itself is shown by its kind."""
        parts = [self.name or self.kind.upper(), f"layer {self.layer}", self.direction]
        if self.call:
            parts.append(f"call {self.call}")
        return " · ".join(parts)

    def __repr__(self) -> str:
        time, batch, _ = self.hidden.shape
        return f"LayerTrace({self.label}: {self.kind}, {time} steps, batch {batch}, {self.hidden_size} units)"

    def previous_hidden(self, step: int, item: int = 0) -> FloatArray:
        """Return the hidden state that step `step` was given, (output size,).

        Parameters
        ----------
        step, item : int
            Time step (token) and batch item; the step must lie within the item's length.

        Returns
        -------
        ndarray of shape (output size,)
            h at step − 1 (forward) or step + 1 (backward); at the first processed step the initial state.

        Raises
        ------
        IndexError
            No such item, or the step lies outside the item.
        """
        return self._previous(step, item, self.hidden, self.initial_hidden, self.given_hidden)

    def previous_cell(self, step: int, item: int = 0) -> FloatArray:
        """Return the cell state of an LSTM that step `step` was given, (hidden,); else as `previous_hidden`.

        Parameters
        ----------
        step, item : int
            Time step (token) and batch item; the step must lie within the item's length.

        Returns
        -------
        ndarray of shape (hidden,)

        Raises
        ------
        IndexError
            No such item, or the step lies outside the item.
        ValueError
            The layer has no cell state (GRU, RNN).
        """
        if self.cell is None or self.initial_cell is None:
            raise ValueError(f"{self.label} has no cell state: only an LSTM has one")
        return self._previous(step, item, self.cell, self.initial_cell, self.given_cell)

    def preactivation(self, gate: str, step: int, item: int = 0, unit: int = 0) -> Preactivation:
        """Open the pre-activation of one gate into the terms of its sum.

        Parameters
        ----------
        gate : str
            A key of `gates`; for a plain RNN "hidden", the only sum it has.
        step, item, unit : int
            Time step (token), batch item and unit of the gate.

        Returns
        -------
        Preactivation
            Its terms add up to its `total`, and its `value` is the gate's value.

        Raises
        ------
        ValueError
            The layer has no such gate.
        IndexError
            Step, item or unit out of range.
        """
        rows = ROWS[self.kind]
        if gate not in rows:
            raise ValueError(f"{self.label} has no gate {gate!r}; it has {', '.join(rows)}")
        units = self.hidden_size
        if not 0 <= unit < units:
            raise IndexError(f"unit {unit} is out of range: {self.label} has units 0 to {units - 1}")
        h = self.previous_hidden(step, item).astype(np.float64)
        x = self.inputs[step, item].astype(np.float64)
        w, row = self.weights, rows.index(gate) * units + unit
        reset = float(self.gates["reset"][step, item, unit]) if gate == "new" else None
        scale = 1.0 if reset is None else reset
        input_terms, hidden_terms = w.w_ih[row] * x, w.w_hh[row] * h * scale
        input_bias = 0.0 if w.b_ih is None else float(w.b_ih[row])
        hidden_bias = 0.0 if w.b_hh is None else float(w.b_hh[row]) * scale
        total = float(input_terms.sum() + hidden_terms.sum() + input_bias + hidden_bias)
        activation: Literal["sigmoid", "tanh", "relu"]
        activation = self.nonlinearity if gate in ("candidate", "new", "hidden") else "sigmoid"
        value = _activate(activation, total)
        return Preactivation(
            gate, step, item, unit, activation, input_terms, hidden_terms, input_bias, hidden_bias, reset, total, value
        )

    def _previous(
        self, step: int, item: int, states: FloatArray, initial: FloatArray, given: FloatArray | None
    ) -> FloatArray:
        if not 0 <= item < len(self.lengths):
            raise IndexError(f"item {item} is out of range: the batch has items 0 to {len(self.lengths) - 1}")
        length = int(self.lengths[item])
        if not 0 <= step < length:
            raise IndexError(f"step {step} is out of range: item {item} has steps 0 to {length - 1}")
        before = step - 1 if self.direction == "forward" else step + 1
        state: FloatArray
        if given is not None:
            state = given[step, item]
        else:
            state = states[before, item] if 0 <= before < length else initial[item]
        return state


@dataclass(frozen=True, eq=False, repr=False)
class Trace:
    """One run of a model, opened: the numbers of its recurrent layers, and what the model returned."""

    layers: tuple[LayerTrace, ...]
    """In the order the modules ran; of one call layer by layer, forward before backward."""
    output: Any
    """What the model returned, without gradients; on the model's device."""

    def __repr__(self) -> str:
        return "\n".join(["Trace of", *(f"  {layer!r}" for layer in self.layers)])

    def select(
        self, name: str | None = None, *, layer: int = 0, direction: Direction = "forward", call: int = 0
    ) -> LayerTrace:
        """Return one layer of the trace by its coordinates.

        Parameters
        ----------
        name : str, optional
            Module path; by default the first module that ran.
        layer, direction, call
            Which layer, direction and call of it.

        Returns
        -------
        LayerTrace

        Raises
        ------
        KeyError
            The trace has no such layer; the message lists what it has.
        """
        wanted = (self.layers[0].name if name is None else name, layer, direction, call)
        for found in self.layers:
            if (found.name, found.layer, found.direction, found.call) == wanted:
                return found
        raise KeyError(f"no layer {wanted} in this trace; it has {', '.join(x.label for x in self.layers)}")


def _activate(activation: str, total: float) -> float:
    if activation == "relu":
        return total if total > 0 or np.isnan(total) else 0.0
    if activation == "tanh":
        return float(np.tanh(total))
    small = np.exp(-abs(total))  # never overflows
    return float((1.0 if total >= 0 else small) / (1.0 + small))
