"""How far a picture can be trusted, as the page gets it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nlpwidgets.embeddings._control import Control, Stopped

if TYPE_CHECKING:
    import threading

    from nlpwidgets.embeddings.assessing import Quality as Assessed
    from nlpwidgets.widgets._projector_wire import Quality


def assess(matrix: Any, coordinates: Any, k: int, metric: Any, cancel: threading.Event) -> Assessed | None:
    """Compute the quality of a picture; None when it was cancelled."""
    from nlpwidgets.embeddings.assessing import quality

    class Cancelled(Control):
        def wait(self) -> None:
            if cancel.is_set():
                raise Stopped

    try:
        most = max(1, (len(matrix) - 1) // 2)
        return quality(matrix, coordinates, k=min(k, most), metric=metric, control=Cancelled())
    except Stopped:
        return None


def summary(found: Assessed, frame: int) -> Quality:
    """Return the means."""
    return {
        "k": found.k,
        "trustworthiness": float(found.trustworthiness.mean()),
        "continuity": float(found.continuity.mean()),
        "preserved": float(found.preserved.mean()),
        "sample": len(found.points),
        "frame": frame,
    }
