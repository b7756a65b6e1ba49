"""Subspaces beside scikit-learn, by hand in two and three dimensions, and with what the papers say."""

from __future__ import annotations

import numpy as np
import pytest
from gensim.models import FastText, Word2Vec
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression

from nlpwidgets.bias import METHODS, Subspace, subspace
from tests.bias.debiasing_samples import PAIRS, TRIPLES, Untouched, listed, made, news, rows_of, sets_and_others, unit


def centred(vectors, sets):
    parts = [rows_of(vectors, one) for one in sets]
    return np.concatenate([part - part.mean(axis=0) for part in parts])


def same_line(one, other):
    return abs(float(np.dot(unit(one), unit(other)))) == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize("method", METHODS)
def test_two_dimensions_by_hand(method):
    # she and he are mirror images, their middle lies on the second axis
    vectors = made([[3, 4], [-0.3, 0.4], [0.6, -0.8], [-6, -8]], ["she", "he", "woman", "man"])
    found = subspace(vectors, [("she", "he"), ("woman", "man")], method=method)
    np.testing.assert_allclose(found.directions, [[1, 0]], atol=1e-6)
    np.testing.assert_allclose(found.explained, [1])
    assert found.share == pytest.approx(1)
    np.testing.assert_allclose(found.components([[3, 4], [-5, 0], [0, 0]]), [[0.6], [-1], [0]], atol=1e-6)
    np.testing.assert_allclose(found.projection([3, 4]), [0.6, 0], atol=1e-6)
    assert (found.dims, found.method, found.sets) == (1, method, (("she", "he"), ("woman", "man")))


def test_three_groups_by_hand():
    # three corners of a triangle around the third axis
    corners = [[np.cos(angle), np.sin(angle), 1] for angle in (0, 2 * np.pi / 3, 4 * np.pi / 3)]
    vectors = made(corners, ["a", "b", "c"])
    for method in METHODS:
        found = subspace(vectors, [("a", "b", "c")], method=method, dims=2)
        np.testing.assert_allclose(found.directions @ [0, 0, 1], 0, atol=1e-6)
        np.testing.assert_allclose(found.explained, [0.5, 0.5], atol=1e-6)
        assert (found.components(vectors["a"]) >= 0).all()


@pytest.mark.parametrize("sets", [PAIRS, TRIPLES])
@pytest.mark.parametrize("dims", [1, 2])
def test_principal_components_are_those_of_scikit_learn(sets, dims):
    vectors = sets_and_others(sets)
    found = subspace(vectors, sets, dims=dims)
    pca = PCA().fit(centred(vectors, sets))
    for one, other in zip(found.directions, pca.components_, strict=False):
        assert same_line(one, other)
    np.testing.assert_allclose(found.explained, pca.explained_variance_ratio_[: len(found.explained)], atol=1e-9)
    assert pca.explained_variance_ratio_[len(found.explained) :].sum() < 1e-7
    assert found.share == pytest.approx(pca.explained_variance_ratio_[:dims].sum())
    np.testing.assert_allclose(found.directions @ found.directions.T, np.eye(dims), atol=1e-12)


def test_the_mean_difference_is_that_of_the_pairs():
    vectors = sets_and_others(PAIRS)
    weights = [1, 0.5, 3, 2]
    found = subspace(vectors, PAIRS, method="mean_difference", weights=weights)
    apart = sum(
        w * (one - other) for w, (one, other) in zip(weights, (rows_of(vectors, p) for p in PAIRS), strict=True)
    )
    assert same_line(found.directions[0], apart)
    rows = centred(vectors, PAIRS) * np.sqrt(np.repeat(weights, 2))[:, None]
    assert found.share == pytest.approx(((rows @ unit(apart)) ** 2).sum() / (rows**2).sum())


@pytest.mark.parametrize("method", ["mean_difference", "two_means"])
def test_of_larger_sets_the_means_of_the_groups_are_spanned(method):
    vectors = sets_and_others(TRIPLES)
    found = subspace(vectors, TRIPLES, method=method, dims=2)
    means = [rows_of(vectors, group).mean(axis=0) for group in zip(*TRIPLES, strict=True)]
    for one, other in ((0, 1), (1, 2)):
        apart = means[one] - means[other]
        np.testing.assert_allclose(apart @ found.directions.T @ found.directions, apart, atol=1e-9)
    with pytest.raises(ValueError, match="these sets give 2 directions, 3 were wanted"):
        subspace(vectors, TRIPLES, method=method, dims=3)


