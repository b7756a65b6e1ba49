"""Saved pages: the lanes of every combination of steps, as many as the byte limit allows."""

from __future__ import annotations

import json
from itertools import combinations
from typing import TYPE_CHECKING, Any

from nlpwidgets.text import Pipeline, StepError
from nlpwidgets.widgets._page import plain
from nlpwidgets.widgets._preprocessing_lanes import Tracer, notes_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlpwidgets.widgets._preprocessing_cards import Kinds
    from nlpwidgets.widgets._preprocessing_wire import Card, Lane, Note, Stored

MOST_COMBINATIONS = 8192
"""Combinations that are looked at: those of 13 steps."""


def stored(text: str, cards: Sequence[Card], kinds: Kinds, room: int) -> Stored:
    """Return the lanes and notes of the combinations nearest to the cards, those with the fewest switches changed first.

    Parameters
    ----------
    text : str
        The text shown.
    cards : list of Card
        In their order, which stays.
    kinds : Kinds
        What the cards stand for.
    room : int
        Bytes in the page that lanes and notes may take; what is shown already is stored in any case.
    """
    steps = [kinds.step(card) for card in cards]
    tracer = Tracer()
    texts = {"": text}  # by switches, like the lanes; trailing zeros are no lanes
    lanes: dict[str, Lane] = {}
    notes: dict[str, list[Note]] = {}
    size = count = 0
    complete = len(cards) < MOST_COMBINATIONS.bit_length()
    failed = ""
    for number, switches in enumerate(_nearest([card["on"] for card in cards])):
        if number >= MOST_COMBINATIONS:
            break
        try:
            made = _lanes(switches, steps, texts, tracer, lanes)
        except (StepError, TypeError) as error:
            failed = failed or str(error)
            complete = False
            continue
        on = [{**card, "on": bool(switch)} for card, switch in zip(cards, switches, strict=True)]
        pipeline = Pipeline([step for step, switch in zip(steps, switches, strict=True) if switch])
        noted = notes_of(pipeline, on, kinds)  # type: ignore[arg-type]
        key = _key(switches)
        more = sum(_weight(name, lane) for name, lane in made.items()) + (_weight(key, noted) if noted else 0)
        if size + more > room and number:
            complete = False
            break
        lanes |= made
        if noted:
            notes[key] = noted
        size, count = size + more, count + 1
    every = 2 ** len(cards)
    said = f"All {every:,} combinations" if complete else f"{count:,} of {every:,} combinations"
    said += f" of the {len(cards)} steps are in this page, {size / 1e6:.1f} MB"
    said += "." if complete else ": the nearest to what was shown."
    if failed:
        said += f" Some fail: {failed[:200]}"
    return {"ids": [card["id"] for card in cards], "lanes": lanes, "notes": notes, "complete": complete, "said": said}


def _lanes(
    switches: Sequence[int], steps: Sequence[Any], texts: dict[str, str], tracer: Tracer, known: dict[str, Lane]
) -> dict[str, Lane]:
    """Return the lanes of a combination that are not known."""
    made: dict[str, Lane] = {}
    at, index = "", 0
    for place, (step, switch) in enumerate(zip(steps, switches, strict=True)):
        if not switch:
            continue
        key = _key(switches[: place + 1])
        if key not in texts:
            traced, lane = tracer.step(texts[at], step, index)
            texts[key] = traced.text
            made[key] = lane
        elif key not in known:
            made[key] = tracer.step(texts[at], step, index)[1]
        at, index = key, index + 1
    return made


def _key(switches: Sequence[int]) -> str:
    return "".join(map(str, map(int, switches)))


def _nearest(now: Sequence[bool]) -> Iterator[list[int]]:
    """Yield all combinations of switches, those that differ in few places from `now` first."""
    for distance in range(len(now) + 1):
        for places in combinations(range(len(now)), distance):
            yield [int(on) ^ (place in places) for place, on in enumerate(now)]


def _weight(key: str, value: Any) -> int:
    """Return the bytes that an entry takes in the page, where "<" is written as six characters."""
    written = json.dumps({key: plain(value)}, separators=(",", ":"))
    return len(written) - 1 + 5 * written.count("<")
