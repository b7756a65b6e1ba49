"""Make `LayerTrace` objects of what `_capture` saw, and judge whether the numbers agree with the module."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence

from nlpwidgets.recurrent._capture import CELL_KERNELS, LAYER_KERNELS, CellCall, LayerCall
from nlpwidgets.recurrent._gates import LayerWeights, Opened, Run, open_gates, rebuild_hidden
from nlpwidgets.recurrent.layers import LayerTrace, TraceMismatchError, Weights

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]

# Largest difference between a module's hidden states and those made from its gates, by the type it computes in.
TOLERANCE = {torch.float64: 1e-11, torch.float32: 1e-5, torch.float16: 1e-2, torch.bfloat16: 8e-2}
TOLERANCE_TF32 = 5e-3
"""Of float32 where the user let products round to fewer bits (TF32 on a GPU, bfloat16 on a CPU)."""


class Place(NamedTuple):
    """Where the rows of a run stand in (time, batch) arrays."""

    sizes: Sequence[int]
    order: Tensor | None  # item of the user's batch at each place of the kernel's batch

    def rows(self, rows: Tensor) -> Array:
        """(rows, n) -> (time, batch, n), zero behind an item's end."""
        time, batch = len(self.sizes), self.sizes[0]
        if self.sizes[-1] == batch and self.order is None:
            return _array(rows.view(time, batch, -1))
        order = self._order(rows.device)
        index = torch.cat([order[:n] + t * batch for t, n in enumerate(self.sizes)])
        padded = rows.new_zeros(time * batch, rows.shape[1])
        padded[index] = rows
        return _array(padded.view(time, batch, -1))

    def items(self, items: Tensor) -> Array:
        """(batch, n) in the kernel's order -> in the user's order, a copy."""
        back = torch.argsort(self._order(items.device))
        return _array(items[back])

    def lengths(self) -> NDArray[np.int64]:
        """Return the steps of each item, in the user's order."""
        sizes = torch.tensor(self.sizes, device="cpu")
        lengths = (sizes[:, None] > torch.arange(self.sizes[0], device="cpu")).sum(0)
        array: NDArray[np.int64] = lengths[torch.argsort(self._order(lengths.device))].numpy()
        array.flags.writeable = False
        return array

    def _order(self, device: torch.device) -> Tensor:
        if self.order is None:
            return torch.arange(self.sizes[0], device=device)
        return self.order.to(device)


