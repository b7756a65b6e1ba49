"""All gates of one layer and direction from its inputs and hidden states: a matrix product each, and a scan for the cell.

Everything works on *rows*: the steps of a batch one below the other, as PyTorch packs them; `sizes[t]` rows belong to
step t. A dense batch is the case of equal sizes. Rows stay in the text's order in both directions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import torch
from torch import Tensor

from nlpwidgets.recurrent.layers import ROWS

if TYPE_CHECKING:
    from collections.abc import Sequence

# Rows handled at once, in numbers per gate (4 MB of float32 over the four gates): what a product wrote is still in the
# processor's cache when the non-linearity and the check read it.
BLOCK = 1 << 18


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
        return torch.cat([states[batch:], initial] if backward else [initial, states[: len(states) - batch]])
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
    """Compute gates and cell state of a layer, and compare the hidden states they give with the kernel's."""
    w, kind, names = run.weights, run.kind, ROWS[run.kind]
    rows, units = len(run.x), w.w_hh.shape[0] // len(names)
    h_prev = run.given_h
    if h_prev is None:
        h_prev = previous_rows(run.h, run.h0, run.sizes, backward=run.backward)
    wx, uh = _per_gate(w.w_ih, w.b_ih, len(names)), _per_gate(w.w_hh, w.b_hh, len(names))
    if kind != "gru" and w.b_ih is not None and w.b_hh is not None:
        wx = [(m, b) for (m, _), b in zip(wx, (w.b_ih + w.b_hh).chunk(len(names)), strict=True)]
        uh = [(m, None) for m, _ in uh]
    gates = {name: run.x.new_empty(rows, units) for name in names}
    cell = run.x.new_empty(rows, units) if kind == "lstm" else None
    size = max(1, BLOCK // max(units, 1))
    blocks = [slice(start, min(start + size, rows)) for start in range(0, rows, size)]
    errors = []
    for block in blocks:
        part = [gates[name][block] for name in names]
        for out, (matrix, bias) in zip(part, wx, strict=True):
            _affine(run.x[block], matrix, bias, out)
        if kind == "gru":
            _gru(part, h_prev[block], uh)
            errors.append(_distance(torch.lerp(part[2], h_prev[block], part[1]), run.h[block]))
            continue
        for out, (matrix, bias) in zip(part, uh, strict=True):
            out.addmm_(h_prev[block], matrix.t())
            if bias is not None:
                out.add_(bias)
        if kind == "rnn":
            errors.append(_distance(part[0].relu_() if run.relu else part[0].tanh_(), run.h[block]))
            continue
        part[0].sigmoid_()
        part[1].sigmoid_()
        part[2].tanh_()
        part[3].sigmoid_()
        assert cell is not None  # noqa: S101 - for the type checker
        torch.mul(part[0], part[2], out=cell[block])
    if cell is not None:
        _scan(cell, gates["forget"], run)
        errors = [_distance(_lstm_hidden(gates["output"][b], cell[b], w.w_hr), run.h[b]) for b in blocks]
    error = float(torch.stack(errors).max()) if errors else 0.0
    return Opened({} if kind == "rnn" else gates, cell, error)


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


def _per_gate(matrix: Tensor, bias: Tensor | None, gates: int) -> list[tuple[Tensor, Tensor | None]]:
    biases = [None] * gates if bias is None else bias.chunk(gates)
    return list(zip(matrix.chunk(gates), biases, strict=True))


def _affine(x: Tensor, matrix: Tensor, bias: Tensor | None, out: Tensor) -> None:
    if bias is None:
        torch.mm(x, matrix.t(), out=out)
    else:
        torch.addmm(bias, x, matrix.t(), out=out)


def _gru(part: list[Tensor], h_prev: Tensor, uh: list[tuple[Tensor, Tensor | None]]) -> None:
    """Finish r, z and n in place, from W x + b_i."""
    reset, update, new = part
    for out, (matrix, bias) in zip((reset, update), uh[:2], strict=True):
        out.addmm_(h_prev, matrix.t())
        if bias is not None:
            out.add_(bias)
        out.sigmoid_()
    recurrent = torch.empty_like(new)
    _affine(h_prev, *uh[2], recurrent)
    new.addcmul_(reset, recurrent).tanh_()


def _scan(cell: Tensor, forget: Tensor, run: Run) -> None:
    """Add f ⊙ c_{t−1} to the rows of i ⊙ g, step by step."""
    if run.given_c is not None:
        cell.addcmul_(forget, run.given_c)
        return
    assert run.c0 is not None  # noqa: S101 - for the type checker
    steps, forgets = torch.split(cell, list(run.sizes)), torch.split(forget, list(run.sizes))
    if not run.backward:
        before = run.c0
        for c, f in zip(steps, forgets, strict=True):
            before = c.addcmul_(f, before[: len(c)])
        return
    before = run.c0[:0]
    for c, f in zip(reversed(steps), reversed(forgets), strict=True):
        if len(before) < len(c):  # items whose last token stands here begin
            before = torch.cat([before, run.c0[len(before) : len(c)]])
        before = c.addcmul_(f, before)


def _lstm_hidden(output: Tensor, cell: Tensor, w_hr: Tensor | None) -> Tensor:
    hidden = torch.tanh(cell).mul_(output)
    return hidden if w_hr is None else hidden @ w_hr.t()


def _distance(ours: Tensor, theirs: Tensor) -> Tensor:
    """Largest absolute difference; overwrites `ours`."""
    if not ours.numel():
        return ours.new_zeros(())
    return ours.sub_(theirs).abs_().max()
