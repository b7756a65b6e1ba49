"""TF-IDF beside scikit-learn's, beside the textbook formula, and cell by cell."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from nlpwidgets.vectorize import count, explain, tf, tfidf
from tests.vectorize.test_counting import counted
from tests.vectorize.texts import DOCUMENTS, FILMS, scikit, term_options


@given(DOCUMENTS, term_options(), st.booleans(), st.sampled_from(["default", "l2", None]))
def test_smooth_is_that_of_scikit_learn(
    documents: list[str], options: dict[str, Any], sublinear: bool, norm: Any
) -> None:
    bag = counted(documents, options)
    theirs = TfidfVectorizer(**scikit(options), sublinear_tf=sublinear, norm="l2" if norm == "default" else norm)
    expected = theirs.fit_transform(documents)
    for given_ in (documents, bag):
        ours = tfidf(
            given_, convention="smooth", sublinear=sublinear, norm=norm, **(options if given_ is documents else {})
        )
        assert np.abs((ours.matrix - expected).toarray()).max() <= 1e-12
        np.testing.assert_allclose(ours.idf, theirs.idf_, rtol=1e-12)
    others = [*documents[::-1], "the film", ""]
    assert np.abs((ours.transform(others) - theirs.transform(others)).toarray()).max() <= 1e-12


def test_textbook_by_hand() -> None:
    weighted = tfidf(["a a b", "b c", "b"])
    assert weighted.vocabulary == ["a", "b", "c"]
    assert weighted.idf == pytest.approx([math.log(3), 0, math.log(3)], rel=1e-15)
    expected = [[2 / 3 * math.log(3), 0, 0], [0, 0, math.log(3) / 2], [0, 0, 0]]
    np.testing.assert_allclose(weighted.matrix.toarray(), expected, rtol=1e-15)
    assert weighted.norms == pytest.approx([2 / 3 * math.log(3), math.log(3) / 2, 0])
    assert tf(["a a b", "b c", "b"]).toarray().tolist() == [[2 / 3, 1 / 3, 0], [0, 0.5, 0.5], [0, 1, 0]]
    assert "textbook" in repr(weighted)


@given(DOCUMENTS, term_options(), st.booleans(), st.sampled_from([None, "l2"]), st.integers(1, 2))
def test_textbook_term_by_term(
    documents: list[str], options: dict[str, Any], sublinear: bool, norm: Any, min_df: int
) -> None:
    bag = counted(documents, {**options, "min_df": min_df})
    weighted = tfidf(bag, sublinear=sublinear, norm=norm)
    expected = np.zeros(bag.matrix.shape)
    for d, text in enumerate(documents):
        terms = bag.analyze(text)
        for t, term in enumerate(bag.vocabulary):
            here = min(terms.count(term), 1) if options["binary"] else terms.count(term)
            if here:
                df = sum(term in bag.analyze(other) for other in documents)
                expected[d, t] = (
                    (1 + math.log(here) if sublinear else here) / len(terms) * math.log(len(documents) / df)
                )
    if norm:
        lengths = np.linalg.norm(expected, axis=1, keepdims=True)
        expected = np.divide(expected, lengths, out=np.zeros_like(expected), where=lengths > 0)
    np.testing.assert_allclose(weighted.matrix.toarray(), expected, atol=1e-12)
    np.testing.assert_allclose(weighted.transform(documents).toarray(), expected, atol=1e-12)


@given(DOCUMENTS, term_options(), st.data())
def test_cells_are_explained(documents: list[str], options: dict[str, Any], data: Any) -> None:
    bag = counted(documents, options)
    document = data.draw(st.integers(0, len(documents) - 1))
    term = data.draw(st.sampled_from(bag.vocabulary))
    found = explain(bag, document, term)
    at = document, bag.column[term]
    assert (found.count, found.length, found.df) == (bag.matrix[at], bag.lengths[document], bag.df[at[1]])
    assert found.formula("count").value == bag.matrix[at]
    assert found.formula("tf").value == pytest.approx(tf(bag)[at], rel=1e-12)
    for formula in found.formulas[2:]:
        weighted = tfidf(bag, convention=formula.convention, sublinear=formula.sublinear)
        assert formula.value == pytest.approx(weighted.matrix[at], rel=1e-12, abs=1e-15)
        assert formula.idf == weighted.idf[at[1]]
        assert formula.tf * formula.idf == formula.product
        if formula.convention == "smooth":
            assert formula.norm == pytest.approx(weighted.norms[document], rel=1e-12)
            assert formula.value * formula.norm == pytest.approx(formula.product, rel=1e-12)


def test_explaining_what_is_not_there() -> None:
    weighted = tfidf(FILMS, min_df=2)
    assert repr(explain(weighted, 0, "good")).startswith("Explanation('good' in document 0: count 2, tf 0.2857")
    with pytest.raises(ValueError, match=r"no term 'goood' \(\d+ terms were dropped by pruning\); did you mean 'good'"):
        explain(weighted, 0, "goood")
    with pytest.raises(ValueError, match="from 0 to 4"):
        explain(weighted, 5, "good")
    with pytest.raises(ValueError, match="at least 0"):
        explain(weighted, -1, "good")
    with pytest.raises(ValueError, match="x'… of 100 characters"):
        explain(weighted, 0, "x" * 100)
    with pytest.raises(TypeError, match="term must be a str"):
        explain(weighted, 0, 3)
    with pytest.raises(ValueError, match="no formula 'bm25'"):
        explain(weighted, 0, "good").formula("bm25")


def test_the_bag_stays_as_it_was() -> None:
    bag = count(FILMS)
    before = bag.matrix.copy()
    weighted = tfidf(bag, sublinear=True)
    weighted.matrix.eliminate_zeros()
    weighted.matrix.data[:] = 7
    tf(bag).data[:] = 7
    tfidf(bag, convention="smooth").matrix.indices[:] = 0
    assert (bag.matrix != before).nnz == 0


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"convention": "textbok"}, ValueError, "did you mean 'textbook'"),
        ({"convention": "bm25"}, ValueError, "'textbook' or 'smooth', not 'bm25'"),
        ({"norm": "l1"}, ValueError, "norm must be"),
        ({"sublinear": 1}, TypeError, "sublinear"),
        ({"sub_linear": True}, TypeError, "did you mean sublinear"),
        ({"min_dff": 1}, TypeError, "did you mean min_df"),
    ],
)
def test_what_is_wrong_is_said(options: dict[str, Any], error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        tfidf(FILMS, **options)


def test_a_bag_is_not_counted_again() -> None:
    with pytest.raises(TypeError, match="min_df cannot be given with a bag"):
        tfidf(count(FILMS), min_df=2)
    with pytest.raises(TypeError, match="unit cannot be given with a bag"):
        tf(count(FILMS), unit="word")
