"""Word vectors for the tests of what is asked of them."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
from gensim.models import FastText, KeyedVectors


def made(vectors, words=None):
    """KeyedVectors of an array."""
    vectors = np.asarray(vectors, np.float32)
    found = KeyedVectors(vectors.shape[1])
    found.add_vectors(words or [f"w{row}" for row in range(len(vectors))], vectors)
    return found


def clustered(count=2000, size=50, seed=0):
    """Vectors with near neighbours, of different lengths."""
    random = np.random.default_rng(seed)
    centres = random.standard_normal((max(2, count // 10), size))
    rows = centres[random.integers(0, len(centres), count)] + 0.5 * random.standard_normal((count, size))
    return made(rows * random.uniform(0.1, 5, (count, 1)))


@lru_cache(1)
def subword():
    """A fastText model with n-grams."""
    text = [line.split() for line in ("the cat sat on the mat", "a dog ate the cat", "kings and queens ate") * 5]
    return FastText(text, vector_size=12, min_count=1, bucket=500, epochs=2, seed=1, workers=1)


def data(name):
    """A file of the shared data; skips the test where there is none."""
    folder = os.environ.get("NLPWIDGETS_DATA")
    path = Path(folder or "/nowhere") / name
    if not path.exists():
        pytest.skip("needs the shared data: set NLPWIDGETS_DATA")
    return path


@lru_cache(1)
def _wiki(path):
    with np.load(path) as file:
        return made(file["vectors"].astype(np.float32), file["words"].tolist())


def wiki():
    """50,000 words of Wikipedia, 100 numbers each."""
    return _wiki(data("vectors/wiki2018_sgns_50000x100.npz"))
