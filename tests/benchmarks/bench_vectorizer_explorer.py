"""The vectorizer explorer on 25,000 documents: a scrolled window, a clicked cell and new options, beside plain scikit-learn.

The documents are the reviews below the folder that ``NLPWIDGETS_DATA`` names, else made up: words drawn by Zipf's law, lengths
as film reviews have.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

DOCUMENTS, WORDS = 25_000, 100_000


def rows() -> list[dict[str, Any]]:
    """All rows of the area, in ms."""
    from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
    from sklearn.metrics.pairwise import cosine_similarity

    import nlpwidgets as nw

    kind, texts = documents()
    widget = nw.VectorizerExplorer(texts)
    shape = f"{widget.size['documents']:,} x {widget.size['terms']:,}, {kind}"
    counter = CountVectorizer(token_pattern=r"(?u)\b\w+\b")
    counts = counter.fit_transform(texts)
    weights = TfidfTransformer().fit_transform(counts)
    random = np.random.default_rng(0)
    places = random.integers(0, [widget.size["documents"], widget.size["terms"]], (200, 2)).tolist()
    terms = counter.get_feature_names_out().tolist()
    found = []

    widget.term_order, widget.document_order = "alphabet", "near"
    order = np.argsort(-cosine_similarity(weights, weights[0]).ravel(), kind="stable")
    scrolled, k = [], iter(places * 9)

    def scroll() -> None:
        row, column = next(k)
        widget.viewport = {"row": row, "column": column, "rows": 40, "columns": 60}

    def plain_scroll() -> None:
        row, column = next(k)
        scrolled.append(weights[order][row : row + 40, column : column + 60].toarray())

    def kept_scroll() -> None:
        row, column = next(k)
        scrolled.append(weights[order[row : row + 40]][:, column : column + 60].toarray())

    ours, plain = median(scroll, 60), median(plain_scroll, 6)
    found.append(
        row(f"a window of 40 x 60 cells in another order, {shape}", ours, "X[order][rows, columns]", plain, 0.1)
    )
    found.append(
        row("the same", ours, "X[order[rows]][:, columns]: no numbers but the cells", median(kept_scroll, 60), None)
    )

    widget.term_order, widget.document_order = "frequency", "given"

    def click() -> None:
        document, column = next(k)
        widget.cell = {"document": document, "term": terms[column]}

    def plain_click() -> None:
        document, column = next(k)
        near = cosine_similarity(weights, weights[document]).ravel()
        np.argsort(-near)[:9]
        holders = counts[:, [column]].nonzero()[0]
        counter.build_analyzer()(texts[document])
        [texts[holder].lower().find(terms[column]) for holder in holders[:24]]

    found.append(
        row(
            f"a cell: reading, places, neighbours; {shape}",
            median(click, 30),
            "scikit-learn by hand",
            median(plain_click, 10),
            2.0,
        )
    )
    for options in ({"min_df": 2}, {"min_df": 5, "ngram_max": 2}):
        widget.options = {"min_df": 3, "ngram_max": 1}
        ours = timed(lambda options=options: setattr(widget, "options", options))  # type: ignore[misc]
        plain = timed(lambda options=options: by_scikit_learn(texts, **options))  # type: ignore[misc]
        found.append(row(f"options {options}, {kind}", ours, "CountVectorizer, TfidfTransformer", plain, 1.5))
    return found


def by_scikit_learn(texts: list[str], min_df: int, ngram_max: int = 1) -> Any:
    """Return the TF-IDF as a program without a widget would compute it."""
    from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer

    counter = CountVectorizer(token_pattern=r"(?u)\b\w+\b", ngram_range=(1, ngram_max), min_df=min_df)
    return TfidfTransformer().fit_transform(counter.fit_transform(texts))


def documents() -> tuple[str, list[str]]:
    """What the texts are, and the texts."""
    path = Path(os.environ.get("NLPWIDGETS_DATA", "")) / "imdb" / "train.parquet"
    if os.environ.get("NLPWIDGETS_DATA") and path.is_file():
        from nlpwidgets.sentiment import data

        return "IMDB", list(data.read(path).train.texts)
    random = np.random.default_rng(0)
    lengths = np.clip(random.lognormal(np.log(170), 0.65, DOCUMENTS), 10, 1500).astype(int)
    shares = 1 / np.arange(1, WORDS + 1)
    words = random.choice(WORDS, int(lengths.sum()), p=shares / shares.sum())
    names = np.array([f"word{k}" for k in range(WORDS)])[words]
    return "made up", [" ".join(part) for part in np.split(names, np.cumsum(lengths)[:-1])]


def timed(work: Callable[[], object]) -> float:
    """One run, in ms."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e3


def median(work: Callable[[], object], times: int) -> float:
    """Median of several runs, in ms."""
    return float(np.median([timed(work) for _ in range(times)]))


def row(case: str, ours: float, baseline: str, baseline_ms: float, target: float | None) -> dict[str, Any]:
    return {
        "area": "vectorizer_explorer",
        "case": case,
        "ours_ms": ours,
        "baseline": baseline,
        "baseline_ms": baseline_ms,
        "target": target,
    }
