"""Pairs, subsampling, noise, the Huffman tree, n-grams and buckets, against gensim and against counting by hand."""

from __future__ import annotations

import doctest
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from gensim.models import Word2Vec
from gensim.models.fasttext import ft_ngram_hashes
from gensim.models.fasttext_inner import compute_ngrams
from hypothesis import given
from hypothesis import strategies as st

from nlpwidgets.embeddings import bundled, corpora, subwords, training, word2vec
from nlpwidgets.embeddings.subwords import bucket, ngrams, shared_buckets
from nlpwidgets.embeddings.word2vec import huffman, keep_probability, noise_distribution, training_pairs

COUNTS = st.lists(st.integers(1, 10**6), min_size=1, max_size=60)
WORDS = st.text(min_size=1, max_size=12)


@pytest.mark.parametrize("module", [bundled, corpora, subwords, training, word2vec], ids=lambda module: module.__name__)
def test_examples_in_docstrings(module):
    assert doctest.testmod(module).failed == 0


@given(st.lists(st.sampled_from("abcde"), max_size=12), st.integers(1, 6))
def test_pairs_are_all_words_within_the_window(tokens, window):
    expected = [
        (tokens[here], tokens[there])
        for here in range(len(tokens))
        for there in range(len(tokens))
        if 0 < abs(here - there) <= window
    ]
    assert training_pairs(tokens, window=window) == expected
    contexts = training_pairs(tokens, window=window, algorithm="cbow")
    assert [(centre, word) for context, centre in contexts for word in context] == expected


def test_dynamic_windows_have_each_size_as_often():
    tokens = [f"w{number}" for number in range(6001)]
    pairs = training_pairs(tokens, window=3, dynamic=True, seed=4)
    assert pairs == training_pairs(tokens, window=3, dynamic=True, seed=4)
    assert pairs != training_pairs(tokens, window=3, dynamic=True, seed=5)
    distances = Counter(abs(int(centre[1:]) - int(other[1:])) for centre, other in pairs)
    # a word at distance d is in the window where the size drawn is d or more: 3, 2 and 1 times in 3
    assert [distances[d] / len(tokens) for d in (1, 2, 3)] == pytest.approx([2, 4 / 3, 2 / 3], abs=0.06)


def test_windows_of_each_token():
    assert training_pairs(["a", "b", "c"], window=[1, 0, 2]) == [("a", "b"), ("c", "a"), ("c", "b")]
    with pytest.raises(ValueError, match="2 sizes for 3 tokens"):
        training_pairs(["a", "b", "c"], window=[1, 0])


@pytest.mark.parametrize(
    ("arguments", "options", "error"),
    [
        (("words",), {}, TypeError),
        ((["a"],), {"window": 0}, ValueError),
        ((["a"],), {"algorithm": "glove"}, ValueError),
        ((["a"],), {"window": [1], "dynamic": True}, ValueError),
    ],
)
def test_senseless_pairs(arguments, options, error):
    with pytest.raises(error):
        training_pairs(*arguments, **options)


@given(COUNTS, st.sampled_from([1e-5, 1e-3, 0.1]))
def test_keeping_by_the_paper_and_by_the_code(counts, threshold):
    shares = np.array(counts) / sum(counts)
    paper = 1 - np.maximum(1 - np.sqrt(threshold / shares), 0)
    np.testing.assert_allclose(keep_probability(counts, threshold=threshold, formula="paper"), paper)
    code = np.minimum((np.sqrt(shares / threshold) + 1) * threshold / shares, 1)
    np.testing.assert_allclose(keep_probability(counts, threshold=threshold), code)
    assert keep_probability(counts, threshold=0).min() == 1


@given(COUNTS)
def test_keeping_equals_gensim(counts):
    model = gensim_with(counts, sample=1e-2)
    kept = keep_probability(model.wv.expandos["count"], threshold=1e-2)
    np.testing.assert_allclose(model.wv.expandos["sample_int"] / (2**32 - 1), kept, rtol=1e-6)


