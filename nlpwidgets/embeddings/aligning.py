"""Two embeddings beside each other: turned onto one another, and compared by who is near whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.embeddings._checks import whole_number
from nlpwidgets.embeddings._control import Progress
from nlpwidgets.embeddings._nearest import check_metric, nearest_rows
from nlpwidgets.embeddings._projecting_input import take
from nlpwidgets.embeddings._vectors import keyed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gensim.models import KeyedVectors
    from numpy.typing import NDArray

    from nlpwidgets.embeddings._control import Control, Reporter
    from nlpwidgets.embeddings._nearest import Metric

_CHUNK = 1 << 21
"""Numbers taken into float64 at a time, of each embedding: 16 MB."""


@dataclass(frozen=True)
class Aligned:
    """A map of one embedding onto another: shift, rotation, perhaps reflection and scale.

    A row x of the source goes to ``scale * (x - source_mean) @ rotation + target_mean``.

    Attributes
    ----------
    words : tuple of str, or None
        The shared words by which the map was found; None for plain arrays.
    rotation : array of shape (size, size), float64
        Orthogonal. Where the embeddings differ in size, the smaller one is filled up with zeros.
    scale : float
    source_mean, target_mean : arrays of shape (size,), float64
        Zero unless the embeddings were centred.
    residuals : array of shape (rows,), float64
        Distance of each mapped row from its partner, in the same order as `words`.
    unit : bool
        Whether rows were brought to length 1 beforehand; `place` does so too.
    """

    words: tuple[str, ...] | None
    rotation: NDArray[np.float64]
    scale: float
    source_mean: NDArray[np.float64]
    target_mean: NDArray[np.float64]
    residuals: NDArray[np.float64]
    unit: bool

    def place(self, rows: NDArray[Any]) -> NDArray[np.float64]:
        """Map rows of the source into the space of the target, float64 of shape (rows, size)."""
        given = _widened(_double(rows, unit=self.unit), len(self.rotation))
        mapped: NDArray[np.float64] = self.scale * ((given - self.source_mean) @ self.rotation) + self.target_mean
        return mapped


def align(
    source: Any,
    target: Any,
    *,
    words: Iterable[str] | None = None,
    unit: bool = True,
    center: bool = False,
    scaling: bool = False,
) -> Aligned:
    """Find the rotation that brings one set of word vectors as near as possible to another.

    Parameters
    ----------
    source, target : KeyedVectors, or models that hold them
        Neither is changed. They may differ in words and in size.
    words : iterable of str, optional
        Words that shall come to lie on each other; those that both have, by default. Words that one of them lacks are left out.
    unit : bool
        Bring the vectors to length 1 beforehand.
    center : bool
        Shift the mean of the words to 0 beforehand, and to the mean of the target afterwards.
    scaling : bool
        Allow one factor for all lengths.

    Returns
    -------
    Aligned
        With the smallest sum of squared residuals; its rotation is that of ``scipy.linalg.orthogonal_procrustes``.

    Raises
    ------
    ValueError
        No word is shared, or a vector is not finite.

    References
    ----------
    Schönemann (1966), A generalized solution of the orthogonal Procrustes problem; Hamilton, Leskovec & Jurafsky (2016),
    Diachronic word embeddings reveal statistical laws of semantic change, section 3.2.
    """
    first, second = keyed(source), keyed(target)
    shared = shared_words(first, second, words=words)
    return _procrustes(
        first.vectors[_rows(first, shared)],
        second.vectors[_rows(second, shared)],
        words=shared,
        unit=unit,
        center=center,
        scaling=scaling,
        reflection=True,
    )


def align_points(
    source: NDArray[Any], target: NDArray[Any], *, scaling: bool = False, reflection: bool = True
) -> Aligned:
    """Find how to shift and turn one picture so that its points come as near as possible to those of another.

    Parameters
    ----------
    source, target : arrays of shape (points, dimensions)
        Row by row the same points.
    scaling : bool
        Allow one factor for all lengths.
    reflection : bool
        Allow turning the picture over.

    Returns
    -------
    Aligned
        ``place(source)`` are the coordinates to show.

    Raises
    ------
    ValueError
        The shapes differ, or a value is not finite.

    References
    ----------
    Schönemann (1966), as `align`; Kabsch (1976), A solution for the best rotation to relate two sets of vectors, without
    reflection.
    """
    first, second = np.asarray(source), np.asarray(target)
    if first.ndim != 2 or first.shape != second.shape or 0 in first.shape:
        raise ValueError(f"both pictures have the same points and dimensions, not {first.shape} and {second.shape}")
    return _procrustes(first, second, words=None, unit=False, center=True, scaling=scaling, reflection=reflection)


def shared_words(source: KeyedVectors, target: KeyedVectors, *, words: Iterable[str] | None = None) -> tuple[str, ...]:
    """Return the words that both have, in the order of `words` or of the source.

    Raises
    ------
    ValueError
        There is none.
    """
    if isinstance(words, str):
        raise TypeError("words is a list of words, not one text")
    wanted = source.index_to_key if words is None else dict.fromkeys(words)
    shared = tuple(word for word in wanted if word in source.key_to_index and word in target.key_to_index)
    if not shared:
        raise ValueError(
            "the two embeddings share no word" if words is None else "both embeddings have none of these words"
        )
    return shared


def _rows(vectors: KeyedVectors, words: tuple[str, ...]) -> NDArray[np.int64]:
    return np.fromiter((vectors.key_to_index[word] for word in words), np.int64, len(words))


def _double(rows: NDArray[Any], *, unit: bool) -> NDArray[np.float64]:
    given = np.array(rows, np.float64)
    if unit:
        lengths = np.linalg.norm(given, axis=1, keepdims=True)
        given /= np.where(lengths == 0, 1, lengths)
    return given


def _widened(rows: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    return np.pad(rows, ((0, 0), (0, size - rows.shape[1])))


def _procrustes(
    source: NDArray[Any],
    target: NDArray[Any],
    *,
    words: tuple[str, ...] | None,
    unit: bool,
    center: bool,
    scaling: bool,
    reflection: bool,
) -> Aligned:
    size = max(source.shape[1], target.shape[1])
    step = max(1, _CHUNK // size)
    starts = range(0, len(source), step)

    def chunk(rows: NDArray[Any], start: int) -> NDArray[np.float64]:
        return _widened(_double(rows[start : start + step], unit=unit), size)

    means = [np.zeros(size), np.zeros(size)]
    if center:
        means = [sum(chunk(rows, start).sum(axis=0) for start in starts) / len(rows) for rows in (source, target)]
    product, power = np.zeros((size, size)), 0.0
    for start in starts:
        first = chunk(source, start) - means[0]
        product += first.T @ (chunk(target, start) - means[1])
        power += float(np.einsum("ij,ij->", first, first))
    if not np.isfinite(product).all() or not np.isfinite(power):
        raise ValueError("a vector holds values that are not finite; leave it out")
    left, singular, right = np.linalg.svd(product)
    if not reflection and np.linalg.det(left @ right) < 0:
        right[-1] *= -1
        singular[-1] *= -1
    rotation = left @ right
    scale = float(singular.sum() / power) if scaling and power > 0 else 1.0
    found = Aligned(words, rotation, scale, means[0], means[1], np.empty(len(source)), unit)
    for start in starts:
        apart = found.place(source[start : start + step]) - chunk(target, start)
        found.residuals[start : start + step] = np.linalg.norm(apart, axis=1)
    return found


@dataclass(frozen=True)
class Changes:
    """How much the neighbourhoods of words differ between two embeddings, most changed first.

    Attributes
    ----------
    k : int
        Size of a neighbourhood.
    words : tuple of str
    change : array of shape (words,), float64
        1 minus the Jaccard index of the two neighbourhoods: 0 for the same k words, 1 for none in common.
    kept : array of shape (words,), int64
        How many of the k neighbours are the same.
    """

    k: int
    words: tuple[str, ...]
    change: NDArray[np.float64]
    kept: NDArray[np.int64]


def neighbourhood_change(
    before: Any,
    after: Any,
    *,
    k: int = 10,
    words: Iterable[str] | None = None,
    among: int | None = None,
    metric: Metric = "cosine",
    progress: Reporter | None = None,
    control: Control | None = None,
) -> Changes:
    """Rank words by how much their neighbourhoods differ between two embeddings; no alignment is needed for that.

    Parameters
    ----------
    before, after : KeyedVectors, or models that hold them
        Neither is changed.
    k : int
        Neighbours of each word; fewer where fewer words are shared.
    words : iterable of str, optional
        The words that are ranked; all shared ones by default.
    among : int, optional
        Neighbours are sought among the first so many shared words, in the order of `before`, and among `words`; among all
        shared ones by default. Exact search over n words takes time in proportion to n².
    metric : {"cosine", "euclidean"}
    progress, control
        Told, and asked, after each block of words.

    Returns
    -------
    Changes
        Equally changed words in the order of `before`, or of `words`.

    Raises
    ------
    Stopped
        By `control`.
    TypeError, ValueError
        Fewer than two words are shared, a vector is not finite, or a number is out of range.

    References
    ----------
    Hamilton, Leskovec & Jurafsky (2016), Cultural shift or linguistic drift?, section 2, and Gonen et al. (2020), Simple,
    interpretable and stable method for detecting words with usage change across corpora, for changes by neighbourhood.
    """
    for name, value in (("k", k), ("among", among)):
        if value is not None:
            whole_number(name, value, 1)
    first, second = keyed(before), keyed(after)
    space = shared_words(first, second)[:among]
    ranked = space if words is None else shared_words(first, second, words=words)
    space = tuple(dict.fromkeys(space + ranked))
    if len(space) < 2:
        raise ValueError("a neighbourhood needs two shared words at least")
    place = {word: at for at, word in enumerate(space)}
    queries = np.fromiter((place[word] for word in ranked), np.int64, len(ranked))
    near = []
    for number, vectors in enumerate((first, second)):
        found = nearest_rows(
            take(vectors, words=space).matrix,
            int(k),
            metric=check_metric(metric),
            queries=queries,
            progress=None if progress is None else _half(progress, number, len(queries)),
            control=control,
        )
        near.append(np.sort(found.rows, axis=1))
    both = np.sort(np.hstack(near), axis=1)
    kept = (both[:, 1:] == both[:, :-1]).sum(axis=1)
    size = near[0].shape[1]
    change = 1 - kept / (2 * size - kept)
    order = np.argsort(-change, kind="stable")
    return Changes(size, tuple(ranked[at] for at in order), change[order], kept[order])


def _half(progress: Reporter, number: int, count: int) -> Reporter:
    """Report one of two searches as half of the work."""

    def told(one: Progress) -> object:
        return progress(Progress(one.stage, number * count + one.done, 2 * count))

    return told
