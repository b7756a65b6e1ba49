"""Documents and labels as people give them, checked one by one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np


def take_documents(documents: Any, what: str = "document") -> list[str]:
    """Return the documents as a new list; an iterator is consumed once.

    Raises
    ------
    TypeError
        One text in place of a list, or something that is no text; its position is named.
    """
    if isinstance(documents, (str, bytes)):
        raise TypeError(f"{what}s must be a list of texts, not one {type(documents).__name__}: put it into a list")
    if isinstance(documents, dict) or type(documents).__name__ == "DataFrame":
        raise TypeError(f"{what}s must be a list of texts, not a {type(documents).__name__}: give one of its columns")
    try:
        found = list(documents)
    except TypeError:
        raise TypeError(f"{what}s must be a list of texts, not {type(documents).__name__}") from None
    for k, text in enumerate(found):
        if not isinstance(text, str):
            hint = "decode it first" if isinstance(text, bytes) else "drop it or make it a text first"
            raise TypeError(f"{what} {k} must be a str, not {type(text).__name__}: {hint}")
    return found


def take_labels(labels: Any, documents: int, what: str = "document") -> list[Any]:
    """Return the labels as a new list, one for each document; numbers of NumPy become plain ones.

    Raises
    ------
    TypeError, ValueError
        No list (a set has no order), another length, or a label that is missing or not hashable; its position is named.
    """
    if isinstance(labels, (str, bytes, dict, set, frozenset)) or not isinstance(labels, Iterable):
        raise TypeError(f"labels must be a list with one for each {what}, not {type(labels).__name__}")
    marks = [mark.item() if isinstance(mark, np.generic) else mark for mark in labels]
    if len(marks) != documents:
        raise ValueError(f"there are {documents:,} {what}s and {len(marks):,} labels: give one for each")
    for k, mark in enumerate(marks):
        try:
            hash(mark)
        except TypeError:
            kind = type(mark).__name__
            raise TypeError(f"the label of {what} {k} cannot be compared: {kind} is not hashable") from None
        if _missing(mark):
            raise ValueError(f"the label of {what} {k} is missing ({mark!r})")
    return marks


def _missing(mark: Any) -> bool:
    """Whether it is None, NaN or NaT (which differ from themselves), or pandas' NA, which has no truth value."""
    return mark is None or type(mark).__name__ == "NAType" or bool(mark != mark)  # noqa: PLR0124
