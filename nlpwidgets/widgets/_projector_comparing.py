"""Two embeddings compared: which words changed their neighbourhoods most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nlpwidgets.embeddings._control import Control, Stopped
from nlpwidgets.embeddings.aligning import neighbourhood_change
from nlpwidgets.widgets._projector_columns import number
from nlpwidgets.widgets._wire import sendable

if TYPE_CHECKING:
    import threading

    from numpy.typing import NDArray

    from nlpwidgets.embeddings.aligning import Changes as Ranked
    from nlpwidgets.widgets._projector_columns import Known
    from nlpwidgets.widgets._projector_source import Shown
    from nlpwidgets.widgets._projector_wire import Browse, Change, Changes

AT_ONCE = 3_000
"""Words that are compared while one waits; more are compared in the background."""
MOST = 20_000
"""Words that are ranked, and among which neighbours are sought: the first. The time grows with the square."""


class Comparison:
    """The ranking of the words of two embeddings, computed for one k."""

    def __init__(self, shown: Shown, ranked: Ranked) -> None:
        self._points = np.array(shown.point_of(ranked.words), np.int64)
        self._ranked = ranked
        self._residuals: NDArray[np.float64] = shown.turn.residuals

    def rows(self, browse: Browse) -> Changes:
        """Return a stretch of the ranking."""
        count = len(self._ranked.words)
        order = range(count - 1, -1, -1) if browse["ascending"] else range(count)
        chosen = order[browse["offset"] : browse["offset"] + browse["count"]]
        return {
            "k": self._ranked.k,
            "offset": browse["offset"],
            "total": count,
            "rows": [self._row(at) for at in chosen],
        }

    def _row(self, at: int) -> Change:
        point = int(self._points[at])
        return {
            "word": sendable(self._ranked.words[at]),
            "point": point,
            "change": float(self._ranked.change[at]),
            "residual": float(self._residuals[point]),
        }

    def columns(self, points: int) -> dict[str, Known]:
        """Return what points can be coloured by."""
        change = np.full(points, np.nan)
        change[self._points] = self._ranked.change
        return {
            "neighbourhood change": number("neighbourhood change", change),
            "shift": number("shift", self._residuals),
        }


def compare(shown: Shown, k: int, cancel: threading.Event | None = None) -> Comparison | None:
    """Rank the words; None when it was cancelled."""

    class Cancelled(Control):
        def wait(self) -> None:
            if cancel is not None and cancel.is_set():
                raise Stopped

    if shown.second is None:
        raise ValueError("there is no second embedding")
    words = shown.words[:MOST]
    try:
        ranked = neighbourhood_change(
            shown.first.vectors, shown.second.vectors, k=k, words=words, among=MOST, control=Cancelled()
        )
    except Stopped:
        return None
    return Comparison(shown, ranked)
