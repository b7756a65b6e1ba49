"""What every function on word vectors needs: the KeyedVectors inside, its words, its rows at unit length."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from gensim.models import KeyedVectors
    from numpy.typing import NDArray


def keyed(source: Any) -> KeyedVectors:
    """Return the gensim KeyedVectors in `source`: itself, or what it holds as ``.wv`` or ``.vectors``.

    Raises
    ------
    TypeError
        If there is none; `nlpwidgets.embeddings.load` takes paths, dicts, tables and layers.
    ValueError
        If it holds no words.
    """
    from gensim.models import KeyedVectors

    for candidate in (source, getattr(source, "wv", None), getattr(source, "vectors", None)):
        if isinstance(candidate, KeyedVectors):
            if not len(candidate):
                raise ValueError("these vectors hold no words")
            return candidate
    raise TypeError(
        f"expected gensim KeyedVectors or a model that holds them in .wv, got {type(source).__name__}; "
        "nlpwidgets.embeddings.load(…) takes names, paths, dicts, tables and layers"
    )


def unit_rows(matrix: NDArray[Any]) -> NDArray[np.float32]:
    """Return a copy with rows of length 1, float32; rows of zeros stay zeros."""
    norms = lengths_of(matrix)
    norms[norms == 0] = 1
    unit = np.empty(matrix.shape, np.float32)
    for start in range(0, len(matrix), 65_536):
        stop = start + 65_536
        unit[start:stop] = matrix[start:stop] / norms[start:stop, None]
    return unit


def lengths_of(matrix: NDArray[Any]) -> NDArray[np.float64]:
    """Return the Euclidean length of each row, float64; neither tiny nor huge float32 numbers under- or overflow when squared."""
    lengths = np.empty(len(matrix))
    for start in range(0, len(matrix), 65_536):
        block = matrix[start : start + 65_536]
        lengths[start : start + 65_536] = np.sqrt(np.einsum("ij,ij->i", block, block, dtype=np.float64))
    return lengths


def unit_of(vector: NDArray[Any]) -> NDArray[np.float64]:
    """Return a vector at unit length in float64; one of zeros stays so."""
    unit: NDArray[np.float64] = np.asarray(vector, np.float64)
    largest = np.abs(unit).max(initial=0.0)
    if largest == 0:
        return unit
    unit = unit / largest  # neither tiny nor huge values under- or overflow when squared
    found: NDArray[np.float64] = unit / np.sqrt((unit * unit).sum())
    return found


def row_of(vectors: KeyedVectors, word: str) -> int:
    """Return the row of a word.

    Raises
    ------
    KeyError
        If the word is not in the vocabulary.
    """
    if not isinstance(word, str):
        raise TypeError(f"a word is a str, got {type(word).__name__}: {word!r}")
    row = vectors.key_to_index.get(word)
    if row is None:
        raise KeyError(f"{word!r} is not in the vocabulary of {len(vectors):,} words")
    return int(row)
