"""GateInspector: every gate, state and number of a recurrent layer, word by word."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

import traitlets as t

from nlpwidgets.recurrent import align_tokens
from nlpwidgets.widgets import _gate_selection
from nlpwidgets.widgets._base import NlpWidget, bundle
from nlpwidgets.widgets._gate_pack import arrays_of, pack_all, traced_model, wire_bytes
from nlpwidgets.widgets._gate_run import Run, Source
from nlpwidgets.widgets._gate_wire import Selection, TracedModel
from nlpwidgets.widgets._wire import PackedArray, pack, synced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import altair as alt
    from torch import nn

    from nlpwidgets.recurrent import Trace


class GateInspector(NlpWidget):
    """Step through the LSTMs, GRUs and RNNs of a model word by word: all gates, states, equations and their sums.

    Parameters
    ----------
    model : torch.nn.Module, optional
        Any module that runs an `nn.LSTM`, `nn.GRU`, `nn.RNN` or their cells; by default the bundled LSTM. It is only run,
        never changed.
    text : str or list of str, optional
        What to read; a list makes one batch item of each text. By default a sample review, where the model can encode text.
    encode : callable, optional
        From a text to what `model` is called with: a tensor, a tuple of positional inputs, a dict of keyword inputs, or a
        pair (tokens, inputs) that brings the tokens along. By default `model.encode`.
    tokens : list of str, list of lists, or callable, optional
        One label per time step; per text of a list; or a function from a text to its tokens. By default those of `encode`,
        of `model.tokenize`, or the words of the text where their count is that of the steps, else the steps' numbers.
    inputs : optional
        Ready-made inputs in place of a text, in the forms that `encode` may return; a batch shows each of its items.
    head : callable, optional
        From the hidden states of the top layer, a tensor (time, size), to the probabilities after each step (time, classes).
        Found by itself for `nlpwidgets.sentiment.SentimentClassifier`. Its attribute `classes` may name the classes.

    Words outside the vocabulary are marked where `encode` or `model` has a method `unknown(tokens)` or an attribute
    `vocabulary` that knows `in`.

    Raises
    ------
    TypeError, ValueError
        What was given does not fit together; the message says what to do. Errors of `encode`, `head` and of the model itself
        come through as they are.

    Examples
    --------
    >>> inspector = GateInspector(text="Not bad at all.")
    >>> inspector.selection = {"step": 1}
    """

    _esm = bundle("gate_inspector.js")
    _css = bundle("gate_inspector.css")

    max_bytes = 48_000_000
    """Numbers sent to the page at once; above it only those of the selected layer and text. A saved page holds all."""

    # kernel data
    traces = synced(t.List(), list[TracedModel], writer="kernel", help="One traced model, or two to compare.")
    arrays = synced(
        t.Dict(),
        dict[str, PackedArray],
        writer="kernel",
        help="The numbers, by the keys that `traces` names. When everything together is larger than the byte budget, "
        "only what the selection needs is here and the kernel follows the selection.",
    )
    alignment = synced(
        t.Dict(allow_none=True, default_value=None),
        PackedArray | None,
        writer="kernel",
        help="Columns of the comparison, int32 (columns, 2): token of the first and of the second text, -1 for a gap; "
        "null without a second trace.",
    )
    can_type = synced(t.Bool(False), bool, writer="kernel", help="A text typed in the page can be encoded and traced.")
    source_code = synced(
        t.Unicode(""), str, writer="kernel", help="Python that makes the widget; the page adds what was chosen in it."
    )

    # controls, written from both sides
    text = synced(
        t.Unicode(None, allow_none=True),
        str | None,
        writer="both",
        help="The text shown; setting it re-encodes and re-traces.",
    )
    second_text = synced(
        t.Unicode(None, allow_none=True),
        str | None,
        writer="both",
        help="A text to compare with; null ends the comparison.",
    )
    selection = synced(
        t.Dict(), Selection, writer="both", help="Module, call, layer, direction, batch item, step and unit looked at."
    )
    quantity = synced(
        t.Enum(
            ["verdict", "hidden", "cell", "input", "forget", "candidate", "output", "reset", "update", "new"], "hidden"
        ),
        str,
        writer="both",
        help='What colours the token row: "verdict", "hidden", "cell" or a gate of the selected layer.',
    )
    order = synced(
        t.Enum(["stored", "mean", "change", "cluster"], "stored"),
        Literal["stored", "mean", "change", "cluster"],
        writer="both",
        help="Order of the units in the heat maps: as stored, by mean of `quantity`, by its change at this step, or clustered.",
    )
    compare_view = synced(
        t.Enum(["both", "difference"], "both"),
        Literal["both", "difference"],
        writer="both",
        help="With two traces: the second below the first, or first minus second.",
    )

    # front-end state
    speed = synced(
        t.Float(2.0, min=0.5, max=20.0), float, writer="front", help="Steps per second while playing, 0.5 to 20."
    )
    column_width = synced(
        t.Int(0, min=0, max=400),
        int,
        writer="front",
        help="Width of a time step in px; 0 fits the text to the width where words stay readable.",
    )
    unit_height = synced(
        t.Float(0.0, min=0.0, max=64.0),
        float,
        writer="front",
        help="Height of a unit in px; 0 fits all units into the strip.",
    )

    def __init__(
        self,
        model: nn.Module | None = None,
        text: str | Sequence[str] | None = None,
        *,
        encode: Callable[[str], Any] | None = None,
        tokens: Any = None,
        inputs: Any = None,
        head: Callable[[Any], Any] | None = None,
    ) -> None:
        self._bundled = model is None
        if model is None:
            from nlpwidgets import sentiment

            model = sentiment.load("lstm")
        if text is not None and inputs is not None:
            raise ValueError("give text or inputs, not both: inputs are what encode would have made of the text")
        self._sources = [Source(model, encode, tokens, head)]
        self._given: list[Any] = [text]
        self._given_inputs: list[Any] = [inputs]
        if text is None and inputs is None:
            self._given[0] = self._sample_text()
        self._runs: list[Run] = [self._run(0)]
        self._ready: dict[int, Run] = {}  # runs made while a trait was validated, shown when it has changed
        self._showing = False
        super().__init__()
        self._show(_gate_selection.first(self._runs[0], traced_model(self._runs[0], 0)))
        self._past.clear()

    def __repr__(self) -> str:
        first = self._runs[0]
        compared = " compared with another" if len(self._runs) > 1 else ""
        steps = len(first.texts[0].tokens)
        texts = f"{len(first.texts)} texts" if len(first.texts) > 1 else f"{steps} step{'s' if steps > 1 else ''}"
        return f"GateInspector({first.label}, {texts}{compared})"

    # what is run

    def _sample_text(self) -> str:
        model, encode = self._sources[0].model, self._sources[0].encode
        if encode is None and not callable(getattr(model, "encode", None)):
            raise ValueError(
                f"there is nothing to read for {type(model).__name__}: give text=… with encode=… (from a text to what the model "
                "is called with), or ready-made inputs=…"
            )
        from nlpwidgets import sentiment

        return sentiment.SAMPLE_REVIEWS[0]

    def _run(self, index: int) -> Run:
        source = self._sources[index]
        if self._given_inputs[index] is not None:
            return source.run_inputs(self._given_inputs[index])
        return source.run(self._given[index])

    @property
    def trace(self) -> Trace:
        """The trace of the selected text; see `nlpwidgets.recurrent.trace`."""
        texts = self._runs[0].texts
        return texts[min(self.selection["item"], len(texts) - 1)].trace

    @property
    def second_trace(self) -> Trace | None:
        """The trace of the text or model compared with; None without one."""
        if len(self._runs) < 2:
            return None
        texts = self._runs[1].texts
        return texts[min(self.selection["item"], len(texts) - 1)].trace

    def refresh(self) -> None:
        """Run the model again on what is shown, after its weights have changed.

        Raises
        ------
        Exception
            Whatever the model or `encode` raises; the view stays as it was.
        """
        with self._lock, self._working("running the model"):
            self._runs = [self._run(index) for index in range(len(self._runs))]
            self._show()

    def compare(
        self,
        text: str | None = None,
        *,
        model: nn.Module | None = None,
        encode: Callable[[str], Any] | None = None,
        tokens: Any = None,
        inputs: Any = None,
        head: Callable[[Any], Any] | None = None,
    ) -> None:
        """Show a second text, or a second model, below the first, aligned word by word.

        Parameters
        ----------
        text : str, optional
            By default the text shown.
        model, encode, tokens, inputs, head : optional
            As for the class; by default the first model with its `encode` and `head`.

        Raises
        ------
        TypeError, ValueError
            Nothing to compare with, or what was given does not fit together; the view stays as it was.
        """
        own = self._sources[0]
        if text is None and model is None and inputs is None:
            raise ValueError("give a text, a model or inputs to compare with; stop_comparing() ends a comparison")
        if text is not None and inputs is not None:
            raise ValueError("give text or inputs, not both: inputs are what encode would have made of the text")
        if model is None:
            source = Source(
                own.model,
                encode or own.encode,
                tokens or (own.tokens if callable(own.tokens) else None),
                head or own.head,
            )
        else:
            source = Source(model, encode, tokens, head)
        given = None if inputs is not None else text if text is not None else self._given[0]
        if given is None and inputs is None:
            inputs = self._given_inputs[0]
        with self._lock, self._working("running the model"):
            run = source.run_inputs(inputs) if inputs is not None else source.run(given)  # type: ignore[arg-type]
            self._sources, self._given, self._given_inputs = (
                [own, source],
                [self._given[0], given],
                [self._given_inputs[0], inputs],
            )
            self._runs = [self._runs[0], run]
            self._show()

    def stop_comparing(self) -> None:
        """Show the first text alone."""
        with self._lock:
            del self._sources[1:], self._given[1:], self._given_inputs[1:], self._runs[1:]
            self._show()

    # texts that are typed or assigned: run first, shown only when that went well

    @t.validate("text", "second_text")
    def _run_text(self, proposal: Any) -> Any:
        name, value = proposal["trait"].name, proposal["value"]
        if self._showing or value == getattr(self, name):
            return value
        if value is not None:
            index = 0 if name == "text" else 1
            own = self._sources[0]
            source = self._sources[index] if index < len(self._sources) else own
            source = Source(
                source.model, source.encode, source.tokens if callable(source.tokens) else None, source.head
            )
            with self._lock, self._working("running the model"):
                self._ready[index] = source.run(value)
            self._next_source = source
        return value

    @t.observe("text", "second_text")
    def _show_text(self, change: Any) -> None:
        if self._showing:
            return
        if change["new"] is None:  # traitlets validates no None
            if change["name"] == "second_text":
                self.stop_comparing()
                return
            with self._following():
                self.text = change["old"]
            raise ValueError("text must be a str; None only says that ready-made inputs are shown")
        index = 0 if change["name"] == "text" else 1
        run = self._ready.pop(index)
        for things, one in (
            (self._sources, self._next_source),
            (self._given, change["new"]),
            (self._given_inputs, None),
            (self._runs, run),
        ):
            things[index : index + 1] = [one]  # type: ignore[index]
        self._show()

    @t.validate("selection")
    def _check_selection(self, proposal: Any) -> Any:
        if self._showing or not self.traces:
            return proposal["value"]
        return _gate_selection.checked(proposal["value"], self.selection, self.traces[0])  # type: ignore[arg-type]

    @t.observe("selection")
    def _follow_selection(self, change: Any) -> None:
        if self._showing or not change["old"]:
            return
        moved = {name for name in ("module", "call", "layer", "item") if change["old"][name] != change["new"][name]}
        if (moved and not self._all_sent) or ("item" in moved and len(self._runs) > 1):
            with self._lock:
                self._show(change["new"])

    def select(self, **fields: Any) -> None:
        """Change some fields of `selection`: module, call, layer, direction, item, step, unit."""
        self.selection = fields

    # to the page

    @contextmanager
    def _following(self) -> Iterator[None]:
        """Assign traits that follow from what was run: not run again, no steps of undo."""
        self._showing = True
        try:
            with self._without_history():
                yield
        finally:
            self._showing = False

    def _show(self, selection: Selection | None = None) -> None:
        """Send all that follows from the runs, together."""
        traces = [traced_model(run, index) for index, run in enumerate(self._runs)]
        selection = selection or _gate_selection.kept(self.selection, traces[0])  # type: ignore[arg-type]
        self._all_sent = sum(wire_bytes(run) for run in self._runs) <= self.max_bytes
        arrays = self._packed(traces, None if self._all_sent else selection)
        alignment = None
        if len(self._runs) > 1:
            ours, others = (run.texts[min(selection["item"], len(run.texts) - 1)].tokens for run in self._runs)
            alignment = pack(align_tokens(ours, others))
        with self._following(), self.hold_sync():
            self.selection = selection
            self.arrays = arrays
            self.traces = traces
            self.alignment = alignment
            self.text = self._given[0] if isinstance(self._given[0], str) else None
            second = self._given[1] if len(self._given) > 1 else None
            self.second_text = second if isinstance(second, str) else None
            self.can_type = self._sources[0].can_encode
            self.source_code = self._construction()

    def _arrays(self, traces: list[TracedModel], selection: Selection | None, *, weights: bool) -> dict[str, Any]:
        def wanted(layer: Any, item: int) -> bool:
            return selection is None or (
                item == selection["item"]
                and all(layer[name] == selection[name] for name in ("module", "call", "layer"))  # type: ignore[literal-required]
            )

        found: dict[str, Any] = {}
        for run, traced in zip(self._runs, traces, strict=True):
            found |= arrays_of(run, traced, wanted=wanted, weights=weights)
        return found

    def _packed(self, traces: list[TracedModel], selection: Selection | None) -> dict[str, PackedArray]:
        found = self._arrays(traces, selection, weights=True)
        if selection is not None and sum(array.nbytes for array in found.values()) > self.max_bytes:
            found = self._arrays(traces, selection, weights=False)
        return pack_all(found)

    def _page_props(self) -> dict[str, Any]:
        whole = self._packed(self.traces, None)  # type: ignore[arg-type]
        return {**super()._page_props(), "arrays": whole, "can_type": False, "error": ""}

    def _state_order(self, name: str) -> int:
        return ("text", "second_text", "selection").index(name) if name in ("text", "second_text", "selection") else 3

    # to keep and to cite

    def _construction(self) -> str:
        given = self._given[0]
        arguments = ["model", repr(given) if given is not None else "inputs=inputs"]
        named = {"encode": self._sources[0].encode, "tokens": self._sources[0].tokens, "head": self._sources[0].head}
        arguments += [f"{name}={name}" for name, value in named.items() if value is not None]
        lines = ["import nlpwidgets as nw", ""]
        if self._bundled:
            lines += ["from nlpwidgets import sentiment", "", 'model = sentiment.load("lstm")']
        lines += [f"inspector = nw.GateInspector({', '.join(arguments)})"]
        if len(self._sources) > 1:
            second = self._given[1]
            arguments = [repr(second) if second is not None else "inputs=second_inputs"]
            if self._sources[1].model is not self._sources[0].model:
                arguments.append("model=second_model")
            lines.append(f"inspector.compare({', '.join(arguments)})")
        return "\n".join(lines)

    def code(self) -> str:
        """Return the Python that rebuilds the view; what you gave (model, encode, …) goes by the name of its argument."""
        chosen = {name: getattr(self, name) for name in ("selection", "quantity", "order")}
        if len(self._runs) > 1:
            chosen["compare_view"] = self.compare_view
        lines = [f"inspector.{name} = {value!r}" for name, value in chosen.items()]
        return "\n".join([self.source_code, *lines, "inspector"])

    def chart(self) -> alt.TopLevelMixin:
        """Return the strips of the selected layer, and the verdict, as an Altair chart."""
        from nlpwidgets.widgets._gate_chart import gate_chart

        return gate_chart(self._runs[0], self.selection)  # type: ignore[arg-type]

    def _picture(self) -> bytes | None:
        from nlpwidgets.widgets._gate_chart import gate_picture

        return gate_picture(self._runs[0], self.selection)  # type: ignore[arg-type]
