"""What the page and the reader write: taken when it is sound, said in `error` when it is not; undo, focus, texts, code."""

from __future__ import annotations

from typing import Any

import pytest
import traitlets

import nlpwidgets as nw
from nlpwidgets.text import Pipeline
from nlpwidgets.widgets import _preprocessing_texts
from tests.widgets.conftest import Page
from tests.widgets.test_preprocessing_explorer import TEXT, check, shout, switched

DERIVED = ("lanes", "notes", "forms", "catalogue", "source_code", "pipeline_code")


def view(widget: Any) -> dict[str, Any]:
    """Everything the page holds of it."""
    state: dict[str, Any] = widget.state
    return state | {name: getattr(widget, name) for name in DERIVED}


@pytest.mark.parametrize("from_page", [True, False])
def test_a_switch_is_one_message_and_one_step_back(from_page: bool) -> None:
    widget = nw.PreprocessingExplorer(TEXT)
    before, page = view(widget), Page(widget)
    wish = switched(widget, lowercase=False, stem=True)
    if from_page:
        page.write(steps=wish)
    else:
        widget.steps = wish
    (sent,) = page.sent
    assert {"lanes", "notes", "pipeline_code"} <= sent["state"].keys()
    assert not {"text", "forms", "catalogue", "source_code"} & sent["state"].keys(), "only what changed is sent"
    assert ("steps" in sent["state"]) is not from_page, "the page has it already"
    check(widget)
    after = view(widget)
    assert widget.undo()
    assert view(widget) == before
    assert not widget._history.past
    assert widget.redo()
    assert view(widget) == after
    check(widget)


def test_page_and_kernel_agree_after_every_message() -> None:
    widget = nw.PreprocessingExplorer([TEXT, "Another one"])
    page = Page(widget)
    page.write(text="typed &amp; sent")
    page.write(document=1)
    page.write(steps=list(reversed(widget.steps)))
    page.write(focus={"id": "", "start": 0, "stop": 3})
    page.write(document=7)
    for name, trait in widget.traits().items():
        if trait.metadata.get("writer"):
            assert page.state[name] == getattr(widget, name), name
    assert "there is no text 7" in widget.error
    check(widget)


CARD = {"id": "stem", "name": "stem", "on": True, "options": {}}
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"steps": 3}, "list"),
    ({"steps": ["stem"]}, "dict"),
    ({"steps": [CARD, CARD]}, "taken"),
    ({"steps": [{**CARD, "id": "new"}]}, "no card 'new'"),
    ({"steps": [{**CARD, "name": "lowercase"}]}, "is the id of a card for stem"),
    ({"steps": [{**CARD, "id": ""}]}, "id"),
    ({"steps": [{**CARD, "id": 3}]}, "id"),
    ({"steps": [{**CARD, "name": "nonsense"}]}, "no step 'nonsense'"),
    ({"steps": [{**CARD, "name": None}]}, "name"),
    ({"steps": [{**CARD, "on": 1}]}, "on is"),
    ({"steps": [{**CARD, "more": 1}]}, "'more'"),
    ({"steps": [{**CARD, "options": []}]}, "options"),
    ({"steps": [{**CARD, "options": {"algorithm": "x"}}]}, "porter"),
    ({"steps": [{**CARD, "options": {"algorithm": ["porter"]}}]}, "algorithm"),
    ({"steps": [{**CARD, "options": {"speed": 1}}]}, "no option 'speed'"),
    ({"steps": [{**CARD, "name": "remove_stopwords", "id": "remove_stopwords", "options": {"words": "the"}}]}, "words"),
    ({"steps": [{**CARD, "name": "remove_stopwords", "id": "remove_stopwords", "options": {"words": [1]}}]}, "words"),
    ({"steps": [{**CARD, "name": "lemmatize", "id": "lemmatize", "options": {"model": "../no"}}]}, "lemmatize"),
    ({"steps": [{**CARD, "id": str(k)} for k in range(60)]}, "40"),
    ({"text": 3}, "text"),
    ({"text": None}, "text"),
    ({"document": 2}, "there is no text 2"),
    ({"document": -2}, "document"),
    ({"document": "1"}, "document"),
    ({"document": True}, "document"),
    ({"focus": {"id": "x", "start": 0, "stop": 1}}, "no lane"),
    ({"focus": {"id": "stem", "start": 0, "stop": 1}}, "no lane"),
    ({"focus": {"id": "", "start": 0, "stop": 1000}}, "no part"),
    ({"focus": {"id": "", "start": 2, "stop": 2}}, "no part"),
    ({"focus": {"id": "", "start": -1, "stop": 2}}, "no part"),
    ({"focus": {"id": "", "start": 0.5, "stop": 2}}, "whole"),
    ({"focus": {"id": "", "start": 0}}, "focus"),
    ({"focus": 3}, "focus"),
    ({"focus": {"id": [], "start": 0, "stop": 1}}, "no lane"),
    ({"stemmer": "harsh"}, "stemmer"),
    ({"panel": "x"}, "panel"),
    ({"folded": [1]}, "folded"),
    ({"counting": 1}, "counting"),
    ({"theme": "red"}, "theme"),
]


