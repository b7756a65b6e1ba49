"""The parts of word2vec, each by itself: training pairs, subsampling, noise words, the Huffman tree."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray


def training_pairs(
    tokens: Sequence[str],
    *,
    window: int | Sequence[int] = 5,
    algorithm: Literal["skipgram", "cbow"] = "skipgram",
    dynamic: bool = False,
    seed: int = 1,
) -> list[tuple[Any, Any]]:
    """Return what word2vec learns from in a text.

    Parameters
    ----------
    tokens : sequence of str
        One document.
    window : int or sequence of int
        How many words on each side belong to the context; or that number for each token.
    algorithm : {"skipgram", "cbow"}
    dynamic : bool
        The trainers do not use the whole window: at each token they draw its size, each of 1 to `window` as likely, so that
        near words count more. False shows all pairs there can be.
    seed : int
        Of that draw.

    Returns
    -------
    list of tuple
        Skip-gram: (centre, context word), one for each context word. CBOW: (tuple of the context words, centre).
        A token without context has none.

    Examples
    --------
    >>> training_pairs(["the", "cat", "sat"], window=1)
    [('the', 'cat'), ('cat', 'the'), ('cat', 'sat'), ('sat', 'cat')]
    >>> training_pairs(["the", "cat", "sat"], window=1, algorithm="cbow")
    [(('cat',), 'the'), (('the', 'sat'), 'cat'), (('cat',), 'sat')]
    """
    if isinstance(tokens, str):
        raise TypeError("tokens is one str; pass a list of words")
    if algorithm not in {"skipgram", "cbow"}:
        raise ValueError(f"no algorithm {algorithm!r}; there are skipgram, cbow")
    sizes = _windows(len(tokens), window, dynamic=dynamic, seed=seed)
    pairs: list[tuple[Any, Any]] = []
    for place, (centre, size) in enumerate(zip(tokens, sizes, strict=True)):
        context = (*tokens[max(place - size, 0) : place], *tokens[place + 1 : place + 1 + size])
        if algorithm == "skipgram":
            pairs += [(centre, other) for other in context]
        elif context:
            pairs.append((context, centre))
    return pairs


def _windows(length: int, window: int | Sequence[int], *, dynamic: bool, seed: int) -> list[int]:
    if isinstance(window, (int, np.integer)) and not isinstance(window, bool):
        if window < 1:
            raise ValueError(f"window= is 1 or more, got {window}")
        if dynamic:
            drawn: list[int] = np.random.default_rng(seed).integers(1, window + 1, length).tolist()
            return drawn
        return [int(window)] * length
    if dynamic:
        raise ValueError("dynamic=True draws the windows itself; give the largest as window=")
    sizes = [int(size) for size in window]  # type: ignore[union-attr]
    if len(sizes) != length or min(sizes, default=1) < 0:
        raise ValueError(f"window= gives {len(sizes)} sizes for {length} tokens; one each, none below 0")
    return sizes


def keep_probability(
    counts: ArrayLike, *, threshold: float = 1e-3, formula: Literal["paper", "code"] = "code"
) -> NDArray[np.float64]:
    """Return how likely an occurrence of each word is kept when frequent words are thinned out.

    Parameters
    ----------
    counts : array of shape (words,)
        How often each word occurs; all words of the vocabulary.
    threshold : float
        t: words of a smaller share than this are mostly kept. 0 keeps everything, as in gensim.
    formula : {"paper", "code"}
        With f the share of a word of all tokens, ``"paper"``: ``sqrt(t / f)``; ``"code"``, what the released C program and
        gensim compute: ``(sqrt(f / t) + 1) t / f``, which is ``sqrt(t / f) + t / f``. Both at most 1.

    Returns
    -------
    ndarray of shape (words,), float64

    References
    ----------
    Mikolov et al. (2013), Distributed representations of words and phrases and their compositionality, equation 5.

    Examples
    --------
    >>> keep_probability([96, 4], threshold=0.04, formula="paper").round(3).tolist()
    [0.204, 1.0]
    """
    if formula not in {"paper", "code"}:
        raise ValueError(f"no formula {formula!r}; there are paper, code")
    numbers = _counts(counts)
    if not threshold >= 0:
        raise ValueError(f"threshold= is 0 or more, got {threshold!r}")
    if threshold == 0:
        return np.ones(len(numbers))
    with np.errstate(divide="ignore"):
        ratio = threshold * numbers.sum() / numbers  # t / f
    kept = np.sqrt(ratio) if formula == "paper" else np.sqrt(ratio) + ratio
    probability: NDArray[np.float64] = np.minimum(kept, 1)
    return probability


def noise_distribution(counts: ArrayLike, *, power: float = 0.75) -> NDArray[np.float64]:
    """Return how likely each word is drawn as a noise word: its count to the power of 3/4, over the sum of all.

    Parameters
    ----------
    counts : array of shape (words,)
    power : float
        1 draws words as they occur, 0 all alike.

    Returns
    -------
    ndarray of shape (words,), float64
        Sums to 1.

    References
    ----------
    Mikolov et al. (2013), Distributed representations of words and phrases and their compositionality, section 2.2.

    Examples
    --------
    >>> noise_distribution([16, 1]).round(3).tolist()
    [0.889, 0.111]
    """
    raised: NDArray[np.float64] = _counts(counts) ** power
    shares: NDArray[np.float64] = raised / raised.sum()
    return shares


@dataclass(frozen=True)
class Huffman:
    """The tree of hierarchical softmax.

    ``p(word | h) = Π σ((1 − 2 code) u_node · h)`` over the inner nodes on the way to the word.

    Attributes
    ----------
    codes : tuple of ndarray of uint8
        For each word: at each turn from the root, 0 or 1.
    paths : tuple of ndarray of int64
        For each word: the inner nodes passed, from the root on, by number; as many as turns. There is one less than words.
    """

    codes: tuple[NDArray[np.uint8], ...]
    paths: tuple[NDArray[np.int64], ...]


def huffman(counts: ArrayLike) -> Huffman:
    """Build the Huffman tree over words: the rarer, the deeper. Same tree as gensim's.

    Parameters
    ----------
    counts : array of shape (words,)

    References
    ----------
    Mikolov et al. (2013), Efficient estimation of word representations in vector space, section 3; the tie breaking is that of
    gensim, which merges by Python's heap.

    Examples
    --------
    >>> [code.tolist() for code in huffman([5, 2, 1]).codes]
    [[1], [0, 1], [0, 0]]
    """
    numbers = _counts(counts)
    leaves = len(numbers)
    heap = [_Node(count, place) for place, count in enumerate(numbers.tolist())]
    heapq.heapify(heap)
    for merged in range(leaves - 1):
        low, high = heapq.heappop(heap), heapq.heappop(heap)
        heapq.heappush(heap, _Node(low.count + high.count, leaves + merged, low, high))
    codes: list[NDArray[np.uint8]] = [np.empty(0, np.uint8)] * leaves
    paths: list[NDArray[np.int64]] = [np.empty(0, np.int64)] * leaves
    waiting: list[tuple[_Node, list[int], list[int]]] = [(heap[0], [], [])]
    while waiting:
        node, code, path = waiting.pop()
        if node.low is None or node.high is None:
            codes[node.place], paths[node.place] = np.array(code, np.uint8), np.array(path, np.int64)
        else:
            here = [*path, node.place - leaves]
            waiting += [(node.low, [*code, 0], here), (node.high, [*code, 1], here)]
    return Huffman(tuple(codes), tuple(paths))


class _Node:
    """A word or a merged pair. Compares by count alone, or the heap would settle ties another way than gensim's."""

    __slots__ = ("count", "high", "low", "place")

    def __init__(self, count: float, place: int, low: _Node | None = None, high: _Node | None = None) -> None:
        self.count, self.place, self.low, self.high = count, place, low, high

    def __lt__(self, other: _Node) -> bool:
        return self.count < other.count


def _counts(counts: ArrayLike) -> NDArray[np.float64]:
    numbers = np.asarray(counts, np.float64)
    if numbers.ndim != 1 or not len(numbers):
        raise ValueError(f"counts is a list of one number per word, got shape {numbers.shape}")
    if not np.isfinite(numbers).all() or (numbers < 0).any() or not numbers.any():
        raise ValueError("counts are finite, none below 0, and not all 0")
    return numbers
