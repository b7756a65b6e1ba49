"""Projections beside plain openTSNE, umap-learn and scikit-learn; quality and changed neighbourhoods beside the plain way.

The vectors are made up: clusters, as word vectors have them. Each row runs its two sides in turn and takes the medians; what is
compiled has been, and what is imported too.
"""

from __future__ import annotations

import statistics
import time
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray


def rows() -> list[dict[str, Any]]:
    """All rows of the area, in ms."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [*_components(), *_tsne(), *_umap(), *_neighbours(), *_qualities(), *_changes()]


def _components() -> list[dict[str, Any]]:
    from sklearn.decomposition import PCA

    from nlpwidgets.embeddings.projecting import project

    found = []
    for points, size, rounds in ((20_000, 100, 7), (200_000, 300, 3)):
        matrix = clusters(points, size)
        case = f"PCA of {points:,} x {size}, float32 in, computed in float64"
        ours, single, double = interleaved(
            rounds,
            lambda matrix=matrix: project(matrix),
            lambda matrix=matrix: PCA(2).fit_transform(matrix),
            lambda matrix=matrix: PCA(2).fit_transform(matrix.astype(np.float64)),
        )
        found.append(row(case, ours, "PCA, in float32", single, None))
        found.append(row(case, ours, "PCA, in float64", double, 1.0))
    return found


def _tsne() -> list[dict[str, Any]]:
    from openTSNE import TSNE
    from openTSNE.affinity import PerplexityBasedNN
    from openTSNE.nearest_neighbors import PrecomputedNeighbors

    from nlpwidgets.embeddings._nearest import nearest_rows
    from nlpwidgets.embeddings._projecting_input import starting_points
    from nlpwidgets.embeddings.projecting import Projecting

    found = []
    for points, many, threads in ((2_000, 150, 1), (12_000, 60, 2)):
        matrix = clusters(points, 50)
        graph = nearest_rows(matrix, 90, metric="euclidean")
        options = {"method": "tsne", "metric": "euclidean", "iterations": many, "threads": threads}
        start = starting_points(matrix, Projecting(matrix, **options).options)

        def ours(matrix: Any = matrix, options: Any = options) -> Callable[[], Any]:
            session = Projecting(matrix, **options)
            next(iter(session.frames()))  # neighbours and affinities are not part of either side
            return lambda: sum(1 for _ in session.frames(every=10))

        def plain(
            graph: Any = graph, start: Any = start, many: int = many, threads: int = threads
        ) -> Callable[[], Any]:
            knn = PrecomputedNeighbors(graph.rows, graph.distances)
            weights = PerplexityBasedNN(knn_index=knn, perplexity=30, n_jobs=threads)
            tsne = TSNE(
                initialization=start, early_exaggeration_iter=many // 3, n_iter=many - many // 3, n_jobs=threads
            )
            return lambda: tsne.fit(affinities=weights)

        a, b = prepared(5, ours, plain)
        case = f"t-SNE of {points:,} x 50, {many} steps with a frame and its divergence every 10, {threads} threads"
        found.append(row(case, a, "openTSNE without callbacks, same picture", b, 1.1))
    return found


def _umap() -> list[dict[str, Any]]:
    from umap.layouts import optimize_layout_euclidean

    from nlpwidgets.embeddings.projecting import Projecting

    found = []
    for points, many in ((2_000, 200), (8_000, 60)):
        matrix = clusters(points, 50)

        def ours(matrix: Any = matrix, many: int = many) -> Callable[[], Any]:
            session = Projecting(matrix, method="umap", iterations=many)
            next(iter(session.frames()))
            return lambda: sum(1 for _ in session.frames(every=10))

        def plain(matrix: Any = matrix, many: int = many, points: int = points) -> Callable[[], Any]:
            session = Projecting(matrix, method="umap", iterations=many)
            next(iter(session.frames()))
            layout: Any = session._layout
            start, state = layout.coordinates.copy(), np.arange(3, dtype=np.int64)
            edges = layout._heads, layout._tails, many, points, layout._every, layout._a, layout._b, state
            return lambda: optimize_layout_euclidean(start, start, *edges, move_other=True)

        a, b = prepared(3, ours, plain)
        case = f"UMAP of {points:,} x 50, {many} epochs with a frame every 10"
        found.append(row(case, a, "umap-learn's own loop, in one go", b, 1.1))
    return found


def _neighbours() -> list[dict[str, Any]]:
    from sklearn.neighbors import NearestNeighbors

    from nlpwidgets.embeddings._nearest import nearest_rows

    matrix = clusters(20_000, 100)
    ours, plain = interleaved(
        3,
        lambda: nearest_rows(matrix, 15, metric="euclidean"),
        lambda: NearestNeighbors(n_neighbors=15, algorithm="brute").fit(matrix).kneighbors(),
    )
    return [row("15 exact neighbours of each of 20,000 x 100", ours, "NearestNeighbors, brute", plain, 1.0)]


def _qualities() -> list[dict[str, Any]]:
    from sklearn.manifold import trustworthiness

    from nlpwidgets.embeddings.assessing import quality

    found = []
    for points in (1_000, 5_000):
        matrix = clusters(points, 100)
        picture = matrix[:, :2].copy()
        ours, plain = interleaved(
            3,
            lambda matrix=matrix, picture=picture: quality(matrix, picture, k=10),
            lambda matrix=matrix, picture=picture: trustworthiness(matrix, picture, n_neighbors=10, metric="cosine"),
        )
        case = f"trustworthiness, continuity and share kept per point, {points:,} x 100"
        found.append(row(case, ours, "sklearn's trustworthiness, one number", plain, 1.0))
    matrix = clusters(100_000, 100)
    ours = interleaved(3, lambda: quality(matrix, matrix[:, :2], k=10))[0]
    found.append({"area": "projecting", "case": "the same of 2,000 points among 100,000 x 100", "ours_ms": ours})
    return found


def _changes() -> list[dict[str, Any]]:
    from gensim.models import KeyedVectors

    from nlpwidgets.embeddings.aligning import neighbourhood_change

    pair, words = [], [f"w{number}" for number in range(20_000)]
    for seed in range(2):
        kv = KeyedVectors(100)
        kv.add_vectors(words, clusters(20_000, 100) + np.random.default_rng(seed).normal(size=(20_000, 100)) / 2)
        pair.append(kv)
    some = words[:200]

    def plain() -> Any:
        near = [[{word for word, _ in kv.most_similar(one)} for one in some] for kv in pair]
        return [len(a & b) for a, b in zip(*near, strict=True)]

    ours, by_gensim = interleaved(3, lambda: neighbourhood_change(*pair), plain)
    case = "changed neighbourhoods of 20,000 words x 100, per word"
    return [row(case, ours / 20_000, "most_similar twice, per word", by_gensim / 200, 1 / 3)]


def clusters(points: int, size: int) -> NDArray[np.float32]:
    """Draw points around 200 centres."""
    random = np.random.default_rng(0)
    centres = random.normal(size=(200, size)).astype(np.float32)
    return centres[random.integers(0, 200, points)] + random.normal(size=(points, size), scale=0.7).astype(np.float32)


def row(case: str, ours: float, baseline: str, baseline_ms: float, target: float | None) -> dict[str, Any]:
    """One line of the table."""
    found = {"area": "projecting", "case": case, "ours_ms": ours, "baseline": baseline, "baseline_ms": baseline_ms}
    return {**found, "ratio": ours / baseline_ms} | ({} if target is None else {"target": target})


def prepared(rounds: int, *makers: Callable[[], Callable[[], Any]]) -> list[float]:
    """Median time in milliseconds of what each maker returns, made anew each time; the first round is not counted."""
    times: list[list[float]] = [[] for _ in makers]
    for _ in range(rounds + 1):
        for kept, make in zip(times, makers, strict=True):
            function = make()
            start = time.perf_counter()
            function()
            kept.append(1000 * (time.perf_counter() - start))
    return [statistics.median(kept[1:]) for kept in times]


def interleaved(rounds: int, *functions: Callable[[], Any]) -> list[float]:
    """Median time of each function in milliseconds, called in turn; the first round is not counted."""
    return prepared(rounds, *(lambda function=function: function for function in functions))
