"""What a vectorizer explorer shows now, as plain arrays: the one source of its chart and of its static picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nlpwidgets.widgets._vectorizer_options import clamp

if TYPE_CHECKING:
    from nlpwidgets.widgets._vectorizer_corpus import Corpus
    from nlpwidgets.widgets._vectorizer_counted import Counted, Grid
    from nlpwidgets.widgets._vectorizer_view import Wish

NAMES = {"count": "count", "tf": "tf", "textbook": "textbook TF-IDF", "smooth": "smooth TF-IDF"}
MOST_ROWS, MOST_COLUMNS = 40, 60


class Window(NamedTuple):
    """The cells on the screen."""

    documents: Any
    """int64 (rows,)"""
    titles: list[str]
    labels: list[str]
    """Per row; empty without labels."""
    terms: list[str]
    values: Any
    """float64 (rows, columns)"""
    quantity: str
    """What the values are."""
    selected: tuple[int, int] | None
    """Row and column of the selected cell, when it is on the screen."""


def window(corpus: Corpus, counted: Counted, grid: Grid, wish: Wish) -> Window:
    """Return the cells on the screen; of a very large one its top left part."""
    view = clamp(
        {
            **wish.viewport,
            "rows": min(wish.viewport["rows"], MOST_ROWS),
            "columns": min(wish.viewport["columns"], MOST_COLUMNS),
        },
        counted.documents,
        counted.terms,
    )
    documents = grid.rows[view["row"] : view["row"] + view["rows"]]
    columns = grid.columns[view["column"] : view["column"] + view["columns"]]
    values = counted.weights(wish.weighting, sublinear=wish.sublinear)[documents][:, columns].toarray()
    selected = None
    if wish.cell is not None and wish.term in counted.column:
        row = int(grid.row_of[wish.cell["document"]]) - view["row"]
        column = int(grid.column_of[counted.column[wish.cell["term"]]]) - view["column"]
        if 0 <= row < len(documents) and 0 <= column < len(columns):
            selected = (row, column)
    name = NAMES[wish.weighting] + (", sublinear" if wish.sublinear and wish.weighting == "smooth" else "")
    return Window(
        documents,
        [printable(corpus.title(int(document))) for document in documents],
        [corpus.label(int(document)) for document in documents] if corpus.classes else [],
        [printable(counted.vocabulary[column]) for column in columns],
        values,
        name,
        selected,
    )


def printable(text: str) -> str:
    """Return a text without control characters: XML holds none, and vl-convert ends the whole process at U+0000."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)
