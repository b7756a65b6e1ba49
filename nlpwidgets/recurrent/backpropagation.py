"""Gradients through time: how much of the loss reaches each step of every recurrent layer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.recurrent._bptt import backward, steps_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from torch import nn

    from nlpwidgets.recurrent.layers import LayerTrace

    Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False, repr=False)
class LayerGradients:
    """What the loss says of every step of one recurrent layer in one direction.

    Total gradients, through the recurrence: ∂L/∂h_t counts all that follows from h_t. Row t belongs to token t in both
    directions; behind an item's length all rows are zero.
    """

    trace: LayerTrace
    """The layer's gates and states in the same run."""
    hidden: Floats
    """∂L/∂h_t, (time, batch, output size)."""
    cell: Floats | None
    """∂L/∂c_t of an LSTM, (time, batch, hidden), the way through h_t included; None for the others."""
    inputs: Floats
    """∂L/∂x_t through this layer and direction, (time, batch, features)."""

    @property
    def label(self) -> str:
        """A name to show."""
        return self.trace.label

    @property
    def hidden_norm(self) -> Floats:
        """‖∂L/∂h_t‖, (time, batch)."""
        return _norm(self.hidden)

    @property
    def cell_norm(self) -> Floats | None:
        """‖∂L/∂c_t‖, (time, batch); None without a cell state."""
        return None if self.cell is None else _norm(self.cell)

    @property
    def input_norm(self) -> Floats:
        """‖∂L/∂x_t‖, (time, batch)."""
        return _norm(self.inputs)

    def decay(self, item: int = 0) -> float:
        """Return the slope of log‖∂L/∂h‖ per step back in time, by least squares: below 0 the gradient vanishes.

        Steps whose gradient is zero are left out; NaN with fewer than two others.
        """
        length = int(self.trace.lengths[item])
        norms = self.hidden_norm[:length, item]
        if self.trace.direction == "forward":
            norms = norms[::-1]  # back in time: from the last step that was read
        there = np.flatnonzero(norms > 0)
        if len(there) < 2:
            return float("nan")
        return float(np.polyfit(there, np.log(norms[there]), 1)[0])

    def __repr__(self) -> str:
        time, batch, _ = self.hidden.shape
        return f"LayerGradients({self.label}: {time} steps, batch {batch})"


def gradients(
    model: nn.Module, inputs: Any, loss_fn: Callable[[Any], Any], **kwargs: Any
) -> tuple[LayerGradients, ...]:
    """Return the gradients of a loss in the states and inputs of every recurrent layer, step by step.

    Parameters
    ----------
    model : torch.nn.Module
        A model that runs an `nn.LSTM`, `nn.GRU` or `nn.RNN`, or such a module itself. It runs in evaluation mode; its
        parameters, their `.grad`, its flags, buffers and the random state are afterwards as they were.
    inputs : Tensor or tuple
        What the model is called with; a tuple for several arguments.
    loss_fn : callable
        From the model's output to a loss, a tensor of one number.
    **kwargs
        Further arguments of the model.

    Returns
    -------
    tuple of LayerGradients
        In the order of `nlpwidgets.recurrent.trace`; float64.

    Raises
    ------
    TypeError, ValueError
        As `trace` does; or the loss is no tensor of one number, or does not depend on any recurrent layer.

    Notes
    -----
    ``retain_grad`` on a layer's output would give the direct path alone: for a loss on the last step all others would be zero.
    Here what reaches a module from outside comes from autograd, and back-propagation through time over the traced gates (Werbos
    1990) does the rest, also between the layers of a module. Norms are float64, so that small gradients do not underflow.
    """
    from nlpwidgets.recurrent._outside import outside_gradients
    from nlpwidgets.recurrent.tracing import trace

    arguments = inputs if isinstance(inputs, tuple) else (inputs,)
    if not callable(loss_fn):
        raise TypeError(
            f"loss_fn takes the model's output and returns a loss; {type(loss_fn).__name__} cannot be called"
        )
    traced = trace(model, *arguments, **kwargs)
    reached = outside_gradients(model, arguments, kwargs, loss_fn)
    found: dict[int, LayerGradients] = {}
    calls: dict[tuple[str, int], list[int]] = {}
    for k, layer in enumerate(traced.layers):
        calls.setdefault((layer.name, layer.call), []).append(k)
    for (name, call), places in calls.items():
        if (name, call) not in reached:
            raise ValueError(
                f"{traced.layers[places[0]].label} is a cell that is called step by step: only nn.LSTM, nn.GRU and nn.RNN are taken"
            )
        output, last_hidden, last_cell = reached[name, call]
        # the topmost layer first: what it says of its inputs is what the one below hears
        for depth in sorted({traced.layers[k].layer for k in places}, reverse=True):
            below = None
            at = 0
            for k in (k for k in places if traced.layers[k].layer == depth):
                layer = traced.layers[k]
                size = layer.output_size
                direct = output[..., at : at + size]
                at += size
                place = depth * _directions(traced.layers, places) + (layer.direction == "backward")
                found[k] = _layer(layer, direct, last_hidden[place], None if last_cell is None else last_cell[place])
                below = found[k].inputs if below is None else below + found[k].inputs
            output = below  # type: ignore[assignment]
    return tuple(found[k] for k in sorted(found))


def _directions(layers: tuple[LayerTrace, ...], places: list[int]) -> int:
    return len({layers[k].direction for k in places})


def _layer(layer: LayerTrace, direct: Floats, last_hidden: Floats, last_cell: Floats | None) -> LayerGradients:
    """Back-propagate through one layer; `last_hidden` and `last_cell` are (batch, size): of the state it returns at its end."""
    hidden, inputs = np.zeros(layer.hidden.shape), np.zeros(layer.inputs.shape)
    cell = None if layer.cell is None else np.zeros(layer.cell.shape)
    for item, length in enumerate(layer.lengths.tolist()):
        if not length:
            continue
        order = slice(None) if layer.direction == "forward" else slice(None, None, -1)
        outside = direct[:length, item][order].copy()
        outside[-1] += last_hidden[item]
        back = backward(steps_of(layer, item), outside, None if last_cell is None else last_cell[item])
        hidden[:length, item], inputs[:length, item] = back.hidden[order], back.inputs[order]
        if cell is not None and back.cell is not None:
            cell[:length, item] = back.cell[order]
    return LayerGradients(layer, hidden, cell, inputs)


def _norm(values: Floats) -> Floats:
    largest = np.abs(values).max(axis=-1, initial=0.0)
    scale = np.where(largest > 0, largest, 1.0)  # squares of tiny numbers would underflow
    found: Floats = scale * np.sqrt(((values / scale[..., None]) ** 2).sum(axis=-1))
    return found
