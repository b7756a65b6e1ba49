"""Word vectors for the tests of subspaces and of what takes them out."""

from __future__ import annotations

import json
import os
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
from gensim.models import KeyedVectors

PAIRS = [("she", "he"), ("woman", "man"), ("her", "his"), ("girl", "boy")]
TRIPLES = [("church", "mosque", "synagogue"), ("christian", "muslim", "jewish"), ("priest", "imam", "rabbi")]


def made(rows, words=None):
    """KeyedVectors of an array."""
    rows = np.asarray(rows, np.float32)
    found = KeyedVectors(rows.shape[1])
    found.add_vectors([f"w{row}" for row in range(len(rows))] if words is None else list(words), rows)
    return found


def sets_and_others(sets, size=20, others=60, seed=0, apart=1.0):
    """Random vectors of different lengths for the words of sets, which differ by group, and for w0, w1, …."""
    random = np.random.default_rng(seed)
    ways = random.standard_normal((len(sets[0]), size))
    rows, words = [], []
    for one in sets:
        middle = random.standard_normal(size)
        for word, way in zip(one, ways, strict=True):
            rows.append(middle + apart * way + 0.3 * random.standard_normal(size))
            words.append(word)
    rows += list(random.standard_normal((others, size)) + random.standard_normal((others, 1)) * ways[0])
    words += [f"w{row}" for row in range(others)]
    return made(np.array(rows) * random.uniform(0.1, 9, (len(rows), 1)), words)


def unit(rows):
    """Rows at length 1, float64; the plain way."""
    rows = np.asarray(rows, np.float64)
    return rows / np.linalg.norm(rows, axis=-1, keepdims=True)


def rows_of(vectors, words):
    return unit([vectors[word] for word in words])


class Untouched:
    """Says whether KeyedVectors are still what they were."""

    def __init__(self, vectors):
        self.vectors, self.array, self.copy = vectors, vectors.vectors, vectors.vectors.copy()
        self.words, self.index = list(vectors.index_to_key), dict(vectors.key_to_index)
        self.norms, self.fields = vectors.norms, set(vars(vectors))

    def holds(self, found=None):
        same = self.vectors.vectors is self.array and np.array_equal(self.array, self.copy, equal_nan=True)
        same &= self.vectors.index_to_key == self.words and self.vectors.key_to_index == self.index
        same &= self.vectors.norms is self.norms and set(vars(self.vectors)) == self.fields
        if found is not None:
            same &= type(found) is KeyedVectors and not np.shares_memory(found.vectors, self.array)
            same &= found.key_to_index is not self.vectors.key_to_index
            same &= found.index_to_key is not self.vectors.index_to_key
            same &= found.index_to_key == self.words and found.key_to_index == self.index
        return bool(same)


def data(name):
    """A file of the shared data; skips the test where there is none."""
    path = Path(os.environ.get("NLPWIDGETS_DATA") or "/nowhere") / name
    if not path.exists():
        pytest.skip("needs the shared data: set NLPWIDGETS_DATA")
    return path


def listed(name):
    """A list of words of the shared data."""
    return json.loads(data(f"bias/debiaswe/{name}.json").read_text("utf-8"))


@lru_cache(1)
def _news(path):
    with np.load(path) as file:
        return made(file["vectors"], file["words"].tolist())


def news():
    """13,784 words of GoogleNews, 300 numbers each."""
    return _news(data("vectors/googlenews_13784x300.npz"))
