"""Numbers out of whatever a training loop hands over; tensors on a GPU later, many at once."""

from __future__ import annotations

from typing import Any

import numpy as np


def number_of(name: str, value: Any) -> Any:
    """Return a float; or, of a tensor on a GPU, a copy on that GPU, which does not wait for it.

    Raises
    ------
    TypeError, ValueError
        It is no number, or more than one.
    """
    if type(value) in (int, bool) or isinstance(value, (np.number, np.bool_)):
        return float(value)
    size = getattr(value, "numel", None)
    if callable(size):  # a torch tensor; nothing is imported to know it
        if size() != 1:
            raise ValueError(f"{name} has {size():,} numbers: log one, as its mean")
        if value.is_complex():
            raise TypeError(f"{name} is complex")
        alone = value.detach()
        return float(alone) if alone.device.type == "cpu" else alone.reshape(()).clone()
    if isinstance(value, np.ndarray):
        if value.size != 1:
            raise ValueError(f"{name} has {value.size:,} numbers: log one, as its mean")
        return float(value.reshape(()))
    if isinstance(value, float):
        return float(value)
    raise TypeError(f"{name} is a number or a tensor of one, not {type(value).__name__}: {value!r:.60}")


def read_tensors(rows: list[dict[str, Any]]) -> None:
    """Put floats in the place of tensors; of each device and type all at once."""
    waiting: dict[tuple[str, str], list[tuple[dict[str, Any], str]]] = {}
    for values in rows:
        for name, value in values.items():
            if type(value) is not float:
                waiting.setdefault((str(value.device), str(value.dtype)), []).append((values, name))
    for places in waiting.values():
        import torch

        read = torch.stack([values[name] for values, name in places]).to(torch.float64).cpu().tolist()
        for (values, name), number in zip(places, read, strict=True):
            values[name] = number
