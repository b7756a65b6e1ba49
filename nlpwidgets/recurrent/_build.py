"""Make `LayerTrace` objects of what `_capture` saw."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from nlpwidgets.recurrent._capture import CELL_KERNELS, LAYER_KERNELS, CellCall, LayerCall, Returned
from nlpwidgets.recurrent._check import gates_otherwise, returned_otherwise
from nlpwidgets.recurrent._gates import LayerWeights, Opened, Run, open_gates
from nlpwidgets.recurrent.layers import LayerTrace, TraceMismatchError, Weights

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.floating[Any]]


class Place(NamedTuple):
    """Where the rows of a run stand in (time, batch) arrays."""

    sizes: Sequence[int]
    order: NDArray[np.int64] | None
    """Of a packed sequence: the item of the user's batch at each place of the kernel's batch."""

    def rows(self, rows: Tensor) -> Array:
        """(rows, n) -> (time, batch, n), zero behind an item's end."""
        time, batch = len(self.sizes), self.sizes[0]
        if self.sizes[-1] == batch and self.order is None:
            return _array(rows.view(time, batch, rows.shape[1]))
        order = np.arange(batch) if self.order is None else self.order
        padded = np.zeros((time * batch, rows.shape[1]), rows.numpy().dtype)
        padded[np.concatenate([order[:n] + t * batch for t, n in enumerate(self.sizes)])] = rows.numpy()
        return _read_only(padded.reshape(time, batch, -1))

    def items(self, items: Tensor) -> Array:
        """(batch, n) in the kernel's order -> in the user's order, a copy."""
        array: Array = items.numpy()
        return _read_only(array.copy() if self.order is None else array[np.argsort(self.order)])

    def lengths(self) -> NDArray[np.int64]:
        """Return the steps of each item, in the user's order."""
        lengths = np.array([sum(n > place for n in self.sizes) for place in range(self.sizes[0])], dtype=np.int64)
        lengths = lengths if self.order is None else lengths[np.argsort(self.order)]
        lengths.flags.writeable = False
        return lengths


