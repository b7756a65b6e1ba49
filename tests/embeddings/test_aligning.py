"""Alignment beside scipy, and changed neighbourhoods beside brute force."""

import numpy as np
import pytest
from gensim.models import KeyedVectors
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import orthogonal_procrustes
from scipy.spatial import procrustes
from scipy.spatial.transform import Rotation

from nlpwidgets.embeddings import aligning
from nlpwidgets.embeddings._control import Control, Stopped
from nlpwidgets.embeddings.aligning import align, align_points, neighbourhood_change


def made(rows, names=None):
    rows = np.asarray(rows, np.float32)
    kv = KeyedVectors(rows.shape[1])
    kv.add_vectors([f"w{i}" for i in range(len(rows))] if names is None else list(names), rows)
    return kv


def unit(rows):
    rows = np.asarray(rows, np.float64)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.mark.parametrize("length", [True, False])
@pytest.mark.parametrize("center", [True, False])
@pytest.mark.parametrize("scaling", [True, False])
def test_the_rotation_is_that_of_scipy(length, center, scaling):
    random = np.random.default_rng(0)
    first, second = random.normal(size=(70, 9)).astype(np.float32) + 1, random.normal(size=(70, 9)).astype(np.float32)
    found = align(made(first), made(second), unit=length, center=center, scaling=scaling)
    a, b = (unit(rows) if length else rows.astype(np.float64) for rows in (first, second))
    move, onto = (a.mean(axis=0), b.mean(axis=0)) if center else (0, 0)
    rotation, sum_of = orthogonal_procrustes(a - move, b - onto)
    scale = sum_of / ((a - move) ** 2).sum() if scaling else 1.0
    np.testing.assert_allclose(found.rotation, rotation, atol=1e-9)
    assert found.scale == pytest.approx(scale)
    mapped = scale * (a - move) @ rotation + onto
    np.testing.assert_allclose(found.place(first), mapped, atol=1e-9)
    np.testing.assert_allclose(found.residuals, np.linalg.norm(mapped - b, axis=1), atol=1e-9)
    assert found.words == tuple(f"w{i}" for i in range(70))


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 12), st.integers(0, 20), st.integers(0, 2**20))
def test_a_turned_copy_comes_back(size, more, seed):
    random = np.random.default_rng(seed)
    rows = random.normal(size=(size + more, size))
    turn, _ = np.linalg.qr(random.normal(size=(size, size)))
    found = align(made(rows), made(rows @ turn))
    np.testing.assert_allclose(found.rotation @ found.rotation.T, np.eye(size), atol=1e-9)
    assert found.residuals.max() < 1e-5
    np.testing.assert_allclose(found.rotation, turn, atol=1e-3)


def test_only_shared_words_count_in_any_order():
    random = np.random.default_rng(1)
    rows = random.normal(size=(30, 5))
    first, second = made(rows, "abcdefghijklmnopqrstuvwxyz1234"), made(rows[::-1][:25], "4321zyxwvutsrqponmlkjihgf")
    before = first.vectors.copy(), second.vectors.copy()
    found = align(first, second)
    assert found.words == tuple("fghijklmnopqrstuvwxyz1234")
    assert found.residuals.max() < 1e-6
    some = align(first, second, words=["z", "a", "k", "z", "unknown"])
    assert some.words == ("z", "k")
    assert np.array_equal(first.vectors, before[0])
    assert np.array_equal(second.vectors, before[1])


@pytest.mark.parametrize(("one", "other"), [(6, 4), (4, 6)])
def test_embeddings_of_different_size(one, other):
    random = np.random.default_rng(2)
    rows = random.normal(size=(40, 4))
    wide = np.hstack([rows, np.zeros((40, 2))]) @ np.linalg.qr(random.normal(size=(6, 6)))[0]
    pair = [made(wide), made(rows)] if one > other else [made(rows), made(wide)]
    found = align(*pair)
    assert found.rotation.shape == (6, 6)
    assert found.residuals.max() < 1e-6
    assert found.place(pair[0].vectors).shape == (40, 6)


def test_in_chunks_it_is_the_same(monkeypatch):
    random = np.random.default_rng(3)
    first, second = made(random.normal(size=(90, 6))), made(random.normal(size=(90, 6)))
    whole = align(first, second, center=True, scaling=True)
    monkeypatch.setattr(aligning, "_CHUNK", 40)
    chunked = align(first, second, center=True, scaling=True)
    np.testing.assert_allclose(chunked.rotation, whole.rotation, atol=1e-10)
    np.testing.assert_allclose(chunked.residuals, whole.residuals, atol=1e-10)


@pytest.mark.parametrize("dimensions", [2, 3])
def test_pictures_with_scale_are_those_of_scipy(dimensions):
    random = np.random.default_rng(4)
    first, second = random.normal(size=(50, dimensions)) * 3 + 5, random.normal(size=(50, dimensions)) - 2
    found = align_points(first, second, scaling=True)
    standard = np.linalg.norm(second - second.mean(axis=0))
    _, _, disparity = procrustes(second, first)
    assert (found.residuals**2).sum() / standard**2 == pytest.approx(disparity, rel=1e-9)


