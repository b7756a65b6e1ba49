"""The selection: what is looked at, always complete and within what was traced."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.widgets._gate_head import top_hidden, top_key
from nlpwidgets.widgets._gate_pack import values_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nlpwidgets.widgets._gate_read import Reading
    from nlpwidgets.widgets._gate_wire import Layer, Selection, TracedModel

PLACE = ("module", "call", "layer", "direction")
FIELDS = (*PLACE, "item", "step", "unit")
QUANTITIES = ("verdict", "hidden", "cell", "input", "forget", "candidate", "output", "reset", "update", "new")


def first_selection(reading: Reading) -> Selection:
    """Return the top layer of the module that ran last, at the step where most happens, and the unit that moves most there.

    "Most happens": the probability of the last class changes most; without a head the hidden state.
    """
    item = reading.items[0]
    module, call, layer, direction = key = top_key(item)
    if item.verdict is not None:
        movement = np.abs(np.diff(item.verdict[:, -1].astype(np.float64)))
    else:
        movement = np.linalg.norm(np.diff(top_hidden(item).astype(np.float64), axis=0), axis=1)
    movement = np.nan_to_num(movement)
    step = 1 + int(movement.argmax()) if movement.size else 0
    traced = item.layers[key]
    values = values_of(traced, item)
    states = values["hidden"] if traced.hidden_size == traced.output_size else values["cell"]
    before = step - 1 if direction == "forward" else step + 1
    change = np.abs(states[step] - states[before]) if 0 <= before < len(states) else np.abs(states[step])
    return {
        "module": module,
        "call": call,
        "layer": layer,
        "direction": "backward" if direction == "backward" else "forward",
        "item": 0,
        "step": step,
        "unit": int(np.nan_to_num(change).argmax()),
    }


def merge(current: Mapping[str, Any], wish: Any, traced: TracedModel) -> Selection:
    """Return the selection with some fields changed; the others are kept where they exist, else the nearest.

    Raises
    ------
    TypeError
        Not a dict, or a field of the wrong type.
    ValueError
        No such field, or nothing there; the message says what there is.
    """
    if not isinstance(wish, dict):
        raise TypeError(f"the selection is a dict with some of {', '.join(FIELDS)}, not {type(wish).__name__}")
    for name in wish:
        if name not in FIELDS:
            raise ValueError(f"the selection has no {name!r}; it has {', '.join(FIELDS)}")
    layers: list[Layer] = traced["layers"]
    place: dict[str, Any] = {}
    for name in PLACE:
        wanted = _typed(name, wish[name]) if name in wish else current.get(name)
        narrowed = [layer for layer in layers if layer[name] == wanted]  # type: ignore[literal-required]
        if not narrowed and name in wish:
            there = sorted({repr(layer[name]) for layer in layers})  # type: ignore[literal-required]
            where = ", ".join(f"{key}={value!r}" for key, value in place.items())
            raise ValueError(
                f"there is no {name} {wanted!r}{f' with {where}' if where else ''}; there is {', '.join(there)}"
            )
        layers = narrowed or [layer for layer in layers if layer[name] == layers[0][name]]  # type: ignore[literal-required]
        place[name] = layers[0][name]  # type: ignore[literal-required]
    item = _index("item", wish, current, len(traced["items"]), "the batch")
    return {
        "module": place["module"],
        "call": place["call"],
        "layer": place["layer"],
        "direction": place["direction"],
        "item": item,
        "step": _index("step", wish, current, len(traced["items"][item]["tokens"]), "the text"),
        "unit": _index("unit", wish, current, layers[0]["hidden_size"], "the layer"),
    }


def settle(wish: Mapping[str, Any], traced: TracedModel) -> Selection:
    """Return the nearest selection that exists, after another text or model was traced."""
    return merge(wish, {}, traced)


def loosen(wish: Any, current: Mapping[str, Any], traced: TracedModel) -> Any:
    """Bring step and unit of a page's wish into range: it may have been made before the text became shorter."""
    if not isinstance(wish, dict):
        return wish
    near = settle({**current, **{k: v for k, v in wish.items() if k in FIELDS}}, traced)
    ints = {k: near[k] for k in ("step", "unit") if type(wish.get(k)) is int}
    return {**wish, **ints}


def _typed(name: str, value: Any) -> Any:
    if name in ("module", "direction"):
        if not isinstance(value, str):
            raise TypeError(f"{name} must be a str, not {type(value).__name__}")
        return value
    if isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{name} must be a whole number, not a bool")
    try:
        return operator.index(value)
    except TypeError:
        raise TypeError(f"{name} must be a whole number, not {type(value).__name__}") from None


def _index(name: str, wish: Mapping[str, Any], current: Mapping[str, Any], count: int, what: str) -> int:
    if name not in wish:
        kept = current.get(name, 0)
        return max(0, min(int(kept), count - 1)) if isinstance(kept, int) else 0
    value = int(_typed(name, wish[name]))
    if not 0 <= value < count:
        raise ValueError(f"{name} {value} is out of range: {what} has {name}s 0 to {count - 1}")
    return value


# --- what colours the token row


def quantities(reading: Reading, selection: Any) -> list[str]:
    """Return what can colour the token row while this layer is selected."""
    item = reading.items[min(selection["item"], len(reading.items) - 1)]
    layer = next(item.layers[key] for key in reading.keys if key == tuple(selection[name] for name in PLACE))
    found = values_of(layer, item)
    return [name for name in QUANTITIES if name in found or (name == "verdict" and reading.classes)]


def fitting(quantity: str, reading: Reading, selection: Any) -> str:
    """Return the quantity where the selected layer has it, else the hidden state."""
    return quantity if quantity in quantities(reading, selection) else "hidden"


def check_quantity(quantity: Any, reading: Reading, selection: Any) -> str:
    """Return a quantity that the selected layer has.

    Raises
    ------
    ValueError
        It has none of this name; the message lists those it has.
    """
    known = quantities(reading, selection)
    if not isinstance(quantity, str) or quantity not in known:
        raise ValueError(f"the selected layer has no {quantity!r}: quantity is one of {', '.join(known)}")
    return quantity
