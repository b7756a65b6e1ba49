"""GloVe: each update is the formula's, and an epoch a plain loop over the same cells."""

from __future__ import annotations

import doctest

import numpy as np
import pytest
import torch

from nlpwidgets.embeddings import glove as room
from nlpwidgets.embeddings.cooccurrence import count_cooccurrences
from nlpwidgets.embeddings.glove import GloVe


def made_up(words=60, documents=80, seed=0):
    rng = np.random.default_rng(seed)
    return [[f"w{number}" for number in rng.zipf(1.3, 50) % words] for _ in range(documents)]


@pytest.fixture(scope="module")
def table():
    return count_cooccurrences(made_up(), window=5)


def state(model):
    """Copies of all that an update changes, in float64: vectors, biases, and their sums of squares."""
    parts = room.state.parts_of(model._rows, model.size)
    return {name: part.astype(np.float64) for name, part in parts.items()}


def order_of(model, epoch=0):
    """Row, column, ln X and f(X) of the cells of an epoch, in the order of the training."""
    cells = model._shuffled(None, room.Control())
    block = room._BLOCK
    blocks = np.random.default_rng([model.options["seed"], 2, epoch]).permutation(-(-len(cells) // block))
    for number in blocks.tolist():
        places, numbers = cells.read(number * block, (number + 1) * block)
        yield from zip(*places[:, :2].T.tolist(), *numbers[:, 2:].T.tolist(), strict=True)


def plain_update(now, cell, rate):
    """One update in float64, written as the paper and the reference have it; returns f(X) (…)²."""
    row, column, log, weight = cell
    w, c = now["word_vectors"][row].copy(), now["context_vectors"][column].copy()
    difference = w @ c + now["word_biases"][row] + now["context_biases"][column] - log
    gradient = weight * difference
    for name, place, step in (
        ("word_vector", row, rate * gradient * c),
        ("context_vector", column, rate * gradient * w),
        ("word_bias", row, rate * gradient),
        ("context_bias", column, rate * gradient),
    ):
        plural = {"word_bias": "word_biases", "context_bias": "context_biases"}.get(name, f"{name}s")
        now[plural][place] -= step / np.sqrt(now[f"{name}_squares"][place])
        now[f"{name}_squares"][place] += step**2
    return weight * difference**2


@pytest.mark.parametrize("size", [1, 5, 6, 7, 50, 100])
def test_one_update_is_the_formula(size):
    table = count_cooccurrences([["a", "b"]] * 30, min_count=1, symmetric=False)
    model = GloVe(table, size=size, learning_rate=0.3, x_max=70)
    before, after = state(model), state(model)
    (cell,) = order_of(model)
    assert cell == (0, 1, pytest.approx(np.log(30)), pytest.approx((30 / 70) ** 0.75))
    loss = plain_update(after, cell, 0.3)
    (made,) = model.train(1)
    assert made.training_loss == pytest.approx(loss, rel=1e-6)
    for name, part in state(model).items():
        np.testing.assert_allclose(part, after[name], rtol=0, atol=1e-6, err_msg=name)
    assert any((before[name] != after[name]).any() for name in before)


def test_the_gradients_are_those_of_the_objective():
    table = count_cooccurrences([["a", "b"]] * 30, min_count=1, symmetric=False)
    model = GloVe(table, size=100, learning_rate=0.05)
    before = state(model)
    names = ("word_vectors", "context_vectors", "word_biases", "context_biases")
    parameters = {name: torch.tensor(before[name], requires_grad=True) for name in names}
    inner = (parameters["word_vectors"][0] * parameters["context_vectors"][1]).sum()
    whole = inner + parameters["word_biases"][0] + parameters["context_biases"][1]
    (0.5 * (30 / 100) ** 0.75 * (whole - np.log(30)) ** 2).backward()
    model.train(1)
    for name, part in state(model).items():
        if name in names:
            expected = before[name] - 0.05 * parameters[name].grad.numpy()  # the sums of squares are 1
            np.testing.assert_allclose(part, expected, rtol=0, atol=1e-6, err_msg=name)


def test_it_is_adagrad_with_a_rate_of_1_and_sums_that_begin_at_400(table):
    # torch adds the square before the step, so that the two differ by it: a two-hundredth of a per cent here
    table = count_cooccurrences([["a", "b"]] * 30, min_count=1, symmetric=False)
    model = GloVe(table, size=10, seed=3)
    before = state(model)
    names = ("word_vectors", "context_vectors", "word_biases", "context_biases")
    parameters = {name: torch.tensor(before[name], requires_grad=True) for name in names}
    adagrad = torch.optim.Adagrad(parameters.values(), lr=1, initial_accumulator_value=1 / 0.05**2, eps=0)
    for _ in range(20):
        adagrad.zero_grad()
        inner = (parameters["word_vectors"][0] * parameters["context_vectors"][1]).sum()
        whole = inner + parameters["word_biases"][0] + parameters["context_biases"][1]
        (0.5 * (30 / 100) ** 0.75 * (whole - np.log(30)) ** 2).backward()
        adagrad.step()
    model.train(20)
    after = state(model)
    for name in names:
        np.testing.assert_allclose(after[name], parameters[name].detach().numpy(), rtol=5e-3, atol=2e-4, err_msg=name)


@pytest.mark.parametrize(("size", "block", "memory"), [(7, 1 << 15, 1 << 30), (16, 100, 1)])
def test_epochs_equal_a_plain_loop(table, monkeypatch, size, block, memory):
    monkeypatch.setattr(room, "_BLOCK", block)
    model = GloVe(table, size=size, x_max=5, seed=4, memory=memory)
    plain = state(model)
    for epoch in range(2):
        cells = list(order_of(model, epoch))
        assert len(cells) == len(table)
        loss = sum(plain_update(plain, cell, 0.05) for cell in cells) / len(cells)
        (made,) = model.train(1)
        assert made.training_loss == pytest.approx(loss, rel=1e-5)
        for name, part in state(model).items():
            np.testing.assert_allclose(part, plain[name], rtol=1e-4, atol=1e-5, err_msg=name)


@pytest.mark.parametrize("memory", [1, 1 << 30])
def test_every_cell_comes_once_in_no_order(table, memory):
    model = GloVe(table, memory=memory, alpha=0.5, x_max=3)
    cells = list(order_of(model))
    expected = {
        (row, column): (np.log(value), min(value / 3, 1) ** 0.5)
        for row, column, value in zip(table.rows.tolist(), table.columns.tolist(), table.values.tolist(), strict=True)
    }
    assert len(cells) == len(expected) > 1000
    for row, column, log, weight in cells:
        assert (log, weight) == pytest.approx(expected[row, column], rel=1e-6, abs=1e-7)
    place = {key: number for number, key in enumerate(expected)}
    shuffled = [place[row, column] for row, column, _, _ in cells]
    assert sorted(shuffled) == list(range(len(cells)))
    # of two independent orders, the correlation is 0 ± 1 / √n
    assert abs(np.corrcoef(shuffled, np.arange(len(shuffled)))[0, 1]) < 4 / np.sqrt(len(shuffled))
    neighbours = np.abs(np.diff(shuffled))
    assert np.mean(neighbours) == pytest.approx(len(cells) / 3, rel=0.1)


def test_other_epochs_read_the_blocks_in_another_order(table, monkeypatch):
    monkeypatch.setattr(room, "_BLOCK", 50)
    model = GloVe(table)
    first, second = list(order_of(model, 0)), list(order_of(model, 1))
    assert first != second
    assert sorted(first) == sorted(second)


def test_the_held_out_loss_is_the_mean_over_cells_never_trained_on(table):
    model = GloVe(table, size=9, held_out=0.1, x_max=20)
    history = model.train(3)
    cells = model._cells
    places, numbers = cells.read_held_out(0, cells.held_out)
    kept, _ = cells.read(0, len(cells))
    out, kept = set(map(tuple, places[:, :2].tolist())), set(map(tuple, kept[:, :2].tolist()))
    assert not out & kept
    assert len(out) + len(kept) == len(table)
    assert len(out) == pytest.approx(0.1 * len(table), rel=0.3)
    # the mirrored cell is the same number
    assert {(column, row) for row, column in out} == out
    now = state(model)
    losses = [
        weight
        * (
            now["word_vectors"][row] @ now["context_vectors"][column]
            + now["word_biases"][row]
            + now["context_biases"][column]
            - log
        )
        ** 2
        for (row, column, _, _), (_, _, log, weight) in zip(places.tolist(), numbers.tolist(), strict=True)
    ]
    assert history[-1].loss == pytest.approx(np.mean(losses), rel=1e-5)
    assert model.held_out_loss() == history[-1].loss
    assert history[0].loss > history[-1].loss
    assert model.cells == history[0].cells == len(kept)


def test_one_pair_at_least_is_held_out():
    table = count_cooccurrences([["a", "b", "c", "d"]], min_count=1)
    model = GloVe(table, size=3, held_out=1e-9)
    model.train(1)
    assert model._cells.held_out == 2
    assert GloVe(table, size=3).held_out_loss() is None
    with pytest.raises(ValueError, match="leaves none of 12 cells"):
        GloVe(table, held_out=0.999999).train(1)


def test_vectors_of_each_kind(table):
    model = GloVe(table, size=6, seed=9)
    word, context = model.vectors("word"), model.vectors("context")
    assert word.dtype == np.float32
    assert word.shape == context.shape == (len(table.words), 6)
    assert (np.abs(word) <= 0.5 / 6).all()
    assert word.std() == pytest.approx(1 / 6 / np.sqrt(12), rel=0.1)
    assert not np.array_equal(word, context)
    np.testing.assert_array_equal(model.vectors(), word + context)
    np.testing.assert_array_equal(model.vectors("both"), np.hstack([word, context]))
    word[:] = 0
    assert model.vectors("word").any()
    with pytest.raises(ValueError, match="no kind 'all'; there are sum, word, context, both"):
        model.vectors("all")


def test_keyed_vectors_stand_by_falling_count():
    documents = [["b", "a", "b", "c"]] * 5
    table = count_cooccurrences(documents, vocabulary=["c", "a", "b"])
    model = GloVe(table, size=4)
    keyed = model.keyed_vectors()
    assert keyed.index_to_key == ["b", "c", "a"]
    assert [keyed.get_vecattr(word, "count") for word in "abc"] == [5, 10, 5]
    assert keyed.vectors.dtype == np.float32
    for place, word in enumerate(table.words):
        np.testing.assert_array_equal(keyed[word], model.vectors()[place])
    assert model.keyed_vectors("both").vector_size == 8


def test_words_of_the_same_company_come_together():
    rng = np.random.default_rng(5)
    groups = [["sun", "moon", "star", "sky"], ["bread", "cheese", "wine", "soup"]]
    documents = [list(rng.choice(groups[number % 2], 6)) for number in range(400)]
    keyed = GloVe(count_cooccurrences([[str(word) for word in one] for one in documents]), size=8, x_max=10)
    keyed.train(40)
    vectors = keyed.keyed_vectors()
    for group, other in (groups, groups[::-1]):
        within = np.mean([vectors.similarity(one, two) for one in group for two in group if one != two])
        across = np.mean([vectors.similarity(one, two) for one in group for two in other])
        assert within > across + 0.5


def test_reciprocal_root():
    from nlpwidgets.embeddings._glove_kernel import reciprocal_root

    for x in np.float32([1, 1.5, 2, 3, 400, 1e-6, 12345.678, 1e20, 1e30]):
        assert reciprocal_root(x) == pytest.approx(1 / np.sqrt(np.float64(x)), rel=4e-7)


def test_examples_in_the_documentation():
    assert doctest.testmod(room).failed == 0
