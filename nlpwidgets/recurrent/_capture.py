"""Stand at PyTorch's recurrent kernels while a model runs, and read what goes in and what comes out.

`nn.LSTM`, `nn.GRU`, `nn.RNN` and their cells hand their work to one function each (`torch.lstm`, `torch.lstm_cell`, ...).
A `TorchFunctionMode` sees these calls with everything the module really uses: prepared inputs, initial states, weights
after parametrisation. Nothing of the model is replaced; forward hooks, removed afterwards, only say which module calls.

A module of several layers keeps its inner layers to itself, so its layers are run one by one with the same kernel, and
the last one's result is handed back to the module: the model runs once, at its usual price.
"""

from __future__ import annotations

import warnings
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence
from torch.overrides import TorchFunctionMode

from nlpwidgets.recurrent._gates import LayerWeights, Opened, new_rows
from nlpwidgets.recurrent._gru_steps import can_step, step_through

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LAYER_KERNELS = {"lstm": "lstm", "gru": "gru", "rnn_tanh": "rnn", "rnn_relu": "rnn"}
CELL_KERNELS = {"lstm_cell": "lstm", "gru_cell": "gru", "rnn_tanh_cell": "rnn", "rnn_relu_cell": "rnn"}
LAYER_MODULES = (nn.LSTM, nn.GRU, nn.RNN)
CELL_MODULES = (nn.LSTMCell, nn.GRUCell, nn.RNNCell)


class LayerCall(NamedTuple):
    """One layer of one kernel call, both directions, as rows (see `_gates`), detached and safe from later writes."""

    module: nn.Module
    kernel: str
    layer: int
    x: Tensor  # (rows, features)
    h: Tensor  # (rows, directions * output size)
    h0: list[Tensor]  # per direction (batch, output size)
    c0: list[Tensor]  # per direction (batch, hidden); empty but for an LSTM
    weights: list[LayerWeights]  # per direction
    opened: list[Opened] | None  # per direction, where running the layer gave its gates already
    sizes: list[int]
    order: Tensor | None  # of a packed sequence: which item of the user's batch stands at each place of the kernel's


class CellCall(NamedTuple):
    """One call of a cell."""

    module: nn.Module
    kernel: str
    x: Tensor  # (batch, features)
    h_given: Tensor
    c_given: Tensor | None
    h: Tensor
    c: Tensor | None
    weights: LayerWeights


class Returned(NamedTuple):
    """Hidden states as a kernel handed them to its module, with the means to tell whether they reached the outside so."""

    output: Tensor
    version: int | None
    rows: Tensor  # copy, (rows, directions * output size)

    def is_unchanged(self, other: Tensor) -> bool:
        """Whether `other` is this very tensor and nothing was written to it since."""
        return (
            self.version is not None
            and other.data_ptr() == self.output.data_ptr()
            and (other.shape, other.stride(), other.dtype)
            == (self.output.shape, self.output.stride(), self.output.dtype)
            and other._version == self.version  # noqa: SLF001
        )


class ModuleCall:
    """What one call of a recurrent module showed so far."""

    def __init__(self, module: nn.Module, packed: PackedSequence | None) -> None:
        self.module = module
        self.packed = packed
        self.returned: list[Returned] = []