@pytest.mark.parametrize(("wrong", "words"), WRONG)
@pytest.mark.parametrize("from_page", [True, False])
def test_what_is_not_valid_changes_nothing(wrong: dict[str, Any], words: str, from_page: bool) -> None:
    widget = nw.PreprocessingExplorer([TEXT, "Another one"])
    before, page = view(widget), Page(widget)
    (name,) = wrong
    if from_page:
        page.write(**wrong)
        assert words in widget.error
        assert page.state[name] == getattr(widget, name), "the page gets the true value back"
    elif words != "no card 'new'":  # Python may make cards
        with pytest.raises((TypeError, ValueError, traitlets.TraitError), match=words):
            setattr(widget, name, wrong[name])
    assert view(widget) == before
    assert not widget._history.past
    check(widget)


def test_what_the_kernel_alone_writes_is_dropped() -> None:
    widget = nw.PreprocessingExplorer(TEXT)
    before = view(widget)
    Page(widget).write(lanes=[], notes=[], forms={}, corpus={}, stored={}, catalogue=[], document_count=9)
    assert view(widget) == before
    assert (widget.corpus, widget.stored, widget.document_count) == (None, None, 1)


def test_a_failing_function_is_said_and_the_view_stays() -> None:
    def fragile(text: str) -> str:
        raise RuntimeError("out of luck")

    widget = nw.PreprocessingExplorer(TEXT)
    id_ = widget.add_step(fragile, on=False)
    before, page = view(widget), Page(widget)
    page.write(steps=switched(widget, **{id_: True}))
    assert "fragile" in widget.error
    assert "step 7" in widget.error
    assert "out of luck" in widget.error
    assert view(widget) == before
    assert page.state["steps"] == widget.steps
    page.write(steps=switched(widget, lowercase=False))
    assert widget.error == ""


def test_a_refused_text_leaves_the_document() -> None:
    def fragile(text: str) -> str:
        if "bad" in text:
            raise RuntimeError("out of luck")
        return text

    widget = nw.PreprocessingExplorer(["one", "two"], pipeline=[fragile])
    before, page = view(widget), Page(widget)
    page.write(text="bad", document=-1, focus=None)
    assert "out of luck" in widget.error
    assert view(widget) == before
    assert (page.state["text"], page.state["document"]) == ("one", 0)
    assert not widget._history.past
    page.write(text="good", document=-1, focus=None)
    assert (widget.text, widget.document, widget.error) == ("good", -1, "")
    assert (page.state["text"], page.state["document"]) == ("good", -1)


def test_a_removed_card_comes_back_by_undo_in_the_page() -> None:
    widget = nw.PreprocessingExplorer("a bad film")
    id_ = widget.add_step(shout)
    with_it = widget.steps
    widget.remove_step(id_)
    Page(widget).write(steps=with_it)
    assert widget.error == ""
    assert widget.catalogue[-1]["name"] == "shout"
    check(widget)


