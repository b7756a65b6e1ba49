"""Search in vocabularies against looking at each word."""

from __future__ import annotations

import re
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlpwidgets.embeddings import Control, Stopped
from nlpwidgets.embeddings import _packed_words as packing
from nlpwidgets.embeddings._packed_words import PackedWords, fold
from nlpwidgets.embeddings.searching import Found, Lexicon, PatternError, lexicon_of
from tests.embeddings.asking_samples import clustered, made

words_of_any_kind = st.lists(
    st.text(st.sampled_from("aabBcß\n\0 éÉσς日\U0001f600\ud800"), max_size=14), unique=True, max_size=40
)
WORDS = ["the", "The", "then", "theory", "THE", "other", "a", "Theo", "bath", "straße", "STRASSE"]


@given(words_of_any_kind)
def test_packed_words_are_the_words(words):
    packed = PackedWords(words)
    assert [packed[row] for row in range(len(words))] == [fold(word) for word in words]
    expected = sorted(range(len(words)), key=lambda row: (fold(words[row]), row))
    assert packed.order.tolist() == expected
    lengths, _ = packed.described
    assert lengths.tolist() == [len(word.casefold()) for word in words]


def test_alphabetical_order_of_zero_bytes_and_long_words():
    words = ["\0", "", "a" * 8 + "\0", "a" * 8, "a" * 20 + "b", "a" * 20, "A" * 20, "a" * 16 + "\0\0", "a" * 16]
    expected = sorted(range(len(words)), key=lambda row: (fold(words[row]), row))
    assert PackedWords(words).order.tolist() == expected


def test_packing_in_parts(monkeypatch):
    monkeypatch.setattr(packing, "_TOGETHER", 3)
    words = ["a", "b\nc", "d", "", "e", "\n", "f"]
    packed = PackedWords(words)
    assert [packed[row].decode() for row in range(7)] == words


@given(words_of_any_kind, st.text(st.sampled_from("abBßéσ日s"), max_size=3), st.integers(1, 50))
def test_completion_equals_looking_at_each_word(words, text, k):
    found, total = Lexicon(words).complete(text, k=k)
    expected = [word for word in words if word.casefold().startswith(text.casefold())]
    assert total == len(expected)
    if text and text in expected:
        expected = [text, *(word for word in expected if word != text)]
    assert found == tuple(expected[:k])


def test_modes():
    lexicon = Lexicon(WORDS)
    assert lexicon.complete("the", k=3) == (("the", "The", "then"), 6)
    assert lexicon.complete("THE", k=3) == (("THE", "the", "The"), 6)
    assert lexicon.search("the", mode="exact") == Found(("the", "The", "THE"), (0, 1, 4), 3)
    assert lexicon.search("STRASSE", mode="exact").words == ("STRASSE", "straße")
    assert lexicon.search("theroy", mode="fuzzy").words == ("theory", "Theo")
    assert lexicon.search("", k=2) == Found(("the", "The"), (0, 1), len(WORDS))
    assert lexicon.search("zzz") == Found((), (), 0)
    assert lexicon.search("the", mode="fuzzy").words[:3] == ("the", "The", "THE")
    assert Lexicon([]).complete("a") == ((), 0)
    assert len(lexicon) == len(WORDS)


@pytest.mark.parametrize("pattern", ["th", "^the$", "(?:a|o)th", "o.*r", "^.{1,3}$", "[^a-z]", "", "(e)+", "th(?=e)"])
@pytest.mark.parametrize("case", [True, False])
def test_regular_expressions_equal_those_of_re(pattern, case):
    found = Lexicon(WORDS).search(pattern, mode="regex", case=case, k=4)
    expected = [word for word in WORDS if re.search(pattern, word, 0 if case else re.IGNORECASE)]
    assert found == Found(tuple(expected[:4]), tuple(WORDS.index(word) for word in expected[:4]), len(expected))


@pytest.mark.parametrize(("pattern", "position"), [("a(b", 3), ("[a", 2), ("*a", 0), ("a{2}{3}", 4)])
def test_broken_expressions(pattern, position):
    with pytest.raises(PatternError, match="is no regular expression") as caught:
        Lexicon(WORDS).search(pattern, mode="regex")
    assert isinstance(caught.value, ValueError)
    assert caught.value.position == position


def test_expressions_that_take_for_ever_are_cut_short():
    words = ["b", "a" * 60 + "!", "bb"]
    began = time.monotonic()
    found = Lexicon(words).search(r"^(?:b|(a|a|aa)+)$", mode="regex", seconds=0.2)
    assert time.monotonic() - began < 20
    assert found == Found(("b",), (0,), 1, complete=False)
    assert Lexicon(words).search("b", mode="regex", seconds=-1.0) == Found((), (), 0, complete=False)
    with pytest.raises(PatternError, match="1,000 are allowed"):
        Lexicon(words).search("a" * 1001, mode="regex")


def test_expressions_can_be_stopped():
    control = Control()
    control.stop()
    with pytest.raises(Stopped):
        Lexicon(WORDS).search("a", mode="regex", control=control)


@pytest.mark.parametrize(
    ("text", "options", "error", "message"),
    [
        (5, {}, TypeError, "a search is for a text"),
        ("a", {"mode": "near"}, ValueError, "'exact', 'prefix', 'fuzzy', 'regex'"),
        ("a", {"k": 0}, ValueError, "at least 1"),
        ("a", {"k": True}, TypeError, "whole number"),
    ],
)
def test_errors(text, options, error, message):
    with pytest.raises(error, match=message):
        Lexicon(WORDS).search(text, **options)


def test_kept_with_the_vectors():
    vectors = clustered(30, 3)
    lexicon = lexicon_of(vectors)
    assert lexicon_of(vectors) is lexicon
    vectors.add_vectors(["new"], [[1.0, 2.0, 3.0]])
    assert lexicon_of(vectors).complete("ne") == (("new",), 1)


def test_from_several_threads():
    lexicon = Lexicon([f"w{row}" for row in range(20_000)])
    expected = tuple(f"w{row}" for row in (1, *range(10, 17)))
    found = []
    threads = [threading.Thread(target=lambda: found.append(lexicon.complete("w1", k=8)[0])) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 4


def test_suggestions_leave_the_word_itself_out():
    vectors = made([[1.0], [2.0], [3.0]], ["tea", "ten", "TEA"])
    assert lexicon_of(vectors).suggest("tea") == ("TEA", "ten")