class Capture(TorchFunctionMode):
    """While active, hands every kernel call of the given modules to `on_layer` and `on_cell`.

    `on_return(module, returned, output)` is called when a module is done: `returned` is what its kernel gave, one entry
    per kernel call, `output` is what the module returned.
    """

    def __init__(
        self,
        modules: Iterable[nn.Module],
        *,
        on_layer: Callable[[LayerCall], None],
        on_cell: Callable[[CellCall], None],
        on_return: Callable[[nn.Module, list[Returned], Any], None],
    ) -> None:
        super().__init__()
        self._modules = list(modules)
        self._on_layer, self._on_cell, self._on_return = on_layer, on_cell, on_return
        self._running: list[ModuleCall] = []
        self._handles: list[Any] = []

    def __enter__(self) -> Self:
        """Put the hooks on."""
        try:
            for module in self._modules:
                self._handles.append(module.register_forward_pre_hook(self._enter_module, with_kwargs=True))
                self._handles.append(module.register_forward_hook(self._leave_module, always_call=True))
            super().__enter__()  # type: ignore[no-untyped-call]
        except BaseException:
            self._remove_hooks()
            raise
        return self

    def __exit__(self, *exc: object) -> None:
        """Take the hooks off, also after an exception."""
        try:
            super().__exit__(*exc)  # type: ignore[no-untyped-call]
        finally:
            self._remove_hooks()

    def _remove_hooks(self) -> None:
        for handle in self._handles:
            handle.remove()
        self._handles.clear()

    def _enter_module(self, module: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        given = args[0] if args else kwargs.get("input")
        self._running.append(ModuleCall(module, given if isinstance(given, PackedSequence) else None))

    def _leave_module(self, module: nn.Module, _args: tuple[Any, ...], output: Any) -> None:
        # a module that raised leaves no output, and perhaps others above it on the stack
        while self._running:
            call = self._running.pop()
            if call.module is module:
                if output is not None:
                    self._on_return(module, call.returned, output)
                return

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """Let every function through; take the recurrent kernels of the modules apart."""
        kwargs = kwargs or {}
        name = getattr(func, "__name__", "")
        if self._running and not kwargs:
            call = self._running[-1]
            if name in LAYER_KERNELS and isinstance(call.module, LAYER_MODULES):
                return self._layer_kernel(call, func, name, args)
            if name in CELL_KERNELS and isinstance(call.module, CELL_MODULES):
                return self._cell_kernel(call, func, name, args)
        return func(*args, **kwargs)

    def _cell_kernel(self, call: ModuleCall, func: Any, name: str, args: tuple[Any, ...]) -> Any:
        x, state, w_ih, w_hh, b_ih, b_hh = args
        given = [s.detach().clone() for s in (state if isinstance(state, (tuple, list)) else [state])]
        x_copy = x.detach().clone()
        result = func(*args)
        h, *c = [s.detach().clone() for s in (result if isinstance(result, tuple) else [result])]
        call.returned.append(_returned(result[0] if isinstance(result, tuple) else result, h))
        weights = LayerWeights(w_ih, w_hh, b_ih, b_hh, None)
        c_given, c_new = (given[1], c[0]) if c else (None, None)
        self._on_cell(CellCall(call.module, name, x_copy, given[0], c_given, h, c_new, weights))
        return result

    def _layer_kernel(self, call: ModuleCall, func: Any, name: str, args: tuple[Any, ...]) -> Any:
        if isinstance(args[3], bool):
            x, state, flat, has_bias, layers, dropout, train, bidirectional, batch_first = args
            batch_sizes = None
            current = x.transpose(0, 1) if batch_first else x
            sizes = [int(current.shape[1])] * int(current.shape[0])
        else:
            x, batch_sizes, state, flat, has_bias, layers, dropout, train, bidirectional = args
            batch_first = False
            current, sizes = x, batch_sizes.tolist()
        states = list(state) if name == "lstm" else [state]
        directions = 2 if bidirectional else 1
        weights = _split_weights(list(flat), layers * directions, has_bias)
        whole = func(*args) if layers > 1 and _rounds_otherwise_layer_by_layer(x) else None
        finals: list[list[Tensor]] = [[] for _ in states]
        for layer in range(layers):
            part = slice(layer * directions, (layer + 1) * directions)
            own = [s[part] for s in states]
            inputs, opened = current, None
            if whole is not None and layer == layers - 1:
                current = whole[0]
            else:
                if name == "gru" and batch_sizes is None and can_step(func, current, own[0][0], weights[part][0]):
                    current, ends, opened = _step_layer(current, own[0], weights[part])
                else:
                    current, *ends = _run_layer(func, current, batch_sizes, own, weights[part], train=train)
                for kept, end in zip(finals, ends, strict=True):
                    kept.append(end)
            last = layer == layers - 1
            h = (current.transpose(0, 1) if whole is not None and last and batch_first else current).detach()
            # what the model can reach it can overwrite: its input and its output are copied
            rows_x, rows_h = inputs.detach().reshape(-1, inputs.shape[-1]), h.reshape(-1, h.shape[-1])
            self._on_layer(
                LayerCall(
                    call.module,
                    name,
                    layer,
                    _apart(rows_x, x) if layer == 0 else rows_x,
                    rows_h := _apart(rows_h, h) if last else rows_h,
                    [own[0][d].detach() for d in range(directions)],
                    [own[1][d].detach() for d in range(directions)] if name == "lstm" else [],
                    weights[part],
                    opened,
                    sizes,
                    None if call.packed is None else call.packed.sorted_indices,
                )
            )
            if train and dropout and not last:
                current = torch.dropout(current, dropout, train=True)
        if whole is not None:
            call.returned.append(_returned(whole[0], rows_h))
            return whole
        output = current.transpose(0, 1) if batch_first else current
        call.returned.append(_returned(output, rows_h))
        return (output, *(ends[0] if len(ends) == 1 else torch.cat(ends) for ends in finals))


def _returned(output: Tensor, rows: Tensor) -> Returned:
    return Returned(output, None if output.is_inference() else output._version, rows)  # noqa: SLF001


def _apart(rows: Tensor, source: Tensor) -> Tensor:
    """Return rows that share no memory with `source`."""
    shared = rows.untyped_storage().data_ptr() == source.untyped_storage().data_ptr()
    return new_rows(rows, *rows.shape).copy_(rows) if shared else rows


def _rounds_otherwise_layer_by_layer(x: Tensor) -> bool:
    """Whether a kernel may give other bits for all layers at once than for one after the other.

    On the CPU it does not. On a GPU it may: there the module keeps its own result, and the inner layers are run again.
    """
    return x.device.type != "cpu"


def _run_layer(
    func: Any, x: Tensor, batch_sizes: Tensor | None, states: list[Tensor], weights: list[LayerWeights], *, train: bool
) -> Any:
    """Run one layer by the kernel: its output, then its final states."""
    flat = [w for one in weights for w in one if w is not None]
    hx = states[0] if len(states) == 1 else states
    rest = (hx, flat, weights[0].b_ih is not None, 1, 0.0, train, len(weights) == 2)
    with warnings.catch_warnings() if x.device.type != "cpu" else nullcontext():
        # cuDNN wants all layers' weights in one chunk and says so when it is given one layer's
        if x.device.type != "cpu":
            warnings.filterwarnings("ignore", message=".*single contiguous chunk.*")
        return func(x, *rest, False) if batch_sizes is None else func(x, batch_sizes, *rest)


def _step_layer(x: Tensor, h0: Tensor, weights: list[LayerWeights]) -> tuple[Tensor, list[Tensor], list[Opened]]:
    """Run one GRU layer step by step: its output, its final states, its gates."""
    runs = [step_through(x, h0[d], w, backward=d == 1) for d, w in enumerate(weights)]
    output = runs[0].hidden if len(runs) == 1 else torch.cat([run.hidden for run in runs], -1)
    return output, [torch.stack([run.last for run in runs])], [run.opened for run in runs]


def _split_weights(flat: list[Tensor], runs: int, has_bias: bool) -> list[LayerWeights]:
    """Split PyTorch's flat list of weights into one set for each layer and direction."""
    each = len(flat) // runs
    projected = each == (5 if has_bias else 3)
    sets = []
    for start in range(0, len(flat), each):
        w_ih, w_hh, *rest = flat[start : start + each]
        b_ih, b_hh = rest[:2] if has_bias else (None, None)
        sets.append(LayerWeights(w_ih, w_hh, b_ih, b_hh, rest[-1] if projected else None))
    return sets
