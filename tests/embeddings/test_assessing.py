"""Trustworthiness and continuity, beside brute force and scikit-learn."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.manifold import trustworthiness

from nlpwidgets.embeddings import assessing as module
from nlpwidgets.embeddings._control import Control, Stopped
from nlpwidgets.embeddings.assessing import quality


def squares(points):
    rows = points.astype(np.float64)
    return ((rows[:, None] - rows[None]) ** 2).sum(-1)


def ranks_of(apart):
    """Rank of each other point, from 1; of equal distances the lower index first; 0 for the point itself."""
    count = len(apart)
    found = np.zeros((count, count), int)
    for i in range(count):
        others = [j for j in range(count) if j != i]
        for rank, j in enumerate(sorted(others, key=lambda j: (apart[i, j], j)), 1):
            found[i, j] = rank
    return found


def brute(truth, shown, k):
    """The definition, word by word, for each point."""
    true, seen = ranks_of(truth), ranks_of(shown)
    count = len(true)
    worst = k * (2 * count - 3 * k - 1) / 2
    trust, continuity, kept = [], [], []
    for i in range(count):
        near_true = {j for j in range(count) if 0 < true[i, j] <= k}
        near_seen = {j for j in range(count) if 0 < seen[i, j] <= k}
        trust.append(1 - sum(true[i, j] - k for j in near_seen - near_true) / worst)
        continuity.append(1 - sum(seen[i, j] - k for j in near_true - near_seen) / worst)
        kept.append(len(near_true & near_seen) / k)
    return trust, continuity, kept


@settings(max_examples=80, deadline=None)
@given(st.integers(3, 40), st.data(), st.sampled_from([1, 2, 3]), st.booleans(), st.integers(0, 2**20))
def test_it_is_the_definition(points, data, dimensions, crowded, seed):
    k = data.draw(st.integers(1, (points - 1) // 2))
    random = np.random.default_rng(seed)
    # crowded: whole numbers, so that many distances are equal, and exact
    matrix = random.integers(-2, 3, (points, 4)) if crowded else random.normal(size=(points, 4))
    if crowded:
        matrix[0] -= matrix.sum(axis=0)  # a mean of 0, so that nothing is rounded
    picture = random.integers(-2, 3, (points, dimensions)) if crowded else random.normal(size=(points, dimensions))
    found = quality(matrix, picture, k=k, metric="euclidean")
    trust, continuity, kept = brute(squares(matrix), squares(picture), k)
    np.testing.assert_allclose(found.trustworthiness, trust, atol=1e-12)
    np.testing.assert_allclose(found.continuity, continuity, atol=1e-12)
    np.testing.assert_allclose(found.preserved, kept, atol=1e-12)


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
@pytest.mark.parametrize("k", [1, 5, 40])
def test_the_mean_is_that_of_scikit_learn(metric, k):
    random = np.random.default_rng(k)
    matrix = random.normal(size=(300, 20)) * random.uniform(0.5, 2, (300, 1))
    picture = matrix[:, :2] + random.normal(size=(300, 2)) / 2
    found = quality(matrix, picture, k=k, metric=metric)
    known = trustworthiness(matrix, picture, n_neighbors=k, metric=metric)
    assert found.means[0] == pytest.approx(known, abs=1e-12)
    assert np.array_equal(found.points, np.arange(300))
    if metric == "euclidean":  # continuity is trustworthiness with the roles swapped
        assert found.means[1] == pytest.approx(trustworthiness(picture, matrix, n_neighbors=k), abs=1e-12)


def test_a_faithful_picture_has_all_and_a_random_one_half():
    points = np.random.default_rng(0).normal(size=(400, 2))
    turned = points @ np.array([[0.6, -0.8], [0.8, 0.6]]) * 7 + 3
    assert quality(points, turned, metric="euclidean").means == (1, 1, 1)
    trust, continuity, kept = quality(points, np.random.default_rng(1).normal(size=(400, 2)), metric="euclidean").means
    assert abs(trust - 0.5) < 0.03
    assert abs(continuity - 0.5) < 0.03
    assert abs(kept - 10 / 399) < 0.02


def test_a_sample_is_seeded_and_each_point_is_exact():
    random = np.random.default_rng(2)
    matrix, picture = random.normal(size=(500, 8)), random.normal(size=(500, 2))
    whole = quality(matrix, picture, k=6)
    some = quality(matrix, picture, k=6, sample=90, seed=3)
    assert len(some.points) == 90
    assert np.array_equal(some.points, np.unique(some.points))
    for name in ("trustworthiness", "continuity", "preserved"):
        assert np.array_equal(getattr(some, name), getattr(whole, name)[some.points])
    assert np.array_equal(some.points, quality(matrix, picture, sample=90, seed=3).points)
    assert not np.array_equal(some.points, quality(matrix, picture, sample=90, seed=4).points)
    assert len(quality(matrix, picture, sample=1000).points) == 500


def test_beyond_some_thousands_it_is_a_sample_by_default(monkeypatch):
    monkeypatch.setattr(module, "ALL_BELOW", 100)
    monkeypatch.setattr(module, "SAMPLE", 30)
    random = np.random.default_rng(2)
    assert len(quality(random.normal(size=(100, 4)), random.normal(size=(100, 2))).points) == 100
    assert len(quality(random.normal(size=(101, 4)), random.normal(size=(101, 2))).points) == 30


def test_blocks_and_single_precision_change_nothing_here(monkeypatch):
    random = np.random.default_rng(6)
    matrix, picture = random.normal(size=(300, 8)).astype(np.float32), random.normal(size=(300, 3)).astype(np.float32)
    whole = {metric: quality(matrix, picture, metric=metric) for metric in ("cosine", "euclidean")}
    monkeypatch.setattr(module, "_DISTANCES", 1)
    monkeypatch.setattr(module, "_DOUBLE", 0)
    for metric, found in whole.items():
        again = quality(matrix, picture, metric=metric)
        np.testing.assert_allclose(again.trustworthiness, found.trustworthiness, atol=1e-3)
        np.testing.assert_allclose(again.means, found.means, atol=1e-4)


def test_it_reports_and_can_be_stopped(monkeypatch):
    monkeypatch.setattr(module, "_DISTANCES", 3000)
    random = np.random.default_rng(2)
    matrix, picture = random.normal(size=(100, 4)), random.normal(size=(100, 2))
    control, told = Control(), []

    def progress(one):
        told.append((one.stage, one.done, one.total))
        if one.done >= 60:
            control.stop()

    with pytest.raises(Stopped):
        quality(matrix, picture, progress=progress, control=control)
    assert told == [("compiling", 0, 0), ("ranks", 30, 100), ("ranks", 60, 100)]


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"k": 0}, ValueError, "less than half"),
        ({"k": 10}, ValueError, "less than half"),
        ({"k": 2.0}, TypeError, "whole number"),
        ({"metric": "dot"}, ValueError, "metric"),
        ({"sample": 0}, ValueError, "sample"),
        ({"picture": np.zeros((19, 2))}, ValueError, "20 vectors, but 19 points"),
        ({"picture": np.full((20, 2), np.inf)}, ValueError, "coordinates holds values"),
        ({"matrix": np.full((20, 2), np.nan)}, ValueError, "matrix holds values"),
        ({"matrix": np.zeros(20)}, ValueError, "shape"),
    ],
)
def test_what_does_not_fit_is_said(change, error, words):
    random = np.random.default_rng(0)
    options = {"matrix": random.normal(size=(20, 3)), "picture": random.normal(size=(20, 2)), "k": 3} | change
    with pytest.raises(error, match=words):
        quality(options.pop("matrix"), options.pop("picture"), **options)


def test_the_public_name_stays_a_function():
    from nlpwidgets import embeddings

    for _ in range(2):  # a module of the same name would take its place once it is imported
        assert callable(embeddings.quality)
