"""What is asked of a bias explorer, checked before it is used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast, get_args

from nlpwidgets.bias._shared import real
from nlpwidgets.widgets._bias_wire import Method
from nlpwidgets.widgets._wire import sendable
from nlpwidgets.widgets._words import shorten

if TYPE_CHECKING:
    from nlpwidgets.widgets._bias_wire import Question, Step, SubspaceWish, Test, WordSet

LONGEST, LONGEST_SENTENCE = 200, 2_000
"""Characters of a word, and of a sentence."""
MOST_WORDS, MOST_SETS, MOST_SUBSPACES, MOST_DIMS, MOST_STEPS = 5_000, 500, 12, 10, 100
MOST_GROUPS = 10
"""Words of a definitional set."""
MOST_TESTED = 500
"""Words of each of a test's sets: the page gets the cosines of all pairs, and a byte per target and partition."""
MOST_IN_PLANE = 100
"""Words of a picture or a step."""


def check_subspaces(value: Any) -> list[SubspaceWish]:
    """Return the subspaces wanted.

    Raises
    ------
    TypeError, ValueError
        The message names the subspace and the set, and says what is wrong.
    """
    found = [_subspace(one) for one in _listed(value, "subspaces", MOST_SUBSPACES)]
    if not found:
        raise ValueError("there must be one subspace at least")
    names = [one["name"] for one in found]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"two subspaces are called {name!r}")
    return found


def _subspace(value: Any) -> SubspaceWish:
    if not isinstance(value, Mapping) or set(value) != {"name", "groups", "method", "dims", "sets"}:
        raise TypeError("a subspace is a dict with name, groups, method, dims and sets")
    name = check_word(value["name"], "the name of a subspace")
    groups = check_words(value["groups"], f"groups of {name!r}", MOST_GROUPS)
    if len(groups) < 2:
        raise ValueError(f"{name!r} needs two groups at least, with names of their own; it has {groups}")
    if value["method"] not in get_args(Method):
        raise ValueError(f"the method of {name!r} is one of {', '.join(get_args(Method))}, not {value['method']!r}")
    dims = value["dims"]
    if isinstance(dims, bool) or not isinstance(dims, int) or not 1 <= dims <= MOST_DIMS:
        raise ValueError(f"dims of {name!r} is a whole number from 1 to {MOST_DIMS}, not {dims!r}")
    sets = [_set(one, name, len(groups)) for one in _listed(value["sets"], f"sets of {name!r}", MOST_SETS)]
    return {"name": name, "groups": groups, "method": value["method"], "dims": dims, "sets": sets}


def _set(value: Any, name: str, size: int) -> WordSet:
    if not isinstance(value, Mapping) or set(value) != {"words", "weight"}:
        raise TypeError(f"a set of {name!r} is a dict with words and weight")
    words = check_words(value["words"], f"a set of {name!r}", MOST_GROUPS)
    if len(words) != size:
        raise ValueError(f"a set of {name!r} has {size} different words, one per group, not {words}")
    try:
        weight = real(value["weight"], "weight")
    except ValueError:
        raise ValueError(
            f"the weight of {' '.join(words)!r} is a number of at least 0, not {value['weight']!r:.60}"
        ) from None
    return {"words": words, "weight": weight}


def check_words(value: Any, name: str, most: int = MOST_WORDS) -> list[str]:
    """Return a list of words, each once."""
    return list(dict.fromkeys(check_word(word, f"a word of {name}") for word in _listed(value, name, most)))


def check_word(word: Any, name: str) -> str:
    """Return a word that is not empty, without white space around it."""
    if not isinstance(word, str):
        raise TypeError(f"{name} is a str, not {type(word).__name__}: {word!r:.60}")
    if not word.strip():
        raise ValueError(f"{name} is empty")
    if len(word) > LONGEST:
        raise ValueError(f"{name} has {len(word):,} characters, {LONGEST} are allowed: {shorten(word, 40)!r}")
    return sendable(word.strip())


def check_test(value: Any) -> Test | None:
    """Return the test chosen."""
    sides, names = ("x", "y", "a", "b"), ("name", "x_name", "y_name", "a_name", "b_name")
    if value is None:
        return None
    if not isinstance(value, Mapping) or set(value) != {*sides, *names}:
        raise TypeError(f"a test is a dict with {', '.join((*names, *sides))}, or None")
    found = {name: check_word(value[name], f"{name} of a test") for name in names}
    words = {side: check_words(value[side], f"{side} of the test", MOST_TESTED) for side in sides}
    for one, other in (("x", "y"), ("a", "b")):
        both = sorted(set(words[one]) & set(words[other]))
        if both:
            raise ValueError(f"{both[0]!r} stands in both {found[f'{one}_name']!r} and {found[f'{other}_name']!r}")
    return cast("Test", {**found, **words})


def check_question(value: Any) -> Question | None:
    """Return the analogy asked for."""
    if value is None:
        return None
    if not isinstance(value, Mapping) or set(value) != {"a", "b", "c"}:
        raise TypeError("a question is a dict with a, b and c, or None")
    return cast("Question", {box: check_word(value[box], f"{box} of the question") for box in ("a", "b", "c")})


def check_steps(value: Any) -> list[Step]:
    """Return the steps taken in the picture of the plane."""
    found: list[Step] = []
    for one in _listed(value, "steps", MOST_STEPS):
        if (
            not isinstance(one, Mapping)
            or set(one) != {"kind", "words"}
            or one["kind"] not in ("neutralize", "equalize")
        ):
            raise TypeError("a step is a dict with kind, 'neutralize' or 'equalize', and words")
        words = check_words(one["words"], "a step", MOST_IN_PLANE)
        if one["kind"] == "equalize" and len(words) < 2:
            raise ValueError("to equalize takes two words at least")
        found.append({"kind": one["kind"], "words": words})
    return found


def check_sentence(value: Any) -> str:
    """Return the sentence to read."""
    if not isinstance(value, str):
        raise TypeError(f"sentence is a str, not {type(value).__name__}")
    if len(value) > LONGEST_SENTENCE:
        raise ValueError(f"a sentence has at most {LONGEST_SENTENCE:,} characters, this one {len(value):,}")
    return sendable(value)


def _listed(value: Any, name: str, most: int) -> list[Any]:
    if isinstance(value, (str, bytes, Mapping)) or not isinstance(value, Iterable):
        raise TypeError(f"{name} is a list, not {type(value).__name__}")
    found = list(value)
    if len(found) > most:
        raise ValueError(f"{name} has {len(found):,} entries, {most:,} are allowed")
    return found
