"""Run a model once and return every gate and state of the recurrent layers inside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nlpwidgets.recurrent.layers import Trace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from torch import nn


def trace(model: nn.Module, *inputs: Any, layers: str | Iterable[str] | None = None, **kwargs: Any) -> Trace:
    """Run a model and return all gates, hidden and cell states of its LSTM, GRU and RNN layers and cells.

    The model is called once as `model(*inputs, **kwargs)`, without gradients and in evaluation mode (dropout would make
    what a layer read unknowable); its training flags, buffers, hooks, gradients and the random state are afterwards as
    they were, also when it raises. What the model stores in plain attributes while running is its own affair.

    The hidden states are those of the module's own kernel. An LSTM's and a GRU's gates follow from them by matrix products,
    the cell state by a scan; hidden states made from these are compared with the kernel's at every step (to 1e-5 in
    float32, 1e-11 in float64, as far as rounding allows in narrower types; places that are not finite are left out). A
    batched GRU on the CPU is instead stepped through by the very functions its kernel steps through, to the same bits. A
    plain RNN has no gates; its first and last steps are compared. Gates are computed on the CPU, also of models on a GPU.

    Parameters
    ----------
    model : torch.nn.Module
        Any module that runs an `nn.LSTM`, `nn.GRU`, `nn.RNN`, or one of their `*Cell` forms, on any device; or such a
        module itself.
    *inputs, **kwargs
        What the model is called with; a model whose own argument is named `layers` takes it by position.
    layers : str or iterable of str, optional
        Names of recurrent modules, as in `model.named_modules()`, to trace; by default all that run.

    Returns
    -------
    Trace
        Arrays on the CPU as (time, batch, ...), whatever `batch_first` says; an input without batch is a batch of one.

    Raises
    ------
    TypeError
        `model` is not a `torch.nn.Module`, or is a compiled TorchScript module.
    ValueError
        The model has no recurrent module, none by a name in `layers`, or none of them ran.
    TraceMismatchError
        A module's output is not what its kernel and weights give: its forward was patched or replaced.
    """
    import torch

    from nlpwidgets.recurrent._build import Builder
    from nlpwidgets.recurrent._capture import Capture
    from nlpwidgets.recurrent._untouched import untouched

    if isinstance(model, torch.jit.ScriptModule):
        raise TypeError(
            "a TorchScript module cannot be traced: its layers are compiled; pass the nn.Module it was made from"
        )
    if not isinstance(model, torch.nn.Module):
        hint = " (an instance is needed, not the class)" if isinstance(model, type) else ""
        raise TypeError(f"trace needs a torch.nn.Module, not {_describe(model)}{hint}")
    if isinstance(original := getattr(model, "_orig_mod", None), torch.nn.Module):
        model = original  # of torch.compile: the same module, uncompiled, the kernels in reach
    names = recurrent_modules(model, layers)
    builder = Builder(names)
    capture = Capture(names, on_layer=builder.layer, on_cell=builder.cell, on_return=builder.leave)
    with untouched(model):
        with capture:
            output = model(*inputs, **kwargs)
        found = builder.finish()
    if not found:
        raise ValueError(
            f"{_list(names.values())} did not run when the model was called: nothing to trace. "
            "Call trace with inputs that reach it, on a model that calls its submodules (not their .forward)"
        )
    return Trace(found, output)


def recurrent_modules(model: nn.Module, layers: str | Iterable[str] | None) -> dict[nn.Module, str]:
    """Return the recurrent modules to trace, with the names to give them.

    Raises
    ------
    ValueError
        The model holds none, or none of a wanted name.
    """
    from nlpwidgets.recurrent._capture import CELL_MODULES, LAYER_MODULES

    named = {
        name: module
        for name, module in model.named_modules(remove_duplicate=False)
        if isinstance(module, (*LAYER_MODULES, *CELL_MODULES))
    }
    if not named:
        kinds = sorted({type(module).__name__ for module in model.modules()})
        raise ValueError(
            "no nn.LSTM, nn.GRU, nn.RNN or cell of these in the model: nothing to trace. "
            f"It is made of {', '.join(kinds[:20])}{', …' if len(kinds) > 20 else ''}; "
            "pass the model that holds the recurrent layer, not compiled or quantized"
        )
    wanted = list(named) if layers is None else [layers] if isinstance(layers, str) else list(layers)
    unknown = [name for name in wanted if name not in named]
    if unknown or not wanted:
        said = f"no recurrent module named {_list(unknown)}" if unknown else "layers names no module"
        raise ValueError(f"{said}; the model has {_list(named)}")
    chosen: dict[nn.Module, str] = {}
    for name in wanted:
        chosen.setdefault(named[name], name)  # one module under two names keeps the first
    return chosen


def _list(names: Iterable[str]) -> str:
    return ", ".join(repr(name) if name else '"" (the model itself)' for name in names)


def _describe(value: object) -> str:
    return f"the class {value.__name__}" if isinstance(value, type) else type(value).__name__
