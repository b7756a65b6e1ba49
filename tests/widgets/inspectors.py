"""Inspectors of small models for the tests, and how to read what they send."""

from __future__ import annotations

from typing import Any

import numpy as np

import nlpwidgets as nw
from nlpwidgets.widgets._wire import unpack
from tests.widgets.toys import Reader

TEXT = "The film was not bad and the plot was great"
SHORT = "The film was bad"


def inspect(model: Any = None, text: Any = TEXT, **more: Any) -> nw.GateInspector:
    """Return an inspector of a small reader with its verdict."""
    model = Reader() if model is None else model
    return nw.GateInspector(model, text, encode=model.encode, head=model.probabilities, **more)


def array(widget: Any, key: str) -> np.ndarray[Any, Any]:
    """One array that the page holds."""
    return unpack(widget.arrays[key])


def layer_of(widget: Any, which: int = 0, **fields: Any) -> dict[str, Any]:
    """The one layer of a traced model with these fields."""
    (found,) = [x for x in widget.traces[which]["layers"] if all(x[name] == value for name, value in fields.items())]
    return found


def hidden(widget: Any, which: int = 0, item: int = 0) -> np.ndarray[Any, Any]:
    """Hidden states of the top layer, directions side by side."""
    layers = widget.traces[which]["layers"]
    top = max(x["layer"] for x in layers)
    parts = [array(widget, f"{x['states'][item]}/hidden") for x in layers if x["layer"] == top]
    return np.concatenate(parts, axis=1)


def view(widget: Any) -> dict[str, Any]:
    """Everything the page can show, save how the last attempt went."""
    names = [name for name, trait in widget.traits().items() if "writer" in trait.metadata]
    return {name: getattr(widget, name) for name in names if name not in ("status", "error")}
