"""The scan against brute force in float64."""

from __future__ import annotations

import numpy as np
import pytest
from gensim.models import KeyedVectors
from hypothesis import given, settings
from hypothesis import strategies as st

from nlpwidgets.embeddings import Control, Stopped
from nlpwidgets.embeddings import _scan as module
from nlpwidgets.embeddings._scan import Scan, forget_scan, scan_of
from nlpwidgets.embeddings._vectors import unit_of
from tests.embeddings.asking_samples import clustered, made


def brute(vectors, query, k, restrict=None, excluded=()):
    """Rows and cosines, in float64, of equal ones the first row first."""
    rows = vectors.vectors[:restrict].astype(np.float64)
    lengths = np.linalg.norm(rows, axis=1)
    query = np.asarray(query, np.float64)
    found = np.array([row @ query for row in rows]) / np.where(lengths > 0, lengths, 1) / np.linalg.norm(query)
    order = [row for row in np.lexsort((np.arange(len(found)), -found)) if row not in set(excluded)][:k]
    return order, found[order]


def same(found, expected):
    assert found[0].tolist() == [int(row) for row in expected[0]]
    np.testing.assert_allclose(found[1], expected[1], rtol=0, atol=1e-12)


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("size", [1, 3, 16, 50, 100, 301])
def test_best_equals_brute_force(size, packed):
    vectors = clustered(3000, size, seed=size) if size > 1 else made([[x] for x in (3.0, -2.0, 0.0, 5.0)])
    scan = Scan(vectors)
    random = np.random.default_rng(size)
    for k in (1, 10, 3000):
        query = random.standard_normal(size)
        found = scan.best(query, k, packed=packed)
        expected = brute(vectors, query, k)
        if size == 1:  # only three different cosines: in float64 +1 may differ from +1 by a rounding
            np.testing.assert_allclose(found[1], expected[1], atol=1e-12)
        else:
            same(found, expected)


@given(
    st.integers(1, 300),
    st.integers(2, 40),
    st.integers(1, 400),
    st.integers(0, 2**32 - 1),
    st.booleans(),
    st.integers(1, 350),
    st.lists(st.integers(-5, 320), max_size=8),
)
@settings(max_examples=60, deadline=None)
def test_any_shape_restriction_and_exclusion(count, size, k, seed, packed, restrict, excluded):
    random = np.random.default_rng(seed)
    vectors = made(random.standard_normal((count, size)))
    query = random.standard_normal(size)
    found = Scan(vectors).best(query, k, restrict=restrict, excluded=excluded, packed=packed)
    same(found, brute(vectors, query, k, restrict, excluded))


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_threads_do_not_matter(threads):
    vectors = clustered(30_000, 24)
    scan = Scan(vectors)
    for row in (0, 29_999, 12_345):
        found = scan.best(vectors.vectors[row], 10, excluded=[row], threads=threads)
        same(found, brute(vectors, vectors.vectors[row], 10, None, [row]))


def test_equal_rows_come_in_their_order():
    random = np.random.default_rng(0)
    rows = random.standard_normal((25_000, 20))
    rows[[7, 24_000, 300, 12_000]] = rows[5]
    scan = Scan(made(rows))
    for packed in (True, False):
        assert scan.best(rows[5], 5, packed=packed)[0].tolist() == [5, 7, 300, 12_000, 24_000]
        found = scan.best(rows[5], 3, excluded=[7], packed=packed)
        assert found[0].tolist() == [5, 300, 12_000]
        assert len(set(found[1].tolist())) == 1
    assert next(iter(scan.many(rows[[5]], 5)))[0].tolist() == [5, 7, 300, 12_000, 24_000]


def test_rows_that_bytes_cannot_tell_apart_fall_back(monkeypatch):
    random = np.random.default_rng(3)
    rows = 1 + 1e-4 * random.standard_normal((30_000, 30))
    vectors = made(rows)
    scan = Scan(vectors)
    assert scan._near_packed(unit_of(rows[4]), 10, 30_000, 1) is None
    same(scan.best(rows[4], 10), brute(vectors, rows[4], 10))


@given(st.integers(0, 2**32 - 1), st.integers(1, 70))
@settings(max_examples=40, deadline=None)
def test_bytes_are_as_near_as_they_say(seed, size):
    random = np.random.default_rng(seed)
    rows = (random.standard_normal((20, size)) * 10.0 ** random.integers(-6, 6, (20, 1))).astype(np.float32)
    rows[3] = 0
    scan = Scan(made(rows))
    packed = scan.packed
    unit = scan.units(np.arange(20))
    shown = packed.rows[:, :size].astype(np.float64) * packed.scales[:, None].astype(np.float64)
    assert (np.linalg.norm(unit - shown, axis=1) <= packed.slacks).all()
    assert not packed.rows[:, size:].any()
    assert not packed.rows[3].any()


