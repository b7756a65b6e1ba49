"""Analogies against gensim and brute force; the plane and the offsets against linear algebra."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlpwidgets.embeddings.analogies import METHODS, analogy, baselines, solve, solve_with_baselines
from nlpwidgets.embeddings.geometry import offset_consistency, plane
from nlpwidgets.embeddings.neighbouring import neighbours
from nlpwidgets.embeddings.spelling import UnknownWordError
from tests.embeddings.asking_samples import clustered, made, subword, wiki

pytestmark = pytest.mark.filterwarnings("ignore:Call to deprecated `init_sims`:DeprecationWarning")  # gensim's own


def units(vectors):
    rows = vectors.vectors.astype(np.float64)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(lengths > 0, lengths, 1)


def brute(vectors, a, b, c, method, epsilon=1e-6):
    """Scores of all words, by the formulas, one word after the other."""
    unit = units(vectors)
    a, b, c = unit[a], unit[b], unit[c]
    found = np.zeros(len(unit))
    for row, d in enumerate(unit):
        if method == "3cosadd":
            found[row] = d @ (b - a + c) / np.linalg.norm(b - a + c)
        elif method == "3cosmul":
            found[row] = (1 + d @ b) / 2 * (1 + d @ c) / 2 / ((1 + d @ a) / 2 + epsilon)
        elif np.linalg.norm(d - c) > 1e-6:
            found[row] = (d - c) @ (b - a) / np.linalg.norm(d - c) / np.linalg.norm(b - a)
    return found


def same_as_gensim(found, expected):
    assert [one.word for one in found.answers] == [word for word, _ in expected]
    np.testing.assert_allclose([one.score for one in found.answers], [score for _, score in expected], rtol=3e-6)


def check_gensim(vectors, positive, negative, **options):
    limits = {"restrict_vocab": options["restrict"]} if "restrict" in options else {}
    same_as_gensim(analogy(vectors, positive, negative, **options), vectors.most_similar(positive, negative, **limits))
    if not limits:  # gensim takes that for 3CosMul and ignores it
        found = analogy(vectors, positive, negative, method="3cosmul")
        same_as_gensim(found, vectors.most_similar_cosmul(positive, negative))


def test_equals_gensim():
    vectors = clustered(3000, 30)
    for a, b, c in (("w1", "w2", "w3"), ("w2999", "w0", "w55")):
        check_gensim(vectors, [b, c], [a])
        check_gensim(vectors, [b, c], [a], restrict=500)
    check_gensim(vectors, ["w4", "w5", "w6"], ["w7", "w8"])
    check_gensim(vectors, ["w4"], [])
    same_as_gensim(analogy(vectors, "w4", "w9"), vectors.most_similar("w4", "w9"))
    same_as_gensim(analogy(vectors, [], ["w9"]), vectors.most_similar([], ["w9"]))


@pytest.mark.slow
def test_equals_gensim_on_real_vectors():
    vectors = wiki()
    for a, b, c in (("man", "king", "woman"), ("france", "paris", "japan"), ("walk", "walked", "go")):
        check_gensim(vectors, [b, c], [a])
    found = analogy(vectors, ["king", "woman"], ["man"], expected="queen")
    assert found.expected.rank == 2  # dowager is before it by 0.0006
    assert found.answers[1] == found.expected


@given(st.integers(0, 2**32 - 1), st.integers(4, 60), st.integers(2, 20), st.booleans(), st.integers(1, 70))
@settings(max_examples=50)
def test_all_methods_equal_brute_force(seed, count, size, exclude, k):
    random = np.random.default_rng(seed)
    rows = random.standard_normal((count, size))
    rows[random.integers(0, count)] = 0
    rows[random.integers(0, count)] = rows[2]  # one like c
    vectors = made(rows)
    if np.linalg.norm(rows[:3], axis=1).min() == 0:
        return
    found = solve(vectors, "w0", "w1", "w2", k=k, exclude_inputs=exclude, expected="w3")
    assert tuple(one.method for one in found) == METHODS
    for one in found:
        scores = brute(vectors, 0, 1, 2, one.method)
        allowed = [row for row in range(count) if not (exclude and row < 3)]
        expected = sorted((scores[row] for row in allowed), reverse=True)[:k]
        np.testing.assert_allclose([answer.score for answer in one.answers], expected, atol=1e-9, rtol=1e-9)
        assert [answer.rank for answer in one.answers] == list(range(1, len(expected) + 1))
        for answer in one.answers:
            assert answer.row in allowed
            assert abs(scores[answer.row] - answer.score) < 1e-9 * max(1, abs(answer.score))
        assert sorted(answer.row for answer in one.hidden) == [0, 1, 2]
        for answer in one.hidden:
            check_rank(answer, scores, range(count))
        check_rank(one.expected, scores, allowed)


def check_rank(answer, scores, allowed):
    """Its rank is what counting says, but for rows within a rounding of it."""
    others = [scores[row] for row in allowed if row != answer.row]
    tolerance = 1e-9 * max(1, abs(answer.score))
    least = sum(other > answer.score + tolerance for other in others) + 1
    most = sum(other > answer.score - tolerance for other in others) + 1
    assert least <= answer.rank <= most


def test_ranks_of_a_large_vocabulary():
    vectors = clustered(30_000, 20)
    for one in solve(vectors, "w0", "w1", "w2", expected="w15000", exclude_inputs=False):
        scores = brute(vectors, 0, 1, 2, one.method)
        order = np.lexsort((np.arange(len(scores)), -scores)).tolist()
        assert [answer.row for answer in one.answers] == order[:10]
        assert one.expected.rank == order.index(15_000) + 1
        assert [answer.rank for answer in one.hidden] == sorted(order.index(row) + 1 for row in range(3))


def test_the_switch_that_hides():
    # d is nearest to c: without the exclusion the answer is c itself
    vectors = made([[1, 0, 0], [1, 0.1, 0], [0, 0, 1], [0, 0.3, 1], [0, 1, 0]], ["a", "b", "c", "d", "e"])
    honest = analogy(vectors, ["b", "c"], ["a"], exclude_inputs=False)
    assert honest.answers[0].word == "c"
    found = analogy(vectors, ["b", "c"], ["a"])
    assert found.answers[0].word == "d"
    assert found.hidden[0].word == "c"
    assert found.hidden[0].rank == 1
    assert (found.positive, found.negative, found.exclude_inputs) == (("b", "c"), ("a",), True)


def test_equal_scores_come_in_the_order_of_rows():
    rows = np.random.default_rng(0).standard_normal((50, 6))
    rows[[40, 9, 30]] = rows[20]
    for one in solve(made(rows), "w0", "w1", "w2", k=50, exclude_inputs=False):
        order = [answer.row for answer in one.answers]
        first = order.index(9)
        assert order[first : first + 4] == [9, 20, 30, 40]


def test_epsilon():
    vectors = clustered(50, 5)
    found = analogy(vectors, ["w1", "w2"], ["w0"], method="3cosmul", epsilon=0.5, exclude_inputs=False, k=50)
    scores = brute(vectors, 0, 1, 2, "3cosmul", epsilon=0.5)
    np.testing.assert_allclose([one.score for one in found.answers], np.sort(scores)[::-1], rtol=1e-12)


def test_words_of_fasttext_that_are_not_there():
    model = subword()
    found = analogy(model, ["catz", "dog"], ["cat"], k=4)
    same_as_gensim(found, model.wv.most_similar(["catz", "dog"], ["cat"], topn=4))
    assert found.ngrams["catz"][:3] == ("<ca", "cat", "atz")
    assert set(found.ngrams) == {"catz"}
    assert {one.word for one in found.hidden} == {"dog", "cat"}


@pytest.mark.parametrize(
    ("positive", "negative", "options", "error", "text"),
    [
        (["w1", "nowhere"], ["w0"], {}, UnknownWordError, "'nowhere' is not in the vocabulary"),
        (["w1", 3], ["w0"], {}, TypeError, "a word is a str"),
        ({"w1"}, ["w0"], {}, TypeError, "positive is a word or a list of words, not set"),
        ([], [], {}, ValueError, "at least one positive word"),
        ([], ["w0"], {"method": "3cosmul"}, ValueError, "at least one positive word"),
        (["w1"], ["w0"], {"method": "pairdirection"}, ValueError, r"positive=\[b, c\]"),
        (["w1"], ["w0"], {"method": "add"}, ValueError, "'3cosadd', '3cosmul', 'pairdirection'"),
        (["w1"], ["w0"], {"k": 0}, ValueError, "k is at least 1"),
        (["w1"], ["w0"], {"epsilon": 0}, ValueError, "epsilon is a number above 0"),
        (["w1"], ["w0"], {"expected": "nope"}, UnknownWordError, "'nope'"),
    ],
)
def test_errors(positive, negative, options, error, text):
    with pytest.raises(error, match=text):
        analogy(clustered(10, 4), positive, negative, **options)


def test_nothing_is_written():
    vectors = clustered(100, 5)
    before = vectors.vectors.copy()
    vectors.vectors.flags.writeable = False
    solve(vectors, "w0", "w1", "w2")
    assert vectors.norms is None
    assert np.array_equal(vectors.vectors, before)


@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from([2, 7, 33, 100]),
    st.booleans(),
    st.integers(1, 40),
    st.sampled_from([1, 1e-2, 1e-4]),
)
@settings(max_examples=15, deadline=None)
def test_packed_rows_say_what_float64_says(seed, size, exclude, k, apart):
    """Above 20,000 words only bytes are read of most of them."""
    random = np.random.default_rng(seed)
    rows = random.standard_normal((21_000, size))
    rows[1] = rows[0] + apart * rows[1]  # where a and b are near each other, b - a + c is of little precision
    rows[random.integers(3, 21_000, 40)] = rows[2]  # like c, without a direction from it
    rows[random.integers(3, 21_000, 40)] = 0
    rows[random.integers(3, 21_000, 900)] = rows[1] * 2  # more ties than are decided in float64
    vectors = made(rows)
    found = solve(vectors, "w0", "w1", "w2", k=k, exclude_inputs=exclude, expected="w9999")
    unit = units(vectors)
    for one in found:
        scores = fast_brute(unit, one.method)
        tolerance = 1e-9 * np.maximum(1, np.abs(scores))
        for answer in (*one.hidden, one.expected):
            allowed = np.ones(len(scores), bool)
            allowed[: 3 if exclude and answer is one.expected else 0] = False
            allowed[answer.row] = False
            least = (allowed & (scores > answer.score + tolerance)).sum() + 1
            most = (allowed & (scores > answer.score - tolerance)).sum() + 1
            assert least <= answer.rank <= most
        best = np.sort(scores[3 if exclude else 0 :])[::-1][:k]
        np.testing.assert_allclose([answer.score for answer in one.answers], best, atol=1e-9, rtol=1e-9)
    solved, beside = solve_with_baselines(vectors, "w0", "w1", "w2", k=k, exclude_inputs=exclude, expected="w9999")
    alone = baselines(vectors, "w0", "w1", "w2", k=k, exclude_inputs=exclude)
    assert solved == found
    assert beside.random == alone.random
    assert [one.row for one in beside.nearest] == [one.row for one in alone.nearest]
    np.testing.assert_allclose(
        [one.cosine for one in beside.nearest], [one.cosine for one in alone.nearest], rtol=0, atol=1e-14
    )


def fast_brute(unit, method, epsilon=1e-6):
    """The formulas of `brute` for all words at once."""
    a, b, c = unit[:3]
    if method == "3cosadd":
        return unit @ (b - a + c) / np.linalg.norm(b - a + c)
    if method == "3cosmul":
        return (1 + unit @ b) / 2 * (1 + unit @ c) / 2 / ((1 + unit @ a) / 2 + epsilon)
    away = unit - c
    far = np.linalg.norm(away, axis=1)
    return np.where(far > 1e-6, away @ (b - a) / np.linalg.norm(b - a) / np.where(far > 1e-6, far, 1), 0)


@pytest.mark.parametrize("count", [50, 21_000])
def test_no_direction_at_all(count):
    vectors = made(np.random.default_rng(0).standard_normal((count, 6)))
    for one in solve(vectors, "w1", "w1", "w4", k=3, expected="w7")[2:]:
        assert [(answer.row, answer.score) for answer in one.answers] == [(0, 0.0), (2, 0.0), (3, 0.0)]
        assert one.expected.rank == 6  # w1 and w4 are left out
        assert [(answer.row, answer.rank) for answer in one.hidden] == [(1, 2), (4, 5)]


@pytest.mark.parametrize("count", [50, 21_000])
def test_baselines_of_nothing(count):
    rows = np.random.default_rng(0).standard_normal((count, 6))
    rows[5] = 0
    with pytest.raises(ValueError, match="vector of 'w5' is all zeros"):
        baselines(made(rows), "w1", "w2", "w5")


def test_baselines():
    vectors = clustered(40, 5)
    found = baselines(vectors, "w0", "w1", "w2", k=6)
    assert found.nearest == neighbours(vectors, "w2", k=6, exclude=["w0", "w1", "w2"])
    scores = brute(vectors, 0, 1, 2, "3cosadd")
    assert [one.rank for one in found.random] == [1, 2, 3, 4, 5, 6]
    for one in found.random:
        assert one.score == pytest.approx(scores[one.row])
        assert one.row > 2
    assert [one.score for one in found.random] == sorted((one.score for one in found.random), reverse=True)
    assert baselines(vectors, "w0", "w1", "w2", k=6) == found
    assert baselines(vectors, "w0", "w1", "w2", k=6, seed=1).random != found.random
    everything = baselines(vectors, "w0", "w1", "w2", k=100, exclude_inputs=False)
    assert sorted(one.row for one in everything.random) == list(range(40))
    assert len(everything.nearest) == 39
    assert {one.row for one in baselines(vectors, "w0", "w1", "w2", restrict=5).random} == {3, 4}


# --- the plane


@given(st.integers(0, 2**32 - 1), st.integers(3, 30), st.sampled_from(["unit", "raw"]))
def test_distances_in_the_plane_are_true(seed, size, space):
    vectors = made(np.random.default_rng(seed).standard_normal((4, size)), ["a", "b", "c", "d"])
    found = plane(vectors, "a", "b", "c", "d", space=space)
    a, b, c, d = units(vectors) if space == "unit" else vectors.vectors.astype(np.float64)
    places = {name: np.array(getattr(found, name)) for name in ("a", "b", "c", "target", "answer")}
    true = {"a": a, "b": b, "c": c, "target": b - a + c}
    for one, other in itertools.combinations(true, 2):
        shown = np.linalg.norm(places[one] - places[other])
        assert abs(shown - np.linalg.norm(true[one] - true[other])) < 1e-9
    for name, vector in true.items():  # Pythagoras: along the plane and away from it
        shown = np.linalg.norm(places["answer"] - places[name])
        assert abs(np.hypot(shown, found.distance) - np.linalg.norm(d - vector)) < 1e-9
    np.testing.assert_allclose(found.basis @ found.basis.T, np.eye(2), atol=1e-9)
    np.testing.assert_allclose(a + places["target"] @ found.basis, b - a + c, atol=1e-9)
    assert found.note == ""
    assert found.a == (0.0, 0.0)
    assert found.b[1] == pytest.approx(0, abs=1e-9)


def test_flat_planes_say_so():
    rows = [[1, 0, 0], [0, 1, 0], [0.6, 0.8, 0], [0, 0, 1], [1, 0, 0]]
    vectors = made(rows, ["a", "b", "c", "d", "twin"])
    assert "direction" in plane(vectors, "a", "a", "c", "d").note
    assert "the answer they point at is b" in plane(vectors, "a", "b", "a", "d").note
    assert plane(vectors, "a", "b", "b", "d").note == "b and c are the same word"
    found = plane(vectors, "a", "twin", "c", "d")
    assert found.note == "the three words lie on one line"
    assert found.basis.shape == (1, 3)
    assert found.distance == pytest.approx(
        np.linalg.norm(np.array(rows[3]) - rows[0] - found.answer[0] * found.basis[0])
    )
    assert plane(vectors, "a", "a", "a", "d").basis.shape == (0, 3)
    assert plane(vectors, "a", "a", "a", "d").distance == pytest.approx(2**0.5)
    line = made([[1, 1], [2, 2], [5, 5], [1, 0]], ["a", "b", "c", "d"])
    assert plane(line, "a", "b", "c", "d", space="raw").note == "the three words lie on one line"
    with pytest.raises(ValueError, match="space is 'unit' or 'raw'"):
        plane(vectors, "a", "b", "c", "d", space="flat")


# --- offsets


def test_offsets_against_all_pairs_of_pairs():
    vectors = clustered(60, 10)
    pairs = [(f"w{row}", f"w{row + 20}") for row in range(12)]
    found = offset_consistency(vectors, [*pairs, ("w1", "missing"), ("gone", "missing")])
    unit = units(vectors)
    offsets = np.array([unit[row + 20] - unit[row] for row in range(12)])
    cosines = [
        offsets[i] @ offsets[j] / np.linalg.norm(offsets[i]) / np.linalg.norm(offsets[j])
        for i, j in itertools.combinations(range(12), 2)
    ]
    assert found.mean == pytest.approx(np.mean(cosines))
    for row in range(12):
        rest = np.delete(offsets, row, axis=0).mean(axis=0)
        expected = offsets[row] @ rest / np.linalg.norm(offsets[row]) / np.linalg.norm(rest)
        assert found.cosines[row] == pytest.approx(expected)
    assert found.pairs == tuple(pairs)
    assert found.missing == ("missing", "gone")
    again = offset_consistency(vectors, pairs)
    assert (again.mean, again.shuffled) == (found.mean, found.shuffled)
    assert offset_consistency(vectors, pairs, seed=1).shuffled != found.shuffled


def test_parallel_offsets():
    random = np.random.default_rng(0)
    firsts = random.standard_normal((8, 40))
    step = random.standard_normal(40)
    step -= firsts.T @ np.linalg.solve(firsts @ firsts.T, firsts @ step)  # upright on all of them: lengths stay equal
    firsts /= np.linalg.norm(firsts, axis=1, keepdims=True)
    vectors = made(np.concatenate([firsts, (firsts + step) / np.hypot(1, np.linalg.norm(step))]))
    found = offset_consistency(vectors, [(f"w{row}", f"w{row + 8}") for row in range(8)])
    assert found.mean > found.shuffled
    same = offset_consistency(made(firsts, [f"w{row}" for row in range(8)]), [("w0", "w1"), ("w0", "w1")])
    assert same.mean == pytest.approx(1)
    assert same.cosines.tolist() == pytest.approx([1, 1])


def test_too_few_pairs():
    vectors = clustered(10, 4)
    found = offset_consistency(vectors, [("w0", "w1")])
    assert np.isnan(found.mean)
    assert np.isnan(found.cosines).all()
    with pytest.raises(ValueError, match="a pair has two words"):
        offset_consistency(vectors, ["w0"])
