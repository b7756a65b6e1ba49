"""The word embedding association test against plain sums, brute force, SciPy and the published figures."""

from __future__ import annotations

import itertools
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom

from nlpwidgets.bias import weat
from nlpwidgets.bias.association import EXACT, effect_size, partitions, statistics, tolerance
from tests.bias.measuring_samples import cosine, mean, named, published, weat_tests
from tests.embeddings.asking_samples import made, subword

SETS = (["w0", "w1", "w2"], ["w3", "w4", "w5", "w6"], ["w7", "w8"], ["w9"])


def some(seed=0, count=24, size=5):
    random = np.random.default_rng(seed)
    return made(random.standard_normal((count, size)) * random.uniform(0.1, 9, (count, 1)))


def plain(vectors, x, y, a, b):
    """Statistic, deviations, p over all partitions: no NumPy, one word after the other."""
    row = {word: vectors.vectors[vectors.key_to_index[word]].tolist() for word in (*x, *y, *a, *b)}
    s = {w: mean(cosine(row[w], row[v]) for v in a) - mean(cosine(row[w], row[v]) for v in b) for w in (*x, *y)}
    every = [*x, *y]
    total = math.fsum(s.values())

    def statistic(chosen):
        return math.fsum(s[w] for w in chosen) - math.fsum(s[w] for w in every if w not in chosen)

    observed = statistic(x)
    others = [statistic(chosen) for chosen in itertools.combinations(every, len(x))]
    middle = total / len(every)
    square = math.fsum((value - middle) ** 2 for value in s.values())
    effects = {
        ddof: (mean(s[w] for w in x) - mean(s[w] for w in y)) / math.sqrt(square / (len(every) - ddof))
        for ddof in (0, 1)
    }
    above = sum(other > observed + 1e-12 for other in others)
    return observed, effects, Fraction(above, len(others)), s


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("ddof", [0, 1])
def test_all_numbers_are_those_of_plain_sums(seed, ddof):
    vectors = some(seed)
    found = weat(vectors, *SETS, ddof=ddof)
    observed, effects, p, s = plain(vectors, *SETS)
    assert found.statistic == pytest.approx(observed, abs=1e-12)
    assert found.effect == pytest.approx(effects[ddof], abs=1e-12)
    assert found.p == pytest.approx(float(p), abs=1e-15)
    assert found.associations == pytest.approx(list(s.values()), abs=1e-12)
    assert (found.exact, found.partitions, found.standard_error, found.ddof) == (True, 35, 0.0, ddof)
    assert f"ddof={ddof}" in repr(found)


def test_a_case_made_by_hand():
    vectors = named({"rose": [1, 0], "lily": [2, 0], "ant": [0, 3], "wasp": [0, 1], "good": [5, 0], "bad": [0, 7]})
    found = weat(vectors, ["rose", "lily"], ["ant", "wasp"], ["good"], ["bad"])
    # associations 1, 1, -1, -1: their deviation is sqrt(4 / 3)
    assert found.associations.tolist() == [1, 1, -1, -1]
    assert found.statistic == 4
    assert found.effect == pytest.approx(2 / math.sqrt(4 / 3))
    assert weat(vectors, ["rose", "lily"], ["ant", "wasp"], ["good"], ["bad"], ddof=0).effect == 2
    assert found.p == 0  # no partition is larger
    turned = weat(vectors, ["ant", "wasp"], ["rose", "lily"], ["good"], ["bad"])
    assert (turned.statistic, turned.effect, turned.p) == (-4, -found.effect, 5 / 6)


