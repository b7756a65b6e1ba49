"""What a loss says of the outputs of recurrent modules, the way through their own recurrence left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence

from nlpwidgets.recurrent._capture import LAYER_MODULES
from nlpwidgets.recurrent._untouched import untouched

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Outside = tuple["Floats", "Floats", "Floats | None"]
"""∂L/∂ of output (time, batch, directions * output size), h_n and c_n (layers * directions, batch, size)."""


def outside_gradients(
    model: nn.Module, arguments: tuple[Any, ...], kwargs: dict[str, Any], loss_fn: Callable[[Any], Any]
) -> dict[tuple[str, int], Outside]:
    """Return them by module name and call.

    Raises
    ------
    TypeError, ValueError
        The loss is no tensor of one number, or depends on none of the modules.
    """
    names: dict[nn.Module, str] = {}
    for name, module in model.named_modules(remove_duplicate=False):
        if isinstance(module, LAYER_MODULES):
            names.setdefault(module, name)
    seen: list[tuple[tuple[str, int], nn.Module, Any]] = []
    counts: dict[str, int] = {}

    def keep(module: nn.Module, _given: Any, output: Any) -> Any:
        name = names[module]
        call = counts.get(name, 0)
        counts[name] = call + 1
        # tensors of their own, through which all that comes after goes
        output = _fresh(output)
        seen.append(((name, call), module, output))
        return output

    handles = [module.register_forward_hook(keep) for module in names]
    try:
        # a backward pass through cuDNN's own kernel is only there in training mode
        with untouched(model), torch.enable_grad(), torch.backends.cudnn.flags(enabled=False):
            loss = loss_fn(model(*arguments, **kwargs))
            _check(loss)
            tensors = [tensor for _, _, output in seen for tensor in _tensors(output)]
            given = torch.autograd.grad(loss, tensors, allow_unused=True) if tensors else ()
    finally:
        for handle in handles:
            handle.remove()
    by_tensor: dict[int, Tensor | None] = {
        id(tensor): gradient for tensor, gradient in zip(tensors, given, strict=True)
    }
    if given and all(gradient is None for gradient in given):
        raise ValueError("the loss does not depend on any recurrent layer")
    return {key: _arrays(module, output, by_tensor) for key, module, output in seen}


def _fresh(output: Any) -> Any:
    sequence, state = output
    states = tuple(_wanted(one) for one in state) if isinstance(state, tuple) else _wanted(state)
    if isinstance(sequence, PackedSequence):
        return sequence._replace(data=_wanted(sequence.data)), states
    return _wanted(sequence), states


def _wanted(tensor: Tensor) -> Tensor:
    fresh = tensor.view_as(tensor)
    return fresh if fresh.requires_grad else fresh.detach().requires_grad_()


def _tensors(output: Any) -> list[Tensor]:
    sequence, state = output
    data = sequence.data if isinstance(sequence, PackedSequence) else sequence
    return [data, *(state if isinstance(state, tuple) else (state,))]


def _check(loss: Any) -> None:
    if not isinstance(loss, Tensor) or loss.numel() != 1:
        shape = tuple(loss.shape) if isinstance(loss, Tensor) else type(loss).__name__
        raise TypeError(f"loss_fn must return a tensor of one number, not {shape}")
    if not loss.requires_grad:
        raise ValueError("the loss does not depend on any recurrent layer: was it detached, or turned into a number?")


def _arrays(module: Any, output: Any, given: dict[int, Tensor | None]) -> Outside:
    sequence, state = output
    states = state if isinstance(state, tuple) else (state,)

    def gradient(tensor: Tensor) -> Tensor:
        found = given[id(tensor)]
        return torch.zeros_like(tensor) if found is None else found

    if isinstance(sequence, PackedSequence):
        packed = sequence._replace(data=gradient(sequence.data))
        steps = nn.utils.rnn.pad_packed_sequence(packed, batch_first=False)[0]
    else:
        steps = gradient(sequence)
        steps = steps.unsqueeze(1) if steps.ndim == 2 else steps.transpose(0, 1) if module.batch_first else steps
    hidden, *rest = (gradient(one) for one in states)
    hidden, *rest = (one.unsqueeze(1) if one.ndim == 2 else one for one in (hidden, *rest))
    return _array(steps), _array(hidden), _array(rest[0]) if rest else None


def _array(tensor: Tensor) -> Floats:
    return tensor.detach().cpu().to(torch.float64).numpy()
