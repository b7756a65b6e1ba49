"""What every widget has: strict keywords, status and error, state with undo, saved page, picture, code."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, TypedDict

import anywidget
import traitlets as t

from nlpwidgets.widgets._wire import synced

STATIC = Path(__file__).parent.parent / "static"


def bundle(name: str) -> Path:
    """Path of a built front-end file."""
    return STATIC / name


class Status(TypedDict):
    """What the kernel is doing."""

    state: Literal["ready", "working"]
    message: str
    progress: float
    """0 to 1; -1 when the length of the work is not known."""


class NlpWidget(anywidget.AnyWidget):
    """Base class of the widgets."""

    status = synced(
        t.Dict({"state": "ready", "message": "", "progress": -1.0}),
        Status,
        writer="kernel",
        help="What the kernel is doing.",
    )
    error = synced(t.Unicode(""), str, writer="kernel", help="The last error of a callback, in words for the reader; empty when all is well.")
    theme = synced(
        t.Enum(["auto", "light", "dark"], "auto"),
        Literal["auto", "light", "dark"],
        writer="both",
        help="Colours: those of the host page, or always light or dark.",
    )

    def __init__(self, **kwargs: Any) -> None:
        unknown = [name for name in kwargs if not self.has_trait(name)]
        if unknown:
            raise TypeError(f"{type(self).__name__} got an unexpected keyword argument {unknown[0]!r}")
        super().__init__(**kwargs)
