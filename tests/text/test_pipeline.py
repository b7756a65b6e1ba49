"""Pipelines: what may be written for a step, what comes out, and where it came from."""

from __future__ import annotations

import json
import pickle
import re
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlpwidgets.text import DEFAULT_STEPS, STEPS, Pipeline, Step, StepError
from tests.text import functions
from tests.text.hostile import HOSTILE, TEXTS
from tests.text.test_alignment import check_valid

OPTIONED = (
    ("strip_html", {"separator": ""}),
    ("remove_urls", {"replacement": "URL"}),
    ("replace_emoji", {"mode": "remove"}),
    ("remove_accents", {"ascii_only": True}),
    ("remove_special_characters", {"remove_digits": True}),
    ("stem", {"algorithm": "english"}),
    ("stem", {"algorithm": "lancaster"}),
    ("lemmatize", {"model": "lookup"}),
    ("remove_stopwords", {"words": ("the", "n't", "good"), "keep_negations": False}),
)
FUNCTIONS = (functions.hide_numbers, functions.shout, str.strip)
ANY_STEP = st.sampled_from([*STEPS, *OPTIONED, *FUNCTIONS])
STEP_LISTS = st.lists(ANY_STEP, max_size=6)


@settings(deadline=None)
@given(STEP_LISTS, TEXTS)
def test_trace_and_call_agree_and_alignments_are_valid(steps: list[Any], text: str) -> None:
    pipe = Pipeline(steps)
    traced = pipe.trace(text)
    assert traced.text == pipe(text)
    assert len(traced.texts) == len(pipe.steps) + 1
    before = text
    for index, step in enumerate(traced.steps):
        check_valid(step.alignment)
        check_valid(traced.alignment(index))
        assert step.alignment.source_length == len(before)
        assert step.alignment.length == len(step.text) == traced.alignment(index).length
        before = step.text
    assert traced.alignment().source_length == len(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_the_default_pipeline_survives_hostile_texts(text: str) -> None:
    pipe = Pipeline()
    traced = pipe.trace(text)
    check_valid(traced.alignment())
    assert traced.text == pipe(text)


def test_the_origin_of_a_word_is_found_through_all_steps() -> None:
    text = "<p>I don&#39;t like the <b>movies</b>, they weren't good</p>"
    traced = Pipeline().trace(text)
    assert traced.text == "not like movie not good"

    def origin(word: str, nth: int = 0) -> str:
        start = [match.start() for match in re.finditer(word, traced.text)][nth]
        low, high = traced.source_span(-1, start, start + len(word))
        return text[low:high]

    assert origin("not") == "n&#39;t"
    assert origin("not", 1) == "n't"
    assert origin("movie") == "movie"
    assert traced.output_spans("remove_stopwords", text.index("movies"), text.index("movies") + 6) == [(9, 14)]
    assert traced.output_spans("remove_stopwords", text.index("they"), text.index("they") + 4) == []
    assert traced.output_spans("expand_contractions", text.index("n&#39;t"), text.index(" like")) == [(4, 8)]


def test_steps_of_a_trace_are_named_by_index_or_name() -> None:
    traced = Pipeline(["lowercase", "stem", "lowercase"]).trace("FEELING")
    assert traced.alignment("stem") == traced.alignment(1)
    with pytest.raises(ValueError, match=r"steps 0, 2 are all 'lowercase'"):
        traced.alignment("lowercase")
    with pytest.raises(ValueError, match=r"no step 'stemm'; did you mean 'stem'"):
        traced.alignment("stemm")
    with pytest.raises(IndexError, match=r"no step 3; there are 3"):
        traced.alignment(3)
    assert traced.alignment(-1) == traced.alignment(np.int64(2)) == traced.alignment(2)
    for wrong in (None, 1.0, b"stem"):
        with pytest.raises(TypeError, match="named by its index or its name"):
            traced.alignment(wrong)  # type: ignore[arg-type]


def test_no_steps_change_nothing() -> None:
    pipe = Pipeline([])
    assert pipe("a") == pipe.trace("a").text == "a"
    assert pipe.trace("ab").source_span(-1, 0, 1) == (0, 1)


def test_what_is_no_step_is_refused_with_what_there_is() -> None:
    for steps, error, message in (
        (
            ["lowercase", "stm"],
            ValueError,
            r"step 1: there is no step 'stm'; did you mean 'stem'\? there are strip_html",
        ),
        (["Strip HTML"], ValueError, r"did you mean 'strip_html'"),
        (
            [("stem", {"algoritm": "english"})],
            ValueError,
            r"step 0: stem has no option 'algoritm'; did you mean 'algorithm'",
        ),
        ([("lowercase", {"x": 1})], ValueError, r"lowercase has no option 'x'; it has no options"),
        ([("stem", {"algorithm": "snowball"})], ValueError, r"step 0: .*'snowball'.*porter, english, lancaster"),
        ([("remove_accents", {"ascii_only": 1})], TypeError, r"step 0: .*ascii_only is True or False"),
        ([("remove_stopwords", {"words": "the"})], TypeError, r"list of words"),
        ([("remove_stopwords", {"words": [3]})], TypeError, r"words\[0\]"),
        ([("remove_stopwords", {"words": 3})], TypeError, r"list of words"),
        ([("remove_stopwords", {"words": [["the"]]})], TypeError, r"step 0: .*words\[0\]"),
        ([("strip_html", {"separator": ["a"]})], TypeError, r"separator"),
        ([("stem", "english")], TypeError, r"options of 'stem' must be a dict"),
        ([3], TypeError, r"step 0 must be a name"),
        ([str], TypeError, r"step 0 is the class str"),
        ([Step("stm")], ValueError, r"there is no step 'stm'"),
        ([Step("stem", (("size", 3),))], ValueError, r"stem has no option 'size'"),
        ("lowercase", TypeError, r"list of steps"),
        (None, TypeError, r"list of names"),
        (b"stem", TypeError, r"list of names"),
        ({"stem": {}}, TypeError, r"list of names"),
        (str.lower, TypeError, r"list of steps"),
    ):
        with pytest.raises(error, match=message):
            Pipeline(steps)  # type: ignore[arg-type]


def test_a_pipeline_does_not_change() -> None:
    words = ["good"]
    options = {"words": words}
    pipe = Pipeline([("remove_stopwords", options)])
    words.append("bad")
    options["keep_negations"] = False  # type: ignore[assignment]
    pipe.steps[0].options["words"] = ()
    assert pipe("good bad not") == "bad not"
    with pytest.raises(AttributeError, match="does not change"):
        pipe.steps = ()


@settings(deadline=None)
@given(STEP_LISTS)
def test_a_pipeline_comes_back_equal(steps: list[Any]) -> None:
    pipe = Pipeline(steps)
    assert pickle.loads(pickle.dumps(pipe)) == pipe
    assert hash(pickle.loads(pickle.dumps(pipe))) == hash(pipe)
    assert Pipeline(pipe.steps) == pipe
    assert Pipeline.from_json(pipe.to_json(), trust=True) == pipe
    names = {"Pipeline": Pipeline, "hide_numbers": functions.hide_numbers, "shout": functions.shout, "strip": str.strip}
    assert eval(repr(pipe), names) == pipe


def test_pipelines_differ_by_order_options_and_functions() -> None:
    assert Pipeline(["stem"]) == Pipeline([("stem", {"algorithm": "porter"})])
    assert Pipeline(["stem"]) != Pipeline([("stem", {"algorithm": "english"})])
    assert Pipeline(["stem", "lowercase"]) != Pipeline(["lowercase", "stem"])
    assert Pipeline([str.lower]) != Pipeline([str.upper])
    assert Pipeline() != DEFAULT_STEPS


def test_what_is_no_text_is_refused() -> None:
    pipe = Pipeline(["lowercase"])
    for value, todo in (
        (b"a", r"bytes; decode it first"),
        (None, r"NoneType; leave missing texts out"),
        (float("nan"), r"float; leave missing texts out"),
        (3, r"int; turn it into text"),
        (["a"], r"list; for several texts, use map"),
        (np.array(["a", "b"]), r"ndarray; for several texts, use map"),
        (np.array([1.5, np.nan]), r"ndarray; for several texts, use map"),
    ):
        for call in (pipe, pipe.trace):
            with pytest.raises(TypeError, match=rf"text must be a str, not {todo}"):
                call(value)  # type: ignore[arg-type]


def test_texts_and_names_of_other_kinds_of_str_become_plain_ones() -> None:
    pipe = Pipeline([np.str_("lowercase"), ("remove_stopwords", {"words": np.array(["the", "the"])})])
    assert repr(pipe) == "Pipeline(['lowercase', ('remove_stopwords', {'words': ('the',)})])"
    assert type(pipe(np.str_("The END"))) is str


def test_a_function_need_not_be_hashable() -> None:
    class Shout:
        __hash__ = None  # type: ignore[assignment]

        def __call__(self, text: str) -> str:
            return text.upper()

    pipe = Pipeline(["stem", Shout()])
    assert pipe("feeling") == pipe.trace("feeling").text == "FEEL"
    assert hash(pipe) == hash(Pipeline(pipe.steps))
    assert pipe == Pipeline(pipe.steps)


def test_a_function_may_be_an_odd_object() -> None:
    class Empty:
        __name__ = 3

        def __len__(self) -> int:
            return 0

        def __call__(self, text: str) -> str:
            return text.upper()

    pipe = Pipeline([Empty()])
    assert repr(pipe) == "Pipeline([Empty])"
    assert Pipeline(pipe.steps)("a") == "A"
    assert pipe.hazards() == ()


def test_errors_of_functions_name_the_step() -> None:
    pipe = Pipeline(["lowercase", functions.fail_on_bad])
    for call in (pipe, pipe.trace):
        with pytest.raises(StepError, match=r"step 1, fail_on_bad, raised ValueError: no good") as caught:
            call("BAD")
        assert isinstance(caught.value.__cause__, ValueError)
    with pytest.raises(TypeError, match=r"step 0, nothing, returned None, not a str"):
        Pipeline([functions.nothing])("a")  # type: ignore[list-item]


def test_json_holds_functions_only_by_name_and_imports_them_only_with_trust() -> None:
    stored = Pipeline(["stem", functions.shout]).to_json()
    assert json.loads(stored)["steps"][1] == {"function": "tests.text.functions:shout"}
    with pytest.raises(ValueError, match=r"step 1 is the function .*trust=True"):
        Pipeline.from_json(stored)
    with pytest.raises(ValueError, match=r"step 0, <lambda>, is a function that cannot be imported"):
        Pipeline([lambda text: text]).to_json()


def test_json_that_is_no_pipeline_is_refused() -> None:
    good = json.loads(Pipeline(["stem"]).to_json())
    for text, message in (
        ("{", "no JSON"),
        ("[]", "not the JSON of a pipeline"),
        (json.dumps({**good, "version": 2}), r"version 2.*reads version 1"),
        ("[" * 100_000, "no JSON"),
        (json.dumps({**good, "steps": [3]}), "step 0 has neither"),
        (json.dumps({**good, "steps": [{"name": "stm"}]}), "did you mean 'stem'"),
        (json.dumps({**good, "steps": [{"function": "no_module:f"}]}), "cannot be imported"),
        (json.dumps({**good, "steps": [{"function": "..module:f"}]}), "cannot be imported"),
    ):
        with pytest.raises(ValueError, match=message):
            Pipeline.from_json(text, trust=True)


def test_importing_the_room_is_light() -> None:
    heavy = "('spacy', 'nltk', 'bs4', 'sklearn', 'Stemmer', 'tqdm', 'IPython', 'traitlets', 'ipywidgets', 'anywidget')"
    code = f"import sys, nlpwidgets.text; print([name for name in {heavy} if name in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.strip() == "[]"


def test_scikit_learn_takes_a_pipeline(capsys: pytest.CaptureFixture[str]) -> None:
    from sklearn.base import clone
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.pipeline import make_pipeline

    step = Pipeline(["lowercase", ("stem", {"algorithm": "english"}), functions.hide_numbers]).to_sklearn()
    made = make_pipeline(step, CountVectorizer(token_pattern=r"\S+"))
    copy = pickle.loads(pickle.dumps(clone(made).fit(["FEELING 12 good"])))
    assert sorted(copy[-1].vocabulary_) == ["##", "feel", "good"]
    assert copy.transform(["feels 34 bad"]).toarray().tolist() == [[1, 1, 0]]
    changed = clone(step).set_params(steps=["lowercase"], workers=1)
    assert changed.transform(["ABC"]) == ["abc"]
    assert step.get_params()["steps"][0] == "lowercase"
    with pytest.raises(ValueError, match="did you mean 'stem'"):
        clone(step).set_params(steps=["stm"]).fit(["a"])
    with pytest.raises(ValueError, match="one column"):
        step.transform(np.array([["a"]]))
    assert step.transform(np.array(["A"])) == ["a"]
    with pytest.raises(TypeError, match="one text"):
        step.transform("a")
    assert capsys.readouterr().err == ""  # no bar