def test_two_means_take_words_whose_partner_is_lost():
    vectors = sets_and_others(PAIRS)
    pairs = [*PAIRS, ("w1", "nobody"), ("nothing", "w2")]
    found = subspace(vectors, pairs, method="two_means")
    women, men = [*(one for one, _ in PAIRS), "w1"], [*(one for _, one in PAIRS), "w2"]
    assert same_line(found.directions[0], rows_of(vectors, women).mean(axis=0) - rows_of(vectors, men).mean(axis=0))
    assert found.sets == tuple(PAIRS)
    assert found.lost == (("w1", "nobody"), ("nothing", "w2"))
    assert found.missing == ("nobody", "nothing")
    assert found.groups == (tuple(women), tuple(men))
    assert subspace(vectors, pairs).groups == tuple(zip(*PAIRS, strict=True))


@pytest.mark.parametrize("method", METHODS)
def test_the_order_of_sets_does_not_matter(method):
    vectors = sets_and_others(PAIRS)
    pairs, weights = [*PAIRS, ("she", "man"), ("w3", "his")], [1, 2, 3, 4, 5, 6]
    found = subspace(vectors, pairs, method=method, weights=weights)
    back = subspace(vectors, pairs[::-1], method=method, weights=weights[::-1])
    assert abs(found.directions[0] @ back.directions[0]) > 1 - 1e-6
    assert found.share == pytest.approx(back.share, abs=1e-6)


def test_the_classifier_is_that_of_scikit_learn():
    vectors = sets_and_others(PAIRS)
    found = subspace(vectors, PAIRS, method="classifier", dims=2)
    rows = np.concatenate([rows_of(vectors, [one for one, _ in PAIRS]), rows_of(vectors, [one for _, one in PAIRS])])
    labels = np.repeat([0, 1], len(PAIRS))
    first = unit(LogisticRegression(C=10, max_iter=1000, tol=1e-8).fit(rows, labels).coef_[0])
    assert abs(first @ found.directions[0]) > 1 - 1e-6
    left = rows - np.outer(rows @ first, first)
    second = unit(LogisticRegression(C=10, max_iter=1000, tol=1e-8).fit(left, labels).coef_[0])
    assert abs(second @ found.directions[1]) > 1 - 1e-5


@settings(max_examples=60)
@given(
    st.integers(1, 6),
    st.integers(2, 4),
    st.integers(6, 30),
    st.sampled_from(METHODS),
    st.integers(0, 2**20),
    st.booleans(),
)
def test_any_sets(count, k, size, method, seed, weighted):
    sets = [tuple(f"s{one}-{group}" for group in range(k)) for one in range(count)]
    vectors = sets_and_others(sets, size=size, others=3, seed=seed)
    before = Untouched(vectors)
    weights = np.random.default_rng(seed).uniform(0.1, 2, count).tolist() if weighted else None
    found = subspace(vectors, sets, method=method, dims=k - 1, weights=weights)
    np.testing.assert_allclose(found.directions @ found.directions.T, np.eye(k - 1), atol=1e-9)
    assert (found.directions @ rows_of(vectors, [sets[0][0]])[0] >= -1e-12).all()
    assert found.explained.sum() == pytest.approx(1)
    assert (np.diff(found.explained) <= 1e-12).all()
    assert 0 <= found.share <= 1
    if method == "pca":
        assert found.share == pytest.approx(found.explained[: k - 1].sum())
    rows = np.random.default_rng(seed).standard_normal((5, size))
    np.testing.assert_allclose(found.components(rows), unit(rows) @ found.directions.T, atol=1e-12)
    np.testing.assert_allclose(found.projection(rows), unit(rows) @ found.directions.T @ found.directions, atol=1e-12)
    assert before.holds()


