"""What the analogy solver sends to its page, and what it gets back."""

from __future__ import annotations

from typing import Literal, TypedDict

from nlpwidgets.widgets._wire import PackedArray  # noqa: TC001 - the types are read at run time

Method = Literal["3cosadd", "3cosmul", "pairdirection"]
Box = Literal["a", "b", "c", "d"]


class Terms(TypedDict):
    """a : b :: c : d. An empty `d` is what is asked for; a word there is where the reader expects the answer to be."""

    a: str
    b: str
    c: str
    d: str


class Embedding(TypedDict):
    """One set of word vectors."""

    name: str
    words: int
    size: int
    ngrams: bool
    """Whether words that are not in the vocabulary get a vector from their character n-grams (fastText)."""


class WordFact(TypedDict):
    """The word in one box."""

    box: Box
    word: str
    """As it stands in the vocabulary, or as it was typed."""
    row: int
    """Its row, 0 for the most frequent word where the vectors are sorted so; -1 when it is not in the vocabulary."""
    ngrams: list[str]
    """Where the word is not in the vocabulary and the vector was made of its character n-grams: those."""
    suggestions: list[str]
    """Where the word is unknown: the nearest spellings in the vocabulary, nearest first."""


class Answer(TypedDict):
    """One word of the ranking."""

    word: str
    row: int
    rank: int
    """From 1, in the ranking shown."""
    score: float


class Solved(TypedDict):
    """The ranking by one method."""

    method: Method
    answers: list[Answer]
    hidden: list[Answer]
    """a, b and c with the ranks they would have if they were allowed as answers, best first."""
    expected: Answer | None
    """The word in box d; null when the box is empty or the word has no row."""


class PlanePoint(TypedDict):
    """A point of the picture."""

    name: Literal["a", "b", "c", "target", "answer"]
    word: str
    """Empty for the target b - a + c."""
    x: float
    y: float
    distance: float
    """From the plane; 0 for a, b, c and the target, which lie in it."""


class Plane(TypedDict):
    """The plane through a, b and c (vectors of length 1), and the answer by 3CosAdd, or d, dropped onto it."""

    points: list[PlanePoint]
    note: str
    """What is special: two words are one, all three lie on a line; empty otherwise."""


class Baselines(TypedDict):
    """What one gets without analogy."""

    nearest: list[Answer]
    """Nearest neighbours of c alone, by cosine."""
    random: list[Answer]
    """Words drawn by chance, with their 3CosAdd score: what a score says by itself."""


class PairOffset(TypedDict):
    """One pair of a relation."""

    a: str
    b: str
    cosine: float
    """Of its offset b - a with the mean offset of the other pairs."""


class Consistency(TypedDict):
    """How parallel the offsets of a relation are."""

    relation: str
    pairs: list[PairOffset]
    mean: float
    """Mean cosine between the offsets of two pairs, over all pairs of pairs."""
    shuffled: float
    """The same after the second words were shuffled: what chance gives."""
    missing: list[str]
    """Words of the relation that are not in the vocabulary."""


class Preset(TypedDict):
    """A question to begin with."""

    relation: str
    a: str
    b: str
    c: str
    d: str


class Completions(TypedDict):
    """What the text in a box may become."""

    box: Box
    text: str
    """The text that is completed, to tell outdated answers."""
    words: list[str]
    """Most frequent first; the word itself first where it exists."""
    total: int
    """Words in the vocabulary that begin so."""


class Typed(TypedDict):
    """What is being typed."""

    box: Box
    text: str


class Upload(TypedDict):
    """A file of questions that the reader chose in the page."""

    name: str
    text: str


class Run(TypedDict):
    """How far the questions are."""

    message: str
    progress: float
    """0 to 1; -1 when nothing runs."""


class Section(TypedDict):
    """One section of the questions, or all of them."""

    name: str
    correct: int
    asked: int
    """Questions of which all four words are in the vocabulary."""
    total: int
    """Questions in the file."""


class Score(TypedDict):
    """The questions, answered by one embedding with one method."""

    embedding: str
    method: Method
    exclude_inputs: bool
    restrict: int
    file: str
    sections: list[Section]
    """In the order of the file."""
    all: Section
    seconds: float


class Failure(TypedDict):
    """A question that was answered wrongly."""

    section: str
    a: str
    b: str
    c: str
    d: str
    """The right answer."""
    answer: str
    """The answer that was given."""
    rank: int
    """Rank of the right answer, from 1."""


class Browse(TypedDict):
    """The failures wanted."""

    score: int
    """Which of `scores`."""
    section: str
    """Empty for all."""
    offset: int
    count: int


class Failures(TypedDict):
    """The failures that were asked for."""

    browse: Browse
    total: int
    rows: list[Failure]


class WorkingSet(TypedDict):
    """In a saved page: the words among which it answers by itself."""

    words: list[str]
    rows: PackedArray
    """int32 (words,): row of each in the whole vocabulary."""
    vectors: PackedArray
    """float16 (words, size): at length 1."""
