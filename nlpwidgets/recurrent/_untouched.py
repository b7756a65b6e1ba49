"""Leave a model as it was found: training flags, buffers and random numbers, also after an exception."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn
from torch.nn.parameter import is_lazy

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def untouched(model: nn.Module) -> Iterator[None]:
    """Run a block with the model in evaluation mode and without gradients; afterwards everything is as before.

    Flags are set directly and not by `train()` or `eval()`, which a model may have overridden to do more.
    """
    modules = list(model.modules())
    training = [module.training for module in modules]
    buffers = [dict(module._buffers) for module in modules]  # noqa: SLF001 - objects, not only values, are put back
    real = [b for held in buffers for b in held.values() if b is not None and not is_lazy(b) and not b.is_meta]
    copies = {id(b): (b, b.detach().clone(), _version(b)) for b in real}
    cuda = sorted({t.device.index for t in (*model.parameters(), *model.buffers()) if t.device.type == "cuda"})
    try:
        for module, was_training in zip(modules, training, strict=True):
            if was_training:
                module.training = False
        with torch.random.fork_rng(devices=cuda), torch.no_grad():
            yield
    finally:
        for module, was_training, held in zip(modules, training, buffers, strict=True):
            if module.training != was_training:
                module.training = was_training
            now = module._buffers  # noqa: SLF001
            if now.keys() != held.keys() or any(now[name] is not held[name] for name in held):
                now.clear()
                now.update(held)
        for buffer, copy, version in copies.values():
            _restore(buffer, copy, version)


def _version(tensor: Tensor) -> int | None:
    return None if tensor.is_inference() else tensor._version  # noqa: SLF001


def _restore(buffer: Tensor, copy: Tensor, version: int | None) -> None:
    if buffer.shape == copy.shape and _version(buffer) == version and torch.equal(buffer, copy):
        return
    # through .data: the write is no step of anyone's gradient, and a changed shape comes back too
    buffer.data = copy
