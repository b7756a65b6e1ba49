"""Widgets that show every number inside a text model, live, in the notebook.

Importing this package loads no torch, gensim or spaCy; public names are resolved on first use.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nlpwidgets.widgets.analogy_solver import AnalogySolver
    from nlpwidgets.widgets.bias_explorer import BiasExplorer
    from nlpwidgets.widgets.embedding_projector import EmbeddingProjector
    from nlpwidgets.widgets.gate_inspector import GateInspector
    from nlpwidgets.widgets.preprocessing_explorer import PreprocessingExplorer
    from nlpwidgets.widgets.vectorizer_explorer import VectorizerExplorer

try:
    __version__ = version("nlpwidgets")
except PackageNotFoundError:  # a source tree that is not installed
    __version__ = "0+unknown"

_WIDGETS = {
    "AnalogySolver": "analogy_solver",
    "BiasExplorer": "bias_explorer",
    "EmbeddingProjector": "embedding_projector",
    "GateInspector": "gate_inspector",
    "PreprocessingExplorer": "preprocessing_explorer",
    "VectorizerExplorer": "vectorizer_explorer",
}
_ROOMS = ("bias", "embeddings", "recurrent", "sentiment", "text", "training", "vectorize", "widgets")

__all__ = [
    "AnalogySolver",
    "BiasExplorer",
    "EmbeddingProjector",
    "GateInspector",
    "PreprocessingExplorer",
    "VectorizerExplorer",
    "__version__",
    "bias",
    "embeddings",
    "recurrent",
    "sentiment",
    "text",
    "training",
    "vectorize",
    "widgets",
]


def __getattr__(name: str) -> Any:
    if name in _WIDGETS:
        return getattr(import_module(f"nlpwidgets.widgets.{_WIDGETS[name]}"), name)
    if name in _ROOMS:
        return import_module(f"nlpwidgets.{name}")
    raise AttributeError(f"module 'nlpwidgets' has no attribute {name!r}; it has {', '.join(__all__)}")


def __dir__() -> list[str]:
    return sorted(__all__)


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    return [{"src": "labextension", "dest": "nlpwidgets"}]
