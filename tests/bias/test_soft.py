"""Soft debiasing beside an independent optimiser, a bound on what is missing, and its two limits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from nlpwidgets.bias import direct_bias, inlp_subspace, linear_debias, soft_debias, subspace
from nlpwidgets.bias.soft import solve
from tests.bias.debiasing_samples import PAIRS, TRIPLES, Untouched, listed, made, news, sets_and_others, unit


def paper(transform, words, neutral, directions, weight):
    """Equation of Bolukbasi et al. 2016, section 6, with means for sums; words in rows."""
    kept = (words @ transform.T) @ (words @ transform.T).T - words @ words.T
    lost = (neutral @ transform.T) @ (directions @ transform.T).T
    return (kept**2).sum() / len(words) ** 2 + weight * (lost**2).sum() / len(neutral)


def optimum(words, neutral, directions, weight):
    """Best value found by a quasi-Newton method over T itself, from several starts."""
    size = words.shape[1]

    def value(flat):
        t = flat.reshape(size, size)
        w, n, b = words @ t.T, neutral @ t.T, directions @ t.T
        gap, lost = w @ w.T - words @ words.T, n @ b.T
        slope = 4 * (gap @ w).T @ words / len(words) ** 2
        slope += 2 * weight * ((lost @ b).T @ neutral + (lost.T @ n).T @ directions) / len(neutral)
        return (gap**2).sum() / len(words) ** 2 + weight * (lost**2).sum() / len(neutral), slope.ravel()

    starts = [np.eye(size), *np.random.default_rng(0).standard_normal((3, size, size))]
    runs = [
        minimize(
            value,
            s.ravel(),
            jac=True,
            method="L-BFGS-B",
            options={"maxiter": 20000, "maxfun": 30000, "ftol": 1e-16, "gtol": 1e-12},
        )
        for s in starts
    ]
    return min(run.fun for run in runs)


def moments(words, neutral):
    return words.T @ words / len(words), neutral.T @ neutral / len(neutral)


def root(matrix):
    values, axes = np.linalg.eigh(matrix)
    return (axes * np.sqrt(np.maximum(values, 0))) @ axes.T


def at_most_off(every, fair, directions, weight, found):
    """How far the value may be above the least one, in parts of it.

    The function of Y = A^½ X A^½ is ‖Y - A‖² and a convex one, so that from any Y on it lies above a known parabola; how deep that
    goes among the positive semidefinite matrices bounds what is missing.
    """
    values, axes = np.linalg.eigh(every)
    back, to = axes * np.sqrt(values), axes / np.sqrt(values)
    y, neutral, inside = back.T @ found @ back, to.T @ fair @ to, to.T @ directions.T @ directions @ to
    value = ((y - np.diag(values)) ** 2).sum() + weight * np.trace(y @ neutral @ y @ inside)
    slope = 2 * (y - np.diag(values)) + weight * (neutral @ y @ inside + inside @ y @ neutral)
    below, turn = np.linalg.eigh(y - slope / 2)
    way = (turn * np.maximum(below, 0)) @ turn.T - y
    return -((slope * way).sum() + (way**2).sum()) / value


@pytest.mark.parametrize("weight", [0.0, 0.2, 5.0, 200.0])
@pytest.mark.parametrize("dims", [1, 2])
@pytest.mark.parametrize(("count", "fair"), [(40, 36), (40, 3), (5, 4)])
def test_no_other_map_is_better(weight, dims, count, fair):
    random = np.random.default_rng(count + dims)
    words = unit(random.standard_normal((count, 6)) * [3, 2, 1, 1, 0.5, 0.2])
    neutral = words[:fair]
    # made of words, as directions of bias are
    directions = np.linalg.qr(words.T @ random.standard_normal((count, dims)))[0].T
    ours = paper(root(solve(*moments(words, neutral), directions, weight)), words, neutral, directions, weight)
    theirs = optimum(words, neutral, directions, weight)
    assert ours <= theirs * (1 + 1e-6) + 1e-12
    assert theirs <= ours * (1 + 1e-3) + 1e-9


@settings(max_examples=40)
@given(
    st.integers(2, 25), st.integers(1, 4), st.integers(1, 120), st.floats(-3, 3), st.floats(0, 1), st.integers(0, 2**20)
)
def test_the_optimum_is_reached(size, dims, fair, weight, decay, seed):
    random = np.random.default_rng(seed)
    words = unit(random.standard_normal((120, size)) * np.arange(1, size + 1) ** -decay)
    every, some = moments(words, words[:fair])
    directions = np.linalg.qr(random.standard_normal((size, min(dims, size))))[0].T
    found = solve(every, some, directions, 10**weight)
    np.testing.assert_allclose(found, found.T, atol=1e-9)
    assert np.linalg.eigvalsh(found)[0] > -1e-7
    assert at_most_off(every, some, directions, 10**weight, found) < 1e-4


def test_two_dimensions_by_hand():
    # as many words on both axes, all neutral: A is half of 1, and X is diagonal; ¼ (x - 1)² + λ/2 x² is least at x = 1 / (1 + 2 λ)
    vectors = made([[2, 0], [0, 3], [-1, 0], [0, -5]], ["a", "b", "c", "d"])
    across = subspace(vectors, [("a", "c")])
    for weight in (0.0, 0.5, 7.0):
        found = solve(np.eye(2) / 2, np.eye(2) / 2, across.directions, weight)
        np.testing.assert_allclose(found, np.diag([1 / (1 + 2 * weight), 1]), atol=1e-12)
    # ¼, and a word between the axes goes to (½, 1) at length 1 (T is the root of X)
    between = made([[2, 0], [0, 3], [-1, 0], [0, -5]] + [[1, 1], [1, -1]] * 1, [*"abcdef"])
    after = soft_debias(between, across, neutral=list("abcdef"), lambda_=1.5)
    np.testing.assert_allclose(after["e"], unit([0.5, 1]), atol=1e-6)


@pytest.mark.parametrize("sets", [PAIRS, TRIPLES])
def test_both_limits(sets):
    vectors = sets_and_others(sets, others=300)
    found = subspace(vectors, sets, dims=len(sets[0]) - 1)
    before = Untouched(vectors)
    kept = soft_debias(vectors, found, lambda_=0)
    np.testing.assert_allclose(kept.vectors, unit(vectors.vectors), atol=1e-6)
    bias = [
        direct_bias(soft_debias(vectors, found, lambda_=w), ["w1", "w2", "w3"], found) for w in (0, 0.1, 1, 10, 1e9)
    ]
    assert bias == sorted(bias, reverse=True)
    assert bias[-1] < 1e-4 < bias[0]
    assert before.holds(kept)
    # X then is the optimum among those that leave nothing of the directions: it is not the projection alone, but nearly
    last, linear = soft_debias(vectors, found, lambda_=1e9), linear_debias(vectors, found)
    cosines = np.einsum("ij,ij->i", last.vectors, linear.vectors)
    assert np.median(cosines) > 0.95


def test_it_is_the_map_of_the_words_at_length_one(monkeypatch):
    vectors = sets_and_others(PAIRS, others=100)
    found = subspace(vectors, PAIRS)
    words = unit(vectors.vectors)
    for neutral in (None, ["w1", "w2", "w2", "unknown"]):
        after = soft_debias(vectors, found, neutral=neutral, lambda_=3)
        some = words[8:] if neutral is None else words[[9, 10]]
        transform = root(solve(*moments(words, some), found.directions, 3.0))
        np.testing.assert_allclose(after.vectors, unit(words @ transform), atol=1e-6)
    monkeypatch.setattr("nlpwidgets.bias._shared._BLOCK", 200)
    np.testing.assert_allclose(
        soft_debias(vectors, found, neutral=["w1", "w2"], lambda_=3).vectors, after.vectors, atol=1e-6
    )


def test_directions_without_words_and_zeros_stay():
    random = np.random.default_rng(0)
    rows = np.column_stack([random.standard_normal((30, 4)), np.zeros((30, 3))])
    rows[5] = 0
    vectors = made(rows)
    after = soft_debias(vectors, subspace(vectors, [("w0", "w1")]), lambda_=4)
    np.testing.assert_array_equal(after.vectors[:, 4:], 0)
    np.testing.assert_array_equal(after["w5"], 0)
    small = soft_debias(made(rows[:, :4]), subspace(made(rows[:, :4]), [("w0", "w1")]), lambda_=4)
    np.testing.assert_allclose(after.vectors[:, :4], small.vectors, atol=1e-6)
    nothing = made(np.zeros((3, 7)))
    np.testing.assert_array_equal(soft_debias(nothing, subspace(vectors, [("w0", "w1")])).vectors, 0)
    fewer = made(rows[:3])  # words than numbers
    assert np.isfinite(soft_debias(fewer, subspace(fewer, [("w0", "w1")]), lambda_=1e6).vectors).all()


def test_the_words_of_groups_are_not_neutral_either():
    vectors = sets_and_others(PAIRS)
    women, men = ([pair[side] for pair in PAIRS] for side in (0, 1))
    found = inlp_subspace(vectors, [women, men], iterations=1)
    others = [word for word in vectors.index_to_key if word not in {*women, *men}]
    np.testing.assert_array_equal(
        soft_debias(vectors, found).vectors, soft_debias(vectors, found, neutral=others).vectors
    )


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"lambda_": -1}, ValueError, "lambda_ is a finite number of at least 0"),
        ({"lambda_": np.nan}, ValueError, "lambda_"),
        ({"lambda_": np.inf}, ValueError, "lambda_"),
        ({"lambda_": "1"}, ValueError, "lambda_"),
        ({"lambda_": True}, ValueError, "lambda_"),
        ({"lambda_": 1j}, ValueError, "lambda_"),
        ({"neutral": []}, ValueError, "there is no neutral word"),
        ({"neutral": ["unknown"]}, ValueError, "there is no neutral word"),
        ({"neutral": "w1"}, TypeError, "neutral must be a list of words, not str"),
    ],
)
def test_bad_input_is_said(options, error, says):
    vectors = sets_and_others(PAIRS)
    found = subspace(vectors, PAIRS)
    with pytest.raises(error, match=says):
        soft_debias(vectors, found, **options)


def test_bad_vectors_and_subspaces_are_said():
    vectors = sets_and_others(PAIRS)
    found = subspace(vectors, PAIRS)
    with pytest.raises(TypeError, match="expected a Subspace"):
        soft_debias(vectors, PAIRS)
    with pytest.raises(ValueError, match="these have 3"):
        soft_debias(made(np.eye(3)), found)
    with pytest.raises(ValueError, match="there is no neutral word"):
        soft_debias(made(vectors.vectors[:2], PAIRS[0]), found)
    wide = sets_and_others([("a", "b")], size=80, others=200)
    many = [(f"w{one}", f"w{one + 100}") for one in range(60)]
    with pytest.raises(ValueError, match="at most 48 directions, this one has 60"):
        soft_debias(wide, subspace(wide, many, dims=60))
    vectors.vectors[30, 4] = np.nan
    with pytest.raises(ValueError, match=r"the vector of 'w22' \(row 30\) holds values that are not finite"):
        soft_debias(vectors, found)


def test_real_vectors():
    vectors = news()
    found = subspace(vectors, [tuple(pair) for pair in listed("definitional_pairs")])
    words = unit(vectors.vectors)
    neutral = words[[word not in {w for one in found.sets for w in one} for word in vectors.index_to_key]]
    every, fair = moments(words, neutral)
    for weight in (0.2, 10.0, 1e4):
        assert at_most_off(every, fair, found.directions, weight, solve(every, fair, found.directions, weight)) < 1e-6
    professions = [word for word, *_ in listed("professions") if word in vectors]
    assert direct_bias(vectors, professions, found) == pytest.approx(0.0701, abs=5e-5)
    assert direct_bias(soft_debias(vectors, found), professions, found) < 0.03
