"""The corpus counted after each step: against a count by hand, in the background, cancelled, begun anew."""

from __future__ import annotations

import threading
import time
from collections import Counter
from typing import Any, ClassVar

import numpy as np
import pytest

import nlpwidgets as nw
from nlpwidgets.widgets import _preprocessing_counting as counting
from nlpwidgets.widgets._preprocessing_counting import reference_of, spaced
from nlpwidgets.widgets._wire import unpack
from tests.widgets.conftest import Page
from tests.widgets.test_preprocessing_explorer import check, switched

TEXTS = [f"<p>The film number {k} wasn't {'bad' if k % 3 else 'good'}, {k % 7} caf&eacute;s.</p>" for k in range(250)]
KNOWN = {"film", "the", "bad", "number"}


def check_corpus(widget: Any, texts: list[str], known: Any = KNOWN) -> None:
    """Hold what was counted to a count of all texts after each step."""
    pipeline = widget.pipeline
    traces = [pipeline.trace(text).texts for text in texts]
    stages = widget.corpus["stages"]
    assert [stage["id"] for stage in stages] == ["", *(card["id"] for card in widget.steps if card["on"])]
    assert widget.corpus["read"] == len(texts)
    for stage, after in zip(stages, zip(*traces, strict=True), strict=True):
        counts = Counter(token for text in after for token in text.split())
        falling = sorted(counts.values(), reverse=True)
        assert (stage["tokens"], stage["vocabulary"]) == (sum(falling), len(falling))
        assert stage["unknown"] == sum(count for word, count in counts.items() if word not in known)
        ranks = unpack(stage["ranks"])
        assert unpack(stage["frequencies"]).tolist() == [falling[rank - 1] for rank in ranks]
        assert [counts[word] for word in stage["frequent"]] == falling[:10]
        assert len(set(stage["frequent"])) == len(stage["frequent"])


def slowly(text: str) -> str:
    """Take a moment."""
    time.sleep(0.004)
    return text


def wait(condition: Any) -> None:
    """Wait for something that is bound to come."""
    until = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.005)


def test_counts_are_those_by_hand() -> None:
    widget = nw.PreprocessingExplorer(TEXTS, vocabulary=KNOWN)
    found = widget.count()
    assert found == widget.corpus
    assert not widget.counting
    assert widget.corpus["total"] == 250
    assert "4 words" in widget.corpus["reference"]
    check_corpus(widget, TEXTS)


def test_a_sample_is_the_same_each_time() -> None:
    widget = nw.PreprocessingExplorer(TEXTS, vocabulary=KNOWN)
    first, again = widget.count(limit=20), widget.count(limit=20)
    assert first is not None
    assert first == again
    assert (first["read"], first["total"]) == (20, 20)
    assert first["stages"][0]["tokens"] < 20 * 10
    order = list(widget._texts.order())
    assert sorted(order) == list(range(250))
    check_corpus(widget, [TEXTS[place] for place in order[:20]])


def test_the_page_begins_and_sees_it_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "INTERVAL", 0.05)
    widget = nw.PreprocessingExplorer(TEXTS, pipeline=["lowercase", slowly], vocabulary=KNOWN)
    page = Page(widget)
    page.write(counting=True)
    assert widget.counting
    wait(lambda: not widget.counting)
    seen = [one["state"]["corpus"]["read"] for one in page.sent if "corpus" in one["state"]]
    assert len(seen) > 3
    assert seen == sorted(seen)
    assert seen[-1] == 250
    assert page.state["counting"] is False
    check_corpus(widget, TEXTS)
    assert not widget._history.past, "counting is no change of the state"


def test_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "INTERVAL", 0.03)
    widget = nw.PreprocessingExplorer(TEXTS, pipeline=[slowly])
    page = Page(widget)
    page.write(counting=True)
    wait(lambda: widget.corpus is not None)
    page.write(counting=False)
    read = widget.corpus["read"]
    assert not widget.counting
    assert widget._background.join(5)
    assert widget.corpus["read"] == read < 250
    assert widget.count(limit=5) is not None


def test_new_steps_begin_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "INTERVAL", 0.03)
    widget = nw.PreprocessingExplorer(TEXTS, pipeline=["strip_html", slowly], vocabulary=KNOWN)
    page = Page(widget)
    page.write(counting=True)
    wait(lambda: widget.corpus is not None)
    first = widget._background._thread
    page.write(steps=switched(widget, lowercase=True))
    assert widget._background._thread is not first
    assert widget.counting
    check(widget)
    page.write(focus={"id": "", "start": 0, "stop": 2})
    second = widget._background._thread
    page.write(text="only the view")
    assert widget._background._thread is second, "the corpus has nothing to do with what is looked at"
    wait(lambda: not widget.counting)
    check_corpus(widget, TEXTS)


