"""What a projection is made of: the vectors that are points, its options, and where the points begin."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from nlpwidgets.embeddings._checks import whole_number
from nlpwidgets.embeddings._nearest import Metric, check_metric
from nlpwidgets.embeddings._pca import principal_components
from nlpwidgets.embeddings._threads import allowed_cores
from nlpwidgets.embeddings._vectors import keyed, unit_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from nlpwidgets.embeddings._control import Control, Reporter

Method = Literal["pca", "tsne", "umap"]

LIVE: dict[str, tuple[str, ...]] = {
    "pca": (),
    "tsne": ("perplexity", "seed"),
    "umap": ("n_neighbors", "min_dist", "seed"),
}
"""Options that may be changed on the way, by method."""
_THREADED_FROM = 3_000
"""Points below which several threads wait for each other longer than they work."""
_LEAST = {"pca": 2, "tsne": 4, "umap": 3}


@dataclass(frozen=True)
class Options:
    """How vectors become points; see `project`."""

    method: Method
    dimensions: int
    unit: bool
    metric: Metric
    perplexity: float
    n_neighbors: int
    min_dist: float
    iterations: int | None
    seed: int
    initial: Any
    threads: int
    exact_below: int

    def replaced(self, points: int, **changes: Any) -> Options:
        """Return options with some changed, checked again."""
        if not changes:
            return self
        found = replace(self, **changes)
        return check_options(points, **{name: getattr(found, name) for name in self.__dataclass_fields__})


@dataclass(frozen=True)
class Taken:
    """The vectors that are points.

    Attributes
    ----------
    matrix : array of shape (points, size)
        In the numbers of the user; not to be written into.
    rows : array of shape (points,), int64
    words : tuple of str, or None
    """

    matrix: NDArray[Any]
    rows: NDArray[np.int64]
    words: tuple[str, ...] | None

    def single(self, *, unit: bool) -> NDArray[np.float32]:
        """Return the vectors as float32, at length 1 if wanted."""
        if unit:
            return unit_rows(self.matrix)
        return np.ascontiguousarray(self.matrix, np.float32)


def take(vectors: Any, *, words: Iterable[str] | None = None, limit: int | None = None) -> Taken:
    """Return the vectors that are wanted.

    Raises
    ------
    UnknownWordError
        A word has no vector.
    TypeError, ValueError
        It is no matrix of finite numbers and holds no word vectors.
    """
    if limit is not None:
        limit = whole_number("limit", limit, 1)
    if isinstance(vectors, np.ndarray):
        matrix, names = vectors, None
        if words is not None:
            raise TypeError("a plain matrix has no words; choose its rows by indexing it")
        if matrix.ndim != 2 or matrix.dtype.kind not in "fiu" or 0 in matrix.shape:
            raise ValueError(f"a matrix of vectors has numbers in rows, not {matrix.dtype} of shape {matrix.shape}")
        if matrix.dtype.kind != "f":
            matrix = matrix.astype(np.float64)
        rows = np.arange(len(matrix))[:limit]
        matrix = matrix[: len(rows)]
    else:
        kv = keyed(vectors)
        if words is None:
            rows = np.arange(len(kv))[:limit]
            names = tuple(kv.index_to_key[: len(rows)])
            matrix = np.asarray(kv.vectors)[: len(rows)]
        else:
            names = _known(kv, words)[:limit]
            rows = np.fromiter((kv.key_to_index[word] for word in names), np.int64, len(names))
            matrix = np.asarray(kv.vectors)[rows]
    for start in range(0, len(matrix), 65_536):
        with np.errstate(over="ignore"):
            bad = np.flatnonzero(~np.isfinite(matrix[start : start + 65_536].astype(np.float32)).all(axis=1))
        if len(bad):
            at = start + int(bad[0])
            which = f"row {at:,}" if names is None else f"the vector of {names[at]!r}"
            raise ValueError(f"{which} holds values that are not finite in float32; leave it out")
    return Taken(matrix, rows, names)


def _known(kv: Any, words: Iterable[str]) -> tuple[str, ...]:
    if isinstance(words, str):
        raise TypeError("words is a list of words, not one text")
    names = tuple(dict.fromkeys(words))
    for word in names:
        if not isinstance(word, str):
            raise TypeError(f"a word is a str, got {type(word).__name__}: {word!r}")
        if word not in kv.key_to_index:
            from nlpwidgets.embeddings.spelling import UnknownWordError, suggest

            raise UnknownWordError(word, len(kv), suggest(kv.index_to_key, word))
    return names


def check_options(
    points: int,
    *,
    method: Any,
    dimensions: Any,
    unit: Any,
    metric: Any,
    perplexity: Any,
    n_neighbors: Any,
    min_dist: Any,
    iterations: Any,
    seed: Any,
    initial: Any,
    threads: Any,
    exact_below: Any,
) -> Options:
    """Return options that are known to work with so many points.

    Raises
    ------
    TypeError, ValueError
        One is out of range, or there are too few points.
    """
    if method not in get_args(Method):
        raise ValueError(f"method is one of {', '.join(map(repr, get_args(Method)))}, not {method!r}")
    dimensions = whole_number("dimensions", dimensions, 2)
    if dimensions > 3:
        raise ValueError(f"dimensions is 2 or 3, not {dimensions}")
    if points < _LEAST[method]:
        raise ValueError(f"{method} needs at least {_LEAST[method]} points, got {points}")
    seed = whole_number("seed", seed, 0)
    if seed >= 2**32:
        raise ValueError(f"seed is below 2**32, not {seed}")
    if isinstance(initial, str):
        if initial not in {"pca", "random"}:
            raise ValueError(f"initial is 'pca', 'random' or an array, not {initial!r}")
    else:
        initial = np.array(initial, np.float64)
        if initial.shape != (points, dimensions) or not np.isfinite(initial).all():
            raise ValueError(f"initial holds finite numbers of shape ({points}, {dimensions}), not {initial.shape}")
        initial.flags.writeable = False
    return Options(
        method=method,
        dimensions=dimensions,
        unit=bool(unit),
        metric=check_metric(metric),
        perplexity=max(1.0, min(_number("perplexity", perplexity, 1, math.inf), (points - 1) / 3)),
        n_neighbors=min(whole_number("n_neighbors", n_neighbors, 2), points),
        min_dist=_number("min_dist", min_dist, 0, 1),
        iterations=None if iterations is None else whole_number("iterations", iterations, 1),
        seed=seed,
        initial=initial,
        threads=_threads_for(points) if threads is None else whole_number("threads", threads, 1),
        exact_below=whole_number("exact_below", exact_below, 0),
    )


def starting_points(
    matrix: NDArray[np.float32],
    options: Options,
    *,
    progress: Reporter | None = None,
    control: Control | None = None,
) -> NDArray[np.float64]:
    """Return where the points of a layout begin, float64 of shape (points, dimensions).

    For t-SNE as openTSNE does: the first dimension has a standard deviation of 1e-4, and normal noise of a hundredth of that
    is added, so that no two points fall together. For UMAP as umap-learn does: the largest coordinate is 10, the noise 1e-4.
    """
    random = np.random.RandomState(options.seed)
    shape = (len(matrix), options.dimensions)
    tsne = options.method == "tsne"
    if isinstance(options.initial, str) and options.initial == "random":
        return random.normal(0, 1e-4, shape) if tsne else random.uniform(-10.0, 10.0, shape)
    if isinstance(options.initial, str):
        found = principal_components(matrix, options.dimensions, progress=progress, control=control)
        points = found.place(matrix, control=control)
    else:
        points = np.array(options.initial)
        if not tsne and len(np.unique(points, axis=0)) == len(points):
            return points
    extent = float(np.std(points[:, 0]) if tsne else np.abs(points).max())
    if extent > 0:
        points *= (1e-4 if tsne else 10.0) / extent
    noise: NDArray[np.float64] = random.normal(0, 1e-6 if tsne else 1e-4, shape)
    return points + noise


def _threads_for(points: int) -> int:
    return 1 if points < _THREADED_FROM else allowed_cores()


def _number(name: str, value: Any, low: float, high: float) -> float:
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, float, np.integer, np.floating)):
        raise TypeError(f"{name} is a number, not {value!r}")
    if not low <= value <= high or not math.isfinite(value):
        raise ValueError(f"{name} is at least {low}{'' if math.isinf(high) else f' and at most {high}'}, not {value}")
    return float(value)
