"""Readings as the page gets them: descriptions in `traces`, numbers in `arrays`, within a byte budget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.widgets._wire import PackedArray, pack

if TYPE_CHECKING:
    from nlpwidgets.recurrent import LayerTrace
    from nlpwidgets.widgets._gate_read import Reading, ReadItem
    from nlpwidgets.widgets._gate_wire import Layer, Selection, TracedModel

WEIGHTS = ("w_ih", "w_hh", "b_ih", "b_hh", "w_hr")


def describe(reading: Reading, which: int, label: str) -> TracedModel:
    """Return the entry of `traces` of a reading; `which` is 0, or 1 for the one compared with."""
    layers: list[Layer] = []
    for k, key in enumerate(reading.keys):
        layer = reading.items[0].layers[key]
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
                "weights": f"{which}/{k}",
                "inputs": [_inputs_key(reading, which, k, item) for item in range(len(reading.items))],
                "states": [f"{which}/{k}/{item}" for item in range(len(reading.items))],
            }
        )
    return {
        "label": label,
        "classes": reading.classes,
        "items": [
            {
                "text": item.text,
                "tokens": item.tokens,
                "unknown": item.unknown,
                "verdict": None if item.verdict is None else f"{which}/verdict/{k}",
            }
            for k, item in enumerate(reading.items)
        ],
        "layers": layers,
    }


def _inputs_key(reading: Reading, which: int, k: int, item: int) -> str:
    """Key of a layer's inputs; both directions of a layer read the same."""
    name, call, layer, _ = reading.keys[k]
    first = next(n for n, key in enumerate(reading.keys) if key[:3] == (name, call, layer))
    return f"{which}/{first}/{item}/x"


def values_of(layer: LayerTrace, item: ReadItem) -> dict[str, Any]:
    """Every quantity of a layer on an item, (time, units), in the order in which they are shown."""
    steps, b = len(item.tokens), item.index
    found = {name: gate[:steps, b] for name, gate in layer.gates.items()}
    if layer.cell is not None:
        found["cell"] = layer.cell[:steps, b]
    return {**found, "hidden": layer.hidden[:steps, b]}


def pack_values(reading: Reading, which: int, k: int, item: int) -> dict[str, PackedArray]:
    """Return the numbers of one layer on one item."""
    from nlpwidgets.recurrent import unit_order

    read = reading.items[item]
    layer = read.layers[reading.keys[k]]
    values = values_of(layer, read)
    prefix = f"{which}/{k}/{item}"
    found = {f"{prefix}/{name}": pack(array) for name, array in values.items()}
    found[_inputs_key(reading, which, k, item)] = pack(layer.inputs[: len(read.tokens), read.index])
    found[f"{prefix}/h0"] = pack(layer.initial_hidden[read.index])
    if layer.initial_cell is not None:
        found[f"{prefix}/c0"] = pack(layer.initial_cell[read.index])
    if layer.given_hidden is not None:
        found[f"{prefix}/given_hidden"] = pack(layer.given_hidden[: len(read.tokens), read.index])
    if layer.given_cell is not None:
        found[f"{prefix}/given_cell"] = pack(layer.given_cell[: len(read.tokens), read.index])
    clustered = values.get("cell", values["hidden"])
    if clustered.shape[1] == layer.hidden_size:
        finite = np.nan_to_num(clustered)
        found[f"{prefix}/cluster"] = pack(unit_order(finite, by="cluster"))
    return found


def pack_weights(reading: Reading, which: int, k: int) -> dict[str, PackedArray]:
    """Return the weights of one layer in one direction."""
    weights = reading.items[0].layers[reading.keys[k]].weights
    return {f"{which}/{k}/{name}": pack(array) for name in WEIGHTS if (array := getattr(weights, name)) is not None}


def pack_verdict(reading: Reading, which: int, item: int) -> dict[str, PackedArray]:
    """Return the probabilities of one item; empty without a head."""
    verdict = reading.items[item].verdict
    return {} if verdict is None else {f"{which}/verdict/{item}": pack(verdict)}


def value_bytes(reading: Reading, k: int, item: int) -> int:
    """Bytes of the numbers of a layer on an item, nearly."""
    read = reading.items[item]
    layer = read.layers[reading.keys[k]]
    columns = layer.hidden_size * (len(layer.gates) + (layer.cell is not None)) + layer.output_size + layer.input_size
    return 4 * len(read.tokens) * columns


def weight_bytes(reading: Reading, k: int) -> int:
    """Bytes of the weights of a layer in one direction."""
    weights = reading.items[0].layers[reading.keys[k]].weights
    return sum(4 * array.size for name in WEIGHTS if (array := getattr(weights, name)) is not None)


def total_bytes(readings: list[Reading]) -> int:
    """Bytes of everything."""
    return sum(
        sum(value_bytes(reading, k, item) for item in range(len(reading.items))) + weight_bytes(reading, k)
        for reading in readings
        for k in range(len(reading.keys))
    )


def pack_all(readings: list[Reading]) -> dict[str, PackedArray]:
    """Everything."""
    found: dict[str, PackedArray] = {}
    for which, reading in enumerate(readings):
        for k in range(len(reading.keys)):
            found |= pack_weights(reading, which, k)
            for item in range(len(reading.items)):
                found |= pack_values(reading, which, k, item)
        for item in range(len(reading.items)):
            found |= pack_verdict(reading, which, item)
    return found


def pack_selected(readings: list[Reading], selection: Selection, max_bytes: int) -> dict[str, PackedArray]:
    """Return what the selection needs: the layer in all its directions on the item, in each reading.

    The weights are left out where they do not fit; the page then shows the numbers without the terms of their sums.

    Raises
    ------
    ValueError
        Even so it is more than four times `max_bytes`.
    """
    found: dict[str, PackedArray] = {}
    chosen = [
        (w, r, k, min(selection["item"], len(r.items) - 1))
        for w, r in enumerate(readings)
        for k in chosen_layers(r, selection)
    ]
    values = sum(value_bytes(reading, k, item) for _, reading, k, item in chosen)
    if values > 4 * max_bytes:
        raise ValueError(
            f"one layer on this text has {values / 1e6:.0f} MB of numbers, too many to show: give a shorter text, "
            "or raise max_bytes of the inspector's class"
        )
    with_weights = values + sum(weight_bytes(reading, k) for _, reading, k, _ in chosen) <= max_bytes
    for which, reading, k, item in chosen:
        found |= pack_values(reading, which, k, item) | pack_verdict(reading, which, item)
        if with_weights:
            found |= pack_weights(reading, which, k)
    return found


def chosen_layers(reading: Reading, selection: Selection) -> list[int]:
    """Both directions of the layer that the page shows: the selected one, else the first."""
    place = (selection["module"], selection["call"], selection["layer"])
    keys = [key[:3] for key in reading.keys]
    wanted = place if (*place, selection["direction"]) in reading.keys else keys[0]
    return [k for k, key in enumerate(keys) if key == wanted]
