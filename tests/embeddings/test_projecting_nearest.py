"""The nearest rows, beside brute force."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlpwidgets.embeddings._control import Control, Progress, Stopped
from nlpwidgets.embeddings._nearest import nearest_rows, neighbour_graph


def brute(matrix, k, metric):
    """Distances in float64, pair by pair; equal ones in the order of the rows."""
    rows = matrix.astype(np.float64)
    if metric == "cosine":
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        rows = rows / np.where(lengths == 0, 1, lengths)
        apart = 1 - rows @ rows.T
    else:
        apart = np.sqrt(((rows[:, None] - rows[None]) ** 2).sum(-1))
    np.fill_diagonal(apart, np.inf)
    near = np.argsort(apart, axis=1, kind="stable")[:, :k]
    return near, np.take_along_axis(apart, near, 1)


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
@pytest.mark.parametrize("k", [1, 7, 199])
def test_they_are_those_of_brute_force(metric, k):
    matrix = np.random.default_rng(k).normal(size=(200, 12)).astype(np.float32)
    found = nearest_rows(matrix, k, metric=metric)
    near, distances = brute(matrix, k, metric)
    assert found.exact
    assert np.array_equal(found.rows, near)
    np.testing.assert_allclose(found.distances, distances, atol=1e-7)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(2, 40),
    st.integers(1, 5),
    st.integers(1, 45),
    st.sampled_from(["cosine", "euclidean"]),
    st.integers(0, 2**20),
)
def test_equal_distances_are_in_the_order_of_the_rows(points, size, k, metric, seed):
    # few different values: many rows are equal, and some are zero
    matrix = np.random.default_rng(seed).integers(-1, 2, (points, size)).astype(np.float32)
    found = nearest_rows(matrix, k, metric=metric)
    near, distances = brute(matrix, min(k, points - 1), metric)
    np.testing.assert_allclose(found.distances, distances, atol=1e-6)
    if metric == "euclidean":  # whole numbers, so that brute force is exact too
        assert np.array_equal(found.rows, near)
    else:
        assert all(len(set(row)) == len(row) for row in found.rows.tolist())
        for point, row in enumerate(found.rows.tolist()):
            same = [other for other in range(points) if other != point and (matrix[other] == matrix[point]).all()]
            if matrix[point].any():
                nearest = [other for other in row if other in same]
                assert nearest == sorted(same)[: len(nearest)]


def test_some_rows_only():
    matrix = np.random.default_rng(0).normal(size=(60, 4))
    whole = nearest_rows(matrix, 5)
    some = nearest_rows(matrix, 5, queries=np.array([40, 3]))
    assert np.array_equal(some.rows, whole.rows[[40, 3]])
    assert np.array_equal(some.distances, whole.distances[[40, 3]])


def test_far_from_the_origin_distances_stay_exact():
    matrix = (np.random.default_rng(1).normal(size=(80, 6)) * 1e-2 + 1000).astype(np.float32)
    found = nearest_rows(matrix, 5, metric="euclidean")
    near, distances = brute(matrix, 5, "euclidean")
    np.testing.assert_allclose(found.distances, distances, rtol=1e-2)
    assert (found.rows == near).mean() > 0.99


def test_it_reports_and_can_be_stopped():
    matrix = np.random.default_rng(0).normal(size=(3000, 4)).astype(np.float32)
    told, control = [], Control()

    def progress(one: Progress):
        told.append(one)
        control.stop()

    with pytest.raises(Stopped):
        nearest_rows(matrix, 3, progress=progress, control=control)
    assert [one.total for one in told] == [3000]
    assert 0 < told[0].done < 3000


@pytest.mark.slow  # the search for neighbours is compiled each time
@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
def test_approximate_neighbours_are_nearly_all_true_and_the_same_each_time(metric):
    random = np.random.default_rng(4)
    matrix = (random.normal(size=(30, 10))[random.integers(0, 30, 1500)] + random.normal(size=(1500, 10))).astype(
        np.float32
    )
    matrix[100] = matrix[200] = matrix[300]
    first = neighbour_graph(matrix, 12, metric=metric, seed=1, exact_below=1000)
    again = neighbour_graph(matrix, 12, metric=metric, seed=1, exact_below=1000)
    exact = neighbour_graph(matrix, 12, metric=metric, seed=1)
    assert not first.exact
    assert exact.exact
    assert np.array_equal(first.rows, again.rows)
    assert (first.rows != np.arange(1500)[:, None]).all()
    shared = np.mean([len(set(a) & set(b)) / 12 for a, b in zip(first.rows.tolist(), exact.rows.tolist(), strict=True)])
    assert shared > 0.97
