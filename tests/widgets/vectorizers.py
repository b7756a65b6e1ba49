"""Small corpora for the tests of the vectorizer explorer, and how to read what it sends."""

from __future__ import annotations

from typing import Any

import numpy as np

import nlpwidgets as nw
from nlpwidgets.widgets._wire import unpack

TEXTS = [
    "The film was not bad and the plot was great, great fun",
    "A dull film. The plot was weak and I was bored",
    "I loved the film and the plot",
    "",
    "The boat sinks. The film sinks. I sink.",
    "a A a dog",
]
LABELS = ["good", "bad", "good", "bad", "bad", "good"]


def explore(documents: Any = None, **more: Any) -> nw.VectorizerExplorer:
    """Return an explorer of a few short texts."""
    return nw.VectorizerExplorer(TEXTS if documents is None else documents, **more)


def dense(block: dict[str, Any]) -> np.ndarray[Any, Any]:
    """Counts of a block, zeros filled in: int64 (rows, columns)."""
    found = np.zeros((block["rows"], block["columns"]), np.int64)
    rows, columns = unpack(block["cell_rows"]), unpack(block["cell_columns"])
    assert len({*zip(rows.tolist(), columns.tolist(), strict=True)}) == len(rows), "a cell comes once"
    found[rows, columns] = unpack(block["counts"])
    return found


def reference(texts: list[str], options: dict[str, Any]) -> tuple[np.ndarray[Any, Any], list[str]]:
    """Counts (documents, terms) and terms by scikit-learn, with the pattern that keeps words of one letter."""
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer(
        analyzer="word" if options["unit"] == "word" else "char",
        token_pattern=r"(?u)\b\w+\b",
        ngram_range=(options["ngram_min"], options["ngram_max"]),
        min_df=options["min_df"],
        max_df=float(options["max_df"]),
        lowercase=options["case"] == "lower",
        binary=options["binary"],
    )
    counts, terms = counter.fit_transform(texts).toarray(), counter.get_feature_names_out()
    # scikit-learn keeps the most frequent ones, too, but of equal ones any
    most = np.sort(np.argsort(-counts.sum(0), kind="stable")[: options["max_features"] or None])
    return counts[:, most], terms[most].tolist()


def weigh(counts: Any, lengths: Any, weighting: str, *, sublinear: bool = False) -> np.ndarray[Any, Any]:
    """Return the weighting of a whole dense matrix, by its formula in words."""
    x = np.asarray(counts, np.float64)
    df, documents = (x > 0).sum(0), len(x)
    if weighting == "count":
        return x
    tf = x / np.maximum(np.asarray(lengths), 1)[:, None]
    if weighting == "tf":
        return tf
    if weighting == "textbook":
        return tf * np.log(documents / df)
    if sublinear:
        x = np.where(x > 0, 1 + np.log(np.maximum(x, 1)), 0)
    weights = x * (np.log((1 + documents) / (1 + df)) + 1)
    norms = np.sqrt((weights**2).sum(1, keepdims=True))
    return np.divide(weights, norms, out=np.zeros_like(weights), where=norms > 0)
