"""Counts beside scikit-learn's, places beside the terms, and what is said of wrong input."""

from __future__ import annotations

import pickle
import re
from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer

from nlpwidgets.vectorize import Bag, count
from tests.vectorize.texts import ANY_TEXTS, DOCUMENTS, FILMS, scikit, term_options


def counted(documents: list[str], options: dict[str, Any]) -> Bag:
    """The bag, or the end of this example where there is nothing to count."""
    try:
        return count(documents, **options)
    except ValueError as error:
        if not re.search(r"nothing to count|no term|is more than max_df", str(error)):
            raise
        assume(False)
        raise AssertionError from error


def test_a_case_worked_by_hand() -> None:
    bag = count(["I do", "you do, I don't"], ngram_range=(1, 2))
    assert bag.vocabulary == ["do", "do i", "don", "don t", "i", "i do", "i don", "t", "you", "you do"]
    assert bag.matrix.toarray().tolist() == [[1, 0, 0, 0, 1, 1, 0, 0, 0, 0], [1, 1, 1, 1, 1, 0, 1, 1, 1, 1]]
    assert bag.lengths.tolist() == [3, 9]
    assert bag.df.tolist() == [2, 1, 1, 1, 2, 1, 1, 1, 1, 1]
    assert bag.column["i"] == 4
    assert bag.dropped == (0, 0, 0, 0, 0)
    assert bag.matrix.dtype == bag.lengths.dtype == bag.df.dtype == np.int64
    assert "2 documents × 10 terms" in repr(bag)


@given(DOCUMENTS, term_options(), st.sampled_from([1, 2, 0.0, 0.3]), st.sampled_from([1.0, 0.9, 5]))
def test_counts_are_those_of_scikit_learn(documents: list[str], options: dict[str, Any], low: Any, high: Any) -> None:
    options |= {"min_df": low, "max_df": high}
    vectorizer = CountVectorizer(**scikit(options))
    try:
        theirs = vectorizer.fit_transform(documents)
    except ValueError:
        with pytest.raises(ValueError, match=r"nothing to count|no term|min_df"):
            count(documents, **options)
        return
    bag = count(documents, **options)
    assert bag.vocabulary == vectorizer.get_feature_names_out().tolist()
    assert (bag.matrix != theirs).nnz == 0
    others = [*reversed(documents), "the FILM of another day"]
    assert (bag.transform(others) != vectorizer.transform(others)).nnz == 0


@given(DOCUMENTS, term_options(), st.integers(1, 6))
def test_the_most_frequent_terms_stay(documents: list[str], options: dict[str, Any], most: int) -> None:
    full = counted(documents, options)
    totals = np.asarray(full.matrix.sum(axis=0)).ravel()
    order = sorted(range(len(totals)), key=lambda k: (-totals[k], full.vocabulary[k]))
    bag = count(documents, max_features=most, **options)
    assert bag.vocabulary == sorted(full.vocabulary[k] for k in order[:most])
    if len(order) > most and totals[order[most - 1]] > totals[order[most]]:  # scikit-learn has no rule for equal ones
        vectorizer = CountVectorizer(**scikit(options), max_features=most).fit(documents)
        assert bag.vocabulary == vectorizer.get_feature_names_out().tolist()


@given(DOCUMENTS, term_options(), st.integers(1, 3), st.integers(3, 8), st.integers(1, 9))
def test_nothing_is_lost_uncounted(
    documents: list[str], options: dict[str, Any], low: int, high: int, most: int
) -> None:
    full = counted(documents, options)
    bag = counted(documents, {**options, "min_df": low, "max_df": high, "max_features": most})
    assert bag.dropped.terms == len(full.vocabulary) - len(bag.vocabulary)
    assert bag.dropped.tokens == full.matrix.sum() - bag.matrix.sum()
    assert bag.dropped.terms == sum(bag.dropped[2:])
    assert bag.dropped.by_min_df == (full.df < low).sum()
    assert bag.dropped.by_max_df == (full.df > high).sum()
    assert bag.df.tolist() == [full.df[full.column[term]] for term in bag.vocabulary]
    assert bag.unpruned_df.tolist() == full.df.tolist()
    assert bag.lengths.tolist() == full.lengths.tolist() == [len(bag.analyze(text)) for text in documents]
    assert bag.lengths_of(documents).tolist() == bag.lengths.tolist()


