"""Measures of bias against plain sums, cases made by hand, SciPy and published figures."""

from __future__ import annotations

import json
import math
import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import spearmanr

from nlpwidgets.bias import (
    direct_bias,
    ect,
    hard_debias,
    indirect_bias,
    linear_debias,
    mac,
    relative_norm_distance,
    ripa,
    subspace,
)
from tests.bias.measuring_samples import along, axis, cosine, dot, mean, named, pearson, published, ranks
from tests.embeddings.asking_samples import data, made


def some(seed=0, count=12, size=4):
    random = np.random.default_rng(seed)
    return made(random.standard_normal((count, size)) * random.uniform(0.1, 9, (count, 1)))


def unit(vectors, word):
    row = vectors.vectors[vectors.key_to_index[word]].tolist()
    length = math.sqrt(dot(row, row))
    return [value / length for value in row]


def distance(one, other):
    return math.dist(one, other)


def group_mean(vectors, words):
    return [mean(column) for column in zip(*(unit(vectors, word) for word in words), strict=True)]


# direct bias


def test_direct_bias_made_by_hand():
    vectors = named({"a": [3, 4], "b": [0, 2], "c": [-1, 0]})
    assert direct_bias(vectors, ["a", "b", "c"], axis(2)) == pytest.approx((0.6 + 0 + 1) / 3)
    assert direct_bias(vectors, ["a", "b", "c"], axis(2), c=2) == pytest.approx((0.36 + 0 + 1) / 3)
    assert direct_bias(vectors, ["a", "b", "c"], axis(2), c=0) == pytest.approx(2 / 3)
    assert direct_bias(vectors, ["a", "gone", "a"], axis(2)) == pytest.approx(0.6)
    assert direct_bias(vectors, ["a"], along([1, 0], [0, 1])) == pytest.approx(1)


@given(st.integers(0, 10_000), st.integers(1, 3), st.floats(0.1, 5))
def test_direct_bias_is_the_mean_of_the_cosines(seed, dims, c):
    vectors = some(seed)
    directions = np.linalg.qr(np.random.default_rng(seed).standard_normal((4, dims)))[0].T
    words = vectors.index_to_key
    expected = mean(
        math.sqrt(math.fsum(cosine(vectors[word], direction) ** 2 for direction in directions)) ** c for word in words
    )
    assert direct_bias(vectors, words, along(*directions), c=c) == pytest.approx(expected, abs=1e-10)


def test_direct_bias_of_debiased_vectors_is_0():
    vectors = some(3, 40, 6)
    found = axis(6, 2)
    assert direct_bias(vectors, vectors.index_to_key, found) > 0.1
    assert direct_bias(linear_debias(vectors, found), vectors.index_to_key, found) < 1e-6


def test_direct_bias_of_the_published_vectors():
    vectors = published("googlenews_13784x300")
    pairs = json.loads(data("bias/debiaswe/definitional_pairs.json").read_text())
    professions = [one[0] for one in json.loads(data("bias/debiaswe/professions.json").read_text())]
    gender = subspace(vectors, pairs)
    assert direct_bias(vectors, professions, gender) == pytest.approx(0.0701, abs=5e-5)
    after = hard_debias(vectors, gender, neutral=professions)
    assert direct_bias(after, professions, gender) < 1e-6


# indirect bias


