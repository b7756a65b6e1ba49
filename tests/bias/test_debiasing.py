"""Neutralizing and equalizing: by hand, beside the plain way with NumPy, and by the identities of the paper."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from gensim.models import FastText
from hypothesis import given, settings
from hypothesis import strategies as st

from nlpwidgets.bias import equalize, hard_debias, linear_debias, neutralize, subspace
from nlpwidgets.bias.debiasing import equalized, neutralized
from tests.bias.debiasing_samples import PAIRS, TRIPLES, Untouched, listed, made, news, rows_of, sets_and_others, unit


def plain_hard(vectors, specific, pairs, direction):
    """Hard debiasing word by word; for one direction and pairs, as in the reference implementation of the paper's authors."""
    rows = unit(vectors.vectors)
    for row, word in enumerate(vectors.index_to_key):
        if word not in specific:
            rows[row] -= (rows[row] @ direction) * direction
    rows = unit(rows)
    for one, other in pairs:
        a, b = rows[vectors.key_to_index[one]], rows[vectors.key_to_index[other]]
        middle = (a + b) / 2
        middle -= (middle @ direction) * direction
        height = np.sqrt(1 - middle @ middle)
        if (a - b) @ direction < 0:
            height = -height
        rows[vectors.key_to_index[one]] = middle + height * direction
        rows[vectors.key_to_index[other]] = middle - height * direction
    return rows


def test_by_hand():
    vectors = made([[3, 4], [-6, 8], [0, 2], [5, 0]], ["she", "he", "cup", "queen"])
    across = subspace(vectors, [("she", "he")])
    np.testing.assert_allclose(neutralize(vectors, ["she"], across)["she"], [0, 1], atol=1e-7)
    # half of 0.6 taken: (0.3, 0.8) at length 1
    half = neutralize(vectors, ["she"], across, strength=0.5)
    np.testing.assert_allclose(half["she"], np.array([0.3, 0.8]) / np.sqrt(0.73), atol=1e-7)
    np.testing.assert_allclose(half["he"], [-0.6, 0.8], atol=1e-7)
    # the middle is (0, 0.8), which leaves 0.6 on both sides
    even = equalize(made([[3, 4], [-3, 4]], ["she", "he"]), [("she", "he")], across)
    np.testing.assert_allclose(even.vectors, [[0.6, 0.8], [-0.6, 0.8]], atol=1e-7)
    uneven = equalize(made([[4, 3], [0, 1]], ["she", "he"]), [("he", "she")], across)
    # middle (0.4, 0.8): ν = (0, 0.8)
    np.testing.assert_allclose(uneven.vectors, [[0.6, 0.8], [-0.6, 0.8]], atol=1e-7)
    # a word inside the subspace altogether has nothing left, a share of it turns it nowhere
    np.testing.assert_array_equal(neutralize(vectors, None, across)["queen"], [0, 0])
    np.testing.assert_allclose(neutralize(vectors, None, across, strength=0.9)["queen"], [1, 0], atol=1e-7)


def test_three_dimensions_by_hand():
    # the subspace is the plane of the first two axes
    vectors = made([[1, 0, 1], [0, 1, 1], [-1, -1, 1], [2, 2, 1]], ["a", "b", "c", "n"])
    plane = subspace(vectors, [("a", "b", "c")], dims=2)
    plane = dataclasses.replace(plane, directions=np.eye(3)[:2])
    np.testing.assert_allclose(neutralize(vectors, ["n"], plane)["n"], [0, 0, 1], atol=1e-7)
    rows = unit([[1, 0, 1], [0, 1, 1], [-1, -1, 1]])
    middle = rows.mean(axis=0)
    apart = rows[:, :2] - middle[:2]
    expected = np.column_stack([np.sqrt(1 - middle[2] ** 2) * unit(apart), np.full(3, middle[2])])
    np.testing.assert_allclose(equalize(vectors, [("a", "b", "c")], plane).vectors[:3], expected, atol=1e-6)


