"""What the preprocessing explorer sends to its page, and what it gets back. Characters are Unicode code points."""

from __future__ import annotations

from typing import Any, Literal, TypedDict

from nlpwidgets.widgets._wire import PackedArray  # noqa: TC001 - the types are read at run time


class StepOption(TypedDict):
    """Something that can be chosen about a step."""

    name: str
    kind: Literal["bool", "choice", "words", "text"]
    default: Any
    """A bool, a text, or for "words" a list of words."""
    choices: list[str]
    """What there is, for "choice"; else empty."""
    help: str


class StepInfo(TypedDict):
    """A kind of step that a card can stand for."""

    name: str
    title: str
    help: str
    before: str
    """A text to show what the step does, ..."""
    after: str
    """... and the same after it; both empty for a function of the user's."""
    options: list[StepOption]
    custom: bool
    """A function of the user's: it comes from Python and has no options."""


class Card(TypedDict):
    """One step of the pipeline, in its place, on or off."""

    id: str
    """Unique among the cards and steady while they move."""
    name: str
    """Name of the kind of step in `catalogue`."""
    on: bool
    options: dict[str, Any]
    """Only those that differ from the default."""


class Lane(TypedDict):
    """The text after one step that is on."""

    id: str
    """Of the card."""
    text: str | None
    """Null when the step left the text as it was; `segments` has no rows then."""
    segments: PackedArray
    """int32 (n, 5), rows (from_start, from_stop, start, stop, one_by_one): where the characters start..stop of this text come
    from in the text of the lane before (the source for the first). Rows are in order and cover both texts completely.
    one_by_one 1: character i comes from character i (as many on both sides, though they may differ, as after lowercase);
    0: each comes from the whole stretch. A removed stretch has start == stop, an inserted one from_start == from_stop."""


class Note(TypedDict):
    """A warning about the order of the steps."""

    kind: str
    id: str
    """Card on which it stands."""
    other: str | None
    """The other card that has to do with it."""
    reason: str
    fix: str
    """What a click on it does, in a few words."""
    steps: list[Card]
    """All cards after the fix."""


class WordForms(TypedDict):
    """A word of the text, its stems and its lemma."""

    word: str
    count: int
    porter: str
    english: str
    lancaster: str
    lemma: str


class FormGroup(TypedDict):
    """Words that a stemmer and the lemmatizer put together differently."""

    kind: Literal["over", "under"]
    """"over": one stem, several lemmas; "under": one lemma, several stems."""
    key: str
    """The stem they share ("over"), or the lemma ("under")."""
    words: list[str]
    apart: list[str]
    """Per word its lemma ("over"), or its stem ("under")."""


class Forms(TypedDict):
    """Stem against lemma for the words of the text, most frequent first."""

    words: list[WordForms]
    porter: list[FormGroup]
    english: list[FormGroup]
    lancaster: list[FormGroup]


class StageCounts(TypedDict):
    """The sample after one step; tokens are what white space separates."""

    id: str
    """Of the card; "" for the raw texts."""
    tokens: int
    vocabulary: int
    unknown: int
    """Tokens that the reference vocabulary lacks."""
    ranks: PackedArray
    """int32 (k,): some ranks, about evenly spaced on a logarithmic axis, 1 first and the last one last."""
    frequencies: PackedArray
    """int32 (k,): how often the word of that rank occurs."""
    frequent: list[str]
    """The ten most frequent words."""


class CorpusCounts(TypedDict):
    """The sample of the corpus, counted after each step that is on."""

    read: int
    """Documents read so far."""
    total: int
    """Documents there are."""
    reference: str
    """What "unknown" is measured against, in words."""
    stages: list[StageCounts]


class Stored(TypedDict):
    """In a saved page: the lanes of every combination of cards that are on, as far as the byte limit allows."""

    ids: list[str]
    """The cards, in the order that the keys below refer to."""
    lanes: dict[str, Lane]
    """By the switches of the cards up to and with the lane's own, "1" on and "0" off: "101" is the lane of the third card
    when the first is on and the second off."""
    notes: dict[str, list[Note]]
    """By the switches of all cards; combinations without a note are not named."""
    complete: bool
    """Every combination is here."""
    said: str
    """How many combinations are here and what they weigh, in words for the reader."""


class Focus(TypedDict):
    """A stretch of one lane that is held."""

    id: str
    """Card of the lane; "" for the source."""
    start: int
    stop: int