def test_indirect_bias_made_by_hand():
    vectors = named({"a": [1, 1, 0], "b": [1, 0, 1], "c": [1, 2, 0], "d": [2, 2, 0], "g": [5, 0, 0], "o": [0, 0, 3]})
    # without the first coordinate a and b are orthogonal: all of their similarity was of it
    assert indirect_bias(vectors, "a", "b", axis(3)) == pytest.approx(1)
    assert indirect_bias(vectors, "a", "d", axis(3)) == pytest.approx(0)
    # a and c are alike without it, which is more than they were: below 0
    assert indirect_bias(vectors, "a", "c", axis(3)) == pytest.approx((3 / math.sqrt(10) - 1) / (3 / math.sqrt(10)))
    assert indirect_bias(vectors, "a", "a", axis(3)) == pytest.approx(0)
    with pytest.raises(ValueError, match="'a' and 'o' are orthogonal"):
        indirect_bias(vectors, "a", "o", axis(3))
    with pytest.raises(ValueError, match="'g' lies in the subspace"):
        indirect_bias(vectors, "a", "g", axis(3))
    with pytest.raises(ValueError, match="'g' lies in the subspace"):
        indirect_bias(vectors, "g", "g", axis(3))
    with pytest.raises(KeyError, match="'gone' has no vector"):
        indirect_bias(vectors, "a", "gone", axis(3))
    with pytest.raises(TypeError, match="is a word"):
        indirect_bias(vectors, "a", 3, axis(3))


@pytest.mark.parametrize(
    ("one", "other", "figure"), [("softball", "pitcher", -0.01), ("football", "businessman", 0.17)]
)
def test_indirect_bias_of_the_published_vectors(one, other, figure):
    vectors = published("googlenews_13784x300")
    gender = subspace(vectors, json.loads(data("bias/debiaswe/definitional_pairs.json").read_text()))
    # the figures are of ten pairs, of which nine are at hand
    assert indirect_bias(vectors, one, other, gender) == pytest.approx(figure, abs=0.02)


@given(st.integers(0, 10_000))
def test_indirect_bias_by_its_formula(seed):
    vectors = some(seed)
    one, other = unit(vectors, "w0"), unit(vectors, "w1")
    rest = cosine(one[1:], other[1:])
    expected = (dot(one, other) - rest) / dot(one, other)
    assert indirect_bias(vectors, "w0", "w1", axis(4)) == pytest.approx(expected, rel=1e-7, abs=1e-9)
    assert indirect_bias(vectors, "w1", "w0", axis(4)) == pytest.approx(expected, rel=1e-7, abs=1e-9)


# relative norm distance


@given(st.integers(0, 10_000))
def test_relative_norm_distance_by_its_formula(seed):
    vectors = some(seed)
    found = relative_norm_distance(vectors, ["w0", "gone", "w1", "w2"], ["w3", "w4"], ["w5", "w6", "w7", "away"])
    first, second = group_mean(vectors, ["w3", "w4"]), group_mean(vectors, ["w5", "w6", "w7"])
    expected = [distance(unit(vectors, w), first) - distance(unit(vectors, w), second) for w in ("w0", "w1", "w2")]
    assert found.values == pytest.approx(expected, abs=1e-10)
    assert found.total == pytest.approx(math.fsum(expected), abs=1e-10)
    assert found.mean == pytest.approx(mean(expected), abs=1e-10)
    assert (found.words, found.lost) == (("w0", "w1", "w2"), ("gone", "away"))


def test_relative_norm_distance_is_below_0_near_the_first_group():
    vectors = named({"nurse": [1, 0.1], "she": [2, 0], "he": [0, 3]})
    assert relative_norm_distance(vectors, ["nurse"], ["she"], ["he"]).total < 0
    assert relative_norm_distance(vectors, ["nurse"], ["he"], ["she"]).total > 0


# RIPA


@given(st.integers(0, 10_000), st.integers(1, 4))
def test_ripa_by_its_formula(seed, count):
    vectors = some(seed)
    row = {word: vectors.vectors[k].tolist() for k, word in enumerate(vectors.index_to_key)}
    pairs = [(f"w{k}", f"w{k + 5}") for k in range(count)]
    found = ripa(vectors, ["w10", "w11", "gone"], [*pairs, ("w0", "away")])
    for at, word in enumerate(("w10", "w11")):
        each = []
        for x, y in pairs:
            difference = [p - q for p, q in zip(row[x], row[y], strict=True)]
            each.append(dot(row[word], difference) / math.sqrt(dot(difference, difference)))
        assert found.values[at] == pytest.approx(mean(each), rel=1e-9, abs=1e-9)
        assert found.deviations[at] == pytest.approx(statistics.pstdev(each), rel=1e-9, abs=1e-9)
    assert (found.words, found.lost) == (("w10", "w11"), ("gone", "away"))


