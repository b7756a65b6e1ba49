"""The pictures of an embedding projector, the runs that make them, and what is said of their quality."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.widgets._background import Background
from nlpwidgets.widgets._projector_columns import number
from nlpwidgets.widgets._projector_comparing import AT_ONCE, compare
from nlpwidgets.widgets._projector_frames import coordinates_of, make_frame
from nlpwidgets.widgets._projector_looking import look
from nlpwidgets.widgets._projector_placing import place
from nlpwidgets.widgets._projector_quality import assess, summary
from nlpwidgets.widgets._projector_running import Run
from nlpwidgets.widgets._projector_traits import AT_REST, ProjectorTraits
from nlpwidgets.widgets._words import in_words

if TYPE_CHECKING:
    import threading

    from numpy.typing import NDArray

    from nlpwidgets.embeddings.assessing import Quality as Assessed
    from nlpwidgets.widgets._projector_columns import Known
    from nlpwidgets.widgets._projector_comparing import Comparison
    from nlpwidgets.widgets._projector_running import Moment
    from nlpwidgets.widgets._projector_source import Shown
    from nlpwidgets.widgets._projector_wire import Options

QUALITY = ("trustworthiness", "continuity")
"""Columns that belong to one picture."""


class Pictures(ProjectorTraits):
    """What makes frames: at once, or in the background."""

    _shown: Shown
    _given: NDArray[np.float64] | None
    _columns: dict[str, Known]
    _assessed: Assessed | None = None
    _run: Run | None = None
    _comparison: Comparison | None = None
    _number = 0

    def _prepare(self) -> None:
        super()._prepare()
        self._projecting, self._assessing = Background(self._run_failed), Background(self._assess_failed)
        self._comparing = Background(self._compare_failed)

    def _put(self, **traits: Any) -> None:
        """Assign traits that were checked, as one change."""
        with self._commit():
            for name, value in traits.items():
                if getattr(self, name) is not value:
                    setattr(self, name, value)

    def _frame_of(self, options: Options, axes: list[str]) -> Any:
        placed = place(self._shown, options, axes, self._given)
        return self._made_frame(placed.coordinates, placed.second, method=options["method"], explained=placed.explained)

    def _made_frame(self, coordinates: Any, second: Any, **more: Any) -> Any:
        self._number += 1
        return make_frame(coordinates, second, number=self._number, **more)

    def _new_frame(self, frame: Any) -> dict[str, Any]:
        """Return what changes with a picture: what was said of the old one is gone."""
        self._assessing.cancel()
        self._assessed = None
        columns = {name: one for name, one in self._columns.items() if name not in QUALITY}
        found: dict[str, Any] = {"frame": frame, "quality": None, "assess": False}
        if len(columns) != len(self._columns):
            self._columns = columns
            found["columns"] = [one.column for one in columns.values()]
            if self.color_by in QUALITY:
                found |= {"color_by": "", "color_values": None}
            if self.size_by in QUALITY:
                found |= {"size_by": "", "size_values": None}
        if self.neighbours is not None:
            found["neighbours"] = {**self.neighbours, "trustworthiness": None, "continuity": None}
        return found

    # --- the run

    def _take_run(self, value: Any) -> None:
        wish = self.traits()["run"]._validate(self, value)  # noqa: SLF001
        if wish == self.run:
            return
        if wish == "idle":
            self._end_run()
        elif self._run is None:
            if wish == "paused":
                raise ValueError("nothing runs that could be paused")
            self._begin()
        else:
            if wish == "paused":
                self._run.control.pause()
            else:
                self._run.control.resume()
            self._put(run=wish)

    def _begin(self) -> None:
        if self.options["method"] not in ("tsne", "umap"):
            raise ValueError(f"method {self.options['method']!r} has no iterations to run; choose t-SNE or UMAP")
        run = self._run = Run(self._shown, self.options)
        self._put(run="running", error="", running={**AT_REST, "message": "beginning"})

        def work(cancel: threading.Event) -> None:
            run.go(cancel, lambda moment: self._show(run, moment), lambda *said: self._say_run(run, *said))
            with self._lock:
                if self._run is run:
                    self._run = None
                    self._put(run="idle", running=dict(AT_REST))

        self._projecting.start(work, name="nlpwidgets-projection")

    def _end_run(self) -> None:
        if self._run is not None:
            self._projecting.cancel()
            self._run.control.stop()
            self._run = None
        self._put(run="idle", running=dict(AT_REST))

    def _show(self, run: Run, moment: Moment) -> None:
        with self._lock:
            if self._run is not run:
                return
            frame = self._made_frame(
                moment.coordinates,
                moment.second,
                method=run.options["method"],
                iteration=moment.iteration,
                divergence=moment.divergence,
            )
            running = {
                "message": "",
                "iteration": moment.iteration,
                "iterations": moment.iterations,
                "seconds": moment.seconds,
            }
            self._put(running=running, **self._new_frame(frame))

    def _say_run(self, run: Run, message: str, iteration: int, iterations: int, seconds: float) -> None:
        with self._lock:
            if self._run is run:
                self.running = {
                    "message": message,
                    "iteration": iteration,
                    "iterations": iterations,
                    "seconds": seconds,
                }

    def _run_failed(self, error: Exception) -> None:
        with self._lock:
            self._run = None
            self._put(run="idle", running=dict(AT_REST), error=f"the projection ended with an error: {in_words(error)}")

    # --- its quality

    def _take_assess(self, value: Any) -> None:
        if not isinstance(value, bool):
            raise TypeError(f"assess must be True or False, not {value!r}")
        if value == self.assess:
            return
        if not value:
            self._assessing.cancel()
            self._put(assess=False)
            return
        coordinates, metric, frame = coordinates_of(self.frame), self.options["metric"], self.frame["number"]
        self._put(assess=True, error="")

        def work(cancel: threading.Event) -> None:
            found = assess(self._shown.matrix, coordinates, self.k, metric, cancel)
            with self._lock:
                if found is not None and not cancel.is_set():
                    self._keep_quality(found, frame)

        self._assessing.start(work, name="nlpwidgets-quality")

    def _keep_quality(self, found: Assessed, frame: int) -> None:
        self._assessed = found
        for name in QUALITY:
            values = np.full(len(self._shown.words), np.nan)
            values[found.points] = getattr(found, name)
            self._columns[name] = number(name, values)
        self._put(
            quality=summary(found, frame),
            assess=False,
            columns=[one.column for one in self._columns.values()],
            neighbours=look(self._shown, self.word, self.k, found),
        )

    def _assess_failed(self, error: Exception) -> None:
        with self._lock:
            self._put(assess=False, error=f"the quality was not computed: {in_words(error)}")

    # --- two embeddings

    def _compare(self, k: int) -> None:
        """Rank the words of two embeddings: at once, or in the background where there are many."""
        if self._shown.second is None:
            return
        if len(self._shown.words) <= AT_ONCE:
            self._keep_comparison(compare(self._shown, k))
            return

        def work(cancel: threading.Event) -> None:
            found = compare(self._shown, k, cancel)
            with self._lock:
                if not cancel.is_set():
                    self._keep_comparison(found)

        self._comparing.start(work, name="nlpwidgets-comparison")

    def _keep_comparison(self, found: Comparison | None) -> None:
        if found is None:
            return
        self._comparison = found
        self._columns |= found.columns(len(self._shown.words))
        self._put(changes=found.rows(self.browse), columns=[one.column for one in self._columns.values()])

    def _compare_failed(self, error: Exception) -> None:
        with self._lock:
            self.error = f"the embeddings were not compared: {in_words(error)}"


def still(options: Options) -> Options:
    """Return options of a picture that is there at once: t-SNE and UMAP begin as principal components."""
    if options["method"] in ("tsne", "umap"):
        return {**options, "method": "pca"}
    return options
