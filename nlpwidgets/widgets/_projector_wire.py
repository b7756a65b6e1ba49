"""What the embedding projector sends to its page, and what it gets back."""

from __future__ import annotations

from typing import Literal, TypedDict

from nlpwidgets.widgets._wire import PackedArray  # noqa: TC001 - the types are read at run time


class Source(TypedDict):
    """The word vectors that are shown."""

    name: str
    second: str
    """Name of the embedding beside it; empty without one."""
    words: int
    """In the vocabulary."""
    shown: int
    """Points: the words asked for, or those that both embeddings have."""
    size: int


class Options(TypedDict):
    """How vectors become points."""

    method: Literal["pca", "tsne", "umap", "axes", "given"]
    """`axes`: cosines with the directions in `axes`; `given`: the coordinates that were handed over."""
    dimensions: int
    """2 or 3."""
    metric: Literal["cosine", "euclidean"]
    """Of t-SNE and UMAP."""
    perplexity: float
    """Of t-SNE."""
    n_neighbors: int
    """Of UMAP."""
    min_dist: float
    """Of UMAP."""
    iterations: int
    """Steps of t-SNE or epochs of UMAP."""
    seed: int


class Frame(TypedDict):
    """One picture; while a projection converges many follow one another."""

    number: int
    """Counts up with every frame of this widget."""
    method: Literal["pca", "tsne", "umap", "axes", "given"]
    iteration: int
    """Of t-SNE or UMAP; 0 for what is not iterated."""
    points: PackedArray
    """uint16 (shown, dimensions): 0 is `low`, 65535 is `high`; one scale for all dimensions keeps distances true."""
    second: PackedArray | None
    """The same for the second embedding, aligned with the first by rotation."""
    low: list[float]
    high: list[float]
    explained: list[float]
    """PCA: share of the variance along each axis; empty otherwise."""
    divergence: float | None
    """t-SNE: Kullback-Leibler divergence in nats; null otherwise."""


class Running(TypedDict):
    """How far the projection is."""

    message: str
    iteration: int
    iterations: int
    seconds: float


class Column(TypedDict):
    """Something each point has, to colour or size it by."""

    name: str
    kind: Literal["number", "category"]
    low: float
    """Of a number: the smallest."""
    high: float
    categories: list[str]
    """Of a category, most frequent first; the values are indices into this."""


class Values(TypedDict):
    """A column's values."""

    name: str
    values: PackedArray
    """(shown,): float32 of a number, NaN where it is missing; int32 of a category, -1 where it is missing."""


class Neighbour(TypedDict):
    """A word near another one in the true space."""

    word: str
    point: int
    """Its point; -1 where it is not shown."""
    cosine: float


class Neighbours(TypedDict):
    """The neighbours of the word looked at."""

    word: str
    point: int
    neighbours: list[Neighbour]
    """Nearest first, over the whole vocabulary."""
    second: list[Neighbour]
    """In the second embedding; empty without one."""
    trustworthiness: float | None
    """Of this point; null before the quality was computed. 1: all its neighbours in the picture are true ones."""
    continuity: float | None
    """1: all its true neighbours are near in the picture."""


class Quality(TypedDict):
    """How far the picture can be trusted."""

    k: int
    trustworthiness: float
    """Mean over the points (Venna & Kaski 2001)."""
    continuity: float
    preserved: float
    """Share of the k nearest neighbours that the picture keeps."""
    sample: int
    """Points for which it was computed: all, or a seeded sample."""
    frame: int
    """Number of the frame it belongs to."""


class Query(TypedDict):
    """What is searched for among the words shown."""

    text: str
    mode: Literal["exact", "prefix", "fuzzy", "regex"]


class Change(TypedDict):
    """How much the neighbourhood of a word differs between the two embeddings."""

    word: str
    point: int
    change: float
    """1 minus the Jaccard index of its k nearest neighbours here and there: 0 same, 1 all others."""
    residual: float
    """Distance between its two vectors of length 1 after the alignment."""


class Changes(TypedDict):
    """A stretch of the ranking."""

    k: int
    offset: int
    total: int
    rows: list[Change]
    """Most changed first."""


class Browse(TypedDict):
    """The stretch of the ranking that is wanted."""

    offset: int
    count: int
    ascending: bool
    """Least changed first."""


class Camera(TypedDict):
    """What of the picture is seen."""

    x: float
    """Centre, in units of the picture, which reaches from -1 to 1."""
    y: float
    zoom: float
    """1 shows all."""
    yaw: float
    """Rotation of a picture in three dimensions, in radians."""
    pitch: float


class Stored(TypedDict):
    """In a saved page: neighbours of each point, since nobody answers there."""

    points: PackedArray
    """int32 (shown, k): nearest first, -1 where the neighbour is not shown."""
    cosines: PackedArray
    """float16 (shown, k)."""
