"""Small word vectors, and what brute force says of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from gensim.models import FastText, KeyedVectors

MEANINGS: dict[str, tuple[int, ...]] = {
    "man": (0, 1),
    "woman": (0, 2),
    "king": (1, 3),
    "queen": (2, 3),
    "prince": (1, 3, 4),
    "princess": (2, 3, 4),
    "boy": (1, 4),
    "girl": (2, 4),
    "france": (5,),
    "paris": (5, 6),
    "italy": (7,),
    "rome": (7, 6),
    "germany": (8,),
    "berlin": (8, 6),
    "apple": (9,),
    "pear": (9, 10),
    "Paris": (5, 6, 10),
    "throne": (3, 10),
    "father": (1, 11),
    "mother": (2, 11),
}


def small(size: int = 12, seed: int = 0, scale: float = 1.0) -> KeyedVectors:
    """Vectors in which some analogies hold, of different lengths."""
    draw = np.random.default_rng(seed)
    rows = 0.15 * draw.standard_normal((len(MEANINGS), size))
    for row, axes in enumerate(MEANINGS.values()):
        for axis in axes:
            rows[row, axis % size] += 1
    rows *= draw.uniform(0.5, 2, (len(rows), 1)) * scale
    vectors = KeyedVectors(size)
    vectors.add_vectors(list(MEANINGS), rows.astype(np.float32))
    return vectors


def many(words: int = 500, size: int = 8, seed: int = 0) -> KeyedVectors:
    """Random vectors of made-up words."""
    vectors = KeyedVectors(size)
    rows = np.random.default_rng(seed).standard_normal((words, size)).astype(np.float32)
    vectors.add_vectors([f"word{row}" for row in range(words)], rows)
    return vectors


def fast() -> Any:
    """A fastText model, which has vectors for words it never saw."""
    texts = [["man", "king", "woman", "queen", "kings", "queens"], ["paris", "france", "rome", "italy"]] * 10
    return FastText(texts, vector_size=8, min_count=1, epochs=2, bucket=500, seed=1, workers=1)


def unit(vectors: KeyedVectors, word: str) -> Any:
    vector = vectors[word].astype(np.float64)
    return vector / np.linalg.norm(vector)


def score(vectors: KeyedVectors, method: str, a: str, b: str, c: str, d: str) -> float:
    """By the definitions, in float64."""
    va, vb, vc, vd = (unit(vectors, word) for word in (a, b, c, d))

    def cosine(x: Any, y: Any) -> float:
        return float(x @ y / (np.linalg.norm(x) * np.linalg.norm(y)))

    if method == "3cosadd":
        return cosine(vd, vb - va + vc)
    if method == "3cosmul":
        moved = [(1 + cosine(vd, one)) / 2 for one in (va, vb, vc)]
        return moved[1] * moved[2] / (moved[0] + 1e-6)
    return 0.0 if d == c else cosine(vd - vc, vb - va)


def ranking(vectors: KeyedVectors, method: str, a: str, b: str, c: str, *, exclude: bool) -> list[tuple[str, float]]:
    """All words by falling score."""
    words = [word for word in vectors.index_to_key if not (exclude and word in (a, b, c))]
    return sorted(((word, score(vectors, method, a, b, c, word)) for word in words), key=lambda one: -one[1])