class Builder:
    """Collects what the modules do while the model runs; `finish` returns the layers."""

    def __init__(self, names: Mapping[nn.Module, str]) -> None:
        self._names = names
        self._calls: Counter[nn.Module] = Counter()
        self._found: list[LayerTrace | list[CellCall]] = []
        self._open: dict[nn.Module, list[CellCall]] = {}
        """The sequence that each cell is in; also an entry of `_found`."""
        self._weights: dict[tuple[object, ...], tuple[LayerWeights, Weights]] = {}
        self._mismatch: TraceMismatchError | None = None

    def layer(self, call: LayerCall) -> None:
        """Open one layer of one kernel call, both directions."""
        if self._mismatch is not None:
            return
        self._calls[call.module] += call.layer == 0
        place, width = Place(call.sizes, call.order), call.h.shape[1] // len(call.weights)
        dtype, relu = _compute_dtype(call.h), call.kernel == "rnn_relu"
        x, inputs = call.x.to(dtype), None
        for d, weights in enumerate(call.weights):
            run = Run(
                LAYER_KERNELS[call.kernel],
                relu,
                d == 1,
                call.sizes,
                x,
                call.h[:, d * width : (d + 1) * width].to(dtype).contiguous(),
                call.h0[d].to(dtype),
                call.c0[d].to(dtype) if call.c0 else None,
                _cast(weights, dtype),
            )
            if inputs is None:
                inputs = place.rows(x)
            self._found.append(
                self._layer_trace(
                    call.module, call.layer, self._calls[call.module] - 1, run, place, inputs, weights, call.h.dtype
                )
            )

    def cell(self, call: CellCall) -> None:
        """Take one call of a cell; its gates are computed when the model is done."""
        calls = self._open.get(call.module)
        if calls is None or _starts_again(calls, call):
            calls = self._open[call.module] = []
            self._found.append(calls)
        calls.append(call)

    def leave(self, module: nn.Module, hidden: list[Tensor], output: Any) -> None:
        """Compare what a module returned with what its kernel returned."""
        if self._mismatch is not None:
            return
        if not hidden:
            self._fail(module, "ran without PyTorch's kernel: its forward was replaced, so its gates cannot be read")
            return
        first = output[0] if isinstance(output, tuple) and not isinstance(output, PackedSequence) else output
        first = first.data if isinstance(first, PackedSequence) else first
        ours = hidden[-1]
        if not isinstance(first, Tensor) or first.numel() != ours.numel():
            what = f"shape {tuple(first.shape)}" if isinstance(first, Tensor) else f"a {type(first).__name__}"
            self._fail(
                module, f"returned {what} where its kernel gave {tuple(ours.shape)} (rows, features): {_PATCHED}"
            )
            return
        theirs = first.detach()
        if theirs.ndim == 3:
            theirs = theirs.transpose(0, 1) if getattr(module, "batch_first", False) else theirs
            ours = ours.view(theirs.shape) if ours.numel() else ours.reshape(theirs.shape)
        else:
            ours = ours.reshape(theirs.shape)
        if ours.dtype == theirs.dtype and ours.device == theirs.device and torch.equal(ours, theirs):
            return
        off = (ours.double() - theirs.to(ours.device).double()).abs()
        off = off[~(ours.isnan() & theirs.isnan())]
        if off.numel() and not bool((off == 0).all()):
            self._fail(
                module, f"returned hidden states that differ from its kernel's by up to {_worst(off):.3g}: {_PATCHED}"
            )

    def finish(self) -> tuple[LayerTrace, ...]:
        """Return the layers in the order they ran, or raise what went wrong."""
        layers = [entry if isinstance(entry, LayerTrace) else self._cell_trace(entry) for entry in self._found]
        if self._mismatch is not None:
            raise self._mismatch
        return tuple(layers)

    def _cell_trace(self, calls: list[CellCall]) -> LayerTrace:
        first, index = calls[0], self._calls[calls[0].module]
        self._calls[first.module] += 1
        dtype = _compute_dtype(first.h)
        chained = all(_follows(before, call) for before, call in pairwise(calls))

        def rows(states: list[Tensor | None]) -> Tensor | None:
            return torch.cat([s.to(dtype) for s in states if s is not None]) if states[0] is not None else None

        x, h = rows([c.x for c in calls]), rows([c.h for c in calls])
        assert x is not None and h is not None  # noqa: S101, PT018 - for the type checker
        run = Run(
            CELL_KERNELS[first.kernel],
            first.kernel == "rnn_relu_cell",
            backward=False,
            sizes=[len(first.h)] * len(calls),
            x=x,
            h=h,
            h0=first.h_given.to(dtype),
            c0=None if first.c_given is None else first.c_given.to(dtype),
            weights=_cast(first.weights, dtype),
            given_h=None if chained else rows([c.h_given for c in calls]),
            given_c=None if chained else rows([c.c_given for c in calls]),
        )
        place = Place(run.sizes, None)
        return self._layer_trace(first.module, 0, index, run, place, place.rows(x), first.weights, first.h.dtype)

    def _layer_trace(
        self,
        module: nn.Module,
        layer: int,
        call: int,
        run: Run,
        place: Place,
        inputs: Array,
        weights: LayerWeights,
        kernel_dtype: torch.dtype,
    ) -> LayerTrace:
        with torch.no_grad(), torch.autocast(run.x.device.type, enabled=False):
            opened = open_gates(run)
            tolerance = _tolerance(kernel_dtype, run.x.device)
            if not opened.error <= tolerance and (off := _judge(run, opened, tolerance)):
                self._fail(
                    module, f"has hidden states {off:.3g} away from what its gates give (layer {layer}): {_PATCHED}"
                )
        return LayerTrace(
            name=self._names[module],
            kind=run.kind,  # type: ignore[arg-type]
            layer=layer,
            direction="backward" if run.backward else "forward",
            call=call,
            gates={name: place.rows(gate) for name, gate in opened.gates.items()},
            hidden=place.rows(run.h),
            cell=None if opened.cell is None else place.rows(opened.cell),
            inputs=inputs,
            lengths=place.lengths(),
            initial_hidden=place.items(run.h0),
            initial_cell=None if run.c0 is None else place.items(run.c0),
            weights=self._copy_weights(weights, run.x.dtype),
            nonlinearity="relu" if run.relu else "tanh",
            given_hidden=None if run.given_h is None else place.rows(run.given_h),
            given_cell=None if run.given_c is None else place.rows(run.given_c),
        )

    def _copy_weights(self, weights: LayerWeights, dtype: torch.dtype) -> Weights:
        """Copy the weights, once for all calls that use them unchanged."""
        key = tuple(None if w is None else (id(w), None if w.is_inference() else w._version) for w in weights)  # noqa: SLF001
        if key not in self._weights:
            copies = [None if w is None else _array(w.detach().to("cpu", dtype, copy=True)) for w in weights]
            # the tensors are kept beside the copy, so that no other can take over their id
            self._weights[key] = (weights, Weights(*copies))  # type: ignore[arg-type]
        return self._weights[key][1]

    def _fail(self, module: nn.Module, what: str) -> None:
        if self._mismatch is None:
            name = self._names[module]
            who = f"module {name!r}" if name else "the model"
            self._mismatch = TraceMismatchError(f"{who} ({type(module).__name__}) {what}")


