"""Half-life, saturation, orders of units, alignment of tokens."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from nlpwidgets.recurrent import align_tokens, half_life, saturation, unit_order

TIMES_UNITS = st.tuples(st.integers(1, 12), st.integers(1, 9))


def test_half_life_is_when_half_is_left() -> None:
    gate = np.array([[0.5, 0.9, 1.0, 0.0, 0.25], [0.5, 0.9, 1.0, 0.9, 1.0]])
    np.testing.assert_allclose(half_life(gate), [1, np.log(0.5) / np.log(0.9), np.inf, 0, 1], rtol=1e-12)


@settings(deadline=None)
@given(arrays(np.float64, TIMES_UNITS, elements=st.floats(0.01, 0.999)))
def test_after_a_half_life_of_the_mean_gate_half_is_kept(gate: np.ndarray) -> None:
    kept = np.exp(np.log(gate).mean(axis=0)) ** half_life(gate)
    np.testing.assert_allclose(kept, 0.5, rtol=1e-9)


def test_half_life_over_a_batch_with_lengths() -> None:
    gate = np.random.default_rng(0).uniform(0.1, 0.9, (6, 2, 3)).astype(np.float32)
    gate[4:, 1] = 0  # padding
    whole = half_life(gate, lengths=[6, 4])
    np.testing.assert_allclose(whole[0], half_life(gate[:, 0]), rtol=1e-12)
    np.testing.assert_allclose(whole[1], half_life(gate[:4, 1]), rtol=1e-12)
    assert half_life(gate).shape == (2, 3)
    assert np.isnan(half_life(gate, lengths=[6, 0])[1]).all()
    assert np.isnan(half_life(np.array([[np.nan], [0.5]]))).all()


def test_half_life_refuses_what_is_no_gate() -> None:
    for wrong in ([[-0.1]], [[1.5]]):
        with pytest.raises(ValueError, match="between 0 and 1"):
            half_life(wrong)
    with pytest.raises(ValueError, match=r"\(time, \.\.\., hidden\)"):
        half_life([0.5, 0.5])
    with pytest.raises(ValueError, match="lengths"):
        half_life(np.full((3, 2), 0.5), lengths=[3, 2])
    with pytest.raises(ValueError, match="between 0 and the 3 steps"):
        half_life(np.full((3, 2, 1), 0.5), lengths=[3, 4])


def test_saturation() -> None:
    gate = np.array([[0.05, 0.1, 0.95], [0.5, 0.9, 0.99], [0.05, 0.91, 0.2], [0.0, 0.0, 1.0]])
    below, above = saturation(gate)
    np.testing.assert_allclose(below, [0.75, 0.25, 0])
    np.testing.assert_allclose(above, [0, 0.25, 0.75])
    below, above = saturation(np.array([[-0.95], [0.95], [0.0], [-1.0]]), -0.9, 0.9)
    assert (below[0], above[0]) == (0.5, 0.25)
    batch = np.stack([gate, gate], axis=1)
    np.testing.assert_allclose(saturation(batch, lengths=[4, 2]).below[1], [0.5, 0, 0])
    with pytest.raises(ValueError, match="low must not lie above high"):
        saturation(gate, 0.9, 0.1)


@settings(deadline=None)
@given(
    arrays(np.float32, TIMES_UNITS, elements=st.floats(-1, 1, width=32)),
    st.sampled_from(["stored", "mean", "change", "cluster"]),
    st.data(),
)
def test_every_order_is_a_permutation_and_the_same_each_time(values: np.ndarray, by: str, data: st.DataObject) -> None:
    step = data.draw(st.integers(0, len(values) - 1))
    order = unit_order(values, by, step=step)
    assert order.dtype == np.int32
    assert sorted(order) == list(range(values.shape[1]))
    np.testing.assert_array_equal(order, unit_order(values.copy(), by, step=step))
    v = values.astype(np.float64)
    key = {
        "mean": v.mean(axis=0),
        "change": np.abs(v[step] - (v[step - 1] if step else 0)),
    }.get(by)
    if key is not None:
        np.testing.assert_array_equal(order, sorted(range(len(key)), key=lambda unit: -key[unit]))  # stable, as stated
    if by == "stored":
        np.testing.assert_array_equal(order, np.arange(values.shape[1]))


def test_the_change_against_another_row() -> None:
    values = np.array([[0.1, 0.5, 0.3], [0.2, 0.5, 0.9]])
    assert unit_order(values, "change", step=0).tolist() == [1, 2, 0]
    assert unit_order(values, "change", step=0, previous=[0.1, 0.5, 0.0]).tolist() == [2, 0, 1]
    assert unit_order(values, "change", step=0, previous=values[1]).tolist() == [2, 0, 1]


def test_clustering_puts_like_units_side_by_side() -> None:
    rng = np.random.default_rng(1)
    shapes = rng.standard_normal((40, 3))
    which = rng.permutation(np.repeat([0, 1, 2], 5))
    values = shapes[:, which] + 0.01 * rng.standard_normal((40, 15))
    seen = which[unit_order(values, "cluster")]
    assert np.count_nonzero(np.diff(seen)) == 2


def test_clustering_puts_units_without_variation_last() -> None:
    rng = np.random.default_rng(2)
    values = rng.standard_normal((30, 6)).astype(np.float32)
    values[:, 1] = 0.1  # its mean is not exactly 0.1
    values[:, 4] = np.nan
    assert unit_order(values, "cluster")[-2:].tolist() == [1, 4]
    assert unit_order(np.zeros((5, 3)), "cluster").tolist() == [0, 1, 2]
    assert unit_order(np.ones((1, 3)), "cluster").tolist() == [0, 1, 2]
    assert unit_order(rng.standard_normal((9, 2)), "cluster").tolist() == [0, 1]


def test_orders_that_cannot_be_made() -> None:
    values = np.zeros((4, 3))
    with pytest.raises(ValueError, match="needs a step"):
        unit_order(values, "change")
    with pytest.raises(IndexError, match="steps 0 to 3"):
        unit_order(values, "change", step=4)
    with pytest.raises(ValueError, match="by must be"):
        unit_order(values, "size")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="one batch item"):
        unit_order(np.zeros((4, 1, 3)))
    with pytest.raises(ValueError, match=r"shape \(3,\)"):
        unit_order(values, "change", step=1, previous=[0.0])


TOKENS = st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=12)


@settings(deadline=None)
@given(TOKENS, TOKENS)
def test_an_alignment_holds_every_token_once_in_order(a: list[str], b: list[str]) -> None:
    columns = align_tokens(a, b)
    assert columns.dtype == np.int32
    assert columns.shape[1] == 2
    for side, tokens in ((0, a), (1, b)):
        assert [k for k in columns[:, side] if k >= 0] == list(range(len(tokens)))
    assert not (columns == -1).all(axis=1).any()


@settings(deadline=None)
@given(TOKENS, TOKENS)
def test_an_alignment_pairs_as_many_equal_tokens_as_can_be(a: list[str], b: list[str]) -> None:
    def longest(i: int, j: int, known: dict[tuple[int, int], int]) -> int:
        if i == len(a) or j == len(b):
            return 0
        if (i, j) not in known:
            met = 1 + longest(i + 1, j + 1, known) if a[i] == b[j] else 0
            known[i, j] = max(met, longest(i + 1, j, known), longest(i, j + 1, known))
        return known[i, j]

    equal = sum(i >= 0 <= j and a[i] == b[j] for i, j in align_tokens(a, b))
    assert equal == longest(0, 0, {})


def test_an_alignment_shows_what_changed() -> None:
    a, b = ["the", "film", "was", "good"], ["the", "film", "was", "not", "very", "good"]
    assert align_tokens(a, b).tolist() == [[0, 0], [1, 1], [2, 2], [-1, 3], [-1, 4], [3, 5]]
    assert align_tokens(["good"], ["bad"]).tolist() == [[0, 0]]
    assert align_tokens([], []).shape == (0, 2)
    assert align_tokens(["x"] * 300, ["x"] * 300).tolist() == [
        [k, k] for k in range(300)
    ]  # frequent tokens are no junk
