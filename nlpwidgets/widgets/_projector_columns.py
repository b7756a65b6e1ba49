"""What points can be coloured and sized by: what the reader gave, and what the projector knows of each word."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.widgets._wire import pack, sendable
from nlpwidgets.widgets._words import shorten

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nlpwidgets.widgets._projector_source import Shown
    from nlpwidgets.widgets._projector_wire import Column, Values

MOST_CATEGORIES = 500
LONGEST_NAME = 200
OF_PICTURE = ("trustworthiness", "continuity")
OF_TWO = ("neighbourhood change", "shift")


@dataclass(frozen=True)
class Known:
    """One column."""

    column: Column
    values: NDArray[Any]
    """float32, NaN where missing, or int32 codes, -1 where missing."""

    @property
    def packed(self) -> Values:
        """As the page gets it."""
        return {"name": self.column["name"], "values": pack(self.values)}


def number(name: str, values: Any) -> Known:
    """Make a column of numbers; what is not finite counts as missing."""
    with np.errstate(over="ignore"):  # too large for float32 is not finite
        found = np.asarray(values, np.float64).astype(np.float32)
    found[~np.isfinite(found)] = np.nan
    there = found[~np.isnan(found)]
    low, high = (float(there.min()), float(there.max())) if there.size else (0.0, 0.0)
    return Known({"name": name, "kind": "number", "low": low, "high": high, "categories": []}, found)


def category(name: str, values: list[Any]) -> Known:
    """Make a column of categories; None and NaN are missing.

    Raises
    ------
    ValueError
        There are too many different values to tell apart.
    """
    texts = [None if _missing(value) else str(value) for value in values]
    counts = Counter(text for text in texts if text is not None)
    if len(counts) > MOST_CATEGORIES:
        raise ValueError(f"column {name!r} has {len(counts):,} different texts; at most {MOST_CATEGORIES} can be shown")
    names = [text for text, _ in counts.most_common()]
    code = {text: at for at, text in enumerate(names)}
    codes = np.array([-1 if text is None else code[text] for text in texts], np.int32)
    categories = [sendable(text) for text in names]
    return Known({"name": name, "kind": "category", "low": 0.0, "high": 0.0, "categories": categories}, codes)


def own(shown: Shown) -> dict[str, Known]:
    """Return what is known of every word: its place, its count where there is one, the length of its vector."""
    found = {"rank": number("rank", shown.rows + 1)}
    counts = shown.first.vectors.expandos.get("count")
    if counts is not None and len(counts) == len(shown.first.vectors):
        found["count"] = number("count", np.asarray(counts)[shown.rows])
    found["length"] = number("length", shown.lengths)
    return found


def given(columns: Any, shown: Shown) -> dict[str, Known]:
    """Return the reader's columns: a table or dict of columns, one value per word shown, or dicts from word to value.

    Raises
    ------
    TypeError, ValueError
        It is no table, or a column has another length than there are words.
    """
    if columns is None:
        return {}
    reserved = OF_PICTURE if shown.second is None else (*OF_PICTURE, *OF_TWO)
    return {name: _column(name, values, shown) for name, values in _table(columns, reserved).items()}


def _table(columns: Any, reserved: tuple[str, ...]) -> dict[str, Any]:
    if isinstance(columns, Mapping):
        table = dict(columns)
    elif hasattr(columns, "columns") and hasattr(columns, "to_dict"):  # a pandas DataFrame; its index is the words
        table = {name: columns[name] for name in columns.columns}
    else:
        raise TypeError(f"columns is a dict or a DataFrame, not {type(columns).__name__}")
    odd = [name for name in table if not isinstance(name, str) or not name]
    if odd:
        raise TypeError(f"a column is named by a text that is not empty, not {odd[0]!r}")
    for name in table:
        if len(name) > LONGEST_NAME or name != sendable(name):
            raise ValueError(f"no page can show a column of the name {shorten(name, 60)!r}: choose another")
        if name in reserved:
            raise ValueError(f"{name!r} is what the projector computes itself: choose another name for the column")
    return table


def _column(name: str, values: Any, shown: Shown) -> Known:
    if hasattr(values, "tolist") and not callable(getattr(values, "index", len)):  # a Series; its index may be words
        index = list(values.index)
        if index and all(isinstance(word, str) for word in index):
            values = dict(zip(index, values.tolist(), strict=True))
    if isinstance(values, Mapping):
        listed = [values.get(word) for word in shown.words]
    else:
        tensor = hasattr(values, "tolist") and not isinstance(values, np.ndarray)  # whose items are no numbers
        listed = values.tolist() if tensor else values
        if isinstance(listed, str) or not isinstance(listed, Iterable):
            raise TypeError(f"column {name!r} is a list or a dict from word to value, not {type(values).__name__}")
        listed = list(listed)
        if len(listed) != len(shown.words):
            raise ValueError(f"column {name!r} has {len(listed):,} values for {len(shown.words):,} words")
    numbers = [_number(value) for value in listed]
    if all(one is not None for one in numbers):
        return number(name, [math.nan if one is None else one for one in numbers])
    return category(name, listed)


def _missing(value: Any) -> bool:
    if value is None or type(value).__name__ in ("NAType", "NaTType"):  # of pandas, not loaded for this
        return True
    return isinstance(value, (float, np.floating)) and math.isnan(value)


def _number(value: Any) -> float | None:
    """Return the number that a value is, NaN for a missing one; None for text and truth."""
    if _missing(value):
        return math.nan
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, float, np.integer, np.floating)):
        return None
    try:
        return float(value)
    except OverflowError:
        return math.nan
