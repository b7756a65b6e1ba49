"""All gates of one layer and direction from its inputs and hidden states: a matrix product each, and a scan for the cell.

Everything works on *rows*: the steps of a batch one below the other, as PyTorch packs them; `sizes[t]` rows belong to
step t. A dense batch is the case of equal sizes. Rows stay in the text's order in both directions. All tensors are on the
CPU, float32 or float64.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from nlpwidgets.recurrent.layers import ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

# Numbers in a chunk's pre-activations: 4 MB of float32; less makes the products slower, more leaves the cache.
SCRATCH = 1 << 20

# Rows of a plain RNN, at either end, whose hidden states are compared with the kernel's.
SAMPLE = 256

NUMPY = {torch.float32: np.float32, torch.float64: np.float64}


class LayerWeights(NamedTuple):
    """Weight tensors of one layer and direction, as PyTorch hands them to its kernel."""

    w_ih: Tensor
    w_hh: Tensor
    b_ih: Tensor | None
    b_hh: Tensor | None
    w_hr: Tensor | None


class Run(NamedTuple):
    """One layer in one direction as it ran: rows in and out, and how they chain."""

    kind: str
    relu: bool
    backward: bool
    sizes: Sequence[int]
    x: Tensor  # (rows, features)
    h: Tensor  # (rows, output size), from the module's own kernel
    h0: Tensor  # (batch, output size)
    c0: Tensor | None  # (batch, hidden)
    weights: LayerWeights
    given_h: Tensor | None = None  # (rows, output size): where a loop over a cell set the states itself
    given_c: Tensor | None = None


class Opened(NamedTuple):
    """Gates and cell state as rows, and how far the hidden states made from them are from the kernel's."""

    gates: dict[str, Tensor]
    cell: Tensor | None
    error: float
    """Largest absolute difference; NaN where numbers are not finite."""


def previous_rows(states: Tensor, initial: Tensor, sizes: Sequence[int], *, backward: bool) -> Tensor:
    """Return for each row the state it was given: the row of the step before, at an item's start the initial state."""
    batch = len(initial)
    if sizes[-1] == sizes[0]:
        room = new_rows(states, *states.shape)
        return torch.cat([states[batch:], initial] if backward else [initial, states[: len(states) - batch]], out=room)
    steps = torch.split(states, list(sizes))
    if not backward:
        return torch.cat([initial, *(before[:n] for before, n in zip(steps, sizes[1:], strict=False))])
    parts: list[Tensor] = []
    for t, n in enumerate(sizes):
        follow = sizes[t + 1] if t + 1 < len(sizes) else 0
        if follow:
            parts.append(steps[t + 1])
        if n > follow:
            parts.append(initial[follow:n])
    return torch.cat(parts)


def open_gates(run: Run) -> Opened:
    """Compute gates and cell state of a layer, and compare the hidden states they give with the kernel's.

    Goes chunk by chunk in the order the layer read the text, so that what a product wrote is still in the processor's
    cache when the non-linearities, the scan and the check read it; only the results leave it.
    """
    w, names = run.weights, ROWS[run.kind]
    rows, units = len(run.x), w.w_hh.shape[0] // len(names)
    h_prev = run.given_h
    if h_prev is None:
        h_prev = previous_rows(run.h, run.h0, run.sizes, backward=run.backward)
    gates = {} if run.kind == "rnn" else {name: new_rows(run.x, rows, units) for name in names}
    cell = new_rows(run.x, rows, units) if run.kind == "lstm" else None
    scan = None if run.c0 is None or run.given_c is not None else _Scan(run.c0.numpy(), backward=run.backward)
    bias = w.b_ih if w.b_ih is None or w.b_hh is None else w.b_ih + w.b_hh
    total = run.x.new_empty(0)
    errors: list[Tensor] = []
    at_once = SAMPLE if run.kind == "rnn" else SCRATCH // (len(names) * max(units, 1))
    chunks = list(_chunks(run.sizes, max(1, at_once), backward=run.backward))
    if run.kind == "rnn":  # it has no gates: nothing to compute, and both ends show whether the weights were read right
        chunks = [chunks[0], chunks[-1]] if len(chunks) > 2 else chunks
    for sizes, block in chunks:
        x, h, outs = run.x[block], h_prev[block], [gate[block] for gate in gates.values()]
        total = torch.mm(x, w.w_ih.t(), out=total.resize_(0))
        if run.kind == "gru":
            ours = _gru(total, h, w, outs)
        else:
            total.addmm_(h, w.w_hh.t())
            if bias is not None:
                total.add_(bias)
            if cell is None:
                ours = total.relu_() if run.relu else total.tanh_()
            else:
                for name, part, out in zip(names, total.chunk(4, 1), outs, strict=True):
                    (torch.tanh if name == "candidate" else torch.sigmoid)(part, out=out)
                c = torch.mul(outs[0], outs[2], out=cell[block])
                if scan is not None:
                    scan.add(c.numpy(), outs[1].numpy(), sizes)
                elif run.given_c is not None:
                    c.addcmul_(outs[1], run.given_c[block])
                ours = _lstm_hidden(outs[3], c, w.w_hr)
        errors.extend(torch.aminmax(ours.sub_(run.h[block])))
    return Opened(gates, cell, float(torch.stack(errors).abs().max()) if errors else 0.0)


