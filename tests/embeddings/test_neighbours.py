"""Nearest words against gensim."""

from __future__ import annotations

import numpy as np
import pytest

from nlpwidgets.embeddings.neighbouring import Neighbour, neighbours, neighbours_of_many
from nlpwidgets.embeddings.spelling import UnknownWordError
from tests.embeddings.asking_samples import clustered, made, subword, wiki


def same(found, expected):
    assert [one.word for one in found] == [word for word, _ in expected]
    np.testing.assert_allclose([one.cosine for one in found], [score for _, score in expected], atol=1e-6)


@pytest.mark.parametrize("count", [500, 22_000])
def test_equals_gensim(count):
    vectors = clustered(count, 40)
    for word in ("w0", "w17", f"w{count - 1}"):
        same(neighbours(vectors, word), vectors.most_similar(word))
        same(neighbours(vectors, word, k=3, restrict=100), vectors.most_similar(word, topn=3, restrict_vocab=100))
    same(neighbours(vectors, ["w1", "w2"]), vectors.most_similar(["w1", "w2"]))
    query = np.random.default_rng(5).standard_normal(40).astype(np.float32)
    same(neighbours(vectors, query, k=25), vectors.similar_by_vector(query, topn=25))
    same(neighbours(vectors, query.tolist()), vectors.similar_by_vector(query))


@pytest.mark.slow
def test_equals_gensim_on_real_vectors():
    vectors = wiki()
    random = np.random.default_rng(0)
    for row in random.integers(0, len(vectors), 60).tolist():
        word = vectors.index_to_key[row]
        same(neighbours(vectors, word), vectors.most_similar(word))


def test_a_row_is_its_word():
    vectors = clustered(100, 8)
    found = neighbours(vectors, "w5", k=4)
    assert neighbours(vectors, 5, k=4) == found
    assert neighbours(vectors, np.int64(5), k=4) == found
    assert isinstance(found[0], Neighbour)
    assert all(type(one.row) is int and type(one.cosine) is float for one in found)
    assert [vectors.index_to_key[one.row] for one in found] == [one.word for one in found]


def test_what_is_left_out():
    vectors = clustered(100, 8)
    assert neighbours(vectors, "w5", k=1, exclude=False)[0].word == "w5"
    second = neighbours(vectors, "w5", k=2)
    assert neighbours(vectors, "w5", k=1, exclude=["w5", second[0].word, "no such word"]) == second[1:]
    assert len(neighbours(vectors, "w5", k=1000)) == 99
    with pytest.raises(TypeError, match="exclude is True, False or a list"):
        neighbours(vectors, "w5", exclude="w6")


def test_least_similar():
    vectors = clustered(300, 8)
    everything = neighbours(vectors, "w5", k=299)
    found = neighbours(vectors, "w5", k=7, least=True)
    assert [one.word for one in found] == [one.word for one in everything[::-1]][:7]
    np.testing.assert_allclose([one.cosine for one in found], [one.cosine for one in everything[::-1]][:7], atol=1e-14)


def test_many_at_once():
    vectors = clustered(400, 12)
    words = ["w3", "w399", 17, "w0"]
    assert neighbours_of_many(vectors, words, k=5) == tuple(neighbours(vectors, word, k=5) for word in words)
    matrix = np.random.default_rng(0).standard_normal((6, 12))
    assert neighbours_of_many(vectors, matrix, restrict=50) == tuple(
        neighbours(vectors, query, restrict=50) for query in matrix
    )
    assert neighbours_of_many(vectors, []) == ()
    with pytest.raises(TypeError, match="a list of words"):
        neighbours_of_many(vectors, "w3")


def test_fasttext_answers_for_unknown_words():
    model = subword()
    assert "catz" not in model.wv.key_to_index
    same(neighbours(model, "catz", k=5), model.wv.most_similar("catz", topn=5))
    same(neighbours(model.wv, ["catz", "dog"], k=3), model.wv.most_similar(["catz", "dog"], topn=3))


def test_unknown_words_are_said_with_the_nearest_spellings():
    vectors = made(np.eye(3), ["king", "queen", "kingdom"])
    with pytest.raises(UnknownWordError) as caught:
        neighbours(vectors, "kinng")
    assert isinstance(caught.value, KeyError)
    assert caught.value.word == "kinng"
    assert caught.value.suggestions == ("king",)
    assert str(caught.value) == "'kinng' is not in the vocabulary of 3 words; the nearest are 'king'"


@pytest.mark.parametrize(
    ("query", "options", "error", "text"),
    [
        (np.ones(3), {}, ValueError, r"has the shape \(4,\), not \(3,\)"),
        (np.zeros(4), {}, ValueError, "all zeros"),
        ([1.0, np.nan, 0, 0], {}, ValueError, "not finite"),
        (object(), {}, TypeError, "a query is a word"),
        ({"a": 1}, {}, TypeError, "a query is a word"),
        (True, {}, ValueError, "shape"),
        (99, {}, ValueError, "there is no row 99: they are numbered from 0 to 9"),
        ("w1", {"k": 0}, ValueError, "k is at least 1"),
        ("w1", {"k": 2.5}, TypeError, "whole number"),
        ("w1", {"restrict": -1}, ValueError, "restrict is at least 0"),
    ],
)
def test_errors(query, options, error, text):
    with pytest.raises(error, match=text):
        neighbours(clustered(10, 4), query, **options)


def test_no_vectors():
    with pytest.raises(TypeError, match="expected gensim KeyedVectors"):
        neighbours({"a": [1]}, "a")