def test_python_may_write_cards_in_short() -> None:
    widget = nw.PreprocessingExplorer(TEXT)
    widget.steps = [{"name": "lowercase"}, {"name": "stem", "on": False}, {"name": "lowercase"}]
    assert [card["id"] for card in widget.steps] == ["lowercase", "stem", "lowercase-2"]
    assert widget.pipeline == Pipeline(["lowercase", "lowercase"])
    assert widget.steps[1] == {"id": "stem", "name": "stem", "on": False, "options": {}}


# --- focus


def test_a_focus_stays_with_what_it_is_on() -> None:
    widget = nw.PreprocessingExplorer("<p>The BAD film wasn't good</p>", pipeline=["strip_html", "lowercase"])
    widget.focus = {"id": "", "start": 3, "stop": 6}
    widget.steps = switched(widget, lowercase=False)
    assert widget.focus == {"id": "", "start": 3, "stop": 6}, "the source is the same"
    widget.focus = {"id": "strip_html", "start": 4, "stop": 7}
    widget.steps = switched(widget, lowercase=True)
    assert widget.focus == {"id": "strip_html", "start": 4, "stop": 7}, "its lane is the same"
    widget.focus = {"id": "lowercase", "start": 4, "stop": 7}
    widget.steps = switched(widget, strip_html=False)
    assert widget.focus == {"id": "lowercase", "start": 7, "stop": 10}, "what has the same source"
    assert widget.lanes[0]["text"][7:10] == "bad"
    widget.steps = switched(widget, lowercase=False, strip_html=True)
    assert widget.focus is None, "its lane is gone"
    widget.focus = {"id": "strip_html", "start": 0, "stop": 3}
    widget.text = "something else"
    assert widget.focus is None
    assert widget.undo()


@pytest.mark.usefixtures("each_change_alone")
def test_undo_brings_the_focus_back() -> None:
    widget = nw.PreprocessingExplorer(TEXT)
    held = {"id": "lowercase", "start": 0, "stop": 3}
    Page(widget).write(focus=held)
    Page(widget).write(steps=switched(widget, lowercase=False))
    assert widget.focus is None
    assert widget.undo()
    assert widget.focus == held
    assert widget.redo()
    assert widget.focus is None
    check(widget)


def test_the_page_may_write_steps_and_focus_together() -> None:
    widget = nw.PreprocessingExplorer(TEXT)
    held = {"id": "stem", "start": 0, "stop": 1}
    Page(widget).write(focus=held, steps=switched(widget, stem=True))
    assert widget.error == ""
    assert widget.focus == held


# --- texts


@pytest.mark.usefixtures("each_change_alone")
def test_documents_and_typed_texts() -> None:
    widget = nw.PreprocessingExplorer(("one A", "two B"))
    assert (widget.document, widget.text, widget.document_count) == (0, "one A", 2)
    widget.document = 1
    assert widget.text == "two B"
    Page(widget).write(text="typed C")
    assert (widget.document, widget.text) == (-1, "typed C")
    widget.document = 0
    assert widget.text == "one A"
    seen = [(-1, "typed C"), (1, "two B"), (0, "one A")]
    for expected in seen:
        assert widget.undo()
        assert (widget.document, widget.text) == expected
        check(widget)
    for expected in [*reversed(seen[:-1]), (0, "one A")]:
        assert widget.redo()
        assert (widget.document, widget.text) == expected


class Column:
    """Like a column of a table: a length and values."""

    def __init__(self, values: list[Any]) -> None:
        self.values = values

    def __len__(self) -> int:
        return len(self.values)

    def __iter__(self) -> Any:
        return iter(self.values)


@pytest.mark.parametrize(
    ("given", "count"), [("x", 1), (["x", "y"], 2), (("x",), 1), (Column(["x", "y", "z"]), 3), (iter("xyz"), 3)]
)
def test_what_is_a_corpus(given: Any, count: int) -> None:
    widget = nw.PreprocessingExplorer(given)
    assert (widget.document_count, widget.text) == (count, "x")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (b"bytes", "decode"),
        (3, "3"),
        (["a", None], r"texts\[1\].*NoneType"),
        (["a", b"b"], r"texts\[1\].*decode"),
        (["a", "b", 3.5], r"texts\[2\].*float"),
        (["a", float("nan")], r"texts\[1\]"),
        ([["a"]], r"texts\[0\]"),
        ({"a": "b"}, "dict"),
        ([], "no texts"),
        (iter([]), "no texts"),
        (iter(["a", 3]), r"texts\[1\].*int"),
    ],
)
def test_what_is_none(given: Any, words: str) -> None:
    with pytest.raises((TypeError, ValueError), match=words):
        nw.PreprocessingExplorer(given)


