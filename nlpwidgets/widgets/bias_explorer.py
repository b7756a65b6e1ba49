"""BiasExplorer: find a direction of bias in word vectors, slide it out, see what stays."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Literal

from nlpwidgets.widgets._background import Background
from nlpwidgets.widgets._base import bundle
from nlpwidgets.widgets._bias_asked import (
    MOST_IN_PLANE,
    check_question,
    check_sentence,
    check_steps,
    check_subspaces,
    check_test,
    check_word,
    check_words,
)
from nlpwidgets.widgets._bias_code import code_of, source_code
from nlpwidgets.widgets._bias_lists import SENTENCE, Choices, take
from nlpwidgets.widgets._bias_measuring import METHODS, Measuring, debiased
from nlpwidgets.widgets._bias_traits import IDLE, BiasTraits
from nlpwidgets.widgets._bias_view import Deriver
from nlpwidgets.widgets._named_vectors import named
from nlpwidgets.widgets._words import in_words

if TYPE_CHECKING:
    from gensim.models import KeyedVectors

    from nlpwidgets.bias import Subspace
    from nlpwidgets.widgets._bias_wire import Compared, Measured

COMPARED_BY = {"subspaces", "subspace", "words", "exempt", "test"}
"""Choices on which the table of methods depends."""
REST = 0.03
"""Seconds without a further change, after which the kernel begins to measure."""
_CHECKS = {
    "subspaces": check_subspaces,
    "test": check_test,
    "question": check_question,
    "steps": check_steps,
    "sentence": check_sentence,
}


class BiasExplorer(BiasTraits):
    """Find a direction of bias in word vectors, slide it out, see what stays.

    Parameters
    ----------
    vectors : KeyedVectors, model, path, name, dict, table or layer, optional
        Whatever `nlpwidgets.embeddings.load` takes; never changed. Without any: the bundled set ``"small"``.
    pairs : list of pairs or sets, dict of such lists by name, or path, optional
        Definitional pairs, as ``[("she", "he"), …]``, of which the direction is made; the first word of the first pair lies on the
        positive side. A dict makes several subspaces; a path names a JSON file of the form of the lists in the package.
        Without any: the pairs for gender in the package.
    words : list of str or path, optional
        The words shown along the direction. Without any: the professions in the package.
    exempt : list of str or path, optional
        Words from which nothing is removed. Without any: the words in the package that are gendered by definition.
    questions : path or Questions, optional
        Analogy questions, by which is measured what the vectors are good for; by default the examples.
    ratings : path, lines or list of (word, word, rating), optional
        Human ratings of similarity, as `nlpwidgets.embeddings.evaluate_similarity` takes them; nothing is measured without.

    Raises
    ------
    TypeError, ValueError
        Something is no word vectors, no list of words, or does not fit together; the message says what and where.

    Notes
    -----
    `strength`, `subspaces`, `subspace`, `words`, `exempt`, `test`, `question`, `sentence`, `plane_words`, `steps`, `lambda_` and
    `iterations` can be read and assigned at any time. The methods are those of `nlpwidgets.bias`: Bolukbasi et al. 2016,
    Caliskan et al. 2017, Gonen & Goldberg 2019, Ravfogel et al. 2020.

    Examples
    --------
    >>> explorer = BiasExplorer()
    >>> explorer.strength = 1.0
    >>> explorer.result().vector_size
    100
    """

    _esm = bundle("bias_explorer.js")
    _css = bundle("bias_explorer.css")

    def __init__(
        self,
        vectors: Any = None,
        *,
        pairs: Any = None,
        words: Any = None,
        exempt: Any = None,
        questions: Any = None,
        ratings: Any = None,
        **kwargs: Any,
    ) -> None:
        choices = take(pairs, words, exempt, questions, ratings)
        self._source = named(vectors)
        self._choices: Choices = choices
        self._deriver = Deriver(self._source.vectors, choices)
        self._measuring = Measuring(self._source.vectors, choices.questions, choices.ratings, choices.rated)
        self._measuring_lock = threading.Lock()
        self._catching_up = Background(self._measuring_failed)
        self._reading = Background(self._reading_failed)
        self._comparing = Background(self._comparing_failed)
        self._unmeasured = self._uncompared = ""
        state = {
            "subspaces": choices.subspaces,
            "subspace": choices.subspaces[0]["name"],
            "words": choices.words,
            "exempt": choices.exempt,
            "test": choices.test,
            "question": choices.question,
            "sentence": SENTENCE,
            "plane_words": [],
            "steps": [],
        }
        state["plane_words"] = self._deriver.first_words(state)
        state["neighbours_of"] = next(iter(state["plane_words"]), "")
        super().__init__(
            embedding=self._source.embedding,
            lists=choices.lists,
            source_code=source_code(self._source, pairs, words, exempt, questions, ratings),
            **state,
            **self._deriver.view(state, set(state)),
            **kwargs,
        )
        self._chosen_first = {
            name: getattr(self, name) for name in self._page_traits() if name not in ("panel", "order")
        }
        self.observe(self._panel_opened, names=["panel"])
        self._catch_up()

    # --- what is shown

    @property
    def vectors(self) -> KeyedVectors:
        """The word vectors as they were given; not a copy."""
        return self._source.vectors

    @property
    def active(self) -> Subspace:
        """The subspace that the slider removes.

        Raises
        ------
        ValueError
            It cannot be built: the message says why.
        """
        with self._lock:
            return self._deriver.subspace(self._state())

    def result(self, method: Literal["slider", "linear", "hard", "soft", "inlp"] = "slider") -> KeyedVectors:
        """Return the debiased vectors, as new ones; rows have length 1.

        Parameters
        ----------
        method : {"slider", "linear", "hard", "soft", "inlp"}
            What the slider shows: the share `strength` of the component taken from all words that are not exempt; or one of the
            methods of the table.

        Raises
        ------
        ValueError
            There is no such method, or the subspace cannot be built.
        """
        if method not in METHODS[1:]:
            raise ValueError(f"method is one of {', '.join(METHODS[1:])}, not {method!r}")
        with self._lock:
            setting, strength = self._deriver.setting(self._state()), self.strength
        return debiased(method, self.vectors, setting, strength)[0]

    def wait(self, timeout: float | None = None) -> Measured | None:
        """Wait until the kernel has measured what is shown, and read the sentence where it is shown; return `measured`.

        Raises
        ------
        RuntimeError
            Measuring failed; the message says how.
        """
        self._catching_up.join(timeout)
        self._reading.join(timeout)
        with self._lock:
            if self._unmeasured:
                raise RuntimeError(self._unmeasured)
            return self.measured  # type: ignore[no-any-return]

    def compare_methods(self, *, wait: bool = True) -> list[Compared]:
        """Debias by every method and measure each, in the background; the same as the page's button.

        Returns
        -------
        list of dict
            One for each method; empty without `wait`. A method that cannot be applied says why in its note.

        Raises
        ------
        ValueError
            The subspace cannot be built.
        RuntimeError
            Measuring failed; the message says how.
        """
        self.compare = True
        if not wait:
            return []
        self._comparing.join()
        with self._lock:
            if self._uncompared:
                raise RuntimeError(self._uncompared)
            return list(self.compared)

    def _state(self) -> dict[str, Any]:
        names = ("subspaces", "subspace", "words", "exempt", "test", "question", "sentence", "plane_words", "steps")
        return {name: getattr(self, name) for name in (*names, "neighbours_of", "lambda_", "iterations")}

    # --- traits that were assigned

    def _work(self, name: str, value: Any) -> None:
        with self._lock, self._working():
            if name == "compare":
                self._compare(value)
            else:
                self._show({name: self._checked(name, value)})

    def _checked(self, name: str, value: Any) -> Any:
        if name in _CHECKS:
            return _CHECKS[name](value)
        if name in ("words", "exempt"):
            return check_words(value, name)
        if name == "plane_words":
            return check_words(value, name, MOST_IN_PLANE)
        if name == "subspace":
            names = [one["name"] for one in self.subspaces]
            if value not in names:
                raise ValueError(f"there is no subspace {value!r}; there is {', '.join(map(repr, names))}")
            return value
        if name == "neighbours_of":
            return check_word(value, "neighbours_of") if value else ""
        taken = self.traits()[name]._validate(self, value)  # noqa: SLF001 - the trait's own words for what is wrong
        if name == "strength" and taken != taken:  # noqa: PLR0124 - NaN passes every limit
            raise ValueError("strength is a number from 0 to 1, not NaN")
        return taken

    def _show(self, changed: dict[str, Any]) -> None:
        """Derive what follows from a change; whatever raises leaves the view as it was."""
        wish = self._state() | changed
        if "subspaces" in changed and wish["subspace"] not in [one["name"] for one in wish["subspaces"]]:
            changed = changed | {"subspace": wish["subspaces"][0]["name"]}
            wish |= changed
        view = self._deriver.view(wish, set(changed))
        if self._deriver.outdates_measured(set(changed)):
            view["measured"] = None
        if COMPARED_BY & set(changed):
            view["compared"] = []  # it was of something else
        with self._commit():
            for name, value in (changed | view).items():
                setattr(self, name, value)
            if self.error:
                self.error = ""
        if view.get("reading", 0) is None:
            self._reading.cancel()  # what is being read is outdated, also where nobody looks at it
            if self.panel == "sentence":
                self._read()
        if "measured" in view or "strength" in changed:
            self._catch_up()
        if "compared" in view and self.compare:  # what is being compared is of something else, too
            if self.placed is None:
                self._stop_comparing()
            else:
                self._start_comparing()

    def _panel_opened(self, change: Any) -> None:
        if change.new == "sentence" and self.reading is None:
            self._read()

    def _read(self) -> None:
        """Read the sentence in the background: the model, and what it is made of, may have to be loaded first."""
        state = self._state()

        def work(cancel: threading.Event) -> None:
            reading = self._deriver.reading(state)
            with self._lock:
                if not cancel.is_set():
                    self.reading = reading

        self._reading.start(work, name="nlpwidgets-bias-sentence")

    def _reading_failed(self, error: Exception) -> None:
        with self._lock:
            self.error = f"the sentence was not read: {in_words(error)}"

    # --- measuring

    def _catch_up(self) -> None:
        """Measure in the background, once nothing has changed for a moment."""

        def work(cancel: threading.Event) -> None:
            if cancel.wait(REST):
                return
            with self._measuring_lock:
                with self._lock:
                    if cancel.is_set() or self.placed is None:
                        return
                    setting, strength = self._deriver.setting(self._state()), float(self.strength)
                measured = self._measuring.measure(setting, strength)
                with self._lock:
                    if not cancel.is_set():
                        self.measured = measured

        self._unmeasured = ""
        self._catching_up.start(work, name="nlpwidgets-bias")

    def _measuring_failed(self, error: Exception) -> None:
        with self._lock:
            self.error = self._unmeasured = f"what stays was not measured: {in_words(error)}"

    def _compare(self, wanted: Any) -> None:
        if not isinstance(wanted, bool):
            raise TypeError(f"compare must be True or False, not {wanted!r}")
        if wanted and not self.compare:
            self._start_comparing()
        elif self.compare and not wanted:
            self._stop_comparing()

    def _stop_comparing(self) -> None:
        self._comparing.cancel()
        self._rest()

    def _start_comparing(self) -> None:
        setting, strength = self._deriver.setting(self._state()), float(self.strength)
        with self._commit():
            self.compare = True
            self.error = self._uncompared = ""
            self.compared = []
            self.running = {"message": "beginning", "progress": 0.0}

        def work(cancel: threading.Event) -> None:
            def say(message: str, progress: float) -> None:
                with self._lock:
                    if not cancel.is_set():
                        self.running = {"message": message, "progress": progress}

            for line in self._measuring.compare(setting, strength, say):
                with self._lock:
                    if cancel.is_set():
                        return
                    self.compared = [*self.compared, line]
            with self._lock:
                if not cancel.is_set():
                    self._rest()

        self._comparing.start(work, name="nlpwidgets-bias-methods")

    def _comparing_failed(self, error: Exception) -> None:
        with self._lock:
            self._rest()
            self.error = self._uncompared = f"the methods were not compared: {in_words(error)}"

    def _rest(self) -> None:
        with self._commit():
            self.compare = False
            self.running = dict(IDLE)

    # --- to keep

    def code(self) -> str:
        """Return the Python that rebuilds the view; names are those of the notebook where it has them."""
        return code_of(self)

    def chart(self) -> Any:
        """Return the words along the direction as an Altair chart, before and now; in the methods panel, the table of methods."""
        from nlpwidgets.widgets._bias_chart import chart

        return chart(self)

    def _picture(self) -> bytes:
        from nlpwidgets.widgets._bias_picture import picture

        return picture(self, repr(self))

    def _page_props(self, max_bytes: int) -> dict[str, Any]:
        self._catching_up.join()
        with self._lock:
            if self.reading is None and self.placed is not None:
                self.reading = self._deriver.reading(self._state())
            return super()._page_props(max_bytes) | {"compare": False, "running": dict(IDLE)}

    def __repr__(self) -> str:
        if not self._made:
            return object.__repr__(self)
        return f"BiasExplorer({self.subspace}, strength {self.strength:.2f}, {self.embedding['name']}: {len(self.vectors):,} words)"