def test_messages_are_answered_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "INTERVAL", 0.01)
    widget = nw.PreprocessingExplorer(TEXTS, pipeline=["strip_html", "stem", slowly], vocabulary=KNOWN)
    widget.count(wait=False)
    page = Page(widget)

    def write() -> None:
        for k in range(30):
            page.write(steps=switched(widget, lowercase=k % 2 == 0))
            page.write(document=k)

    thread = threading.Thread(target=write)
    thread.start()
    thread.join(60)
    assert not thread.is_alive()
    wait(lambda: not widget.counting)
    assert widget.error == ""
    check(widget)
    check_corpus(widget, TEXTS)


def test_counts_come_back_with_the_steps() -> None:
    widget = nw.PreprocessingExplorer(TEXTS, vocabulary=KNOWN)
    widget.count()
    counted = widget.corpus
    widget.steps = switched(widget, lowercase=False)
    assert [stage["id"] for stage in widget.corpus["stages"]] == [
        "",
        "strip_html",
        "remove_accents",
        "expand_contractions",
    ], "what is before the change is still true"
    assert widget.corpus["stages"] == counted["stages"][:4]
    widget.steps = switched(widget, lowercase=True)
    assert widget.corpus == counted


def test_a_text_that_a_step_fails_on_is_named() -> None:
    def fragile(text: str) -> str:
        if "number 77" in text:
            raise KeyError("seventy-seven")
        return text

    widget = nw.PreprocessingExplorer(TEXTS, pipeline=["lowercase", fragile])
    with pytest.raises(RuntimeError, match=r"texts\[77\].*fragile.*seventy-seven"):
        widget.count()
    assert not widget.counting
    assert "texts[77]" in widget.error
    check(widget)
    stream = nw.PreprocessingExplorer(iter([*TEXTS[:30], None]))
    with pytest.raises(RuntimeError, match=r"texts\[30\]"):
        stream.count()
    assert stream.count() is not None, "what was read can be counted"


class Vectors:
    """Like gensim's."""

    key_to_index: ClassVar = {"film": 0, "bad": 1}


class Reader:
    """Like a classifier of this package."""

    vocabulary = ("film", "bad")


@pytest.mark.parametrize("given", [{"film", "bad"}, ["film", "bad"], {"film": 3, "bad": 1}, Vectors(), Reader()])
def test_what_is_a_vocabulary(given: Any) -> None:
    assert reference_of(given).words == {"film", "bad"}
    widget = nw.PreprocessingExplorer("film bad good", vocabulary=given, pipeline=[])
    assert widget.count()["stages"][0]["unknown"] == 1  # type: ignore[index]


@pytest.mark.parametrize("given", ["film", b"film", 3, [3], {3: "film"}, [], object()])
def test_what_is_none(given: Any) -> None:
    with pytest.raises((TypeError, ValueError), match="vocabulary"):
        nw.PreprocessingExplorer("a", vocabulary=given)


def test_the_vocabulary_of_the_bundled_models() -> None:
    from nlpwidgets.sentiment import load

    assert reference_of(None).words == set(load().vocabulary.words)
    assert reference_of(load()).words == reference_of(None).words
    assert reference_of(load().vocabulary).words == reference_of(None).words
    assert "25,000" in reference_of(None).said


@pytest.mark.parametrize(("limit", "words"), [(0, "1 or more"), (True, "whole"), (2.5, "whole"), ("3", "whole")])
def test_limits(limit: Any, words: str) -> None:
    widget = nw.PreprocessingExplorer("a")
    with pytest.raises((TypeError, ValueError), match=words):
        widget.count(limit=limit)
    assert not widget.counting


@pytest.mark.parametrize("count", [0, 1, 2, 119, 120, 121, 100_000])
def test_ranks_are_spaced(count: int) -> None:
    ranks = spaced(count)
    assert len(ranks) <= 120
    assert (np.diff(ranks) > 0).all()
    if count:
        assert (ranks[0], ranks[-1]) == (1, count)
    if count > 1000:
        steps = np.diff(np.log(ranks[ranks > 100]))
        assert steps.max() < 2.5 * steps.min()
