"""t-SNE and UMAP beside the kernel's own work: begun, paused, changed and ended from the page."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.embeddings._control import Control, Progress, Stopped
from nlpwidgets.embeddings.aligning import align_points
from nlpwidgets.embeddings.projecting import Projecting

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from nlpwidgets.widgets._projector_source import Shown
    from nlpwidgets.widgets._projector_wire import Options

LIVE = {"tsne": ("perplexity", "seed"), "umap": ("n_neighbors", "min_dist", "seed")}
"""Options that a running projection takes."""
BYTES_PER_SECOND = 4_000_000
"""Sent to the page; more points, fewer frames."""
FASTEST = 0.1
"""Seconds between two frames, at least."""


@dataclass(frozen=True)
class Moment:
    """Where the points are at some moment of a run."""

    coordinates: NDArray[np.float32]
    second: NDArray[np.float32] | None
    iteration: int
    iterations: int
    divergence: float | None
    seconds: float


class Run:
    """One run of t-SNE or UMAP, over one embedding or two."""

    def __init__(self, shown: Shown, options: Options) -> None:
        self.options = options
        self.control = Control()
        self._two = shown.second is not None
        matrices = shown.pair if self._two else (shown.matrix,)
        self._said: Callable[[str], None] = lambda _text: None
        self._projections = [
            Projecting(
                matrix,
                method=options["method"],  # type: ignore[arg-type]
                dimensions=options["dimensions"],
                metric=options["metric"],
                perplexity=options["perplexity"],
                n_neighbors=options["n_neighbors"],
                min_dist=options["min_dist"],
                iterations=options["iterations"],
                seed=options["seed"],
                progress=self._progress,
                control=self.control,
            )
            for matrix in matrices
        ]
        self._interval = max(FASTEST, len(shown.words) * options["dimensions"] * 2 * len(matrices) / BYTES_PER_SECOND)

    def change(self, options: Options) -> None:
        """Take what may be changed on the way."""
        names = LIVE[options["method"]]
        changed = {name: options[name] for name in names if options[name] != self.options[name]}  # type: ignore[literal-required]
        for one in self._projections if changed else ():
            one.change(**changed)
        self.options = options

    def takes(self, options: Options) -> bool:
        """Whether these options can be had without beginning anew."""
        live = LIVE.get(options["method"], ())
        return all(options[name] == self.options[name] or name in live for name in options)  # type: ignore[literal-required]

    def go(
        self, cancel: threading.Event, show: Callable[[Moment], None], say: Callable[[str, int, int, float], None]
    ) -> None:
        """Go to the end, showing what there is now and then; what `cancel` ends shows nothing more."""
        began = time.monotonic()
        self._said = lambda text: None if cancel.is_set() else say(text, 0, 0, time.monotonic() - began)
        first = self._projections[0].frames(every=1, seconds=self._interval)
        others: Iterator[Any] = (
            self._projections[1].frames(every=1, seconds=self._interval) if self._two else itertools.repeat(None)
        )
        other = None
        try:
            for frame in first:
                other = next(others, other)
                if cancel.is_set():
                    return
                show(self._moment(frame, other, began))
            if self._two:
                for other in others:
                    if cancel.is_set():
                        return
                    show(self._moment(frame, other, began))
        except Stopped:
            return

    def _moment(self, frame: Any, other: Any, began: float) -> Moment:
        second = None
        if other is not None:
            found = align_points(other.coordinates, frame.coordinates)
            second = found.place(other.coordinates).astype(np.float32)
        return Moment(
            frame.coordinates, second, frame.iteration, frame.total, frame.divergence, time.monotonic() - began
        )

    def _progress(self, progress: Progress) -> None:
        if not progress.stage.endswith("layout"):
            share = f", {progress.done / progress.total:.0%}" if progress.total else ""
            self._said(f"{progress.stage}{share}")