@given(COUNTS, st.sampled_from([0.0, 0.75, 1.0]))
def test_noise_equals_gensim(counts, power):
    model = gensim_with(counts, ns_exponent=power, negative=5)
    shares = np.diff(model.cum_table.astype(np.int64), prepend=0) / model.cum_table[-1]
    np.testing.assert_allclose(noise_distribution(model.wv.expandos["count"], power=power), shares, atol=2e-9)


@given(COUNTS)
def test_tree_equals_gensim(counts):
    model = gensim_with(counts, hs=1, negative=0)
    tree = huffman(model.wv.expandos["count"])
    for row in range(len(counts)):
        assert tree.codes[row].tolist() == list(model.wv.get_vecattr(row, "code"))
        assert tree.paths[row].tolist() == list(model.wv.get_vecattr(row, "point"))


@given(COUNTS)
def test_tree_is_shortest_and_its_probabilities_sum_to_one(counts):
    tree = huffman(counts)
    lengths = [len(code) for code in tree.codes]
    if len(counts) > 1:
        assert (
            sum(0.5**length for length in lengths) == 1
        )  # Kraft: no word is the beginning of another, none is lacking
    shares = np.array(counts) / sum(counts)
    entropy = -(shares * np.log2(shares)).sum()
    mean = (shares * lengths).sum()
    assert entropy - 1e-9 <= mean < entropy + 1
    random = np.random.default_rng(0)
    scores = random.normal(size=max(len(counts) - 1, 1))
    total = 0.0
    for code, path in zip(tree.codes, tree.paths, strict=True):
        total += np.prod(1 / (1 + np.exp(-(1 - 2.0 * code) * scores[path])))
    assert total == pytest.approx(1)


@pytest.mark.parametrize("counts", [[], [[1]], [-1, 2], [0, 0], [float("nan")]])
def test_senseless_counts(counts):
    for function in (keep_probability, noise_distribution, huffman):
        with pytest.raises(ValueError, match="counts"):
            function(counts)


@given(WORDS, st.integers(1, 4), st.integers(0, 4))
def test_grams_and_buckets_equal_gensim(word, shortest, more):
    longest = shortest + more
    grams = ngrams(word, min_n=shortest, max_n=longest)
    assert [bucket(gram, buckets=977) for gram in grams] == ft_ngram_hashes(word, shortest, longest, 977)
    if shortest > 1:
        assert sorted(grams) == sorted(compute_ngrams(word, shortest, longest))


def test_a_gram_is_not_the_word_between_marks():
    assert "her" in ngrams("where")
    assert "<her>" in ngrams("her")
    assert "<her>" not in ngrams("where")


@given(st.lists(WORDS, max_size=8))
def test_collisions_are_all_there_and_real(words):
    found = shared_buckets(words, min_n=2, max_n=3, buckets=7)
    grams = {gram for word in words for gram in ngrams(word, min_n=2, max_n=3)}
    expected = {
        place: {gram for gram in grams if bucket(gram, buckets=7) == place}
        for place in {bucket(gram, buckets=7) for gram in grams}
    }
    assert {place: set(together) for place, together in found.items()} == {
        place: together for place, together in expected.items() if len(together) > 1
    }
    assert all(len(set(together)) == len(together) for together in found.values())


@pytest.mark.parametrize("lengths", [(0, 3), (4, 3)])
def test_senseless_lengths(lengths):
    with pytest.raises(ValueError, match="min_n"):
        ngrams("word", min_n=lengths[0], max_n=lengths[1])


def gensim_with(counts, **options):
    """A gensim model with a vocabulary of these counts, untrained."""
    model = Word2Vec(vector_size=1, min_count=1, workers=1, **options)
    model.build_vocab_from_freq({f"w{place}": count for place, count in enumerate(counts)}, corpus_count=1)
    held = model.wv.expandos["count"]
    assert all(first >= second for first, second in pairwise(held.tolist()))
    return model
