"""Nearest spellings against distances computed in full."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlpwidgets.embeddings._packed_words import PackedWords
from nlpwidgets.embeddings.spelling import UnknownWordError, nearest_spellings, suggest

letters = st.text(st.sampled_from("abcdÀàßσς日\U0001f600"), max_size=9)


def optimal_string_alignment(one, other):
    """The textbook's table, whole."""
    table = np.zeros((len(one) + 1, len(other) + 1), int)
    table[:, 0] = range(len(one) + 1)
    table[0] = range(len(other) + 1)
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            cost = one[i - 1] != other[j - 1]
            table[i, j] = min(table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + cost)
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                table[i, j] = min(table[i, j], table[i - 2, j - 2] + 1)
    return int(table[-1, -1])


@given(st.lists(letters, unique=True, max_size=30), letters)
def test_equals_the_table(words, typed):
    rows, distances = nearest_spellings(PackedWords(words), typed)
    typed = typed.casefold()
    limit = min(2, len(typed) - 1)
    expected = sorted(
        (far, row)
        for row, word in enumerate(words)
        if (far := optimal_string_alignment(word.casefold(), typed)) <= limit
    )
    assert [(int(far), int(row)) for far, row in zip(distances, rows, strict=True)] == expected


def test_what_comes_first():
    words = ["rome", "parish", "Pairs", "PARIS", "pari", "Paris", "parts", "aprisx"]
    assert suggest(words, "paris") == ("PARIS", "Paris", "parish", "Pairs", "pari")
    assert suggest(words, "paris", k=2) == ("PARIS", "Paris")
    assert suggest(words, "PARIS", k=1) == ("Paris",)
    assert suggest(words, "xyz") == ()
    assert suggest(words, "") == ()
    assert suggest([], "a") == ()
    assert suggest(["b", "A"], "a") == ("A",)  # one letter may only differ in case


def test_long_words_and_many_answers():
    assert suggest(["x" * 300, "y"], "x" * 300) == ()
    assert suggest(["x" * 250], "x" * 249) == ("x" * 250,)
    many = [f"aa{first}{second}" for first in range(1000, 1100) for second in range(10, 99)]
    rows, _ = nearest_spellings(PackedWords(many), "aa100010")
    limit = sum(optimal_string_alignment(word, "aa100010") <= 2 for word in many)
    assert len(rows) == limit
    lots = [chr(0x4E00 + row) + "abc" for row in range(6000)]
    assert len(nearest_spellings(PackedWords(lots), "abc")[0]) == 6000  # more than are looked for at first


def test_errors():
    with pytest.raises(ValueError, match="k is at least 1"):
        suggest(["a"], "b", k=0)
    with pytest.raises(TypeError, match="a word is a str"):
        suggest(["a"], 5)


def test_the_error_reads_well():
    error = UnknownWordError("x", 1234)
    assert str(error) == "'x' is not in the vocabulary of 1,234 words"
    assert error.suggestions == ()
