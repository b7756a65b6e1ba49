"""Options that are changed while a projection is on its way."""

import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlpwidgets.embeddings._control import Stopped
from nlpwidgets.embeddings.projecting import Projecting, project


def clusters(points=120):
    random = np.random.default_rng(3)
    return (random.normal(size=(5, 8))[np.arange(points) % 5] * 3 + random.normal(size=(points, 8))).astype(np.float32)


def stepped(session, count):
    for _ in range(count):
        session.step()
    return session


def test_a_new_perplexity_goes_on_from_where_the_points_are():
    session = stepped(Projecting(clusters(), method="tsne", iterations=60, perplexity=10), 40)
    before = session.projection()
    session.change(perplexity=30)
    assert session.options.perplexity == 10  # until the next step
    stepped(session, 1)
    after = session.projection()
    assert after.options.perplexity == 30
    assert after.iteration == 41
    moved = np.abs(after.coordinates - before.coordinates).max()
    assert 0 < moved <= 5 + 1e-4  # no step is longer
    session.finish()
    assert session.iteration == 80  # as many as follow the 20 exaggerated ones
    assert session.finished


def test_it_ends_with_the_divergence_of_the_new_perplexity():
    # from the same affinities both descend to about the same divergence, which differs between perplexities
    changed = stepped(Projecting(clusters(), method="tsne", iterations=400, perplexity=5), 200)
    changed.change(perplexity=25)
    changed.finish()
    plain = project(clusters(), method="tsne", iterations=400, perplexity=25)
    other = project(clusters(), method="tsne", iterations=400, perplexity=5)
    assert abs(changed.projection().divergence - plain.divergence) < abs(other.divergence - plain.divergence) / 3


def test_during_exaggeration_the_schedule_stays():
    session = stepped(Projecting(clusters(), method="tsne", iterations=60, perplexity=10), 5)
    session.change(perplexity=20)
    session.finish()
    assert session.iteration == 60
    again = Projecting(clusters(), method="tsne", iterations=60, perplexity=10)
    stepped(again, 5)
    again.change(perplexity=20)
    again.finish()
    assert np.array_equal(session.projection().coordinates, again.projection().coordinates)


def test_the_same_perplexity_again_changes_nothing_before_the_end():
    session = stepped(Projecting(clusters(), method="tsne", iterations=60, perplexity=20), 5)
    session.change(perplexity=20)
    session.finish()
    plain = project(clusters(), method="tsne", iterations=60, perplexity=20)
    assert np.array_equal(session.projection().coordinates, plain.coordinates)


@pytest.mark.parametrize("method", ["tsne", "umap"])
def test_another_seed_does_not_search_for_neighbours_again(method):
    told = []
    session = stepped(Projecting(clusters(), method=method, iterations=40, progress=told.append), 3)
    assert "neighbours" in {one.stage for one in told}
    told.clear()
    session.change(seed=5)
    stepped(session, 1)
    assert "neighbours" not in {one.stage for one in told}


def test_a_new_seed_begins_anew():
    for method in ("tsne", "umap"):
        session = stepped(Projecting(clusters(), method=method, iterations=40, seed=1), 20)
        session.change(seed=9)
        session.finish()
        assert session.iteration == 40
        plain = project(clusters(), method=method, iterations=40, seed=9)
        assert np.array_equal(session.projection().coordinates, plain.coordinates)


def test_umap_takes_neighbours_and_distance():
    session = stepped(Projecting(clusters(), method="umap", iterations=40, n_neighbors=5), 10)
    session.change(n_neighbors=20, min_dist=0.9)
    session.finish()
    found = session.projection()
    assert (found.options.n_neighbors, found.options.min_dist) == (20, 0.9)
    assert session.iteration == 50
    plain = project(clusters(), method="umap", iterations=40, n_neighbors=5)
    assert _nearest(found.coordinates) > 1.3 * _nearest(plain.coordinates)


