"""What a reader or a page may ask of the vectorizer explorer: checked, completed, and said in words when it is wrong."""

from __future__ import annotations

import math
from numbers import Integral
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from nlpwidgets.vectorize import _options
from nlpwidgets.vectorize._options import (
    CASES,
    UNITS,
    document_number,
    flag,
    one_of,
    refuse_unknown,
)

if TYPE_CHECKING:
    from nlpwidgets.vectorize._options import CountOptions
    from nlpwidgets.widgets._vectorizer_wire import Cell, Options, Viewport

DEFAULTS: Options = {
    "unit": "word",
    "ngram_min": 1,
    "ngram_max": 1,
    "case": "lower",
    "binary": False,
    "min_df": 1,
    "max_df": 1.0,
    "max_features": 0,
}
PRUNING = ("min_df", "max_df", "max_features")
"""Options that drop terms; the others say what a term is, and how often it counts."""
LONGEST_NGRAM = {"word": 8, "character": 12}
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 2_000, 4_000, 120_000
"""Of one block: what a large screen shows, three times over."""
FIRST_VIEWPORT: Viewport = {"row": 0, "column": 0, "rows": 40, "columns": 60}


def merge_options(old: Options, wish: Any) -> Options:
    """Return `old` with the fields that `wish` has.

    Raises
    ------
    TypeError, ValueError
        A field that there is not, or a value that does not fit; the message says what would.
    """
    if not isinstance(wish, dict):
        raise TypeError(f"options is a dict with some of {', '.join(DEFAULTS)}, not {type(wish).__name__}")
    refuse_unknown(wish, DEFAULTS)
    new: dict[str, Any] = {**old, **wish}
    one_of("unit", new["unit"], UNITS)
    one_of("case", new["case"], CASES)
    flag("binary", new["binary"])
    for name, low in (("ngram_min", 1), ("ngram_max", 1), ("min_df", 1), ("max_features", 0)):
        new[name] = whole(name, new[name], low)
    longest = LONGEST_NGRAM[new["unit"]]
    if new["ngram_max"] > longest:
        raise ValueError(
            f"n-grams of {new['unit']}s are at most {longest} long here, not {new['ngram_max']}: longer ones hardly ever come twice"
        )
    if new["ngram_min"] > new["ngram_max"]:
        raise ValueError(
            f"the shortest n-gram ({new['ngram_min']}) cannot be longer than the longest ({new['ngram_max']})"
        )
    new["max_df"] = _share("max_df", new["max_df"])
    return cast("Options", new)


def options_from(asked: CountOptions, documents: int) -> Options:
    """Return the page's options from those of `count`.

    There `ngram_range` is a pair, `max_features` may be None, and both document frequencies may be a number of documents (int)
    or a share of them (float); here min_df is the first and max_df the second.

    Raises
    ------
    ValueError
        Something is beyond what the page takes, as very long n-grams are.
    """
    low, high = asked.min_df, asked.max_df
    if isinstance(low, (float, np.floating)):
        low = max(1, math.ceil(low * documents))
    if isinstance(high, Integral):
        # half a document more, so that no rounding of the share excludes the last one
        high = 1.0 if high >= documents else (int(high) + 0.5) / documents
    wish: dict[str, Any] = {name: getattr(asked, name) for name in ("unit", "case", "binary")}
    wish["ngram_min"], wish["ngram_max"] = asked.ngram_range
    return merge_options(DEFAULTS, {**wish, "min_df": low, "max_df": high, "max_features": asked.max_features or 0})


def count_keywords(options: Options, documents: int) -> dict[str, Any]:
    """Return the keywords with which `count` does what the options say.

    The largest share becomes a number of documents: the page has shares as float32, and v / N must keep the terms in v of them.
    """
    most = math.floor(options["max_df"] * documents * (1 + 2e-7))
    return {
        "unit": options["unit"],
        "ngram_range": (options["ngram_min"], options["ngram_max"]),
        "min_df": options["min_df"],
        "max_df": most if 1 <= most < documents else options["max_df"],
        "max_features": options["max_features"] or None,
        "case": options["case"],
        "binary": options["binary"],
    }


def check_cell(wish: Any, old: Cell | None, documents: int) -> Cell | None:
    """Return what to look at; a dict with one of the two fields keeps the other of `old`.

    Raises
    ------
    TypeError, ValueError
        Not such a dict, or no such document.
    """
    if wish is None:
        return None
    if not isinstance(wish, dict):
        raise TypeError(f'cell is a dict like {{"document": 0, "term": "film"}} or None, not {type(wish).__name__}')
    for name in wish:
        if name not in ("document", "term"):
            raise ValueError(f'cell has no {name!r}; it has "document" and "term"')
    new = {**(old or {}), **wish}
    if len(new) < 2:
        raise ValueError('cell needs both "document" and "term", as none was selected before')
    document = document_number(whole("document", new["document"], 0), documents)
    if not isinstance(new["term"], str):
        raise TypeError(f"term must be a str, not {type(new['term']).__name__}")
    return {"document": document, "term": new["term"]}


def check_viewport(wish: Any, old: Viewport) -> Viewport:
    """Return the window wanted; fields that are not there stay."""
    if not isinstance(wish, dict):
        raise TypeError(f"viewport is a dict with row, column, rows and columns, not {type(wish).__name__}")
    for name in wish:
        if name not in FIRST_VIEWPORT:
            raise ValueError(f"viewport has no {name!r}; it has {', '.join(FIRST_VIEWPORT)}")
    return cast("Viewport", {name: whole(name, value, 0) for name, value in {**old, **wish}.items()})


def check_weighting(wish: Any) -> str:
    """Return a weighting; raise a ValueError for one that there is not."""
    one_of("weighting", wish, ("count", "tf", "textbook", "smooth"))
    return str(wish)


def clamp(viewport: Viewport, documents: int, terms: int) -> Viewport:
    """Return the part of the window that is in the matrix, and no more cells than one block holds."""
    rows = min(max(viewport["rows"], 1), documents, MOST_ROWS)
    columns = min(max(viewport["columns"], 1), terms, MOST_COLUMNS, max(1, MOST_CELLS // rows))
    return {
        "row": min(viewport["row"], documents - rows),
        "column": min(viewport["column"], terms - columns),
        "rows": rows,
        "columns": columns,
    }


def whole(name: str, value: Any, low: int) -> int:
    """Return a whole number of at least `low`; one that came as 3.0, as from a page, is one."""
    if isinstance(value, (float, np.floating)) and float(value).is_integer():
        value = int(value)
    found = _options.whole(name, value, low)
    if found >= 2**31:
        raise ValueError(f"{name} is {found:,}, more than there can be")
    return found


def _share(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float, np.integer, np.floating)):
        raise TypeError(f"{name} must be a share of the documents, above 0 and at most 1, not {value!r}")
    if not 0 < value <= 1:
        raise ValueError(f"{name} must be a share of the documents, above 0 and at most 1, not {value!r}")
    return float(value)
