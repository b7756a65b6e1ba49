"""What the vectorizer explorer sends to its page, and what it gets back. Characters are Unicode code points."""

from __future__ import annotations

from typing import Literal, TypedDict

from nlpwidgets.widgets._wire import PackedArray  # noqa: TC001 - the types are read at run time


class Options(TypedDict):
    """How texts become counts."""

    unit: Literal["word", "character"]
    ngram_min: int
    ngram_max: int
    case: Literal["lower", "keep"]
    binary: bool
    min_df: int
    """Terms in fewer documents are dropped."""
    max_df: float
    """Terms in a larger share of the documents are dropped, 0 to 1."""
    max_features: int
    """Only so many terms, the most frequent; 0 for all."""


class Size(TypedDict):
    """The document-term matrix as a whole."""

    documents: int
    terms: int
    nonzero: int
    tokens: int
    """Terms counted, with repetition, before pruning."""
    dropped_terms: int
    dropped_tokens: int


class Viewport(TypedDict):
    """The cells that the page wants, in the order shown."""

    row: int
    column: int
    rows: int
    columns: int


class Block(TypedDict):
    """A window of the matrix, in the order shown; everything the page needs to show any weighting of its cells."""

    version: int
    """Of matrix and orders; blocks of another version are of no use any more."""
    row: int
    column: int
    rows: int
    columns: int
    documents: PackedArray
    """int32 (rows,): which document each row is, in the order given."""
    titles: list[str]
    """How each document begins."""
    labels: list[str]
    """The label of each document; empty without labels."""
    lengths: PackedArray
    """int32 (rows,): terms in each document, with repetition, before pruning: the length of tf = count / length."""
    norms: PackedArray
    """float32 (rows, 2): Euclidean length of each row of count * idf with the smooth idf, and the same with sublinear tf."""
    terms: list[str]
    frequencies: PackedArray
    """int32 (columns,): df, documents that hold the term."""
    cell_rows: PackedArray
    """int32 (cells,): row of each cell that is not zero, from 0 within the block."""
    cell_columns: PackedArray
    """int32 (cells,): its column, from 0 within the block."""
    counts: PackedArray
    """int32 (cells,): how often the term occurs there (1 where binary)."""


class Cell(TypedDict):
    """What is looked at."""

    document: int
    """As given, from 0."""
    term: str


class Occurrence(TypedDict):
    """One place of the selected term in some document."""

    document: int
    title: str
    before: str
    match: str
    after: str


class TermInfo(TypedDict):
    """The selected term."""

    term: str
    column: int
    """Where it stands in the order shown; -1 when it is not in the vocabulary."""
    frequency: int
    """df"""
    total: int
    """Occurrences in all documents."""
    occurrences: list[Occurrence]
    """Its first places, in the documents where it counts most."""


class Reading(TypedDict):
    """The selected document, to read."""

    document: int
    row: int
    """Where it stands in the order shown."""
    title: str
    label: str
    length: int
    """Terms, before pruning."""
    norm: float
    """Of count * idf with the smooth idf."""
    norm_sublinear: float
    raw: str
    """As given."""
    text: str | None
    """After the preprocessing pipeline; null without one."""
    vocabulary: list[str]
    """The terms of this document, by falling smooth TF-IDF."""
    counts: PackedArray
    """int32 (terms,)"""
    frequencies: PackedArray
    """int32 (terms,): df"""
    places: PackedArray
    """int32 (places, 5), rows (term, start, stop, raw_start, raw_stop) in the order of the text: index into `vocabulary`, the
    characters in `text` (in `raw` without a pipeline), and those of `raw` from which they come."""
    cut: bool
    """`raw` and `text` end early, because the document is very long."""


class Neighbour(TypedDict):
    """A document near the selected one."""

    document: int
    title: str
    label: str
    similarity: float
    """Cosine of the two rows, in the weighting shown."""
    shared: list[str]
    """The terms that add most to it, ..."""
    contributions: list[float]
    """... and what each adds."""


class Pruning(TypedDict):
    """What is lost when rare or frequent terms are dropped, before any was. Thresholds grow."""

    min_df: PackedArray
    """int32 (k,)"""
    min_terms: PackedArray
    """int32 (k,): terms that stay"""
    min_tokens: PackedArray
    """float32 (k,): share of the tokens that stay, 0 to 1"""
    max_df: PackedArray
    """float32 (m,): share of the documents"""
    max_terms: PackedArray
    """int32 (m,)"""
    max_tokens: PackedArray
    """float32 (m,)"""
    terms: int
    """Terms in all."""


class Sentence(TypedDict):
    """The reader's sentence as the matrix sees it."""

    text: str
    terms: list[str]
    """Distinct terms, by first place."""
    columns: PackedArray
    """int32 (terms,): column in the order shown, -1 for a term outside the vocabulary"""
    counts: PackedArray
    """int32 (terms,)"""
    weights: PackedArray
    """float32 (terms,), in the weighting shown; 0 outside the vocabulary"""
    places: PackedArray
    """int32 (places, 3), rows (term, start, stop): index into `terms`, characters in `text`"""


class Trial(TypedDict):
    """The reader's sentence, the same shuffled, the same with misspelt words."""

    sentence: Sentence
    shuffled: Sentence
    misspelt: Sentence
    same: bool
    """The shuffled sentence has exactly the same vector."""
    similarity: float
    """Cosine between sentence and misspelt sentence; 0 where one of them is all zero."""
    nearest: list[Neighbour]
    """Documents nearest to the sentence."""
    verdict: str
    """Class that the classifier gives the sentence; empty without a trained one."""
    probability: float
    """Of that class."""


class Weight(TypedDict):
    """A term and its weight in the classifier."""

    term: str
    weight: float


class Classified(TypedDict):
    """A logistic regression on the TF-IDF matrix."""

    classes: list[str]
    """Negative weights speak for the first, positive ones for the second."""
    train: int
    test: int
    accuracy: float
    """On the test documents."""
    majority: float
    """Accuracy of always saying the most frequent class."""
    confusion: list[list[int]]
    """[true class][said class], test documents"""
    positive: list[Weight]
    """Largest weights, falling."""
    negative: list[Weight]
    """Smallest weights, rising."""
    seconds: float


class Progress(TypedDict):
    """How far a piece of work in the background is."""

    message: str
    progress: float
    """0 to 1; -1 when the length of the work is not known."""


class StoredPart(TypedDict):
    """In a saved page: what is there of the matrix without a kernel."""

    blocks: list[Block]
    readings: dict[str, Reading]
    """By document."""
    neighbours: dict[str, list[Neighbour]]
    """By document, in the weighting shown when the page was saved."""
    terms: dict[str, TermInfo]
    """By term."""
    said: str
    """What is here, in words for the reader."""
