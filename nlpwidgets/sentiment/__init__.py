"""Sentiment of film reviews: small recurrent classifiers, trained ones in the package, and the script that trains them.

Importing this package loads no torch; public names are resolved on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nlpwidgets.sentiment.bundled import BUNDLED, load, model_card
    from nlpwidgets.sentiment.model import SentimentClassifier
    from nlpwidgets.sentiment.pitfalls import PaddingPitfall, padding_pitfall
    from nlpwidgets.sentiment.samples import SAMPLE_REVIEWS
    from nlpwidgets.sentiment.text import tokenize

_HOMES = {
    "BUNDLED": "bundled",
    "PaddingPitfall": "pitfalls",
    "SAMPLE_REVIEWS": "samples",
    "SentimentClassifier": "model",
    "load": "bundled",
    "model_card": "bundled",
    "padding_pitfall": "pitfalls",
    "tokenize": "text",
}

__all__ = [
    "BUNDLED",
    "SAMPLE_REVIEWS",
    "PaddingPitfall",
    "SentimentClassifier",
    "load",
    "model_card",
    "padding_pitfall",
    "tokenize",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"nlpwidgets.sentiment.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'nlpwidgets.sentiment' has no attribute {name!r}; it has {', '.join(__all__)}")


def __dir__() -> list[str]:
    return sorted(__all__)