@pytest.mark.parametrize("number", [1, 2, 6, 7, 9])
def test_published_effects(number):
    sets, figures, computed = weat_tests()[number]
    glove = weat(published("glove840b_weat_shared"), *sets)
    assert round(glove.effect, 2) == figures["glove_840B_300d"]["d"]
    assert glove.effect == pytest.approx(computed["glove_840B_300d_d"], abs=5e-5)
    assert not any(glove.lost.values())
    news = weat(published("googlenews_13784x300"), *sets)
    assert news.effect == pytest.approx(computed["word2vec_available_words_d"], abs=5e-5)
    assert [len(getattr(news, side)) for side in "xyab"] == computed["word2vec_words_available"]
    if number != 9:  # one word of which has no vector here
        assert round(news.effect, 2) == figures["word2vec_googlenews"]["d"]


def test_published_p_of_the_tests_that_can_be_done_whole():
    # the paper gives 10^-3 for test 6 and 0.018 for test 7, of partitions drawn
    tests = weat_tests()
    found = {number: weat(published("glove840b_weat_shared"), *tests[number][0]) for number in (6, 7)}
    assert all(one.exact and one.partitions == math.comb(16, 8) for one in found.values())
    assert found[6].p <= 1e-3
    assert found[7].p == pytest.approx(0.018, abs=0.003)


def test_equal_statistics_do_not_count():
    # every target has the same association but one: partitions that only swap equal ones are not larger
    vectors = named(
        {
            **{f"x{k}": [1, 0.1] for k in range(3)},
            **{f"y{k}": [1, 0.1] for k in range(2)},
            "y2": [0, 1],
            "a": [1, 0],
            "b": [0, 1],
        }
    )
    found = weat(vectors, ["x0", "x1", "x2"], ["y0", "y1", "y2"], ["a"], ["b"])
    assert found.p == 0
    # y2 among X would be smaller; those with y2 among Y are equal: turned around half of all are larger
    turned = weat(vectors, ["y0", "y1", "y2"], ["x0", "x1", "x2"], ["a"], ["b"])
    assert turned.p == 0.5


@given(st.integers(0, 10_000), st.integers(2, 5), st.integers(2, 5), st.integers(1, 3), st.integers(1, 3))
def test_any_sizes(seed, n_x, n_y, n_a, n_b):
    vectors = some(seed, n_x + n_y + n_a + n_b, 3)
    edges = np.cumsum([0, n_x, n_y, n_a, n_b])
    sets = [vectors.index_to_key[low:high] for low, high in itertools.pairwise(edges)]
    found = weat(vectors, *sets)
    observed, effects, p, _ = plain(vectors, *sets)
    assert found.statistic == pytest.approx(observed, abs=1e-10)
    assert found.effect == pytest.approx(effects[1], abs=1e-8)
    assert found.p == pytest.approx(float(p), abs=1e-15)
    # the other way round: the signs change
    swapped = weat(vectors, sets[0], sets[1], sets[3], sets[2])
    assert swapped.effect == pytest.approx(-found.effect, abs=1e-8)


def test_drawn_partitions_agree_with_all_of_them():
    vectors = some(3, 30)
    words = vectors.index_to_key
    sets = words[:7], words[7:14], words[14:20], words[20:30]
    exact = weat(vectors, *sets)
    assert exact.exact
    assert exact.partitions == 3432
    in_x, whole = partitions(7, 7, limit=100, permutations=40_000, seed=5)
    assert not whole
    observed, others = statistics(exact.associations, 7, in_x)
    drawn = float((others > observed + tolerance(exact.associations)).mean())
    assert drawn == pytest.approx(exact.p, abs=4 * math.sqrt(exact.p * (1 - exact.p) / 40_000))


def test_a_test_of_many_words_is_drawn_with_its_seed():
    vectors = some(4, 60)
    words = vectors.index_to_key
    sets = words[:20], words[20:40], words[40:50], words[50:60]
    found = weat(vectors, *sets, permutations=2000, seed=1)
    assert (found.exact, found.partitions) == (False, 2000)
    assert found.standard_error == math.sqrt(found.p * (1 - found.p) / 2000) > 0
    assert weat(vectors, *sets, permutations=2000, seed=1).p == found.p
    assert weat(vectors, *sets, permutations=2000, seed=2).p != found.p


