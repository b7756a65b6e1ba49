"""The classifier is trained beside the kernel's work, can be cancelled, and is dropped with its matrix."""

from __future__ import annotations

import threading
from typing import Any

import pytest

import nlpwidgets as nw
from nlpwidgets import vectorize
from tests.widgets.conftest import Page
from tests.widgets.inspectors import view
from tests.widgets.vectorizers import LABELS, TEXTS, explore

IDLE = {"message": "", "progress": -1.0}


class Gate:
    """Lets `classify` begin, and go on when it is told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.began, self.go = threading.Event(), threading.Event()
        self.cancelled: list[bool] = []
        true = vectorize.classify

        def classify(*args: Any, cancel: Any, progress: Any, **more: Any) -> Any:
            progress("held", 0.25)
            self.began.set()
            assert self.go.wait(20)
            self.cancelled.append(cancel.is_set())
            if cancel.is_set():
                return None
            return true(*args, cancel=cancel, progress=progress, **more)

        monkeypatch.setattr(vectorize, "classify", classify)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Gate:
    return Gate(monkeypatch)


def test_its_numbers_are_those_of_scikit_learn() -> None:
    from sklearn.metrics import accuracy_score, confusion_matrix

    widget = nw.VectorizerExplorer()
    found = widget.train()
    assert found == widget.classifier
    assert found["classes"] == ["negative", "positive"]
    assert found["train"] + found["test"] == 60
    assert found["test"] > 0
    assert sum(map(sum, found["confusion"])) == found["test"]
    right = found["confusion"][0][0] + found["confusion"][1][1]
    assert found["accuracy"] == pytest.approx(right / found["test"])
    assert found["majority"] == pytest.approx(max(map(sum, found["confusion"])) / found["test"])
    assert [one["weight"] for one in found["positive"]] == sorted(
        (w["weight"] for w in found["positive"]), reverse=True
    )
    assert [one["weight"] for one in found["negative"]] == sorted(w["weight"] for w in found["negative"])
    assert (widget.classify, widget.training) == (False, IDLE)
    # on documents held out by hand
    held, labels = ["a great film", "a dull film", "weak", "fun"], ["good", "bad", "bad", "good"]
    widget = explore(labels=LABELS, test=(held, labels))
    found = widget.train()
    assert (found["train"], found["test"]) == (6, 4)
    said = []
    for text in held:
        widget.sentence = text
        said.append(widget.trial["verdict"])
        assert 0.5 <= widget.trial["probability"] <= 1
    assert accuracy_score(labels, said) == found["accuracy"]
    assert confusion_matrix(labels, said, labels=["bad", "good"]).tolist() == found["confusion"]


def test_labels_that_are_numbers_keep_their_order() -> None:
    widget = explore(labels=[10, 9, 10, 9, 9, 10], test=(["great fun", "dull"], [10, 9]))
    assert widget.classes == ["9", "10"]
    widget.train()
    assert widget.classifier["classes"] == ["9", "10"]
    assert sum(widget.classifier["confusion"][0]) == 1


def test_the_page_begins_and_sees_the_progress(gate: Gate) -> None:
    widget = explore(labels=LABELS, test=(TEXTS, LABELS))
    widget.sentence = "great fun"
    page = Page(widget)
    page.write(classify=True)
    assert gate.began.wait(20)
    assert widget.classify
    assert page.state["training"] == {"message": "held", "progress": 0.25}
    page.write(cell={"document": 1, "term": "dull"})  # meanwhile the page is answered
    assert page.state["reading"]["document"] == 1
    gate.go.set()
    widget._training.join(20)
    assert page.state["classifier"]["test"] == 6
    assert page.state["classify"] is False
    assert page.state["training"] == IDLE
    assert page.state["trial"]["verdict"] == "good"
    assert not [entry for entry in widget._history.past if "classify" in entry.after], "training is not undone"


def test_it_can_be_cancelled(gate: Gate) -> None:
    widget = explore(labels=LABELS)
    page = Page(widget)
    page.write(classify=True)
    assert gate.began.wait(20)
    page.write(classify=False)
    assert widget.training == IDLE
    gate.go.set()
    assert widget._training.join(20)
    assert gate.cancelled == [True]
    assert widget.classifier is None
    assert widget.error == ""
    assert widget.train() is not None, "and be begun again"


def test_other_options_drop_it(gate: Gate) -> None:
    widget = explore(labels=LABELS)
    gate.go.set()
    widget.train()
    assert widget.classifier is not None
    widget.weighting = "count"
    assert widget.classifier is not None, "the matrix is the same"
    widget.sentence = "film"
    assert widget.trial["verdict"]
    widget.options = {"ngram_max": 2}
    assert widget.classifier is None
    assert widget.trial["verdict"] == ""
    gate.go.clear()
    gate.began.clear()
    widget.train(wait=False)
    assert gate.began.wait(20)
    widget.options = {"ngram_max": 1}  # while it is trained
    assert (widget.classify, widget.training) == (False, IDLE)
    gate.go.set()
    widget._training.join(20)
    assert widget.classifier is None


def test_what_goes_wrong_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: Any, **_more: Any) -> None:
        raise RuntimeError("the sky fell")

    monkeypatch.setattr(vectorize, "classify", broken)
    widget = explore(labels=LABELS)
    with pytest.raises(RuntimeError, match="the sky fell"):
        widget.train()
    assert "the sky fell" in widget.error
    assert (widget.classify, widget.training, widget.classifier) == (False, IDLE, None)


@pytest.mark.parametrize(
    ("labels", "words"),
    [(None, "needs labels"), (["a", "b", "c"] * 2, "two classes apart"), (["a"] * 6, "there is 1: a")],
)
def test_only_two_classes_are_told_apart(labels: Any, words: str) -> None:
    widget = explore(labels=labels)
    before = view(widget)
    with pytest.raises(ValueError, match=words):
        widget.train()
    page = Page(widget)
    page.write(classify=True)
    assert words in widget.error
    assert page.state["classify"] is False
    assert view(widget) == before


def test_the_page_is_answered_from_its_own_thread() -> None:
    widget = explore()
    page = Page(widget)
    threads = [
        threading.Thread(target=page.write, kwargs={"cell": {"document": document, "term": "film"}})
        for document in range(6)
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for k in range(10):
        widget.options = {"min_df": 1 + k % 2}
    for thread in threads:
        thread.join(20)
    assert widget.error == ""
    assert widget.reading["document"] == widget.cell["document"]
    assert widget.block["version"] == widget.version
