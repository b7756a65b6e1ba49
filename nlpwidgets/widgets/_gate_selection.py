"""The selection of the gate inspector: checked when it is set, kept where it still fits, and a first one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from nlpwidgets.widgets._gate_run import Run
    from nlpwidgets.widgets._gate_wire import Layer, Selection, TracedModel

_FIELDS: dict[str, type] = {
    "module": str,
    "call": int,
    "layer": int,
    "direction": str,
    "item": int,
    "step": int,
    "unit": int,
}
_PLACE = ("module", "call", "layer", "direction")


def checked(wish: Any, current: Selection, traced: TracedModel) -> Selection:
    """Return `current` with the fields of `wish`.

    Raises
    ------
    TypeError
        `wish` is no dict, or a field has the wrong type.
    ValueError
        An unknown field, or a place, item, step or unit that the trace does not have.
    """
    if not isinstance(wish, dict):
        raise TypeError(f"selection must be a dict with some of {', '.join(_FIELDS)}, not {type(wish).__name__}")
    for name, value in wish.items():
        if name not in _FIELDS:
            raise ValueError(f"selection has no field {name!r}; it has {', '.join(_FIELDS)}")
        if isinstance(value, bool) or not isinstance(
            value, (_FIELDS[name], np.integer) if _FIELDS[name] is int else str
        ):
            raise TypeError(f"selection[{name!r}] must be {_FIELDS[name].__name__}, not {value!r}")
    wish = {name: int(value) if _FIELDS[name] is int else value for name, value in wish.items()}
    found: Any = {**current, **wish}
    place = tuple(found[name] for name in _PLACE)
    layers = {tuple(layer[name] for name in _PLACE): layer for layer in traced["layers"]}  # type: ignore[literal-required]
    if place not in layers:
        named = [name for name in _PLACE if name in wish]
        near = [layer for key, layer in layers.items() if all(key[_PLACE.index(n)] == found[n] for n in named)]
        if not near:
            raise ValueError(
                f"there is no {_in_words(found)}; the trace has {'; '.join(_in_words(x) for x in traced['layers'])}"
            )
        found |= {name: near[0][name] for name in _PLACE}  # type: ignore[literal-required]
        place = tuple(found[name] for name in _PLACE)
    _limit("item", found, wish, len(traced["items"]))
    _limit("step", found, wish, len(traced["items"][found["item"]]["tokens"]))
    _limit("unit", found, wish, layers[place]["hidden_size"])
    return found  # type: ignore[no-any-return]


def kept(current: Selection, traced: TracedModel) -> Selection:
    """Return what is left of a selection after another text or model was traced."""
    found = dict(current)
    if not any(all(layer[name] == found[name] for name in _PLACE) for layer in traced["layers"]):  # type: ignore[literal-required]
        found |= {name: traced["layers"][-1][name] for name in _PLACE}  # type: ignore[literal-required]
    found["item"] = min(found["item"], len(traced["items"]) - 1)
    found["step"] = min(found["step"], len(traced["items"][found["item"]]["tokens"]) - 1)
    layer = next(x for x in traced["layers"] if all(x[name] == found[name] for name in _PLACE))  # type: ignore[literal-required]
    found["unit"] = min(found["unit"], layer["hidden_size"] - 1)
    return found  # type: ignore[return-value]


def first(run: Run, traced: TracedModel) -> Selection:
    """Return where to look first.

    The last layer read forward; the step that moved the verdict most, or without a head the hidden state; and there the unit
    whose hidden state changed most.
    """
    last = traced["layers"][-1]
    places = [x for x in traced["layers"] if all(x[name] == last[name] for name in ("module", "call", "layer"))]
    layer = places[0]
    text = run.texts[0]
    steps = len(text.tokens)
    states = next(
        x
        for x in text.trace.layers
        if all(
            getattr(x, a) == layer[b]
            for a, b in (("name", "module"), ("call", "call"), ("layer", "layer"), ("direction", "direction"))
        )
    )  # type: ignore[literal-required]
    hidden = states.hidden[:steps, text.row].astype(np.float64)
    before = np.stack([states.previous_hidden(step, text.row) for step in range(steps)]).astype(np.float64)
    moved = np.abs(hidden - before)
    if text.verdict is not None and steps > 1:
        step = 1 + int(np.abs(np.diff(text.verdict, axis=0)).sum(1).argmax())
    else:
        step = int(moved.sum(1).argmax())
    unit = int(moved[step].argmax()) if layer["output_size"] == layer["hidden_size"] else 0
    return {**{name: layer[name] for name in _PLACE}, "item": 0, "step": step, "unit": unit}  # type: ignore[return-value,literal-required]


def _limit(name: str, found: dict[str, Any], wish: dict[str, Any], count: int) -> None:
    if 0 <= found[name] < count:
        return
    if name in wish:
        raise ValueError(f"selection[{name!r}] must lie in 0 to {count - 1}, not {found[name]}")
    found[name] = count - 1


def _in_words(place: Layer | Any) -> str:
    return f"module {place['module']!r}, call {place['call']}, layer {place['layer']}, {place['direction']}"