def test_a_stream_is_read_as_far_as_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nw.PreprocessingExplorer, "most_texts", 90)
    taken = []

    def endless() -> Any:
        place = 0
        while True:
            taken.append(place)
            yield f"text {place}"
            place += 1

    widget = nw.PreprocessingExplorer(endless())
    assert len(taken) == _preprocessing_texts.FIRST == widget.document_count
    widget.document = 40
    assert widget.text == "text 40"
    assert widget.document_count == 41
    assert len(taken) == 41
    found = widget.count()
    assert found is not None
    assert (found["read"], found["total"], len(taken), widget.document_count) == (90, 90, 90, 90)
    with pytest.raises(ValueError, match="there are 90"):
        widget.document = 90


def test_the_data_of_the_user_stay() -> None:
    texts = ["<b>one</b>", "two"]
    widget = nw.PreprocessingExplorer(texts)
    widget.count()
    widget.text = "three"
    texts.append("four")
    assert texts == ["<b>one</b>", "two", "four"]
    assert widget.document_count == 2


# --- to keep


def test_code_rebuilds_the_view() -> None:
    texts = ["<b>The films</b> weren't bad", "another"]
    widget = nw.PreprocessingExplorer(texts, pipeline=["strip_html", ("stem", {"algorithm": "lancaster"}), shout])
    widget.document = 1
    widget.steps = list(reversed(widget.steps))
    widget.focus = {"id": "stem", "start": 1, "stop": 3}
    widget.stemmer = "english"
    widget.panel = ""
    widget.theme = "dark"
    space: dict[str, Any] = {"shout": shout}
    exec(widget.code(), space)
    assert {**space["explorer"].state, "folded": []} == widget.state
    assert space["explorer"].lanes == widget.lanes
    widget.text = 'typed "text"\n'
    exec(widget.code(), space)
    assert space["explorer"].text == widget.text
    assert space["explorer"].lanes == widget.lanes


def test_long_texts_are_called_by_name() -> None:
    assert nw.PreprocessingExplorer(["long " * 1000] * 3).source_code.endswith("(texts)")
    assert nw.PreprocessingExplorer("long " * 1000).source_code.endswith("(text)")
    assert nw.PreprocessingExplorer().source_code.endswith("()")
    assert "vocabulary=vocabulary" in nw.PreprocessingExplorer("a", vocabulary={"a"}).source_code


def test_the_pipeline_as_plain_code() -> None:
    widget = nw.PreprocessingExplorer(TEXT)
    space: dict[str, Any] = {}
    exec(widget.pipeline_code, space)
    assert space["preprocess"](TEXT) == widget.trace.text
    widget.add_step(eval("lambda text: text"))  # a function without source
    assert widget.pipeline_code.startswith("# ")


def test_strange_attributes_and_arguments() -> None:
    with pytest.raises(TypeError, match="steps"):
        nw.PreprocessingExplorer("a", steps=[])  # type: ignore[call-arg]
    widget = nw.PreprocessingExplorer("a")
    with pytest.raises(AttributeError, match="'text'"):
        widget.texts = "b"
    with pytest.raises(TypeError, match="at is"):
        widget.add_step(shout, at="first")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="on is"):
        widget.add_step(shout, on=1)  # type: ignore[arg-type]


def test_a_text_too_long_to_show_is_refused_and_counted_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nw.PreprocessingExplorer, "most_characters", 30)
    with pytest.raises(ValueError, match=r"31 characters, and 30"):
        nw.PreprocessingExplorer("x" * 31)
    widget = nw.PreprocessingExplorer(["short", "word " * 20])
    with pytest.raises(ValueError, match="100 characters"):
        widget.document = 1
    assert (widget.document, widget.text) == (0, "short")
    counts = widget.count()
    assert counts is not None
    assert counts["stages"][0]["tokens"] == 21
