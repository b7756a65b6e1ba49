"""gensim's objects made of words and rows at once, and parts of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from gensim.models import KeyedVectors
    from gensim.models.fasttext import FastTextKeyedVectors
    from numpy.typing import NDArray


def keyed_vectors(
    index: dict[str, int], rows: NDArray[np.float32], counts: NDArray[np.int64] | None = None
) -> KeyedVectors:
    """Make KeyedVectors around a matrix, without a copy.

    gensim makes up counts where a file has none; here only real ones are kept, as ``get_vecattr(word, "count")``.
    """
    from gensim.models import KeyedVectors

    made = KeyedVectors(rows.shape[1])
    _fill(made, index, counts)
    made.vectors = rows
    return made


def fasttext_vectors(
    index: dict[str, int],
    rows: NDArray[np.float32],
    own: NDArray[np.float32],
    ngrams: NDArray[np.float32],
    *,
    lengths: tuple[int, int],
    counts: NDArray[np.int64] | None = None,
) -> FastTextKeyedVectors:
    """Make FastTextKeyedVectors, which give words they do not know a vector from their n-grams.

    Parameters
    ----------
    index : dict of str to int
    rows : ndarray of shape (words, size)
        Vector of each word, n-grams in it.
    own : ndarray of shape (words, size)
        The same without n-grams.
    ngrams : ndarray of shape (buckets, size)
    lengths : pair of int
        Of the shortest and the longest n-gram, in characters.
    counts : ndarray of shape (words,) or None
    """
    from gensim.models.fasttext import FastTextKeyedVectors, ft_ngram_hashes

    shortest, longest = lengths
    made = FastTextKeyedVectors(rows.shape[1], shortest, longest, len(ngrams))
    _fill(made, index, counts)
    made.vectors, made.vectors_vocab, made.vectors_ngrams = rows, own, ngrams
    made.vectors_vocab_lockf = np.ones(1, dtype=np.float32)
    made.vectors_ngrams_lockf = np.ones(1, dtype=np.float32)
    made.buckets_word = [
        np.array(ft_ngram_hashes(word, shortest, longest, len(ngrams)) if len(ngrams) else [], dtype=np.uint32)
        for word in index
    ]
    return made


def _fill(made: KeyedVectors, index: dict[str, int], counts: NDArray[np.int64] | None) -> None:
    made.index_to_key = list(index)
    made.key_to_index = index
    made.next_index = len(index)
    if counts is not None:
        made.expandos["count"] = counts


def part_of(vectors: KeyedVectors, *, limit: int | None, words: frozenset[str] | None) -> KeyedVectors:
    """Return the chosen words of KeyedVectors as new ones; `vectors` itself where all are wanted."""
    if words is None and (limit is None or limit >= len(vectors)):
        return vectors
    keys = vectors.index_to_key[:limit]
    keep = [row for row, key in enumerate(keys) if words is None or key in words]
    index = {keys[row]: position for position, row in enumerate(keep)}
    counts = vectors.expandos["count"][keep] if "count" in vectors.expandos else None
    if type(vectors).__name__ == "FastTextKeyedVectors":
        return fasttext_vectors(
            index,
            vectors.vectors[keep],
            vectors.vectors_vocab[keep],
            vectors.vectors_ngrams,
            lengths=(vectors.min_n, vectors.max_n),
            counts=counts,
        )
    return keyed_vectors(index, vectors.vectors[keep], counts)
