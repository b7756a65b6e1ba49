"""The table of co-occurrences equals one counted in the plainest way, whatever the memory and the threads."""

from __future__ import annotations

import doctest
import math
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlpwidgets.embeddings import cooccurrence, corpora
from nlpwidgets.embeddings.cooccurrence import Cooccurrences, count_cooccurrences

TEXT = [
    ["the", "ice", "is", "solid", "and", "the", "water", "is", "cold"],
    ["the", "steam", "is", "gas", "and", "the", "water", "is", "hot"],
    [],
    ["the"],
    ["the", "the", "the", "cat"],
]


def plainly(documents, words, *, window, weighting, symmetric, across_documents):
    """Exact sums, as fractions, by (row, column)."""
    numbers = {word: number for number, word in enumerate(words)}
    kept = [[numbers[word] for word in document if word in numbers] for document in documents]
    if across_documents:
        kept = [[number for document in kept for number in document]]
    table = Counter()
    for document in kept:
        for place, left in enumerate(document):
            for distance, right in enumerate(document[place + 1 : place + 1 + window], 1):
                weight = Fraction(1, distance) if weighting == "distance" else Fraction(1)
                table[left, right] += weight
                if symmetric:
                    table[right, left] += weight
    return table


def cells(table):
    return {
        (row, column): value
        for row, column, value in zip(table.rows.tolist(), table.columns.tolist(), table.values.tolist(), strict=True)
    }


words = st.sampled_from([*"abcdefgh", "κόσμος", "don't"])
documents = st.lists(st.lists(words, max_size=40), min_size=1, max_size=8).filter(any)


@settings(max_examples=150, deadline=None)
@given(
    documents,
    st.integers(1, 24),
    st.sampled_from(["distance", "flat"]),
    st.booleans(),
    st.booleans(),
    st.sampled_from([1, 600, 1 << 30]),
    st.sampled_from([1, 2]),
    st.integers(1, 3),
)
def test_equals_a_plain_count_to_the_bit(
    documents, window, weighting, symmetric, across_documents, memory, threads, min_count
):
    options = {
        "window": window,
        "weighting": weighting,
        "symmetric": symmetric,
        "across_documents": across_documents,
    }
    counts = Counter(word for document in documents for word in document)
    kept = sorted((word for word in counts if counts[word] >= min_count), key=lambda word: (-counts[word], word))
    if not kept:
        with pytest.raises(ValueError, match="lower min_count="):
            count_cooccurrences(documents, min_count=min_count)
        return
    table = count_cooccurrences(documents, min_count=min_count, memory=memory, threads=threads, **options)
    assert table.words == tuple(kept)
    assert table.word_counts.tolist() == [counts[word] for word in kept]
    assert (table.tokens, table.kept) == (counts.total(), sum(counts[word] for word in kept))
    expected = plainly(documents, kept, **options)
    # the float64 next to the true sum
    assert cells(table) == {place: float(value) for place, value in expected.items()}
    for row in range(len(kept)):
        assert (np.diff(table.columns[table.starts[row] : table.starts[row + 1]]) > 0).all()


@pytest.mark.parametrize("memory", [1, 1 << 30])
def test_a_wide_window_sums_floats(memory):
    rng = np.random.default_rng(0)
    documents = [[f"w{number}" for number in rng.integers(0, 12, 300)] for _ in range(3)]
    options = {"window": 70, "weighting": "distance", "symmetric": True, "across_documents": False}
    table = count_cooccurrences(documents, min_count=1, memory=memory, **options)
    expected = plainly(documents, table.words, **options)
    found = cells(table)
    assert found.keys() == expected.keys()
    for place, value in expected.items():
        assert found[place] == pytest.approx(float(value), rel=1e-13)


def test_many_runs_are_merged_in_rounds():
    rng = np.random.default_rng(1)
    documents = [[f"w{number}" for number in rng.zipf(1.5, 5000) % 200]]
    # the smallest chunks: more of them than are open at a time
    small = count_cooccurrences(documents, min_count=2, window=3, memory=1)
    large = count_cooccurrences(documents, min_count=2, window=3)
    assert small.words == large.words
    for name in ("starts", "columns", "values"):
        np.testing.assert_array_equal(getattr(small, name), getattr(large, name))


def test_a_vocabulary_beyond_the_bits_of_one_word():
    rng = np.random.default_rng(2)
    documents = [[f"w{number}" for number in rng.integers(0, 9000, 30_000)]]
    options = {"window": 4, "weighting": "distance", "symmetric": True, "across_documents": False}
    table = count_cooccurrences(documents, min_count=1, **options)
    assert len(table.words) > 2 * 64 * 64
    assert cells(table) == {place: float(v) for place, v in plainly(documents, table.words, **options).items()}


def test_words_left_out_close_up():
    table = count_cooccurrences([["a", "rare", "b"]] * 5 + [["a", "b"]], min_count=6, window=1)
    assert table.words == ("a", "b")
    assert table.value("a", "b") == 6


def test_asymmetric_counts_what_stands_on_the_right():
    table = count_cooccurrences([["a", "b"]], min_count=1, symmetric=False)
    assert (table.value("a", "b"), table.value("b", "a")) == (1.0, 0.0)


