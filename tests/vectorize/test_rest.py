"""Vocabularies, n-grams, pruning, windows, neighbours and changed texts, each beside the plain way."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from nlpwidgets import vectorize
from nlpwidgets.vectorize import (
    Arranged,
    count,
    explain,
    misspell,
    nearest,
    ngrams,
    pruning,
    shuffle,
    tfidf,
    unknown,
    vocabulary,
    window,
)
from tests.vectorize.test_counting import counted
from tests.vectorize.texts import ANY_TEXTS, DOCUMENTS, FILMS, term_options


def test_vocabularies() -> None:
    seen = vocabulary(["to be", "Be I"])
    assert (seen.words, seen.counts, seen.index["be"]) == (["to", "be", "i"], [1, 2, 1], 1)
    assert vocabulary(["to be", "Be I"], case="keep", order="sorted").words == ["Be", "I", "be", "to"]
    assert vocabulary(["baa"], "character").words == ["b", "a"]
    assert vocabulary(["don't"], pattern=r"[\w']+").words == ["don't"]
    assert len(vocabulary([""])) == 0
    assert "be" in seen
    assert repr(seen) == "Vocabulary(3 words, 4 occurrences: 'to', 'be', 'i')"
    with pytest.raises(ValueError, match="did you mean 'sorted'"):
        vocabulary(["a"], order="sort")
    with pytest.raises(TypeError, match="did you mean pattern"):
        vocabulary(["a"], patern="a")


@given(st.lists(st.integers()), st.integers(1, 5))
def test_ngrams(tokens: list[int], n: int) -> None:
    assert ngrams(tokens, n) == list(zip(*(tokens[k:] for k in range(n)), strict=False))


def test_ngrams_of_what_is_none() -> None:
    assert ngrams("abc", 2) == [("a", "b"), ("b", "c")]  # type: ignore[arg-type]
    for tokens, n, error in ((["a"], 0, ValueError), (["a"], 1.0, TypeError), (3, 1, TypeError)):
        with pytest.raises(error):
            ngrams(tokens, n)  # type: ignore[arg-type]


@given(DOCUMENTS, term_options())
def test_pruning_is_a_recount(documents: list[str], options: dict[str, Any]) -> None:
    full = counted(documents, options)
    total = full.matrix.sum()
    curve = pruning(counted(documents, {**options, "max_features": 1}))
    assert (curve.terms, curve.tokens, curve.documents) == (len(full.vocabulary), total, len(documents))
    assert curve.min_df.tolist() == sorted(set(full.df.tolist()))
    for name in ("min", "max"):
        columns = (getattr(curve, f"{name}_{what}").tolist() for what in ("df", "terms", "tokens", "lost"))
        for threshold, terms, tokens, lost in zip(*columns, strict=True):
            bag = count(documents, **options, **{f"{name}_df": threshold})
            assert (len(bag.vocabulary), bag.matrix.sum()) == (terms, tokens)
            assert lost == pytest.approx(bag.dropped.tokens / total, abs=1e-15)


@given(st.data())
def test_a_window_is_a_slice(data: Any) -> None:
    rows, columns = data.draw(st.integers(1, 12)), data.draw(st.integers(1, 15))
    random = np.random.default_rng(data.draw(st.integers(0, 99)))
    dense = random.integers(1, 9, (rows, columns)) * (random.random((rows, columns)) < 0.4)
    row_order, column_order = random.permutation(rows), random.permutation(columns)
    row, column, height, width = (data.draw(st.integers(0, 17)) for _ in range(4))
    for arranged, expected in (
        (Arranged(sparse.csr_matrix(dense), row_order, column_order), dense[row_order][:, column_order]),
        (Arranged(sparse.csr_matrix(dense)), dense),
    ):
        at, across, values = arranged.window(row, column, height, width)
        found = np.zeros_like(dense)
        found[at, across] = values
        inside = np.zeros_like(dense)
        inside[row : row + height, column : column + width] = expected[row : row + height, column : column + width]
        assert found.tolist() == inside.tolist()
        assert len(values) == np.count_nonzero(inside)
        assert sorted(zip(at, across, strict=True)) == list(zip(at, across, strict=True))


def test_windows_of_bags_and_of_what_is_none() -> None:
    bag = count(FILMS)
    at, across, values = window(bag, 0, 0, 2, 3)
    assert sparse.csr_matrix((values, (at, across)), (2, 3)).toarray().tolist() == bag.matrix[:2, :3].toarray().tolist()
    for wrong in ([0, 0, 1, 2, 3], [0, 1], [0, 1, 2, 3, 5], [0.0, 1, 2, 3, 4]):
        with pytest.raises(ValueError, match="row_order"):
            Arranged(bag, row_order=wrong)
    with pytest.raises(ValueError, match="at least 0"):
        window(bag, -1, 0, 2, 3)
    with pytest.raises(TypeError, match="not from list"):
        window([[1]], 0, 0, 1, 1)
    with pytest.raises(TypeError, match="not from coo_array"):
        window(sparse.coo_array([1, 2]), 0, 0, 1, 1)
    for far in ((10**30, 0), (0, 10**30)):
        assert [len(part) for part in window(bag, *far, 2, 2)] == [0, 0, 0]


def test_bags_and_weights_are_told_from_what_is_none() -> None:
    bag = count(FILMS)
    weighted = tfidf(bag)
    assert unknown(weighted, "a zeppelin") == unknown(bag, "a zeppelin") != []
    assert pruning(weighted).terms == pruning(bag).terms
    for wrong in (None, FILMS, bag.matrix):
        for call in (pruning, lambda it: explain(it, 0, "good"), lambda it: unknown(it, "a")):
            with pytest.raises(TypeError, match=f"not {type(wrong).__name__}"):
                call(wrong)
    with pytest.raises(TypeError, match=r"not Bag: nearest\(tfidf"):
        nearest(bag, 0)


@given(DOCUMENTS, term_options(), st.sampled_from(["textbook", "smooth"]), st.sampled_from([None, "l2"]), st.data())
def test_nearest_is_the_dense_way(
    documents: list[str], options: dict[str, Any], convention: str, norm: Any, data: Any
) -> None:
    weighted = tfidf(counted(documents, options), convention=convention, norm=norm)
    dense = weighted.matrix.toarray()
    k = data.draw(st.integers(0, 9))
    kind = data.draw(st.sampled_from(["document", "text", "row", "array"]))
    document = data.draw(st.integers(0, len(documents) - 1))
    query = {
        "document": document,
        "text": documents[document],
        "row": weighted.matrix[[document]],
        "array": dense[document],
    }
    found = nearest(weighted, query[kind], k)
    lengths = np.linalg.norm(dense, axis=1) * np.linalg.norm(dense[document])
    cosines = np.divide(dense @ dense[document], lengths, out=np.zeros(len(dense)), where=lengths > 0)
    others = [d for d in range(len(dense)) if not (kind == "document" and d == document)]
    assert len(found) == min(k, len(others))
    expected = sorted((cosines[d] for d in others), reverse=True)[:k]
    np.testing.assert_allclose([one.similarity for one in found], expected, atol=1e-12)
    assert len({one.document for one in found}) == len(found)
    for one in found:
        assert one.similarity == pytest.approx(cosines[one.document], abs=1e-12)
        assert sum(add for _, add in one.shared) == pytest.approx(one.similarity, abs=1e-12)
        adds = [add for _, add in one.shared]
        assert adds == sorted(adds, reverse=True)
        both = np.flatnonzero(dense[one.document] * dense[document])
        assert {term for term, _ in one.shared} == {weighted.vocabulary[column] for column in both}


def test_equal_neighbours_come_as_given() -> None:
    weighted = tfidf(["a b", "c", "b a", "", "a b", "c d"], convention="smooth")
    assert [one.document for one in nearest(weighted, 0)] == [2, 4, 1, 3, 5]
    assert [one.document for one in nearest(weighted, 0, 1)] == [2]
    assert [one.similarity for one in nearest(weighted, 3)] == [0] * 5
    assert [one.document for one in nearest(weighted, "zebra", 2)] == [0, 1]
    for wrong, error in (
        (9, ValueError),
        (-1, ValueError),
        (None, TypeError),
        ([1, 2], ValueError),
        ([np.nan] * 4, ValueError),
    ):
        with pytest.raises(error):
            nearest(weighted, wrong)


@given(ANY_TEXTS, st.integers(0, 50))
def test_shuffled_texts_have_the_same_bag(text: str, seed: int) -> None:
    mixed = shuffle(text, seed)
    for case in ("lower", "keep"):
        analyze = count(["a"], case=case).analyze
        if "Σ" not in text:  # its lower case depends on what follows
            assert sorted(analyze(mixed)) == sorted(analyze(text))
    assert sorted(mixed) == sorted(text)
    assert shuffle(text, seed) == mixed


def test_shuffling_keeps_punctuation_and_changes_the_order() -> None:
    text = "I don't like it; the well-made film, though!"
    for seed in range(20):
        mixed = shuffle(text, seed)
        assert mixed != text
        assert "don't" in mixed
        assert "".join(c for c in mixed if c in ";,!") == ";,!"
        assert mixed.endswith("!")
    assert shuffle("one", 1) == "one"
    assert shuffle("no no no", 1) == "no no no"
    assert len({shuffle(text, seed) for seed in range(20)}) > 10


@given(ANY_TEXTS, st.integers(0, 50))
def test_misspelt_texts_differ_where_they_can(text: str, seed: int) -> None:
    wrong = misspell(text, seed)
    assert misspell(text, seed) == wrong
    words = [word for word in "".join(c if c.isalpha() else " " for c in text).split() if len(word) >= 2]
    if words and text.isascii():
        assert wrong != text
        assert [c for c in wrong if not c.isalpha()] == [c for c in text if not c.isalpha()]
    if not words:
        assert wrong == text


def test_unknown_terms_are_placed() -> None:
    bag = count(["the film is good"])
    assert unknown(bag, "The filmm is goood, is it?") == [("filmm", 4, 9), ("goood", 13, 18), ("it", 23, 25)]
    for change in (shuffle, misspell):
        with pytest.raises(TypeError, match="text must be a str"):
            change(["a"], 0)
        with pytest.raises(ValueError, match="seed"):
            change("a", -1)


def test_all_names_are_there_and_light() -> None:
    for name in vectorize.__all__:
        assert getattr(vectorize, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'counts'"):
        _ = vectorize.counts
    code = "import nlpwidgets.vectorize as v, sys; v.__dir__(); print('sklearn' in sys.modules, 'numpy' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "False"]
