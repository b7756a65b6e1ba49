"""Whether bias is found again: against cases made by hand, scikit-learn and brute force."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from nlpwidgets.bias import Recovery, linear_debias, recoverability
from tests.bias.debiasing_samples import Untouched, news
from tests.bias.measuring_samples import along, axis, cosine, pearson
from tests.embeddings.asking_samples import made


def two_sided(count=60, size=8, seed=0, apart=1.0):
    """Words on both sides of the first coordinate, whose other coordinates tell the side as well where `apart` is large."""
    random = np.random.default_rng(seed)
    rows = random.standard_normal((count, size))
    rows[:, 1] += apart * np.sign(rows[:, 0])
    return made(rows * random.uniform(0.1, 9, (count, 1)))


def components(vectors):
    return [cosine(row, np.eye(vectors.vector_size)[0]) if row.any() else 0 for row in vectors.vectors]


@given(st.integers(0, 10_000), st.integers(4, 20), st.integers(20, 60))
def test_the_most_biased_words_of_each_side(seed, words, restrict):
    vectors = two_sided(seed=seed)
    exempt, sets = [f"w{k}" for k in range(0, 60, 7)], [("w1", "w2")]
    inside = dict(zip(vectors.index_to_key[:restrict], components(vectors), strict=False))
    fair = [word for word in inside if word not in exempt and word not in sets[0]]
    first = sorted((word for word in fair if inside[word] > 0), key=lambda word: -inside[word])
    second = sorted((word for word in fair if inside[word] < 0), key=lambda word: inside[word])
    size = min(words, len(first), len(second))
    space = along(np.eye(8)[0], sets=sets)
    if size < 4:
        with pytest.raises(ValueError, match="too few to be found again"):
            Recovery(vectors, space, exempt=exempt, words=words, restrict=restrict)
        return
    found = Recovery(vectors, space, exempt=exempt, words=words, restrict=restrict)
    assert found.first == tuple(first[:size])
    assert found.second == tuple(second[:size])


def test_sides_that_are_far_apart_are_found_again():
    vectors = two_sided(200, apart=30)
    found = recoverability(vectors, linear_debias(vectors, axis(8)), axis(8), probes=vectors.index_to_key[:50])
    # the first coordinate is gone, but the second tells the same
    assert found.clusters == (1, 1)
    assert found.classifier == (1, 1)
    assert min(found.correlation) > 0.5


def test_sides_of_which_nothing_else_tells_are_not():
    vectors = two_sided(4000, apart=0, seed=3)
    found = recoverability(
        vectors, linear_debias(vectors, axis(8)), axis(8), words=1000, probes=vectors.index_to_key[:300]
    )
    assert found.classifier[0] > 0.95
    assert abs(found.classifier[1] - 0.5) < 5 * 0.5 / math.sqrt(1000)
    assert found.clusters[0] > 0.9
    assert found.clusters[1] < 0.6
    assert found.correlation[0] > 0.8
    assert abs(found.correlation[1]) < 5 / math.sqrt(300)
    assert len(found.first) == len(found.second) == 1000


def test_the_classifier_is_scikit_learns_on_halves_of_both_sides():
    vectors = two_sided(400, apart=0.3)
    recovery = Recovery(vectors, axis(8), words=120, seed=5)
    rows = np.array([vectors[word] / np.linalg.norm(vectors[word]) for word in (*recovery.first, *recovery.second)])
    labels = np.repeat([1, 0], 120)
    learned, asked = recovery._learned, recovery._asked
    assert sorted([*learned, *asked]) == list(range(240))
    assert labels[learned].tolist().count(1) == labels[asked].tolist().count(1) == 60
    model = LogisticRegression(C=10, max_iter=5000, tol=1e-8).fit(rows[learned].astype(float), labels[learned])
    right = (model.predict(rows[asked]) == labels[asked]).mean()
    assert recovery.classifier(vectors) == pytest.approx(right, abs=1.01 / 120)
    assert recovery.classifier(vectors) == Recovery(vectors, axis(8), words=120, seed=5).classifier(vectors)


@settings(max_examples=30)
@given(st.integers(0, 10_000), st.integers(1, 30), st.integers(5, 40))
def test_the_correlation_by_counting(seed, neighbours, among):
    vectors = two_sided(seed=seed)
    vectors.vectors[3] = 0  # no direction: it is nobody's neighbour
    probes = ["w0", "w50", "w7", "w20", "gone", "w3"]
    found = Recovery(vectors, axis(8), probes=probes, neighbours=neighbours, among=among)
    side = components(vectors)
    every = [k for k in range(among) if k != 3]
    shares = []
    for word in ("w0", "w50", "w7", "w20"):
        own = vectors.key_to_index[word]
        near = sorted((k for k in every if k != own), key=lambda k: -cosine(vectors.vectors[own], vectors.vectors[k]))[
            : min(neighbours, len(every) - 1)
        ]
        shares.append(sum(side[k] > 0 for k in near) / len(near))
    inside = [side[vectors.key_to_index[word]] for word in ("w0", "w50", "w7", "w20")]
    if len(set(shares)) == 1:
        assert found.correlation(vectors) is None
    else:
        assert found.correlation(vectors) == pytest.approx(pearson(inside, shares), abs=1e-6)


def test_no_correlation_without_words_or_where_nothing_varies():
    vectors = two_sided()
    assert Recovery(vectors, axis(8)).correlation(vectors) is None
    assert Recovery(vectors, axis(8), probes=["w0", "w1", "gone"]).correlation(vectors) is None
    everyone = Recovery(vectors, axis(8), probes=["w40", "w41", "w42"], neighbours=1000, among=20)
    assert everyone.correlation(made(np.ones((60, 8)))) is None  # all have the same neighbours
    assert Recovery(vectors, axis(8), probes=["w0", "w1", "w2"], among=1).correlation(vectors) is None


def test_vectors_that_are_all_the_same_are_a_guess():
    vectors = two_sided()
    same = made(np.ones((60, 8)))
    recovery = Recovery(vectors, axis(8), probes=vectors.index_to_key)
    assert recovery.clusters(same) == 0.5
    assert recovery.classifier(same) == 0.5


def test_before_and_after_are_those_of_the_parts():
    vectors = two_sided(300, apart=0.5)
    after = linear_debias(vectors, axis(8), strength=0.5)
    options = {"exempt": ["w1"], "probes": vectors.index_to_key[:40], "words": 50, "seed": 3}
    found = recoverability(vectors, after, axis(8), **options)
    recovery = Recovery(vectors, axis(8), **options)
    assert found.clusters == (recovery.clusters(vectors), recovery.clusters(after))
    assert found.classifier == (recovery.classifier(vectors), recovery.classifier(after))
    assert found.correlation == (recovery.correlation(vectors), recovery.correlation(after))
    assert (found.first, found.second) == (recovery.first, recovery.second)


def test_words_may_be_in_another_order_afterwards():
    vectors = two_sided(120)
    order = np.random.default_rng(1).permutation(120)
    other = made(vectors.vectors[order], [vectors.index_to_key[k] for k in order])
    found = recoverability(vectors, other, axis(8), probes=vectors.index_to_key[:30])
    assert found.clusters[0] == found.clusters[1]
    assert found.classifier[0] == found.classifier[1]
    assert found.correlation[0] == pytest.approx(found.correlation[1], abs=1e-9)


def test_the_vectors_stay_as_they_are():
    vectors = two_sided()
    after = linear_debias(vectors, axis(8))
    both = Untouched(vectors), Untouched(after)
    recoverability(vectors, after, axis(8), probes=vectors.index_to_key)
    assert all(one.holds() for one in both)


def test_hard_debiasing_hides_more_than_it_removes():
    """The finding of Gonen & Goldberg 2019, on real vectors."""
    from nlpwidgets.bias import load_list, subspace

    vectors = news()
    gender = subspace(vectors, [one for one in load_list("gender").sets if set(one) <= set(vectors.key_to_index)])
    found = recoverability(vectors, linear_debias(vectors, gender), gender, exempt=load_list("gendered").words)
    assert found.clusters[0] > 0.95
    assert found.classifier[1] > 0.8


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"words": 0}, ValueError, "words is a whole number of at least 1, not 0"),
        ({"words": True}, ValueError, "words is a whole number"),
        ({"restrict": -5}, ValueError, "restrict is a whole number of at least 1, not -5"),
        ({"neighbours": 0.5}, ValueError, "neighbours is a whole number"),
        ({"among": "all"}, ValueError, "among is a whole number"),
        ({"seed": -1}, ValueError, "seed is a whole number of at least 0"),
        ({"exempt": "w0"}, TypeError, "exempt must be a list of words, not str"),
        ({"probes": "w0"}, TypeError, "probes must be a list of words, not str"),
        ({"probes": [1]}, TypeError, r"probes\[0\] is a word"),
        ({"words": 3}, ValueError, "only 3 and 3 words lie on the two sides"),
        ({"restrict": 5}, ValueError, "words lie on the two sides: too few"),
    ],
)
def test_bad_options_are_refused(options, error, says):
    with pytest.raises(error, match=says):
        Recovery(two_sided(), axis(8), **options)


def test_bad_vectors_are_refused():
    vectors = two_sided()
    with pytest.raises(TypeError, match="expected gensim KeyedVectors"):
        Recovery([[1]], axis(8))
    with pytest.raises(TypeError, match="expected a Subspace"):
        Recovery(vectors, np.ones(8))
    with pytest.raises(ValueError, match="vectors of 3 numbers, these have 8"):
        Recovery(vectors, axis(3))
    for word in ("w59", "w4"):
        kept = [one for one in vectors.index_to_key if one != word]
        with pytest.raises(ValueError, match=f"these vectors lack '{word}'"):
            recoverability(vectors, made([vectors[one] for one in kept], kept), axis(8), among=30)
    vectors.vectors[9, 2] = np.nan
    with pytest.raises(ValueError, match=r"the vector of 'w9' \(row 9\) holds values that are not finite"):
        Recovery(vectors, axis(8))
