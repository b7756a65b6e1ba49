"""Changes to a text that show what a bag of words does not see: order, spelling, new words."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

from nlpwidgets.vectorize._options import whole
from nlpwidgets.vectorize.weighting import counted

if TYPE_CHECKING:
    from nlpwidgets.vectorize.counting import Bag
    from nlpwidgets.vectorize.weighting import Weighted

_WORD = re.compile(r"\w+(?:['’\-]\w+)*")


def shuffle(text: str, seed: int = 0) -> str:
    """Return the text with its words in another order: the same bag of words, and the same bag of characters.

    Punctuation and white space stay where they are, words go from place to place as they are written; ``don't`` and
    ``well-made`` are one word here. The order differs from the old one wherever two words differ.

    Parameters
    ----------
    text : str
    seed : int
        The same seed gives the same order.

    Raises
    ------
    TypeError, ValueError
        No text, or no whole number from 0 on.
    """
    _check(text, seed)
    words = _WORD.findall(text)
    if len(set(words)) < 2:
        return text
    chance = random.Random(seed)
    mixed = words.copy()
    while mixed == words:
        chance.shuffle(mixed)
    rest = iter(mixed)
    return _WORD.sub(lambda _: next(rest), text)


def misspell(text: str, seed: int = 0) -> str:
    """Return the text with a typing error in about every second word of four letters or more, and at least in one word.

    An error is one of: two neighbouring letters swapped, a letter left out, a letter twice. The first letter stays, and
    the word always changes.

    Parameters
    ----------
    text : str
        Without a word of two letters or more it comes back as it is.
    seed : int
        The same seed gives the same errors.

    Raises
    ------
    TypeError, ValueError
        No text, or no whole number from 0 on.
    """
    _check(text, seed)
    chance = random.Random(seed)
    # isalpha, since ² and its like are neither digits to a regular expression nor letters
    words = [match for match in re.finditer(r"[^\W\d_]+", text) if len(match.group()) >= 2 and match.group().isalpha()]
    long = [match for match in words if len(match.group()) >= 4]
    chosen = [match for match in long if chance.random() < 0.5]
    if not chosen and words:
        chosen = [chance.choice(long or words)]
    parts, at = [], 0
    for match in chosen:
        parts += [text[at : match.start()], _mistyped(match.group(), chance)]
        at = match.end()
    return "".join([*parts, text[at:]])


def unknown(bag: Bag | Weighted, text: str) -> list[tuple[str, int, int]]:
    """Return (term, start, stop) for every term of a text that the vocabulary lacks: what the vector does not see.

    ``text[start:stop]`` holds it; positions are code points, the order is that of `Bag.places`.
    """
    bag = counted(bag)
    return [place for place in bag.places(text) if place[0] not in bag.column]


def _mistyped(word: str, chance: random.Random) -> str:
    swaps = [k for k in range(1, len(word) - 1) if word[k] != word[k + 1]]
    kind = chance.choice(["swap", "leave out", "double"] if swaps else ["leave out", "double"])
    if kind == "swap":
        k = chance.choice(swaps)
        return word[:k] + word[k + 1] + word[k] + word[k + 2 :]
    k = chance.randrange(1, len(word))
    return word[:k] + (word[k + 1 :] if kind == "leave out" else word[k] + word[k:])


def _check(text: str, seed: int) -> None:
    if not isinstance(text, str):
        raise TypeError(f"a text must be a str, not {type(text).__name__}")
    whole("seed", seed, 0)
