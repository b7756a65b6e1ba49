"""Vectors, lists, messages and moments that a bias explorer must survive: numbers stay numbers, the view stays whole."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import traitlets
from gensim.models import FastText, KeyedVectors

import nlpwidgets as nw
from nlpwidgets.widgets._bias_measuring import METHODS, Before, Measuring
from nlpwidgets.widgets._wire import unpack
from tests.widgets.bias import LEANING, PAIRS, SIZE, TEST, explorer, vectors
from tests.widgets.conftest import Page

if TYPE_CHECKING:
    from pathlib import Path

    from nlpwidgets.widgets.bias_explorer import BiasExplorer

ROWS = {word: np.array(vectors()[word], np.float64) for word in vectors().index_to_key}
MEMBERS = [word for pair in PAIRS for word in pair]
ODD = ["\ud800", "a\nb", "  ", "__proto__", "</script><script>", "\x00", "\u202eevil", "'\"\\", "x" * 5000, "🎉"]
ALONG = np.eye(SIZE)[0]
WISH = {
    "name": "gender",
    "groups": ["f", "m"],
    "method": "pca",
    "dims": 1,
    "sets": [{"words": ["she", "he"], "weight": 1.0}],
}


def made(rows: dict[Any, Any], dtype: Any = np.float32, **options: Any) -> BiasExplorer:
    kv = KeyedVectors(len(next(iter(rows.values()))), dtype=dtype)
    kv.add_vectors(list(rows), np.array(list(rows.values()), dtype))
    return of(kv, **options)


def of(source: Any, **options: Any) -> BiasExplorer:
    widget = nw.BiasExplorer(
        source, **({"pairs": {"gender": PAIRS}, "words": list(LEANING), "exempt": MEMBERS} | options)
    )
    widget.test = TEST
    widget.question = {"a": "man", "b": "doctor", "c": "woman"}
    return widget


def numbers(value: Any) -> Any:
    """Return what a message holds beside its buffers."""
    if isinstance(value, dict):
        return {key: numbers(inner) for key, inner in value.items() if not isinstance(inner, bytes)}
    return [numbers(inner) for inner in value] if isinstance(value, (list, tuple)) else value


def sound(widget: BiasExplorer) -> None:
    """Hold all that the kernel sent, and all that is shown, against JSON in UTF-8."""
    sent = [one["state"] for one in widget.comm.messages if one["method"] != "written"]
    shown = {name: getattr(widget, name) for name in widget.state}
    for state in (*sent, shown):
        traits = {name: value for name, value in state.items() if not name.startswith("_")}
        json.dumps(numbers(traits), allow_nan=False, ensure_ascii=False).encode()


CASES = {
    "float16": lambda: made(ROWS, np.float16),
    "float64": lambda: made(ROWS, np.float64),
    "huge": lambda: made({word: row * 1e37 for word, row in ROWS.items()}),
    "tiny": lambda: made({word: row * 1e-39 for word, row in ROWS.items()}),
    "zeros": lambda: made(ROWS | {"nurse": np.zeros(SIZE), "she": np.zeros(SIZE), "word3": np.zeros(SIZE)}),
    "one number": lambda: made({word: row[:1] for word, row in ROWS.items()}),
    "two numbers": lambda: made({word: row[:2] for word, row in ROWS.items()}),
    "a pair of equal vectors": lambda: made(ROWS | {"she": ROWS["he"]}),
    "words along the direction": lambda: made(
        {word: np.sign(row[0]) * ALONG if word in (*MEMBERS, "nurse", "pilot") else row for word, row in ROWS.items()}
    ),
    "few words": lambda: made({word: row for word, row in ROWS.items() if not word.startswith("word")}),
    "odd words": lambda: made(
        ROWS | {word: ROWS[f"word{k}"] for k, word in enumerate(ODD)},
        words=[*LEANING, *(word for word in ODD if word.strip() and len(word) < 200)],
    ),
    "subwords": lambda: of(FastText([list(ROWS)] * 3, vector_size=8, min_count=1, epochs=1, bucket=50)),
}


@pytest.mark.parametrize("case", CASES)
def test_no_vectors_break_it_and_none_are_changed(case: str, tmp_path: Path) -> None:
    widget = CASES[case]()
    given = widget.vectors.vectors
    given.setflags(write=False)
    before = given.copy()
    assert widget.wait() is not None
    widget.neighbours_of = "nurse"
    widget.plane_words = ["nurse", "pilot"]
    widget.steps = [{"kind": "neutralize", "words": ["nurse"]}]
    for strength in (0.5, 1.0):
        widget.strength = strength
        assert widget.wait()["strength"] == strength
    assert [line["method"] for line in widget.compare_methods()] == list(METHODS)
    assert widget.error == ""
    sound(widget)
    widget.save_html(tmp_path / "page.html")
    widget.chart()
    assert widget._picture()
    np.testing.assert_array_equal(widget.vectors.vectors, before)


def test_a_word_without_a_direction_has_no_neighbours() -> None:
    widget = made(ROWS | {"nurse": np.zeros(SIZE)})
    widget.neighbours_of = "nurse"
    assert widget.wait()["neighbours"] is None


def test_a_word_that_loses_its_direction_loses_its_neighbours() -> None:
    widget = CASES["words along the direction"]()
    widget.neighbours_of = "nurse"
    assert len(widget.wait()["neighbours"]["after"]) == 12
    widget.strength = 1.0
    found = widget.wait()["neighbours"]
    assert len(found["before"]) == 12
    assert found["after"] == []
    sides = unpack(found["parallel"])
    assert sides.shape == (2, 12)
    assert (sides[0] != 0).any()
    assert not sides[1].any()


def test_a_method_that_cannot_be_applied_says_why_and_the_others_are_compared() -> None:
    lines = {line["method"]: line for line in made(ROWS | {"she": ROWS["he"]}).compare_methods()}
    assert lines["hard"]["note"].startswith("not possible: she : he: the members of a set do not differ")
    assert lines["hard"]["bias"] is lines["hard"]["kept"] is None
    assert lines["soft"]["bias"] < lines["none"]["bias"]
    crossed = of(vectors(), pairs=[*PAIRS, ("king", "queen"), ("girl", "king")], exempt=[]).compare_methods()
    assert "stands in two groups" in crossed[-1]["note"]


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_values_that_are_not_finite_are_refused_by_name(bad: float) -> None:
    with pytest.raises(ValueError, match="not finite, the first is that of 'word3'"):
        made(ROWS | {"word3": np.full(SIZE, bad)})


def test_keys_that_are_no_words_are_refused() -> None:
    with pytest.raises(TypeError, match="key of row 84 is a word, a str, not int: 7"):
        made(ROWS | {7: ROWS["he"]})


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_no_setting_is_a_number_that_a_message_cannot_hold(value: float) -> None:
    widget = explorer()
    page = Page(widget)
    page.write(lambda_=value)
    assert "lambda_ is a finite number" in widget.error
    assert widget.lambda_ == 0.2
    assert page.state["lambda_"] == 0.2
    with pytest.raises(traitlets.TraitError, match="finite"):
        widget.lambda_ = value
    sound(widget)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"subspaces": [{**WISH, "groups": list("abcdefghijk")}]}, "11 entries, 10 are allowed"),
        ({"subspaces": [{**WISH, "sets": [{"words": ["she", "he"], "weight": 10**400}]}]}, "weight of 'she he'"),
        ({"subspaces": [{**WISH, "sets": [{"words": ["she", "he"], "weight": True}]}]}, "weight of 'she he'"),
        ({"subspaces": [{**WISH, "dims": 10**30}]}, "dims"),
        ({"strength": 10**400}, "too large"),
        ({"test": {**TEST, "x": [f"word{k}" for k in range(501)]}}, "501 entries, 500 are allowed"),
        ({"plane_words": [f"word{k}" for k in range(101)]}, "101 entries, 100 are allowed"),
        ({"steps": [{"kind": "neutralize", "words": [f"word{k}" for k in range(101)]}]}, "101 entries"),
        ({"steps": [{"kind": ["neutralize"], "words": ["he"]}]}, "a step is a dict"),
    ],
)
def test_messages_that_would_take_all_memory_or_break_a_number_change_nothing(
    wrong: dict[str, Any], words: str
) -> None:
    widget = explorer()
    before = widget.state
    Page(widget).write(**wrong)
    assert words in widget.error
    assert widget.state == before


def test_names_of_files_that_are_no_unicode_can_be_sent(tmp_path: Path) -> None:
    ratings, questions = tmp_path / "r\udc80.txt", tmp_path / "q\udc80.txt"
    ratings.write_text("nurse doctor 3\npilot cook 1\nshe he 5\n")
    questions.write_text("man woman king queen\n")
    widget = of(vectors(), ratings=ratings, questions=questions)
    assert widget.wait()["ratings"] == "r\ufffd.txt"
    assert widget.measured["questions"] == "q\ufffd.txt"
    sound(widget)


def test_ratings_may_be_a_list() -> None:
    rated = [("nurse", "doctor", 3.0), ("pilot", "cook", 1), ("she", "he", 5)]
    lines = [" ".join(map(str, one)) for one in rated]
    found = [of(vectors(), ratings=ratings).wait()["similarity"] for ratings in (rated, lines)]
    assert found[0] == found[1]
    with pytest.raises(ValueError, match=r"ratings\[0\] has no finite number"):
        of(vectors(), ratings=[("nurse", "doctor", float("nan"))])


def test_two_threads_measure_two_settings_each_with_its_own_beginning() -> None:
    widget = explorer()
    settings = []
    for exempt in ([], [*LEANING]):
        widget.exempt = exempt
        settings.append(widget._deriver.setting(widget._state()))
    choices, others = widget._choices, []

    class Interrupted(Measuring):
        """Another thread asks for the other setting, just as the beginning of the first one has been made."""

        def __setattr__(self, name: str, value: Any) -> None:
            super().__setattr__(name, value)
            if name == "_before" and value is not None and not others:
                others.append(threading.Thread(target=self._first, args=(settings[1],)))
                others[0].start()
                others[0].join(0.5)

    measuring = Interrupted(vectors(), choices.questions, choices.ratings, "")
    own = measuring._first(settings[0]).own
    others[0].join()
    alone = [Before(vectors(), one, choices.questions, choices.ratings).own for one in settings]
    assert alone[0] != alone[1]
    assert own == alone[0]


def test_names_that_are_gone_are_not_kept() -> None:
    widget = explorer()
    for k in range(30):
        widget.subspaces = [{**WISH, "name": f"g{k}"}]
    assert list(widget._deriver._known) == ["g29"]
    assert widget.undo()
    assert widget.active.name == widget.subspace


def test_a_sentence_that_is_outdated_while_it_is_read_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    widget = explorer()
    begun, go_on = threading.Event(), threading.Event()
    read = widget._deriver.reading

    def slow(state: Any) -> Any:
        begun.set()
        assert go_on.wait(20)
        return read(state)

    monkeypatch.setattr(widget._deriver, "reading", slow)
    page = Page(widget)
    page.write(panel="sentence")
    assert begun.wait(20)
    page.write(panel="test")
    page.write(sentence="She is an actor.")
    go_on.set()
    widget._reading.join(20)
    assert widget.reading is None
    page.write(panel="sentence")
    widget.wait()
    assert widget.reading["sentence"] == "She is an actor."


def test_an_error_of_something_else_is_none_of_measuring() -> None:
    widget = explorer()
    widget.subspaces = [{**WISH, "sets": [{"words": ["none", "such"], "weight": 1.0}]}]
    page = Page(widget)
    page.write(words=3)
    assert "words is a list" in widget.error
    assert widget.wait() is None


def test_what_was_not_measured_is_said_and_measured_with_the_next_change(monkeypatch: pytest.MonkeyPatch) -> None:
    widget = explorer()
    widget.wait()
    monkeypatch.setattr(widget._measuring, "measure", lambda *_: 1 / 0)
    widget.strength = 0.4
    with pytest.raises(RuntimeError, match="division by zero"):
        widget.wait()
    assert "not measured" in widget.error
    monkeypatch.undo()
    widget.strength = 0.5
    assert widget.wait()["strength"] == 0.5
    assert widget.error == ""


def test_a_change_while_methods_are_compared_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    widget = explorer()
    compare, begun, go_on = widget._measuring.compare, threading.Event(), threading.Event()

    def slowly(*arguments: Any) -> Any:
        for line in compare(*arguments):
            yield line
            begun.set()
            assert go_on.wait(20)

    monkeypatch.setattr(widget._measuring, "compare", slowly)
    widget.compare_methods(wait=False)
    assert begun.wait(20)
    widget.words = widget.words[:2]
    go_on.set()
    found = widget.compare_methods()
    assert [line["method"] for line in found] == list(METHODS)
    monkeypatch.undo()
    anew = widget.compare_methods()
    assert [line["bias"] for line in found] == [line["bias"] for line in anew]


def test_undo_while_it_measures_and_compares() -> None:
    widget = explorer()
    page = Page(widget)
    widget.compare_methods(wait=False)
    for k in range(10):
        page.write(strength=(k + 1) / 10)
        page.write(exempt=MEMBERS[: k + 1])
        widget.undo()
    assert len(widget.compare_methods()) == len(METHODS)
    assert widget.wait()["strength"] == widget.strength
    assert widget.error == ""
    assert not widget.compare


def test_it_can_be_closed_while_it_works() -> None:
    widget = explorer()
    problems: list[Any] = []
    before, threading.excepthook = threading.excepthook, problems.append
    try:
        widget.compare_methods(wait=False)
        widget.strength = 0.7
        widget.close()
        widget.wait()
        widget._comparing.join()
    finally:
        threading.excepthook = before
    assert not problems
    assert widget.error == ""
