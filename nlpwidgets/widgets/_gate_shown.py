"""What a gate inspector shows now, as plain arrays: the one source of its chart and of its static picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from nlpwidgets.widgets._gate_pack import chosen_layers, values_of

if TYPE_CHECKING:
    from nlpwidgets.recurrent import LayerTrace
    from nlpwidgets.widgets._gate_read import Reading, ReadItem
    from nlpwidgets.widgets._gate_wire import Selection


class Name(NamedTuple):
    """How a quantity is called."""

    label: str
    symbol: str
    signed: bool


NAMES = {
    "input": Name("input gate", "i", signed=False),
    "forget": Name("forget gate", "f", signed=False),
    "candidate": Name("candidate", "g", signed=True),
    "output": Name("output gate", "o", signed=False),
    "reset": Name("reset gate", "r", signed=False),
    "update": Name("update gate", "z", signed=False),
    "new": Name("new (candidate)", "n", signed=True),
    "cell": Name("cell state", "c", signed=True),
    "hidden": Name("hidden state", "h", signed=True),
}
STATES = ("cell", "hidden")
"""Gates and candidates fill their range; states may be small or unbounded: their scale spans nearly all they reach."""
_SPANNED = 0.98
"""Share of a state's values within its scale, as on the page; one outlier would leave all others pale."""


@dataclass(frozen=True)
class Strip:
    """One heat map."""

    role: str
    title: str
    values: Any
    """(columns, units) in the order shown; NaN in a gap."""
    units: Any
    """(units,): which unit stands at each place."""
    signed: bool
    high: float
    """Value of the strongest colour."""


@dataclass(frozen=True)
class Pane:
    """One text with its heat maps, or the difference of two."""

    title: str
    words: list[str]
    """One per column; "" in a gap."""
    verdict: Any
    """(columns, classes), NaN in a gap, or None."""
    classes: list[str]
    strips: list[Strip]


def shown(
    readings: list[Reading],
    labels: list[str],
    columns: Any,
    selection: Selection,
    quantity: str,
    order: str,
    compare_view: str,
) -> list[Pane]:
    """Return the panes on the screen; `columns` is the alignment, (columns, 2), or None."""
    panes: list[Pane] = []
    groups: list[list[tuple[LayerTrace, dict[str, Any], Any]]] = []
    for which, reading in enumerate(readings):
        item = reading.items[min(selection["item"], len(reading.items) - 1)]
        rows = np.arange(len(item.tokens)) if columns is None else columns[:, which]
        group = []
        for k in chosen_layers(reading, selection):
            layer = item.layers[reading.keys[k]]
            twin = next((one for one in (groups[0] if groups else []) if _alike(one[0], layer)), None)
            ranks = _orders(layer, item, selection, quantity, order) if twin is None else twin[2]
            values = {role: _at(array, rows) for role, array in values_of(layer, item).items()}
            group.append((layer, values, ranks))
        groups.append(group)
        words = [_printable(item.tokens[row]) if row >= 0 else "" for row in rows]
        verdict = None if item.verdict is None else _at(item.verdict, rows)
        panes.append(
            Pane(labels[which], words, verdict, [_printable(name) for name in reading.classes], _strips(group))
        )
    if compare_view == "difference" and len(panes) == 2:
        difference = [
            (first, {role: values[role] - others[role] for role in values}, ranks)
            for first, values, ranks in groups[0]
            for second, others, _ in groups[1]
            if _alike(first, second)
        ]
        if difference:
            words = [a or b for a, b in zip(panes[0].words, panes[1].words, strict=True)]
            bare = [Pane(pane.title, pane.words, pane.verdict, pane.classes, []) for pane in panes]
            return [
                *bare,
                Pane(f"{labels[0]} minus {labels[1]}", words, None, [], _strips(difference, difference=True)),
            ]
    return _same_scales(panes)


def _printable(word: str) -> str:
    """Return a word without control characters: XML holds none, and vl-convert ends the whole process at U+0000."""
    return "".join(char if char.isprintable() else "\ufffd" for char in word)


def _same_scales(panes: list[Pane]) -> list[Pane]:
    """Give the same quantity the same colours in both texts."""
    high = {strip.title: 0.0 for pane in panes for strip in pane.strips}
    for pane in panes:
        for strip in pane.strips:
            high[strip.title] = max(high[strip.title], strip.high)
    return [replace(pane, strips=[replace(strip, high=high[strip.title]) for strip in pane.strips]) for pane in panes]


def _alike(a: LayerTrace, b: LayerTrace) -> bool:
    """Whether two layers can be laid over each other."""
    return (a.kind, a.direction, a.hidden_size, a.output_size) == (b.kind, b.direction, b.hidden_size, b.output_size)


def _at(array: Any, rows: Any) -> Any:
    found = np.asarray(array, np.float32)[np.maximum(rows, 0)]
    found[rows < 0] = np.nan
    return found


def _orders(layer: LayerTrace, item: ReadItem, selection: Selection, quantity: str, order: str) -> dict[int, Any]:
    """Order of the units, by their number: an LSTM with a projection has fewer in its hidden state."""
    from nlpwidgets.recurrent import unit_order

    values = values_of(layer, item)
    found: dict[int, Any] = {}
    for units in {array.shape[1] for array in values.values()}:
        if order == "cluster":
            source = values.get("cell", values["hidden"])
            by: Any = "cluster" if source.shape[1] == units else "stored"
            found[units] = unit_order(np.nan_to_num(source) if by == "cluster" else np.zeros((1, units)), by=by)
            continue
        role = quantity if quantity in values and values[quantity].shape[1] == units else "hidden"
        if values[role].shape[1] != units:
            found[units] = np.arange(units, dtype=np.int32)
            continue
        step = min(selection["step"], len(item.tokens) - 1)
        previous = _previous(layer, item, role, step)
        found[units] = unit_order(values[role], by=order, step=step, previous=previous)  # type: ignore[arg-type]
    return found


def _previous(layer: LayerTrace, item: ReadItem, role: str, step: int) -> Any:
    before = step - 1 if layer.direction == "forward" else step + 1
    values = values_of(layer, item)[role]
    if 0 <= before < len(values):
        return values[before]
    if role == "hidden":
        return layer.initial_hidden[item.index]
    if role == "cell" and layer.initial_cell is not None:
        return layer.initial_cell[item.index]
    return np.zeros(values.shape[1])


def _spanned(sizes: Any) -> float:
    return float(np.quantile(sizes, _SPANNED, method="lower")) if sizes.size else 0.0


def _strips(group: list[tuple[LayerTrace, dict[str, Any], Any]], *, difference: bool = False) -> list[Strip]:
    found = []
    for layer, values, ranks in group:
        for role, array in values.items():
            name = NAMES[role]
            units = ranks[array.shape[1]]
            finite = np.abs(array[np.isfinite(array)])
            high = float(finite.max(initial=0.0)) or 1.0
            if not difference:
                high = (_spanned(finite) or high) if role in STATES else 1.0
            title = f"{name.label} {name.symbol}" + (", backward" if layer.direction == "backward" else "")
            found.append(Strip(role, title, array[:, units], units, name.signed or difference, high))
    return found
