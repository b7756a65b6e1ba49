"""The word looked at, and its neighbours in the true space."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nlpwidgets.embeddings._words import resolve
from nlpwidgets.embeddings.neighbouring import neighbours
from nlpwidgets.widgets._wire import pack, sendable

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from nlpwidgets.embeddings.assessing import Quality as Assessed
    from nlpwidgets.widgets._named_vectors import Named
    from nlpwidgets.widgets._projector_source import Shown
    from nlpwidgets.widgets._projector_wire import Neighbour, Neighbours, Stored

STORED_BYTES = 3_000_000


def check_word(shown: Shown, word: Any) -> str:
    """Return the word; it must have a vector.

    Raises
    ------
    TypeError
        It is no text.
    UnknownWordError
        It has none; the message names the nearest spellings.
    """
    if not isinstance(word, str):
        raise TypeError(f"word is a word, a str, not {type(word).__name__}")
    wish = sendable(word.strip())
    if wish:
        resolve(shown.first.vectors, wish)
    return wish


def look(shown: Shown, word: str, k: int, assessed: Assessed | None) -> Neighbours | None:
    """Return the neighbours of a word; None without one."""
    if not word:
        return None
    (point,) = shown.point_of([word])
    found: Neighbours = {
        "word": word,
        "point": point,
        "neighbours": _near(shown, shown.first, word, k),
        "second": [],
        "trustworthiness": None,
        "continuity": None,
    }
    if shown.second is not None and word in shown.second.vectors.key_to_index:
        found["second"] = _near(shown, shown.second, word, k)
    if assessed is not None and point >= 0:
        at = int(np.searchsorted(assessed.points, point))
        if at < len(assessed.points) and assessed.points[at] == point:
            found["trustworthiness"] = float(assessed.trustworthiness[at])
            found["continuity"] = float(assessed.continuity[at])
    return found


def _near(shown: Shown, source: Named, word: str, k: int) -> list[Neighbour]:
    near = neighbours(source.vectors, word, k=k)
    points = shown.point_of(one.word for one in near)
    return [
        {"word": sendable(one.word), "point": point, "cosine": float(one.cosine)}
        for one, point in zip(near, points, strict=True)
    ]


def stored(shown: Shown, k: int, say: Callable[[str, float], None]) -> Stored | None:
    """Return the neighbours of each point, for a page without kernel; None where they would be too many."""
    from nlpwidgets.embeddings._nearest import nearest_rows

    count = len(shown.words)
    if count * k * 6 > STORED_BYTES:
        return None
    say("finding the neighbours of all points", -1.0)
    found = nearest_rows(shown.matrix, min(k, count - 1), metric="cosine")
    return {"points": pack(found.rows.astype(np.int32)), "cosines": pack((1 - found.distances).astype(np.float16))}
