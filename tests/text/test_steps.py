"""What holds for every step: on any text the edits, the fast way and the plain code agree."""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlpwidgets.text._step import apply
from nlpwidgets.text.steps import KINDS
from nlpwidgets.text.steps._chunks import PieceWorker, compose

if TYPE_CHECKING:
    from collections.abc import Callable

    from nlpwidgets.text._step import Worker

CASES: dict[str, tuple[str, dict[str, Any]]] = {
    **{name: (name, {}) for name in KINDS},
    "strip_html bare": ("strip_html", {"separator": ""}),
    "strip_html lines": ("strip_html", {"separator": "\n"}),
    "remove_accents ascii": ("remove_accents", {"ascii_only": True}),
    "remove_urls named": ("remove_urls", {"replacement": "\\1 URL"}),
    "replace_emoji gone": ("replace_emoji", {"mode": "remove"}),
    "remove digits": ("remove_special_characters", {"remove_digits": True}),
    "english": ("stem", {"algorithm": "english"}),
    "lancaster": ("stem", {"algorithm": "lancaster"}),
    "lookup": ("lemmatize", {"model": "lookup"}),
    "own stop words": ("remove_stopwords", {"words": ["The", "it's", "is not", "n't", "don"], "keep_negations": False}),
}

NASTY = [
    "",
    " ",
    "\ud800 a\udfffb",
    "a\0b",
    "👩‍👩‍👧‍👦👍🏽🇫🇷🇩1️⃣ ☺️ x😀y 🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "שלום אבגדה <b>مرحبا</b> Don't",
    "e\u0301 n\u0303 हिन्दी 한국어 ﬁ ½ İIıẞß ΟΔΟΣ ſ ǅ",
    "DON'T don’t Won't we shouldn't've o'clock the dogs' dog's y'all'd've 'tis '' ' 's n't",
    "<p>a<br>b</p> &amp &eacute; &#65; &#x1F600; &#; &foo; <!-- x --> <a href='>'>q</a>",
    "<![CDATA[x]]> <![if x]> <![what]> <!doctype html> <?php ?> </> </ p> < a <",
    "the the  the\nthe\tthe the",
    "  the  cat  the ",
    "it's isn't I'll the, (the) THE",
    "see http://a.b/c?d=e, www.x.com. HTTPS://X.ORG/) xwww.a.b ftp://",
    "gonna cannot U.S. a.m. 3.5km x-ray :-) dont feet’s a_b",
    "İstanbul'dan İ'm",
]


@cache
def worker(case: str) -> Worker:
    name, options = CASES[case]
    return KINDS[name].make(**options)


@pytest.fixture(scope="module", params=CASES)
def step(request: pytest.FixtureRequest) -> tuple[Worker, Callable[[str], str]]:
    """A step, and the function its code defines."""
    made = worker(request.param)
    code = made.code()
    defined: dict[str, Any] = {}
    exec("\n".join((*code.imports, code.definitions)), defined)
    return made, defined[code.function]


def agrees(step: tuple[Worker, Callable[[str], str]], text: str) -> None:
    made, function = step
    found = made.run(text)
    edits = made.edits(text)
    at = 0
    for start, stop, new, one_by_one in edits:
        assert at <= start <= stop <= len(text)
        assert text[start:stop] != new
        assert not one_by_one or len(new) == stop - start
        at = stop
    assert apply(text, edits) == found
    assert made.run(text) == found, "a second time"
    assert function(text) == found


@pytest.mark.parametrize("text", NASTY)
def test_edits_run_and_code_agree(step: tuple[Worker, Callable[[str], str]], text: str) -> None:
    agrees(step, text)


PIECES = st.sampled_from(
    [
        *"<>/!-&;#'\"=[] \n\t’.,",
        "the",
        "don't",
        "it's",
        "Running",
        "feet",
        "é",
        "http://",
        "www.",
        "😀",
        "\u200d",
        "<br>",
    ]
)


