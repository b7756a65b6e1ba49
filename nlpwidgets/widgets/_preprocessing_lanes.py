"""Texts on their way through the steps: the trace, kept for beginnings that were seen before, and the lanes made of it."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

import numpy as np

from nlpwidgets.text import Alignment, Trace, TraceStep
from nlpwidgets.text._step import apply
from nlpwidgets.text.resolving import make
from nlpwidgets.widgets._wire import pack, sendable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlpwidgets.text import Pipeline
    from nlpwidgets.text.resolving import Step
    from nlpwidgets.widgets._preprocessing_cards import Kinds
    from nlpwidgets.widgets._preprocessing_wire import Card, Focus, Lane, Note

NO_ROWS = pack(np.empty((0, 5), np.int32))
KEPT_CHARACTERS = 4_000_000
"""Characters of texts after steps that are kept."""


class Tracer:
    """Runs steps on texts; what a step made of a text before is not made again.

    Texts are found by what they are, so that steps that leave a text alone cost those behind them nothing.
    """

    def __init__(self, characters: int = KEPT_CHARACTERS) -> None:
        self._room = characters
        self._kept: OrderedDict[tuple[str, Step], tuple[TraceStep, Lane]] = OrderedDict()
        self._size = 0

    def step(self, text: str, step: Step, index: int) -> tuple[TraceStep, Lane]:
        """Return what one step makes of a text, and its lane without an id.

        Raises
        ------
        StepError, TypeError
            The user's function raised or returned no text; `index`, its place in the pipeline, is named.
        """
        found = self._kept.get((text, step))
        if found is not None:
            self._kept.move_to_end((text, step))
            return found
        edits = make(step, index).edits(text)
        after = apply(text, edits)
        made = TraceStep(step.name, after, Alignment.from_edits(edits, len(text)))
        found = self._kept[text, step] = (made, _lane(text, made))
        self._size += len(text) + len(after)
        while self._size > self._room and len(self._kept) > 1:
            (old, _), (gone, _) = self._kept.popitem(last=False)
            self._size -= len(old) + len(gone.text)
        return found

    def trace(self, text: str, steps: Sequence[Step]) -> tuple[Trace, list[Lane]]:
        """Return a text after each step, and the lanes without their ids; errors are those of `step`."""
        traced: list[TraceStep] = []
        lanes: list[Lane] = []
        at = text
        for index, step in enumerate(steps):
            made, lane = self.step(at, step, index)
            traced.append(made)
            lanes.append(lane)
            at = made.text
        return Trace(text, tuple(traced)), lanes


def _lane(before: str, made: TraceStep) -> Lane:
    if made.text == before:
        return {"id": "", "text": None, "segments": NO_ROWS}
    # a lone surrogate becomes another character, one for one: the rows stay true
    return {"id": "", "text": sendable(made.text), "segments": pack(made.alignment.segments)}


def named(lanes: Sequence[Lane], cards: Sequence[Card]) -> list[Lane]:
    """Return lanes with the ids of the cards that are on."""
    on = [card["id"] for card in cards if card["on"]]
    return [{**lane, "id": id_} for lane, id_ in zip(lanes, on, strict=True)]


def notes_of(pipeline: Pipeline, cards: Sequence[Card], kinds: Kinds) -> list[Note]:
    """Return the hazards of the cards that are on, each with the cards after its fix."""
    on = [card["id"] for card in cards if card["on"]]
    return [
        {
            "kind": hazard.kind,
            "id": on[hazard.step],
            "other": None if hazard.other is None else on[hazard.other],
            "reason": hazard.reason,
            "fix": hazard.fix,
            "steps": kinds.merged(cards, hazard.fixed.steps),
        }
        for hazard in pipeline.hazards()
    ]


def place_of(id_: str, cards: Sequence[Card]) -> int:
    """Return the place of a card's lane among the texts of the trace, the source being 0; -1 when it has none."""
    on = ["", *(card["id"] for card in cards if card["on"])]
    return on.index(id_) if id_ in on else -1


def check_focus(wish: object, trace: Trace, cards: Sequence[Card]) -> Focus | None:
    """Return a valid focus.

    Raises
    ------
    TypeError, ValueError
        It is none; the message says why.
    """
    if wish is None:
        return None
    if not isinstance(wish, dict) or wish.keys() != {"id", "start", "stop"}:
        raise TypeError(f"focus is a dict with id, start and stop, or None, not {wish!r:.80}")
    id_, start, stop = wish["id"], wish["start"], wish["stop"]
    if not all(isinstance(place, int) and not isinstance(place, bool) for place in (start, stop)):
        raise TypeError(f"focus: start and stop are whole numbers, not {start!r:.30} and {stop!r:.30}")
    at = place_of(id_, cards) if isinstance(id_, str) else -1
    if at < 0:
        raise ValueError(f'focus: {id_!r:.60} has no lane; "" is the source, else it is the id of a card that is on')
    length = len(trace.texts[at])
    if not 0 <= start < stop <= length:
        raise ValueError(f"focus: {start} to {stop} is no part of a text of {length} characters")
    return {"id": id_, "start": start, "stop": stop}


def carried(
    focus: Focus | None, before: Trace, cards: Sequence[Card], after: Trace, now: Sequence[Card]
) -> Focus | None:
    """Return the focus in the lanes of other steps: the same stretch, or what has the same source there; else None."""
    if focus is None or before.source != after.source:
        return None
    old, new = place_of(focus["id"], cards), place_of(focus["id"], now)
    if old < 0 or new < 0:
        return None
    if before.texts[old] == after.texts[new]:
        return focus
    spans = after.output_spans(new - 1, *before.source_span(old - 1, focus["start"], focus["stop"]))
    return {"id": focus["id"], "start": spans[0][0], "stop": spans[0][1]} if len(spans) == 1 else None
