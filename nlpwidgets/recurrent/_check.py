"""Judge whether what was read from a recurrent module is what the module computes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence

from nlpwidgets.recurrent._gates import Opened, Run, rebuild_hidden

if TYPE_CHECKING:
    from nlpwidgets.recurrent._capture import Returned

# Largest difference between a module's hidden states and those made from its gates, by the type it computes in.
TOLERANCE = {torch.float64: 1e-11, torch.float32: 1e-5, torch.float16: 1e-2, torch.bfloat16: 8e-2}
TOLERANCE_FEWER_BITS = 5e-3
"""Of float32 where the user lets products round to fewer bits (TF32 on a GPU, bfloat16 on a CPU)."""

_PATCHED = "a patched forward, a subclass or a hook changes them, so the trace would not show what the model computes"


def returned_otherwise(module: nn.Module, returned: list[Returned], output: Any) -> str | None:
    """Compare what a module returned with what its kernel gave it; return what is wrong, if anything."""
    if not returned:
        return "ran without PyTorch's kernel: its forward was replaced, so its gates cannot be read"
    first = output[0] if isinstance(output, tuple) and not isinstance(output, PackedSequence) else output
    first = first.data if isinstance(first, PackedSequence) else first
    if not isinstance(first, Tensor):
        return f"returned a {type(first).__name__} instead of hidden states: {_PATCHED}"
    kernel = returned[-1]
    if kernel.is_unchanged(first):
        return None
    theirs = first.detach()
    if theirs.ndim == 3 and getattr(module, "batch_first", False):
        theirs = theirs.transpose(0, 1)
    if theirs.numel() != kernel.rows.numel() or theirs.shape[-1] != kernel.rows.shape[-1]:
        return f"returned hidden states of shape {tuple(first.shape)}, not those of its kernel: {_PATCHED}"
    ours = kernel.rows.view(theirs.shape)
    off = (ours.double() - theirs.to(ours.device).double()).abs()
    off = off[~(ours.isnan() & theirs.isnan())]
    if bool((off == 0).all()):
        return None
    return f"returned hidden states that differ from its kernel's by up to {float(off.max()):.3g}: {_PATCHED}"


def gates_otherwise(run: Run, opened: Opened, kernel: Tensor) -> str | None:
    """Compare the hidden states made from the gates with the kernel's; return what is wrong, if anything.

    `kernel` is any tensor of the type and on the device that the kernel computed in.
    """
    tolerance = _tolerance(kernel)
    if opened.error <= tolerance:
        return None
    # Rounding grows with the terms of the sums, so the careful second look measures by them; numbers that are not finite
    # prove nothing and are left out.
    hidden, terms = rebuild_hidden(run, opened)
    scale = max(1.0, *(_largest(values) for values in (terms, run.h, opened.cell)))
    off = _largest(hidden - run.h)
    if off <= tolerance * scale:
        return None
    return f"has hidden states {off:.3g} away from what its gates give (at most {tolerance * scale:.3g} is rounding): {_PATCHED}"


def _tolerance(kernel: Tensor) -> float:
    if kernel.dtype == torch.float32:
        tf32 = kernel.device.type == "cuda" and torch.backends.cudnn.allow_tf32
        if tf32 or torch.get_float32_matmul_precision() != "highest":
            return TOLERANCE_FEWER_BITS
    return TOLERANCE[kernel.dtype]


def _largest(values: Tensor | None) -> float:
    """Largest finite magnitude, 0 where there is none."""
    if values is None:
        return 0.0
    finite = values[torch.isfinite(values)]
    return float(finite.abs().max()) if finite.numel() else 0.0
