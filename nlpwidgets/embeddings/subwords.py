"""The parts of words that fastText knows: character n-grams, and the buckets they share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SEED, _PRIME, _MASK = 2_166_136_261, 16_777_619, 0xFFFFFFFF


def ngrams(word: str, *, min_n: int = 3, max_n: int = 6) -> list[str]:
    """Return the character n-grams of a word between the marks ``<`` and ``>``, by start, then by length.

    The whole word is no n-gram: it has a vector of its own, unless it is so short that ``<word>`` is one of these as well.
    A mark alone is none.

    References
    ----------
    Bojanowski et al. (2017), Enriching word vectors with subword information, section 3.2; order and marks as in the released
    program (dictionary.cc) and gensim.

    Examples
    --------
    >>> ngrams("where", min_n=3, max_n=3)
    ['<wh', 'whe', 'her', 'ere', 're>']
    """
    if not isinstance(word, str):
        raise TypeError(f"a word is a str, got {type(word).__name__}")
    if not 0 < min_n <= max_n:
        raise ValueError(f"lengths from min_n to max_n, 1 or more; got {min_n} to {max_n}")
    marked = f"<{word}>"
    return [
        marked[start : start + length]
        for start in range(len(marked))
        for length in range(min_n, min(max_n, len(marked) - start) + 1)
        if length > 1 or 0 < start < len(marked) - 1
    ]


def bucket(gram: str, *, buckets: int = 2_000_000) -> int:
    """Return the row of the table of n-grams in which a gram ends up: its FNV-1a hash, modulo the number of buckets.

    As in the released program, bytes above 127 are taken as negative numbers, which differs from FNV-1a by the book.

    Examples
    --------
    >>> bucket("her"), bucket("her", buckets=10)
    (1473420, 0)
    """
    if buckets < 1:
        raise ValueError(f"buckets= is 1 or more, got {buckets}")
    value = _SEED
    for byte in gram.encode("utf-8"):
        signed = byte - 256 if byte > 127 else byte
        value = ((value ^ (signed & _MASK)) * _PRIME) & _MASK
    return value % buckets


def shared_buckets(
    words: Iterable[str], *, min_n: int = 3, max_n: int = 6, buckets: int = 2_000_000
) -> dict[int, list[str]]:
    """Return the collisions: buckets that two or more different n-grams of these words share, with the grams.

    All grams in one bucket have one vector between them, and can not be told apart.

    Examples
    --------
    >>> shared_buckets(["where"], min_n=3, max_n=3, buckets=4)
    {0: ['<wh', 'her'], 1: ['whe', 'ere']}
    """
    if isinstance(words, str):
        raise TypeError("words is one str; pass a list of words")
    grams = dict.fromkeys(gram for word in words for gram in ngrams(word, min_n=min_n, max_n=max_n))
    held: dict[int, list[str]] = {}
    for gram in grams:
        held.setdefault(bucket(gram, buckets=buckets), []).append(gram)
    return {place: together for place, together in held.items() if len(together) > 1}