@settings(max_examples=60)
@given(
    st.integers(2, 4),
    st.integers(1, 3),
    st.integers(1, 5),
    st.integers(6, 40),
    st.floats(0, 1),
    st.integers(0, 2**20),
)
def test_identities_of_the_paper(k, dims, count, size, strength, seed):
    sets = [tuple(f"s{one}-{group}" for group in range(k)) for one in range(count)]
    dims = min(dims, count * (k - 1))
    vectors = sets_and_others(sets, size=size, seed=seed)
    before = Untouched(vectors)
    found = subspace(vectors, sets, dims=dims)
    hard = hard_debias(vectors, found, strength=1.0)
    rows = hard.vectors.astype(np.float64)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)
    neutral = rows[count * k :]
    np.testing.assert_allclose(neutral @ found.directions.T, 0, atol=1e-6)
    for position in range(count):
        members = rows[position * k : (position + 1) * k]
        inner = neutral @ members.T
        assert np.abs(inner - inner[:, :1]).max() < 1e-6
        distances = np.linalg.norm(neutral[:, None] - members, axis=2)
        assert np.abs(distances - distances[:, :1]).max() < 1e-6
        # they differ within the subspace only
        apart = members - members[0]
        np.testing.assert_allclose(apart - apart @ found.directions.T @ found.directions, 0, atol=1e-6)
    some = linear_debias(vectors, found, strength=strength)
    w = unit(vectors.vectors)
    expected = unit(w - strength * w @ found.directions.T @ found.directions)
    np.testing.assert_allclose(some.vectors, expected, atol=2e-6)
    assert before.holds(hard)
    assert before.holds(some)
    assert hard.vectors.dtype == some.vectors.dtype == np.float32


def test_hard_debiasing_is_the_plain_way_word_by_word():
    vectors = sets_and_others(PAIRS, others=200)
    found = subspace(vectors, PAIRS)
    spared = ["w3", "w5", "not there"]
    ours = hard_debias(vectors, found, exempt=spared)
    specific = {*spared, *(word for pair in PAIRS for word in pair)}
    np.testing.assert_allclose(ours.vectors, plain_hard(vectors, specific, PAIRS, found.directions[0]), atol=1e-6)
    np.testing.assert_allclose(ours["w3"], unit(vectors["w3"]), atol=1e-7)


def test_what_is_neutral_exempt_and_equalized():
    vectors = sets_and_others(PAIRS)
    found = subspace(vectors, PAIRS)
    was = unit(vectors.vectors)

    def changed(debiased):
        moved = np.abs(debiased.vectors - was).max(axis=1) > 1e-6
        return {word for word, one in zip(vectors.index_to_key, moved, strict=True) if one}

    everything = set(vectors.index_to_key)
    words = {word for pair in PAIRS for word in pair}
    assert changed(hard_debias(vectors, found)) == everything
    assert changed(hard_debias(vectors, found, strength=0)) == words
    assert changed(hard_debias(vectors, found, exempt=["w1", "she"])) == everything - {"w1"}
    assert changed(hard_debias(vectors, found, equalize_sets=[])) == everything
    assert changed(hard_debias(vectors, found, equalize_sets=[], exempt=words)) == everything - words
    assert changed(hard_debias(vectors, found, neutral=["w1", "w2", "x"], exempt=["w2"])) == words | {"w1"}
    assert changed(hard_debias(vectors, found, neutral=[], equalize_sets=PAIRS[:1])) == {"she", "he"}
    assert changed(neutralize(vectors, [], found)) == set()
    assert changed(neutralize(vectors, ("w1", "w1", "x"), found)) == {"w1"}
    assert changed(equalize(vectors, [], found)) == set()
    # sets of different sizes; those with words that are lost are passed over
    sets = [("she", "he"), ("w1", "w2", "w3"), ("w4", "nobody")]
    assert changed(equalize(vectors, iter(sets), found)) == {"she", "he", "w1", "w2", "w3"}
    assert changed(hard_debias(vectors, found, neutral=[], equalize_sets=iter(sets))) == {"she", "he", "w1", "w2", "w3"}


def test_of_two_sets_with_a_word_in_common_the_later_one_counts():
    vectors = sets_and_others(PAIRS)
    found = subspace(vectors, PAIRS)
    later = equalize(vectors, [("she", "he"), ("she", "man")], found)
    np.testing.assert_array_equal(later["she"], equalize(vectors, [("she", "man")], found)["she"])
    np.testing.assert_array_equal(later["he"], equalize(vectors, [("she", "he")], found)["he"])


def test_counts_and_use_of_the_new_vectors():
    vectors = sets_and_others(PAIRS)
    for position, word in enumerate(vectors.index_to_key):
        vectors.set_vecattr(word, "count", 1000 - position)
    found = hard_debias(vectors, subspace(vectors, PAIRS))
    assert found.get_vecattr("he", "count") == 999
    found.set_vecattr("he", "count", 1)
    assert vectors.get_vecattr("he", "count") == 999
    cosines = unit(found.vectors) @ unit(found["she"])
    best = [found.index_to_key[row] for row in np.argsort(-cosines) if found.index_to_key[row] != "she"]
    assert [word for word, _ in found.most_similar("she", topn=5)] == best[:5]
    found.add_vectors(["new", "newer"], np.ones((2, 20), np.float32))
    assert "new" not in vectors


