"""The reader's own sentence: as the matrix sees it, with its words shuffled, and misspelt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.widgets._wire import pack, sendable

if TYPE_CHECKING:
    from nlpwidgets.widgets._vectorizer_corpus import Corpus
    from nlpwidgets.widgets._vectorizer_counted import Counted, Grid
    from nlpwidgets.widgets._vectorizer_wire import Sentence

MOST_CHARACTERS = 5_000


class Tried:
    """A sentence, the same shuffled and misspelt, each with its vector in the weighting shown.

    The changes are made to the sentence as it was typed; each then goes through the pipeline as the documents did.
    """

    def __init__(
        self, corpus: Corpus, counted: Counted, text: str, seed: int, weighting: str, *, sublinear: bool
    ) -> None:
        from nlpwidgets.vectorize import misspell, shuffle

        if len(text) > MOST_CHARACTERS:
            raise ValueError(f"the sentence has {len(text):,} characters: try one of at most {MOST_CHARACTERS:,}")
        self._counted = counted
        self.texts = [corpus.prepare(one) for one in (text, shuffle(text, seed), misspell(text, seed))]
        self.vectors = [vector(counted, one, weighting, sublinear=sublinear) for one in self.texts]

    def same(self) -> bool:
        """Whether the shuffled sentence has exactly the vector of the sentence."""
        first, second = self.vectors[:2]
        return bool((first.indices.shape == second.indices.shape) and (first != second).nnz == 0)

    def similarity(self) -> float:
        """Cosine between sentence and misspelt sentence."""
        first, _, third = self.vectors
        lengths = float(np.sqrt((first.data**2).sum() * (third.data**2).sum()))
        return min(1.0, float(first.multiply(third).sum()) / lengths) if lengths > 0 else 0.0

    def sentences(self, grid: Grid) -> list[Sentence]:
        """All three, with columns in the order shown."""
        return [sentence(self._counted, grid, *pair) for pair in zip(self.texts, self.vectors, strict=True)]


def vector(counted: Counted, text: str, weighting: str, *, sublinear: bool) -> Any:
    """Return a preprocessed text as a row of the matrix in the weighting shown: CSR (1, terms), float64, sorted indices."""
    if weighting in ("count", "tf"):
        found = counted.bag.transform([text]).astype(np.float64)
        if weighting == "tf":
            found = found / max(int(counted.bag.lengths_of([text])[0]), 1)
    else:
        found = counted.tfidf(weighting, sublinear=sublinear and weighting == "smooth").transform([text])
    found = found.tocsr()
    found.eliminate_zeros()
    found.sort_indices()
    return found


def sentence(counted: Counted, grid: Grid, text: str, weights: Any) -> Sentence:
    """Return a text with its terms, inside and outside the vocabulary, by first place."""
    places = counted.places(text)
    terms: dict[str, int] = {}
    counts: list[int] = []
    for term, _, _ in places:
        if terms.setdefault(term, len(terms)) == len(counts):
            counts.append(0)
        counts[terms[term]] = 1 if counted.binary else counts[terms[term]] + 1
    columns = [counted.column.get(term, -1) for term in terms]
    weight = dict(zip(weights.indices.tolist(), weights.data.tolist(), strict=True))
    return {
        "text": sendable(text),
        "terms": [sendable(term) for term in terms],
        "columns": pack(np.array([grid.column_of[k] if k >= 0 else -1 for k in columns], np.int32)),
        "counts": pack(np.array(counts, np.int32)),
        "weights": pack(np.array([weight.get(k, 0.0) for k in columns], np.float32)),
        "places": pack(np.array([(terms[term], a, b) for term, a, b in places], np.int32).reshape(-1, 3)),
    }
