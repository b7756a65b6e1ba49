"""Ratings of pairs of words against SciPy and gensim."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import pearsonr, spearmanr

from nlpwidgets.embeddings.similarity import evaluate_similarity, read_similarity
from tests.embeddings.asking_samples import clustered, data, made, wiki


def rated(count=60, seed=0):
    random = np.random.default_rng(seed)
    rows = random.integers(0, 80, (count, 2))  # words from w50 on are unknown
    ratings = random.integers(0, 6, count) / 2  # with ties
    return [(f"w{one}", f"W{other}", float(rating)) for (one, other), rating in zip(rows, ratings, strict=True)]


def test_equals_scipy_and_gensim(tmp_path):
    vectors = clustered(50, 6)
    pairs = rated()
    path = tmp_path / "pairs.tsv"
    path.write_text("".join(f"{one}\t{other}\t{rating}\n" for one, other, rating in pairs))
    found = evaluate_similarity(vectors, pairs)
    known = [(one, other.lower(), rating) for one, other, rating in pairs if max(int(one[1:]), int(other[1:])) < 50]
    cosines = [vectors.similarity(one, other) for one, other, _ in known]
    assert found.spearman == pytest.approx(spearmanr([one[2] for one in known], cosines)[0])
    assert found.pearson == pytest.approx(pearsonr([one[2] for one in known], cosines)[0], abs=1e-6)
    np.testing.assert_allclose([pair[3] for pair in found.pairs], cosines, atol=1e-6)
    pearson, spearman, unknown = vectors.evaluate_word_pairs(str(path))
    assert found.spearman == pytest.approx(spearman[0], abs=1e-9)
    assert found.pearson == pytest.approx(pearson[0], abs=1e-6)
    assert 100 * (1 - found.coverage) == pytest.approx(unknown)
    assert (found.known, found.total, len(found.unknown)) == (len(known), 60, 60 - len(known))
    assert evaluate_similarity(vectors, path) == found
    strict = evaluate_similarity(vectors, pairs, case_insensitive=False)
    assert strict.known == 0
    assert np.isnan(strict.spearman)


def test_restricted_to_frequent_words():
    vectors = clustered(50, 6)
    found = evaluate_similarity(vectors, [("w1", "w2", 1), ("w3", "w4", 2), ("w5", "w30", 3)], restrict=10)
    assert found.unknown == (("w5", "w30"),)


def test_constant_ratings_have_no_correlation():
    found = evaluate_similarity(clustered(10, 3), [("w1", "w2", 1), ("w3", "w4", 1)])
    assert np.isnan(found.spearman)
    assert np.isnan(found.pearson)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "rho"), [("wordsim353", 0.682), ("men3k", 0.666), ("simlex999", 0.333), ("rg65", 0.690)]
)
def test_real_ratings(name, rho):
    found = evaluate_similarity(wiki(), data(f"similarity/{name}.tsv"))
    assert round(found.spearman, 3) == rho


def test_words_that_look_like_missing_values(tmp_path):
    path = tmp_path / "pairs.tsv"
    path.write_text("word1\tword2\tscore\nnull\tnan\t1.5\n# remark\n\nna\tnone\t2\n")
    assert read_similarity(path) == (("null", "nan", 1.5), ("na", "none", 2.0))
    assert read_similarity(["a,b,1", "c d 2.5"]) == (("a", "b", 1.0), ("c", "d", 2.5))


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["a b 1", "c d"], "line 2 of the list is not two words and a number"),
        (["a b 1", "c d x"], "line 2"),
        (["a b 1", "c d inf"], "line 2"),
        (["word1 word2 score"], "holds no rated pairs"),
    ],
)
def test_broken_lists(lines, text):
    with pytest.raises(ValueError, match=text):
        read_similarity(lines)


def test_other_errors(tmp_path):
    (tmp_path / "x.tsv").write_bytes(b"a\tb\t1\n\xff")
    with pytest.raises(ValueError, match=r"x\.tsv is not UTF-8 at byte 6"):
        read_similarity(tmp_path / "x.tsv")
    with pytest.raises(TypeError, match="a rated pair is"):
        evaluate_similarity(made(np.eye(2)), [(1, "w0", 2.0)])
