"""Pause, resume and stop long work from another thread; report how far it is."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Protocol


class Stopped(Exception):  # noqa: N818 - the caller asked for it, so it is no error
    """The work ended because `Control.stop` was called; nothing half-done is left."""


class Control:
    """A handle on running work: `pause`, `resume` and `stop` may be called from any thread.

    The work calls `wait` between its steps. It only reads flags there, so an unused control costs next to nothing.
    """

    def __init__(self) -> None:
        self._running = threading.Event()
        self._running.set()
        self._stopped = threading.Event()

    def __repr__(self) -> str:
        return f"<Control: {'stopped' if self.stopped else 'paused' if self.paused else 'running'}>"

    @property
    def paused(self) -> bool:
        """Whether the work waits at its next step."""
        return not self._running.is_set()

    @property
    def stopped(self) -> bool:
        """Whether the work was asked to end."""
        return self._stopped.is_set()

    def pause(self) -> None:
        """Let the work wait at its next step."""
        self._running.clear()

    def resume(self) -> None:
        """Let paused work go on."""
        self._running.set()

    def stop(self) -> None:
        """End the work at its next step, also while it is paused."""
        self._stopped.set()
        self._running.set()

    def wait(self) -> None:
        """Stand still while paused.

        Raises
        ------
        Stopped
            If the work was asked to end.
        """
        self._running.wait()
        if self._stopped.is_set():
            raise Stopped


@dataclass(frozen=True)
class Progress:
    """How far long work is.

    Attributes
    ----------
    stage : str
        What is being done, in a few words: ``"reading"``, ``"counting"``, ``"training"`` …
    done, total : int
        Units of work done and in all; `total` is 0 where it is not known beforehand.
    loss : float or None
        A loss computed on what was held out, where there is one.
    """

    stage: str
    done: int
    total: int
    loss: float | None = None


class Reporter(Protocol):
    """What takes `Progress`: any callable with one argument."""

    def __call__(self, progress: Progress, /) -> object: ...