@given(ANY_TEXTS, term_options())
def test_places_are_where_the_terms_are(text: str, options: dict[str, Any]) -> None:
    bag = count(["a film of the last century"], **options)
    places = bag.places(text)
    assert [term for term, _, _ in places] == bag.analyze(text)
    for term, start, stop in places:
        assert 0 <= start < stop <= len(text)
        held = text[start:stop]
        again = count([held], **options).analyze(held) if options.get("pattern") != r"(\w)\w*" else [term]
        if "Σ" not in text:  # what a last sigma becomes depends on what follows
            assert term in again


def test_places_of_what_lower_case_lengthens() -> None:
    bag = count(["a"], pattern=r"[^\W\d_]\u0307?", ngram_range=(1, 2))
    text = "İ1A, b"
    assert text.lower() == "i\u03071a, b"
    assert bag.places(text) == [
        ("i\u0307", 0, 1),
        ("a", 2, 3),
        ("b", 5, 6),
        ("i\u0307 a", 0, 3),
        ("a b", 2, 6),
    ]


def test_places_of_white_space() -> None:
    bag = count(["ab"], unit="character", ngram_range=(1, 2))
    assert bag.places("a \n b") == [("a", 0, 1), (" ", 1, 4), ("b", 4, 5), ("a ", 0, 4), (" b", 1, 5)]


def test_a_tokenizer_says_what_words_are() -> None:
    bag = count(["x y", "not y"], tokenizer=lambda text: text.replace("n't", " not").split(), ngram_range=(1, 2))
    assert bag.analyze("I don't know") == ["i", "do", "not", "know", "i do", "do not", "not know"]
    # "not" stands nowhere in the text
    assert bag.places("I don't know") == [("i", 0, 1), ("do", 2, 4), ("know", 8, 12), ("i do", 0, 4)]
    assert bag.transform(["y y"]).toarray().tolist() == [
        [2 * (term == "y") + (term == "y y") for term in bag.vocabulary]
    ]


def test_words_of_one_letter_are_words_and_patterns_change_that() -> None:
    assert count(["I don't"]).vocabulary == ["don", "i", "t"]
    assert count(["I don't"], pattern=r"\w+(?:['’]\w+)*").vocabulary == ["don't", "i"]
    assert count(["ab cd"], pattern=r"(\w)\w").vocabulary == ["a", "c"]


def test_documents_are_read_once_and_not_changed() -> None:
    bag = count(text for text in FILMS)
    assert bag.matrix.shape[0] == len(bag.documents) == len(FILMS)
    assert (count(bag.documents, **bag.options).matrix != bag.matrix).nnz == 0
    assert bag.transform([]).shape == (0, len(bag.vocabulary))
    with pytest.raises(ValueError, match="read-only"):
        bag.df[0] = 1
    again = pickle.loads(pickle.dumps(bag))
    assert again.vocabulary == bag.vocabulary
    assert again.analyze("A good film") == bag.analyze("A good film")


def test_binary_keeps_lengths() -> None:
    bag = count(["a a b"], binary=True)
    assert bag.matrix.toarray().tolist() == [[1, 1]]
    assert bag.lengths.tolist() == [3]
    assert bag.transform(["b b"]).toarray().tolist() == [[0, 1]]


def test_counts_are_right_one_by_one() -> None:
    bag = count(FILMS)
    for row, text in zip(bag.matrix.toarray(), FILMS, strict=True):
        expected = Counter(bag.analyze(text))
        assert row.tolist() == [expected[term] for term in bag.vocabulary]


