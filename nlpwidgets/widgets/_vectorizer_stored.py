"""What a saved page of a vectorizer explorer holds, so that it can be read without a kernel."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from nlpwidgets.widgets._page import plain
from nlpwidgets.widgets._vectorizer_block import cut
from nlpwidgets.widgets._vectorizer_reading import placed, reading, term_info
from nlpwidgets.widgets._wire import sendable

if TYPE_CHECKING:
    from nlpwidgets.widgets._vectorizer_view import Deriver, Wish
    from nlpwidgets.widgets._vectorizer_wire import Block, Reading, StoredPart, TermInfo, Viewport

MOST_BYTES = 6_000_000
"""Of the stored parts of one page, unless less is allowed."""
NEAR_BYTES = 2_500
"""Of the neighbours of one document, about."""
MOST_TERMS = 2_000
"""Terms with their places."""


def stored(deriver: Deriver, wish: Wish, max_bytes: int) -> StoredPart:
    """Return the whole matrix where it fits, else the part of it that begins with what is on the screen.

    Half of the bytes are for the documents, with their texts and neighbours, a quarter for cells, a quarter for terms.
    """
    counted, (grid, _) = deriver.counted(wish.options), deriver.grid(wish)
    budget = min(MOST_BYTES, max_bytes // 2)
    top, readings = 0, _readings(deriver, wish, 0, budget // 2)
    if len(readings) < counted.documents and wish.viewport["row"]:
        top = min(wish.viewport["row"], counted.documents - 1)
        readings = _readings(deriver, wish, top, budget // 2)
    block = _block(deriver, wish, top, len(readings), budget // 4)
    columns = grid.columns[block["column"] : block["column"] + block["columns"]]
    terms = _terms(deriver, wish, columns.tolist(), budget // 4)
    part: StoredPart = {
        "blocks": [block],
        "readings": readings,
        "neighbours": {name: deriver.near(wish, int(name)) for name in readings},
        "terms": terms,
        "said": _said(len(readings), block["columns"], len(terms), counted.documents, counted.terms),
    }
    if wish.cell is not None:  # what is selected is there in any case
        document, term = wish.cell["document"], wish.cell["term"]
        readings.setdefault(str(document), _reading(deriver, wish, int(grid.row_of[document])))
        part["neighbours"].setdefault(str(document), deriver.near(wish, document))
        terms.setdefault(sendable(term), placed(term_info(deriver.corpus, counted, term), grid))
    return part


def _reading(deriver: Deriver, wish: Wish, row: int) -> Reading:
    counted, (grid, _) = deriver.counted(wish.options), deriver.grid(wish)
    return {**reading(deriver.corpus, counted, int(grid.rows[row])), "row": row}


def _readings(deriver: Deriver, wish: Wish, top: int, budget: int) -> dict[str, Reading]:
    """Documents from the row `top` on, at least one, as many as fit."""
    found: dict[str, Reading] = {}
    spent = 0
    for row in range(top, len(deriver.corpus)):
        read = _reading(deriver, wish, row)
        spent += size_of(read) + NEAR_BYTES
        if found and spent > budget:
            break
        found[str(read["document"])] = read
    return found


def _block(deriver: Deriver, wish: Wish, top: int, rows: int, budget: int) -> Block:
    """Return these rows, with all columns or as many as fit."""
    counted, (grid, version) = deriver.counted(wish.options), deriver.grid(wish)
    left, columns = 0, counted.terms
    while True:
        window: Viewport = {"row": top, "column": left, "rows": rows, "columns": columns}
        found = cut(deriver.corpus, counted, grid, window, version)
        if columns == 1 or size_of(found) <= budget:
            return found
        columns = max(1, columns // 2)
        left = min(wish.viewport["column"], counted.terms - columns)


def _terms(deriver: Deriver, wish: Wish, columns: list[int], budget: int) -> dict[str, TermInfo]:
    counted, (grid, _) = deriver.counted(wish.options), deriver.grid(wish)
    found: dict[str, TermInfo] = {}
    spent = 0
    for column in columns[:MOST_TERMS]:
        info = placed(term_info(deriver.corpus, counted, counted.vocabulary[column]), grid)
        spent += size_of(info)
        if found and spent > budget:
            break
        found[info["term"]] = info
    return found


def size_of(value: Any) -> int:
    """Bytes of a value in the page, base64 included."""
    return len(json.dumps(plain(value), separators=(",", ":")))


def _said(rows: int, columns: int, terms: int, documents: int, all_terms: int) -> str:
    if rows == documents and columns == all_terms:
        said = f"This page holds the whole matrix, {documents:,} documents and {all_terms:,} terms"
        said += "." if terms == columns else f", and the places of {terms:,} terms."
    else:
        said = f"This page holds {rows:,} of {documents:,} documents and {columns:,} of {all_terms:,} terms"
        said += "." if terms == columns else f", {terms:,} of these with their places."
    return (
        said
        + " Neighbours are those in the weighting shown here; counting anew, sentences and training need the notebook."
    )
