"""From hidden states over time to one vector per review, padding left out."""

from __future__ import annotations

import torch
from torch import Tensor

POOLINGS = ("max_mean", "max", "mean", "last", "last_padded")
"""`last_padded` is a pitfall kept as a lesson: it reads the last step of the padded matrix, whatever stands there."""


def pooled_size(pooling: str, hidden: int) -> int:
    """Return the length of the pooled vector for `hidden` = units × directions."""
    return 2 * hidden if pooling == "max_mean" else hidden


def pool(states: Tensor, lengths: Tensor, pooling: str, units: int) -> Tensor:
    """Pool each review over its own steps.

    Parameters
    ----------
    states : Tensor of shape (batch, time, hidden)
        The directions side by side, `units` each.
    lengths : Tensor of shape (batch,), int64
        Steps of each review; what follows is padding.
    pooling : str
        One of `POOLINGS`. `last` is each direction's state after reading everything: the forward state of the last
        word, the backward state of the first.
    units : int
        Hidden units per direction.

    Returns
    -------
    Tensor of shape (batch, pooled_size(pooling, hidden))
    """
    if pooling == "last_padded":
        return _two_ends(states, states[:, -1], units)
    if pooling == "last":
        at = (lengths - 1).view(-1, 1, 1).expand(-1, 1, states.shape[2])
        return _two_ends(states, states.gather(1, at).squeeze(1), units)
    padding = (torch.arange(states.shape[1], device=states.device) >= lengths[:, None])[:, :, None]
    parts = []
    if pooling in {"max_mean", "max"}:
        parts.append(states.masked_fill(padding, -torch.inf).amax(1))
    if pooling in {"max_mean", "mean"}:
        parts.append(states.masked_fill(padding, 0).sum(1) / lengths[:, None])
    return torch.cat(parts, 1)


def pool_over_time(states: Tensor, pooling: str, units: int) -> Tensor:
    """Pool the first 1, 2, … steps of one review.

    Parameters
    ----------
    states : Tensor of shape (time, hidden)
    pooling, units
        As in `pool`.

    Returns
    -------
    Tensor of shape (time, pooled_size(pooling, hidden))
        Row t is what `pool` gives for steps 0 … t.
    """
    if pooling in {"last", "last_padded"}:
        return torch.cat([states[:, :units], states[:1, units:].expand(len(states), -1)], 1)
    parts = []
    if pooling in {"max_mean", "max"}:
        parts.append(states.cummax(0).values)
    if pooling in {"max_mean", "mean"}:
        steps = torch.arange(1, len(states) + 1, device=states.device, dtype=torch.float64)[:, None]
        # summed in double precision: a running sum in single precision drifts away from a sum made at once
        parts.append((states.double().cumsum(0) / steps).to(states.dtype))
    return torch.cat(parts, 1)


def _two_ends(states: Tensor, last: Tensor, units: int) -> Tensor:
    """Forward units at the end, backward units (if any) at the first step, where they have read everything."""
    return torch.cat([last[:, :units], states[:, 0, units:]], 1)