@given(st.integers(1, 6), st.integers(1, 6))
def test_all_partitions_are_there_once(n_x, n_y):
    in_x, exact = partitions(n_x, n_y)
    assert exact
    assert in_x.dtype == np.uint8
    assert in_x.shape == (math.comb(n_x + n_y, n_x), n_x + n_y)
    assert (in_x.sum(axis=1) == n_x).all()
    assert len(np.unique(in_x, axis=0)) == len(in_x)
    assert in_x[0].tolist() == [1] * n_x + [0] * n_y  # the test's own


def test_drawn_partitions_are_all_equally_likely():
    in_x, exact = partitions(9, 9, permutations=30_000, seed=3)
    assert math.comb(18, 9) > EXACT
    assert not exact
    assert (in_x.sum(axis=1) == 9).all()
    # each word is in X half of the time, and the overlap with the test's own is hypergeometric
    assert np.abs(in_x.mean(axis=0) - 0.5).max() < 5 * 0.5 / math.sqrt(30_000)
    overlap = np.bincount(in_x[:, :9].sum(axis=1), minlength=10) / 30_000
    expected = hypergeom(18, 9, 9).pmf(range(10))
    assert np.abs(overlap - expected).max() < 5 * math.sqrt(0.25 / 30_000)


def test_drawn_partitions_do_not_depend_on_the_size_of_the_parts(monkeypatch):
    vectors = some(4, 60)
    sets = [vectors.index_to_key[low:high] for low, high in ((0, 20), (20, 40), (40, 50), (50, 60))]
    whole, p = partitions(20, 20, permutations=1000, seed=3)[0], weat(vectors, *sets, permutations=1000).p
    monkeypatch.setattr("nlpwidgets.bias.association._BLOCK", 77)
    assert (partitions(20, 20, permutations=1000, seed=3)[0] == whole).all()
    assert weat(vectors, *sets, permutations=1000).p == p


def test_lost_and_repeated_words():
    vectors = some(1)
    vectors.vectors[6] = 0  # of w6: it has no direction
    found = weat(vectors, ["w0", "gone", "w1", "w0"], ["w3", "w4", "w6"], ["w7", "w8"], ["w9", "away"])
    assert (found.x, found.y, found.b) == (("w0", "w1"), ("w3", "w4"), ("w9",))
    assert found.lost == {"x": ("gone",), "y": ("w6",), "a": (), "b": ("away",)}
    assert found.effect == weat(vectors, ["w0", "w1"], ["w3", "w4"], ["w7", "w8"], ["w9"]).effect


def test_lengths_do_not_matter_however_extreme():
    vectors = some(2)
    scaled = made(vectors.vectors * np.geomspace(1e-30, 1e30, len(vectors))[:, None])
    assert weat(scaled, *SETS).effect == pytest.approx(weat(vectors, *SETS).effect, rel=1e-6)


def test_the_vectors_stay_as_they_are():
    vectors = some(0)
    before, norms = vectors.vectors.copy(), vectors.norms
    weat(vectors, *SETS)
    assert (vectors.vectors == before).all()
    assert vectors.norms is norms


