"""Windows of the matrix for the page: only the cells that it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nlpwidgets.vectorize.windows import cells_in
from nlpwidgets.widgets._vectorizer_options import clamp
from nlpwidgets.widgets._wire import pack, sendable

if TYPE_CHECKING:
    from nlpwidgets.widgets._vectorizer_corpus import Corpus
    from nlpwidgets.widgets._vectorizer_counted import Counted, Grid
    from nlpwidgets.widgets._vectorizer_wire import Block, Viewport


def block(corpus: Corpus, counted: Counted, grid: Grid, viewport: Viewport, version: int) -> Block:
    """Return the part of the window that is in the matrix; costs what its rows hold, whatever the size of the matrix."""
    return cut(corpus, counted, grid, clamp(viewport, counted.documents, counted.terms), version)


def cut(corpus: Corpus, counted: Counted, grid: Grid, window: Viewport, version: int) -> Block:
    """Return exactly this window."""
    top, left = window["row"], window["column"]
    documents = grid.rows[top : top + window["rows"]]
    columns = grid.columns[left : left + window["columns"]]
    rows, shown, places = cells_in(counted.matrix, documents, grid.column_of, left, len(columns))
    return {
        "version": version,
        "row": top,
        "column": left,
        "rows": len(documents),
        "columns": len(columns),
        "documents": pack(documents.astype(np.int32)),
        "titles": [corpus.title(int(document)) for document in documents],
        "labels": [corpus.label(int(document)) for document in documents] if corpus.classes else [],
        "lengths": pack(counted.lengths[documents].astype(np.int32)),
        "norms": pack(counted.norms[documents].astype(np.float32)),
        "terms": [sendable(counted.vocabulary[column]) for column in columns],
        "frequencies": pack(counted.df[columns].astype(np.int32)),
        "cell_rows": pack(rows.astype(np.int32)),
        "cell_columns": pack(shown.astype(np.int32)),
        "counts": pack(counted.matrix.data[places].astype(np.int32)),
    }
