"""EmbeddingProjector: word vectors as points, and how far the picture can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, cast

import numpy as np

from nlpwidgets.widgets._base import bundle
from nlpwidgets.widgets._projector_asked import DEFAULTS, check_axes, check_browse, check_selected, merge_options
from nlpwidgets.widgets._projector_code import code_of, source_code
from nlpwidgets.widgets._projector_columns import given as given_columns
from nlpwidgets.widgets._projector_columns import own
from nlpwidgets.widgets._projector_frames import coordinates_of
from nlpwidgets.widgets._projector_looking import check_word, look, stored
from nlpwidgets.widgets._projector_pictures import QUALITY, Pictures, still
from nlpwidgets.widgets._projector_source import check_coordinates, packed_words, take
from nlpwidgets.widgets._projector_traits import AT_REST
from nlpwidgets.widgets._wire import unpack

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from nlpwidgets.widgets._projector_columns import Known


class EmbeddingProjector(Pictures):
    """Look at word vectors in two or three dimensions.

    Parameters
    ----------
    vectors : KeyedVectors, model, path, name, dict, table or layer, optional
        Whatever `nlpwidgets.embeddings.load` takes. Without any: the bundled set ``"small"``.
    compare : the same, or dict of one name, optional
        A second embedding; the points are then the words that both have.
    words : iterable of str, optional
        Only these words are points, in this order.
    limit : int, optional
        Only the first so many words; by default all.
    columns : dict or DataFrame, optional
        What points can be coloured and sized by: per column one value for each word shown, or a dict from word to value; a
        DataFrame may have the words as its index.
    coordinates : array of shape (points, 2 or 3), optional
        A picture made elsewhere.
    method : {"pca", "tsne", "umap", "axes", "given"}, optional
        PCA, unless coordinates are given. t-SNE and UMAP begin with `start`, not before.
    axes : list of str, optional
        Two or three formulas over words for method ``"axes"``: ``["king - man", "good - bad"]``.
    **options
        dimensions, metric, perplexity, n_neighbors, min_dist, iterations, seed, as of `nlpwidgets.embeddings.project`.

    Raises
    ------
    TypeError, ValueError
        Something is no word vectors, missing or out of range; the message says what and where.

    Notes
    -----
    `options`, `axes`, `color_by`, `size_by`, `word`, `k`, `query`, `arrangement` can be read and assigned at any time.

    Examples
    --------
    >>> projector = EmbeddingProjector(words=["king", "queen", "man", "woman", "apple"])
    >>> projector.coordinates.shape
    (5, 2)
    """

    _esm = bundle("embedding_projector.js")
    _css = bundle("embedding_projector.css")

    def __init__(
        self,
        vectors: Any = None,
        *,
        compare: Any = None,
        words: Iterable[str] | None = None,
        limit: int | None = None,
        columns: Any = None,
        coordinates: Any = None,
        method: Literal["pca", "tsne", "umap", "axes", "given"] | None = None,
        axes: list[str] | None = None,
        **more: Any,
    ) -> None:
        options = {name: more.pop(name) for name in list(more) if name in DEFAULTS}
        self._shown = take(vectors, compare, words, limit)
        points = len(self._shown.words)
        self._given = check_coordinates(coordinates, points)
        if self._given is not None:
            options.setdefault("dimensions", self._given.shape[1])
        elif method in (None, "axes") and isinstance(axes, (list, tuple)) and len(axes) == 3:
            options.setdefault("dimensions", 3)
        options["method"] = method or ("given" if self._given is not None else "axes" if axes else "pca")
        wish = merge_options(DEFAULTS, options, points, given=self._given is not None)
        formulas = check_axes(axes or [])
        self._columns: dict[str, Known] = own(self._shown) | given_columns(columns, self._shown)
        super().__init__(
            source=self._shown.source,
            words=packed_words(self._shown.words),
            options=wish,
            axes=formulas,
            frame=self._frame_of(still(wish), formulas),
            columns=[one.column for one in self._columns.values()],
            source_code=source_code(self._shown, words, limit, columns, coordinates),
            arrangement="single" if self._shown.second is None else "side",
            **more,
        )
        self._compare(self.k)

    # --- what is shown

    @property
    def words_shown(self) -> list[str]:
        """The word of each point."""
        return list(self._shown.words)

    @property
    def coordinates(self) -> NDArray[np.float64]:
        """Where the points are now, (points, dimensions), to 1 / 65535 of the picture's width."""
        with self._lock:
            return coordinates_of(self.frame)

    @property
    def selection(self) -> list[str]:
        """The words inside lasso or rectangle, in the order of the points."""
        with self._lock:
            if self.selected is None:
                return []
            return [self._shown.words[point] for point in unpack(self.selected).tolist()]

    def select(self, words: Iterable[str]) -> None:
        """Select words, as the lasso does.

        Raises
        ------
        ValueError
            One is not among the points.
        """
        wanted = list(words)
        points = self._shown.point_of(wanted)
        missing = [word for word, point in zip(wanted, points, strict=True) if point < 0]
        if missing:
            raise ValueError(f"not among the points: {', '.join(map(repr, missing[:5]))}")
        self.selected = np.array(points, np.int64)

    # --- t-SNE and UMAP

    def start(self, *, wait: bool = False) -> None:
        """Begin the projection, or go on with a paused one.

        Parameters
        ----------
        wait : bool
            Return when it has come to its end.

        Raises
        ------
        RuntimeError
            With `wait`: it failed; the message says how.
        """
        self.run = "running"
        if wait:
            self._projecting.join()
            with self._lock:
                if self.error:
                    raise RuntimeError(self.error)

    def pause(self) -> None:
        """Let it stand still; `start` goes on."""
        self.run = "paused"

    def stop(self) -> None:
        """End it where it is."""
        self.run = "idle"

    def assess_quality(self) -> dict[str, Any] | None:
        """Compute how far the picture can be trusted, wait for it, and return `quality`.

        Raises
        ------
        RuntimeError
            It failed; the message says how.
        """
        self.assess = True
        self._assessing.join()
        with self._lock:
            if self.quality is None and self.error:
                raise RuntimeError(self.error)
            return cast("dict[str, Any] | None", self.quality)

    # --- traits that were assigned

    def _work(self, name: str, value: Any) -> None:
        with self._lock, self._working():
            getattr(self, f"_take_{name}")(value)
            if self.error and name != "assess":
                self.error = ""

    def _take_options(self, value: Any) -> None:
        wish = merge_options(self.options, value, len(self._shown.words), given=self._given is not None)
        if self._run is not None:
            if self._run.takes(wish):
                self._run.change(wish)
                self._put(options=wish)
                return
            self._end_run()
        changed = wish["method"] != self.options["method"] or wish["dimensions"] != self.options["dimensions"]
        at_once = wish["method"] not in ("tsne", "umap")
        frame = self._frame_of(wish, self.axes) if changed and at_once else None
        self._put(options=wish, **({} if frame is None else self._new_frame(frame)))

    def _take_axes(self, value: Any) -> None:
        formulas = check_axes(value)
        frame = self._frame_of(self.options, formulas) if self.options["method"] == "axes" else None
        self._put(axes=formulas, **({} if frame is None else self._new_frame(frame)))

    def _take_word(self, value: Any) -> None:
        word = check_word(self._shown, value)
        self._put(word=word, neighbours=look(self._shown, word, self.k, self._assessed))

    def _take_k(self, value: Any) -> None:
        k = self.traits()["k"]._validate(self, value)  # noqa: SLF001 - the trait's own words for what is wrong
        self._put(k=k, neighbours=look(self._shown, self.word, k, self._assessed))
        self._compare(k)

    def _take_selected(self, value: Any) -> None:
        self._put(selected=check_selected(value, len(self._shown.words)))

    def _take_browse(self, value: Any) -> None:
        browse = check_browse(value)
        self._put(browse=browse, changes=None if self._comparison is None else self._comparison.rows(browse))

    def _take_color_by(self, value: Any) -> None:
        value = self._still_there(value)
        known = self._known(value)
        self._put(color_by=value, color_values=None if known is None else known.packed)

    def _take_size_by(self, value: Any) -> None:
        value = self._still_there(value)
        known = self._known(value)
        if known is not None and known.column["kind"] != "number":
            raise ValueError(f"sizes need a column of numbers; {value!r} holds categories")
        self._put(size_by=value, size_values=None if known is None else known.packed)

    def _still_there(self, name: Any) -> Any:
        """Return the column, or none while a step is taken back to a picture whose quality is gone."""
        gone = not self._recording and name in QUALITY and name not in self._columns
        return "" if gone else name

    def _known(self, name: Any) -> Known | None:
        if name == "":
            return None
        if not isinstance(name, str) or name not in self._columns:
            raise ValueError(f"there is no column {name!r}; there is {', '.join(map(repr, self._columns))}")
        return self._columns[name]

    # --- to keep

    def code(self) -> str:
        """Return the Python that rebuilds the view; names are those of the notebook where it has them."""
        return code_of(self)

    def chart(self) -> Any:
        """Return the points as an Altair chart, the most frequent 5,000 of those in sight, numbers inside."""
        from nlpwidgets.widgets._projector_chart import chart

        return chart(self)

    def _picture(self) -> bytes:
        from nlpwidgets.widgets._projector_picture import picture

        return picture(self, repr(self))

    def _page_props(self, max_bytes: int) -> dict[str, Any]:
        with self._lock, self._working():
            props = super()._page_props(max_bytes)
            rest = {"run": "idle", "running": dict(AT_REST), "assess": False}
            return props | rest | {"stored": stored(self._shown, self.k, self._say)}

    def __repr__(self) -> str:
        if not self._made:
            return object.__repr__(self)
        name = self.source["name"] + (f" and {self.source['second']}" if self.source["second"] else "")
        return f"EmbeddingProjector({name}: {self.source['shown']:,} words, {self.frame['method']})"
