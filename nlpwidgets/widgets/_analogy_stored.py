"""What a saved page of an analogy solver holds, so that it can answer without a kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nlpwidgets.widgets._wire import pack, sendable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gensim.models import KeyedVectors

    from nlpwidgets.widgets._analogy_wire import WorkingSet

MOST_BYTES = 4_500_000
"""Of the vectors in one page, before base64."""


def working_set(vectors: KeyedVectors, needed: Iterable[str], max_bytes: int) -> WorkingSet:
    """Return the words that are needed and, as many as fit, the first of the vocabulary, at length 1 in float16.

    Half precision keeps a cosine to about 0.0005; the page shows three decimals.
    """
    from nlpwidgets.embeddings._vectors import unit_rows

    # a third more for base64, and room for the words themselves
    budget = min(MOST_BYTES, max_bytes // 3)
    most = max(1, budget // (2 * int(vectors.vector_size) + 12))
    rows = _rows(vectors.key_to_index, needed, most, len(vectors))
    return {
        "words": [sendable(vectors.index_to_key[row]) for row in rows],
        "rows": pack(np.asarray(rows, np.int32)),
        "vectors": pack(unit_rows(vectors.vectors[rows]).astype(np.float16)),
    }


def _rows(index: dict[str, int], needed: Iterable[str], most: int, words: int) -> list[int]:
    first = dict.fromkeys(index[word] for word in needed if word in index)
    for row in range(words):
        if len(first) >= most:
            break
        first.setdefault(row)
    return sorted(first)
