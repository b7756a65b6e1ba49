"""Text to train on: documents from wherever they are, as words, read once and kept as numbers."""

from __future__ import annotations

import gzip
import itertools
import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nlpwidgets.embeddings._control import Control

LONGEST = 10_000
"""Words of a piece: gensim's trainers skip what comes later in a document, so longer ones are cut into pieces."""

_AT_ONCE = 100_000  # words looked up together

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")

Preprocess = Callable[[str], Any]


def tokenize(text: str) -> list[str]:
    """Split a text into words: lower case, runs of letters and digits, apostrophes inside a word kept.

    Examples
    --------
    >>> tokenize("Don't stop: it’s 5 o'clock.")
    ["don't", 'stop', "it's", '5', "o'clock"]
    """
    return _WORD.findall(text.lower().replace("’", "'"))


@dataclass(frozen=True)
class Corpus:
    """Documents as numbers of words.

    Attributes
    ----------
    words : list of str
        Every distinct word, in the order of first appearance; the number of a word is its place here.
    ids : ndarray of shape (tokens,), int32
        All documents one after the other.
    ends : ndarray of shape (pieces,), int64
        Where each piece ends in `ids`. A piece is a document, or at most `LONGEST` words of one.
    """

    words: list[str]
    ids: NDArray[np.int32]
    ends: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ends)

    def __iter__(self) -> Iterator[list[str]]:
        """Yield the words of each piece. Trainers wait for this: it takes some 20 ns per word."""
        words = np.array(self.words, object)
        ends = self.ends.tolist()
        first = done = 0
        while first < len(ends):
            last = max(int(np.searchsorted(self.ends, done + _AT_ONCE, side="right")), first + 1)
            block: list[str] = words[self.ids[done : ends[last - 1]]].tolist()
            start = done
            for end in ends[first:last]:
                yield block[start - done : end - done]
                start = end
            first, done = last, start

    def counts(self) -> NDArray[np.int64]:
        """Return how often each word occurs."""
        return np.bincount(self.ids, minlength=len(self.words)).astype(np.int64)

    def part(self, chosen: NDArray[np.bool_]) -> Corpus:
        """Return the chosen pieces; words and their numbers stay those of the whole."""
        lengths = np.diff(self.ends, prepend=0)
        return Corpus(self.words, self.ids[np.repeat(chosen, lengths)], np.cumsum(lengths[chosen]))

    def shuffled(self, seed: int) -> Corpus:
        """Return the pieces in another order.

        Trainers read a corpus from its beginning to its end, and what they read last weighs most: where it has parts of
        different kinds, these should be mixed.
        """
        lengths = np.diff(self.ends, prepend=0)
        order = np.random.default_rng(seed).permutation(len(self.ends))
        ends = np.cumsum(lengths[order])
        # of each word in the new order, where it stood: its piece's old beginning, and how far it is into the piece
        moved = np.repeat((self.ends - lengths)[order] - (ends - lengths[order]), lengths[order])
        return Corpus(self.words, self.ids[np.arange(len(self.ids)) + moved], ends)


def read(source: Any, *, preprocess: Preprocess | None = None, control: Control | None = None) -> Corpus:
    """Read a corpus once; four bytes per word stay in memory.

    Parameters
    ----------
    source : iterable of str, iterable of lists of str, str or path, or Corpus
        Documents as texts or as words; generators too. A path, or a str which names a file, is text in UTF-8 with one
        document per line, gzipped where it ends in ``.gz``.
    preprocess : callable, optional
        From a text to a text, which is then split by `tokenize`, or to a list of words: a `nlpwidgets.text.Pipeline` or a
        function, such as ``str.split`` for text whose words are parted by blanks already. By default `tokenize` alone.
    control : Control, optional
        Pauses or stops between documents.

    Raises
    ------
    FileNotFoundError
        If the path names no file.
    TypeError
        If a document is neither a str nor a list of str; with its number.
    ValueError
        If there are no words at all, or the file is not UTF-8.
    Stopped
        If `control` was stopped.
    """
    if isinstance(source, Corpus):
        return source
    # looking up a new word gives it the next number
    numbers: defaultdict[str, int] = defaultdict(itertools.count().__next__)
    blocks: list[NDArray[np.int32]] = []
    ends: list[int] = []
    total = 0
    for place, document in enumerate(_documents(source)):
        if control is not None:
            control.wait()
        words = _words(document, preprocess, place)
        ids = np.fromiter(map(numbers.__getitem__, words), np.int32, len(words))
        for start in range(0, len(ids), LONGEST):
            blocks.append(ids[start : start + LONGEST])
            total += len(blocks[-1])
            ends.append(total)
    if not total:
        raise ValueError("the corpus holds no words")
    return Corpus(list(numbers), np.concatenate(blocks), np.array(ends, np.int64))


def _documents(source: Any) -> Iterator[Any]:
    if isinstance(source, (str, os.PathLike)):
        return _lines(source)
    if isinstance(source, bytes):
        raise TypeError("a corpus is no bytes; decode them first")
    if isinstance(source, Mapping):
        raise TypeError("a corpus is no dict; pass its values()")
    try:
        documents: Iterator[Any] = iter(source)
    except TypeError:
        raise TypeError(
            f"a corpus is an iterable of texts or of lists of words, or the path of a text file; got {type(source).__name__}"
        ) from None
    return documents


def _lines(source: str | os.PathLike[str]) -> Iterator[str]:
    path = Path(source).expanduser()
    if not path.is_file():
        hint = "; for a single text write [text]" if isinstance(source, str) else ""
        raise FileNotFoundError(f"there is no file {str(source)[:80]!r}{hint}")
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        number = 0
        try:
            for number, line in enumerate(file, 1):  # noqa: B007 - the message needs it
                yield line
        except UnicodeDecodeError as error:
            raise ValueError(f"{path}, after line {number}: not UTF-8 ({error.reason})") from error
        except (EOFError, gzip.BadGzipFile) as error:
            raise ValueError(f"{path}, after line {number}: {error}") from error


def _words(document: Any, preprocess: Preprocess | None, place: int) -> list[str]:
    if isinstance(document, str):
        if preprocess is not None:
            document = preprocess(document)
        if isinstance(document, str):
            return tokenize(document)
        where = f"what preprocess made of document {place}"
    else:
        if preprocess is not None:
            raise TypeError(
                f"preprocess= takes texts, but document {place} is a {type(document).__name__} of words already"
            )
        where = f"document {place}"
    if not isinstance(document, (list, tuple)):
        raise TypeError(f"{where} is a {type(document).__name__}; a document is a str or a list of str")
    if set(map(type, document)) - {str}:
        for word in document:
            if not isinstance(word, str):
                raise TypeError(f"{where} holds a {type(word).__name__}: {word!r:.40}; words are str")
    if "" in document:
        raise ValueError(f"{where} holds an empty word")
    return list(document)
