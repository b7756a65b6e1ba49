"""Compiled loops over a packed vocabulary: what letters a word has, and which words are spelt almost like another."""

from __future__ import annotations

from typing import Any

import numpy as np

from nlpwidgets.embeddings._compiling import compiled

LONGEST = 255
"""Characters of a word; longer ones are near nothing."""


@compiled
def _decode(text: Any, start: int, stop: int, letters: Any) -> int:
    """Write the code points of UTF-8 text into `letters`, as many as fit; return their number."""
    count = 0
    at = start
    while at < stop:
        first = np.uint32(text[at])
        if first < 0x80:
            point = first
            more = 0
        elif first < 0xE0:
            point = first & np.uint32(0x1F)
            more = 1
        elif first < 0xF0:
            point = first & np.uint32(0x0F)
            more = 2
        else:
            point = first & np.uint32(0x07)
            more = 3
        for step in range(more):
            point = (point << np.uint32(6)) | (np.uint32(text[at + 1 + step]) & np.uint32(0x3F))
        if count < letters.shape[0]:
            letters[count] = point
        count += 1
        at += 1 + more
    return count


@compiled
def describe(text: Any, offsets: Any, lengths: Any, signatures: Any) -> None:
    """Write how many characters each word has, at most `LONGEST`, and which of 32 classes of characters.

    One insertion, deletion, exchange or transposition takes at most one class away and adds at most one.
    """
    letters = np.empty(LONGEST, np.uint32)
    for word in range(lengths.shape[0]):
        count = min(_decode(text, offsets[word], offsets[word + 1], letters), LONGEST)
        classes = np.uint32(0)
        for at in range(count):
            classes |= np.uint32(1) << (letters[at] & np.uint32(31))
        lengths[word] = count
        signatures[word] = classes


@compiled
def _bits(value: Any) -> int:
    count = 0
    while value:
        value &= value - np.uint32(1)
        count += 1
    return count


@compiled
def distance(first: Any, one: int, second: Any, other: int, limit: int, rows: Any) -> int:
    """Return the optimal string alignment distance of two texts; `limit + 1` if it is above `limit`.

    Insertions, deletions, exchanges and transpositions of neighbours count 1 each, and no piece is edited twice (Damerau
    1964, Levenshtein 1966). `rows` is int64 work space of shape (3, at least `other` + 1). Only the band of places that
    can be within the limit is computed.
    """
    if abs(one - other) > limit:
        return limit + 1
    for at in range(other + 1):
        rows[0, at] = at
    for left in range(1, one + 1):
        here = rows[left % 3]
        above = rows[(left - 1) % 3]
        before = rows[(left - 2) % 3]
        low = max(1, left - limit)
        high = min(other, left + limit)
        here[low - 1] = left if low == 1 else limit + 1
        best = here[low - 1]
        for right in range(low, high + 1):
            same = first[left - 1] == second[right - 1]
            found = above[right - 1] + (0 if same else 1)
            found = min(found, here[right - 1] + 1)
            if right < left + limit:  # else the place above lies outside of the band
                found = min(found, above[right] + 1)
            if left > 1 and right > 1 and first[left - 1] == second[right - 2] and first[left - 2] == second[right - 1]:
                found = min(found, before[right - 2] + 1)
            here[right] = found
            best = min(best, found)
        if best > limit:
            return limit + 1
    found = rows[one % 3][other]
    return found if found <= limit else limit + 1


@compiled
def spelt_like(
    text: Any,
    offsets: Any,
    lengths: Any,
    signatures: Any,
    start: int,
    stop: int,
    typed: Any,
    limit: int,
    found: Any,
    distances: Any,
) -> int:
    """Find the words from `start` to `stop` that are at most `limit` edits from `typed`; return how many were found.

    `typed` is uint32 code points. `found` and `distances` are filled as far as they go; the number returned may be larger.
    """
    classes = np.uint32(0)
    for at in range(typed.shape[0]):
        classes |= np.uint32(1) << (typed[at] & np.uint32(31))
    letters = np.empty(LONGEST, np.uint32)
    rows = np.empty((3, typed.shape[0] + 1), np.int64)
    count = 0
    for word in range(start, stop):
        if abs(np.int64(lengths[word]) - typed.shape[0]) > limit:
            continue
        other = signatures[word]
        if _bits(classes & ~other) > limit or _bits(other & ~classes) > limit:
            continue
        size = _decode(text, offsets[word], offsets[word + 1], letters)
        if size > LONGEST:
            continue
        far = distance(letters, size, typed, typed.shape[0], limit, rows)
        if far <= limit:
            if count < found.shape[0]:
                found[count] = word
                distances[count] = far
            count += 1
    return count
