"""What the page and the reader write: taken when it is sound, said in `error` when it is not; undo, saved states, code."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import traitlets

import nlpwidgets as nw
from nlpwidgets.widgets._wire import unpack
from tests.widgets.conftest import Page
from tests.widgets.inspectors import view
from tests.widgets.vectorizers import LABELS, TEXTS, dense, explore, reference, weigh

OPTIONS = {
    "unit": "word",
    "ngram_min": 1,
    "ngram_max": 2,
    "case": "keep",
    "binary": False,
    "min_df": 1,
    "max_df": 1.0,
    "max_features": 0,
}


@pytest.mark.parametrize("from_page", [True, False])
def test_new_options_are_one_batch_and_one_step_back(from_page: bool) -> None:
    widget = explore()
    before, page = view(widget), Page(widget)
    if from_page:
        page.write(options=OPTIONS)
    else:
        widget.options = OPTIONS
    batches = [one["state"] for one in page.sent if "block" in one["state"]]
    assert len(batches) == 1
    assert {"size", "version", "block", "reading", "term_info"} <= batches[0].keys()
    assert ("options" in batches[0]) is not from_page, "the page has it already"
    said = [one["state"]["status"] for one in page.sent if "status" in one["state"]]
    assert said[0]["state"] == "working"
    assert "6 documents" in said[0]["message"]
    assert page.state["status"]["state"] == "ready"
    assert widget.options == OPTIONS
    after = view(widget)
    assert widget.undo()
    assert view(widget) == before
    assert not widget._history.past
    assert widget.redo()
    assert dense(widget.block).tolist() == dense(after["block"]).tolist()
    assert widget.options == OPTIONS


def test_a_part_of_the_options_may_be_assigned() -> None:
    widget = explore()
    widget.options = {"ngram_max": np.int64(2)}
    widget.options = {"min_df": 2.0}
    assert (widget.options["ngram_max"], widget.options["min_df"], widget.options["unit"]) == (2, 2, "word")
    assert type(widget.options["ngram_max"]) is int


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"options": {"unit": "byte"}}, "word"),
        ({"options": {"ngram_min": 3, "ngram_max": 2}}, "longest"),
        ({"options": {"ngram_max": 99}}, "at most"),
        ({"options": {"min_df": 0}}, "min_df"),
        ({"options": {"min_df": 1.5}}, "min_df"),
        ({"options": {"min_df": "2"}}, "min_df"),
        ({"options": {"min_df": 7}}, ""),
        ({"options": {"min_df": 1e300}}, "min_df"),
        ({"options": {"min_df": float("nan")}}, "min_df"),
        ({"options": {"max_df": 0}}, "share"),
        ({"options": {"max_df": 1.2}}, "share"),
        ({"options": {"max_df": 0.01}}, ""),
        ({"options": {"max_features": -1}}, "max_features"),
        ({"options": {"max_features": True}}, "max_features"),
        ({"options": {"binary": 1}}, "binary"),
        ({"options": {"colour": 1}}, "colour"),
        ({"options": None}, "options"),
        ({"weighting": "bm25"}, "bm25"),
        ({"weighting": None}, ""),
        ({"sublinear": "yes"}, "sublinear"),
        ({"term_order": "random"}, "random"),
        ({"document_order": 3}, ""),
        ({"cell": {"document": 6, "term": "film"}}, "0 to 5"),
        ({"cell": {"document": -1, "term": "film"}}, "document"),
        ({"cell": {"document": 0, "term": 7}}, "term"),
        ({"cell": {"document": "first", "term": "film"}}, "document"),
        ({"cell": {"row": 0}}, "row"),
        ({"cell": "film"}, "cell"),
        ({"sentence": 4}, "sentence"),
        ({"sentence": "x" * 6000}, "characters"),
        ({"seed": -1}, "seed"),
        ({"seed": "lucky"}, "seed"),
        ({"seed": True}, "seed must be a whole number, not True"),
        ({"seed": 2**70}, "more than there can be"),
        ({"viewport": {"row": -1}}, "row"),
        ({"viewport": {"row": "top"}}, "row"),
        ({"viewport": {"left": 0}}, "left"),
        ({"viewport": None}, "viewport"),
        ({"classify": "yes"}, "classify"),
        ({"classify": True}, "labels"),
        ({"theme": "pink"}, "theme"),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(wrong: dict[str, Any], words: str) -> None:
    widget = explore()
    widget.sentence = "a film"
    before, page = view(widget), Page(widget)
    page.write(**wrong)
    assert widget.error
    assert words in widget.error
    assert len(widget.error) < 500
    assert view(widget) == before
    assert widget.status["state"] == "ready"
    for name in wrong:
        assert page.state[name] == before[name], "the page gets the true value back"
    with pytest.raises((TypeError, ValueError, traitlets.TraitError)):
        setattr(widget, *next(iter(wrong.items())))
    assert view(widget) == before
    page.write(sentence="a dog")
    assert widget.error == "", "what works again takes the words back"


def test_what_the_kernel_writes_the_page_cannot() -> None:
    widget = explore()
    before = view(widget)
    Page(widget).write(size={}, block=None, version=9, classifier={"classes": []}, stored={}, source_code="import os")
    assert view(widget) == before


def test_several_traits_in_one_message() -> None:
    widget = explore()
    page = Page(widget)
    page.write(
        term_order="alphabet",
        cell={"document": 4, "term": "sink"},
        options=widget.options | {"min_df": 1},
        weighting="count",
        viewport={"row": 0, "column": 0, "rows": 2, "columns": 2},
    )
    assert widget.error == ""
    assert widget.cell == {"document": 4, "term": "sink"}
    assert widget.block["terms"] == ["a", "and"]
    assert widget.undo()
    assert (widget.weighting, widget.term_order) == ("smooth", "frequency")


def test_a_typo_in_a_name_is_noticed() -> None:
    widget = explore()
    with pytest.raises(AttributeError, match="weighting"):
        widget.wieghting = "count"
    with pytest.raises(TypeError, match="ngram"):
        explore(ngram=2)


@pytest.mark.usefixtures("each_change_alone")
def test_a_state_comes_back() -> None:
    widget = explore()
    widget.options = {"ngram_max": 2}
    widget.cell = {"document": 1, "term": "dull film"}
    widget.term_order, widget.document_order = "document", "near"
    widget.sentence, widget.seed, widget.weighting = "film dull", 3, "textbook"
    kept, shown = widget.state, view(widget)
    assert "viewport" not in kept
    assert "classify" not in kept
    widget.options = {"ngram_max": 1, "unit": "character"}
    widget.sentence = ""
    widget.state = kept
    after = view(widget)
    for name in ("reading", "term_info", "neighbours", "trial", "cell", "options", "size"):
        assert after[name] == shown[name], name
    for _ in range(3):
        widget.undo()
    widget.redo()
    again = explore()
    again.state = kept
    assert again.state == kept
    with pytest.raises(ValueError, match="no document"):
        again.state = {**kept, "weighting": "count", "cell": {"document": 50, "term": "x"}}
    assert again.state == kept


@pytest.mark.parametrize("weighting", ["count", "tf", "textbook", "smooth"])
@pytest.mark.parametrize("sublinear", [False, True])
def test_the_readers_sentence(weighting: str, sublinear: bool) -> None:
    text = "The great GREAT zeppelin film"
    widget = explore()
    widget.sentence, widget.weighting, widget.sublinear = text, weighting, sublinear
    trial = widget.trial
    sentence = trial["sentence"]
    assert sentence["text"] == text
    assert sentence["terms"] == ["the", "great", "zeppelin", "film"]
    assert unpack(sentence["counts"]).tolist() == [1, 2, 1, 1]
    for index, start, stop in unpack(sentence["places"]).tolist():
        assert text[start:stop].lower() == sentence["terms"][index]
    columns = unpack(sentence["columns"]).tolist()
    assert columns[2] == -1
    for term, column in zip(sentence["terms"], columns, strict=True):
        assert column == -1 or widget.block["terms"][column] == term
    counts, terms = reference(TEXTS, widget.options)
    df = (counts > 0).sum(0)
    x = np.array([{"the": 1, "great": 2, "film": 1}.get(term, 0) for term in terms], float)
    if weighting in ("tf", "textbook"):
        x = x / 5 * (np.log(len(TEXTS) / df) if weighting == "textbook" else 1)
    elif weighting == "smooth":
        x = np.where(x > 0, 1 + np.log(np.maximum(x, 1)), 0) if sublinear else x
        x = x * (np.log((1 + len(TEXTS)) / (1 + df)) + 1)
        x /= np.linalg.norm(x)
    wanted = [x[terms.index(term)] if term in terms else 0 for term in sentence["terms"]]
    assert unpack(sentence["weights"]) == pytest.approx(wanted, rel=1e-6)
    rows = weigh(counts, counts.sum(1), weighting, sublinear=sublinear)
    lengths = np.linalg.norm(rows, axis=1) * np.linalg.norm(x)
    near = np.divide(rows @ x, lengths, out=np.zeros(len(rows)), where=lengths > 0)
    found = [one["document"] for one in trial["nearest"]]
    assert [one["similarity"] for one in trial["nearest"]] == pytest.approx(sorted(near[near > 1e-12])[::-1])
    assert near[found] == pytest.approx([one["similarity"] for one in trial["nearest"]])
    assert sorted(trial["shuffled"]["text"].split()) == sorted(text.split())
    assert trial["same"]
    assert trial["verdict"] == ""


def test_with_bigrams_the_order_of_words_is_seen() -> None:
    widget = explore(ngram_range=(1, 2))
    widget.sentence = "the film was dull and the plot was weak"
    assert widget.trial["shuffled"]["text"] != widget.sentence
    assert not widget.trial["same"]
    first = widget.trial["shuffled"]["text"]
    widget.seed = 1
    assert widget.trial["shuffled"]["text"] != first
    widget.seed = 0
    assert widget.trial["shuffled"]["text"] == first


def test_a_misspelt_sentence_is_less_like_itself() -> None:
    widget = explore()
    widget.sentence = "the film and the plot"
    trial = widget.trial
    misspelt = trial["misspelt"]
    assert misspelt["text"] != widget.sentence
    weights = unpack(misspelt["weights"])
    columns = unpack(misspelt["columns"])
    assert (weights[columns < 0] == 0).all()
    assert 0 <= trial["similarity"] < 1
    widget.sentence = "zzz"
    assert widget.trial["similarity"] == 0
    assert widget.trial["nearest"] == []
    widget.sentence = "  "
    assert widget.trial is None


@pytest.mark.parametrize(
    "text", ["", "\ud800 film", "film\x00film", "😀 e\u0301 שלום film", "<b>film</b>", "film " * 900]
)
def test_any_sentence_and_any_document(text: str) -> None:
    widget = explore([*TEXTS, text, "film"])
    widget.select(document=len(TEXTS))
    widget.sentence = text
    page = Page(widget)
    page.write(sentence=text + " ")
    assert widget.error == ""
    assert widget.reading["raw"] == text.replace("\ud800", "\ufffd")
    assert widget.chart().to_dict()
    assert widget._picture()


def test_code_rebuilds_the_view(monkeypatch: pytest.MonkeyPatch) -> None:
    import __main__

    texts = [*TEXTS, "a film " * 100]
    monkeypatch.setattr(__main__, "reviews", texts, raising=False)
    widget = nw.VectorizerExplorer(texts, ngram_range=(1, 2), weighting="tf", labels=[*LABELS, "bad"])
    widget.options = {"min_df": 2}
    widget.cell = {"document": 1, "term": "the plot"}
    widget.sentence, widget.term_order, widget.viewport = 'a "film"', "document", {"row": 1}
    assert "VectorizerExplorer(reviews, " in widget.code()
    space: dict[str, Any] = {"reviews": texts}
    exec(widget.code(), space)
    again = space["explorer"]
    ours, theirs = view(widget), view(again)
    for name in ("version", "source_code"):
        del ours[name], theirs[name]
    ours["block"].pop("version")
    theirs["block"].pop("version")
    assert theirs == ours


def test_chart_and_picture_show_the_window() -> None:
    widget = explore()
    widget.weighting = "count"
    widget.viewport = {"row": 1, "column": 0, "rows": 3, "columns": 5}
    chart = widget.chart().to_dict()
    cells = {(d["document"], d["term"]): d["value"] for d in next(iter(chart["datasets"].values()))}
    block = widget.block
    counts = dense(block)
    documents = unpack(block["documents"]).tolist()
    wanted = {(documents[r], block["terms"][c]): counts[r, c] for r in range(3) for c in range(5) if counts[r, c]}
    assert cells == wanted
    data, metadata = widget._repr_mimebundle_()
    assert data["image/png"]
    assert metadata["image/png"] == {"alt": repr(widget)}


def test_the_progress_of_counting_is_said() -> None:
    widget = explore(["a film", "a dog"] * 1_500)
    page = Page(widget)
    widget.options = {"ngram_max": 2}
    said = [one["state"]["status"] for one in page.sent if "status" in one["state"]]
    assert [one["progress"] for one in said[:-1]] == pytest.approx([0, 0.8 / 3, 1.6 / 3])
    assert said[0]["message"] == "counting 3,000 documents"
    assert said[-1]["state"] == "ready"
