"""What an embedding projector was given: word vectors, perhaps a second set, and which of their words are points."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.widgets._named_vectors import Named, named
from nlpwidgets.widgets._wire import pack, sendable
from nlpwidgets.widgets._words import shorten

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nlpwidgets.embeddings.aligning import Aligned
    from nlpwidgets.widgets._projector_wire import Source
    from nlpwidgets.widgets._wire import PackedArray

LARGEST = 1e30
"""A coordinate: the page computes in float32."""


@dataclass(frozen=True)
class Shown:
    """Two embeddings, or one, and the words that are points."""

    first: Named
    second: Named | None
    words: tuple[str, ...]
    """Of each point."""
    rows: NDArray[np.int64]
    """Row of each point in the first embedding."""
    second_rows: NDArray[np.int64] | None

    @property
    def matrix(self) -> NDArray[np.float32]:
        """The vectors of the points, (points, size)."""
        return np.asarray(self.first.vectors.vectors, np.float32)[self.rows]

    @property
    def second_matrix(self) -> NDArray[np.float32]:
        """The same in the second embedding."""
        if self.second is None or self.second_rows is None:
            raise ValueError("there is no second embedding")
        return np.asarray(self.second.vectors.vectors, np.float32)[self.second_rows]

    @property
    def lengths(self) -> NDArray[np.float64]:
        """Of the vectors of the points, without a copy of all of them."""
        vectors = self.first.vectors.vectors
        found = np.empty(len(self.rows))
        for start in range(0, len(found), 16_384):
            part = slice(start, start + 16_384)
            found[part] = np.linalg.norm(vectors[self.rows[part]].astype(np.float64), axis=1)
        return found

    @property
    def turn(self) -> Aligned:
        """The rotation that brings the second embedding onto the first, over the words shown, at length 1."""
        from nlpwidgets.embeddings.aligning import align

        if self.second is None:
            raise ValueError("there is no second embedding")
        found: Aligned | None = self.__dict__.get("_turn")
        if found is None:
            found = align(self.second.vectors, self.first.vectors, words=self.words)
            object.__setattr__(self, "_turn", found)
        return found

    @property
    def pair(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Both matrices in one space: the second turned onto the first; the smaller filled up with zeros."""
        size = len(self.turn.rotation)
        first, second = (np.pad(one, ((0, 0), (0, size - one.shape[1]))) for one in (self.matrix, self.second_matrix))
        return first, (second @ self.turn.rotation).astype(np.float32)

    @property
    def source(self) -> Source:
        """The same in few words, for the page."""
        return {
            "name": self.first.name,
            "second": "" if self.second is None else self.second.name,
            "words": len(self.first.vectors),
            "shown": len(self.words),
            "size": int(self.first.vectors.vector_size),
        }

    def point_of(self, words: Iterable[str]) -> list[int]:
        """Point of each word, -1 for those that are not shown."""
        index = self._index()
        return [index.get(word, -1) for word in words]

    def _index(self) -> dict[str, int]:
        found: dict[str, int] | None = self.__dict__.get("_points")
        if found is None:
            found = {word: point for point, word in enumerate(self.words)}
            object.__setattr__(self, "_points", found)
        return found


def take(vectors: Any, compare: Any, words: Any, limit: Any) -> Shown:
    """Return what is shown.

    Raises
    ------
    TypeError, ValueError
        Words that are not in the vocabulary, said by name; no word in common; fewer than three points.
    """
    first = named(vectors)
    second = None if compare is None else _second(compare, first.name)
    wanted = _words(first, words, limit)
    if second is not None:
        there = second.vectors.key_to_index
        wanted = [word for word in wanted if word in there]
        if not wanted:
            raise ValueError(f"{first.name!r} and {second.name!r} have no word in common")
    if len(wanted) < 3:
        raise ValueError(f"a picture needs at least 3 words, got {len(wanted)}")
    if words is None and second is None:  # as they come
        return Shown(first, None, tuple(wanted), np.arange(len(wanted)), None)
    second_rows = None if second is None else _places(second, wanted)
    return Shown(first, second, tuple(wanted), _places(first, wanted), second_rows)


def _places(source: Named, words: list[str]) -> NDArray[np.int64]:
    index = source.vectors.key_to_index
    return np.fromiter((index[word] for word in words), np.int64, len(words))


def _second(compare: Any, first: str) -> Named:
    if isinstance(compare, dict) and len(compare) == 1:
        name, given = next(iter(compare.items()))
        if isinstance(name, str) and not isinstance(given, (int, float, list, tuple, np.ndarray)):
            return named(given, name)
    found = named(compare)
    return Named(f"{found.name} (second)", found.vectors, found.given) if found.name == first else found


def _words(source: Named, words: Any, limit: Any) -> list[str]:
    if limit is not None and (isinstance(limit, bool) or not isinstance(limit, (int, np.integer)) or limit < 1):
        raise ValueError(f"limit is a whole number of words, at least 1, not {limit!r}")
    keys = source.vectors.index_to_key
    if words is None:
        return list(keys[: len(keys) if limit is None else int(limit)])
    if isinstance(words, str) or not isinstance(words, Iterable):
        raise TypeError(f"words is a list of words, not {type(words).__name__}")
    wanted = list(words)
    for word in wanted:
        if not isinstance(word, str):
            raise TypeError(f"words holds texts, not {word!r:.60}")
    wanted = list(dict.fromkeys(wanted))
    missing = [word for word in wanted if word not in source.vectors.key_to_index]
    if missing:
        some = ", ".join(shorten(repr(word), 30) for word in missing[:5])
        more = f" and {len(missing) - 5:,} more" if len(missing) > 5 else ""
        raise ValueError(f"not in the vocabulary of {source.name!r}: {some}{more}")
    return wanted if limit is None else wanted[: int(limit)]


def packed_words(words: Iterable[str]) -> PackedArray:
    """Return the words in UTF-8, separated by line feeds; one inside a word becomes a space."""
    listed = list(words)
    text = "\n".join(listed)
    if text.count("\n") >= len(listed):
        text = "\n".join(word.replace("\n", " ") for word in listed)
    return pack(np.frombuffer(sendable(text).encode("utf-8"), np.uint8))


def check_coordinates(coordinates: Any, points: int) -> NDArray[np.float64] | None:
    """Return coordinates that were handed over.

    Raises
    ------
    TypeError, ValueError
        They are no finite numbers, or of another shape than the points.
    """
    if coordinates is None:
        return None
    found = np.array(coordinates, np.float64)
    if found.ndim != 2 or found.shape[0] != points or found.shape[1] not in (2, 3):
        raise ValueError(f"coordinates have the shape ({points}, 2) or ({points}, 3), not {found.shape}")
    if not np.isfinite(found).all():
        row = int(np.flatnonzero(~np.isfinite(found).all(axis=1))[0])
        raise ValueError(f"the coordinates of point {row} are not finite")
    if np.abs(found).max() > LARGEST:
        raise ValueError(f"coordinates are at most {LARGEST:g}, not {np.abs(found).max():g}")
    return found
