"""t-SNE and UMAP: bit for bit those of openTSNE and umap-learn, whatever is watched, paused or resumed on the way."""

import threading

import numpy as np
import pytest

from nlpwidgets.embeddings._control import Control, Stopped
from nlpwidgets.embeddings._nearest import nearest_rows
from nlpwidgets.embeddings._projecting_input import starting_points
from nlpwidgets.embeddings._vectors import unit_rows
from nlpwidgets.embeddings.projecting import Projecting, project

BOTH = [("tsne", 60), ("umap", 40)]


def clusters(points=150, size=10, groups=6):
    random = np.random.default_rng(5)
    return (
        random.normal(size=(groups, size))[np.arange(points) % groups] * 3 + random.normal(size=(points, size))
    ).astype(np.float32)


@pytest.mark.parametrize(
    ("points", "dimensions", "metric"), [(150, 2, "euclidean"), (150, 3, "cosine"), (10_000, 2, "euclidean")]
)
def test_tsne_is_that_of_opentsne(points, dimensions, metric):
    from openTSNE import TSNE
    from openTSNE.affinity import PerplexityBasedNN
    from openTSNE.nearest_neighbors import PrecomputedNeighbors

    matrix, many = clusters(points), 90 if points < 1000 else 6
    session = Projecting(
        matrix, method="tsne", dimensions=dimensions, metric=metric, perplexity=12, iterations=many, seed=2, threads=1
    )
    session.finish()
    graph = nearest_rows(matrix, 36, metric=metric)
    plain = TSNE(
        n_components=dimensions,
        initialization=starting_points(unit_rows(matrix) if metric == "cosine" else matrix, session.options),
        early_exaggeration_iter=many // 3,
        n_iter=many - many // 3,
        negative_gradient_method="bh" if dimensions == 3 else "auto",
    ).fit(affinities=PerplexityBasedNN(knn_index=PrecomputedNeighbors(graph.rows, graph.distances), perplexity=12))
    found = session.projection()
    assert np.array_equal(found.coordinates, np.asarray(plain, np.float32))
    assert found.divergence == pytest.approx(plain.kl_divergence, rel=1e-12)


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
@pytest.mark.parametrize("dimensions", [2, 3])
def test_umap_is_that_of_umap_learn(dimensions, metric):
    from umap import UMAP

    matrix, many = clusters(), 60
    start = np.random.default_rng(1).normal(size=(len(matrix), dimensions)).astype(np.float32)
    found = project(
        matrix,
        method="umap",
        dimensions=dimensions,
        metric=metric,
        n_neighbors=9,
        min_dist=0.3,
        iterations=many,
        seed=7,
        initial=start,
        on_frame=lambda _: None,
        every=11,
    )
    graph = nearest_rows(matrix, 8, metric=metric)
    columns = np.hstack([np.arange(len(matrix))[:, None], graph.rows])
    distances = np.hstack([np.zeros((len(matrix), 1)), graph.distances]).astype(np.float32)
    with pytest.warns(UserWarning, match="precomputed_knn|n_jobs"):
        plain = UMAP(
            n_components=dimensions,
            n_neighbors=9,
            metric=metric,
            min_dist=0.3,
            n_epochs=many,
            random_state=7,
            init=start,
            precomputed_knn=(columns, distances, None),
        ).fit_transform(matrix)
    assert np.array_equal(found.coordinates, plain)


def test_both_keep_clusters_apart():
    from sklearn.neighbors import KNeighborsClassifier

    group = np.arange(150) % 6
    for method, many in (("tsne", 300), ("umap", 200)):
        found = project(clusters(), method=method, iterations=many, perplexity=10)
        right = KNeighborsClassifier(5).fit(found.coordinates, group).score(found.coordinates, group)
        assert right > 0.95, method


@pytest.mark.parametrize(("method", "many"), BOTH)
def test_the_same_seed_is_the_same_picture(method, many):
    matrix = clusters()
    first = project(matrix, method=method, iterations=many, seed=1, threads=1)
    frames = []
    again = project(matrix, method=method, iterations=many, seed=1, threads=2, every=7, on_frame=frames.append)
    other = project(matrix, method=method, iterations=many, seed=2)
    assert np.array_equal(first.coordinates, again.coordinates)
    assert not np.array_equal(first.coordinates, other.coordinates)
    numbers = [frame.iteration for frame in frames]
    assert numbers == sorted({*range(0, many, 7), many})
    assert {frame.total for frame in frames} == {many}
    assert np.array_equal(frames[-1].coordinates, again.coordinates)
    assert again.iteration == many
    assert not again.stopped
    if method == "tsne":
        assert frames[-1].divergence == again.divergence
        assert [frame.stage for frame in frames[:3]] == ["exaggerated layout"] * 3
        assert frames[-1].stage == "layout"
    else:
        assert again.divergence is None


