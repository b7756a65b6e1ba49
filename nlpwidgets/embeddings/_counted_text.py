"""A corpus as numbers of words, read once and kept in memory or on disk, and the vocabulary chosen from it."""

from __future__ import annotations

import mmap
import os
import tempfile
from array import array
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.embeddings._control import Control, Progress
from nlpwidgets.embeddings.corpora import Corpus

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from nlpwidgets.embeddings._control import Reporter

BORDER = -1
"""Stands between documents."""
_DROPPED = -2
BLOCK = 1 << 20
"""Numbers read at a time."""


class _Numbers(dict[str, int]):
    """Numbers words by first appearance."""

    def __missing__(self, word: Any) -> int:
        if not isinstance(word, str):
            raise TypeError(f"holds a {type(word).__name__}: {word!r:.40}; words are str")
        if not word:
            raise ValueError("holds an empty word")
        number = self[word] = len(self)
        return number


class Column:
    """Numbers of one type, one after the other: in memory up to `room` bytes, in a file beyond, or in the file at `path`."""

    def __init__(self, dtype: Any, *, room: int, directory: Any = None, path: Any = None) -> None:
        self.dtype = np.dtype(dtype)
        self._room = room
        self._path = path
        self._lock = Lock()
        self.size = 0
        if path is None:
            self._file: Any = tempfile.SpooledTemporaryFile(max_size=max(room, 1), dir=directory)  # noqa: SIM115
        else:
            self._file = open(path, "w+b")  # noqa: SIM115, PTH123

    def append(self, numbers: NDArray[Any]) -> None:
        """Write numbers at the end."""
        self._file.write(np.ascontiguousarray(numbers, self.dtype).view(np.uint8).data)
        self.size += len(numbers)

    def array(self) -> NDArray[Any]:
        """Return all the numbers, read-only; mapped from the file where there is one."""
        self._file.flush()
        if self.size and (self._path is not None or self.size * self.dtype.itemsize > self._room):
            self._file.fileno()  # makes sure that it is a file
            return np.memmap(self._file, self.dtype, "r", shape=(self.size,))
        self._file.seek(0)
        return np.frombuffer(self._file.read(), self.dtype)

    def read(self, first: int, last: int) -> NDArray[Any]:
        """Return a copy of some numbers, in memory: unlike pages of a mapped file, it goes when it is dropped."""
        with self._lock:
            self._file.seek(first * self.dtype.itemsize)
            return np.frombuffer(self._file.read((last - first) * self.dtype.itemsize), self.dtype)

    def blocks(self) -> Iterator[NDArray[Any]]:
        """Read the numbers from the start, some at a time."""
        for first in range(0, self.size, BLOCK):
            yield self.read(first, min(first + BLOCK, self.size))

    def close(self) -> None:
        """Give the memory or the file back; what `array` returned stays."""
        self._file.close()


def forget(mapped: NDArray[Any]) -> None:
    """Give back the memory that pages of a mapped file have taken; they are read again when they are needed."""
    pages = getattr(mapped, "_mmap", None)
    if pages is not None and hasattr(mmap, "MADV_DONTNEED"):
        pages.madvise(mmap.MADV_DONTNEED)


@dataclass(frozen=True)
class Text:
    """A corpus as numbers of words, with `BORDER` between documents; words are numbered by first appearance."""

    words: list[str]
    counts: NDArray[np.int64]
    ids: Column


def read(
    corpus: Any,
    *,
    across_documents: bool,
    room: int,
    directory: Any = None,
    progress: Reporter | None = None,
    control: Control | None = None,
) -> Text:
    """Read a corpus once, so that an iterator will do, and keep it as four bytes a word, on disk beyond `room` bytes.

    Raises
    ------
    TypeError, ValueError
        If a document is no list of words; with its number.
    """
    ids = Column(np.int32, room=room, directory=directory)
    if isinstance(corpus, Corpus):
        words = list(corpus.words)
        for first, last in zip(np.concatenate([[0], corpus.ends[:-1]]), corpus.ends, strict=True):
            ids.append(corpus.ids[first:last])
            if not across_documents:
                ids.append(np.array([BORDER], np.int32))
            if control is not None:
                control.wait()
    else:
        words = _read_documents(corpus, ids, across_documents, progress, control)
    counts = np.zeros(len(words), np.int64)
    for block in ids.blocks():
        counts += np.bincount(block[block >= 0], minlength=len(words))
    return Text(words, counts, ids)


def _read_documents(
    corpus: Any, ids: Column, across_documents: bool, progress: Reporter | None, control: Control | None
) -> list[str]:
    if isinstance(corpus, (str, bytes, os.PathLike)) or not hasattr(corpus, "__iter__"):
        raise TypeError(f"a corpus is an iterable of lists of words, got {type(corpus).__name__}")
    numbers = _Numbers()
    number_of = numbers.__getitem__
    held = array("i")
    for place, document in enumerate(corpus):
        if not isinstance(document, (list, tuple)):
            raise TypeError(f"document {place} is a {type(document).__name__}; a document is a list of words")
        if control is not None:
            control.wait()
        try:
            held.extend(map(number_of, document))
        except (TypeError, ValueError) as error:
            raise type(error)(f"document {place} {error}") from None
        if not across_documents:
            held.append(BORDER)
        if len(held) >= BLOCK:
            ids.append(np.frombuffer(held, np.int32))
            held = array("i")
            if progress is not None:
                progress(Progress("reading", ids.size, 0))
    ids.append(np.frombuffer(held, np.int32))
    return list(numbers)


def choose(
    text: Text, vocabulary: Sequence[str] | None, min_count: int, max_vocabulary: int | None
) -> tuple[NDArray[np.int32], tuple[str, ...]]:
    """Return the new number of each word of a text, and the words of the vocabulary."""
    numbers = np.full(len(text.words), _DROPPED, np.int32)
    if vocabulary is not None:
        if isinstance(vocabulary, str):
            raise TypeError("vocabulary= is a list of words, got one str")
        words = tuple(vocabulary)
        new = {word: place for place, word in enumerate(words)}
        if not words or len(new) < len(words):
            raise ValueError("vocabulary= has the same word twice" if words else "vocabulary= is empty")
        for word in words:
            if not isinstance(word, str):
                raise TypeError(f"vocabulary= holds a {type(word).__name__}: {word!r:.40}; words are str")
        for place, word in enumerate(text.words):
            numbers[place] = new.get(word, numbers[place])
        return numbers, words
    counts = text.counts.tolist()
    order = [place for place, count in enumerate(counts) if count >= min_count]
    if not order:
        most = f"the most frequent one {max(counts)} times; lower min_count=" if counts else "the corpus is empty"
        raise ValueError(f"no word occurs {min_count} times, {most}")
    order.sort(key=lambda place: (-counts[place], text.words[place]))
    order = order[:max_vocabulary]
    numbers[order] = np.arange(len(order), dtype=np.int32)
    return numbers, tuple(text.words[place] for place in order)


def renumber(ids: Column, numbers: NDArray[np.int32]) -> Iterator[NDArray[np.int32]]:
    """Yield a text under the numbers of a vocabulary; words whose number is -2 close up, as in the reference."""
    # the last place serves BORDER, which indexes from the end
    table = np.append(numbers, np.int32(BORDER))
    for block in ids.blocks():
        renumbered = table[block]
        yield renumbered[renumbered != _DROPPED]
