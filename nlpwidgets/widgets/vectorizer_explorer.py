"""VectorizerExplorer: the document-term matrix, every cell with its formula and its places in the text."""

from __future__ import annotations

import difflib
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, cast

from nlpwidgets.widgets._background import Background
from nlpwidgets.widgets._base import READY, bundle
from nlpwidgets.widgets._vectorizer_code import code_of, source_code
from nlpwidgets.widgets._vectorizer_options import (
    DEFAULTS,
    FIRST_VIEWPORT,
    PRUNING,
    check_cell,
    check_viewport,
    check_weighting,
    merge_options,
    whole,
)
from nlpwidgets.widgets._vectorizer_shown import NAMES, window
from nlpwidgets.widgets._vectorizer_source import take
from nlpwidgets.widgets._vectorizer_stored import stored
from nlpwidgets.widgets._vectorizer_training import check_classes, train
from nlpwidgets.widgets._vectorizer_traits import VectorizerTraits
from nlpwidgets.widgets._vectorizer_view import Deriver, Wish
from nlpwidgets.widgets._wire import sendable
from nlpwidgets.widgets._words import in_words, shorten

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from nlpwidgets.text import Pipeline
    from nlpwidgets.vectorize import Bag, Weighted
    from nlpwidgets.widgets._vectorizer_shown import Window
    from nlpwidgets.widgets._vectorizer_training import Trained


