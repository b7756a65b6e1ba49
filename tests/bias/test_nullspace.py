"""Iterative nullspace projection: what a classifier still finds, beside a loop with scikit-learn, and bad input."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from nlpwidgets.bias import hard_debias, inlp, inlp_subspace, linear_debias, subspace
from tests.bias.debiasing_samples import PAIRS, TRIPLES, Untouched, listed, made, news, rows_of, sets_and_others, unit


def two_groups(count=60, size=12, ways=3, seed=0, k=2):
    """Groups that differ along several directions."""
    random = np.random.default_rng(seed)
    rows = random.standard_normal((k * count, size))
    for way in range(ways):
        rows[:, way] += np.repeat(random.standard_normal(k) * 2 + np.arange(k) * 2, count)
    vectors = made(rows * random.uniform(0.1, 5, (len(rows), 1)))
    return vectors, [[f"w{row}" for row in range(one * count, (one + 1) * count)] for one in range(k)]


def separable(vectors, groups):
    rows, labels = (
        np.concatenate([rows_of(vectors, g) for g in groups]),
        np.repeat(range(len(groups)), [*map(len, groups)]),
    )
    return LogisticRegression(C=10, max_iter=1000).fit(rows, labels).score(rows, labels)


def test_by_hand():
    # the groups differ along the first axis only
    vectors = made([[1, 1], [2, 2], [-1, 1], [-3, 3], [3, 4]], ["a", "b", "c", "d", "n"])
    found = inlp_subspace(vectors, [["a", "b"], ["c", "d"]], iterations=5)
    np.testing.assert_allclose(found.directions, [[1, 0]], atol=1e-6)
    np.testing.assert_allclose(found.explained, [1])
    assert found.share == pytest.approx(1)
    assert found.groups == (("a", "b"), ("c", "d"))
    after = inlp(vectors, [["a", "b"], ["c", "d"]])
    np.testing.assert_allclose(after.vectors, [[0, 1]] * 5, atol=1e-6)


def test_each_direction_is_the_normal_of_a_classifier_on_what_the_others_leave():
    vectors, groups = two_groups()
    found = inlp_subspace(vectors, groups, iterations=4)
    rows, labels = np.concatenate([rows_of(vectors, group) for group in groups]), np.repeat([0, 1], 60)
    left = rows
    for direction in found.directions:
        normal = unit(LogisticRegression(C=10, max_iter=5000, tol=1e-10).fit(left, labels).coef_[0])
        assert abs(normal @ direction) > 1 - 1e-6
        left = left - np.outer(left @ direction, direction)
    assert len(found.directions) == 4
    assert found.share == pytest.approx(1 - left.var(axis=0).sum() / rows.var(axis=0).sum())


def test_a_classifier_finds_the_groups_no_more():
    vectors, groups = two_groups(count=150)
    before = Untouched(vectors)
    assert separable(vectors, groups) > 0.95
    scores = [separable(inlp(vectors, groups, iterations=n), groups) for n in (1, 4, 11)]
    assert scores[0] > scores[-1]
    assert scores[-1] < 0.65
    # projecting once does less than hard debiasing promises, and that is what this method is for
    once = linear_debias(vectors, subspace(vectors, list(zip(*groups, strict=True)), method="mean_difference"))
    assert separable(once, groups) > scores[-1]
    assert before.holds(inlp(vectors, groups))


@pytest.mark.parametrize("k", [3, 4])
def test_more_groups_take_more_directions(k):
    vectors, groups = two_groups(k=k)
    found = inlp_subspace(vectors, groups, iterations=2)
    assert found.dims == 2 * (k - 1)
    assert separable(inlp(vectors, groups, iterations=3), groups) < separable(vectors, groups) - 0.2


@settings(max_examples=40)
@given(st.integers(2, 4), st.integers(1, 12), st.integers(2, 15), st.integers(1, 6), st.integers(0, 2**20))
def test_any_groups(k, count, size, iterations, seed):
    vectors, groups = two_groups(count=count, size=size, ways=1, seed=seed, k=k)
    found = inlp_subspace(vectors, [*groups[:-1], [*groups[-1], *groups[-1], "unknown"]], iterations=iterations)
    assert 1 <= found.dims <= min(iterations * (k - 1), size)
    np.testing.assert_allclose(found.directions @ found.directions.T, np.eye(found.dims), atol=1e-9)
    assert (found.directions @ rows_of(vectors, ["w0"])[0] >= -1e-12).all()
    assert 0 < found.share <= 1
    assert found.explained.sum() == pytest.approx(1)
    assert found.missing == ("unknown",)
    assert found.groups == tuple(map(tuple, groups))
    after = inlp(vectors, groups, iterations=iterations)
    lengths = np.linalg.norm(after.vectors, axis=1)
    assert ((np.abs(lengths - 1) < 1e-6) | (lengths == 0)).all()
    np.testing.assert_allclose(after.vectors @ found.directions.T, 0, atol=2e-6)


def test_it_ends_where_nothing_is_left():
    vectors, groups = two_groups(count=3, size=40)
    found = inlp_subspace(vectors, groups, iterations=30)
    assert found.dims <= 5  # six words span no more around their middle
    # the groups have one and the same mean then, so that no logistic regression does better than chance
    apart = rows_of(vectors, groups[0]).mean(axis=0) - rows_of(vectors, groups[1]).mean(axis=0)
    assert np.linalg.norm(apart) > 0.3
    assert np.linalg.norm(apart - apart @ found.directions.T @ found.directions) < 1e-3
    # two words, the rest is rounding
    pair = made(np.outer([1.7, -0.3], np.random.default_rng(0).standard_normal(20)), ["a", "b"])
    assert inlp_subspace(pair, [["a"], ["b"]]).dims == 1


def test_of_sets_the_classifier_of_a_subspace_finds_the_same():
    vectors = sets_and_others(PAIRS)
    women, men = ([pair[side] for pair in PAIRS] for side in (0, 1))
    for dims in (1, 3):
        np.testing.assert_allclose(
            inlp_subspace(vectors, [women, men], iterations=dims).directions,
            subspace(vectors, PAIRS, method="classifier", dims=dims).directions,
            atol=1e-9,
        )


def test_groups_are_no_sets_to_equalize():
    vectors = sets_and_others(TRIPLES)
    found = inlp_subspace(vectors, list(zip(*TRIPLES, strict=True)), iterations=1)
    assert found.sets == ()
    np.testing.assert_allclose(hard_debias(vectors, found).vectors, linear_debias(vectors, found).vectors)


@pytest.mark.parametrize(
    ("groups", "options", "error", "says"),
    [
        ("w1 w2", {}, TypeError, "groups must be a list of two lists"),
        (None, {}, TypeError, "groups must be a list of two lists"),
        ({"a": ["w1"]}, {}, TypeError, "groups must be a list of two lists"),
        ([["w1", "w2"]], {}, TypeError, "groups must be a list of two lists"),
        (["w1", "w2"], {}, TypeError, r"groups\[0\] must be a list of words, not str"),
        ([["w1"], ["w2", 3]], {}, TypeError, r"groups\[1\]\[1\] is a word"),
        ([["w1"], []], {}, ValueError, r"groups\[1\] has no word with a vector"),
        ([["x", "y"], ["w1"]], {}, ValueError, r"groups\[0\] has no word with a vector: \['x', 'y'\]"),
        ([["w1", "w2"], ["w3", "w2"]], {}, ValueError, "'w2' stands in two groups"),
        ([["w1"], ["w2"]], {"iterations": 0}, ValueError, "iterations is a whole number of at least 1"),
        ([["w1"], ["w2"]], {"iterations": 2.0}, ValueError, "iterations"),
        ([["w1"], ["w2"]], {"iterations": True}, ValueError, "iterations"),
        ([["w1"], ["w2"]], {"iterations": "2"}, ValueError, "iterations"),
        ([["zero"], ["w2"]], {}, ValueError, r"groups\[0\] has no word with a vector"),
        ([["w1"], ["same"]], {}, ValueError, "one and the same direction"),
        ([["w1"], ["nan"]], {}, ValueError, r"the vector of 'nan' \(row 5\) holds values that are not finite"),
    ],
)
def test_bad_input_is_said(groups, options, error, says):
    rows = [[1, 2, 3], [3, 1, 2], [1, 1, 1], [0, 0, 0], [0.3, 0.6, 0.9], [1, np.nan, 2]]
    with pytest.raises(error, match=says):
        inlp_subspace(made(rows, ["w1", "w2", "w3", "zero", "same", "nan"]), groups, **options)


def test_many_words():
    vectors, groups = two_groups(count=6000, size=4, ways=1)
    assert inlp_subspace(vectors, groups, iterations=1).dims == 1
    with pytest.raises(ValueError, match="'w7' stands in two groups"):
        inlp_subspace(vectors, [groups[0], [*groups[1], "w7"]])


def test_real_vectors():
    vectors = news()
    pairs = [[word.lower() for word in pair] for pair in listed("equalize_pairs")]
    men, women = ([word for word in words if word in vectors] for words in zip(*pairs, strict=True))
    groups = [women, men]
    assert min(map(len, groups)) > 25
    assert separable(vectors, groups) > 0.95
    assert separable(inlp(vectors, groups, iterations=10), groups) < 0.7
