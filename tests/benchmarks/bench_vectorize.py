"""Counting and weighting beside plain scikit-learn; a cell, a window and near documents beside the dense or brute way.

The documents are the reviews below the folder that ``NLPWIDGETS_DATA`` names, else made up: words drawn by Zipf's law, lengths
as film reviews have. Each row times its two sides in turn and takes the medians.
"""

from __future__ import annotations

import os
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

DOCUMENTS, WORDS = 25_000, 100_000


def rows() -> list[dict[str, Any]]:
    """All rows of the area, in ms."""
    from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
    from sklearn.metrics.pairwise import cosine_similarity

    from nlpwidgets import vectorize

    kind, texts = documents()
    found: list[dict[str, Any]] = []
    for some, options, rounds in ((texts, (1, 1), 3), (texts[:5000], (1, 2), 3)):
        case = f"{len(some):,} documents, {kind}, n-grams {options[0]} to {options[1]}"
        ours, plain = interleaved(
            rounds,
            lambda some=some, options=options: vectorize.tfidf(some, convention="smooth", ngram_range=options),
            lambda some=some, options=options: TfidfVectorizer(
                token_pattern=r"(?u)\b\w+\b", ngram_range=options
            ).fit_transform(some),
        )
        found.append(row(f"count and tfidf, {case}", ours, "TfidfVectorizer", plain, 1.1))

    bag = vectorize.count(texts)
    weighted = vectorize.tfidf(bag, convention="smooth")
    matrix = weighted.matrix
    shape = f"{matrix.shape[0]:,} x {matrix.shape[1]:,}, {kind}"
    random = np.random.default_rng(0)

    arranged = vectorize.Arranged(bag, random.permutation(matrix.shape[0]), random.permutation(matrix.shape[1]))
    places = iter(random.integers(0, np.subtract(matrix.shape, (40, 60)), (1000, 2)).tolist())
    permuted = bag.matrix[arranged.row_order]

    def ours_window() -> Any:
        return arranged.window(*next(places), 40, 60)

    def plain_window() -> Any:
        at, across = next(places)
        return permuted[at : at + 40, across : across + 60].toarray()

    ours, plain = interleaved(50, ours_window, plain_window)
    found.append(
        row(
            f"a window of 40 x 60 cells, rows and columns in another order, {shape}",
            ours,
            "X[rows, columns], rows in order",
            plain,
            None,
        )
    )

    cells = iter(random.integers(0, matrix.shape, (1000, 2)).tolist())

    def ours_cell() -> Any:
        document, column = next(cells)
        return vectorize.explain(bag, document, bag.vocabulary[column])

    ours = interleaved(50, ours_cell)[0]
    found.append({"area": "vectorize", "case": f"explain a cell in six conventions, {shape}", "ours_ms": ours})

    queries = iter(random.integers(0, matrix.shape[0], 1000).tolist())

    def plain_nearest() -> Any:
        document = next(queries)
        return np.argsort(-cosine_similarity(matrix, matrix[document]).ravel(), kind="stable")[:11]

    ours, plain = interleaved(20, lambda: vectorize.nearest(weighted, next(queries)), plain_nearest)
    found.append(
        row(f"the 10 nearest documents with shared terms, {shape}", ours, "cosine_similarity and argsort", plain, 1.0)
    )

    thresholds = np.unique(bag.df)[:50].tolist()

    def plain_pruning() -> Any:
        return [int(bag.matrix[:, np.flatnonzero(bag.df >= least)].sum()) for least in thresholds]

    ours, plain = interleaved(3, lambda: vectorize.pruning(bag), plain_pruning)
    found.append(
        row(
            f"pruning at all {len(np.unique(bag.df)):,} thresholds, {shape}",
            ours,
            "a recount at 50 of them",
            plain,
            0.1,
        )
    )

    text = texts[0]
    analyzer = CountVectorizer(token_pattern=r"(?u)\b\w+\b").build_analyzer()
    ours, plain = interleaved(50, lambda: bag.places(text), lambda: analyzer(text))
    found.append(
        row(
            f"places of the terms of one document, {len(text):,} characters",
            ours,
            "the terms alone, scikit-learn",
            plain,
            None,
        )
    )
    return found


def documents() -> tuple[str, list[str]]:
    """What they are, and the documents."""
    path = Path(os.environ.get("NLPWIDGETS_DATA", "/nowhere")) / "imdb" / "train.parquet"
    if path.is_file():
        import pandas as pd

        return "reviews", pd.read_parquet(path, columns=["text"])["text"].tolist()
    random = np.random.default_rng(0)
    lengths = random.lognormal(5.2, 0.6, DOCUMENTS).astype(int) + 10
    words = np.array([f"w{k}" for k in range(WORDS)])
    drawn = words[np.minimum(random.zipf(1.25, int(lengths.sum())), WORDS) - 1]
    return "made up", [" ".join(part) for part in np.split(drawn, np.cumsum(lengths)[:-1])]


def row(case: str, ours: float, baseline: str, baseline_ms: float, target: float | None) -> dict[str, Any]:
    """One line of the table."""
    found = {"area": "vectorize", "case": case, "ours_ms": ours, "baseline": baseline, "baseline_ms": baseline_ms}
    return {**found, "ratio": ours / baseline_ms} | ({} if target is None else {"target": target})


def interleaved(rounds: int, *functions: Callable[[], Any]) -> list[float]:
    """Median time of each function in milliseconds, the functions called in turn."""
    times: list[list[float]] = [[] for _ in functions]
    for _ in range(rounds):
        for kept, function in zip(times, functions, strict=True):
            start = time.perf_counter()
            function()
            kept.append(1000 * (time.perf_counter() - start))
    return [statistics.median(kept) for kept in times]