def test_without_reflection_it_is_a_pure_rotation():
    random = np.random.default_rng(5)
    first = random.normal(size=(30, 3))
    second = first * [1, 1, -1] + random.normal(size=(30, 3)) / 10
    turned = align_points(first, second, reflection=False)
    mirrored = align_points(first, second)
    assert np.linalg.det(turned.rotation) == pytest.approx(1)
    assert np.linalg.det(mirrored.rotation) == pytest.approx(-1)
    assert (mirrored.residuals**2).sum() < (turned.residuals**2).sum()
    known, apart = Rotation.align_vectors(second - second.mean(axis=0), first - first.mean(axis=0))
    np.testing.assert_allclose(turned.rotation.T, known.as_matrix(), atol=1e-6)
    assert np.sqrt((turned.residuals**2).sum()) == pytest.approx(apart, rel=1e-6)
    grown = align_points(first * 4 + 7, second / 2, reflection=False, scaling=True)
    np.testing.assert_allclose(grown.rotation, turned.rotation, atol=1e-9)
    step = 1e-5
    for factor in (1 - step, 1 + step):  # no other scale is better
        moved = grown.scale * factor * (first * 4 - (first * 4).mean(axis=0)) @ grown.rotation + second.mean(axis=0) / 2
        assert ((moved - second / 2) ** 2).sum() >= (grown.residuals**2).sum() - 1e-12


def test_what_cannot_be_aligned_is_said():
    first = made(np.eye(3), "abc")
    with pytest.raises(ValueError, match="share no word"):
        align(first, made(np.eye(3), "xyz"))
    with pytest.raises(ValueError, match="none of these words"):
        align(first, first, words=["q"])
    with pytest.raises(TypeError, match="list of words"):
        align(first, first, words="ab")
    with pytest.raises(ValueError, match="not finite"):
        align(first, made(np.full((3, 3), np.nan), "abc"))
    with pytest.raises(ValueError, match="same points"):
        align_points(np.zeros((3, 2)), np.zeros((4, 2)))


def changes(before, after, words, ranked, k):
    """The definition, with sets."""
    near = []
    for kv in (before, after):
        rows = unit([kv[word] for word in words])
        apart = 1 - rows @ rows.T
        near.append(
            {w: [words[j] for j in np.argsort(apart[i], kind="stable") if j != i][:k] for i, w in enumerate(words)}
        )
    found = []
    for word in ranked:
        a, b = set(near[0][word]), set(near[1][word])
        found.append((word, 1 - len(a & b) / len(a | b), len(a & b)))
    return sorted(found, key=lambda one: -one[1])


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 30), st.integers(1, 12), st.data(), st.integers(0, 2**20))
def test_changes_are_those_of_brute_force(count, k, data, seed):
    random = np.random.default_rng(seed)
    rows = random.normal(size=(count + 3, 6))
    names = [f"w{i}" for i in range(count + 3)]
    before = made(rows, names)
    after = made((rows + random.normal(size=rows.shape))[:count][::-1], names[:count][::-1])
    ranked = data.draw(st.lists(st.sampled_from(names[:count]), min_size=1, unique=True))
    for words in (None, ranked):
        found = neighbourhood_change(before, after, k=k, words=words)
        known = changes(before, after, names[:count], names[:count] if words is None else ranked, k)
        assert list(zip(found.words, found.kept.tolist(), strict=True)) == [(w, kept) for w, _, kept in known]
        np.testing.assert_allclose(found.change, [change for _, change, _ in known], atol=1e-12)
        assert found.k == min(k, count - 1)


def test_neighbours_among_the_first_words_only():
    random = np.random.default_rng(7)
    rows = random.normal(size=(50, 6))
    names = [f"w{i}" for i in range(50)]
    before, after = made(rows), made(rows + random.normal(size=rows.shape))
    found = neighbourhood_change(before, after, k=4, among=20, words=["w40", "w3"])
    space = [*names[:20], "w40"]
    known = changes(before, after, space, ["w40", "w3"], 4)
    assert list(found.words) == [word for word, _, _ in known]
    assert len(neighbourhood_change(before, after, k=4, among=20).words) == 20


def test_a_turned_embedding_has_not_changed():
    random = np.random.default_rng(8)
    rows = random.normal(size=(60, 7))
    turn, _ = np.linalg.qr(random.normal(size=(7, 7)))
    found = neighbourhood_change(made(rows), made(rows @ turn * 3))
    assert np.array_equal(found.change, np.zeros(60))
    assert found.words == tuple(f"w{i}" for i in range(60))


def test_it_reports_both_halves_and_can_be_stopped():
    random = np.random.default_rng(9)
    first, second = made(random.normal(size=(40, 4))), made(random.normal(size=(40, 4)))
    told, control = [], Control()
    neighbourhood_change(first, second, progress=lambda one: told.append((one.done, one.total)))
    assert told == [(40, 80), (80, 80)]
    with pytest.raises(Stopped):
        neighbourhood_change(first, second, progress=lambda _: control.stop(), control=control)


def test_what_is_out_of_range_is_said():
    first = made(np.eye(3), "abc")
    wrong = (({"k": 0}, ValueError), ({"k": True}, TypeError), ({"k": 1.5}, TypeError), ({"among": 0}, ValueError))
    for options, kind in wrong:
        with pytest.raises(kind, match=r"whole number|at least 1"):
            neighbourhood_change(first, first, **options)
    with pytest.raises(ValueError, match="metric"):
        neighbourhood_change(first, first, metric="dot")
    with pytest.raises(ValueError, match="two shared words"):
        neighbourhood_change(first, made(np.eye(3), "axy"))
    with pytest.raises(ValueError, match="'b' holds values that are not finite"):
        neighbourhood_change(first, made([[1, 2], [np.nan, 1], [1, 1]], "abc"))
