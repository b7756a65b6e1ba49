"""PCA, beside scikit-learn; and what may be projected."""

import numpy as np
import pytest
from gensim.models import KeyedVectors
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.decomposition import PCA

from nlpwidgets.embeddings import _pca
from nlpwidgets.embeddings._control import Control, Stopped
from nlpwidgets.embeddings._pca import principal_components
from nlpwidgets.embeddings.projecting import Projecting, project
from nlpwidgets.embeddings.spelling import UnknownWordError


@pytest.fixture
def vectors():
    kv = KeyedVectors(8)
    words = [f"word{number}" for number in range(40)]
    kv.add_vectors(words, np.random.default_rng(0).normal(size=(40, 8)).astype(np.float32))
    return kv


@settings(max_examples=60, deadline=None)
@given(
    st.integers(2, 60),
    st.integers(2, 30),
    st.sampled_from([2, 3]),
    st.sampled_from(["f4", "f8"]),
    st.integers(0, 10**6),
)
def test_it_is_that_of_scikit_learn_with_its_signs(points, size, dimensions, dtype, seed):
    random = np.random.default_rng(seed)
    matrix = (random.normal(size=(points, size)) * random.uniform(0.1, 5, size) + 3).astype(dtype)
    found = principal_components(matrix, dimensions)
    known = PCA(min(dimensions, points, size), svd_solver="full").fit(matrix.astype(np.float64))
    several = min(dimensions, size, points - 1)  # as many as there is variance for
    np.testing.assert_allclose(found.mean, known.mean_, atol=1e-12)
    np.testing.assert_allclose(found.variances[:several], known.explained_variance_[:several], rtol=1e-9)
    np.testing.assert_allclose(found.ratios[:several], known.explained_variance_ratio_[:several], rtol=1e-9)
    assert np.all(found.variances[several:] < 1e-20 * found.variances[0])
    spread = np.diff(known.explained_variance_[: several + 1]) / known.explained_variance_[0]
    if np.all(np.abs(spread) > 1e-4):  # axes of equal variance may be any
        largest = np.sort(np.abs(known.components_[:several]), axis=1)
        if np.all(largest[:, -1] - largest[:, -2] > 1e-6):  # else the sign may be either
            coordinates = known.transform(matrix.astype(np.float64))[:, :several]
            np.testing.assert_allclose(found.place(matrix)[:, :several], coordinates, atol=1e-6)


def test_in_chunks_it_is_the_same(monkeypatch):
    matrix = np.random.default_rng(1).normal(size=(500, 6)).astype(np.float32)
    whole = project(matrix, dimensions=3)
    monkeypatch.setattr(_pca, "_CHUNK", 60)
    chunked = project(matrix, dimensions=3)
    np.testing.assert_allclose(chunked.coordinates, whole.coordinates, atol=1e-6)
    np.testing.assert_allclose(chunked.explained, whole.explained, atol=1e-12)


def test_a_projection_says_what_it_is(vectors):
    before = vectors.vectors.copy()
    found = project(vectors, limit=30)
    assert found.method == "pca"
    assert found.coordinates.shape == (30, 2)
    assert found.coordinates.dtype == np.float32
    assert found.words == tuple(vectors.index_to_key[:30])
    assert found.rows.tolist() == list(range(30))
    assert len(found.explained) == 2
    assert 1 > found.explained[0] >= found.explained[1] > 0
    assert found.divergence is None
    assert not found.stopped
    assert found.options.dimensions == 2
    assert np.array_equal(vectors.vectors, before)
    again = project(vectors.vectors[:30])
    assert again.words is None
    assert np.array_equal(again.coordinates, found.coordinates)


def test_words_are_taken_in_their_order_once_each(vectors):
    found = project(vectors, words=["word7", "word3", "word7", "word9"], dimensions=3)
    assert found.words == ("word7", "word3", "word9")
    assert found.rows.tolist() == [7, 3, 9]
    known = PCA(3, svd_solver="full").fit_transform(vectors.vectors[[7, 3, 9]].astype(np.float64))
    np.testing.assert_allclose(found.coordinates[:, :2], known[:, :2], atol=1e-5)


