"""Preprocessing steps, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nlpwidgets.text.resolving import check_text, make, resolve
from nlpwidgets.text.steps._chunks import compose
from nlpwidgets.text.tracing import trace

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterable, Iterator

    from nlpwidgets.text.hazards import Hazard
    from nlpwidgets.text.resolving import Spec, Step
    from nlpwidgets.text.sklearn_step import PipelineTransformer
    from nlpwidgets.text.tracing import Trace

DEFAULT_STEPS = (
    "strip_html",
    "remove_accents",
    "expand_contractions",
    "lowercase",
    "remove_special_characters",
    "lemmatize",
    "remove_stopwords",
)


class Pipeline:
    """Preprocessing steps, one after the other. It does not change once made.

    Parameters
    ----------
    steps : list, default DEFAULT_STEPS
        Names of built-in steps (``"lowercase"``; `nlpwidgets.text.STEPS` has them all), pairs of name and options
        (``("stem", {"algorithm": "english"})``), and functions that take a text and return one.

    Attributes
    ----------
    steps : tuple of Step
        With name, options (all of them) and function (None for built-in steps).

    Raises
    ------
    TypeError, ValueError
        A step or an option is not valid; the message names it, and what there is.

    Examples
    --------
    >>> pipe = Pipeline()
    >>> pipe("<p>I don't like it</p>")
    'not like'
    >>> trace = pipe.trace("<p>I don't like it</p>")
    >>> start, stop = trace.source_span("remove_stopwords", 0, 3)  # of "not"
    >>> trace.source[start:stop]
    "n't"
    """

    __slots__ = ("__weakref__", "_runs", "_workers", "steps")

    steps: tuple[Step, ...]
    _runs: list[Callable[[str], str]]
    _workers: list[Any]

    def __init__(self, steps: Iterable[Spec | Step] = DEFAULT_STEPS) -> None:
        found = resolve(steps)
        workers = [make(step, index) for index, step in enumerate(found)]
        object.__setattr__(self, "steps", found)
        object.__setattr__(self, "_workers", workers)
        object.__setattr__(self, "_runs", compose(workers))

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"a Pipeline does not change; make another with Pipeline(steps) (tried to set {name!r})")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a Pipeline does not change (tried to delete {name!r})")

    def __call__(self, text: str) -> str:
        """Return the text after all steps.

        Raises
        ------
        TypeError
            It is no text, or a step's function returned none.
        StepError
            A step's function raised.
        """
        return self._process(check_text(text, "text"))

    def _process(self, text: str) -> str:
        for run in self._runs:
            text = run(text)
        return text

    def trace(self, text: str) -> Trace:
        """Return the text after each step, and where every character came from.

        Errors are those of calling the pipeline.
        """
        names = (step.name for step in self.steps)
        return trace(check_text(text, "text"), zip(names, self._workers, strict=True))

    def map(
        self,
        texts: Iterable[str],
        *,
        workers: int = 1,
        batch_size: int = 256,
        progress: bool = True,
        cancel: threading.Event | None = None,
    ) -> Iterator[str]:
        """Process many texts in constant memory: they are taken a few batches ahead at most, and given back in order.

        Parameters
        ----------
        texts : iterable of str
            A list, a column of a table, or a generator of any length.
        workers : int, default 1
            Processes. With 1, the work is done in this one.
        batch_size : int, default 256
            Texts sent to a process at once; a batch is cut short at a million characters.
        progress : bool, default True
            Whether a bar (tqdm) shows how far it is: below the cell in a notebook, on standard error elsewhere.
        cancel : threading.Event, optional
            Once set, the results end. Closing the iterator, or Ctrl+C, ends it as well. No process is left behind.

        Returns
        -------
        iterator of str

        Raises
        ------
        TypeError
            `texts` is one text, a table or a dict; or, on the way, something is no text: the message names its position.
        ValueError
            `workers` or `batch_size` is below 1.
        StepError
            A step's function raised; the message names step and position.
        """
        from nlpwidgets.text.streaming import stream

        return stream(self, texts, workers=workers, batch_size=batch_size, progress=progress, cancel=cancel)

    def hazards(self) -> tuple[Hazard, ...]:
        """Return where the order or the options of the steps do harm, and how to mend it; in order of the steps."""
        from nlpwidgets.text.hazards import find_hazards

        return find_hazards(self)

    def to_code(self) -> str:
        """Return the text of a Python module with a function ``preprocess(text)`` that does the same without nlpwidgets.

        Raises
        ------
        ValueError
            The source of a step's function cannot be had; the message says why.
        """
        from nlpwidgets.text.code import to_code

        return to_code(self.steps, self._workers)

    def to_sklearn(self, *, workers: int = 1) -> PipelineTransformer:
        """Return a scikit-learn transformer from texts to texts, to stand before a vectorizer."""
        from nlpwidgets.text.sklearn_step import PipelineTransformer

        return PipelineTransformer(steps=tuple(step.spec for step in self.steps), workers=workers)

    def to_json(self) -> str:
        """Return the steps as JSON, for `from_json`.

        Raises
        ------
        ValueError
            A step is a function that cannot be imported by its name.
        """
        from nlpwidgets.text.storing import to_json

        return to_json(self.steps)

    @classmethod
    def from_json(cls, text: str, *, trust: bool = False) -> Pipeline:
        """Return the pipeline that `to_json` gave the text of.

        Parameters
        ----------
        text : str
            JSON.
        trust : bool, default False
            Whether functions named in it may be imported, which runs code.

        Raises
        ------
        ValueError
            The text is not such JSON or of a later version, or functions are named without trust.
        """
        from nlpwidgets.text.storing import from_json

        return cls(from_json(text, trust=trust))

    def __eq__(self, other: object) -> bool:
        return self.steps == other.steps if isinstance(other, Pipeline) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.steps)

    def __len__(self) -> int:
        return len(self.steps)

    def __repr__(self) -> str:
        shown = (step.name if step.function is not None else repr(step.spec) for step in self.steps)
        return f"Pipeline([{', '.join(shown)}])"

    def __reduce__(self) -> tuple[Any, ...]:
        return Pipeline, ([step.spec for step in self.steps],)
