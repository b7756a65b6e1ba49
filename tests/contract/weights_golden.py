"""Golden numbers that hold the page's weightings to Python's: the page weighs counts itself, so that nothing is asked twice.

``weights_golden.json`` is a list of cells, one object each:

- ``count``: occurrences of the term in the document, ``length``: terms in the document, with repetition and before pruning,
  ``df``: documents with the term, ``documents``: N;
- ``norm``, ``norm_sublinear``: Euclidean length of the document's row of count * smooth idf, and of (1 + ln count) * smooth idf;
- ``values``: the cell in each weighting, float64: ``count``, ``tf`` = count / length, ``textbook`` = tf ln(N / df), ``smooth`` =
  count (ln((1+N) / (1+df)) + 1) / norm, ``smooth_sublinear`` = (1 + ln count) (ln((1+N) / (1+df)) + 1) / norm_sublinear;
- ``idf``: ``textbook`` and ``smooth``.

Python's side is `nlpwidgets.vectorize`, which its own tests hold to scikit-learn. ``python -m tests.contract.weights_golden``
writes the file anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

PATH = Path(__file__).with_suffix(".json")
TEXTS = [
    "the film was great great great fun and the plot the plot",
    "a dull film " * 9,
    "the end",
    "great",
    "the boat the boat the film",
    "",
    "rare " + "the " * 250,
]
OPTIONS: list[dict[str, Any]] = [{}, {"min_df": 2}, {"binary": True}, {"unit": "character", "max_features": 6}]


def golden() -> list[dict[str, Any]]:
    """All cells, computed now."""
    return [cell for options in OPTIONS for cell in _cells(options)]


def _cells(options: dict[str, Any]) -> list[dict[str, Any]]:
    from nlpwidgets import vectorize

    bag = vectorize.count(TEXTS, **options)
    smooth = {flag: vectorize.tfidf(bag, convention="smooth", sublinear=flag) for flag in (False, True)}
    textbook = vectorize.tfidf(bag, convention="textbook")
    tf = vectorize.tf(bag)
    cells = []
    for document, column in zip(*bag.matrix.nonzero(), strict=True):
        place = int(document), int(column)
        cells.append(
            {
                "count": int(bag.matrix[place]),
                "length": int(bag.lengths[place[0]]),
                "df": int(bag.df[place[1]]),
                "documents": len(TEXTS),
                "norm": float(smooth[False].norms[place[0]]),
                "norm_sublinear": float(smooth[True].norms[place[0]]),
                "values": {
                    "count": int(bag.matrix[place]),
                    "tf": float(tf[place]),
                    "textbook": float(textbook.matrix[place]),
                    "smooth": float(smooth[False].matrix[place]),
                    "smooth_sublinear": float(smooth[True].matrix[place]),
                },
                "idf": {"textbook": float(textbook.idf[place[1]]), "smooth": float(smooth[False].idf[place[1]])},
            }
        )
    return cells


if __name__ == "__main__":
    PATH.write_text("[\n" + ",\n".join(json.dumps(cell) for cell in golden()) + "\n]\n", "utf-8")
