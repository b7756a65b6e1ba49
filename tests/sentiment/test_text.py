"""Tokens and vocabulary: any text, nothing lost, nothing invented."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlpwidgets.sentiment.text import UNKNOWN, Vocabulary, tokenize

# st.text() makes no lone surrogates
ODD = st.sampled_from(["\ud800", "\udfff", "\x00", "😀", "é", "’", "<br />", "<BR", "_", "\x85"])
ANY_TEXT = st.lists(st.text() | ODD).map("".join)


@given(ANY_TEXT)
def test_tokens_are_the_visible_characters_in_order(text):
    tokens = tokenize(text)
    assert all(token and not re.search(r"\s", token) for token in tokens)
    "".join(tokens).encode("utf-8")
    shown = re.sub(r"<br\s*/?>", " ", text, flags=re.IGNORECASE)
    shown = re.sub(r"[\ud800-\udfff]", "\ufffd", shown)
    assert "".join(tokens) == re.sub(r"[\s\x00-\x1f\x7f-\x9f]", "", shown)


@given(ANY_TEXT)
def test_joined_tokens_give_the_same_tokens_again(text):
    tokens = tokenize(text)
    assert tokenize(" ".join(tokens)) == tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("It isn't bad.<br /><br/>Is it?", ["It", "isn't", "bad", ".", "Is", "it", "?"]),
        ("one<BR>two", ["one", "two"]),
        ("a<b and <br", ["a", "<", "b", "and", "<", "br"]),
        ("Café 😀 'quoted'", ["Café", "😀", "'", "quoted", "'"]),
        ("don’t_stop", ["don’t", "_", "stop"]),
        ("\x00\x1f", []),
        ("", []),
    ],
)
def test_examples(text, tokens):
    assert tokenize(text) == tokens


def test_a_very_long_text_takes_linear_time():
    assert len(tokenize("<br " * 200_000)) == 400_000
    assert len(tokenize("a'" * 500_000)) == 2


@pytest.mark.parametrize("wrong", [None, 3, b"bytes", ["a", "list"], float("nan")])
def test_only_text_is_tokenized(wrong):
    with pytest.raises(TypeError, match=f"must be a str, not {type(wrong).__name__}"):
        tokenize(wrong)


def test_look_up_folds_case_and_apostrophes():
    words = Vocabulary(["isn't", "good"])
    assert words.ids(["Isn’t", "GOOD", "bad"]) == [2, 3, UNKNOWN]
    assert "Good" in words
    assert "bad" not in words
    assert words.rows == 4


@pytest.mark.parametrize(
    ("words", "error", "message"),
    [
        (["a", "b", "a"], ValueError, r"vocabulary\[2\] repeats 'a', which is already vocabulary\[0\]"),
        (["a", ""], ValueError, r"vocabulary\[1\] is an empty word"),
        (["a", None], TypeError, r"vocabulary\[1\] must be a str, not NoneType"),
        ("abc", TypeError, "not one str"),
    ],
)
def test_wrong_vocabularies(words, error, message):
    with pytest.raises(error, match=message):
        Vocabulary(words)
