"""What a bias explorer begins with: lists of the package, or what it was given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlpwidgets.bias.word_lists import LISTS, load_list
from nlpwidgets.widgets._bias_asked import MOST_GROUPS, check_subspaces, check_words
from nlpwidgets.widgets._words import shorten

if TYPE_CHECKING:
    from nlpwidgets.bias import WordList
    from nlpwidgets.embeddings import Questions
    from nlpwidgets.widgets._bias_wire import Lists, Question, SubspaceWish, Test

SENTENCE = "He is a great actor, and his performance is wonderful."
QUESTION: Question = {"a": "man", "b": "doctor", "c": "woman"}


@dataclass(frozen=True)
class Choices:
    """The state that an explorer begins with, and the lists to choose from."""

    subspaces: list[SubspaceWish]
    words: list[str]
    exempt: list[str]
    test: Test
    question: Question
    questions: Questions
    ratings: Any
    rated: str
    """Name of the ratings; empty without any."""
    shares: dict[str, float]
    lists: Lists


def take(pairs: Any, words: Any, exempt: Any, questions: Any, ratings: Any) -> Choices:
    """Return what an explorer begins with.

    Raises
    ------
    TypeError, ValueError, FileNotFoundError
        Something is no list of words or pairs, or no such file.
    """
    from nlpwidgets.bias.using import rated_pairs
    from nlpwidgets.embeddings.questions import questions_of

    every = {name: load_list(name) for name in LISTS}
    ready = [wish(one) for name, one in every.items() if one.kind == "sets" and not name.startswith("equalize")]
    ready.sort(key=lambda one: one["name"] != "gender")
    tests = [_test(one) for one in every.values() if one.kind == "test"]
    return Choices(
        subspaces=check_subspaces(ready[:1] if pairs is None else _subspaces(pairs)),
        words=_words(words, "words", every["professions"]),
        exempt=_words(exempt, "exempt", every["gendered"]),
        test=next(one for one in tests if one["name"].startswith("mathematics")),
        question=QUESTION,
        questions=questions_of(questions),
        ratings=None if ratings is None else rated_pairs(ratings),
        rated="" if ratings is None else shorten(Path(ratings).name) if isinstance(ratings, (str, Path)) else "ratings",
        shares=every["women_in_professions"].shares,
        lists={
            "subspaces": ready,
            "words": {one.title: list(one.words) for one in every.values() if one.kind == "words"},
            "tests": tests,
        },
    )


def wish(one: WordList) -> SubspaceWish:
    """Return the subspace of a list of sets, by principal components."""
    return {
        "name": one.title,
        "groups": list(one.groups),
        "method": "pca",
        "dims": min(2, len(one.groups) - 1),
        "sets": [{"words": list(words), "weight": 1.0} for words in one.sets],
    }


def _test(one: WordList) -> Test:
    x_name, y_name, a_name, b_name = one.groups
    x, y, a, b = (list(words) for words in one.sets)
    return {
        "name": one.title,
        "x_name": x_name,
        "y_name": y_name,
        "a_name": a_name,
        "b_name": b_name,
        "x": x,
        "y": y,
        "a": a,
        "b": b,
    }


def _subspaces(pairs: Any) -> list[SubspaceWish]:
    if isinstance(pairs, Mapping):
        if not pairs:
            raise ValueError("pairs is an empty dict: it needs a name and pairs")
        return [_subspace(name, one) for name, one in pairs.items()]
    if isinstance(pairs, (str, Path)):
        one = load_list(pairs)
        if one.kind != "sets":
            raise ValueError(f"{pairs} is a list of kind {one.kind!r}; pairs are of kind 'sets'")
        return [wish(one)]
    return [_subspace("pairs", pairs)]


def _subspace(name: Any, pairs: Any) -> SubspaceWish:
    if isinstance(pairs, (str, Path)):
        return {**_subspaces(pairs)[0], "name": name}
    from nlpwidgets.bias._shared import sized_groups

    sets = sized_groups(pairs, "pairs" if name == "pairs" else f"pairs[{name!r}]")
    size = len(sets[0])
    if size > MOST_GROUPS:
        raise ValueError(f"a set has at most {MOST_GROUPS} words, not {size}: {sets[0]}")
    return {
        "name": name,
        # what the groups are called, nobody said: by the words of the first set
        "groups": list(sets[0]),
        "method": "pca",
        "dims": min(2, size - 1),
        "sets": [{"words": list(words), "weight": 1.0} for words in sets],
    }


def _words(given: Any, name: str, usual: WordList) -> list[str]:
    if isinstance(given, (str, Path)):
        one = load_list(given)
        if one.kind != "words":
            raise ValueError(f"{given} is a list of kind {one.kind!r}; {name} are of kind 'words'")
        return check_words(one.words, name)
    return check_words(usual.words if given is None else given, name)