def test_a_word_next_to_itself_counts_twice():
    assert count_cooccurrences([["a", "a"]], min_count=1).value("a", "a") == 2.0


def test_an_iterator_and_a_corpus_are_counted_as_a_list_is():
    expected = count_cooccurrences(TEXT, min_count=1)
    for corpus in (iter(TEXT), (tuple(document) for document in TEXT), corpora.read(document for document in TEXT)):
        found = count_cooccurrences(corpus, min_count=1)
        assert found.words == expected.words
        assert cells(found) == cells(expected)


def test_a_given_vocabulary_keeps_its_order():
    table = count_cooccurrences(TEXT, vocabulary=["water", "absent", "the"], window=2)
    assert table.words == ("water", "absent", "the")
    assert table.word_counts.tolist() == [2, 0, 8]
    assert table.value("water", "the") == 3
    assert table.value("absent", "the") == 0


def test_at_most_so_many_words():
    table = count_cooccurrences([["d", "c", "b", "a", "b"]], min_count=1, max_vocabulary=3)
    assert table.words == ("b", "a", "c")


def test_matrix_is_the_same_table():
    table = count_cooccurrences(TEXT, min_count=1)
    matrix = table.matrix()
    assert matrix.shape == (len(table.words),) * 2
    assert (matrix != matrix.T).nnz == 0
    coo = matrix.tocoo()
    assert dict(zip(zip(coo.row.tolist(), coo.col.tolist(), strict=True), coo.data.tolist(), strict=True)) == cells(
        table
    )
    assert matrix.nnz == len(table)
    assert matrix.sum() == pytest.approx(2 * sum(1 / d for doc in TEXT for d in range(1, len(doc)) for _ in doc[d:]))


def test_ratios_by_hand():
    table = count_cooccurrences(TEXT, min_count=1, weighting="flat", window=8)
    found = table.ratios("ice", "steam", ["solid", "gas", "water", "cat"])
    # each of the two stands among the eight other words of its document
    np.testing.assert_array_equal(found.probabilities, [[1 / 8, 0, 1 / 8, 0], [0, 1 / 8, 1 / 8, 0]])
    assert found.ratios[0] == math.inf
    assert found.ratios[1:3].tolist() == [0, 1]
    assert math.isnan(found.ratios[3])


def test_ratios_of_what_was_not_counted():
    table = count_cooccurrences([*TEXT, ["alone"]], min_count=1)
    with pytest.raises(KeyError, match="'snow' is not among the"):
        table.ratios("ice", "snow", ["solid"])
    with pytest.raises(ZeroDivisionError, match="near 'alone'"):
        table.ratios("alone", "ice", ["solid"])
    with pytest.raises(TypeError, match="a list of words"):
        table.ratios("ice", "steam", "solid")


@pytest.mark.parametrize(
    ("corpus", "options", "error", "message"),
    [
        ("a text", {}, TypeError, "an iterable of lists of words, got str"),
        (7, {}, TypeError, "got int"),
        ([["a"], "b c"], {}, TypeError, "document 1 is a str"),
        ([["a", 3]], {}, TypeError, "document 0 holds a int: 3"),
        ([["a"], ["b", ""]], {}, ValueError, "document 1 holds an empty word"),
        ([], {}, ValueError, "the corpus is empty"),
        ([["a"]], {}, ValueError, "no word occurs 5 times, the most frequent one 1 times"),
        ([["a"]], {"window": 0}, ValueError, "window= is at least 1, got 0"),
        ([["a"]], {"window": 1.5}, TypeError, "window= is a whole number"),
        ([["a"]], {"window": 10**9}, ValueError, "window= is at most"),
        ([["a"]], {"threads": True}, TypeError, "threads= is a whole number"),
        ([["a"]], {"memory": 0}, ValueError, "memory= is at least 1"),
        ([["a"]], {"weighting": "half"}, ValueError, "one of distance, flat, got 'half'"),
        ([["a"]], {"vocabulary": ["a"], "min_count": 2}, ValueError, "leave min_count= out"),
        ([["a"]], {"vocabulary": ["a", "a"]}, ValueError, "the same word twice"),
        ([["a"]], {"vocabulary": []}, ValueError, "vocabulary= is empty"),
        ([["a"]], {"vocabulary": "a"}, TypeError, "a list of words"),
        ([["a"]], {"vocabulary": [1]}, TypeError, "holds a int"),
    ],
)
def test_what_makes_no_sense(corpus, options, error, message):
    with pytest.raises(error, match=message):
        count_cooccurrences(corpus, **options)


def test_repr_says_how_large():
    assert repr(count_cooccurrences([["a", "b"]], min_count=1)) == "<Cooccurrences: 2 words, 2 cells, window 15>"
    assert isinstance(count_cooccurrences([["a"]], min_count=1), Cooccurrences)
    assert len(count_cooccurrences([["a"]], min_count=1)) == 0


def test_examples_in_the_documentation():
    assert doctest.testmod(cooccurrence).failed == 0
