"""A GRU over a batch, step by step, keeping the gates that PyTorch's own loop throws away.

On the CPU PyTorch has no fused GRU: its kernel (`GRUCell` in ATen's RNN.cpp) takes the product with the inputs out of
the loop and then steps through a dozen tensor functions. The same functions in the same order on the same shapes give
the same bits, so one pass yields hidden states and gates for about the price of the kernel, where computing all gates
again afterwards costs half as much more again. For a single text the calls cost more than the products, and that way is faster.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import torch
from torch import Tensor
from torch.nn.functional import linear

from nlpwidgets.recurrent._gates import NUMPY, LayerWeights, Opened, new_rows

SMALLEST_BATCH = 4
"""Below it the kernel and one product afterwards are faster."""


class Stepped(NamedTuple):
    """One direction of one layer."""

    hidden: Tensor  # (time, batch, hidden)
    last: Tensor  # (batch, hidden), the state after the last processed step
    opened: Opened


def can_step(func: Any, x: Tensor, h0: Tensor, weights: LayerWeights) -> bool:
    """Whether stepping is worth it here, and gives the very bits that the kernel gives (tried on two steps)."""
    plain = x.device.type == "cpu" and x.dtype in NUMPY and weights.w_ih.dtype == x.dtype
    if not plain or x.shape[1] < SMALLEST_BATCH or torch.is_grad_enabled() or _autocast():
        return False
    flat = [w for w in weights if w is not None]
    kernel, _ = func(x[:2], h0[None], flat, weights.b_ih is not None, 1, 0.0, False, False, False)
    return torch.equal(kernel, step_through(x[:2], h0, weights, backward=False).hidden)


def step_through(x: Tensor, h0: Tensor, w: LayerWeights, *, backward: bool) -> Stepped:
    """Run one direction over `x`, (time, batch, features), from `h0`, (batch, hidden)."""
    time, batch, units = x.shape[0], x.shape[1], w.w_hh.shape[1]
    from_input = linear(x, w.w_ih, w.b_ih)
    gates = new_rows(x, time * batch, 3 * units)  # r, z, and r ⊙ (U_n h + b_hn)
    new, hidden = new_rows(x, time * batch, units), new_rows(x, time * batch, units)
    from_state, w_hh, h = gates.view(time, batch, 3 * units), w.w_hh.t(), h0
    steps = zip(
        from_state.unbind(0),
        *(part.unbind(0) for part in from_input.chunk(3, 2)),
        *(part.unbind(0) for part in from_state.chunk(3, 2)),
        new.view(time, batch, units).unbind(0),
        hidden.view(time, batch, units).unbind(0),
        strict=True,
    )
    for u, w_r, w_z, w_n, r, z, u_n, n, h_t in reversed(list(steps)) if backward else steps:
        if w.b_hh is None:
            torch.mm(h, w_hh, out=u)
        else:
            torch.addmm(w.b_hh, h, w_hh, out=u)
        r.add_(w_r).sigmoid_()
        z.add_(w_z).sigmoid_()
        torch.add(w_n, u_n.mul_(r), out=n).tanh_()
        h = torch.sub(h, n, out=h_t).mul_(z).add_(n)
    rows = {"reset": gates[:, :units], "update": gates[:, units : 2 * units], "new": new}
    return Stepped(hidden.view(time, batch, units), h, Opened(rows, None, 0.0))


def _autocast() -> bool:
    try:
        return torch.is_autocast_enabled("cpu")
    except TypeError:  # PyTorch 2.3
        return torch.is_autocast_cpu_enabled()
