"""What the explorer shows is what the pipeline does: lanes, segments, notes, forms, cards."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import nlpwidgets as nw
from nlpwidgets.text import DEFAULT_STEPS, STEPS, Pipeline, StepError, Trace
from nlpwidgets.text.forms import groups, word_forms
from nlpwidgets.widgets._preprocessing_cards import MOST_CARDS, Kinds
from nlpwidgets.widgets._wire import unpack

TEXT = "<p>The caf&eacute; wasn't BAD; its universe &amp; a university, 2 feet.<br/>See https://x.org/a 😀</p>"


def shout(text: str) -> str:
    """Make it loud."""
    return text.replace("bad", "BAD!")


def switched(widget: Any, **on: bool) -> list[dict[str, Any]]:
    """Return the cards with some switched, by id."""
    return [{**card, "on": on.get(card["id"], card["on"])} for card in widget.steps]


def check(widget: Any) -> None:
    """Hold every lane to the pipeline run step by step, and to its trace."""
    on = [card for card in widget.steps if card["on"]]
    assert [lane["id"] for lane in widget.lanes] == [card["id"] for card in on]
    pipeline = widget.pipeline
    assert len(pipeline) == len(on)
    trace = pipeline.trace(widget.text)
    assert widget.trace == trace
    at = widget.text
    for index, lane in enumerate(widget.lanes):
        after = Pipeline([pipeline.steps[index]])(at)
        rows = unpack(lane["segments"])
        if after == at:
            assert lane["text"] is None
            assert rows.shape == (0, 5)
        else:
            assert lane["text"] == after
            assert rows.tolist() == trace.steps[index].alignment.segments.tolist()
        at = after


def test_the_sample_gives_every_step_something_to_do() -> None:
    widget = nw.PreprocessingExplorer()
    assert [card["name"] for card in widget.steps if card["on"]] == list(DEFAULT_STEPS)
    assert [card["name"] for card in widget.steps] == list(STEPS)
    assert widget.notes == []
    check(widget)
    for name in STEPS:
        widget.pipeline = [name]
        assert widget.lanes[0]["text"] not in (None, widget.text), name
    widget = nw.PreprocessingExplorer()
    assert {"not"} <= set(widget.trace.text.split())
    for stemmer in ("porter", "english"):
        assert {group["kind"] for group in widget.forms[stemmer]} == {"over", "under"}
    lemmas = {form["word"]: form["lemma"] for form in widget.forms["words"]}
    assert (lemmas["feet"], lemmas["were"]) == ("foot", "be")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(list(STEPS)), max_size=6), st.text(max_size=60) | st.just(TEXT))
def test_lanes_are_those_of_any_pipeline(names: list[str], text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    widget = nw.PreprocessingExplorer(text, pipeline=names)
    assert [step.name for step in widget.pipeline.steps] == names
    check(widget)


def test_options_and_functions_of_a_pipeline() -> None:
    pipeline = Pipeline([("stem", {"algorithm": "lancaster"}), shout, "lowercase", "lowercase"])
    widget = nw.PreprocessingExplorer(TEXT, pipeline=pipeline)
    assert widget.pipeline == pipeline
    on = [card for card in widget.steps if card["on"]]
    assert [card["id"] for card in on] == ["stem", "shout", "lowercase", "lowercase-2"]
    assert on[0]["options"] == {"algorithm": "lancaster"}
    info = widget.catalogue[-1]
    assert (info["name"], info["custom"], info["help"], info["options"]) == ("shout", True, "Make it loud.", [])
    assert len(widget.catalogue) == len(STEPS) + 1
    check(widget)


def test_steps_that_are_off_stand_in_their_default_place() -> None:
    widget = nw.PreprocessingExplorer(TEXT, pipeline=["lowercase", "strip_html"])
    names = [card["name"] for card in widget.steps]
    assert names.index("lowercase") < names.index("strip_html")
    off = [card["name"] for card in widget.steps if not card["on"]]
    assert set(off) == {*STEPS} - {"lowercase", "strip_html"}
    assert names[names.index("lowercase") + 1] == "remove_special_characters", "behind what it is behind by default"


def test_a_pipeline_is_assigned() -> None:
    widget = nw.PreprocessingExplorer(TEXT)
    wish = Pipeline(["lowercase", ("remove_special_characters", {"remove_digits": True}), shout])
    widget.pipeline = wish
    assert widget.pipeline == wish
    assert widget.pipeline is not None
    check(widget)
    assert widget.undo()
    assert widget.pipeline == Pipeline()
    widget.pipeline = ["stem"]
    assert widget.pipeline == Pipeline(["stem"])
    with pytest.raises(ValueError, match="stemm"):
        widget.pipeline = ["stemm"]
    assert widget.pipeline == Pipeline(["stem"])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(list(STEPS)), st.booleans()), max_size=8),
    st.lists(st.sampled_from(list(STEPS)), max_size=6),
)
def test_merged_cards_make_the_steps_and_lose_no_card(old: list[tuple[str, bool]], new: list[str]) -> None:
    kinds = Kinds()
    cards = kinds.checked([{"name": name, "on": on} for name, on in old], from_page=False)
    merged = kinds.merged(cards, Pipeline(new).steps)
    assert [card["name"] for card in merged if card["on"]] == new
    ids = [card["id"] for card in merged]
    assert len(set(ids)) == len(ids)
    assert {card["id"] for card in cards} <= set(ids)


def test_there_are_only_so_many_cards() -> None:
    most = MOST_CARDS - len(STEPS)
    widget = nw.PreprocessingExplorer("A cat", pipeline=["lowercase"] * (most + 1))
    assert len(widget.steps) == MOST_CARDS
    for steps in (["lowercase"] * (most + 2), [str.upper] * (most + 1)):
        with pytest.raises(ValueError, match=r"41 cards.* there can be 40"):
            nw.PreprocessingExplorer("A cat", pipeline=steps)
        with pytest.raises(ValueError, match="there can be 40"):
            widget.pipeline = steps
    assert len(widget.pipeline) == most + 1
    assert len(widget.steps) == MOST_CARDS


def test_a_function_may_be_an_odd_object() -> None:
    class Odd:
        __name__ = 3
        __hash__ = None  # type: ignore[assignment]

        def __call__(self, text: str) -> str:
            return text.upper()

    widget = nw.PreprocessingExplorer("a cat", pipeline=[Odd()])
    widget.add_step("lowercase")
    assert widget.trace.texts == ("a cat", "A CAT", "a cat")
    assert widget.count()["read"] == 1
    assert "add_step(Odd, on=False)" in widget.code()


@pytest.mark.usefixtures("each_change_alone")
def test_functions_are_cards() -> None:
    widget = nw.PreprocessingExplorer("a bad film")
    added = widget.add_step(shout, at=0)
    assert widget.steps[0] == {"id": added, "name": "shout", "on": True, "options": {}}
    assert widget.lanes[0]["text"] == "a BAD! film"
    again = widget.add_step(shout, on=False)
    assert (again, widget.steps[-1]["name"]) == ("shout-2", "shout")
    other = widget.add_step(lambda text: text[::-1])
    assert widget.trace.text == Pipeline()("a BAD! film")[::-1]
    one_more = widget.add_step(("stem", {"algorithm": "english"}))
    assert one_more == "stem-2"
    check(widget)
    for id_ in (added, again, other, one_more):
        widget.remove_step(id_)
    assert [card["id"] for card in widget.steps] == list(STEPS)
    assert [info["name"] for info in widget.catalogue] == list(STEPS)
    with pytest.raises(ValueError, match="no card 'shout'"):
        widget.remove_step(added)
    assert widget.undo()
    assert one_more in [card["id"] for card in widget.steps]
    for _ in range(3):
        assert widget.undo()
    assert widget.lanes[0]["text"] == "a BAD! film"
    assert widget.catalogue[-1]["name"] == "function"
    check(widget)


def test_two_functions_of_one_name_are_two_kinds() -> None:
    def make(mark: str) -> Any:
        def lowercase(text: str) -> str:
            return text + mark

        return lowercase

    widget = nw.PreprocessingExplorer("A", pipeline=[make("1"), "lowercase", make("2")])
    names = [card["name"] for card in widget.steps if card["on"]]
    assert names == ["lowercase_2", "lowercase", "lowercase_3"]
    assert widget.trace.text == "a12"


@pytest.mark.parametrize("wrong", [3, "nonsense", str, None, ("stem", {"algorithm": "x"}), ("stem", 3)])
def test_what_is_no_step_is_refused(wrong: Any) -> None:
    widget = nw.PreprocessingExplorer("a")
    before = widget.state
    with pytest.raises((TypeError, ValueError)):
        widget.add_step(wrong)
    assert widget.state == before


def test_a_function_that_raises_leaves_all_as_it_was() -> None:
    def fragile(text: str) -> str:
        if "x" in text:
            raise KeyError("no x please")
        return text

    widget = nw.PreprocessingExplorer("an x", pipeline=["lowercase"])
    before = widget.state
    with pytest.raises(StepError, match=r"step 1, fragile.*no x please"):
        widget.add_step(fragile)
    assert widget.state == before
    check(widget)
    widget.text = "a y"
    widget.add_step(fragile)
    with pytest.raises(StepError, match="fragile"):
        widget.text = "an x"
    assert widget.text == "a y"
    check(widget)
    with pytest.raises(TypeError, match=r"returned None"):
        widget.add_step(lambda _text: None)
    with pytest.raises(StepError, match="fragile"):
        nw.PreprocessingExplorer("an x", pipeline=[fragile])


def test_notes_stand_on_cards_and_a_click_mends() -> None:
    steps = ["remove_stopwords", "lowercase", "expand_contractions", "stem", "lemmatize"]
    widget = nw.PreprocessingExplorer(TEXT, pipeline=steps)
    on = [card["id"] for card in widget.steps if card["on"]]
    hazards = widget.pipeline.hazards()
    assert len(hazards) >= 3
    assert [note["kind"] for note in widget.notes] == [hazard.kind for hazard in hazards]
    for note, hazard in zip(widget.notes, hazards, strict=True):
        assert (note["id"], note["reason"], note["fix"]) == (on[hazard.step], hazard.reason, hazard.fix)
        assert note["other"] == (None if hazard.other is None else on[hazard.other])
    for note in list(widget.notes):
        widget.pipeline = steps
        widget.steps = note["steps"]
        assert note["kind"] not in [one["kind"] for one in widget.notes]
        assert {card["id"] for card in note["steps"]} >= {card["id"] for card in widget.steps}
        check(widget)


def test_forms_are_those_of_the_text_room() -> None:
    widget = nw.PreprocessingExplorer(
        "<b>Universities</b> and the university, the universe, the universal feet. Don't run; he ran, the the"
    )
    forms = widget.forms
    words = [form["word"] for form in forms["words"]]
    assert words[0] == "the"
    assert forms["words"][0]["count"] == 5
    assert "don't" not in words
    assert "b" not in words
    expected = word_forms(words)
    for form, truth in zip(forms["words"], expected, strict=True):
        assert (form["porter"], form["english"], form["lancaster"]) == (truth.porter, truth.english, truth.lancaster)
        assert form["lemma"] == truth.lemma
    for stemmer in ("porter", "english", "lancaster"):
        found = [(g["kind"], g["key"], tuple(g["words"]), tuple(g["apart"])) for g in forms[stemmer]]
        assert found == [(g.kind, g.key, g.words, g.apart) for g in groups(expected, stemmer)]
    assert ("over", "univers") in {(group["kind"], group["key"]) for group in forms["porter"]}
    many = " ".join(f"w{chr(97 + k % 26)}{chr(97 + k // 26 % 26)}{chr(97 + k // 676)}" for k in range(2000))
    widget.text = many
    assert len(widget.forms["words"]) == 300


def test_the_catalogue_says_what_can_be_chosen() -> None:
    widget = nw.PreprocessingExplorer("a")
    by_name = {info["name"]: info for info in widget.catalogue}
    assert by_name["stem"]["options"][0]["choices"] == ["porter", "english", "lancaster"]
    words = next(option for option in by_name["remove_stopwords"]["options"] if option["kind"] == "words")
    assert isinstance(words["default"], list)
    assert "the" in words["default"]
    assert "not" not in words["default"]
    for info in widget.catalogue:
        assert Pipeline([info["name"]])(info["before"]) == info["after"]


def test_default_options_are_not_kept() -> None:
    widget = nw.PreprocessingExplorer("the not", pipeline=["remove_stopwords"])
    usual = next(
        option["default"]
        for info in widget.catalogue
        if info["name"] == "remove_stopwords"
        for option in info["options"]
        if option["kind"] == "words"
    )
    card = next(card for card in widget.steps if card["on"])
    widget.steps = [{**card, "options": {"words": list(usual), "keep_negations": True}}]
    assert widget.steps[0]["options"] == {}
    widget.steps = [{**card, "options": {"words": ["b", "a"]}}]
    assert widget.steps[0]["options"] == {"words": ["b", "a"]}
    assert widget.pipeline == Pipeline([("remove_stopwords", {"words": ["b", "a"]})])


def test_hostile_texts() -> None:
    nasty = "\ud800<p>\x00שלום e\u0301 &#xD800; <<<a &unknown; 👩\u200d👩</p>"
    widget = nw.PreprocessingExplorer(nasty)
    assert widget.text[0] == "\ufffd"
    check(widget)
    widget.add_step(lambda text: text + "\udfff")
    assert widget.lanes[-1]["text"][-1] == "\ufffd"
    assert isinstance(widget._picture(), bytes)
    for text in ("", " ", "\n\n", "a" * 100_000):
        widget.text = text
        check_empty(widget)


def check_empty(widget: Any) -> None:
    """Hold the lanes to the rows' promise: both texts are covered."""
    before = widget.text
    for lane in widget.lanes:
        if lane["text"] is None:
            continue
        rows = unpack(lane["segments"])
        assert rows[:, 2].tolist() == [0, *rows[:-1, 3].tolist()]
        covered = np.zeros(len(before), bool)
        for low, high in rows[:, :2].tolist():
            covered[low:high] = True
        assert covered.all()
        assert rows[-1, 3] == len(lane["text"])
        before = lane["text"]


def test_the_trace_is_one_of_the_text_room() -> None:
    widget = nw.PreprocessingExplorer(TEXT)
    assert isinstance(widget.trace, Trace)
    assert widget.trace.text == Pipeline()(TEXT)
    assert repr(widget) == "PreprocessingExplorer(1 text, 7 of 11 steps on)"
