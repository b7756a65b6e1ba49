"""Share work on rows out among threads."""

from __future__ import annotations

import itertools
import os
import threading
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable


def allowed_cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def cores() -> int:
    """Return how many threads to use: as many as numba would, ``NUMBA_NUM_THREADS``, but not more than the cores allowed."""
    from numba import get_num_threads

    return max(1, min(get_num_threads(), allowed_cores()))


def in_threads(work: Callable[[int, int], None], count: int, threads: int) -> None:
    """Call ``work(start, stop)`` for parts of `count` things, one for each thread; an error in one is raised here."""
    threads = max(1, min(threads, count // 4096))
    edges = np.linspace(0, count, threads + 1).astype(int).tolist()
    failed: list[BaseException] = []

    def guarded(start: int, stop: int) -> None:
        try:
            work(start, stop)
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that asked
            failed.append(error)

    others = [threading.Thread(target=guarded, args=edge) for edge in itertools.pairwise(edges[1:])]
    for other in others:
        other.start()
    guarded(edges[0], edges[1])
    for other in others:
        other.join()
    if failed:
        raise failed[0]