class _Scan:
    """Adds f ⊙ c_{t−1} to i ⊙ g, one step after the other, from chunk to chunk.

    In NumPy: a step of a small batch is a few hundred numbers, where the call costs more than the work.
    """

    def __init__(self, c0: Array, *, backward: bool) -> None:
        self._c0, self._backward = c0, backward
        self._before = c0[:0] if backward else c0

    def add(self, cell: Array, forget: Array, sizes: Sequence[int]) -> None:
        """Turn rows of i ⊙ g into rows of c, in place."""
        ends = np.cumsum(sizes).tolist()
        steps = list(zip(sizes, ends, strict=True))
        before, room = self._before, np.empty_like(cell[: max(sizes)])
        with np.errstate(all="ignore"):  # infinite weights are the model's affair
            for n, end in reversed(steps) if self._backward else steps:
                c, f = cell[end - n : end], forget[end - n : end]
                if len(before) != n:  # items that end here drop out, items whose last token stands here begin
                    before = np.concatenate([before, self._c0[len(before) : n]]) if self._backward else before[:n]
                kept = np.multiply(f, before, out=room[:n])
                before = np.add(c, kept, out=c)
        self._before = before


def new_rows(like: Tensor, rows: int, width: int) -> Tensor:
    """Return room for rows; on the CPU by NumPy, which asks for huge pages and so gets it several times faster."""
    if like.device.type != "cpu" or like.dtype not in NUMPY:
        return like.new_empty(rows, width)
    return torch.from_numpy(np.empty((rows, width), NUMPY[like.dtype]))


def rebuild_hidden(run: Run, opened: Opened) -> tuple[Tensor, Tensor]:
    """Return the hidden states that the gates give, and the largest sum of absolute terms inside a gate.

    The slow, careful companion of the check in `open_gates`: rounding grows with the size of the terms.
    """
    w, h_prev = run.weights, run.given_h
    if h_prev is None:
        h_prev = previous_rows(run.h, run.h0, run.sizes, backward=run.backward)
    terms = run.x.abs() @ w.w_ih.abs().t() + h_prev.abs() @ w.w_hh.abs().t()
    for bias in (w.b_ih, w.b_hh):
        terms = terms if bias is None else terms + bias.abs()
    if opened.cell is not None:
        hidden = _lstm_hidden(opened.gates["output"], opened.cell, w.w_hr)
    elif run.kind == "gru":
        hidden = torch.lerp(opened.gates["new"], h_prev, opened.gates["update"])
    else:
        total = run.x @ w.w_ih.t() + h_prev @ w.w_hh.t()
        for bias in (w.b_ih, w.b_hh):
            total = total if bias is None else total + bias
        hidden = total.relu() if run.relu else total.tanh()
    return hidden, terms.max()


def _chunks(sizes: Sequence[int], rows: int, *, backward: bool) -> Iterator[tuple[Sequence[int], slice]]:
    """Cut the steps into chunks of about so many rows, in the order the layer reads them."""
    cuts, start, at = [], 0, 0
    first = 0
    for t, n in enumerate(sizes):
        at += n
        if at - start >= rows or t + 1 == len(sizes):
            if at > start:
                cuts.append((sizes[first : t + 1], slice(start, at)))
            first, start = t + 1, at
    return reversed(cuts) if backward else iter(cuts)


def _gru(total: Tensor, h: Tensor, w: LayerWeights, outs: list[Tensor]) -> Tensor:
    """Compute r, z and n from W x, and return the hidden states."""
    reset, update, new = outs
    recurrent = h @ w.w_hh.t()
    if w.b_ih is not None and w.b_hh is not None:
        total.add_(w.b_ih)
        recurrent.add_(w.b_hh)
    (x_r, x_z, x_n), (h_r, h_z, h_n) = total.chunk(3, 1), recurrent.chunk(3, 1)
    torch.add(x_r, h_r, out=reset).sigmoid_()
    torch.add(x_z, h_z, out=update).sigmoid_()
    torch.addcmul(x_n, reset, h_n, out=new).tanh_()
    return torch.lerp(new, h, update)


def _lstm_hidden(output: Tensor, cell: Tensor, w_hr: Tensor | None) -> Tensor:
    hidden = torch.tanh(cell).mul_(output)
    return hidden if w_hr is None else hidden @ w_hr.t()