@pytest.mark.parametrize("method", METHODS)
def test_weights_count_as_often_as_they_say(method):
    vectors = sets_and_others(PAIRS)
    twice = subspace(vectors, [*PAIRS, PAIRS[1]], method=method) if method in ("pca", "mean_difference") else None
    found = subspace(vectors, PAIRS, method=method, weights=[1, 2, 1, 1])
    if twice is not None:
        np.testing.assert_allclose(found.directions, twice.directions, atol=1e-9)
        np.testing.assert_allclose(found.explained, twice.explained, atol=1e-9)
    none = subspace(vectors, PAIRS, method=method, weights=[1, 0, 1, 1])
    left = subspace(vectors, [PAIRS[0], *PAIRS[2:]], method=method)
    np.testing.assert_allclose(none.directions, left.directions, atol=1e-9)
    assert none.sets == left.sets
    # only their relation counts, however small or large they are
    for scale in (1e-200, 1e-12, 1e12, 1e200):
        other = subspace(vectors, PAIRS, method=method, weights=[scale, 2 * scale, scale, scale])
        np.testing.assert_allclose(other.directions, found.directions, atol=1e-5)
        np.testing.assert_allclose(other.explained, found.explained, atol=1e-9)


def test_models_are_taken_and_subwords_invent_no_words():
    text = [["she", "he", "woman", "man", "cat"]] * 5
    model = Word2Vec(text, vector_size=8, min_count=1, seed=1, workers=1)
    np.testing.assert_array_equal(subspace(model, PAIRS[:2]).directions, subspace(model.wv, PAIRS[:2]).directions)
    fast = FastText(text, vector_size=8, min_count=1, bucket=50, seed=1, workers=1)
    found = subspace(fast, PAIRS)
    assert found.sets == tuple(PAIRS[:2])
    assert found.missing == ("her", "his", "girl", "boy")


@pytest.mark.parametrize(
    ("rows", "words"),
    [([[0, 0, 0]] * 2, ["she", "he"]), ([[1, 2, 3]], ["she"]), ([[1, 2, 3], [0, 0, 0]], ["she", "he"])],
)
def test_words_without_a_vector_are_named(rows, words):
    with pytest.raises(ValueError, match=r"no set has vectors for all of its words; there is none for.* 'he'"):
        subspace(made(rows, words), [("she", "he")])


def test_words_that_do_not_differ_are_refused():
    vectors = made([[1, 2, 3], [0.1, 0.2, 0.3], [3, 1, 2], [1, 0, 0]], ["a", "b", "c", "d"])
    for method in METHODS:
        with pytest.raises(ValueError, match="one and the same direction"):
            subspace(vectors, [("a", "b")], method=method)
    # around in a circle: the differences, and those of the means, are rounding
    for method in ("mean_difference", "two_means"):
        with pytest.raises(ValueError, match="these sets give 0 directions, 1 were wanted"):
            subspace(vectors, [("a", "c"), ("c", "d"), ("d", "a")], method=method)


@pytest.mark.parametrize(
    ("pairs", "options", "error", "says"),
    [
        ("she he", {}, TypeError, "pairs must be a list of pairs or sets of words, not str"),
        (None, {}, TypeError, "not NoneType"),
        ({"she": "he"}, {}, TypeError, "not dict"),
        (["she", "he"], {}, TypeError, r"pairs\[0\] must be a list of words, not str"),
        (
            [("she", "he"), {"woman", "man"}],
            {},
            TypeError,
            r"pairs\[1\] must be a list or tuple, not set: it has no order",
        ),
        ([frozenset(("she", "he"))], {}, TypeError, "not frozenset"),
        ([("she", "he"), ("woman", 3)], {}, TypeError, r"pairs\[1\]\[1\] is a word"),
        ([], {}, ValueError, "pairs is empty"),
        ([("she",)], {}, ValueError, r"pairs\[0\] needs two different words"),
        ([("she", "she")], {}, ValueError, "two different words"),
        ([("she", "he"), ("woman", "man", "girl")], {}, ValueError, r"pairs\[1\] has 3 words, pairs\[0\] has 2"),
        (PAIRS, {"method": "svd"}, ValueError, "method is one of pca, mean_difference, two_means, classifier"),
        (PAIRS, {"dims": 0}, ValueError, "dims"),
        (PAIRS, {"dims": True}, ValueError, "dims"),
        (PAIRS, {"dims": 1.0}, ValueError, "dims"),
        (PAIRS, {"dims": 50}, ValueError, "these sets give 4 directions, 50 were wanted"),
        (PAIRS, {"method": "mean_difference", "dims": 2}, ValueError, "these sets give 1 direction, 2 were wanted"),
        (PAIRS, {"weights": [1, 2]}, ValueError, "weights must be 4"),
        (PAIRS, {"weights": [1, 2, 3, -1]}, ValueError, "weights must be 4"),
        (PAIRS, {"weights": [1, 2, 3, np.nan]}, ValueError, "weights must be 4"),
        (PAIRS, {"weights": "abcd"}, ValueError, "weights must be 4"),
        (PAIRS, {"weights": [1, 2, 3, "x"]}, ValueError, "weights must be 4"),
        (PAIRS, {"weights": [1, 2, 3, [4]]}, ValueError, "weights must be 4"),
        (PAIRS, {"weights": [0, 0, 0, 0]}, ValueError, "all weights are 0"),
        ([("nobody", "nothing")], {}, ValueError, "'nobody', 'nothing'"),
    ],
)
def test_bad_input_is_said(pairs, options, error, says):
    with pytest.raises(error, match=says):
        subspace(sets_and_others(PAIRS), pairs, **options)