@pytest.mark.parametrize(
    ("documents", "options", "error", "said"),
    [
        ("a text", {}, TypeError, "put it into a list"),
        (b"a text", {}, TypeError, "not one bytes"),
        (["a", None], {}, TypeError, "document 1 must be a str, not NoneType"),
        (["a", b"b"], {}, TypeError, "document 1 .* decode it"),
        (7, {}, TypeError, "not int"),
        ({"a": 1}, {}, TypeError, "columns"),
        ([], {}, ValueError, "no documents"),
        (["", "  "], {}, ValueError, "all 2 documents are empty"),
        (["", "."], {}, ValueError, "no document holds a word"),
        (["a b"], {"ngram_range": (3, 3)}, ValueError, "3 words in a row"),
        (["a b"], {"pattern": "x+"}, ValueError, r"by the pattern 'x\+'"),
        (["a b", "c"], {"min_df": 2}, ValueError, "min_df=2 dropped all 3.*lower min_df"),
        (["a", "a"], {"max_df": 0.5}, ValueError, "max_df=0.5 dropped all 1.*raise max_df"),
        (["a b", "a"], {"min_df": 2, "max_df": 1}, ValueError, "min_df=2 is more than max_df=1"),
        (["a"], {"min_df": 0}, ValueError, "at least 1"),
        (["a"], {"min_df": 2.0}, ValueError, "write 2 for a number of documents"),
        (["a"], {"max_df": "all"}, TypeError, "max_df"),
        (["a"], {"max_df": True}, TypeError, "max_df"),
        (["a"], {"max_df": float("nan")}, ValueError, "max_df"),
        (["a"], {"max_df": float("inf")}, ValueError, "share of the documents"),
        (["a"], {"max_features": 0}, ValueError, "max_features must be at least 1"),
        (["a"], {"max_features": 1.5}, TypeError, "max_features"),
        (["a"], {"ngram_range": (2, 1)}, ValueError, r"reversed: write \(1, 2\)"),
        (["a"], {"ngram_range": (0, 1)}, ValueError, "at least 1"),
        (["a"], {"ngram_range": 2}, TypeError, "pair"),
        (["a"], {"unit": "words"}, ValueError, "did you mean 'word'"),
        (["a"], {"case": None}, ValueError, "'lower' or 'keep'"),
        (["a"], {"binary": 1}, TypeError, "binary"),
        (["a"], {"mindf": 1}, TypeError, "did you mean min_df"),
        (["a"], {"zzz": 1}, TypeError, "there are unit"),
        (["a"], {"pattern": "("}, ValueError, "no regular expression"),
        (["a"], {"pattern": r"\w*"}, ValueError, "empty text"),
        (["a"], {"pattern": r"(a)(b)"}, ValueError, "2 groups"),
        (["a"], {"pattern": 3}, TypeError, "pattern"),
        (["a"], {"tokenizer": 3}, TypeError, "tokenizer"),
        (["a"], {"tokenizer": str.split, "pattern": "a"}, ValueError, "one of them"),
        (["a"], {"tokenizer": str.split, "unit": "character"}, ValueError, "tokenizer says what a word is"),
        (["a"], {"tokenizer": str.upper}, TypeError, "not one str"),
        (["a"], {"tokenizer": lambda _: [1]}, TypeError, "not int"),
        (["a"], {"tokenizer": lambda _: None}, TypeError, "list of words, not NoneType"),
    ],
)
def test_what_is_wrong_is_said(documents: Any, options: dict[str, Any], error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        count(documents, **options)


def test_one_text_at_a_time_to_read() -> None:
    bag = count(["a"])
    for method in (bag.analyze, bag.places):
        with pytest.raises(TypeError, match="must be a str"):
            method(["a"])
    with pytest.raises(TypeError, match="put it into a list"):
        bag.transform("a")