def _nearest(points):
    apart = np.linalg.norm(points[:, None] - points[None], axis=-1)
    np.fill_diagonal(apart, np.inf)
    return np.median(apart.min(axis=1))


def test_after_the_end_frames_go_on():
    session = Projecting(clusters(), method="tsne", iterations=30)
    assert list(session.frames(every=10))[-1].iteration == 30
    assert [frame.iteration for frame in session.frames(every=10)] == [30]
    session.change(perplexity=8)
    assert not session.finished
    numbers = [frame.iteration for frame in session.frames(every=10)]
    assert numbers == [30, 40, 50]
    session.change(seed=4)
    assert [frame.iteration for frame in session.frames(every=15)] == [0, 15, 30]


def test_while_frames_are_read_a_new_seed_shows_the_new_beginning():
    session, numbers = Projecting(clusters(), method="umap", iterations=20), []
    for frame in session.frames(every=5):
        numbers.append(frame.iteration)
        if len(numbers) == 3:
            session.change(seed=8)
    assert numbers == [0, 5, 10, 0, 5, 10, 15, 20]


def test_changes_from_another_thread_all_arrive():
    session = Projecting(clusters(), method="tsne", iterations=200)
    frames = session.frames(every=1)
    next(frames)

    def change():
        for perplexity in range(2, 30):
            session.change(perplexity=perplexity)

    thread = threading.Thread(target=change)
    thread.start()
    for _ in frames:
        pass
    thread.join()
    list(session.frames())
    assert session.options.perplexity == 29


def test_a_change_that_is_stopped_waits_for_the_next_time(monkeypatch):
    session = stepped(Projecting(clusters(), method="tsne", iterations=30, perplexity=10), 12)
    before = session.projection().coordinates

    def stopped(*_, **__):
        raise Stopped

    with monkeypatch.context() as patch:
        patch.setattr("nlpwidgets.embeddings._tsne.neighbour_graph", stopped)
        session.change(perplexity=35)  # needs more neighbours than were found before
        with pytest.raises(Stopped):
            session.step()
    assert np.array_equal(session.projection().coordinates, before)
    assert session.options.perplexity == 10
    session.step()
    assert session.options.perplexity == 35


@pytest.mark.parametrize(
    ("method", "options", "error", "words"),
    [
        ("tsne", {"min_dist": 0.2}, TypeError, "tsne takes perplexity and seed"),
        ("umap", {"perplexity": 3}, TypeError, "umap takes n_neighbors and min_dist and seed"),
        ("tsne", {"perplexity": 0}, ValueError, "at least 1"),
        ("tsne", {"seed": 1, "perplexity": "a"}, TypeError, "number"),
        ("umap", {"min_dist": 2}, ValueError, "at most 1"),
    ],
)
def test_a_wrong_change_raises_at_once_and_changes_nothing(method, options, error, words):
    session = stepped(Projecting(clusters(), method=method, iterations=30), 3)
    with pytest.raises(error, match=words):
        session.change(**options)
    session.finish()
    plain = project(clusters(), method=method, iterations=30)
    assert np.array_equal(session.projection().coordinates, plain.coordinates)


@settings(max_examples=12, deadline=None)
@given(
    st.sampled_from(["tsne", "umap"]),
    st.lists(st.tuples(st.integers(0, 12), st.integers(2, 60)), max_size=4),
)
def test_any_changes_at_any_time_end_in_a_finite_picture_and_are_repeatable(method, changes):
    pictures = []
    for _ in range(2):
        session = Projecting(clusters(60), method=method, iterations=15)
        for after, value in changes:
            stepped(session, after)
            session.change(**({"perplexity": value} if method == "tsne" else {"n_neighbors": value}))
        session.finish()
        pictures.append(session.projection().coordinates)
    assert np.isfinite(pictures[0]).all()
    assert np.array_equal(*pictures)
