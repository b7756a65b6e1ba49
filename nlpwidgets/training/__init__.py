"""What happens while a model trains: a log of numbers by step that survives a killed kernel, and flags that steer the loop.

Importing this package loads no torch; public names are resolved on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nlpwidgets.training.control import Control, Knob
    from nlpwidgets.training.history import Event, History, Series
    from nlpwidgets.training.record_file import RecordError

_HOMES = {
    "Control": "control",
    "Event": "history",
    "History": "history",
    "Knob": "control",
    "RecordError": "record_file",
    "Series": "history",
}

__all__ = ["Control", "Event", "History", "Knob", "RecordError", "Series"]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"nlpwidgets.training.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'nlpwidgets.training' has no attribute {name!r}; it has {', '.join(__all__)}")


def __dir__() -> list[str]:
    return sorted(__all__)
