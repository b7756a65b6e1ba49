"""What a function did to a text, found out by comparing: for steps that cannot tell.

Equal ends are set aside, then words are compared, then the characters of what is left. Myers' algorithm (Myers 1986,
"An O(ND) difference algorithm") runs within a window, takes a long match for granted, and works within a budget that
grows with the texts: time is linear, however little the texts have in common. What is too different is one block.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nlpwidgets.text._step import Edit

if TYPE_CHECKING:
    from collections.abc import Sequence

    Match = tuple[int, int, int]
    """Place in the first text, place in the second, characters."""

TOKEN = re.compile(r"\w+|\s|[^\w\s]")
WINDOW = 1 << 17  # characters taken at a time, which bounds the memory
LONGEST_WORD = 100
WORD_CHANGES, CHARACTER_CHANGES = 64, 32  # per window of the algorithm
ALIKE = 0.5  # of the characters of two words are the same, or one has nothing to do with the other


@dataclass
class Budget:
    """Steps that may yet be taken."""

    left: int


def diff(before: str, after: str) -> list[Edit]:
    """Return edits that make one text of the other.

    Parameters
    ----------
    before, after : str
        Any texts.

    Returns
    -------
    list of Edit
        In order, not overlapping. Characters that differ in case only are taken for the same, one by one.
    """
    if before == after:
        return []
    budget = Budget(1_000_000 + len(before) + len(after))
    one, two = _folded(before), _folded(after)
    found: list[Edit] = []
    at, other = 0, 0
    for here, there, size in _all_matches(one, two, budget):
        if here > at or there > other:
            found.append(_replaced(at, here, after[other:there]))
        at, other = here + size, there + size
        if before[here:at] != after[there:other]:
            found.append(Edit(here, at, after[there:other], one_by_one=True))
    if at < len(before) or other < len(after):
        found.append(_replaced(at, len(before), after[other:]))
    return found


def _replaced(start: int, stop: int, new: str) -> Edit:
    return Edit(start, stop, new, one_by_one=len(new) == 1 == stop - start)


def _folded(text: str) -> str:
    """Return the text in lower case, as long as before."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := character.lower()) == 1 else character for character in text)


def _all_matches(one: str, two: str, budget: Budget) -> list[Match]:
    """Return what two texts have in common, a window at a time."""
    tail = _whole(one[::-1], two[::-1], _common(one[::-1], two[::-1]))
    ends = len(one) - tail, len(two) - tail
    found: list[Match] = []
    at, other = 0, 0
    while at < ends[0] and other < ends[1] and budget.left > 0:
        left, right = one[at : ends[0]], two[other : ends[1]]
        size = _whole(left, right, _common(left, right))
        if size:
            found.append((at, other, size))
            at, other = at + size, other + size
            continue
        last = max(ends[0] - at, ends[1] - other) <= WINDOW
        left, right = one[at : min(at + WINDOW, ends[0])], two[other : min(other + WINDOW, ends[1])]
        matches = _text_matches(left, right, budget)
        if last:
            found += [(at + i, other + j, n) for i, j, n in matches]
            at, other = ends
            break
        # near the end of a window the rest may be missing
        sure = [match for match in matches if max(match[0], match[1]) + match[2] <= WINDOW * 3 // 4]
        found += [(at + i, other + j, n) for i, j, n in sure]
        if sure:
            i, j, n = sure[-1]
            at, other = at + i + n, other + j + n
        else:
            at, other = at + len(left) // 2, other + len(right) // 2
    if tail:
        found.append((ends[0], ends[1], tail))
    return found


def _common(one: str, two: str) -> int:
    """Return the length of the common beginning: in growing leaps, then by halves, at the speed of string comparison."""
    limit = min(len(one), len(two))
    low, leap = 0, 16
    while low < limit and one[low : low + leap] == two[low : low + leap]:
        low, leap = min(low + leap, limit), leap * 2
    high = min(low + leap, limit)
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == two[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _whole(one: str, two: str, size: int) -> int:
    """Return the length of the common beginning without the part of a word at its end; words of any length may be cut."""
    for shorter in range(size, max(size - LONGEST_WORD, 0) - 1, -1):
        before = one[shorter - 1 : shorter].isalnum()
        if not before or not (one[shorter : shorter + 1].isalnum() or two[shorter : shorter + 1].isalnum()):
            return shorter
    return size if size > LONGEST_WORD else 0


def _text_matches(one: str, two: str, budget: Budget) -> list[Match]:
    """Return what two texts have in common: words, and between them characters."""
    left, right = TOKEN.findall(one), TOKEN.findall(two)
    # where each token starts
    starts, others = _places(left), _places(right)
    words = [
        (starts[i], others[j], starts[i + n] - starts[i]) for i, j, n in _matches(left, right, WORD_CHANGES, budget)
    ]
    found: list[Match] = []
    at, other = 0, 0
    for i, j, n in [*words, (len(one), len(two), 0)]:
        if at < i and other < j:
            part, counterpart = one[at:i], two[other:j]
            inner = _matches(part, counterpart, CHARACTER_CHANGES, budget)
            if 2 * sum(match[2] for match in inner) >= ALIKE * (len(part) + len(counterpart)):
                found += [(at + x, other + y, size) for x, y, size in inner]
        if n:
            found.append((i, j, n))
        at, other = i + n, j + n
    return found


def _places(tokens: list[str]) -> list[int]:
    found = [0]
    for token in tokens:
        found.append(found[-1] + len(token))
    return found


def _matches(one: Sequence[str], two: Sequence[str], changes: int, budget: Budget) -> list[Match]:
    """Return the runs that two sequences have in common, in order, as far as the budget goes."""
    found: list[Match] = []
    at, other = 0, 0
    while at < len(one) and other < len(two) and budget.left > 0:
        path, at, other = _window(one, two, at, other, changes, budget)
        runs: list[Match] = []
        while path:
            path, *run = path
            runs.append((run[0], run[1], run[2]))
        found += reversed(runs)
    return found


def _window(
    one: Sequence[str], two: Sequence[str], at: int, other: int, changes: int, budget: Budget
) -> tuple[Any, int, int]:
    """Go forward with ever more changes, up to the ends, a long match, or the limit; return the path and where it ends.

    A path is (path before, place, other place, length), or None at its beginning.
    """
    ends = len(one), len(two)
    # per diagonal, the furthest place in `one` and the path to it
    furthest: dict[int, tuple[int, Any]] = {1: (at, None)}
    shift = other - at
    for change in range(changes + 1):
        for diagonal in range(-change, change + 1, 2):
            down = diagonal == -change
            if not down and diagonal != change:
                down = furthest[diagonal - 1][0] < furthest[diagonal + 1][0]
            place, path = furthest[diagonal + 1] if down else furthest[diagonal - 1]
            place += not down
            there = place - diagonal + shift
            start = place
            while place < ends[0] and there < ends[1] and one[place] == two[there]:
                place += 1
                there += 1
            size = place - start
            if size:
                path = (path, start, there - size, size)
            furthest[diagonal] = (place, path)
            budget.left -= 1
            if (place >= ends[0] and there >= ends[1]) or size >= 8 + 2 * change:
                return path, place, there
    _, diagonal = max(
        (2 * place - diagonal, diagonal)
        for diagonal, (place, _) in furthest.items()
        if place <= ends[0] and place - diagonal + shift <= ends[1]
    )
    place, path = furthest[diagonal]
    return path, place, place - diagonal + shift
