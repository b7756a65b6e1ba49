"""Documents as people give them, checked one by one."""

from __future__ import annotations

from typing import Any


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
