"""Undo and redo over the state of a widget; `js/src/controls/history.ts` does the same in the page."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

TOGETHER = 0.6
"""Changes of the same traits less than this apart, in seconds, are undone together."""
LONGEST = 200


class Entry(NamedTuple):
    """One change of some traits."""

    before: dict[str, Any]
    after: dict[str, Any]
    at: float


class History:
    """Changes that can be taken back, and those that were."""

    def __init__(self) -> None:
        self.past: list[Entry] = []
        self.future: list[Entry] = []

    def push(self, before: dict[str, Any], after: dict[str, Any], now: float | None = None) -> None:
        """Remember a change (the same traits in both), made at `now` seconds."""
        now = time.monotonic() if now is None else now
        self.future.clear()
        last = self.past[-1] if self.past else None
        if last is not None and now - last.at < TOGETHER and last.after.keys() == after.keys():
            self.past[-1] = Entry(last.before, after, now)
            if last.before == after:  # there and back again
                self.past.pop()
        else:
            self.past.append(Entry(before, after, now))
            del self.past[:-LONGEST]

    def undone(self) -> None:
        """Move the last change to those that can be made again."""
        self.future.append(self.past.pop())

    def redone(self) -> None:
        """Move it back; a change right after it is a step of its own."""
        self.past.append(self.future.pop()._replace(at=float("-inf")))


@contextmanager
def dropped(steps: list[Any]) -> Iterator[None]:
    """Drop the last step where it cannot be gone: it would bar the way to those before it."""
    try:
        yield
    except Exception:
        steps.pop()
        raise