class VectorizerExplorer(VectorizerTraits):
    """Look into a document-term matrix: counts and TF-IDF, cell by cell, down to the places in the texts.

    Parameters
    ----------
    documents : iterable of str, Bag or Weighted, optional
        Texts in a list, a pandas Series, any iterable (read once), or what `nlpwidgets.vectorize` counted. Without any:
        sixty short reviews with labels.
    labels : iterable, optional
        One per document, any hashable values; two classes can be told apart by the classifier.
    test : pair (documents, labels), optional
        On which the classifier is tested; by default a part of the documents, drawn with a fixed seed.
    pipeline : nlpwidgets.text.Pipeline, optional
        Applied to each document before it is counted; places are shown in the text as it was given all the same.
    titles : iterable of str, optional
        One per document; by default how each begins.
    weighting : {"smooth", "textbook", "tf", "count"}, optional
        What the cells show at first; by default that of a `Weighted`, else smooth.
    **count_options
        Keywords of `nlpwidgets.vectorize.count`: unit, ngram_range, min_df, max_df (a share), max_features, case, binary,
        pattern, tokenizer.

    Raises
    ------
    TypeError, ValueError
        Something is no text, missing or does not fit together; the message says where and what to do.

    Notes
    -----
    `options`, `weighting`, `sublinear`, `term_order`, `document_order`, `cell`, `sentence` and `seed` can be read and
    assigned at any time; a dict may have some of the fields only. The classifier is a logistic regression with one weight
    per term, which speaks for one class or the other: so there are two.

    Examples
    --------
    >>> explorer = VectorizerExplorer(["a dog and a cat", "a dog"], weighting="count")
    >>> explorer.cell = {"document": 0, "term": "cat"}
    >>> explorer.term_info["frequency"]
    1
    """

    _esm = bundle("vectorizer_explorer.js")
    _css = bundle("vectorizer_explorer.css")

    def __init__(
        self,
        documents: Any = None,
        *,
        labels: Any = None,
        test: Any = None,
        pipeline: Pipeline | None = None,
        titles: Any = None,
        weighting: Literal["count", "tf", "textbook", "smooth"] | None = None,
        **count_options: Any,
    ) -> None:
        source = take(documents, labels, test, pipeline, titles, count_options)
        shown = check_weighting(source.weighting if weighting is None else weighting)
        sublinear = source.sublinear and weighting is None
        self._corpus = source.corpus
        self._source = source
        self._deriver = Deriver(source.corpus, source.extras, self._say_if_made)
        if source.counted is not None:
            self._deriver.adopt(source.options, source.counted)
        self._trained: Trained | None = None
        self._training = Background(self._training_failed)
        wish = Wish(source.options, shown, sublinear, "frequency", "given", None, "", 0, FIRST_VIEWPORT)
        wish = self._deriver.complete(wish)
        view = self._deriver.view(wish, None)
        super().__init__(
            **view,
            options=wish.options,
            weighting=shown,
            sublinear=sublinear,
            cell=wish.cell,
            viewport=wish.viewport,
            classes=list(source.corpus.classes),
            source_code=source_code(source, weighting),
        )

    # --- what is shown

    @property
    def bag(self) -> Bag:
        """The counts as `nlpwidgets.vectorize.count` gave them."""
        with self._lock:
            return self._deriver.counted(self.options).bag

    @property
    def weighted(self) -> Weighted:
        """The smooth TF-IDF of the bag, with or without `sublinear`."""
        with self._lock:
            return self._deriver.counted(self.options).tfidf(sublinear=self.sublinear)

    @property
    def matrix(self) -> Any:
        """The matrix in the weighting shown: SciPy CSR, float64 (documents, terms), rows and columns as counted."""
        with self._lock:
            return self._deriver.counted(self.options).weights(self.weighting, sublinear=self.sublinear)

    @property
    def documents(self) -> list[str]:
        """The documents as they were given."""
        return list(self._corpus.raw)

    def select(self, document: int | None = None, term: str | None = None) -> None:
        """Look at another document, another term, or both.

        Raises
        ------
        TypeError, ValueError
            There is no such document or term; the message says what there is.
        """
        given = {"document": document, "term": term}
        self.cell = {name: value for name, value in given.items() if value is not None}

    def train(self, *, wait: bool = True) -> dict[str, Any] | None:
        """Train the classifier, in the background; see `classifier` for what it says.

        Parameters
        ----------
        wait : bool
            Return when it is trained.

        Returns
        -------
        dict or None
            `classifier`; None without `wait`, or when it was cancelled.

        Raises
        ------
        ValueError
            There are no labels, or not two classes.
        RuntimeError
            The training failed; the message says how.
        """
        self.classify = True
        if not wait:
            return None
        self._training.join()
        with self._lock:
            if self.classifier is None and self.error:
                raise RuntimeError(self.error)
            return cast("dict[str, Any] | None", self.classifier)

    # --- traits that were assigned

    _restoring = False

    def _wish(self) -> Wish:
        return Wish(
            self.options,
            self.weighting,
            self.sublinear,
            self.term_order,
            self.document_order,
            self.cell,
            self.sentence,
            self.seed,
            self.viewport,
        )

    def _work(self, name: str, value: Any) -> None:
        with self._lock, self._working():
            old = self._wish()
            if name == "classify":
                self._classify(value)
                return
            new = replace(old, **{name: self._checked(name, value)})
            if name == "options" and new.options != old.options:
                new = self._with_term(old, new)
            elif name == "cell":
                self._check_term(old, new)
            self._show(new)

    def _checked(self, name: str, value: Any) -> Any:
        if name == "options":
            return merge_options(self.options, value)
        if name == "cell":
            return check_cell(value, self.cell, len(self._corpus))
        if name == "viewport":
            return check_viewport(value, self.viewport)
        if name == "seed":  # to traitlets, True is a number
            return whole("seed", value, 0)
        checked = self.traits()[name]._validate(self, value)  # noqa: SLF001 - the trait's own words for what is wrong
        return sendable(checked) if isinstance(checked, str) else checked

    def _check_term(self, old: Wish, new: Wish) -> None:
        """Refuse a term that the matrix has not, unless it is the one that was looked at, or a state comes back."""
        if new.term is None or new.term == old.term or self._restoring:
            return
        counted = self._deriver.counted(new.options)
        if new.term not in counted.column:
            near = difflib.get_close_matches(new.term, counted.vocabulary[:20_000], 1, 0.75)
            hint = f"; did you mean {near[0]!r}?" if near else f": it has {counted.terms:,} terms with these options"
            raise ValueError(f"{shorten(repr(new.term), 60)} is not in the vocabulary{hint}")

    def _with_term(self, old: Wish, new: Wish) -> Wish:
        """Look at another term where the old one cannot be, since terms are made otherwise now; a pruned one stays."""
        if new.cell is None or new.term in self._deriver.counted(new.options).column:
            return new
        made = [name for name in DEFAULTS if name not in PRUNING]
        same = all(new.options[name] == old.options[name] for name in made)  # type: ignore[literal-required]
        return new if same else self._deriver.complete(new)

    def _show(self, wish: Wish) -> None:
        """Show what is asked; whatever raises leaves the view as it was."""
        trained = self._trained if wish.options == self.options else None
        view = self._deriver.view(wish, trained)
        changed = {name: value for name, value in view.items() if value is not getattr(self, name)}
        with self._commit():
            if wish.options != self.options:
                self._end_training()
            for name, value in vars(wish).items():
                if getattr(self, name) != value:
                    setattr(self, name, value)
            for name, value in changed.items():
                setattr(self, name, value)
            if self.error:
                self.error = ""
            if self.status["state"] != "ready":
                self.status = dict(READY)

    def _assign(self, wish: dict[str, Any]) -> None:
        before, self._restoring = self._restoring, True
        try:
            super()._assign(wish)
        finally:
            self._restoring = before

    def _say_if_made(self, message: str, progress: float) -> None:
        if self._made:
            self._say(message, progress)

    # --- the classifier

    def _classify(self, wanted: Any) -> None:
        if not isinstance(wanted, bool):
            raise TypeError(f"classify must be True or False, not {wanted!r}")
        if wanted == self.classify:
            return
        if not wanted:
            self._training.cancel()
            with self._commit():
                self.classify = False
                self.training = {"message": "", "progress": -1.0}
            return
        check_classes(self._corpus)
        with self._commit():
            self.classify = True
            self.error = ""
            self.training = {"message": "beginning", "progress": 0.0}
        options = self.options

        def work(cancel: threading.Event) -> None:
            self._finish(train(self._corpus, options, self._source.extras, self._progress(cancel), cancel), cancel)

        self._training.start(work, name="nlpwidgets-classifier")

    def _progress(self, cancel: threading.Event) -> Callable[..., None]:
        def say(message: str, progress: float) -> None:
            with self._lock:
                if not cancel.is_set():
                    self.training = {"message": message, "progress": float(progress)}

        return say

    def _finish(self, trained: Trained | None, cancel: threading.Event) -> None:
        with self._lock:
            if cancel.is_set() or trained is None:
                return
            self._trained = trained
            view = self._deriver.view(self._wish(), trained)
            with self._commit():
                self.classifier = trained.classified
                self.trial = view["trial"]
                self.classify = False
                self.training = {"message": "", "progress": -1.0}

    def _training_failed(self, error: Exception) -> None:
        with self._lock, self._commit():
            self.classify = False
            self.training = {"message": "", "progress": -1.0}
            self.error = f"the classifier was not trained: {in_words(error)}"

    def _end_training(self) -> None:
        """Drop the classifier: it is one of another matrix."""
        self._training.cancel()
        self._trained = None
        self.classifier = None
        self.classify = False
        self.training = {"message": "", "progress": -1.0}

    # --- to keep

    def code(self) -> str:
        """Return the Python that rebuilds the view; names are those of the notebook where it has them."""
        return code_of(self)

    def chart(self) -> Any:
        """Return the cells on the screen as an Altair heat map, numbers inside."""
        from nlpwidgets.widgets._vectorizer_chart import chart

        return chart(self._window(), repr(self))

    def _picture(self) -> bytes:
        from nlpwidgets.widgets._vectorizer_picture import picture

        return picture(self._window(), repr(self))

    def _window(self) -> Window:
        with self._lock:
            wish = self._wish()
            counted = self._deriver.counted(wish.options)
            return window(self._corpus, counted, self._deriver.grid(wish)[0], wish)

    def _page_props(self, max_bytes: int) -> dict[str, Any]:
        with self._lock:
            props = super()._page_props(max_bytes)
            part = stored(self._deriver, self._wish(), max_bytes)
            rest = {"classify": False, "training": {"message": "", "progress": -1.0}}
            return props | rest | {"stored": part}

    def __repr__(self) -> str:
        if not self._made:
            return object.__repr__(self)
        size = self.size
        return f"VectorizerExplorer({size['documents']:,} documents × {size['terms']:,} terms, {NAMES[self.weighting]})"
