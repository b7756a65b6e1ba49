"""The selected document, the selected term and the documents near: what is shown in words beside the matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.vectorize.neighbours import cosines, nearest_rows, shared
from nlpwidgets.widgets._wire import pack, sendable

if TYPE_CHECKING:
    from nlpwidgets.widgets._vectorizer_corpus import Corpus
    from nlpwidgets.widgets._vectorizer_counted import Counted, Grid
    from nlpwidgets.widgets._vectorizer_wire import Neighbour, Occurrence, Reading, TermInfo

MOST_CHARACTERS = 20_000
"""Of one document that is read: some 3,500 words."""
CONTEXT = 48
"""Characters before and after an occurrence."""
MOST_OCCURRENCES, OCCURRENCES_EACH = 24, 4
NEIGHBOURS, SHARED = 8, 6


def reading(corpus: Corpus, counted: Counted, document: int) -> Reading:
    """Return a document with the places of its terms; `row` is -1 until a grid says it."""
    columns = counted.heaviest(document)
    rank = {counted.vocabulary[column]: k for k, column in enumerate(columns)}
    counts = dict(zip(*(part.tolist() for part in counted.row(document)), strict=True))
    text, raw = corpus.texts[document], corpus.raw[document]
    # a little more than is shown, so that no term is cut in two
    ahead = counted.places(text[: MOST_CHARACTERS + 500])
    found = [(rank[term], a, b) for term, a, b in ahead if term in rank and b <= MOST_CHARACTERS]
    places = np.array(found, np.int64).reshape(-1, 3)
    spans = corpus.raw_spans(document, places[:, 1:])
    # with a pipeline the text may be shorter or longer than the raw one: both end early by themselves
    kept = spans[:, 1] <= MOST_CHARACTERS
    return {
        "document": document,
        "row": -1,
        "title": corpus.title(document),
        "label": corpus.label(document),
        "length": int(counted.lengths[document]),
        "norm": float(counted.norms[document, 0]),
        "norm_sublinear": float(counted.norms[document, 1]),
        "raw": raw[:MOST_CHARACTERS],
        "text": None if corpus.pipeline is None else sendable(text[:MOST_CHARACTERS]),
        "vocabulary": [sendable(counted.vocabulary[column]) for column in columns],
        "counts": pack(np.array([counts[int(column)] for column in columns], np.int32)),
        "frequencies": pack(counted.df[columns].astype(np.int32)),
        "places": pack(np.concatenate([places, spans], axis=1)[kept].astype(np.int32)),
        "cut": len(raw) > MOST_CHARACTERS or len(text) > MOST_CHARACTERS,
    }


def term_info(corpus: Corpus, counted: Counted, term: str) -> TermInfo:
    """Return a term with its first places in the documents where it counts most; `column` is that of the vocabulary."""
    column = counted.column.get(term, -1)
    info: TermInfo = {"term": sendable(term), "column": column, "frequency": 0, "total": 0, "occurrences": []}
    if column < 0:
        return info
    start, stop = counted.by_term.indptr[column], counted.by_term.indptr[column + 1]
    documents, counts = counted.by_term.indices[start:stop], counted.by_term.data[start:stop]
    info["frequency"], info["total"] = int(counted.df[column]), int(counted.totals[column])
    for document in documents[np.lexsort((documents, -counts))][:MOST_OCCURRENCES].tolist():
        info["occurrences"] += _occurrences(corpus, counted, document, term)
        if len(info["occurrences"]) >= MOST_OCCURRENCES:
            break
    del info["occurrences"][MOST_OCCURRENCES:]
    return info


def _occurrences(corpus: Corpus, counted: Counted, document: int, term: str) -> list[Occurrence]:
    """Its first places in one document, in the text as it was given."""
    places = [(a, b) for found, a, b in counted.places(corpus.texts[document]) if found == term]
    raw = corpus.raw[document]
    return [
        {
            "document": document,
            "title": corpus.title(document),
            "before": raw[max(0, a - CONTEXT) : a],
            "match": raw[a:b],
            "after": raw[b : b + CONTEXT],
        }
        for a, b in corpus.raw_spans(document, np.array(places[:OCCURRENCES_EACH]).reshape(-1, 2)).tolist()
    ]


def neighbours(
    corpus: Corpus, counted: Counted, vector: Any, weighting: str, *, sublinear: bool, but: int | None = None
) -> list[Neighbour]:
    """Return the documents nearest to a vector (CSR, one row, in the weighting), by cosine; never document `but`.

    Documents that share no term with it are not near, however few there are.
    """
    matrix, dense = counted.weights(weighting, sublinear=sublinear), vector.toarray()[0]
    lengths = counted.row_norms(weighting, sublinear=sublinear)
    near = cosines(matrix, lengths, dense)
    found: list[Neighbour] = []
    for document in nearest_rows(near, NEIGHBOURS, but):
        if near[document] <= 0:
            break
        columns, adds = shared(matrix, lengths, dense, document)
        found.append(
            {
                "document": document,
                "title": corpus.title(document),
                "label": corpus.label(document),
                "similarity": float(near[document]),
                "shared": [sendable(counted.vocabulary[column]) for column in columns[:SHARED]],
                "contributions": adds[:SHARED].tolist(),
            }
        )
    return found


def placed(info: TermInfo, grid: Grid) -> TermInfo:
    """Return the term with its column in the order shown."""
    return info if info["column"] < 0 else {**info, "column": int(grid.column_of[info["column"]])}
