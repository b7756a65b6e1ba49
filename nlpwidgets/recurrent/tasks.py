"""Small tasks that need memory: they show how far back a recurrent net remembers.

Every generator takes the number of examples, a length and a seed, and returns arrays: inputs with time first, and targets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

SUBJECTS = (("dog", "dogs"), ("child", "children"), ("teacher", "teachers"), ("bird", "birds"), ("author", "authors"))
VERBS = (("is", "are"), ("runs", "run"), ("sleeps", "sleep"), ("sings", "sing"), ("waits", "wait"))
PLACES = ("near the house", "behind the tree", "with the hats", "of the cities", "by the roads", "from the town")


class AddingProblem(NamedTuple):
    """Numbers, two of which are marked; their sum is asked for."""

    inputs: Floats
    """(time, examples, 2): a number from 0 to 1, and 1 where it counts."""
    targets: Floats
    """(examples,): the sum of the two that count."""


class CopyMemory(NamedTuple):
    """A few symbols, a long wait, then they are asked for."""

    inputs: Ints
    """(time, examples): symbols 1 … symbols, 0 for waiting, symbols + 1 where the answer begins."""
    targets: Ints
    """(time, examples): 0, and at the last steps the symbols in their order."""


class Agreement(NamedTuple):
    """Sentences whose verb must agree with a subject far back."""

    sentences: list[str]
    """Without the verb."""
    verbs: list[str]
    """The right verb."""
    wrong: list[str]
    """The same verb in the other number."""
    plural: NDArray[np.bool_]
    """(examples,): whether the subject is plural."""


class Dyck(NamedTuple):
    """Brackets that are balanced, or nearly."""

    texts: list[str]
    valid: NDArray[np.bool_]
    """(examples,): whether every bracket is closed by its own kind, in order."""


def adding_problem(examples: int, length: int, *, seed: int = 0) -> AddingProblem:
    """Return sequences of numbers, one marked in each half, whose sum is the target (Hochreiter & Schmidhuber 1997, task 4).

    Guessing 1 for each has a mean squared error of 1/6: two numbers from 0 to 1.

    Raises
    ------
    ValueError
        `examples` is below 1, or `length` below 2.
    """
    _check(examples, length, 2)
    rng = np.random.default_rng(seed)
    inputs = np.zeros((length, examples, 2), np.float32)
    inputs[:, :, 0] = rng.random((length, examples), np.float32)
    half = length // 2
    every = np.arange(examples)
    marked = rng.integers(0, half, examples), rng.integers(half, length, examples)
    for place in marked:
        inputs[place, every, 1] = 1
    targets = sum(inputs[place, every, 0] for place in marked)
    return AddingProblem(inputs, np.asarray(targets, np.float32))


def copy_memory(examples: int, length: int, *, symbols: int = 8, width: int = 10, seed: int = 0) -> CopyMemory:
    """Return `width` symbols, `length` steps of waiting, and as many steps in which they are asked for.

    Arjovsky, Shah & Bengio 2016, section 5.1. A net without memory has at best a cross-entropy of
    ``width log(symbols) / (length + 2 width)`` per step.

    Raises
    ------
    ValueError
        A number is below 1.
    """
    _check(examples, length, 1)
    if symbols < 1 or width < 1:
        raise ValueError(f"symbols and width are at least 1, not {symbols} and {width}")
    rng = np.random.default_rng(seed)
    time = length + 2 * width
    said = rng.integers(1, symbols + 1, (width, examples))
    inputs, targets = np.zeros((time, examples), np.int64), np.zeros((time, examples), np.int64)
    inputs[:width] = said
    inputs[width + length - 1] = symbols + 1
    targets[-width:] = said
    return CopyMemory(inputs, targets)


def agreement(examples: int, length: int, *, seed: int = 0) -> Agreement:
    """Return sentences with about `length` words between the subject and its verb, other nouns among them.

    After Linzen, Dupoux & Goldberg 2016; the words are of this package.

    Raises
    ------
    ValueError
        `examples` is below 1, or `length` below 0.
    """
    _check(examples, length, 0)
    rng = np.random.default_rng(seed)
    plural = rng.random(examples) < 0.5
    sentences, verbs, wrong = [], [], []
    for many in plural.tolist():
        subject, verb = SUBJECTS[rng.integers(len(SUBJECTS))], VERBS[rng.integers(len(VERBS))]
        words: list[str] = []
        while len(words) < length:
            words += PLACES[rng.integers(len(PLACES))].split()
        sentences.append(" ".join(["the", subject[many], *words]))
        verbs.append(verb[many])
        wrong.append(verb[not many])
    return Agreement(sentences, verbs, wrong, plural)


def dyck(examples: int, length: int, *, kinds: int = 2, seed: int = 0) -> Dyck:
    """Return texts of `length` brackets, about half of them balanced; the others have one bracket of another kind or side.

    Raises
    ------
    ValueError
        `examples` is below 1, `length` below 2 or odd, or there are not 1 to 4 kinds.
    """
    _check(examples, length, 2)
    if length % 2:
        raise ValueError(f"balanced brackets come in pairs: length is even, not {length}")
    if not 1 <= kinds <= 4:
        raise ValueError(f"there are 1 to 4 kinds of brackets, not {kinds}")
    rng = np.random.default_rng(seed)
    texts, valid = [], []
    for _ in range(examples):
        text = _balanced(length, kinds, rng)
        right = bool(rng.random() < 0.5)
        if not right:
            place = int(rng.integers(length))
            others = [one for one in "()[]{}<>"[: 2 * kinds] if one != text[place]]
            text = text[:place] + others[rng.integers(len(others))] + text[place + 1 :]
        texts.append(text)
        valid.append(is_balanced(text))
    return Dyck(texts, np.array(valid))


def is_balanced(text: str) -> bool:
    """Whether every bracket is closed by its own kind, in order."""
    closes = {")": "(", "]": "[", "}": "{", ">": "<"}
    waiting: list[str] = []
    for one in text:
        if one in closes.values():
            waiting.append(one)
        elif not waiting or waiting.pop() != closes.get(one):
            return False
    return not waiting


def _balanced(length: int, kinds: int, rng: np.random.Generator) -> str:
    opening, closing = "([{<"[:kinds], ")]}>"[:kinds]
    text, waiting = "", ""
    while len(text) < length:
        must_close = len(waiting) == length - len(text)
        if waiting and (must_close or rng.random() < 0.5):
            text += closing[opening.index(waiting[-1])]
            waiting = waiting[:-1]
        else:
            waiting += opening[rng.integers(kinds)]
            text += waiting[-1]
    return text


def _check(examples: int, length: int, least: int) -> None:
    if examples < 1:
        raise ValueError(f"examples is at least 1, not {examples}")
    if length < least:
        raise ValueError(f"length is at least {least}, not {length}")