@pytest.mark.parametrize("kind", [np.float16, np.float32, np.float64])
def test_types_of_numbers(kind):
    vectors = sets_and_others(PAIRS)
    vectors.vectors = vectors.vectors.astype(kind)
    vectors.vectors.flags.writeable = False
    before = Untouched(vectors)
    found = subspace(vectors, PAIRS)
    after = hard_debias(vectors, found)
    assert after.vectors.dtype == np.float32
    assert after.vectors.flags.writeable
    np.testing.assert_allclose(after.vectors[8:] @ found.directions.T, 0, atol=1e-6)
    assert before.holds(after)


def test_subwords_and_blocks(monkeypatch):
    text = [["she", "he", "woman", "man", "cat", "dog", "cup"]] * 5
    fast = FastText(text, vector_size=8, min_count=1, bucket=50, seed=1, workers=1)
    before = Untouched(fast.wv)
    found = subspace(fast, PAIRS)
    after = hard_debias(fast, found)
    assert before.holds()
    assert after.index_to_key == fast.wv.index_to_key
    np.testing.assert_allclose(rows_of(after, ["cat", "dog", "cup"]) @ found.directions.T, 0, atol=1e-6)
    monkeypatch.setattr("nlpwidgets.bias._shared._BLOCK", 16)
    np.testing.assert_array_equal(hard_debias(fast, found).vectors, after.vectors)


def test_zeros_stay_zeros_and_rounding_does_not_become_a_word():
    vectors = made(
        [[1, 0.3, 0.7], [-1, -0.3, -0.7], [0, 0, 0], [1.7, 0.51, 1.19], [1, 1, 1]], ["a", "b", "o", "c", "d"]
    )
    found = subspace(vectors, [("a", "b")])
    after = linear_debias(vectors, found)
    np.testing.assert_array_equal(after.vectors[:4], 0)
    assert np.linalg.norm(after["d"]) == pytest.approx(1)
    assert np.linalg.norm(after["d"] @ found.directions.T) < 1e-6
    np.testing.assert_array_equal(hard_debias(vectors, found)["o"], 0)
    one = made([[1, 2, 3]], ["a"])
    np.testing.assert_allclose(np.linalg.norm(linear_debias(one, found).vectors), 1, atol=1e-6)
    # "o" has no direction, so that its set is passed over
    np.testing.assert_allclose(equalize(vectors, [("a", "o")], found)["a"], unit(vectors["a"]), atol=1e-7)


def test_members_that_the_subspace_cannot_tell_apart():
    vectors = made([[1, 1, 0], [-1, 1, 0], [0, 1, 1], [0, 1, -1], [0, 1.1, 1.1]], ["a", "b", "c", "d", "e"])
    found = subspace(vectors, [("a", "b")])
    for sets in ([("a", "b"), ("c", "d")], [("c", "e")]):
        with pytest.raises(ValueError, match=r"c : [de]: the members of a set do not differ within the subspace"):
            equalize(vectors, sets, found)
        with pytest.raises(ValueError, match=r"c : [de]: "):
            hard_debias(vectors, found, equalize_sets=sets)


@pytest.mark.parametrize("strength", [-0.1, 1.1, np.nan, np.inf, "1", None, True, 1j, [1], 10**400, np.complex64(0.5)])
def test_strengths_out_of_range(strength):
    vectors = sets_and_others(PAIRS)
    found = subspace(vectors, PAIRS)
    for call in (
        lambda: neutralize(vectors, None, found, strength=strength),
        lambda: linear_debias(vectors, found, strength=strength),
        lambda: hard_debias(vectors, found, strength=strength),
    ):
        with pytest.raises(ValueError, match="strength is a number from 0 to 1, not"):
            call()


