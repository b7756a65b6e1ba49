"""Word vectors and plain sums for the tests of what is measured."""

from __future__ import annotations

import json
import math
from functools import lru_cache

import numpy as np

from nlpwidgets.bias import Subspace
from tests.embeddings.asking_samples import data, made


def named(vectors):
    """KeyedVectors of a dict."""
    return made(list(vectors.values()), list(vectors))


def along(*directions, sets=()):
    """A subspace of given orthonormal directions."""
    rows = np.array(directions, np.float64)
    return Subspace(rows, np.ones(1), 1.0, "pca", tuple(sets), np.ones(len(sets)))


def axis(size, at=0):
    """The subspace of one coordinate."""
    return along(np.eye(size)[at])


def dot(one, other):
    """Exactly rounded, without NumPy."""
    return math.fsum(float(p) * float(q) for p, q in zip(one, other, strict=True))


def cosine(one, other):
    """Of two rows, without NumPy."""
    return dot(one, other) / math.sqrt(dot(one, one) * dot(other, other))


def mean(values):
    """Without NumPy."""
    values = list(values)
    return math.fsum(values) / len(values)


def pearson(one, other):
    """Without NumPy."""
    p, q = [v - mean(one) for v in one], [v - mean(other) for v in other]
    return dot(p, q) / math.sqrt(dot(p, p) * dot(q, q))


def ranks(values):
    """From 1, equal ones share their mean rank."""
    return [sum(v < w for v in values) + (sum(v == w for v in values) + 1) / 2 for w in values]


@lru_cache
def _published(path):
    with np.load(path) as file:
        return made(file["vectors"].astype(np.float32), file["words"].tolist())


def published(name):
    """Vectors of the shared data; skips the test where there are none."""
    return _published(data(f"vectors/{name}.npz"))


def weat_tests():
    """The published tests: number, X, Y, A, B, and what was published."""
    content = json.loads(data("bias/weat_tests_1_2_6_7_9.json").read_text())
    return {
        one["test"]: ([*one["targets"].values(), *one["attributes"].values()], one["published"], one["computed"])
        for one in content["tests"]
    }
