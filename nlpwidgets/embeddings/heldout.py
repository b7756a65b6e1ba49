"""An honest loss: what a gensim model says of text it was not trained on.

gensim's own running loss is a float32 sum over training pairs, which stops growing on long runs. Here the loss is the mean over
a fixed set of examples from documents held out before training, each with fixed noise words, computed in float64.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.embeddings.word2vec import keep_probability, noise_distribution

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nlpwidgets.embeddings.corpora import Corpus

MOST_WORDS = 100_000  # of held-out text that examples are taken from
MOST_EXAMPLES = 20_000  # in the loss: its standard error is then about a hundredth
_BLOCK = 2048  # examples computed at once


def split(corpus: Corpus, share: float, *, seed: int) -> tuple[Corpus, Corpus]:
    """Part a corpus into what is trained on and what is held out, by a draw of documents.

    At least one document is held out where `share` is above 0 and there are two or more; of a single one nothing can be.
    """
    chosen = np.zeros(len(corpus), bool)
    if share and len(corpus) > 1:
        number = min(max(round(share * len(corpus)), 1), len(corpus) - 1)
        chosen[np.random.default_rng(seed).permutation(len(corpus))[:number]] = True
    return corpus.part(~chosen), corpus.part(chosen)


@dataclass(frozen=True)
class Examples:
    """What the loss is computed on. Words are rows of the vocabulary.

    Attributes
    ----------
    inputs : ndarray of int64
        Input words of all examples, one after the other: one each for skip-gram, the whole context for CBOW.
    owners : ndarray of int64
        The example each of them belongs to; never falls.
    targets : ndarray of shape (examples,), int64
    noise : ndarray of shape (examples, negative), int64
    """

    inputs: NDArray[np.int64]
    owners: NDArray[np.int64]
    targets: NDArray[np.int64]
    noise: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.targets)


def examples(held: Corpus, model: Any, *, seed: int, most: int = MOST_EXAMPLES) -> Examples:
    """Draw the examples for a gensim model as it draws those it trains on, once.

    Unknown words are dropped, frequent ones thinned out (the trainer's formula), each window has a random size. Noise words come
    from the trainer's distribution.

    Parameters
    ----------
    held : Corpus
    model : gensim.models.Word2Vec or FastText
        With its vocabulary built; the options are read from it.
    seed : int
        Fixes all of it.
    most : int
        If there are more examples, this many of them are drawn.
    """
    random = np.random.default_rng([seed, 1])
    counts = np.asarray(model.wv.expandos["count"], np.float64)
    rows, pieces = _kept(held, model, counts, random)
    sizes = random.integers(1, model.window + 1, len(rows))
    centres, others = _neighbours(pieces, sizes)
    if model.sg:
        if len(centres) > most:
            drawn = np.sort(random.choice(len(centres), most, replace=False))
            centres, others = centres[drawn], others[drawn]
        # Word2Vec predicts the centre from each word around it, FastText the other way round
        given, targets = (centres, others) if _subwords(model) else (others, centres)
        inputs, owners = rows[given], np.arange(len(given))
        targets = rows[targets]
    else:
        places, owners = np.unique(centres, return_inverse=True)
        if len(places) > most:
            chosen = np.zeros(len(places), bool)
            chosen[random.choice(len(places), most, replace=False)] = True
            others, owners = others[chosen[owners]], (np.cumsum(chosen) - 1)[owners[chosen[owners]]]
            places = places[chosen]
        inputs, targets = rows[others], rows[places]
    shape = (len(targets), model.negative)
    noise = random.choice(len(counts), shape, p=noise_distribution(counts, power=model.ns_exponent))
    return Examples(inputs, owners, targets, noise)


def _kept(
    held: Corpus, model: Any, counts: NDArray[np.float64], random: np.random.Generator
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the rows of the words that stay, and the number of the piece each is in."""
    ids = held.ids[:MOST_WORDS]
    pieces = np.searchsorted(held.ends, np.arange(len(ids)), side="right")
    row_of = model.wv.key_to_index
    table = np.array([row_of.get(word, -1) for word in held.words], np.int64)
    rows = table[ids]
    kept = rows >= 0
    rows, pieces = rows[kept], pieces[kept]
    kept = random.random(len(rows)) < keep_probability(counts, threshold=model.sample)[rows]
    return rows[kept], pieces[kept]


def _neighbours(pieces: NDArray[np.int64], sizes: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return places of centres, and of the words in their windows, ordered by centre and place."""
    places = np.arange(len(pieces))
    found = []
    for distance in range(1, int(sizes.max(initial=0)) + 1):
        left, right = places[:-distance], places[distance:]
        together = pieces[:-distance] == pieces[distance:]
        after = together & (sizes[:-distance] >= distance)
        before = together & (sizes[distance:] >= distance)
        found += [(left[after], right[after]), (right[before], left[before])]
    if not found:
        return places[:0], places[:0]
    centres, others = (np.concatenate(part) for part in zip(*found, strict=True))
    order = np.lexsort((others, centres))
    return centres[order], others[order]


class HeldOutLoss:
    """The mean loss of a gensim model over held-out examples.

    Negative sampling: ``−ln σ(u_o·h) − Σ ln σ(−u_k·h)``, where a noise word that is the target itself is passed over, as the
    trainer does. Hierarchical softmax: ``−ln p(o|h)``, exactly, over the Huffman path.

    h is what the trainer computes: for skip-gram the vector of the word, for CBOW the mean of the context's. fastText: for CBOW the
    mean of all vectors of words and n-grams in the context; for skip-gram gensim divides the sum of the word's vector and those of
    its n-grams by the number of n-grams (not one more), and so does this.

    Parameters
    ----------
    model : gensim.models.Word2Vec or FastText
        With its vocabulary built. It is only read, so that this may run while it trains.
    examples : Examples
    """

    def __init__(self, model: Any, examples: Examples) -> None:
        from scipy import sparse

        self.examples = examples
        shape = (len(examples), len(model.wv))
        words = sparse.csr_array((np.ones(len(examples.inputs)), (examples.owners, examples.inputs)), shape=shape)
        divisor = words.sum(1)
        grams = None
        if _subwords(model):
            lists = model.wv.buckets_word
            rows = np.repeat(np.arange(len(lists)), [len(buckets) for buckets in lists])
            columns = np.concatenate([np.asarray(buckets, np.int64) for buckets in lists])
            table = sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(lists), model.wv.bucket))
            grams = (words @ table).tocsr()
            number = grams.sum(1)
            divisor = np.maximum(number, 1) if model.sg else divisor + number
        scale = sparse.diags_array(1 / divisor)
        self._words = _Mean((scale @ words).tocsr())
        self._grams = None if grams is None else _Mean((scale @ grams).tocsr())

    def __call__(self, model: Any) -> float | None:
        """Return the mean loss; None where there is no example."""
        return float(self.each(model).mean()) if len(self.examples) else None

    def each(self, model: Any) -> NDArray[np.float64]:
        """Return the loss of every example, float64 of shape (examples,)."""
        h = self.hidden(model)
        blocks = [slice(start, start + _BLOCK) for start in range(0, len(h), _BLOCK)]
        return np.concatenate([*(self._losses(model, h[block], block) for block in blocks), np.empty(0)])

    def hidden(self, model: Any) -> NDArray[np.float64]:
        """Return h of every example, float64 of shape (examples, size)."""
        if self._grams is None:
            return self._words(model.wv.vectors)
        return self._words(model.wv.vectors_vocab) + self._grams(model.wv.vectors_ngrams)

    def _losses(self, model: Any, h: NDArray[np.float64], block: slice) -> NDArray[np.float64]:
        targets, noise = self.examples.targets[block], self.examples.noise[block]
        losses = np.zeros(len(targets))
        if model.hs:
            # gensim's Huffman tree; a word that is alone in its vocabulary has no turns
            codes, paths = model.wv.expandos["code"][targets], model.wv.expandos["point"][targets]
            owners = np.repeat(np.arange(len(targets)), [len(code) for code in codes])
            turn = np.concatenate([np.asarray(code, np.int64) for code in codes])
            path = np.concatenate([np.asarray(nodes, np.int64) for nodes in paths])
            scores = np.einsum("ij,ij->i", model.syn1[path].astype(np.float64), h[owners])
            losses += np.bincount(owners, -_log_sigmoid((1 - 2 * turn) * scores), len(targets))
        if model.negative:
            output = model.syn1neg
            losses -= _log_sigmoid(np.einsum("ij,ij->i", output[targets].astype(np.float64), h))
            against = np.einsum("ikj,ij->ik", output[noise].astype(np.float64), h)
            losses -= np.where(noise == targets[:, None], 0, _log_sigmoid(-against)).sum(1)
        return losses


class _Mean:
    """A sparse matrix times some rows of a table; rows that no example needs are not touched."""

    def __init__(self, weights: Any) -> None:
        from scipy import sparse

        self._rows, columns = np.unique(weights.indices, return_inverse=True)
        shape = (weights.shape[0], len(self._rows))
        self._weights = sparse.csr_array((weights.data, columns, weights.indptr), shape=shape)

    def __call__(self, table: NDArray[np.float32]) -> NDArray[np.float64]:
        return np.asarray(self._weights @ table[self._rows].astype(np.float64))


def _subwords(model: Any) -> bool:
    """Whether it is a fastText model."""
    return hasattr(model.wv, "vectors_ngrams")


def _log_sigmoid(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(-np.logaddexp(0, -x))