@pytest.mark.parametrize(
    ("call", "error", "says"),
    [
        (lambda kv, s: neutralize(kv, "she", s), TypeError, "words must be a list of words, not str"),
        (lambda kv, s: neutralize(kv, {"she": 1}, s), TypeError, "words must be a list of words, not dict"),
        (lambda kv, s: neutralize(kv, ["she", 1], s), TypeError, r"words\[1\] is a word, a str, not int"),
        (lambda kv, s: neutralize(kv, 5, s), TypeError, "words must be a list of words, not int"),
        (lambda kv, s: equalize(kv, "she he", s), TypeError, "sets must be a list of pairs or sets of words, not str"),
        (lambda kv, s: equalize(kv, None, s), TypeError, "sets must be a list of pairs or sets of words, not NoneType"),
        (lambda kv, s: equalize(kv, ["she"], s), TypeError, r"sets\[0\] must be a list of words, not str"),
        (lambda kv, s: equalize(kv, [("she", "he"), ("she",)], s), ValueError, r"sets\[1\] needs two different words"),
        (
            lambda kv, s: hard_debias(kv, s, equalize_sets={"a": "b"}),
            TypeError,
            "equalize_sets must be a list of pairs",
        ),
        (
            lambda kv, s: hard_debias(kv, s, equalize_sets=[("a", "b"), ["c", "c"]]),
            ValueError,
            r"equalize_sets\[1\] needs",
        ),
        (lambda kv, s: hard_debias(kv, s, equalize_sets=[("a", 1)]), TypeError, r"equalize_sets\[0\]\[1\] is a word"),
        (lambda kv, s: hard_debias(kv, s, exempt="she"), TypeError, "exempt must be a list of words"),
        (lambda kv, s: hard_debias(kv, s, exempt=None), TypeError, "exempt must be a list of words"),
        (lambda kv, s: hard_debias(kv, s, neutral="she"), TypeError, "neutral must be a list of words"),
        (lambda kv, s: hard_debias(kv, PAIRS), TypeError, "expected a Subspace.*not list"),
        (lambda kv, s: linear_debias(kv, s.directions), TypeError, "expected a Subspace.*not ndarray"),
        (lambda kv, s: linear_debias(kv.vectors, s), TypeError, "expected gensim KeyedVectors"),
        (lambda kv, s: linear_debias(made(np.eye(3)), s), ValueError, "of vectors of 20 numbers, these have 3"),
    ],
)
def test_bad_input_is_said(call, error, says):
    vectors = sets_and_others(PAIRS)
    with pytest.raises(error, match=says):
        call(vectors, subspace(vectors, PAIRS))


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_vectors_that_are_not_finite_are_named(bad, monkeypatch):
    monkeypatch.setattr("nlpwidgets.bias._shared._BLOCK", 160)
    vectors = sets_and_others(PAIRS)
    found = subspace(vectors, PAIRS)
    vectors.vectors[30, 4] = bad
    for call in (
        lambda: neutralize(vectors, [], found),
        lambda: equalize(vectors, [], found),
        lambda: hard_debias(vectors, found),
        lambda: linear_debias(vectors, found, strength=0),
    ):
        with pytest.raises(ValueError, match=r"the vector of 'w22' \(row 30\) holds values that are not finite"):
            call()


def test_the_parts_for_rows_are_those_of_the_whole():
    vectors = sets_and_others(TRIPLES)
    found = subspace(vectors, TRIPLES, dims=2)
    after = hard_debias(vectors, found)
    np.testing.assert_allclose(
        equalized(rows_of(vectors, TRIPLES[1]), found.directions), [after[word] for word in TRIPLES[1]], atol=1e-6
    )
    np.testing.assert_allclose(
        neutralized(rows_of(vectors, ["w1", "w2"]), found.directions), [after["w1"], after["w2"]], atol=1e-6
    )


def test_real_vectors_as_in_the_paper():
    vectors = news()
    found = subspace(vectors, [tuple(pair) for pair in listed("definitional_pairs")])
    specific = set(listed("gender_specific_full"))
    pairs = [tuple(word.lower() for word in pair) for pair in listed("equalize_pairs")]
    pairs = [pair for pair in pairs if all(word in vectors for word in pair)]
    assert len(pairs) == 25
    after = hard_debias(vectors, found, equalize_sets=pairs, exempt=specific)
    spared = specific.union(*pairs)
    np.testing.assert_allclose(after.vectors, plain_hard(vectors, spared, pairs, found.directions[0]), atol=1e-6)
    neutral = [word for word, *_ in listed("professions") if word in vectors and word not in spared]
    assert np.abs(
        found.components(vectors.vectors[[vectors.key_to_index[w] for w in neutral]])
    ).mean() == pytest.approx(0.066, abs=5e-4)
    assert np.abs(rows_of(after, neutral) @ found.directions.T).max() < 1e-6
