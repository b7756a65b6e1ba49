"""The table of English contractions, and how a word is taken apart by it.

What the apostrophe stands for cannot always be told from the word. One reading is taken, always the same:

- ``'s`` is "is" (never "has") after the words in `IS_AFTER`, and "us" in let's. After any other word it is a possessive and stays.
- ``'d`` is "did" after a question word, "would" (never "had") after the words in `WOULD_AFTER`, and stays elsewhere.
- ``ain't`` is "is not"; ``can't`` is "cannot".
- o'clock, O'Brien, rock'n'roll and the like are no contractions here and stay.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

APOSTROPHES = "'’‘ʼ`´"
WORD_WITH_APOSTROPHE = re.compile(rf"[{APOSTROPHES}]?[^\W\d_]+(?:[{APOSTROPHES}][^\W\d_]+)*")

# before n't
AUXILIARIES = frozenset(
    "are could dare did do does had has have is may might must need ought should was were would".split()  # noqa: SIM905
)
IS_AFTER = frozenset(
    "everything he here how it nothing she something that there this what when where who why y'all".split()  # noqa: SIM905
)
WOULD_AFTER = frozenset("he i it she that there they this we who y'all you".split())  # noqa: SIM905
DID_AFTER = frozenset("how what when where why".split())  # noqa: SIM905
ENDINGS = {"ve": " have", "re": " are", "ll": " will"}

# start, stop and what comes there, for words that the endings do not explain
IRREGULAR = {
    "ain't": [(0, 2, "is"), (2, 5, " not")],
    "can't": [(3, 5, "not")],
    "shan't": [(0, 3, "shall"), (3, 6, " not")],
    "won't": [(0, 2, "will"), (2, 5, " not")],
    "let's": [(3, 5, " us")],
    "i'm": [(1, 3, " am")],
    "y'all": [(0, 2, "you ")],
    "c'mon": [(0, 3, "come ")],
    "d'you": [(0, 2, "do ")],
    "ma'am": [(2, 3, "d")],
    "'cause": [(0, 1, "be")],
    "'em": [(0, 1, "th")],
    "'tis": [(0, 2, "it ")],
    "'twas": [(0, 2, "it ")],
    "'twere": [(0, 2, "it ")],
    "'twould": [(0, 2, "it ")],
}


def expansions(word: str) -> list[tuple[int, int, str]]:
    """Return (start, stop, new) for each part of the word that is written out; endings are taken off from the right."""
    head = word.lower()
    for mark in APOSTROPHES:
        head = head.replace(mark, "'")
    if "'" not in head or len(head) != len(word):
        return []
    found: list[tuple[int, int, str]] = []
    if head[0] == "'" and head not in IRREGULAR:  # a quotation mark
        head = head[1:]
    shift = len(word) - len(head)
    while "'" in head and head not in IRREGULAR:
        base, _, ending = head.rpartition("'")
        if ending == "t" and base[-1:] == "n" and base[:-1] in AUXILIARIES:
            base, new = base[:-1], " not"
        elif ending in ENDINGS:
            new = ENDINGS[ending]
        elif ending == "s" and base in IS_AFTER:
            new = " is"
        elif ending == "d" and base in DID_AFTER:
            new = " did"
        elif ending == "d" and base in WOULD_AFTER:
            new = " would"
        else:
            return []
        found.append((shift + len(base), shift + len(head), new))
        head = base
    found += [(shift + start, shift + stop, new) for start, stop, new in reversed(IRREGULAR.get(head, []))]
    found.reverse()
    return [(start, stop, in_case(new, word, word[start:stop])) for start, stop, new in found]


def in_case(new: str, word: str, part: str) -> str:
    """Return `new` in the case of the word: DON'T gives NOT, Won't gives Will."""
    if word.isupper():
        return new.upper()
    first = next((character for character in part if character.isalpha()), "")
    return new.capitalize() if first.isupper() and new[0] != " " else new


def expand_contractions(text: str) -> str:
    """Write out the contractions of a text."""

    def write_out(match: re.Match[str]) -> str:
        word, at, parts = match[0], 0, []
        for start, stop, new in expansions(word):
            parts += [word[at:start], new]
            at = stop
        return "".join([*parts, word[at:]])

    return WORD_WITH_APOSTROPHE.sub(write_out, text)


def definitions(source: Callable[..., str]) -> str:
    """Return table and functions as plain Python."""
    table = "".join(f"    {word!r}: {found!r},\n" for word, found in IRREGULAR.items())
    constants = [
        f"APOSTROPHES = {APOSTROPHES!r}",
        f"WORD_WITH_APOSTROPHE = re.compile({WORD_WITH_APOSTROPHE.pattern!r})",
        *(
            f"{name} = frozenset({' '.join(sorted(words))!r}.split())"
            for name, words in (
                ("AUXILIARIES", AUXILIARIES),
                ("IS_AFTER", IS_AFTER),
                ("WOULD_AFTER", WOULD_AFTER),
                ("DID_AFTER", DID_AFTER),
            )
        ),
        f"ENDINGS = {ENDINGS!r}",
        f"IRREGULAR = {{\n{table}}}",
    ]
    functions = (source(expansions), source(in_case), source(expand_contractions))
    return "\n".join(constants) + "\n\n\n" + "\n\n".join(functions)
