"""What is asked of an analogy solver, checked before it is used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from nlpwidgets.widgets._wire import sendable
from nlpwidgets.widgets._words import shorten

if TYPE_CHECKING:
    from gensim.models import KeyedVectors

    from nlpwidgets.widgets._analogy_wire import Browse, Score, Terms, Typed

BOXES = ("a", "b", "c", "d")
LONGEST = 200
"""Characters of a word."""
MOST_ROWS = 200
"""Failures at a time."""


def check_terms(value: Any, old: Any) -> Terms:
    """Return the question; boxes that are left out stay as they are.

    Raises
    ------
    TypeError, ValueError
        It is no dict of the boxes a, b, c and d, or a word is no text or too long.
    """
    if not isinstance(value, Mapping):
        raise TypeError(f"terms is a dict with some of a, b, c and d, not {type(value).__name__}")
    unknown = [name for name in value if name not in BOXES]
    if unknown:
        raise ValueError(f"there is no box {unknown[0]!r}; there are a, b, c and d")
    found = dict(old) if old else dict.fromkeys(BOXES, "")
    for box in BOXES:
        if box in value:
            found[box] = _word(value[box], box)
    return cast("Terms", found)


def _word(word: Any, box: str) -> str:
    if not isinstance(word, str):
        raise TypeError(f"{box} is a word, a str, not {type(word).__name__}")
    if len(word) > LONGEST:
        raise ValueError(f"{box} has {len(word):,} characters; a word has at most {LONGEST}: {shorten(word, 40)!r}")
    return sendable(word.strip())


def check_typed(value: Any) -> Typed | None:
    """Return what is being typed.

    Raises
    ------
    TypeError, ValueError
        It is no dict of a box and a text.
    """
    if value is None:
        return None
    if not isinstance(value, Mapping) or set(value) != {"box", "text"} or value["box"] not in BOXES:
        raise ValueError("typed is {'box': 'a', 'b', 'c' or 'd', 'text': …} or None")
    return {"box": value["box"], "text": _word(value["text"], "the text")}


def check_browse(value: Any, scores: list[Score]) -> Browse | None:
    """Return which failures are wanted.

    Raises
    ------
    TypeError, ValueError
        There is no such run or section, or a number is out of range.
    """
    if value is None:
        return None
    if not isinstance(value, Mapping) or set(value) != {"score", "section", "offset", "count"}:
        raise ValueError("browse is a dict with score, section, offset and count, or None")
    numbers = {name: value[name] for name in ("score", "offset", "count")}
    for name, number in numbers.items():
        if isinstance(number, bool) or not isinstance(number, int):
            raise TypeError(f"{name} of browse is a whole number, not {number!r}")
    score, offset, count = numbers.values()
    if not 0 <= score < len(scores):
        raise ValueError(f"there is no run {score}: there are {len(scores)}, from 0")
    if offset < 0 or not 1 <= count <= MOST_ROWS:
        raise ValueError(f"browse wants an offset of at least 0 and a count of 1 to {MOST_ROWS}")
    names = ["", *(section["name"] for section in scores[score]["sections"])]
    if value["section"] not in names:
        raise ValueError(f"there is no section {value['section']!r}")
    return {"score": score, "section": value["section"], "offset": offset, "count": count}


def first_question(vectors: KeyedVectors) -> Terms:
    """Return the first example whose words are all known; empty boxes when there is none."""
    from nlpwidgets.widgets._analogy_solving import PRESETS

    for preset in PRESETS:
        if all(preset[box] in vectors.key_to_index for box in ("a", "b", "c")):
            return {"a": preset["a"], "b": preset["b"], "c": preset["c"], "d": ""}
    return {"a": "", "b": "", "c": "", "d": ""}
