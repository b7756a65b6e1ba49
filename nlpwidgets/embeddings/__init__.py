"""Word vectors: load and train them, ask them for neighbours and analogies, measure them, project them.

The one currency is gensim's ``KeyedVectors``. Importing this package loads no gensim, numba or torch; public names are
resolved on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nlpwidgets.embeddings._control import Control, Progress, Stopped
    from nlpwidgets.embeddings.loading import load
    from nlpwidgets.embeddings.reading.errors import LoadError

_HOMES = {
    "Control": "_control",
    "LoadError": "reading.errors",
    "Progress": "_control",
    "Stopped": "_control",
    "load": "loading",
}

__all__ = [
    "Control",
    "LoadError",
    "Progress",
    "Stopped",
    "load",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"nlpwidgets.embeddings.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'nlpwidgets.embeddings' has no attribute {name!r}; it has {', '.join(__all__)}")


def __dir__() -> list[str]:
    return sorted(__all__)