@pytest.mark.parametrize(("method", "many"), BOTH)
def test_where_it_begins(method, many):
    matrix = clusters()
    pca = next(iter(Projecting(matrix, method=method).frames())).coordinates
    known = project(unit_rows(matrix), dimensions=2).coordinates
    for axis in range(2):
        assert abs(np.corrcoef(pca[:, axis], known[:, axis])[0, 1]) > 0.999
    random = project(matrix, method=method, initial="random", iterations=many).coordinates
    assert not np.array_equal(random, project(matrix, method=method, iterations=many).coordinates)
    given = np.random.default_rng(0).normal(size=(150, 2))
    kept = given.copy()
    begun = next(iter(Projecting(matrix, method=method, initial=given).frames())).coordinates
    assert np.array_equal(given, kept)
    for axis in range(2):
        assert np.corrcoef(begun[:, axis], given[:, axis])[0, 1] > 0.999


@pytest.mark.parametrize("method", ["tsne", "umap"])
@pytest.mark.parametrize("points", [4, 5, 11])
def test_few_points_and_equal_ones(method, points):
    matrix = np.ones((points, 6), np.float32)
    matrix[0, :3] = 0
    found = project(matrix, method=method, iterations=20)
    assert np.isfinite(found.coordinates).all()
    assert found.options.perplexity == max(1, (points - 1) / 3)
    assert found.options.n_neighbors == points


@pytest.mark.parametrize(("method", "many"), BOTH)
def test_nothing_is_done_before_the_first_frame(method, many, monkeypatch):
    calls = []
    monkeypatch.setattr(f"nlpwidgets.embeddings._{method}.neighbour_graph", lambda *a, **k: calls.append(1))
    session = Projecting(clusters(), method=method, iterations=many)
    frames = session.frames()
    assert not calls
    assert session.iteration == 0
    with pytest.raises(ValueError, match="no picture yet"):
        session.projection()
    with pytest.raises(AttributeError):  # only now
        next(frames)
    assert calls


@pytest.mark.parametrize(("method", "many"), BOTH)
def test_stopped_on_the_way_the_picture_so_far_remains(method, many):
    control, frames = Control(), []

    def on_frame(frame):
        frames.append(frame)
        if frame.iteration >= 20:
            control.stop()

    found = project(clusters(), method=method, iterations=many, control=control, on_frame=on_frame)
    assert found.stopped
    assert found.iteration == frames[-1].iteration == 20
    assert np.array_equal(found.coordinates, frames[-1].coordinates)
    whole = project(clusters(), method=method, iterations=many, every=20, on_frame=frames.append)
    assert np.array_equal(found.coordinates, next(f for f in frames[-4:] if f.iteration == 20).coordinates)
    assert not whole.stopped


@pytest.mark.parametrize("method", ["tsne", "umap"])
def test_stopped_before_there_is_a_picture(method):
    control = Control()
    control.stop()
    with pytest.raises(Stopped):
        project(clusters(), method=method, control=control)
    with pytest.raises(Stopped):
        next(Projecting(clusters(), method=method, control=control).frames())


@pytest.mark.parametrize(("method", "many"), BOTH)
def test_paused_and_resumed_in_another_thread_it_is_the_same_picture(method, many):
    session = Projecting(clusters(), method=method, iterations=many)
    frames, at_pause = [], threading.Event()

    def work():
        for frame in session.frames(every=5):
            frames.append(frame)
            if frame.iteration == 15:
                session.control.pause()
                at_pause.set()

    thread = threading.Thread(target=work)
    thread.start()
    assert at_pause.wait(120)
    assert session.iteration == 15
    assert not session.finished
    session.control.resume()
    thread.join(120)
    assert not thread.is_alive()
    assert session.finished
    assert np.array_equal(
        session.projection().coordinates, project(clusters(), method=method, iterations=many).coordinates
    )


def test_progress_names_the_stages():
    for method, stages in (
        ("tsne", {"neighbours", "importing", "affinities", "exaggerated layout", "layout", "covariance"}),
        ("umap", {"neighbours", "importing", "compiling and weighing neighbours", "layout", "covariance"}),
    ):
        told = []
        project(clusters(), method=method, iterations=60, progress=told.append)
        assert {one.stage for one in told} == stages
        assert (told[-1].done, told[-1].total) == (60, 60)


def test_frames_come_no_faster_than_asked_for():
    session = Projecting(clusters(), method="tsne", iterations=30)
    frames = list(session.frames(every=1, seconds=1000))
    assert [frame.iteration for frame in frames] == [0, 30]


@pytest.mark.parametrize("every", [0, -1])
def test_every_is_checked(every):
    session = Projecting(clusters(), method="tsne")
    with pytest.raises(ValueError, match="every"):
        next(session.frames(every=every))
    with pytest.raises(ValueError, match="every"):
        session.finish(every=every)