_PATCHED = "a patched forward, a subclass or a hook changes them, so the trace would not show what the model computes"


def _array(tensor: Tensor) -> Array:
    array: Array = tensor.detach().cpu().numpy()
    array.flags.writeable = False
    return array


def _compute_dtype(hidden: Tensor) -> torch.dtype:
    return torch.float64 if hidden.dtype == torch.float64 else torch.float32


def _cast(weights: LayerWeights, dtype: torch.dtype) -> LayerWeights:
    return LayerWeights(*(None if w is None else w.detach().to(dtype) for w in weights))  # type: ignore[arg-type]


def _follows(before: CellCall, call: CellCall) -> bool:
    """Whether a cell was given exactly the state its last call left."""
    if not torch.equal(before.h, call.h_given):
        return False
    return before.c is None or call.c_given is None or torch.equal(before.c, call.c_given)


def _starts_again(calls: list[CellCall], call: CellCall) -> bool:
    first = calls[0]
    if call.h.shape != first.h.shape or call.x.shape != first.x.shape:
        return True
    same = torch.equal(first.h_given, call.h_given)
    if same and first.c_given is not None and call.c_given is not None:
        same = torch.equal(first.c_given, call.c_given)
    return same and not _follows(calls[-1], call)


def _tolerance(dtype: torch.dtype, device: torch.device) -> float:
    if dtype == torch.float32:
        fewer_bits = torch.backends.cudnn.allow_tf32 if device.type == "cuda" else False
        if fewer_bits or torch.get_float32_matmul_precision() != "highest":
            return TOLERANCE_TF32
    return TOLERANCE[dtype]


def _judge(run: Run, opened: Opened, tolerance: float) -> float:
    """Return how far off the hidden states really are: 0 where only rounding or numbers that are not finite differ."""
    hidden, terms = rebuild_hidden(run, opened)
    off = (hidden - run.h).abs()
    off = off[torch.isfinite(off)]
    largest = max(_largest(t) for t in (terms, run.h, opened.cell))
    worst = _worst(off)
    return worst if worst > tolerance * max(1.0, largest) else 0.0


def _largest(values: Tensor | None) -> float:
    if values is None:
        return 0.0
    finite = values[torch.isfinite(values)]
    return _worst(finite.abs())


def _worst(off: Tensor) -> float:
    return float(off.max()) if off.numel() else 0.0
