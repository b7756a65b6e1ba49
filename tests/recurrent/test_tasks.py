"""Tasks that need memory: what they ask is what they say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlpwidgets.recurrent import tasks


@given(st.integers(1, 40), st.integers(2, 60), st.integers(0, 5))
def test_the_sum_is_that_of_the_marked_numbers(examples: int, length: int, seed: int) -> None:
    inputs, targets = tasks.adding_problem(examples, length, seed=seed)
    assert inputs.shape == (length, examples, 2)
    np.testing.assert_array_equal(inputs[:, :, 1].sum(axis=0), 2)
    np.testing.assert_allclose((inputs[:, :, 0] * inputs[:, :, 1]).sum(axis=0), targets, atol=1e-6)
    assert (inputs[: length // 2, :, 1].sum(axis=0) == 1).all()
    again = tasks.adding_problem(examples, length, seed=seed)
    np.testing.assert_array_equal(again.inputs, inputs)


def test_guessing_one_costs_a_sixth() -> None:
    targets = tasks.adding_problem(20_000, 10).targets
    assert np.mean((targets - 1) ** 2) == pytest.approx(1 / 6, rel=0.05)


@given(st.integers(1, 20), st.integers(1, 30), st.integers(1, 9), st.integers(1, 12))
def test_what_was_said_is_asked_for_at_the_end(examples: int, length: int, symbols: int, width: int) -> None:
    inputs, targets = tasks.copy_memory(examples, length, symbols=symbols, width=width)
    assert inputs.shape == targets.shape == (length + 2 * width, examples)
    np.testing.assert_array_equal(inputs[:width], targets[-width:])
    assert inputs[:width].min() >= 1
    assert inputs[:width].max() <= symbols
    assert not targets[:-width].any()
    asked = inputs[width:] == symbols + 1
    assert (asked.sum(axis=0) == 1).all()
    assert asked[length - 1].all()


@given(st.integers(1, 20), st.integers(0, 30), st.integers(0, 3))
def test_the_verb_agrees_with_the_subject(examples: int, length: int, seed: int) -> None:
    found = tasks.agreement(examples, length, seed=seed)
    many = {word for _, word in tasks.SUBJECTS}
    for sentence, verb, wrong, plural in zip(found.sentences, found.verbs, found.wrong, found.plural, strict=True):
        words = sentence.split()
        assert (words[1] in many) == plural
        assert (verb, wrong) in ([pair[::-1] for pair in tasks.VERBS] if plural else list(tasks.VERBS))
        assert length <= len(words) - 2 < length + 3


@given(st.integers(1, 20), st.integers(1, 15).map(lambda k: 2 * k), st.integers(1, 4), st.integers(0, 3))
def test_brackets_are_as_they_are_said_to_be(examples: int, length: int, kinds: int, seed: int) -> None:
    found = tasks.dyck(examples, length, kinds=kinds, seed=seed)
    for text, valid in zip(found.texts, found.valid, strict=True):
        assert len(text) == length
        assert set(text) <= set("()[]{}<>"[: 2 * kinds])
        left = text
        while any(pair in left for pair in ("()", "[]", "{}", "<>")):
            for pair in ("()", "[]", "{}", "<>"):
                left = left.replace(pair, "")
        assert valid == (left == "")


def test_both_kinds_of_brackets_come() -> None:
    assert 0.3 < tasks.dyck(400, 12).valid.mean() < 0.7


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: tasks.adding_problem(0, 5), "examples"),
        (lambda: tasks.adding_problem(1, 1), "length"),
        (lambda: tasks.copy_memory(1, 0), "length"),
        (lambda: tasks.copy_memory(1, 1, symbols=0), "symbols"),
        (lambda: tasks.dyck(1, 3), "even"),
        (lambda: tasks.dyck(1, 4, kinds=5), "kinds"),
    ],
)
def test_calls_that_are_wrong(call, message) -> None:
    with pytest.raises(ValueError, match=message):
        call()
