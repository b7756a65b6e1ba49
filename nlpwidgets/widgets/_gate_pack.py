"""Packing a run of a model into what the gate inspector's page reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.recurrent import unit_order
from nlpwidgets.widgets._wire import pack

if TYPE_CHECKING:
    from collections.abc import Callable

    from nlpwidgets.recurrent import LayerTrace
    from nlpwidgets.widgets._gate_run import Run
    from nlpwidgets.widgets._gate_wire import Item, Layer, TracedModel
    from nlpwidgets.widgets._wire import PackedArray

    Wanted = Callable[[Layer, int], bool]


def traced_model(run: Run, index: int) -> TracedModel:
    """Names and sizes of a run; the keys lead to what `arrays_of` packs."""
    layers: list[Layer] = []
    for place, layer in enumerate(run.texts[0].trace.layers):
        prefix = f"{index}/{place}"
        items = range(len(run.texts))
        layers.append(
            {
                "module": layer.name,
                "call": layer.call,
                "layer": layer.layer,
                "direction": layer.direction,
                "kind": layer.kind,
                "nonlinearity": layer.nonlinearity,
                "input_size": layer.input_size,
                "hidden_size": layer.hidden_size,
                "output_size": layer.output_size,
                "weights": prefix,
                "inputs": [f"{_inputs_prefix(run, index, place)}/{item}/inputs" for item in items],
                "states": [f"{prefix}/{item}" for item in items],
            }
        )
    texts: list[Item] = [
        {
            "text": text.text,
            "tokens": text.tokens,
            "unknown": text.unknown,
            "verdict": None if text.verdict is None else f"{index}/verdict/{item}",
        }
        for item, text in enumerate(run.texts)
    ]
    return {"label": run.label, "classes": run.classes, "items": texts, "layers": layers}


def arrays_of(run: Run, traced: TracedModel, *, wanted: Wanted, weights: bool) -> dict[str, np.ndarray[Any, Any]]:
    """The arrays of the wanted layers and items by their keys, not packed yet; verdicts always."""
    found: dict[str, np.ndarray[Any, Any]] = {}
    for item, (text, meta) in enumerate(zip(run.texts, traced["items"], strict=True)):
        if meta["verdict"] is not None and text.verdict is not None:
            found[meta["verdict"]] = text.verdict
        for layer, wire in zip(text.trace.layers, traced["layers"], strict=True):
            if not wanted(wire, item):
                continue
            found[wire["inputs"][item]] = layer.inputs[: len(text.tokens), text.row]
            found |= _states(layer, wire["states"][item], text.row, len(text.tokens))
            if weights:
                named = {name: getattr(layer.weights, name) for name in ("w_ih", "w_hh", "b_ih", "b_hh", "w_hr")}
                found |= {f"{wire['weights']}/{name}": value for name, value in named.items() if value is not None}
    return found


def wire_bytes(run: Run) -> int:
    """Size of all arrays of a run on the wire, where floats cross as float32; the small vectors are left out."""
    values = 0
    for text in run.texts:
        for layer in text.trace.layers:
            units = (
                layer.hidden_size * (len(layer.gates) + (layer.cell is not None)) + layer.output_size + layer.input_size
            )
            values += len(text.tokens) * units
    weights = [layer.weights for layer in run.texts[0].trace.layers]
    return 4 * (values + sum(w.w_ih.size + w.w_hh.size for w in weights))


def pack_all(arrays: dict[str, np.ndarray[Any, Any]]) -> dict[str, PackedArray]:
    """Arrays as they cross to the page."""
    return {key: pack(array) for key, array in arrays.items()}


def _states(layer: LayerTrace, prefix: str, row: int, steps: int) -> dict[str, np.ndarray[Any, Any]]:
    found = {f"{prefix}/{name}": values[:steps, row] for name, values in layer.gates.items()}
    found[f"{prefix}/hidden"] = layer.hidden[:steps, row]
    found[f"{prefix}/h0"] = layer.initial_hidden[row]
    if layer.cell is not None and layer.initial_cell is not None:
        found[f"{prefix}/cell"] = layer.cell[:steps, row]
        found[f"{prefix}/c0"] = layer.initial_cell[row]
    held = layer.hidden if layer.cell is None else layer.cell
    found[f"{prefix}/cluster"] = unit_order(held[:steps, row], by="cluster")
    return found


def _inputs_prefix(run: Run, index: int, place: int) -> str:
    """The backward direction of a layer reads what the forward direction reads: one copy crosses."""
    layers = run.texts[0].trace.layers
    layer = layers[place]
    same = [
        k for k, x in enumerate(layers[:place]) if (x.name, x.call, x.layer) == (layer.name, layer.call, layer.layer)
    ]
    return f"{index}/{same[0] if same else place}"
