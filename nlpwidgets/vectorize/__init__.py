"""Texts as counts: bags of words and of n-grams, TF-IDF, and what each number in the matrix is made of.

Importing this package loads no scikit-learn; public names are resolved on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nlpwidgets.vectorize._options import WORD_PATTERN
    from nlpwidgets.vectorize.classifying import Classifier, classify
    from nlpwidgets.vectorize.counting import Bag, Dropped, count
    from nlpwidgets.vectorize.explaining import Explanation, Formula, explain
    from nlpwidgets.vectorize.listing import Vocabulary, ngrams, vocabulary
    from nlpwidgets.vectorize.losses import PruningCurve, pruning
    from nlpwidgets.vectorize.neighbours import Neighbour, nearest
    from nlpwidgets.vectorize.perturbing import misspell, shuffle, unknown
    from nlpwidgets.vectorize.weighting import Weighted, tf, tfidf
    from nlpwidgets.vectorize.windows import Arranged, window

_HOMES = {
    "Arranged": "windows",
    "Bag": "counting",
    "Classifier": "classifying",
    "Dropped": "counting",
    "Explanation": "explaining",
    "Formula": "explaining",
    "Neighbour": "neighbours",
    "PruningCurve": "losses",
    "Vocabulary": "listing",
    "WORD_PATTERN": "_options",
    "Weighted": "weighting",
    "classify": "classifying",
    "count": "counting",
    "explain": "explaining",
    "misspell": "perturbing",
    "nearest": "neighbours",
    "ngrams": "listing",
    "pruning": "losses",
    "shuffle": "perturbing",
    "tf": "weighting",
    "tfidf": "weighting",
    "unknown": "perturbing",
    "vocabulary": "listing",
    "window": "windows",
}

__all__ = [
    "WORD_PATTERN",
    "Arranged",
    "Bag",
    "Classifier",
    "Dropped",
    "Explanation",
    "Formula",
    "Neighbour",
    "PruningCurve",
    "Vocabulary",
    "Weighted",
    "classify",
    "count",
    "explain",
    "misspell",
    "nearest",
    "ngrams",
    "pruning",
    "shuffle",
    "tf",
    "tfidf",
    "unknown",
    "vocabulary",
    "window",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"nlpwidgets.vectorize.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'nlpwidgets.vectorize' has no attribute {name!r}; it has {', '.join(__all__)}")


def __dir__() -> list[str]:
    return sorted(__all__)
