"""What vectors are good for: against gensim, SciPy and plain sums."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from nlpwidgets.bias import Uses, linear_debias, utility
from nlpwidgets.embeddings import examples
from tests.bias.debiasing_samples import Untouched
from tests.bias.measuring_samples import axis, cosine, pearson, ranks
from tests.embeddings.asking_samples import clustered, data, made, wiki

RATED = [("w0", "w1", 3.0), ("w2", "w3", 9), ("w4", "w5", 1.5), ("w6", "gone", 4), ("w7", "w8", 2), ("w1", "w9", 2)]


def some(seed=0, count=40, size=6):
    random = np.random.default_rng(seed)
    return made(random.standard_normal((count, size)) * random.uniform(0.1, 9, (count, 1)))


def family(size=12):
    """Vectors in which the questions of `LINES` have the right answers."""
    random = np.random.default_rng(1)
    she, plural, *stems = random.standard_normal((6, size))
    rows = {}
    for name, stem in zip(("king", "actor", "duke", "boy"), stems, strict=True):
        for ending, more in (("", 0), ("-she", she), ("-s", plural)):
            rows[name + ending] = stem + more
    return made(list(rows.values()), list(rows))


LINES = [
    ": she",
    "king king-she actor actor-she",
    "actor actor-she duke duke-she",
    "duke duke-she gone gone-she",
    ": wrong",
    "king king-she actor duke",
    "boy boy-s king king-s",
]


def test_analogies_are_counted_among_those_known():
    uses = Uses(family(), questions=LINES)
    assert uses.analogies(family()) == (3 / 4, 4)
    found = utility(family(), family(), questions=LINES)
    assert (found.analogies, found.asked) == ((0.75, 0.75), 4)


def test_analogies_are_gensims():
    vectors = wiki()
    after = linear_debias(vectors, axis(100, 3))
    found = utility(vectors, after, questions=data("analogy/questions-words.txt"), restrict=3000, pairs=10)
    for at, one in enumerate((vectors, after)):
        accuracy, sections = one.evaluate_word_analogies(str(data("analogy/questions-words.txt")), restrict_vocab=3000)
        assert found.analogies[at] == pytest.approx(accuracy, abs=1e-12)
        assert found.asked == len(sections[-1]["correct"]) + len(sections[-1]["incorrect"])


def test_the_default_questions_are_the_examples():
    words = sorted({word for section in examples().sections[:2] for question in section.questions for word in question})
    vectors = made(np.random.default_rng(0).standard_normal((len(words), 20)), words)
    found, given_ = Uses(vectors), Uses(vectors, questions=examples())
    assert found.analogies(vectors) == given_.analogies(vectors)
    assert found.analogies(vectors)[1] > 10


def test_no_question_is_known():
    found = utility(some(), some(1), questions=LINES)
    assert (found.analogies, found.asked, found.similarity, found.rated) == (None, 0, None, 0)


@pytest.mark.parametrize("seed", range(3))
def test_similarity_is_spearmans(seed):
    vectors = some(seed)
    known = [one for one in RATED if one[1] != "gone"]
    expected = pearson(
        ranks([one[2] for one in known]), ranks([cosine(vectors[one[0]], vectors[one[1]]) for one in known])
    )
    found = utility(vectors, vectors, questions=LINES, ratings=RATED)
    assert found.similarity == pytest.approx((expected, expected))
    assert found.rated == 5


def test_similarity_is_gensims():
    vectors = wiki()
    path = data("similarity/wordsim353.tsv")
    rated = Uses(vectors, questions=LINES, ratings=path, pairs=10).similarity(vectors)
    with path.open(encoding="utf-8") as file:
        pairs = [line.split("\t") for line in file.read().splitlines()[1:]]
    index = {word.upper(): word for word in reversed(vectors.index_to_key)}
    known = [one for one in pairs if one[0].upper() in index and one[1].upper() in index]
    cosines = [vectors.similarity(index[one[0].upper()], index[one[1].upper()]) for one in known]
    assert rated[1] == len(known)
    assert rated[0] == pytest.approx(spearmanr(cosines, [float(one[2]) for one in known])[0], abs=1e-4)


def test_ratings_that_do_not_vary_have_no_correlation():
    assert utility(some(), some(), questions=LINES, ratings=[("w0", "w1", 1), ("w2", "w3", 1)]).similarity is None


@settings(max_examples=40)
@given(st.integers(0, 10_000), st.integers(2, 40), st.integers(1, 60))
def test_kept_is_the_correlation_of_the_cosines_of_random_pairs(seed, restrict, pairs):
    before, after = some(seed), some(seed + 1)
    before.vectors[5] = 0
    uses = Uses(before, questions=LINES, restrict=restrict, pairs=pairs, seed=seed)
    drawn = np.random.default_rng(seed).integers(0, restrict, (pairs, 2)).tolist()
    drawn = [one for one in drawn if one[0] != one[1] and 5 not in one]
    cosines = [[cosine(one.vectors[k], one.vectors[m]) for k, m in drawn] for one in (before, after)]
    assert uses.cosines(after) == pytest.approx(cosines[1], abs=1e-12)
    if any(len(set(np.round(side, 12))) < 2 for side in cosines):
        assert uses.kept(after) is None
    else:
        rounded = [np.round(side, 12).tolist() for side in cosines]
        assert uses.kept(after) == pytest.approx(pearson(*map(ranks, rounded)), abs=1e-9)
        assert uses.kept(after) == pytest.approx(spearmanr(*rounded)[0], abs=1e-9)


def test_nothing_changed_is_all_kept():
    vectors = some()
    scaled = made(vectors.vectors * np.arange(1, 41)[:, None])
    found = utility(vectors, scaled, questions=LINES, ratings=RATED)
    assert found.kept == pytest.approx(1, abs=1e-3)
    assert utility(vectors, vectors, questions=LINES).kept == pytest.approx(1, abs=1e-12)
    assert found.similarity[0] == found.similarity[1]


def test_words_may_be_in_another_order_afterwards():
    vectors = clustered(300, 10)
    order = np.random.default_rng(1).permutation(300)
    other = made(vectors.vectors[order], [vectors.index_to_key[k] for k in order])
    uses = Uses(vectors, questions=LINES, pairs=500)
    assert uses.cosines(other) == pytest.approx(uses.cosines(vectors), abs=1e-15)
    assert uses.kept(other) == pytest.approx(1, abs=1e-12)


def test_the_same_seed_draws_the_same_pairs():
    one, same, other = (Uses(some(), questions=LINES, seed=seed).cosines(some()) for seed in (3, 3, 4))
    assert (one == same).all()
    assert len(one) != len(other) or (one != other).any()


def test_all_words_where_restrict_is_none():
    vectors = some(0, 80)
    assert (
        Uses(vectors, questions=LINES, restrict=None).cosines(vectors)
        == Uses(vectors, questions=LINES).cosines(vectors)
    ).all()


def test_a_vocabulary_of_one_word_or_of_zeros_keeps_nothing():
    for vectors in (made([[1, 2]]), made(np.zeros((5, 3)))):
        found = utility(vectors, vectors, questions=LINES)
        assert (found.kept, found.analogies) == (None, None)


def test_vectors_without_length_stay_finite():
    vectors = made(np.random.default_rng(0).standard_normal((20, 4)) * np.geomspace(1e-30, 1e30, 20)[:, None])
    after = made(vectors.vectors.copy())
    after.vectors[3] = 0  # debiasing may leave nothing of a word
    found = utility(vectors, after, questions=LINES)
    assert math.isfinite(found.kept)
    assert found.kept < 1


def test_the_vectors_stay_as_they_are():
    vectors = family()
    after = linear_debias(vectors, axis(12))
    both = Untouched(vectors), Untouched(after)
    utility(vectors, after, questions=LINES, ratings=[("king", "boy", 1), ("king", "duke", 2)])
    assert all(one.holds() for one in both)


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"pairs": 0}, ValueError, "pairs is a whole number of at least 1, not 0"),
        ({"pairs": 2.5}, ValueError, "pairs is a whole number"),
        ({"restrict": -1}, ValueError, "restrict"),
        ({"restrict": "all"}, TypeError, "restrict"),
        ({"seed": -1}, ValueError, "seed is a whole number of at least 0"),
        ({"questions": []}, ValueError, "no questions"),
        ({"questions": ["one two three"]}, ValueError, "line 1"),
        ({"questions": "/nowhere/q.txt"}, FileNotFoundError, "nowhere"),
        ({"ratings": []}, ValueError, "no rated pairs"),
        ({"ratings": "/nowhere/r.tsv"}, FileNotFoundError, "nowhere"),
        ({"ratings": [("w0", "w1")]}, TypeError, r"ratings\[0\] is no \(word, word, rating\)"),
        ({"ratings": [("w0", "w1", 1), ("w0", 2, 1)]}, TypeError, r"ratings\[1\] is no"),
        ({"ratings": [("w0", "w1", math.nan)]}, ValueError, r"ratings\[0\] has no finite number"),
        ({"ratings": [("w0", "w1", 10**400)]}, ValueError, r"ratings\[0\] has no finite number"),
        ({"ratings": [("w0", "w1", "high")]}, ValueError, r"ratings\[0\] has no finite number"),
    ],
)
def test_bad_options_are_refused(options, error, says):
    with pytest.raises(error, match=says):
        Uses(some(), **{"questions": LINES, **options})


def test_bad_vectors_are_refused():
    vectors = some()
    with pytest.raises(TypeError, match="expected gensim KeyedVectors"):
        Uses([[1, 2]])
    with pytest.raises(ValueError, match="these vectors lack 'w39'"):
        utility(vectors, made(vectors.vectors[:39]), questions=LINES)
    vectors.vectors[4, 1] = np.inf
    with pytest.raises(ValueError, match=r"the vector of 'w4' \(row 4\) holds values that are not finite"):
        Uses(vectors, questions=LINES)
