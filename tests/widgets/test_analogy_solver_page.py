"""What the page and the reader write to the analogy solver: taken when it is sound, said in `error` when it is not."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
import traitlets

import nlpwidgets as nw
from nlpwidgets.embeddings import LoadError
from tests.widgets.conftest import Page
from tests.widgets.embeddings import many, small

if TYPE_CHECKING:
    from pathlib import Path

FILE = ": capitals\nfrance paris italy rome\nfrance paris germany berlin\nfrance paris atlantis poseidonia\n: fruit\nman apple woman berlin\n"


def test_a_question_from_the_page_is_answered_in_one_batch() -> None:
    widget = nw.AnalogySolver(small())
    page = Page(widget)
    page.write(terms={"a": "france", "b": "paris", "c": "italy", "d": ""})
    batches = [one["state"] for one in page.sent if "solved" in one["state"]]
    assert len(batches) == 1
    assert batches[0]["solved"][0]["answers"][0]["word"] == "rome"
    assert {"facts", "plane", "baselines"} <= batches[0].keys()
    # no echo goes before the answers: the question goes back with them, for other pages
    assert batches[0]["terms"]["c"] == "italy"
    assert widget.undo()
    assert widget.terms["a"] == "man"
    assert widget.answers()[0][0] == "queen"
    page.write(k=3)
    echoes = [one["state"] for one in page.comm.messages if one["method"] == "echo_update"]
    assert echoes == [{"k": 3}]


def test_typing_is_completed_and_is_no_part_of_the_state() -> None:
    widget = nw.AnalogySolver(small())
    page = Page(widget)
    before = widget.state
    page.write(typed={"box": "b", "text": "p"})
    assert page.state["completions"] == {
        "box": "b",
        "text": "p",
        "words": ["prince", "princess", "paris", "pear", "Paris"],
        "total": 5,
    }
    assert widget.state == before
    page.write(typed={"box": "b", "text": "PAR"})
    assert page.state["completions"]["words"] == ["paris", "Paris"]


def test_an_unknown_word_is_said_with_the_nearest_spellings() -> None:
    widget = nw.AnalogySolver(small())
    Page(widget).write(terms={"b": "kign"})
    fact = next(one for one in widget.facts if one["box"] == "b")
    assert (fact["row"], fact["suggestions"][0]) == (-1, "king")
    assert (widget.solved, widget.plane) == ([], None)
    assert widget.error == ""
    with pytest.raises(KeyError, match="'kign' is not in the vocabulary of 20 words; the nearest are 'king'"):
        widget.answers()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"terms": 3}, "dict"),
        ({"terms": {"e": "x"}}, "no box 'e'"),
        ({"terms": {"a": 3}}, "a is a word"),
        ({"terms": {"a": "x" * 500}}, "500 characters"),
        ({"k": 0}, "k"),
        ({"k": 51}, "k"),
        ({"k": "3"}, "k"),
        ({"restrict": -1}, "restrict"),
        ({"exclude_inputs": 3}, "exclude_inputs"),
        ({"embedding": "none such"}, "no embedding 'none such'"),
        ({"relation": "none such"}, "no relation 'none such'"),
        ({"method": "none such"}, "method"),
        ({"typed": {"box": "z", "text": ""}}, "typed"),
        ({"browse": {"score": 0, "section": "", "offset": 0, "count": 10}}, "no run 0"),
        ({"browse": {"score": True, "section": "", "offset": 0, "count": 10}}, "whole number"),
        ({"upload": {"name": "q.txt", "text": "one two three"}}, "line 1 of q.txt has 3 words"),
        ({"upload": {"name": "q.txt", "text": ""}}, "no questions"),
        ({"upload": {"name": "q.txt"}}, "name and text"),
        ({"upload": {"name": 3, "text": "a b c d"}}, "name and text"),
        ({"evaluate": 1}, "evaluate"),
    ],
)
def test_what_is_not_sound_changes_nothing(wrong: dict[str, Any], words: str) -> None:
    widget = nw.AnalogySolver(small())
    before, solved = widget.state, widget.solved
    page = Page(widget)
    page.write(**wrong)
    assert words in page.state["error"]
    assert widget.state == before
    assert widget.solved == solved
    for name, value in wrong.items():
        with pytest.raises((TypeError, ValueError, traitlets.TraitError)):
            setattr(widget, name, value)
    page.write(k=5)
    assert page.state["error"] == ""


def test_questions_run_in_the_background_and_failures_can_be_browsed(tmp_path: Path) -> None:
    path = tmp_path / "few.txt"
    path.write_text(FILE)
    widget = nw.AnalogySolver(small(), questions=path)
    assert widget.questions == "few.txt"
    page = Page(widget)
    page.write(evaluate=True)
    widget._running.join(20)
    score = widget.scores[-1]
    assert [(one["name"], one["asked"], one["total"]) for one in score["sections"]] == [
        ("capitals", 2, 3),
        ("fruit", 1, 1),
    ]
    assert (score["all"]["correct"], score["all"]["asked"], score["all"]["total"]) == (2, 3, 4)
    assert widget.evaluate is False
    assert widget.failures["rows"][0] | {"answer": "", "rank": 0} == {
        "section": "fruit",
        "a": "man",
        "b": "apple",
        "c": "woman",
        "d": "berlin",
        "answer": "",
        "rank": 0,
    }
    page.write(browse={"score": 0, "section": "capitals", "offset": 0, "count": 10})
    assert page.state["failures"]["total"] == 0


def test_a_file_chosen_in_the_page_is_read() -> None:
    widget = nw.AnalogySolver(small())
    page = Page(widget)
    page.write(upload={"name": "mine.txt", "text": FILE})
    assert (page.state["questions"], page.state["upload"]) == ("mine.txt", None)
    assert widget.run_questions()["file"] == "mine.txt"


def test_a_run_can_be_cancelled(monkeypatch: pytest.MonkeyPatch) -> None:
    from nlpwidgets.widgets import analogy_solver

    going, go_on = threading.Event(), threading.Event()
    true = analogy_solver.run

    def slow(*args: Any, cancel: threading.Event, say: Any) -> Any:
        say("section x, 1 of 2", 0.5)
        going.set()
        go_on.wait(20)
        return true(*args, cancel=cancel, say=say)

    monkeypatch.setattr(analogy_solver, "run", slow)
    widget = nw.AnalogySolver(many(), a="word1", b="word2", c="word3")
    page = Page(widget)
    page.write(evaluate=True)
    assert going.wait(20)
    assert page.state["running"]["progress"] == 0.5
    page.write(evaluate=False)
    go_on.set()
    widget._running.join(20)
    assert (widget.scores, widget.evaluate) == ([], False)
    assert page.state["running"] == {"message": "", "progress": -1.0}


def test_a_run_that_fails_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from nlpwidgets.widgets import analogy_solver

    def broken(*_args: Any, **_more: Any) -> None:
        raise ValueError("no such luck")

    monkeypatch.setattr(analogy_solver, "run", broken)
    widget = nw.AnalogySolver(small())
    with pytest.raises(RuntimeError, match="no such luck"):
        widget.run_questions()
    assert widget.evaluate is False


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"vectors": 3}, (TypeError, LoadError), "int"),
        ({"vectors": "no such file.txt"}, (OSError, ValueError), "no such file"),
        ({"compare": [1]}, TypeError, "compare is a dict"),
        ({"compare": {"": {}}}, TypeError, "name"),
        ({"k": 0}, Exception, "k"),
        ({"a": 3}, TypeError, "a is a word"),
        ({"questions": "no such file.txt"}, OSError, "no such file"),
        ({"colour": 1}, TypeError, "colour"),
    ],
)
def test_bad_arguments_are_refused(arguments: dict[str, Any], error: Any, words: str) -> None:
    with pytest.raises(error, match=words):
        nw.AnalogySolver(**({"vectors": small()} | arguments))
