"""k-means with two clusters against scikit-learn and against all partitions there are."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.cluster import KMeans

from nlpwidgets.bias._clustering import two_clusters


def inertia(rows, sides):
    """Sum of the squared distances to the means, the plain way."""
    return sum(((part - part.mean(axis=0)) ** 2).sum() for part in (rows[sides], rows[~sides]) if len(part))


@pytest.mark.parametrize("seed", range(8))
def test_it_is_as_good_as_scikit_learn(seed):
    random = np.random.default_rng(seed)
    apart = 3 * random.standard_normal(20) * (random.random(300) < 0.4)[:, None] * seed / 4
    rows = random.standard_normal((300, 20)) + apart
    found = two_clusters(rows)
    best = KMeans(2, n_init=10, random_state=0).fit(rows)
    assert inertia(rows, found) <= best.inertia_ * 1.005
    if seed > 3:  # clusters that are apart: there is one best way
        assert inertia(rows, found) == pytest.approx(best.inertia_, rel=1e-9)
        assert len({*zip(found.tolist(), best.labels_.tolist(), strict=True)}) == 2


@given(st.integers(0, 10_000), st.integers(2, 40), st.integers(1, 5))
def test_no_row_is_nearer_to_the_other_mean(seed, count, size):
    rows = np.random.default_rng(seed).standard_normal((count, size)) + 100  # far from 0
    found = two_clusters(rows, starts=3)
    assert 0 < found.sum() < count
    here, there = rows[found].mean(axis=0), rows[~found].mean(axis=0)
    nearer = ((rows - here) ** 2).sum(axis=1) - ((rows - there) ** 2).sum(axis=1)
    assert (nearer[found] <= 1e-9).all()
    assert (nearer[~found] >= -1e-9).all()


@pytest.mark.parametrize("seed", range(5))
def test_the_best_of_all_partitions(seed):
    rows = np.random.default_rng(seed).standard_normal((9, 3))
    every = [np.array((False, *rest)) for rest in itertools.product([False, True], repeat=8) if any(rest)]
    best = min(inertia(rows, one) for one in every)
    assert inertia(rows, two_clusters(rows, starts=40)) == pytest.approx(best, rel=1e-12)


def test_the_same_seed_gives_the_same_clusters_and_the_rows_stay():
    rows = np.random.default_rng(1).standard_normal((50, 6))
    before = rows.copy()
    assert (two_clusters(rows, seed=3) == two_clusters(rows, seed=3)).all()
    assert (rows == before).all()


@pytest.mark.parametrize("rows", [np.ones((7, 3)), np.zeros((4, 2)), np.full((5, 3), 1e12), np.ones((1, 3))])
def test_rows_that_are_all_the_same_are_one_cluster(rows):
    assert not two_clusters(rows).any()


def test_two_points_many_times():
    rows = np.repeat([[0.0, 1], [5, 5]], [3, 6], axis=0)
    assert sorted(two_clusters(rows).tolist()) in ([False] * 3 + [True] * 6, [False] * 6 + [True] * 3)
