"""A vocabulary in few bytes: its words without regard to case, one after the other, and their alphabetical order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

_TOGETHER = 1 << 18
"""Words joined at a time, so that little memory is taken beside the result."""


class PackedWords:
    """Words as UTF-8, folded so that case does not matter (Unicode's full case folding: ß is ss).

    Parameters
    ----------
    words : sequence of str

    Attributes
    ----------
    text : bytes
        All words, without anything between them.
    offsets : array of shape (words + 1,), uint32 or int64
        Where each word begins.
    """

    def __init__(self, words: Sequence[str]) -> None:
        pieces = list(_folded(words))
        self.text = b"".join(text for text, _ in pieces)
        dtype: Any = np.uint32 if len(self.text) < 2**32 else np.int64
        self.offsets = np.zeros(len(words) + 1, dtype)
        if pieces:
            np.cumsum(np.concatenate([lengths for _, lengths in pieces]), out=self.offsets[1:])
        self._described: tuple[NDArray[np.uint8], NDArray[np.uint32]] | None = None
        self._order: NDArray[np.int32] | None = None

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, row: int) -> bytes:
        return self.text[self.offsets[row] : self.offsets[row + 1]]

    @property
    def nbytes(self) -> int:
        """Memory of all that was made so far, in bytes."""
        arrays = [self.offsets, *(self._described or ()), *([] if self._order is None else [self._order])]
        return len(self.text) + sum(int(array.nbytes) for array in arrays)

    @property
    def codes(self) -> NDArray[np.uint8]:
        """The text as numbers; not a copy."""
        return np.frombuffer(self.text, np.uint8)

    @property
    def described(self) -> tuple[NDArray[np.uint8], NDArray[np.uint32]]:
        """Number of characters, at most 255, and classes of characters of each word; made once."""
        if self._described is None:
            from nlpwidgets.embeddings._spelling_kernel import describe

            lengths, classes = np.empty(len(self), np.uint8), np.empty(len(self), np.uint32)
            describe(self.codes, self.offsets, lengths, classes)
            self._described = lengths, classes
        return self._described

    @property
    def order(self) -> NDArray[np.int32]:
        """Rows in alphabetical order (of code points), of equal ones the first first; made once."""
        if self._order is None:
            self._order = _alphabetical(self.codes, self.offsets.astype(np.int64))
        return self._order


def fold(text: str) -> bytes:
    """Return a text as `PackedWords` hold it."""
    return text.casefold().encode("utf-8", "surrogatepass")


def _folded(words: Sequence[str]) -> Iterator[tuple[bytes, NDArray[np.int64]]]:
    for start in range(0, len(words), _TOGETHER):
        some = words[start : start + _TOGETHER]
        text = fold("\n".join(some))
        codes = np.frombuffer(text, np.uint8)
        ends = np.flatnonzero(codes == 10)
        if len(ends) == len(some) - 1:  # one call in place of one for each word
            bounds = np.concatenate([[-1], ends, [len(text)]])
            yield text.replace(b"\n", b""), np.diff(bounds) - 1
        else:  # a word holds a line feed itself
            each = [fold(word) for word in some]
            yield b"".join(each), np.fromiter(map(len, each), np.int64, len(each))


def _alphabetical(codes: NDArray[np.uint8], offsets: NDArray[np.int64]) -> NDArray[np.int32]:
    """Sort by eight bytes at a time, each round only the words that were equal so far."""
    starts, lengths = offsets[:-1], np.diff(offsets)
    padded = np.concatenate([codes, np.zeros(8, np.uint8)])
    key = _eight(padded, starts, lengths)
    left = np.minimum(lengths, 8)
    # a word that ended sorts before one that goes on with a zero byte, which no usual word has
    order = np.lexsort((left, key)) if not codes.all() else np.argsort(key, kind="stable")
    fresh = np.ones(len(order), bool)
    fresh[1:] = (key[order][1:] != key[order][:-1]) | (left[order][1:] != left[order][:-1])
    group = np.cumsum(fresh) - 1
    done = 8
    while len(order):
        sizes = np.bincount(group)
        longest = np.zeros(len(sizes), np.int64)
        np.maximum.at(longest, group, lengths[order])
        tied = np.flatnonzero((sizes[group] > 1) & (longest[group] > done))
        if not len(tied):
            break
        rows = order[tied]
        key = _eight(padded, starts[rows] + done, np.maximum(lengths[rows] - done, 0))
        left = np.minimum(lengths[rows], done + 8)
        moved = np.lexsort((left, key, group[tied]))
        order[tied] = rows[moved]
        fresh = np.ones(len(order), bool)
        fresh[1:] = group[1:] != group[:-1]
        key, left, before = key[moved], left[moved], group[tied]
        fresh[tied[1:]] |= (before[1:] == before[:-1]) & ((key[1:] != key[:-1]) | (left[1:] != left[:-1]))
        group = np.cumsum(fresh) - 1
        done += 8
    return order.astype(np.int32)


def _eight(padded: NDArray[np.uint8], starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return the next eight bytes of each word as one number that sorts as they do."""
    key = np.zeros(len(starts), np.uint64)
    last = len(padded) - 1
    for at in range(8):
        byte = padded[np.minimum(starts + at, last)].astype(np.uint64)
        byte[lengths <= at] = 0
        key = (key << np.uint64(8)) | byte
    return key
