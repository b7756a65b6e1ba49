"""Pipelines as plain Python, which runs without nlpwidgets and does the same."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import partial
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings

from nlpwidgets.text import DEFAULT_STEPS, STEPS, Pipeline
from tests.text import functions
from tests.text.hostile import HOSTILE, TEXTS
from tests.text.test_pipeline import OPTIONED, STEP_LISTS

if TYPE_CHECKING:
    from pathlib import Path

LIMIT = 3
ENDINGS = {"ing", "ed"}


def shorten(text: str, limit: int = LIMIT) -> str:
    """Use a constant as a default."""
    return " ".join(word[:limit] for word in text.split(" "))


def lowercase(text: str) -> str:
    """Have the name of a built-in step's function."""
    return text.swapcase()


words = text = re.search("x", "x")  # what no code can hold, by names that functions use for their own


def name_its_own(text: str, *, words: str = "!") -> str:
    """Have arguments, and names inside, that something else in the module has as well."""
    return text + words + "".join(words for words in text) + "".join(sorted(text, key=lambda cut: -ord(cut)))


def count_down(text: str) -> str:
    """Call itself, and use a module by another name."""
    return re.sub("x", "", count_down(text[:-1])) if len(text) > 500 else text


def cut(text: str) -> str:
    for ending in sorted(ENDINGS):
        text = text.removesuffix(ending)
    return unescape(text)


def run(code: str, text: str) -> Any:
    space: dict[str, Any] = {"__name__": "preprocessing"}
    exec(compile(code, "preprocessing", "exec"), space)
    return space["preprocess"](text)


@settings(deadline=None, max_examples=60)
@given(STEP_LISTS, TEXTS)
def test_the_code_does_the_same(steps: list[Any], text: str) -> None:
    pipe = Pipeline(steps)
    assert run(pipe.to_code(), text) == pipe(text)


@pytest.mark.parametrize("step", [*STEPS, *OPTIONED], ids=str)
def test_the_code_of_each_step_does_the_same_on_hostile_texts(step: Any) -> None:
    pipe = Pipeline([step])
    space: dict[str, Any] = {}
    exec(pipe.to_code(), space)
    for text in HOSTILE:
        assert space["preprocess"](text) == pipe(text)


@pytest.mark.parametrize(
    "steps",
    [
        [functions.hide_numbers, functions.shout],
        [shorten, cut, count_down],
        ["lowercase", lowercase, "lowercase"],
        [str.upper, "lowercase", str.strip],
        [lambda text: text.replace("t", "(lambda)"), "lowercase"],
        [("remove_stopwords", {"words": ["good"]}), ("remove_stopwords", {"words": ["feet"]})],
        [("stem", {"algorithm": "porter"}), ("stem", {"algorithm": "lancaster"}), "stem"],
        [unescape, "strip_html"],
        [name_its_own],
    ],
    ids=range(9),
)
def test_functions_and_steps_with_the_same_names_keep_apart(steps: list[Any]) -> None:
    pipe = Pipeline(steps)
    code = pipe.to_code()
    for text in (*HOSTILE, "Feet 12 good feeling &amp; organizations tasted"):
        assert run(code, text) == pipe(text)


def test_the_module_runs_by_itself(tmp_path: Path) -> None:
    (tmp_path / "preprocessing.py").write_text(Pipeline([*DEFAULT_STEPS, functions.hide_numbers]).to_code())
    program = (
        "import sys; sys.modules['nlpwidgets'] = None\n"
        "from preprocessing import preprocess; print(preprocess('<p>I don&#39;t like 12 <b>movies</b>'))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error::SyntaxWarning", "-c", program],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("not like ## movie\n", "")
    code = (tmp_path / "preprocessing.py").read_text()
    assert "nlpwidgets" not in code
    assert "tests" not in code


def test_the_code_of_no_steps_returns_the_text() -> None:
    assert run(Pipeline([]).to_code(), "a") == "a"


def test_a_function_defined_in_a_notebook_is_written_out(tmp_path: Path) -> None:
    script = tmp_path / "cell.py"
    script.write_text(
        "from nlpwidgets.text import Pipeline\n"
        "WORDS = ('a', 'b')\n"
        "def helper(text):\n    return ' '.join(w for w in text.split() if w not in WORDS)\n"
        "def mine(text):\n    return helper(text) + '!'\n"
        "print(Pipeline([mine, 'lowercase']).to_code())\n"
        "print('print(preprocess(\"a C b\"))')\n"
    )
    code = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, check=True, env={"PYTHONPATH": "."}
    ).stdout
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "c!\n"


def test_what_cannot_be_written_is_refused_with_the_reason() -> None:
    suffix = "!"

    def outer(text: str) -> str:
        return text + suffix

    class Shouter:
        def __call__(self, text: str) -> str:
            return text

    made: dict[str, Any] = {}
    exec("def f(text): return text", made)
    for function, message in (
        (outer, r"step 1, outer, uses suffix of the function around it"),
        (Shouter(), r"step 1, Shouter, is no function"),
        (partial(str.replace), r"is no function defined with def"),
        (made["f"], r"step 1, f, has no source"),
        ("a-b".replace, r"step 1, replace, is no function"),
    ):
        with pytest.raises(ValueError, match=message):
            Pipeline(["lowercase", function]).to_code()  # type: ignore[list-item]