def test_vectors_that_are_not_finite_are_named():
    rows = np.array([[1, 2, 3], [3, 2, np.nan], [1, np.inf, 1]])
    for word, row in (("he", 1), ("she", 2)):
        with pytest.raises(ValueError, match=rf"{word}.*row {row}.*not finite"):
            subspace(made(rows, ["a", "he", "she"]), [("a", word)])
    found = subspace(made([[1, 0, 1], [0, 1, 1]], ["a", "b"]), [("a", "b")])
    with pytest.raises(ValueError, match="row 1 holds values that are not finite"):
        found.components([[1, 2, 3], [1, 2, np.nan]])
    with pytest.raises(ValueError, match="not finite"):
        found.projection([1, np.inf, 3])
    with pytest.raises(ValueError, match=r"the directions have 3 numbers.*\(2,\)"):
        found.components([1, 2])
    with pytest.raises(TypeError, match="expected gensim KeyedVectors"):
        subspace(rows, [("a", "he")])


def test_lengths_of_all_sizes():
    rows = np.array([[1e-30, 2e-30, 0], [2e30, 1e30, 0], [1e38, 2e38, 1e38], [1e-38, 1e-38, 1e-38]])
    found = subspace(made(rows, ["a", "b", "c", "d"]), [("a", "b"), ("c", "d")])
    ours = subspace(made(unit(rows), ["a", "b", "c", "d"]), [("a", "b"), ("c", "d")])
    np.testing.assert_allclose(found.directions, ours.directions, atol=1e-5)


def test_published_shares_of_variance():
    pairs = [tuple(pair) for pair in listed("definitional_pairs")]
    found = subspace(news(), pairs)
    np.testing.assert_array_equal(np.round(found.explained[:3], 3), [0.645, 0.150, 0.059])
    assert len(found.sets) == 9
    assert found.missing == ("gal",)
    assert isinstance(found, Subspace)


def by_hand(directions):
    return Subspace(directions, np.ones(1), 1.0, "pca", (), np.zeros(0))


def test_a_subspace_made_by_hand_is_one():
    assert by_hand([[0, 1.0, 0]]).directions.dtype == np.float64
    assert by_hand(np.eye(3, dtype=np.float16)[:2]).dims == 2
    turned = np.linalg.qr(np.random.default_rng(0).normal(size=(50, 8)))[0].T.astype(np.float32)
    assert by_hand(turned).components(turned).diagonal() == pytest.approx(1)


@pytest.mark.parametrize(
    "directions", [[], [[]], np.eye(3)[0], np.zeros((0, 3)), np.eye(3)[None], "xy", None, [[1, 0], [1]]]
)
def test_directions_of_no_shape_are_refused(directions):
    with pytest.raises(ValueError, match="directions are an array of numbers"):
        by_hand(directions)


@pytest.mark.parametrize(
    "directions",
    [2 * np.eye(3)[:1], np.zeros((1, 3)), [[np.nan, 0, 0]], [[np.inf, 0]], [[1, 0], [1, 0]], np.ones((2, 2))],
)
def test_directions_that_are_not_orthonormal_are_refused(directions):
    with pytest.raises(ValueError, match="length 1 and are orthogonal"):
        by_hand(directions)
