"""The vectorizer explorer shows scikit-learn's numbers, in every order, window and weighting."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nlpwidgets.widgets._vectorizer_options import DEFAULTS, MOST_CELLS, PRUNING
from nlpwidgets.widgets._wire import unpack
from tests.widgets.conftest import Page
from tests.widgets.vectorizers import LABELS, TEXTS, dense, explore, reference, weigh

WEIGHTINGS = ["count", "tf", "textbook", "smooth"]
ALL = {"row": 0, "column": 0, "rows": 1000, "columns": 1000}


def whole(widget: Any) -> dict[str, Any]:
    """The block of the whole matrix."""
    widget.viewport = ALL
    return widget.block


# --- the block


@st.composite
def some_options(draw: Any) -> dict[str, Any]:
    unit = draw(st.sampled_from(["word", "character"]))
    low = draw(st.integers(1, 3))
    return {
        "unit": unit,
        "ngram_min": low,
        "ngram_max": draw(st.integers(low, 3)),
        "case": draw(st.sampled_from(["lower", "keep"])),
        "binary": draw(st.booleans()),
        "min_df": draw(st.integers(1, 2)),
        "max_df": draw(st.sampled_from([1.0, 0.9, 0.5])),
        "max_features": draw(st.sampled_from([0, 1, 7])),
    }


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    options=some_options(),
    term_order=st.sampled_from(["frequency", "alphabet", "document"]),
    document_order=st.sampled_from(["given", "near", "term"]),
    weighting=st.sampled_from(WEIGHTINGS),
    sublinear=st.booleans(),
)
def test_every_count_is_that_of_scikit_learn(
    options: dict[str, Any], term_order: str, document_order: str, weighting: str, sublinear: bool
) -> None:
    try:
        counts, terms = reference(TEXTS, options)
    except ValueError:  # nothing is left
        with pytest.raises(ValueError, match="term"):
            explore().options = options
        return
    widget = explore(weighting=weighting, labels=LABELS)
    widget.options = options
    widget.sublinear, widget.term_order, widget.document_order = sublinear, term_order, document_order
    block = whole(widget)
    assert sorted(block["terms"]) == sorted(terms)
    columns = [terms.index(term) for term in block["terms"]]
    documents = unpack(block["documents"])
    assert sorted(documents.tolist()) == list(range(len(TEXTS)))
    assert dense(block).tolist() == counts[documents][:, columns].tolist()
    assert unpack(block["frequencies"]).tolist() == (counts > 0).sum(0)[columns].tolist()
    assert block["labels"] == [LABELS[document] for document in documents]
    free, _ = reference(TEXTS, {**options, "min_df": 1, "max_df": 1.0, "max_features": 0, "binary": False})
    lengths = free.sum(1)
    assert unpack(block["lengths"]).tolist() == lengths[documents].tolist()
    bare = weigh(counts, lengths, weighting, sublinear=sublinear)
    ours = np.asarray(widget.matrix.toarray())
    assert ours[:, [widget.bag.vocabulary.index(term) for term in terms]] == pytest.approx(bare, abs=1e-12)
    assert widget.size["tokens"] == lengths.sum()
    assert widget.size["nonzero"] == (counts > 0).sum()
    assert widget.size["dropped_terms"] == free.shape[1] - counts.shape[1]


@pytest.mark.parametrize("sublinear", [False, True])
def test_norms_are_those_that_scikit_learn_divides_by(sublinear: bool) -> None:
    from sklearn.feature_extraction.text import TfidfTransformer

    widget = explore()
    block = whole(widget)
    raw = TfidfTransformer(norm=None, sublinear_tf=sublinear).fit_transform(dense(block)).toarray()
    assert unpack(block["norms"])[:, int(sublinear)] == pytest.approx(np.linalg.norm(raw, axis=1), rel=1e-6)
    widget.sublinear = sublinear
    order = [widget.bag.vocabulary.index(term) for term in block["terms"]]
    scikit = TfidfTransformer(sublinear_tf=sublinear).fit_transform(dense(block)).toarray()
    assert widget.matrix.toarray()[:, order] == pytest.approx(scikit, abs=1e-12)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    window=st.fixed_dictionaries({name: st.integers(0, 70) for name in ("row", "column", "rows", "columns")}),
    orders=st.tuples(st.sampled_from(["frequency", "document"]), st.sampled_from(["given", "near"])),
)
def test_a_window_is_the_same_part_of_the_whole(window: dict[str, int], orders: tuple[str, str]) -> None:
    widget = explore()
    widget.term_order, widget.document_order = orders
    everything = whole(widget)
    widget.viewport = window
    block = widget.block
    assert widget.viewport == window
    top, left = block["row"], block["column"]
    assert (top, left) <= (window["row"], window["column"])
    assert block["rows"] >= 1
    assert block["columns"] >= 1
    assert top + block["rows"] <= len(TEXTS)
    assert left + block["columns"] <= len(everything["terms"])
    part = dense(everything)[top : top + block["rows"], left : left + block["columns"]]
    assert dense(block).tolist() == part.tolist()
    assert block["terms"] == everything["terms"][left : left + block["columns"]]
    assert block["titles"] == everything["titles"][top : top + block["rows"]]
    assert block["version"] == widget.version


def test_a_block_has_no_more_cells_than_the_limit() -> None:
    texts = [" ".join(f"w{(k * 37 + j) % 900}" for j in range(20)) for k in range(700)]
    widget = explore(texts)
    widget.viewport = {"row": 10, "column": 5, "rows": 10**6, "columns": 10**6}
    block = widget.block
    assert block["rows"] == 700
    assert block["rows"] * block["columns"] <= MOST_CELLS
    counts, terms = reference(texts, DEFAULTS)
    columns = [terms.index(term) for term in block["terms"]]
    assert (dense(block) == counts[:, columns]).all()


def test_a_scrolled_page_gets_the_block_and_nothing_else() -> None:
    widget = explore()
    page = Page(widget)
    page.write(viewport={"row": 1, "column": 2, "rows": 3, "columns": 4})
    assert [sorted(one["state"]) for one in page.sent] == [["block"]]
    assert page.state["block"]["rows"] == 3
    assert not widget._history.past, "scrolling is not undone"
    page.forget()
    page.write(viewport={"row": 1, "column": 2, "rows": 3, "columns": 4})
    assert page.sent == [], "it is there already"


# --- orders


def test_orders_of_terms() -> None:
    widget = explore()
    counts, terms = reference(TEXTS, DEFAULTS)
    df = dict(zip(terms, (counts > 0).sum(0).tolist(), strict=True))
    assert whole(widget)["terms"] == sorted(terms, key=lambda term: (-df[term], term))
    widget.term_order = "alphabet"
    assert widget.block["terms"] == sorted(terms)
    for weighting in WEIGHTINGS:
        widget.weighting = weighting
        widget.select(document=1)
        widget.term_order = "document"
        row = weigh(counts, counts.sum(1), weighting)[1]
        held = sorted(
            (term for term in terms if counts[1, terms.index(term)]),
            key=lambda term: (-round(row[terms.index(term)], 12), -df[term], term),
        )
        assert widget.block["terms"][: len(held)] == held


def test_orders_of_documents() -> None:
    widget = explore()
    counts, terms = reference(TEXTS, DEFAULTS)
    whole(widget)
    for weighting in WEIGHTINGS:
        widget.weighting, widget.cell = weighting, {"document": 2, "term": "plot"}
        rows = weigh(counts, counts.sum(1), weighting)
        lengths = np.linalg.norm(rows, axis=1) * np.linalg.norm(rows[2])
        near = np.divide(rows @ rows[2], lengths, out=np.zeros(len(rows)), where=lengths > 0)
        widget.document_order = "near"
        got = unpack(widget.block["documents"]).tolist()
        assert got[0] == 2
        assert near[got] == pytest.approx(sorted(near, reverse=True), abs=1e-12)
        widget.document_order = "term"
        column = terms.index("plot")
        wanted = sorted(range(len(rows)), key=lambda d: (counts[d, column] == 0, -round(rows[d, column], 12), d))
        assert unpack(widget.block["documents"]).tolist() == wanted


def test_a_version_is_that_of_matrix_and_orders() -> None:
    widget = explore()
    seen = {widget.version}
    for name, value in [("term_order", "alphabet"), ("document_order", "near"), ("options", {"min_df": 2})]:
        setattr(widget, name, value)
        assert widget.version not in seen
        assert widget.block["version"] == widget.version
        seen.add(widget.version)
    before = widget.version
    widget.viewport = ALL
    widget.sentence = "the film"
    widget.cell = {"term": "film"}
    assert widget.version == before
    widget.select(document=1)  # the nearest documents come first
    assert widget.version != before


# --- the cell


def test_a_reading_names_the_places_of_every_counted_term() -> None:
    widget = explore()
    for document, text in enumerate(TEXTS):
        widget.select(document=document)
        read = widget.reading
        assert (read["document"], read["raw"], read["text"], read["cut"]) == (document, text, None, False)
        counts = dict(zip(read["vocabulary"], unpack(read["counts"]).tolist(), strict=True))
        places = unpack(read["places"])
        for index, start, stop, raw_start, raw_stop in places.tolist():
            assert text[start:stop].lower() == read["vocabulary"][index]
            assert (raw_start, raw_stop) == (start, stop)
        found = np.bincount(places[:, 0], minlength=len(counts)) if len(places) else np.zeros(len(counts))
        assert found.tolist() == list(counts.values())
        assert read["length"] == sum(counts.values())
        row = widget.matrix.toarray()[document]
        weights = [row[widget.bag.vocabulary.index(term)] for term in read["vocabulary"]]
        assert weights == sorted(weights, reverse=True)


@pytest.mark.parametrize("orders", [("frequency", "given"), ("document", "near"), ("alphabet", "term")])
def test_reading_and_term_say_where_they_stand(orders: tuple[str, str]) -> None:
    widget = explore()
    widget.term_order, widget.document_order = orders
    whole(widget)
    for document in range(len(TEXTS)):
        widget.cell = {"document": document, "term": "film"}
        assert unpack(widget.block["documents"])[widget.reading["row"]] == document
        assert widget.block["terms"][widget.term_info["column"]] == "film"


def test_a_term_with_its_places() -> None:
    widget = explore()
    widget.cell = {"document": 2, "term": "the"}
    info = widget.term_info
    assert (info["frequency"], info["total"]) == (4, 7)
    # where it counts most comes first
    assert [one["document"] for one in info["occurrences"]] == [0, 0, 2, 2, 4, 4, 1]
    for one in info["occurrences"]:
        assert one["match"].lower() == "the"
        assert one["before"] + one["match"] + one["after"] in TEXTS[one["document"]]


def test_an_unknown_term_is_refused_with_a_hint() -> None:
    widget = explore()
    before = widget.cell
    with pytest.raises(ValueError, match="did you mean 'film'"):
        widget.cell = {"document": 0, "term": "filn"}
    with pytest.raises(ValueError, match="no document 99"):
        widget.cell = {"document": 99, "term": "film"}
    page = Page(widget)
    page.write(cell={"document": 0, "term": "zeppelin"})
    assert "zeppelin" in widget.error
    assert widget.cell == before
    assert page.state["cell"] == before, "the page gets the true value back"


def test_a_term_that_is_pruned_stays_selected() -> None:
    widget = explore()
    widget.cell = {"document": 1, "term": "weak"}
    widget.options = {"min_df": 2}
    assert widget.cell == {"document": 1, "term": "weak"}
    assert (widget.term_info["column"], widget.term_info["frequency"]) == (-1, 0)
    widget.options = {"min_df": 1}
    assert widget.term_info["frequency"] == 1
    widget.options = {"unit": "character"}
    assert widget.cell["term"] in widget.bag.vocabulary, "with other units there are other terms to look at"


def test_nothing_selected() -> None:
    widget = explore()
    widget.term_order, widget.document_order = "document", "near"
    widget.cell = None
    assert (widget.reading, widget.term_info, widget.neighbours) == (None, None, [])
    assert unpack(widget.block["documents"]).tolist() == list(range(len(TEXTS)))
    with pytest.raises(ValueError, match="both"):
        widget.cell = {"document": 1}


# --- neighbours


@pytest.mark.parametrize("weighting", WEIGHTINGS)
@pytest.mark.parametrize("sublinear", [False, True])
def test_neighbours_are_the_nearest_by_cosine(weighting: str, sublinear: bool) -> None:
    from sklearn.metrics.pairwise import cosine_similarity

    widget = explore(labels=LABELS)
    widget.weighting, widget.sublinear = weighting, sublinear
    counts, terms = reference(TEXTS, DEFAULTS)
    rows = weigh(counts, counts.sum(1), weighting, sublinear=sublinear)
    near = cosine_similarity(rows)
    for document in range(len(TEXTS)):
        widget.select(document=document)
        found = widget.neighbours
        wanted = [d for d in np.lexsort((np.arange(len(rows)), -near[document].round(12))) if d != document]
        wanted = [d for d in wanted if near[document, d] > 1e-12]
        assert [one["document"] for one in found] == wanted
        for one in found:
            assert one["similarity"] == pytest.approx(near[document, one["document"]], abs=1e-12)
            assert one["label"] == LABELS[one["document"]]
            products = rows[document] * rows[one["document"]]
            products /= np.linalg.norm(rows[document]) * np.linalg.norm(rows[one["document"]])
            for term, adds in zip(one["shared"], one["contributions"], strict=True):
                assert adds == pytest.approx(products[terms.index(term)], abs=1e-12)
            assert one["contributions"] == pytest.approx(
                sorted(products[counts[document] * counts[one["document"]] > 0], reverse=True)[: len(one["shared"])],
                abs=1e-12,
            )


# --- pruning


@pytest.mark.parametrize("options", [{}, {"min_df": 2, "max_features": 3}, {"ngram_max": 2, "max_df": 0.5}])
def test_the_curves_of_pruning_are_those_of_counting_anew(options: dict[str, Any]) -> None:
    widget = explore()
    widget.options = options
    curve = {name: unpack(value).tolist() for name, value in widget.pruning.items() if name != "terms"}
    free, _ = reference(TEXTS, {**widget.options, **{name: DEFAULTS[name] for name in PRUNING}})
    assert widget.pruning["terms"] == free.shape[1]
    assert curve["min_df"] == sorted(set((free > 0).sum(0).tolist()))
    for low, terms, tokens in zip(curve["min_df"], curve["min_terms"], curve["min_tokens"], strict=True):
        widget.options = {"min_df": low, "max_df": 1.0, "max_features": 0}
        assert widget.size["terms"] == terms
        assert unpack(whole(widget)["counts"]).sum() / free.sum() == pytest.approx(tokens)
    for high, terms, tokens in zip(curve["max_df"], curve["max_terms"], curve["max_tokens"], strict=True):
        widget.options = {"min_df": 1, "max_df": high, "max_features": 0}  # the share as it crossed, in float32
        assert widget.size["terms"] == terms
        assert unpack(whole(widget)["counts"]).sum() / free.sum() == pytest.approx(tokens)


# --- the first look


def test_without_arguments_there_are_reviews_with_labels() -> None:
    import nlpwidgets as nw

    widget = nw.VectorizerExplorer()
    assert widget.classes == ["negative", "positive"]
    assert widget.size["documents"] == 60
    assert widget.block["rows"] == 40
    assert widget.term_info["occurrences"]
    assert widget.error == ""
    assert "60 documents" in repr(widget)


def test_one_message_makes_the_widget() -> None:
    messages = explore().comm.messages
    assert [one["method"] for one in messages if "block" in one["state"]] == ["open"]
    assert len([one for one in messages if one["method"] == "update"]) <= 1
