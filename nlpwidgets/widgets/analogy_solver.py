"""AnalogySolver: a is to b as c is to what? Three methods side by side, and the parallelogram."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, cast

from nlpwidgets.widgets._analogy_asked import check_browse, check_terms, check_typed, first_question
from nlpwidgets.widgets._analogy_chart import question
from nlpwidgets.widgets._analogy_code import code_of, source_code
from nlpwidgets.widgets._analogy_questions import Questions, read, run
from nlpwidgets.widgets._analogy_solving import PRESETS, Solver
from nlpwidgets.widgets._analogy_stored import working_set
from nlpwidgets.widgets._analogy_traits import IDLE, AnalogyTraits
from nlpwidgets.widgets._background import Background
from nlpwidgets.widgets._base import bundle
from nlpwidgets.widgets._named_vectors import take
from nlpwidgets.widgets._words import in_words

if TYPE_CHECKING:
    import threading

    from gensim.models import KeyedVectors

    from nlpwidgets.embeddings.analogies import Method
    from nlpwidgets.widgets._analogy_questions import Ran


class AnalogySolver(AnalogyTraits):
    """Ask word vectors for analogies: a is to b as c is to d.

    Parameters
    ----------
    vectors : KeyedVectors, model, path, name, dict, table or layer, optional
        Whatever `nlpwidgets.embeddings.load` takes. Without any: the bundled set ``"small"``.
    compare : dict of str, optional
        More word vectors, by the names under which they are offered beside the first.
    a, b, c, d : str, optional
        The question; `d` is where the reader expects the answer. Without any: the first example whose words are all known.
    questions : path, str or Questions, optional
        A file in the form of ``questions-words.txt``, for `run_questions` and the page; by default the examples.
    k : int
        How many answers, 1 to 50.
    restrict : int
        Only the first so many words may be answers; 0 for all.
    exclude_inputs : bool
        Do not allow a, b and c as answers.

    Raises
    ------
    TypeError, ValueError
        Something is no word vectors, no file of questions or out of range; the message says what and where.

    Notes
    -----
    `terms`, `k`, `restrict`, `exclude_inputs`, `embedding`, `relation` and `method` can be read and assigned at any time.
    The methods: 3CosAdd and PairDirection (Mikolov et al. 2013), 3CosMul (Levy & Goldberg 2014).

    Examples
    --------
    >>> solver = AnalogySolver(a="man", b="king", c="woman")
    >>> solver.answers()[0][0]
    'queen'
    """

    _esm = bundle("analogy_solver.js")
    _css = bundle("analogy_solver.css")

    def __init__(
        self,
        vectors: Any = None,
        *,
        compare: Any = None,
        a: str = "",
        b: str = "",
        c: str = "",
        d: str = "",
        questions: Any = None,
        k: int = 10,
        restrict: int = 0,
        exclude_inputs: bool = True,
        **kwargs: Any,
    ) -> None:
        self._sources = take(vectors, compare)
        first = next(iter(self._sources.values()))
        self._solver = Solver(self._sources)
        self._questions = read(questions)
        self._runs: list[Ran] = []
        self._running = Background(self._run_failed)
        wish = check_terms({"a": a, "b": b, "c": c, "d": d}, None)
        terms = wish if any(wish.values()) else first_question(first.vectors)
        super().__init__(
            embeddings=[one.embedding for one in self._sources.values()],
            embedding=first.name,
            terms=terms,
            k=k,
            restrict=restrict,
            exclude_inputs=exclude_inputs,
            presets=[dict(preset) for preset in PRESETS],
            questions=self._questions.name,
            source_code=source_code(self._sources, questions),
            **kwargs,
        )
        self._show({})

    # --- what is shown

    @property
    def vectors(self) -> KeyedVectors:
        """The word vectors that answer now; not a copy."""
        return self._sources[self.embedding].vectors

    def ask(self, a: str, b: str, c: str, d: str = "") -> list[tuple[str, float]]:
        """Ask another question; return the answers by 3CosAdd.

        Raises
        ------
        UnknownWordError
            A word has no vector; a KeyError that names the nearest spellings.
        """
        self.terms = {"a": a, "b": b, "c": c, "d": d}
        return self.answers()

    def answers(self, method: Literal["3cosadd", "3cosmul", "pairdirection"] = "3cosadd") -> list[tuple[str, float]]:
        """Return words and scores by one of the methods, best first.

        Raises
        ------
        UnknownWordError
            a, b or c has no vector; a KeyError that names the nearest spellings.
        ValueError
            There is no such method, or a, b or c is empty.
        """
        with self._lock:
            known = {one["method"]: one["answers"] for one in self.solved}
            if method not in ("3cosadd", "3cosmul", "pairdirection"):
                raise ValueError(f"method is '3cosadd', '3cosmul' or 'pairdirection', not {method!r}")
            if not known:
                self._solver.insist(self.embedding, self.terms)
            return [(answer["word"], answer["score"]) for answer in known.get(method, [])]

    def swap(self) -> None:
        """Exchange the pairs: c : d :: a : b, with the best answer where d is empty."""
        terms = self.terms
        self.terms = {"a": terms["c"], "b": self._d(), "c": terms["a"], "d": terms["b"]}

    def reverse(self) -> None:
        """Ask the other way round: b : a :: d : c, with the best answer where d is empty."""
        terms = self.terms
        self.terms = {"a": terms["b"], "b": terms["a"], "c": self._d(), "d": terms["c"]}

    def chain(self) -> None:
        """Apply the same offset again: the answer, or d, becomes c."""
        self.terms = {"c": self._d(), "d": ""}

    def _d(self) -> str:
        return str(self.terms["d"]) or self.answers()[0][0]

    # --- questions by the hundred

    def run_questions(
        self, questions: Any = None, *, method: str | None = None, wait: bool = True
    ) -> dict[str, Any] | None:
        """Answer a file of questions with the embedding and the switches shown, in the background.

        Parameters
        ----------
        questions : path, str or Questions, optional
            Another file than before.
        method : {"3cosadd", "3cosmul", "pairdirection"}, optional
            Another method than `method`.
        wait : bool
            Return when all are answered.

        Returns
        -------
        dict or None
            The new one of `scores`; None without `wait`, or when it was cancelled.

        Raises
        ------
        ValueError
            The file is no file of questions: the message names the line.
        RuntimeError
            The run failed; the message says how.
        """
        if questions is not None:
            self._take_questions(read(questions))
        if method is not None:
            self.method = method
        before = len(self.scores)
        self.evaluate = True
        if not wait:
            return None
        self._running.join()
        with self._lock:
            if len(self.scores) > before:
                return dict(self.scores[-1])
            if self.error:
                raise RuntimeError(self.error)
            return None

    def _take_questions(self, questions: Questions) -> None:
        with self._lock, self._commit():
            self._questions = questions
            self.questions = questions.name

    # --- traits that were assigned

    def _work(self, name: str, value: Any) -> None:
        with self._lock, self._working():
            if name == "typed":
                self._complete(value)
            elif name == "upload":
                self._upload(value)
            elif name == "browse":
                self._browse(value)
            elif name == "evaluate":
                self._evaluate(value)
            else:
                self._show({name: self._checked(name, value)})

    def _checked(self, name: str, value: Any) -> Any:
        if name == "terms":
            return check_terms(value, self.terms)
        checked = self.traits()[name]._validate(self, value)  # noqa: SLF001 - the trait's own words for what is wrong
        if name == "embedding" and checked not in self._sources:
            raise ValueError(f"there is no embedding {checked!r}; there is {', '.join(map(repr, self._sources))}")
        if name == "relation":
            self._solver.check_relation(checked)
        return checked

    def _show(self, changed: dict[str, Any]) -> None:
        """Answer what is asked; whatever raises leaves the view as it was."""
        asked = {
            name: getattr(self, name) for name in ("embedding", "terms", "k", "restrict", "exclude_inputs", "relation")
        }
        asked |= changed
        view = self._solver.view(**asked)
        with self._commit():
            for name, value in (changed | view).items():
                if getattr(self, name) != value:
                    setattr(self, name, value)
            if self.error:
                self.error = ""

    def _complete(self, value: Any) -> None:
        typed = check_typed(value)
        found = None if typed is None else self._solver.complete(self.embedding, typed)
        with self._commit():
            self.typed = typed
            self.completions = found

    def _upload(self, value: Any) -> None:
        if value is None:
            return
        if not isinstance(value, dict) or set(value) != {"name", "text"} or not isinstance(value["name"], str):
            raise TypeError("an upload is a dict with name and text")
        self._take_questions(read(value["text"], name=value["name"]))
        with self._commit():
            self.error = ""
            self.upload = None

    def _browse(self, value: Any) -> None:
        browse = check_browse(value, self.scores)
        found = None if browse is None else self._runs[browse["score"]].failures(browse)
        with self._commit():
            self.browse = browse
            self.failures = found

    # --- the run

    def _evaluate(self, wanted: Any) -> None:
        if not isinstance(wanted, bool):
            raise TypeError(f"evaluate must be True or False, not {wanted!r}")
        if wanted == self.evaluate:
            return
        if not wanted:
            self._running.cancel()
            self._rest()
            return
        asked = (
            self._sources[self.embedding],
            self._questions,
            cast("Method", self.method),
            self.restrict,
            self.exclude_inputs,
        )
        with self._commit():
            self.evaluate = True
            self.error = ""
            self.running = {"message": "beginning", "progress": 0.0}

        def work(cancel: threading.Event) -> None:
            ran = run(*asked, cancel=cancel, say=lambda *said: self._say_run(cancel, *said))
            with self._lock:
                if ran is not None and not cancel.is_set():
                    self._keep(ran)

        self._running.start(work, name="nlpwidgets-questions")

    def _say_run(self, cancel: threading.Event, message: str, progress: float) -> None:
        with self._lock:
            if not cancel.is_set():
                self.running = {"message": message, "progress": float(progress)}

    def _keep(self, ran: Ran) -> None:
        self._runs.append(ran)
        with self._commit():
            self.scores = [*self.scores, ran.score]
        self._browse({"score": len(self._runs) - 1, "section": "", "offset": 0, "count": 20})
        self._rest()

    def _rest(self) -> None:
        with self._commit():
            self.evaluate = False
            self.running = dict(IDLE)

    def _run_failed(self, error: Exception) -> None:
        with self._lock:
            self._rest()
            self.error = f"the questions were not answered: {in_words(error)}"

    # --- to keep

    def code(self) -> str:
        """Return the Python that rebuilds the view; names are those of the notebook where it has them."""
        return code_of(self)

    def chart(self) -> Any:
        """Return the rankings as an Altair chart; in the questions panel, the accuracy per section."""
        from nlpwidgets.widgets._analogy_chart import chart

        return chart(self)

    def _picture(self) -> bytes:
        from nlpwidgets.widgets._analogy_picture import picture

        return picture(self, repr(self))

    def _page_props(self, max_bytes: int) -> dict[str, Any]:
        with self._lock:
            props = super()._page_props(max_bytes)
            shown = [answer["word"] for one in self.solved for answer in one["answers"]]
            needed = [*self.terms.values(), *shown, *(one[box] for one in PRESETS for box in ("a", "b", "c", "d"))]
            rest = {"evaluate": False, "running": dict(IDLE), "typed": None, "upload": None}
            return props | rest | {"working_set": working_set(self.vectors, needed, max_bytes)}

    def __repr__(self) -> str:
        if not self._made:
            return object.__repr__(self)
        return f"AnalogySolver({question(self.terms)}, {self.embedding}: {len(self.vectors):,} words)"