def test_products_of_bytes_are_those_of_whole_numbers():
    from numba import njit

    from nlpwidgets.embeddings._dot_kernel import LANES, dot

    @njit
    def product(flat, start, query):
        return dot(flat, start, query)

    random = np.random.default_rng(0)
    for steps in (1, 2, 7, 40):
        size = steps * LANES
        rows = random.integers(-127, 128, (5, size), dtype=np.int8)
        most = min(32_767, (2**31 - 1) // (127 * size))
        query = random.integers(-most, most + 1, size).astype(np.int16)
        rows[0], query[:] = -127, most  # the largest sum there can be
        for row in range(5):
            expected = int(rows[row].astype(np.int64) @ query.astype(np.int64))
            assert product(rows.reshape(-1), row * size, query) == expected


@pytest.mark.parametrize("scale", [1e-30, 1e-18, 1.0, 1e15, 1e30])
def test_tiny_and_huge_vectors(scale):
    vectors = clustered(500, 20)
    scaled = made(vectors.vectors.astype(np.float64) * scale)
    scan = Scan(scaled)
    query = vectors.vectors[3] * np.float64(scale)
    expected = brute(vectors, vectors.vectors[3], 10)
    for packed in (True, False):
        found = scan.best(query, 10, packed=packed)
        assert found[0].tolist() == [int(row) for row in expected[0]]
        np.testing.assert_allclose(found[1], expected[1], atol=1e-6)


def test_zeros_have_cosine_zero():
    rows = np.random.default_rng(0).standard_normal((30, 6))
    rows[4] = 0
    scan = Scan(made(rows))
    found = dict(zip(*(part.tolist() for part in scan.best(rows[2], 30)), strict=True))
    assert found[4] == 0
    assert set(scan.best(np.zeros(6), 30)[1].tolist()) == {0.0}


def test_not_finite():
    rows = np.ones((5, 3))
    rows[2, 1] = np.nan
    with pytest.raises(ValueError, match="'w2' in row 2"):
        Scan(made(rows))


def test_many_equals_one_by_one(monkeypatch):
    monkeypatch.setattr(module, "_BLOCK", 7000)  # some blocks
    vectors = clustered(1000, 30)
    scan = Scan(vectors)
    queries = np.random.default_rng(0).standard_normal((25, 30))
    excluded = [[row, 3] for row in range(25)]
    for restrict in (None, 100):
        found = list(scan.many(queries, 7, restrict=restrict, excluded=excluded))
        for query, away, one in zip(queries, excluded, found, strict=True):
            same(one, brute(vectors, query, 7, restrict, away))
    assert list(scan.many(queries[:0], 5)) == []
    everything = list(scan.many(queries[:1], 5, restrict=2, excluded=[[0, 1]]))
    assert everything[0][0].size == 0


def test_many_can_be_stopped(monkeypatch):
    monkeypatch.setattr(module, "_BLOCK", 1000)
    control = Control()
    found = Scan(clustered(1000, 10)).many(np.ones((5, 10)), 3, control=control)
    next(found)
    control.stop()
    with pytest.raises(Stopped):
        next(found)


def test_cosines_are_within_their_error():
    vectors = clustered(700, 90)
    scan = Scan(vectors)
    queries = np.random.default_rng(1).standard_normal((4, 90))
    exact = queries / np.linalg.norm(queries, axis=1, keepdims=True) @ scan.units(np.arange(700)).T
    assert np.abs(scan.cosines(queries) - exact).max() <= scan.error
    assert scan.cosines(queries, restrict=5).shape == (4, 5)


def test_kept_while_the_vectors_live_and_nothing_is_written():
    vectors = clustered(200, 8)
    before = vectors.vectors.copy()
    attributes = set(vars(vectors))
    vectors.vectors.flags.writeable = False
    scan = scan_of(vectors)
    scan.best(before[0], 5, packed=True)
    assert scan_of(vectors) is scan
    assert np.array_equal(vectors.vectors, before)
    assert vectors.norms is None
    assert set(vars(vectors)) == attributes
    vectors.vectors = before[::-1].copy()
    assert scan_of(vectors) is not scan
    assert scan_of(vectors).best(before[0], 1)[0].tolist() == [199]
    vectors.vectors[0] = 0
    forget_scan(vectors)
    assert scan_of(vectors).zero[0]


def test_other_dtypes():
    rows = np.random.default_rng(0).standard_normal((40, 5))
    for dtype in (np.float16, np.float64):
        vectors = KeyedVectors(5, dtype=dtype)
        vectors.add_vectors([f"w{row}" for row in range(40)], rows.astype(dtype))
        assert vectors.vectors.dtype == dtype
        assert Scan(vectors).best(rows[7], 1)[0].tolist() == [7]


def test_nothing_left():
    scan = Scan(clustered(10, 4))
    rows, cosines = scan.best(np.ones(4), 5, restrict=3, excluded=[0, 1, 2])
    assert rows.shape == cosines.shape == (0,)
