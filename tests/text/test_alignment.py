"""Alignments: valid whatever the edits, composed as functions are, found in both directions."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlpwidgets.text import Alignment
from nlpwidgets.text._step import Edit, apply
from nlpwidgets.text.diffing import diff
from tests.text.hostile import TEXTS

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn


@st.composite
def edits(draw: DrawFn, length: int) -> list[Edit]:
    places = sorted(draw(st.lists(st.integers(0, length), max_size=8)))
    found = []
    for start, stop in zip(places[::2], places[1::2], strict=False):
        if draw(st.booleans()):
            found.append(Edit(start, stop, "x" * (stop - start), one_by_one=True))
        else:
            found.append(Edit(start, stop, draw(st.text("yz", max_size=3))))
    return found


@st.composite
def chains(draw: DrawFn, steps: int) -> list[Alignment]:
    length = draw(st.integers(0, 12))
    found = []
    for _ in range(steps):
        found.append(Alignment.from_edits(draw(edits(length)), length))
        length = found[-1].length
    return found


def check_valid(alignment: Alignment) -> None:
    """The rules that hold for every alignment."""
    rows = alignment.segments
    assert (rows[:, 0] <= rows[:, 1]).all()
    assert (rows[:, 2] <= rows[:, 3]).all()
    assert (np.diff(rows[:, :4], axis=0) >= 0).all(), "in order"
    assert list(rows[1:, 2]) == list(rows[:-1, 3]), "the text, without gap or overlap"
    if len(rows):
        assert rows[0, 2] == 0
        assert rows[0, 0] == 0
        assert rows[:, 1].max() == alignment.source_length
        assert (rows[1:, 0] <= np.maximum.accumulate(rows[:, 1])[:-1]).all(), "the source, without gap"
    one = rows[rows[:, 4] == 1]
    assert (one[:, 1] - one[:, 0] == one[:, 3] - one[:, 2]).all()
    assert alignment.length == (rows[-1, 3] if len(rows) else 0)
    assert len(alignment.starts) == len(alignment.stops) == alignment.length
    assert (alignment.starts <= alignment.stops).all()
    assert (alignment.stops <= alignment.source_length).all()


@given(st.integers(0, 20).flatmap(lambda n: st.tuples(st.just(n), edits(n))))
def test_edits_give_a_valid_alignment_that_reproduces_what_is_unchanged(made: tuple[int, list[Edit]]) -> None:
    length, found = made
    source = "".join(chr(0x100 + i) for i in range(length))
    text = apply(source, found)
    alignment = Alignment.from_edits(found, length)
    check_valid(alignment)
    assert alignment.length == len(text)
    for place, character in enumerate(text):
        start, stop = alignment.source_span(place, place + 1)
        assert (start, stop) == (alignment.starts[place], alignment.stops[place])
        if ord(character) >= 0x100:
            assert source[start:stop] == character
        assert start == stop or any(a <= place < b for a, b in alignment.spans(start, stop))


@given(chains(2))
def test_composition_follows_each_character(chain: list[Alignment]) -> None:
    one, two = chain
    both = one.then(two)
    check_valid(both)
    for place in range(both.length):
        start, stop = two.source_span(place, place + 1)
        if start < stop:
            assert both.source_span(place, place + 1) == one.source_span(start, stop)


@given(chains(3))
def test_composition_is_associative(chain: list[Alignment]) -> None:
    one, two, three = chain
    left, right = one.then(two).then(three), one.then(two.then(three))
    assert left == right
    assert (left.segments == right.segments).all() if left.segments.shape == right.segments.shape else True


@given(chains(1))
def test_the_identity_changes_nothing(chain: list[Alignment]) -> None:
    (one,) = chain
    assert Alignment.identity(one.source_length).then(one) == one == one.then(Alignment.identity(one.length))
    assert pickle.loads(pickle.dumps(one)) == one


@given(chains(2), st.data())
def test_spans_are_those_whose_characters_come_from_there(chain: list[Alignment], data: st.DataObject) -> None:
    alignment = chain[0].then(chain[1])
    start = data.draw(st.integers(0, alignment.source_length))
    stop = data.draw(st.integers(start, alignment.source_length))
    lit = [
        i
        for i in range(alignment.length)
        if alignment.starts[i] < stop and alignment.stops[i] > start and alignment.starts[i] < alignment.stops[i]
    ]
    spans = alignment.spans(start, stop) if start < stop else []
    assert [i for a, b in spans for i in range(a, b)] == (lit if start < stop else [])


def test_a_part_of_a_block_keeps_its_origin() -> None:
    """Of "n't" → " not", the space and the word before go; "not" still comes from "n't" alone."""
    expanded = Alignment.from_edits([Edit(2, 5, " not")], 5)
    removed = Alignment.from_edits([Edit(0, 3, "")], 6)
    both = expanded.then(removed)
    assert both.source_span(0, 3) == (2, 5)
    assert both.spans(0, 2) == []
    assert both.segments.tolist() == [[0, 2, 0, 0, 0], [2, 5, 0, 3, 0]]


def test_removed_text_is_found_at_its_place() -> None:
    alignment = Alignment.from_edits([Edit(1, 4, "")], 6)
    assert alignment.source_span(1, 1) == (1, 4)
    assert alignment.source_span(0, 0) == (0, 0)


@pytest.mark.parametrize(
    "wrong", [[Edit(2, 1, "")], [Edit(0, 9, "")], [Edit(2, 3, ""), Edit(1, 2, "")], [Edit(0, 2, "x", one_by_one=True)]]
)
def test_edits_that_cannot_be_are_refused(wrong: list[Edit]) -> None:
    with pytest.raises(ValueError, match=r"edit [01]"):
        Alignment.from_edits(wrong, 5)


def test_places_out_of_range_are_refused() -> None:
    alignment = Alignment.identity(3)
    for start, stop in ((-1, 2), (2, 1), (0, 4)):
        with pytest.raises(IndexError, match="3 characters"):
            alignment.source_span(start, stop)
        with pytest.raises(IndexError, match="3 characters"):
            alignment.spans(start, stop)
    with pytest.raises(TypeError, match="float"):
        alignment.source_span(0.5, 1)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="starts from 4"):
        alignment.then(Alignment.identity(4))


@given(TEXTS, TEXTS)
def test_the_difference_of_any_two_texts(one: str, two: str) -> None:
    found = diff(one, two)
    assert apply(one, found) == two
    check_valid(Alignment.from_edits(found, len(one)))
    assert (found == []) == (one == two)


def test_the_difference_keeps_what_is_the_same() -> None:
    assert diff("Say IT", "say it") == [Edit(0, 6, "say it", one_by_one=True)]
    assert diff("one two three four five", "one three four 5 five") == [Edit(4, 8, ""), Edit(18, 18, " 5")]
    (edit,) = diff("so a1b2 it is", "so ab it is")[:1]
    assert edit == Edit(4, 5, "")


def test_far_apart_edits_in_a_long_text_are_all_found() -> None:
    words = [f"w{i % 977}" for i in range(60_000)]
    source = " ".join(words)
    text = " ".join(word for word in words if word != "w5")
    alignment = Alignment.from_edits(diff(source, text), len(source))
    kept = (alignment.stops - alignment.starts == 1).mean()
    assert kept == 1
    letters = np.array(list(source))[alignment.starts]
    assert "".join(letters) == text
