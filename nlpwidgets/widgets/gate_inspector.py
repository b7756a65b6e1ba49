"""GateInspector: every gate, state and number of a recurrent layer, word by word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal, cast

import traitlets as t

from nlpwidgets.widgets._base import READY, NlpWidget, bundle
from nlpwidgets.widgets._gate_code import label_of, source_lines
from nlpwidgets.widgets._gate_pack import pack_all, pack_selected, total_bytes
from nlpwidgets.widgets._gate_read import read
from nlpwidgets.widgets._gate_selection import QUANTITIES, check_quantity, fitting, loosen, merge
from nlpwidgets.widgets._gate_shown import shown
from nlpwidgets.widgets._gate_source import make_source
from nlpwidgets.widgets._gate_view import align, comparison_source, source_with_text, view_of
from nlpwidgets.widgets._gate_wire import Selection, TracedModel
from nlpwidgets.widgets._wire import PackedArray, synced, unpack
from nlpwidgets.widgets._worked import WorkedDict, WorkedEnum, WorkedText

if TYPE_CHECKING:
    from nlpwidgets.recurrent import Trace
    from nlpwidgets.widgets._gate_read import Reading
    from nlpwidgets.widgets._gate_source import Source


class GateInspector(NlpWidget):
    """Step through an LSTM, GRU or RNN word by word and see every number of it.

    Parameters
    ----------
    model : torch.nn.Module, optional
        Any module that holds `nn.LSTM`, `nn.GRU`, `nn.RNN` or their cells; it is never changed. Without one: the bundled LSTM.
    text : str or list of str, optional
        What to read; several texts are several batch items, each run by itself. A `SentimentClassifier` has a sample.
    encode : callable, optional
        From a text to what the model takes: a tensor of ids or vectors with its batch axis, a tuple of arguments, a dict of
        keyword arguments, or a pair (tokens, one of these). A `SentimentClassifier` brings its own.
    tokens : list of str, list of lists of str, or callable, optional
        A label for each step (a list per batch item), or a function from a text to them. By default what
        `model.tokenize(text)` or `text.split()` gives, where it counts as many as there are steps; else 1, 2, 3, …
    inputs : optional
        What the model takes, ready-made (as `encode` returns it, also a batch or a packed sequence), instead of `encode`.
    head : callable, optional
        From the hidden states of the top layer of the last recurrent module, a tensor (time, size) with both directions side
        by side, to probabilities (time, classes). A `SentimentClassifier` brings its own. Classes are named by
        `model.classes` or `head.classes`.

    Raises
    ------
    TypeError, ValueError
        Something is missing or does not fit together; the message says what to give.

    Notes
    -----
    Words outside the vocabulary are marked where `model` or `encode` has `unknown(tokens)` or a `vocabulary`. The first view
    is the top layer, forward, at the step where the verdict (without a head: the hidden state) changes most, and the unit
    that changes most there. `text`, `second_text`, `selection`, `quantity`, `order`, … can be read and assigned at any time.

    Examples
    --------
    >>> inspector = GateInspector(text="A wonderful film.")
    >>> inspector.selection = {"step": 1}
    >>> inspector.selection["direction"]
    'forward'
    """

    _esm = bundle("gate_inspector.js")
    _css = bundle("gate_inspector.css")

    max_bytes: ClassVar[int] = 48_000_000
    """Numbers sent to the page at once; above it only those of the selected layer and text. A saved page holds all."""

    _first = ("text", "second_text", "selection", "quantity")

    # kernel data
    traces: Any = synced(t.List(), list[TracedModel], writer="kernel", help="One traced model, or two to compare.")
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
        WorkedText(None, allow_none=True),
        str | None,
        writer="both",
        help="The text shown; setting it re-encodes and re-traces.",
    )
    second_text = synced(
        WorkedText(None, allow_none=True),
        str | None,
        writer="both",
        help="A text to compare with; null ends the comparison.",
    )
    selection = synced(
        WorkedDict(),
        Selection,
        writer="both",
        help="Module, call, layer, direction, batch item, step and unit looked at.",
    )
    quantity = synced(
        WorkedEnum(QUANTITIES, "hidden"),
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
        model: Any = None,
        text: str | list[str] | None = None,
        *,
        encode: Any = None,
        tokens: Any = None,
        inputs: Any = None,
        head: Any = None,
    ) -> None:
        source = make_source(model, text, encode=encode, tokens=tokens, inputs=inputs, head=head)
        self._bundled = model is None
        self._readings: list[Reading] = [read(source, lambda _message, _progress: None)]
        self._given: dict[str, Source | None] = {"text": source, "second_text": None}
        view = self._view(self._readings, {})
        quantity = "verdict" if self._readings[0].classes else "hidden"
        super().__init__(**view, quantity=quantity)

    # --- what is shown

    def compare(
        self,
        text: str | None = None,
        *,
        model: Any = None,
        encode: Any = None,
        tokens: Any = None,
        inputs: Any = None,
        head: Any = None,
    ) -> None:
        """Show a second text, a second model, or both below the first; with nothing given, end the comparison.

        What is not given is as for the first; `head` only for the same model, `encode` unless the second model brings its own.

        Raises
        ------
        TypeError, ValueError
            As when an inspector is made; the view is then as before.
        """
        if all(given is None for given in (text, model, encode, tokens, inputs, head)):
            self.stop_comparing()
            return
        first = self._readings[0]
        current = first.items[self.selection["item"]].text
        second = comparison_source(
            first.source, current, text, model=model, encode=encode, tokens=tokens, inputs=inputs, head=head
        )
        self._show(first.source, second)
        self._given["second_text"] = second

    def stop_comparing(self) -> None:
        """End the comparison."""
        self.second_text = None

    def refresh(self) -> None:
        """Run the model again, after further training for instance; the selection stays."""
        self._show(self._readings[0].source, self._readings[1].source if len(self._readings) > 1 else None, again=True)

    def select(
        self,
        *,
        module: str | None = None,
        call: int | None = None,
        layer: int | None = None,
        direction: str | None = None,
        item: int | None = None,
        step: int | None = None,
        unit: int | None = None,
    ) -> None:
        """Change some fields of `selection`.

        Raises
        ------
        TypeError, ValueError
            A value of the wrong type, or out of range; the message says what there is.
        """
        given = {
            "module": module,
            "call": call,
            "layer": layer,
            "direction": direction,
            "item": item,
            "step": step,
            "unit": unit,
        }
        self.selection = {name: value for name, value in given.items() if value is not None}

    @property
    def trace(self) -> Trace:
        """The trace of the selected text, as `nlpwidgets.recurrent.trace` gave it."""
        item: int = self.selection["item"]
        return self._readings[0].items[item].trace

    @property
    def second_trace(self) -> Trace | None:
        """The trace of what is compared with."""
        items = self._readings[1].items if len(self._readings) > 1 else []
        return items[min(self.selection["item"], len(items) - 1)].trace if items else None

    def _show(self, source: Source, second: Source | None, *, again: bool = False) -> None:
        """Read what was not read yet with these weights, and show it; whatever raises leaves the view as it was."""
        with self._lock, self._working():
            known = [] if again else self._readings
            sources = [source] if second is None else [source, second]
            readings = [
                next((one for one in known if one.source is wanted and one.current), None) or read(wanted, self._say)
                for wanted in sources
            ]
            view = self._view(readings, self.selection)
            with self._commit():
                self._readings = readings
                for name, value in view.items():
                    setattr(self, name, value)
                self.quantity = fitting(self.quantity, readings[0], self.selection)
                self.status = dict(READY)

    def _view(self, readings: list[Reading], wish: Any) -> dict[str, Any]:
        labels = [label_of(reading.source) for reading in readings]
        second = readings[1].source if len(readings) > 1 else None
        code = source_lines(readings[0].source, second, bundled=self._bundled)
        return {**view_of(readings, labels, wish, self.max_bytes), "source_code": code, "error": ""}

    # --- traits that were assigned

    def _work(self, name: str, value: Any) -> None:
        with self._lock:
            first, *others = self._readings
            item = self.selection["item"]
            if value == getattr(self, name):
                return
            if name == "selection":
                self._select(value)
            elif name == "quantity":
                with self._commit():
                    self.quantity = check_quantity(value, first, self.selection)
            elif name == "text":
                source = source_with_text(first.source, value, item, self._given[name])
                self._show(source, others[0].source if others else None)
            elif value is None:
                self._show(first.source, None)
            else:
                given = self._given[name]
                base = (
                    others[0].source if others else given if given is not None and not self._recording else first.source
                )
                if not base.can_type and base is not given:
                    base = first.source
                self._show(first.source, source_with_text(base, value, item if base is first.source else 0, given))

    def _select(self, wish: Any) -> None:
        """Take a selection, also a part of one, and send what the new place needs."""
        traced = self.traces[0]
        old = self.selection
        new = merge(old, loosen(wish, old, traced) if self._from_page else wish, traced)
        moved = {name for name, value in new.items() if old[name] != value} - {"step", "unit"}
        follows: dict[str, Any] = {}
        if moved and total_bytes(self._readings) > self.max_bytes:
            follows["arrays"] = pack_selected(self._readings, new, self.max_bytes)
        if "item" in moved:
            follows |= align(self._readings, new)
        with self._commit():
            self.selection = new
            self.quantity = fitting(self.quantity, self._readings[0], new)
            with self._silence():
                for name, value in follows.items():
                    setattr(self, name, value)

    def _assign(self, wish: dict[str, Any]) -> None:
        place = wish.get("selection")
        if isinstance(place, dict) and "item" in place and len(self.traces[0]["items"]) > 1:
            self.selection = {"item": place["item"]}  # the text is that of the item
        super()._assign(wish)

    # --- to keep

    def code(self) -> str:
        """Return the Python that rebuilds the view; names are those of the notebook where it has them."""
        lines = [
            self.source_code,
            f"inspector.selection = {self.selection!r}",
            f"inspector.quantity = {self.quantity!r}",
        ]
        lines.append(f"inspector.order = {self.order!r}")
        if len(self._readings) > 1:
            lines.append(f"inspector.compare_view = {self.compare_view!r}")
        if self.theme != "auto":
            lines.append(f"inspector.theme = {self.theme!r}")
        return "\n".join(lines)

    def chart(self) -> Any:
        """Return verdict and heat maps of the selected layer as an Altair chart, the numbers inside; units in the order shown."""
        from nlpwidgets.widgets._gate_chart import chart

        return chart(self._panes(), repr(self))

    def _picture(self) -> bytes:
        from nlpwidgets.widgets._gate_picture import picture

        columns = self._columns()
        step = self.selection["step"]
        column = step if columns is None else int((columns[:, 0] == step).argmax())
        return picture(self._panes(), repr(self), column)

    def _columns(self) -> Any:
        return None if self.alignment is None else unpack(cast("PackedArray", self.alignment))

    def _panes(self) -> list[Any]:
        labels = [traced["label"] for traced in self.traces]
        return shown(
            self._readings,
            labels,
            self._columns(),
            cast("Selection", self.selection),
            self.quantity,
            self.order,
            self.compare_view,
        )

    def _page_props(self, max_bytes: int) -> dict[str, Any]:
        size = total_bytes(self._readings) * 4 // 3
        if size > max_bytes:
            raise ValueError(
                f"the page would have {size / 1e6:.1f} MB, more than max_bytes={max_bytes:,}: "
                "show a shorter text or fewer batch items, or raise max_bytes"
            )
        return super()._page_props(max_bytes) | {"arrays": pack_all(self._readings)}

    def __repr__(self) -> str:
        if not self._made:
            return object.__repr__(self)
        parts = []
        for reading, traced in zip(self._readings, self.traces, strict=False):
            count = [len(item.tokens) for item in reading.items]
            parts.append(f"{traced['label']}, " + (f"{count[0]} tokens" if len(count) == 1 else f"{len(count)} texts"))
        return f"GateInspector({' | '.join(parts)})"