@settings(max_examples=120, deadline=None)
@given(st.one_of(st.text(), st.text(st.characters(codec=None)), st.lists(PIECES).map("".join)))
def test_edits_run_and_code_agree_on_any_text(step: tuple[Worker, Callable[[str], str]], text: str) -> None:
    agrees(step, text)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(sorted(CASES)), min_size=1, max_size=6),
    st.one_of(st.text(), st.lists(PIECES).map("".join)),
)
def test_steps_together_do_what_they_do_one_by_one(chosen: list[str], text: str) -> None:
    workers = [worker(case) for case in chosen]
    runs = compose(workers)
    together = one_by_one = text
    for run in runs:
        together = run(together)
    for one in workers:
        one_by_one = one.run(one_by_one)
    assert together == one_by_one
    if all(isinstance(one, PieceWorker) for one in workers):
        assert len(runs) == 1


@pytest.mark.parametrize("name", KINDS)
def test_the_example_is_true(name: str) -> None:
    before, after = KINDS[name].example
    assert KINDS[name].make().run(before) == after


def test_every_kind_names_itself_and_its_defaults() -> None:
    assert list(KINDS) == [
        "strip_html",
        "remove_urls",
        "replace_emoji",
        "remove_accents",
        "expand_contractions",
        "lowercase",
        "remove_special_characters",
        "stem",
        "lemmatize",
        "remove_stopwords",
        "collapse_whitespace",
    ]
    for name, kind in KINDS.items():
        assert kind.name == name
        assert kind.title
        assert kind.help.endswith(".")
        kind.make(**{option.name: option.default for option in kind.options})


@pytest.mark.parametrize(
    ("name", "options", "error", "said"),
    [
        ("strip_html", {"separator": None}, TypeError, "separator"),
        ("remove_accents", {"ascii_only": 1}, TypeError, "ascii_only"),
        ("remove_special_characters", {"remove_digits": "yes"}, TypeError, "remove_digits"),
        ("stem", {"algorithm": "snow"}, ValueError, "porter, english, lancaster"),
        ("stem", {"algorithm": 3}, TypeError, "algorithm"),
        ("lemmatize", {"model": "no_such_pipeline"}, ValueError, "no_such_pipeline"),
        ("remove_stopwords", {"words": "the"}, TypeError, "list of words"),
        ("remove_stopwords", {"words": ["the", 3]}, TypeError, r"words\[1\]"),
        ("remove_stopwords", {"words": 3}, TypeError, "list of words"),
        ("replace_emoji", {"mode": "x"}, ValueError, "name, remove"),
        ("lowercase", {"locale": "tr"}, TypeError, "locale"),
    ],
)
def test_bad_options_are_named(name: str, options: dict[str, Any], error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        KINDS[name].make(**options)


def test_lowercase_keeps_the_length_of_every_character() -> None:
    every = "".join(map(chr, range(0x110000)))
    lowered = KINDS["lowercase"].make().run(every)
    assert len(lowered) == len(every)
    assert KINDS["lowercase"].make().run(lowered) == lowered
    for character, low in zip(every, lowered, strict=True):
        assert low in {character.casefold(), character.lower(), character.lower()[0]}


@pytest.mark.parametrize("case", ["remove_accents", "remove_accents ascii", "lowercase", "remove_special_characters"])
def test_a_step_on_characters_is_done_at_once(case: str) -> None:
    every = "".join(map(chr, range(0x110000)))
    assert worker(case).run(worker(case).run(every)) == worker(case).run(every)
    for text in (every, every[::-1], "abc ABC!" + every[0x80:]):
        assert worker(case).run(text) == "".join(worker(case).run(character) for character in text)


def test_accents_are_those_of_unicode() -> None:
    run = KINDS["remove_accents"].make().run
    text = "".join(chr(code) for code in range(0x3000) if not 0xAC00 <= code <= 0xD7A3)
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    assert unicodedata.normalize("NFKD", run(text)) == unicodedata.normalize("NFKD", plain)
    assert run("øßł naïve 한국") == "øßł naive 한국"
    assert KINDS["remove_accents"].make(ascii_only=True).run("øßł naïve") == " naive"


def test_special_characters_are_no_range_of_code_points() -> None:
    run = KINDS["remove_special_characters"].make().run
    assert run("[\\]^_`a-Z0 \n") == "aZ0 \n"
    assert run("e\u0301हिन्दी ☺️") == "e\u0301हिन्दी "


def test_a_user_s_list_is_not_changed() -> None:
    words = ["the"]
    KINDS["remove_stopwords"].make(words=words)
    assert words == ["the"]
