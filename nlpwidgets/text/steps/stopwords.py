"""Frequent words that say little, removed."""

from __future__ import annotations

import re
from functools import cache, partial
from inspect import getsource
from typing import TYPE_CHECKING

from nlpwidgets.text._step import Edit, Option, StepCode, StepKind
from nlpwidgets.text.steps import _check
from nlpwidgets.text.steps._chunks import PieceWorker

if TYPE_CHECKING:
    from collections.abc import Iterable

NEGATIONS = (
    "cannot neither never no nobody none noone nor not nothing nowhere without n't n‘t n’t".split()  # noqa: SIM905
)
"""Of spaCy's list, the words that turn a statement round; "hardly" and the like are not on it."""

STOP_WORD = re.compile(r"[^\W_]+(?:['’‘][^\W_]+)*|['’‘](?:d|ll|m|re|s|ve)(?![^\W_])", re.IGNORECASE)
STOP_PARTS = re.compile(r"(?:n['’‘]t|['’‘](?:d|ll|m|re|s|ve))$", re.IGNORECASE)


@cache
def stop_words() -> frozenset[str]:
    """Return the default list: spaCy's English stop words without the negations, since these carry the sentiment.

    Returns
    -------
    frozenset of str
        Lower-case words, and endings such as ``'s``.
    """
    from spacy.lang.en.stop_words import STOP_WORDS

    return frozenset(STOP_WORDS).difference(NEGATIONS)


def stop_spans(chunk: str, stops: frozenset[str]) -> list[tuple[int, int]]:
    """Return where stop words stand; a word such as it's or don't is looked up whole, then in its two parts."""
    found = []
    for match in STOP_WORD.finditer(chunk):
        start, stop = match.span()
        word = match[0].lower()
        ending = STOP_PARTS.search(word)
        if word in stops:
            found.append((start, stop))
        elif ending and len(word) == stop - start:
            cut = start + ending.start()
            if word[: ending.start()] in stops:
                found.append((start, cut))
            if ending[0] in stops:
                found.append((cut, stop))
    return found


def without_stop_words(chunk: str, stops: frozenset[str]) -> str | None:
    """Return what is left of a stretch between spaces; None when it was nothing but stop words."""
    if chunk.isalpha():  # one word
        return None if chunk.lower() in stops else chunk
    at, parts = 0, []
    for start, stop in stop_spans(chunk, stops):
        parts.append(chunk[at:start])
        at = stop
    return "".join([*parts, chunk[at:]]) or (None if at else "")


def remove_stopwords(text: str, stops: frozenset[str]) -> str:
    """Remove stop words; where nothing is left between two spaces, one of the spaces goes as well."""
    found = (without_stop_words(chunk, stops) for chunk in text.split(" "))
    return " ".join(chunk for chunk in found if chunk is not None)


class RemoveStopwords(PieceWorker):
    """The step."""

    def __init__(self, *, words: Iterable[str] | None = None, keep_negations: bool = True) -> None:
        kept = _check.flag("remove_stopwords", "keep_negations", keep_negations)
        if words is None:
            stops = stop_words() if kept else stop_words().union(NEGATIONS)
        else:
            stops = frozenset(word.lower() for word in _check.words("remove_stopwords", "words", words))
            stops = stops.difference(NEGATIONS) if kept else stops
        self.stops = stops
        super().__init__(partial(without_stop_words, stops=stops))

    def edits(self, text: str) -> list[Edit]:
        """Return what the step does to the text."""
        found: list[Edit] = []
        at = 0
        kept = False
        for chunk in text.split(" "):
            left = self.cache[chunk]
            if left is None:
                # the space after the word goes along; before anything was kept there is no other, else the one before
                space = at - 1 if kept else at
                found.append(Edit(space, at + len(chunk) + (not kept), ""))
            else:
                if left != chunk:
                    found += [Edit(at + start, at + stop, "") for start, stop in stop_spans(chunk, self.stops)]
                kept = True
            at += len(chunk) + 1
        if found and found[-1].stop > len(text):  # nothing was kept
            found[-1] = Edit(found[-1].start, len(text), "")
        return found

    def code(self) -> StepCode:
        """Return the step as plain Python."""
        listed = " ".join(sorted(self.stops))
        plain = all(word and not any(map(str.isspace, word)) for word in self.stops)
        words = f"{listed!r}.split()" if plain else repr(sorted(self.stops))
        constants = (
            f"STOP_WORD = re.compile({STOP_WORD.pattern!r}, re.IGNORECASE)\n"
            f"STOP_PARTS = re.compile({STOP_PARTS.pattern!r}, re.IGNORECASE)\n"
            f"STOP_WORDS = frozenset({words})\n"
        )
        function = getsource(remove_stopwords).replace("stops: frozenset[str]", "stops: frozenset[str] = STOP_WORDS")
        functions = (getsource(stop_spans), getsource(without_stop_words), function)
        return StepCode(("import re",), "\n\n".join((constants, *functions)), "remove_stopwords")


KIND = StepKind(
    name="remove_stopwords",
    title="Remove stop words",
    help="Removes the words of a list, whatever their case; by default spaCy's English list without the negations.",
    example=("I do not know about you", "not know"),
    options=(
        Option("words", "words", None, "The list; spaCy's English one when none is given"),
        Option("keep_negations", "bool", True, "Keep no, not, never, cannot and the like even where the list has them"),
    ),
    make=RemoveStopwords,
)