def test_ripa_is_that_of_vectors_as_they_are():
    vectors = named({"w": [6, 1], "x": [1, 0], "y": [-2, 0]})
    assert ripa(vectors, ["w"], [("x", "y")]).values.tolist() == [6]
    assert ripa(vectors, ["w"], [("y", "x")]).values.tolist() == [-6]
    with pytest.raises(ValueError, match="pairs have two words each, not 3"):
        ripa(vectors, ["w"], [("x", "y", "w")])
    with pytest.raises(ValueError, match="no pair has vectors for both words; 'gone' lack one"):
        ripa(vectors, ["w"], [("x", "gone")])
    with pytest.raises(ValueError, match=r"\('a', 'b'\) have one and the same vector"):
        ripa(named({"a": [1, 2], "b": [1, 2], "w": [0, 1]}), ["w"], [("a", "b")])


# ECT and MAC


@given(st.integers(0, 10_000))
def test_ect_is_spearmans_correlation(seed):
    vectors = some(seed)
    words, group, other = ["w0", "w1", "w2", "w3", "w4"], ["w5", "w6"], ["w7", "w8", "w9"]
    cosines = [[cosine(vectors[word], group_mean(vectors, side)) for word in words] for side in (group, other)]
    found = ect(vectors, [*words, "gone"], group, other)
    assert found == pytest.approx(pearson(*map(ranks, cosines)), abs=1e-9)
    assert found == pytest.approx(spearmanr(*cosines)[0], abs=1e-9)


def test_ect_where_it_is_known():
    vectors = named(
        {"a": [3, 1], "b": [1, 1], "c": [1, 3], "she": [1, 0], "he": [0, 1], "her": [1, 0.1], "less": [-1, 0]}
    )
    assert ect(vectors, ["a", "b", "c"], ["she"], ["her"]) == pytest.approx(1)
    assert ect(vectors, ["a", "b", "c"], ["she"], ["he"]) == pytest.approx(-1)
    with pytest.raises(ValueError, match="two words with a vector at least, not 1"):
        ect(vectors, ["a", "gone"], ["she"], ["he"])
    with pytest.raises(ValueError, match="the vectors of other cancel out"):
        ect(vectors, ["a", "b"], ["she"], ["she", "less"])
    with pytest.raises(ValueError, match="same cosine with a group"):
        ect(named({"a": [3, 1], "b": [9, 3], "she": [1, 2], "he": [2, 1]}), ["a", "b"], ["she"], ["he"])


@given(st.integers(0, 10_000))
def test_mac_by_its_formula(seed):
    vectors = some(seed)
    targets, sets = ["w0", "w1", "w2"], [["w3"], ["w4", "w5", "gone"], ["w6", "w7", "w8"]]
    each = [
        mean(1 - cosine(vectors[target], vectors[word]) for word in one if word != "gone")
        for target in targets
        for one in sets
    ]
    assert mac(vectors, [*targets, "away"], sets) == pytest.approx(mean(each), abs=1e-10)


def test_mac_where_it_is_known():
    vectors = named({"a": [1, 0], "same": [4, 0], "other": [0, 2], "against": [-1, 0]})
    assert mac(vectors, ["a"], [["same"]]) == pytest.approx(0)
    assert mac(vectors, ["a"], [["other"]]) == pytest.approx(1)
    assert mac(vectors, ["a"], [["same"], ["against", "against"]]) == pytest.approx(1)


# what is asked of all


MEASURES = {
    "direct_bias": lambda v, words: direct_bias(v, words, axis(4)),
    "relative_norm_distance": lambda v, words: relative_norm_distance(v, words, ["w5"], ["w6"]).values,
    "ripa": lambda v, words: ripa(v, words, [("w5", "w6")]).values,
    "ect": lambda v, words: ect(v, words, ["w5"], ["w6"]),
    "mac": lambda v, words: mac(v, words, [["w5"], ["w6"]]),
}