class Builder:
    """Collects what the modules do while the model runs; `finish` returns the layers."""

    def __init__(self, names: Mapping[nn.Module, str]) -> None:
        self._names = names
        self._calls: Counter[nn.Module] = Counter()
        self._found: list[LayerTrace | list[CellCall]] = []
        self._open: dict[nn.Module, list[CellCall]] = {}
        """The sequence that each cell is in; also an entry of `_found`."""
        self._weights: dict[tuple[object, ...], tuple[LayerWeights, LayerWeights, Weights]] = {}
        self._mismatch: TraceMismatchError | None = None

    def layer(self, call: LayerCall) -> None:
        """Open one layer of one kernel call, both directions."""
        if self._mismatch is not None:
            return
        self._calls[call.module] += call.layer == 0
        order = None if call.order is None else call.order.cpu().numpy()
        place, width = Place(call.sizes, order), call.h.shape[1] // len(call.weights)
        x, h = _numbers(call.x, call.h), _numbers(call.h, call.h)
        inputs = place.rows(x)
        for d, weights in enumerate(call.weights):
            run = Run(
                LAYER_KERNELS[call.kernel],
                call.kernel == "rnn_relu",
                d == 1,
                call.sizes,
                x,
                h[:, d * width : (d + 1) * width].contiguous(),
                _numbers(call.h0[d], call.h),
                _numbers(call.c0[d], call.h) if call.c0 else None,
                self._copy_weights(weights, call.h)[0],
            )
            opened = None if call.opened is None else call.opened[d]
            index = self._calls[call.module] - 1
            entry = self._layer_trace(call, run, place, inputs, weights, call.layer, index, opened)
            self._found.append(entry)

    def cell(self, call: CellCall) -> None:
        """Take one call of a cell; its gates are computed when the model is done."""
        calls = self._open.get(call.module)
        if calls is None or _starts_again(calls, call):
            calls = self._open[call.module] = []
            self._found.append(calls)
        calls.append(call)

    def leave(self, module: nn.Module, returned: list[Returned], output: Any) -> None:
        """Take note of what a module returned."""
        if self._mismatch is None:
            self._fail(module, returned_otherwise(module, returned, output))

    def finish(self) -> tuple[LayerTrace, ...]:
        """Return the layers in the order they ran, or raise what went wrong."""
        layers = [entry if isinstance(entry, LayerTrace) else self._cell_trace(entry) for entry in self._found]
        if self._mismatch is not None:
            raise self._mismatch
        return tuple(layers)

    def _cell_trace(self, calls: list[CellCall]) -> LayerTrace:
        first, index = calls[0], self._calls[calls[0].module]
        self._calls[first.module] += 1
        chained = all(_follows(before, call) for before, call in pairwise(calls))

        def rows(states: list[Tensor]) -> Tensor:
            return torch.cat([_numbers(s, first.h) for s in states])

        c_given = [c.c_given for c in calls if c.c_given is not None]
        run = Run(
            CELL_KERNELS[first.kernel],
            relu=first.kernel == "rnn_relu_cell",
            backward=False,
            sizes=[len(first.h)] * len(calls),
            x=rows([c.x for c in calls]),
            h=rows([c.h for c in calls]),
            h0=_numbers(first.h_given, first.h),
            c0=None if first.c_given is None else _numbers(first.c_given, first.h),
            weights=self._copy_weights(first.weights, first.h)[0],
            given_h=None if chained else rows([c.h_given for c in calls]),
            given_c=None if chained or not c_given else rows(c_given),
        )
        place = Place(run.sizes, None)
        return self._layer_trace(first, run, place, place.rows(run.x), first.weights, 0, index)

    def _layer_trace(
        self,
        seen: LayerCall | CellCall,
        run: Run,
        place: Place,
        inputs: Array,
        weights: LayerWeights,
        layer: int,
        call: int,
        opened: Opened | None = None,
    ) -> LayerTrace:
        if opened is None:
            with torch.no_grad(), torch.autocast("cpu", enabled=False):
                opened = open_gates(run)
                self._fail(seen.module, gates_otherwise(run, opened, seen.h))
        return LayerTrace(
            name=self._names[seen.module],
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
            weights=self._copy_weights(weights, seen.h)[1],
            nonlinearity="relu" if run.relu else "tanh",
            given_hidden=None if run.given_h is None else place.rows(run.given_h),
            given_cell=None if run.given_c is None else place.rows(run.given_c),
        )

    def _copy_weights(self, weights: LayerWeights, like: Tensor) -> tuple[LayerWeights, Weights]:
        """Copy the weights to the CPU, once for all calls that use them unchanged."""
        key = tuple(None if w is None else (id(w), None if w.is_inference() else w._version) for w in weights)  # noqa: SLF001
        if key not in self._weights:
            copies = LayerWeights(*(None if w is None else _numbers(w, like).clone() for w in weights))  # type: ignore[arg-type]
            arrays = Weights(*(None if w is None else _array(w) for w in copies))  # type: ignore[arg-type]
            # the tensors are kept beside the copies, so that no other can take over their id
            self._weights[key] = (weights, copies, arrays)
        return self._weights[key][1:]

    def _fail(self, module: nn.Module, what: str | None) -> None:
        if what is not None and self._mismatch is None:
            name = self._names[module]
            who = f"module {name!r}" if name else "the model"
            self._mismatch = TraceMismatchError(f"{who} ({type(module).__name__}) {what}")


def _numbers(tensor: Tensor, like: Tensor) -> Tensor:
    """Return a tensor on the CPU that NumPy can hold: float64 where the model computes so, else float32."""
    return tensor.detach().to("cpu", torch.float64 if like.dtype == torch.float64 else torch.float32)


def _array(tensor: Tensor) -> Array:
    return _read_only(tensor.numpy())


def _read_only(array: Array) -> Array:
    array.flags.writeable = False
    return array


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
