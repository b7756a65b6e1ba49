"""What a reader or a page may ask of the vectorizer explorer: checked, completed, and said in words when it is wrong."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, cast

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    for name in wish:
        if name not in DEFAULTS:
            raise ValueError(f"options has no {name!r}; it has {', '.join(DEFAULTS)}")
    new: dict[str, Any] = {**old, **wish}
    _one_of("unit", new["unit"], ("word", "character"))
    _one_of("case", new["case"], ("lower", "keep"))
    if not isinstance(new["binary"], bool):
        raise TypeError(f"binary must be True or False, not {new['binary']!r}")
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


def options_from(given: Mapping[str, Any], documents: int) -> Options:
    """Return complete options from the keywords of `count`.

    There `ngram_range` is a pair, `max_features` may be None, and both document frequencies may be a number of documents (int)
    or a share of them (float); here min_df is the first and max_df the second.
    """
    wish = dict(given)
    low, high = wish.get("min_df"), wish.get("max_df")
    if isinstance(low, (float, np.floating)) and 0 <= low <= 1:
        wish["min_df"] = max(1, math.ceil(low * documents))
    if isinstance(high, (int, np.integer)) and not isinstance(high, bool) and high >= 1:
        # half a document more, so that no rounding of the share excludes the last one
        wish["max_df"] = min(1.0, (int(high) + 0.5) / documents)
    if "ngram_range" in wish:
        pair = wish.pop("ngram_range")
        if not isinstance(pair, (tuple, list)) or len(pair) != 2:
            raise TypeError(f"ngram_range is a pair such as (1, 2), not {pair!r}")
        wish["ngram_min"], wish["ngram_max"] = pair
    if wish.get("max_features", 0) is None:
        wish["max_features"] = 0
    return merge_options(DEFAULTS, wish)


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
    document = whole("document", new["document"], 0)
    if document >= documents:
        raise ValueError(f"there is no document {document}: they are numbered from 0 to {documents - 1}")
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
    _one_of("weighting", wish, ("count", "tf", "textbook", "smooth"))
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
    if isinstance(value, bool) or not isinstance(value, (int, float, np.integer, np.floating)):
        raise TypeError(f"{name} must be a whole number, not {value!r}")
    if not math.isfinite(value) or int(value) != value or value < low:
        raise ValueError(f"{name} must be a whole number from {low} on, not {value!r}")
    if value >= 2**31:
        raise ValueError(f"{name} is {value:,}, more than there can be")
    return int(value)


def _share(name: str, value: Any) -> float:
    if isinstance(value, bool) or not hasattr(value, "__float__") or isinstance(value, str):
        raise TypeError(f"{name} must be a share of the documents, above 0 and at most 1, not {value!r}")
    if not 0 < value <= 1:
        raise ValueError(f"{name} must be a share of the documents, above 0 and at most 1, not {value!r}")
    return float(value)


def _one_of(name: str, value: Any, known: tuple[str, ...]) -> None:
    if value not in known:
        raise ValueError(f"{name} must be one of {', '.join(repr(one) for one in known)}, not {value!r}")