def test_at_unit_length(vectors):
    unit = vectors.vectors / np.linalg.norm(vectors.vectors, axis=1, keepdims=True)
    known = PCA(2, svd_solver="full").fit_transform(unit.astype(np.float64))
    np.testing.assert_allclose(project(vectors, unit=True).coordinates, known, atol=1e-5)


def test_rows_all_alike_fall_together():
    found = project(np.ones((5, 3)))
    assert np.array_equal(found.coordinates, np.zeros((5, 2)))
    assert found.explained == (0.0, 0.0)


def test_a_session_yields_one_frame_of_it(vectors):
    session = Projecting(vectors, method="pca")
    assert not session.finished
    frames = list(session.frames())
    assert session.finished
    assert len(frames) == 1
    assert frames[0].iteration == frames[0].total == 0
    assert np.array_equal(frames[0].coordinates, session.projection().coordinates)
    with pytest.raises(TypeError, match="pca takes no changes"):
        session.change(seed=3)


def test_it_can_be_stopped():
    control = Control()
    control.stop()
    with pytest.raises(Stopped):
        project(np.random.default_rng(0).normal(size=(50, 4)), control=control)


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"method": "mds"}, ValueError, "'pca', 'tsne', 'umap'"),
        ({"dimensions": 4}, ValueError, "2 or 3"),
        ({"dimensions": 1}, ValueError, "at least 2"),
        ({"dimensions": 2.0}, TypeError, "whole number"),
        ({"limit": 0}, ValueError, "at least 1"),
        ({"limit": True}, TypeError, "whole number"),
        ({"limit": 1}, ValueError, "at least 2 points"),
        ({"limit": 3, "method": "tsne"}, ValueError, "at least 4 points"),
        ({"limit": 2, "method": "umap"}, ValueError, "at least 3 points"),
        ({"metric": "manhattan"}, ValueError, "'cosine' or 'euclidean'"),
        ({"perplexity": 0.5}, ValueError, "perplexity is at least 1"),
        ({"perplexity": float("nan")}, ValueError, "perplexity"),
        ({"n_neighbors": 1}, ValueError, "at least 2"),
        ({"min_dist": 1.5}, ValueError, "at most 1"),
        ({"iterations": 0}, ValueError, "at least 1"),
        ({"seed": -1}, ValueError, "at least 0"),
        ({"seed": 2**32}, ValueError, "below"),
        ({"threads": 0}, ValueError, "at least 1"),
        ({"initial": "spectral"}, ValueError, "'pca', 'random' or an array"),
        ({"initial": np.zeros((3, 2))}, ValueError, r"shape \(40, 2\)"),
        ({"words": "word1"}, TypeError, "list of words"),
        ({"words": ["word1", 3]}, TypeError, "a word is a str"),
    ],
)
def test_what_is_out_of_range_is_said(vectors, options, error, words):
    with pytest.raises(error, match=words):
        project(vectors, **options)


def test_an_unknown_word_is_named_with_the_nearest_spellings(vectors):
    with pytest.raises(UnknownWordError, match=r"'wrod12'.*'word12'"):
        project(vectors, words=["word1", "wrod12"])


@pytest.mark.parametrize(
    ("matrix", "words"),
    [
        (np.zeros(4), "shape"),
        (np.zeros((0, 4)), "shape"),
        (np.zeros((4, 2), complex), "complex"),
        (np.array([["a"]]), "<U1"),
        (np.array([[1.0, 2], [np.nan, 3]]), "row 1 .*not finite"),
        (np.array([[1e300, 2], [1, 3]]), "row 0 .*not finite"),
    ],
)
def test_what_is_no_matrix_of_numbers_is_said(matrix, words):
    with pytest.raises(ValueError, match=words):
        project(matrix)


def test_a_matrix_has_no_words_and_a_list_no_vectors():
    with pytest.raises(TypeError, match="plain matrix has no words"):
        project(np.zeros((4, 2)), words=["a"])
    with pytest.raises(TypeError, match="KeyedVectors"):
        project([[1.0, 2.0]])
