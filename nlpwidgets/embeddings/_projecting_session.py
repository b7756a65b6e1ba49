"""A projection on its way: frame by frame, paused, stopped, changed."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.embeddings._control import Control, Progress, Stopped
from nlpwidgets.embeddings._nearest import EXACT_BELOW
from nlpwidgets.embeddings._pca import principal_components
from nlpwidgets.embeddings._projecting_input import LIVE, Method, Options, check_options, starting_points, take
from nlpwidgets.embeddings._projecting_output import Frame, Projection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nlpwidgets.embeddings._control import Reporter
    from nlpwidgets.embeddings._nearest import Graph, Metric
    from nlpwidgets.embeddings._projecting_input import Taken
    from nlpwidgets.embeddings._tsne import TsneLayout
    from nlpwidgets.embeddings._umap import UmapLayout


class Projecting:
    """A projection on its way: it goes on only when asked for the next frame, and takes changes from any thread.

    Parameters
    ----------
    vectors
        and the options, as of `project`. They are checked at once; work begins with the first frame.
    """

    def __init__(
        self,
        vectors: Any,
        *,
        method: Method = "tsne",
        dimensions: int = 2,
        words: Iterable[str] | None = None,
        limit: int | None = None,
        unit: bool = False,
        metric: Metric = "cosine",
        perplexity: float = 30.0,
        n_neighbors: int = 15,
        min_dist: float = 0.1,
        iterations: int | None = None,
        seed: int = 0,
        initial: Any = "pca",
        threads: int | None = None,
        exact_below: int = EXACT_BELOW,
        progress: Reporter | None = None,
        control: Control | None = None,
    ) -> None:
        self._taken: Taken = take(vectors, words=words, limit=limit)
        self._options = check_options(
            len(self._taken.rows),
            method=method,
            dimensions=dimensions,
            unit=unit,
            metric=metric,
            perplexity=perplexity,
            n_neighbors=n_neighbors,
            min_dist=min_dist,
            iterations=iterations,
            seed=seed,
            initial=initial,
            threads=threads,
            exact_below=exact_below,
        )
        self.control = Control() if control is None else control
        self._progress = progress
        self._lock = threading.Lock()
        self._wanted: dict[str, Any] = {}
        self._layout: TsneLayout | UmapLayout | None = None
        self._done: Projection | None = None

    def __repr__(self) -> str:
        return f"<Projecting: {self._options.method}, {len(self._taken.rows):,} points, iteration {self.iteration:,}>"

    @property
    def options(self) -> Options:
        """As used now, without changes that wait for the next step."""
        return self._options

    @property
    def iteration(self) -> int:
        """Steps or epochs done."""
        return 0 if self._layout is None else self._layout.iteration

    @property
    def finished(self) -> bool:
        """Whether all iterations are done, and no change waits."""
        if self._wanted:
            return False
        if self._options.method == "pca":
            return self._done is not None
        return self._layout is not None and self._layout.iteration >= self._layout.total

    def change(self, **options: Any) -> None:
        """Change options before the next step, from any thread, also while it is paused or after it has finished.

        Parameters
        ----------
        perplexity : float
            t-SNE: new affinities; the points go on from where they are, for as many steps as follow the exaggeration.
        n_neighbors, min_dist : int, float
            UMAP: a new graph or curve; a new schedule of epochs begins, from where the points are.
        seed : int
            t-SNE and UMAP begin anew.

        Raises
        ------
        TypeError, ValueError
            The method has no such option, or it is out of range; nothing is changed then.
        """
        own = LIVE[self._options.method]
        strange = [name for name in options if name not in own]
        if strange:
            raise TypeError(
                f"{self._options.method} takes {' and '.join(own) or 'no changes'} on its way, not {strange[0]!r}"
            )
        with self._lock:
            wanted = self._wanted | options
            self._options.replaced(len(self._taken.rows), **wanted)
            self._wanted = wanted

    def step(self) -> None:
        """Do one step or epoch; the first also prepares: neighbours, affinities, where the points begin.

        Raises
        ------
        Stopped
            By `control`.
        """
        self.control.wait()
        layout = self._begun()
        if layout is not None and layout.iteration < layout.total:
            layout.step()

    def frames(self, *, every: int = 10, seconds: float = 0.0) -> Iterator[Frame]:
        """Iterate to the end, yielding a frame at the beginning, on the way and at the end.

        It may be called again after a change, also from another thread than before, but by one at a time. `control` ends it
        after a last frame, if there is a picture by then.

        Parameters
        ----------
        every : int
            Iterations between two frames, at least.
        seconds : float
            Time between two frames, at least. The picture does not depend on either.

        Raises
        ------
        Stopped
            By `control`, before there was a picture.
        """
        if every < 1:
            raise ValueError(f"every is at least 1, not {every}")
        shown, at = -1, -float("inf")
        begun: object = None
        try:
            while not (self.finished and shown == self.iteration):
                self.control.wait()
                layout = self._begun()
                if begun is not layout:
                    begun, shown = layout, -1
                due = self.iteration - shown >= every and time.monotonic() - at >= seconds
                if shown < 0 or due or self.finished:
                    frame = self._frame()
                    shown = self.iteration
                    self._tell(frame.stage, frame.iteration, frame.total)
                    yield frame
                    at = time.monotonic()
                    continue
                self.step()
        except Stopped:
            if self._layout is None and self._done is None:
                raise
            if shown != self.iteration:
                yield self._frame()

    def finish(self, *, every: int = 10) -> None:
        """Iterate to the end, or until `control` stops it, without frames.

        Parameters
        ----------
        every : int
            Iterations between two calls of `progress`.

        Raises
        ------
        Stopped
            By `control`, before there was a picture.
        """
        if every < 1:
            raise ValueError(f"every is at least 1, not {every}")
        try:
            while not self.finished:
                self.step()
                layout = self._layout
                if layout is not None and (layout.iteration % every == 0 or self.finished):
                    self._tell(layout.stage, layout.iteration, layout.total)
        except Stopped:
            if self._layout is None and self._done is None:
                raise

    def projection(self) -> Projection:
        """Return the picture as it is now.

        Raises
        ------
        ValueError
            It has not begun.
        """
        if self._done is not None:
            return self._done
        layout = self._layout
        if layout is None:
            raise ValueError("there is no picture yet; ask for frames first")
        return Projection(
            self._options.method,
            layout.coordinates.astype(np.float32),
            self._taken.rows,
            self._taken.words,
            self._options,
            layout.iteration,
            divergence=layout.divergence,
            exact=layout.exact,
            stopped=not self.finished,
        )

    def _tell(self, stage: str, done: int, total: int) -> None:
        if self._progress is not None:
            self._progress(Progress(stage, done, total))

    def _frame(self) -> Frame:
        if self._done is not None:
            return Frame(0, 0, "layout", self._done.coordinates.copy(), None)
        layout = self._layout
        if layout is None:
            raise Stopped
        points = np.array(layout.coordinates, np.float32)
        return Frame(layout.iteration, layout.total, layout.stage, points, layout.divergence)

    def _begun(self) -> TsneLayout | UmapLayout | None:
        """Prepare what is missing, and take over the changes that wait; None for PCA."""
        if self._options.method == "pca":
            if self._done is None:
                self._done = self._pca()
            return None
        with self._lock:
            wanted, self._wanted = self._wanted, {}
        try:
            options = self._options.replaced(len(self._taken.rows), **wanted)
            if self._layout is None or "seed" in wanted:
                self._layout = self._new(options)
            elif wanted:
                self._layout.change(
                    **{name: getattr(options, name) for name in LIVE[options.method] if name != "seed"},
                    progress=self._progress,
                    control=self.control,
                )
        except Stopped:
            with self._lock:  # nothing is lost: it waits for the next time
                self._wanted = wanted | self._wanted
            raise
        self._options = options
        return self._layout

    def _new(self, options: Options) -> TsneLayout | UmapLayout:
        unit = options.metric == "cosine"
        start = starting_points(self._taken.single(unit=unit), options, progress=self._progress, control=self.control)
        matrix = self._taken.single(unit=False)
        shared: dict[str, Any] = {
            "metric": options.metric,
            "seed": options.seed,
            "exact_below": options.exact_below,
            "known": self._neighbours(),
            "progress": self._progress,
            "control": self.control,
        }
        if options.method == "tsne":
            from nlpwidgets.embeddings._tsne import TsneLayout

            return TsneLayout(
                matrix,
                start,
                perplexity=options.perplexity,
                iterations=options.iterations,
                threads=options.threads,
                **shared,
            )
        from nlpwidgets.embeddings._umap import UmapLayout

        return UmapLayout(
            matrix,
            start,
            n_neighbors=options.n_neighbors,
            min_dist=options.min_dist,
            epochs=options.iterations,
            **shared,
        )

    def _neighbours(self) -> Graph | None:
        """Return the neighbours of the layout before: exact ones do not depend on the seed."""
        graph = None if self._layout is None else self._layout.graph
        return graph if graph is not None and graph.exact else None

    def _pca(self) -> Projection:
        options = self._options
        matrix = self._taken.single(unit=True) if options.unit else self._taken.matrix
        found = principal_components(matrix, options.dimensions, progress=self._progress, control=self.control)
        return Projection(
            "pca",
            found.place(matrix, control=self.control).astype(np.float32),
            self._taken.rows,
            self._taken.words,
            options,
            explained=tuple(found.ratios.tolist()),
        )
