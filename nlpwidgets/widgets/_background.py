"""Work beside the kernel's own: one thread per piece of work, with progress, and an end on request."""

from __future__ import annotations

import atexit
import threading
from typing import TYPE_CHECKING
from weakref import WeakSet

if TYPE_CHECKING:
    from collections.abc import Callable


_ALL: WeakSet[Background] = WeakSet()
_PATIENCE = 5.0
"""Seconds that work has to end when Python ends."""


@atexit.register
def _end_all() -> None:
    # a thread that still runs compiled code when the interpreter goes would take the process down with it
    everyone = list(_ALL)
    for one in everyone:
        one.cancel()
    for one in everyone:
        one.join(_PATIENCE)


class Background:
    """At most one piece of work at a time; starting another one, or `cancel`, ends the one before.

    The work is a function of a `threading.Event`. It looks at the event often, returns soon after it is set, and writes
    nothing from then on. What it raises goes to `failed`, in its own thread.
    """

    def __init__(self, failed: Callable[[Exception], None]) -> None:
        self._failed = failed
        self._lock = threading.Lock()
        self._cancel = threading.Event()
        self._thread: threading.Thread | None = None
        _ALL.add(self)

    def start(self, work: Callable[[threading.Event], None], *, name: str) -> None:
        """Begin, after the work before has been told to end."""
        with self._lock:
            self._cancel.set()
            cancel = self._cancel = threading.Event()
            self._thread = threading.Thread(target=self._run, args=(work, cancel), name=name, daemon=True)
            self._thread.start()

    def cancel(self) -> None:
        """Tell the work to end; it may take a moment."""
        self._cancel.set()

    def join(self, timeout: float | None = None) -> bool:
        """Wait for the last piece of work; False when it is still going after `timeout` seconds."""
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join(timeout)
        return thread is None or not thread.is_alive()

    @property
    def running(self) -> bool:
        """Whether a piece of work is going and has not been told to end."""
        return self._thread is not None and self._thread.is_alive() and not self._cancel.is_set()

    def _run(self, work: Callable[[threading.Event], None], cancel: threading.Event) -> None:
        try:
            work(cancel)
        except Exception as error:  # noqa: BLE001 - whatever it is, the reader is told
            if not cancel.is_set():
                self._failed(error)
