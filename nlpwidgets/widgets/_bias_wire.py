"""What the bias explorer sends to its page, and what it gets back."""

from __future__ import annotations

from typing import Literal, TypedDict

from nlpwidgets.widgets._wire import PackedArray  # noqa: TC001 - the types are read at run time

Method = Literal["pca", "mean_difference", "two_means", "classifier"]


class WordSet(TypedDict):
    """One definitional pair or set: a chip of the direction builder."""

    words: list[str]
    """One word per group, in the order of the groups: `she`, `he`; or `church`, `mosque`, `synagogue`."""
    weight: float
    """0 or more; a set of weight 0 is switched off."""


class SubspaceWish(TypedDict):
    """A subspace as the reader wants it."""

    name: str
    groups: list[str]
    """What the groups are called, as many as each set has words: `female`, `male`."""
    method: Method
    dims: int
    sets: list[WordSet]


class Built(TypedDict):
    """What the kernel made of one wish; as many as wishes, in their order."""

    name: str
    dims: int
    """Directions that were found, at most those asked for; 0 when it could not be built."""
    explained: list[float]
    """Shares of the sets' variance by principal component, largest first, at most ten."""
    share: float
    """Share of the sets' variance that lies in the subspace."""
    used: list[int]
    """Which of its sets were used."""
    lost: list[str]
    """Words of its sets that have no vector; sets with such words are not used."""
    bias: float | None
    """Direct bias (c = 1) of the words shown that are not exempt, before anything is removed; null without such words."""
    problem: str
    """Why it could not be built, in a sentence; empty when it was."""


class Placed(TypedDict):
    """The words shown, along the directions of the active subspace."""

    words: list[str]
    """Those of `words` that have a vector, in that order."""
    parallel: PackedArray
    """float32 (words, dims): components of the vectors, at length 1, along the directions."""
    exempt: PackedArray
    """uint8 (words,): 1 where nothing is removed."""
    share: PackedArray
    """float32 (words,): percentage of women in the profession; NaN where not known, and all where no list has any."""
    lost: list[str]
    """Those of `words` that have no vector."""


class Test(TypedDict):
    """A word embedding association test: whether the targets X and Y are nearer to the attributes A or B."""

    name: str
    x_name: str
    y_name: str
    a_name: str
    b_name: str
    x: list[str]
    y: list[str]
    a: list[str]
    b: list[str]


class Association(TypedDict):
    """The words of the test chosen, so that the page can compute it at any strength."""

    x: list[str]
    y: list[str]
    a: list[str]
    b: list[str]
    """The words that have a vector."""
    lost: list[str]
    cosines: PackedArray
    """float32 (x + y, a + b), before anything is removed."""
    targets: PackedArray
    """float32 (x + y, dims): components along the directions."""
    attributes: PackedArray
    """float32 (a + b, dims)."""
    target_exempt: PackedArray
    """uint8 (x + y,)."""
    attribute_exempt: PackedArray
    """uint8 (a + b,)."""
    partitions: PackedArray
    """uint8 (partitions, x + y): 1 where a word falls to X in a permutation; all of them where `exact`, the first being the test itself."""
    exact: bool
    problem: str
    """Why there is no test, in a sentence: too few words known."""


class Question(TypedDict):
    """An analogy, a : b :: c : ?, without the answer."""

    a: str
    b: str
    c: str


class Candidates(TypedDict):
    """The words that are among the best answers at one of the slider's positions, so that the page can rank them at each."""

    words: list[str]
    """a, b and c are not among them."""
    cosines: PackedArray
    """float32 (words, 3): with a, b and c, before anything is removed."""
    parallel: PackedArray
    """float32 (words, dims)."""
    exempt: PackedArray
    """uint8 (words,)."""
    given: PackedArray
    """float32 (3, dims): components of a, b and c."""
    given_exempt: PackedArray
    """uint8 (3,)."""
    given_cosines: PackedArray
    """float32 (3, 3): between a, b and c."""
    searched: int
    """Words of the vocabulary, the most frequent ones, that may be answers."""
    lost: list[str]
    """Those of a, b and c that have no vector; there are no candidates then."""


class Swap(TypedDict):
    """A word of the sentence that has a counterpart in the pairs."""

    start: int
    """Code points from the beginning of the sentence."""
    word: str
    other: str


class Reading(TypedDict):
    """A sentence and its counterpart with the words swapped, read by a sentiment model from word vectors debiased as shown."""

    sentence: str
    swapped: str
    model: str
    swaps: list[Swap]
    probabilities: PackedArray
    """float32 (2, 101): P(positive) of the sentence and its counterpart at strengths 0, 0.01, … 1."""
    problem: str
    """Why there is nothing to read, in a sentence."""


class Pair(TypedDict):
    """A number before anything is removed, and at the strength that was measured; null where there is none."""

    before: float | None
    after: float | None


class Neighbourhood(TypedDict):
    """Nearest neighbours of one word, by their bias before anything was removed."""

    word: str
    before: list[str]
    after: list[str]
    parallel: PackedArray
    """float32 (2, neighbours): component along the first direction, before removal, of the neighbours before and after."""


class Measured(TypedDict):
    """What only the kernel can measure, at the strength it holds."""

    strength: float
    analogies: Pair
    """Accuracy over the questions, 0 to 1."""
    asked: int
    questions: str
    """Which file of questions."""
    similarity: Pair
    """Spearman's correlation with human ratings; null where no ratings were given."""
    ratings: str
    kept: float | None
    """Spearman's correlation of the cosines of random pairs of frequent words, before and after."""
    clusters: Pair
    """Share of the most biased words that k-means with two clusters puts with their own side (Gonen & Goldberg 2019)."""
    classifier: Pair
    """Accuracy of a linear classifier for the side of words it has not seen."""
    biased: int
    """Words on both sides together."""
    correlation: Pair
    """Pearson's, of a word's component along the direction before removal, and the share of its neighbours that lie on the first side."""
    neighbours: Neighbourhood | None


class Compared(TypedDict):
    """One line of the table of methods."""

    method: Literal["none", "slider", "linear", "hard", "soft", "inlp"]
    note: str
    """Options that matter, as `λ = 0.2`."""
    bias: float | None
    effect: float | None
    """WEAT effect size d of the test chosen; null without, as all that cannot be measured."""
    p: float | None
    analogies: float | None
    similarity: float | None
    kept: float | None
    clusters: float | None
    classifier: float | None
    seconds: float


class Run(TypedDict):
    """How far the comparison of methods is."""

    message: str
    progress: float
    """0 to 1; -1 when nothing runs."""


class Step(TypedDict):
    """A step taken by hand in the picture of the plane."""

    kind: Literal["neutralize", "equalize"]
    words: list[str]


class PlaneWord(TypedDict):
    """A word in the picture of the plane, before and after each step."""

    word: str
    path: PackedArray
    """float32 (steps + 1, 3): along the first direction, along the picture's other axis, and the distance from the plane."""


class BiasPlane(TypedDict):
    """The plane of the first direction and the words chosen."""

    words: list[PlaneWord]
    steps: list[Step]
    """Those of `steps` that these words take part in."""
    lost: list[str]
    note: str
    """What is special; empty otherwise."""


class Lists(TypedDict):
    """What can be chosen without typing."""

    subspaces: list[SubspaceWish]
    words: dict[str, list[str]]
    tests: list[Test]
