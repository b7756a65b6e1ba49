"""What an explorer may be given: texts in many forms, labels, pipelines, what was counted before; and what it refuses."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import traitlets

import nlpwidgets as nw
from nlpwidgets import vectorize
from nlpwidgets.widgets._vectorizer_reading import MOST_CHARACTERS
from nlpwidgets.widgets._wire import unpack
from tests.widgets.vectorizers import LABELS, TEXTS, dense, explore


@pytest.mark.parametrize(
    "given",
    [tuple(TEXTS), iter(TEXTS), pd.Series(TEXTS, index=list("uvwxyz")), np.array(TEXTS), dict.fromkeys(TEXTS).keys()],
    ids=["tuple", "iterator", "Series", "array", "keys"],
)
def test_texts_in_any_form(given: Any) -> None:
    widget = explore(given)
    assert widget.documents == TEXTS
    assert dense(widget.block).tolist() == dense(explore().block).tolist()
    widget.options = {"ngram_max": 2}  # the iterator is read only once
    assert widget.size["documents"] == 6


def test_what_is_given_is_not_changed() -> None:
    texts, labels = list(TEXTS), list(LABELS)
    widget = explore(texts, labels=labels)
    texts.append("new")
    assert widget.documents == TEXTS
    widget.documents.append("new")
    assert widget.documents == TEXTS


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("one text", "list"),
        (b"bytes", "list"),
        ([], "no documents"),
        (["film", None], "document 1"),
        (["film", 3], "document 1 must be a str, not int"),
        (["film", b"film"], "decode"),
        (["film", float("nan")], "document 1"),
        (7, "list of texts"),
        ({"a": "film"}, "columns"),
        (pd.DataFrame({"text": TEXTS}), "columns"),
        (["", "  ", "..."], ""),
    ],
)
def test_documents_that_are_none(given: Any, words: str) -> None:
    with pytest.raises((TypeError, ValueError), match=words):
        explore(given)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"labels": LABELS[:3]}, "6 documents and 3 labels"),
        ({"labels": "good"}, "list"),
        ({"labels": [None, *LABELS[1:]]}, "document 0 is missing"),
        ({"labels": [float("nan"), *LABELS[1:]]}, "document 0 is missing"),
        ({"labels": [[1], *LABELS[1:]]}, "hashable"),
        ({"labels": [1, "1", 1, 1, 1, 1]}, "same name"),
        ({"labels": set(LABELS)}, "not set"),
        ({"labels": 7}, "not int"),
        ({"labels": [pd.NA, *LABELS[1:]]}, "document 0 is missing"),
        ({"labels": np.eye(6)}, "document 0 cannot be compared: ndarray"),
        ({"label": LABELS}, "did you mean labels"),
        ({"test": (["a film"], ["good"])}, "labels"),
        ({"labels": LABELS, "test": ([], [])}, "no test documents"),
        ({"labels": LABELS, "test": (["a film"], None)}, "need labels"),
        ({"labels": LABELS, "test": (["a film"], ["good", "bad"])}, "1 test documents and 2 labels"),
        ({"labels": LABELS, "test": ["a film"]}, "pair"),
        ({"labels": LABELS, "test": (["a film"], ["superb"])}, "superb"),
        ({"labels": LABELS, "test": (["a film", 3], ["good", "bad"])}, "test document 1"),
        ({"titles": ["one"]}, "1 titles"),
        ({"titles": [1] * 6}, "title 0"),
        ({"pipeline": str.lower}, "Pipeline"),
        ({"pipeline": nw.text.Pipeline}, r"Pipeline\(\)"),
        ({"max_df": float("inf")}, "0.5 is half"),
        ({"max_df": 0.0}, "above 0"),
        ({"min_df": 2.0}, "write 2"),
        ({"ngram_range": (1, 99)}, "at most 8"),
        ({"tokenizer": lambda text: None}, "not NoneType"),
        ({"lowercase": True}, "did you mean case"),
        ({"ngram_range": 2}, "pair"),
        ({"ngram_range": (2, 1)}, "shortest first"),
        ({"unit": "sentence"}, "word"),
        ({"stop_words": ["the"]}, "stop_words"),
        ({"weighting": "bm25"}, "bm25"),
        ({"min_df": 100}, ""),
    ],
)
def test_arguments_that_do_not_fit(more: dict[str, Any], words: str) -> None:
    with pytest.raises((TypeError, ValueError), match=words):
        explore(**more)


def test_labels_of_any_kind() -> None:
    assert explore(labels=[1, 0, 1, 0, 0, 1]).classes == ["0", "1"]
    assert explore(labels=np.array([True, False] * 3)).classes == ["False", "True"]
    three = explore(labels=pd.Series(["b", "a", "c"] * 2))
    assert three.classes == ["a", "b", "c"]
    assert three.block["labels"] == ["b", "a", "c"] * 2
    assert explore().classes == []
    assert explore().block["labels"] == []


def test_titles() -> None:
    assert explore(titles=list("uvwxyz")).block["titles"] == list("uvwxyz")
    long = explore(["film\n " * 100]).block["titles"][0]
    assert long.startswith("film film")
    assert long.endswith("…")
    assert len(long) <= 60


@pytest.mark.parametrize("weighted", [False, True])
def test_what_was_counted_before(weighted: bool) -> None:
    bag = vectorize.count(TEXTS, ngram_range=(1, 2), min_df=2, case="keep", max_df=0.9)
    widget = nw.VectorizerExplorer(vectorize.tfidf(bag) if weighted else bag, labels=LABELS)
    assert widget.bag is bag
    assert widget.options["ngram_max"] == 2
    assert (widget.options["min_df"], widget.options["max_df"], widget.options["case"]) == (2, 0.9, "keep")
    assert widget.documents == TEXTS
    widget.options = {"min_df": 1}
    assert widget.size["terms"] > len(bag.vocabulary)
    with pytest.raises(TypeError, match="min_df"):
        nw.VectorizerExplorer(bag, min_df=2)


def test_document_frequencies_as_count_takes_them() -> None:
    for given in ({"min_df": 2}, {"min_df": 0.5}, {"max_df": 2}, {"max_df": 1}, {"max_df": 0.5}, {"min_df": 0.0}):
        assert explore(**given).bag.vocabulary == vectorize.count(TEXTS, **given).vocabulary, given


def test_options_are_checked_before_anything_is_read() -> None:
    texts = iter(TEXTS)
    with pytest.raises(TypeError, match="stop_words"):
        explore(texts, stop_words=["the"])
    with pytest.raises(ValueError, match="regular expression"):
        explore(texts, pattern="(")
    assert list(texts) == TEXTS


@pytest.mark.parametrize(
    "options",
    [{"convention": "textbook", "norm": "l2"}, {"convention": "smooth", "norm": None}, {"sublinear": True}],
    ids=str,
)
def test_a_weighting_that_is_not_shown_is_refused(options: dict[str, Any]) -> None:
    weighted = vectorize.tfidf(TEXTS, **options)
    with pytest.raises(ValueError, match=r"weighted\.bag"):
        nw.VectorizerExplorer(weighted)
    assert nw.VectorizerExplorer(weighted.bag).bag is weighted.bag


@pytest.mark.parametrize(
    "options", [{}, {"convention": "smooth"}, {"convention": "smooth", "sublinear": True}], ids=str
)
def test_a_weighting_is_shown_number_by_number(options: dict[str, Any]) -> None:
    weighted = vectorize.tfidf(TEXTS, **options)
    assert (nw.VectorizerExplorer(weighted).matrix != weighted.matrix).nnz == 0


def test_the_code_has_plain_numbers() -> None:
    widget = explore(min_df=np.int64(2), max_df=np.float64(0.9))
    rebuilt: dict[str, Any] = {"documents": TEXTS}
    exec(widget.code(), rebuilt)
    assert rebuilt["explorer"].options == widget.options


def test_a_very_large_number_of_documents_is_all_of_them() -> None:
    assert explore(max_df=10**400).bag.vocabulary == explore().bag.vocabulary


def test_a_pattern_of_ones_own() -> None:
    widget = explore(pattern=r"[a-z]{4,}")
    assert set(widget.bag.vocabulary) <= {
        "film",
        "plot",
        "great",
        "dull",
        "weak",
        "bored",
        "loved",
        "boat",
        "sinks",
        "sink",
    }
    widget.options = {"ngram_max": 2}
    assert "the" not in widget.bag.vocabulary


def test_a_very_long_document_is_cut() -> None:
    text = "word " * (MOST_CHARACTERS // 5 - 1) + "straddling the end of what is shown"
    widget = explore([text, "word"])
    read = widget.reading
    assert read["cut"]
    assert read["raw"] == text[:MOST_CHARACTERS]
    places = unpack(read["places"])
    assert places[:, 2].max() <= MOST_CHARACTERS
    for index, start, stop, _, _ in places[-3:].tolist():
        assert text[start:stop] == read["vocabulary"][index]
    assert read["length"] == len(text.split())


# --- with a pipeline


@pytest.fixture
def piped() -> Any:
    from nlpwidgets.text import Pipeline

    raw = ["<p>The caf&eacute;s DON'T open.<br>A <b>caf&eacute;</b>!</p>", "<i>films</i> &amp; cafés", "no tags"]
    pipeline = Pipeline(["strip_html", "remove_accents", "expand_contractions", "lowercase", "stem"])
    return nw.VectorizerExplorer(raw, pipeline=pipeline), raw, pipeline


def test_places_lead_back_to_the_raw_text(piped: Any) -> None:
    widget, raw, pipeline = piped
    for document, text in enumerate(raw):
        widget.select(document=document)
        read = widget.reading
        assert (read["raw"], read["text"]) == (text, pipeline(text))
        trace = pipeline.trace(text)
        for index, start, stop, *span in unpack(read["places"]).tolist():
            assert read["text"][start:stop] == read["vocabulary"][index]
            assert tuple(span) == tuple(trace.source_span(len(trace.steps) - 1, start, stop))
    widget.cell = {"document": 0, "term": "cafe"}
    assert [one["match"] for one in widget.term_info["occurrences"]] == ["caf&eacute;", "caf&eacute;", "café"]
    assert widget.term_info["occurrences"][0]["before"] == "<p>The "


def test_a_sentence_goes_through_the_pipeline(piped: Any) -> None:
    widget, _, pipeline = piped
    widget.sentence = "<b>Films</b> don't"
    assert widget.trial["sentence"]["text"] == pipeline(widget.sentence)
    assert widget.trial["sentence"]["terms"] == ["film", "do", "not"]


def test_counts_are_those_of_the_preprocessed_texts(piped: Any) -> None:
    widget, raw, pipeline = piped
    bag = vectorize.count([pipeline(text) for text in raw])
    assert list(widget.bag.vocabulary) == list(bag.vocabulary)
    assert (widget.bag.matrix != bag.matrix).nnz == 0


def test_numbers_of_numpy_in_a_bag_are_numbers() -> None:
    counted = vectorize.count(TEXTS, max_df=np.int64(4), min_df=np.float32(0.2))
    widget = nw.VectorizerExplorer(counted)
    assert widget.bag.vocabulary == counted.vocabulary


def test_there_is_no_other_panel() -> None:
    with pytest.raises(traitlets.TraitError, match="panel"):
        explore().panel = "matrix"