@pytest.mark.parametrize("name", MEASURES)
def test_bad_words_are_refused(name):
    vectors = some()
    vectors.vectors[7] = 0
    vectors.vectors[8, 1] = np.inf
    measure = MEASURES[name]
    with pytest.raises(TypeError, match="must be a list of words, not str"):
        measure(vectors, "w0")
    with pytest.raises(TypeError, match=r"\[1\] is a word, a str, not int"):
        measure(vectors, ["w0", 3])
    with pytest.raises(ValueError, match=r"no word of (words|targets) has a vector"):
        measure(vectors, [])
    with pytest.raises(ValueError, match=r"no word of \w+ has a vector: 'gone', 'w7'"):
        measure(vectors, ["gone", "w7"])
    with pytest.raises(ValueError, match=r"'w8' .* not finite"):
        measure(vectors, ["w0", "w8"])
    with pytest.raises(TypeError, match="expected gensim KeyedVectors"):
        measure([[1, 2]], ["w0"])


@pytest.mark.parametrize("name", MEASURES)
def test_measures_leave_the_vectors_and_ignore_lost_words(name):
    vectors = some(5)
    before, norms = vectors.vectors.copy(), vectors.norms
    words = ["w0", "w1", "w2", "w3"]
    alone = MEASURES[name](vectors, words)
    assert MEASURES[name](vectors, (word for word in [*words, "gone", "w0"])) == pytest.approx(alone)
    assert (vectors.vectors == before).all()
    assert vectors.norms is norms


@pytest.mark.parametrize("name", sorted(set(MEASURES) - {"ripa"}))
def test_lengths_do_not_matter(name):
    vectors = some(6)
    scaled = made(vectors.vectors * np.geomspace(1e-3, 1e3, len(vectors))[:, None])
    words = ["w0", "w1", "w2", "w3"]
    assert MEASURES[name](scaled, words) == pytest.approx(MEASURES[name](vectors, words), rel=1e-5, abs=1e-6)


def test_bad_options_are_refused():
    vectors = some()
    for c in (-1, math.nan, math.inf, "1", True, None, 10**400, np.complex64(1), np.ones(1)):
        with pytest.raises(ValueError, match="c is a finite number of at least 0"):
            direct_bias(vectors, ["w0"], axis(4), c=c)
    for wrong in (np.ones(4), None, "gender"):
        with pytest.raises(TypeError, match="expected a Subspace"):
            direct_bias(vectors, ["w0"], wrong)
        with pytest.raises(TypeError, match="expected a Subspace"):
            indirect_bias(vectors, "w0", "w1", wrong)
    with pytest.raises(ValueError, match="vectors of 3 numbers, these have 4"):
        direct_bias(vectors, ["w0"], axis(3))
    with pytest.raises(ValueError, match="vectors of 3 numbers, these have 4"):
        indirect_bias(vectors, "w0", "w1", axis(3))
    with pytest.raises(ValueError, match="no word of other has a vector"):
        relative_norm_distance(vectors, ["w0"], ["w1"], ["gone"])
    with pytest.raises(TypeError, match="group must be a list"):
        ect(vectors, ["w0", "w1"], "w2", ["w3"])
    with pytest.raises(ValueError, match="attribute_sets is empty"):
        mac(vectors, ["w0"], [])
    with pytest.raises(TypeError, match="attribute_sets must be a list of lists of words, not str"):
        mac(vectors, ["w0"], "w1")
    with pytest.raises(TypeError, match=r"attribute_sets\[0\] must be a list"):
        mac(vectors, ["w0"], ["w1", "w2"])


def test_results_are_equal_only_to_themselves():
    one, other = (relative_norm_distance(some(seed), ["w0"], ["w1"], ["w2"]) for seed in (0, 1))
    assert one != other  # though their words are the same
    assert len({one, other}) == 2