@pytest.mark.parametrize(
    ("sets", "options", "error", "says"),
    [
        (("w0 w1", ["w2", "w3"], ["w4"], ["w5"]), {}, TypeError, "x must be a list of words, not str"),
        ((["w0", "w1"], {"w2": 1}, ["w4"], ["w5"]), {}, TypeError, "y must be a list of words, not dict"),
        ((["w0", 1], ["w2", "w3"], ["w4"], ["w5"]), {}, TypeError, r"x\[1\] is a word"),
        ((["w0", "w1"], ["w2", "w3"], None, ["w5"]), {}, TypeError, "a must be a list"),
        ((["w0", "w1"], ["w1", "w3"], ["w4"], ["w5"]), {}, ValueError, "'w1' stands in both x and y"),
        ((["w0", "w1"], ["w2", "w3"], ["w4"], ["w4"]), {}, ValueError, "'w4' stands in both a and b"),
        (([], ["w2", "w3"], ["w4"], ["w5"]), {}, ValueError, "x needs 2 words with a vector at least, it has 0"),
        ((["w0"], ["w2", "w3"], ["w4"], ["w5"]), {}, ValueError, "x needs 2 words"),
        ((["w0", "w1"], ["w2", "gone"], ["w4"], ["w5"]), {}, ValueError, "y needs 2 .* it has 1; 'gone' lack"),
        ((["w0", "w1"], ["w2", "w3"], ["gone"], ["w5"]), {}, ValueError, "a needs 1 word"),
        ((["w0", "w1"], ["w2", "w3"], ["w4"], []), {}, ValueError, "b needs 1 word"),
        ((["w0", "w1"], ["w2", "w3"], ["w4"], ["w5"]), {"ddof": 2}, ValueError, "ddof is 0 or 1, not 2"),
        ((["w0", "w1"], ["w2", "w3"], ["w4"], ["w5"]), {"ddof": True}, ValueError, "ddof is 0 or 1, not True"),
        (
            (["w0", "w1"], ["w2", "w3"], ["w4"], ["w5"]),
            {"seed": -1},
            ValueError,
            "seed is a whole number of at least 0",
        ),
        ((["w0", "w1"], ["w2", "w3"], ["w4"], ["w5"]), {"permutations": 0}, ValueError, "permutations is a whole"),
        ((["w0", "w1"], ["w2", "w3"], ["w4"], ["w5"]), {"permutations": 1.5}, ValueError, "permutations is a whole"),
        ((["w0", "w1"], ["w2", "w3"], ["w4"], ["nan"]), {}, ValueError, "'nan' .* not finite"),
    ],
)
def test_bad_input_is_refused(sets, options, error, says):
    rows = np.random.default_rng(0).standard_normal((7, 4))
    rows[6, 2] = np.nan
    vectors = made(rows, [*(f"w{k}" for k in range(6)), "nan"])
    with pytest.raises(error, match=says):
        weat(vectors, *sets, **options)


def test_more_partitions_than_memory_holds_are_refused():
    with pytest.raises(
        ValueError, match=r"1,000,000,000,000 permutations of 40 words take 40,000.0 GB: draw 50,000,000 at most"
    ):
        partitions(20, 20, permutations=10**12)
    in_x, exact = partitions(3, 3, permutations=10**12)  # nothing is drawn where all can be looked at
    assert exact
    assert len(in_x) == 20


def test_targets_that_do_not_differ_have_no_effect_size():
    vectors = made(np.eye(6)[[0, 0, 0, 0, 1, 2]])
    with pytest.raises(ValueError, match="all targets have the same association"):
        weat(vectors, ["w0", "w1"], ["w2", "w3"], ["w4"], ["w5"])
    with pytest.raises(ValueError, match="same association"):
        effect_size(np.full(50, 0.1), 25, 1)
    with pytest.raises(ValueError, match="both sets need a word"):
        partitions(0, 3)


def test_a_model_that_holds_vectors_will_do():
    sets = (["cat", "dog"], ["kings", "queens"], ["mat"], ["ate"])
    model = subword()
    whole = made(model.wv.vectors, model.wv.index_to_key)
    assert weat(model, *sets).effect == pytest.approx(weat(whole, *sets).effect, abs=1e-12)
    # vectors that would be made of n-grams are none of the vocabulary
    assert weat(model, ["cat", "dog", "cats"], *sets[1:]).lost["x"] == ("cats",)


def test_what_is_no_vectors_is_refused():
    with pytest.raises(TypeError, match="expected gensim KeyedVectors"):
        weat({"w0": [1, 0]}, *SETS)
