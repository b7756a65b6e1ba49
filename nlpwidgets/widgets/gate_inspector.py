"""GateInspector: every gate, state and number of a recurrent layer, word by word."""

from __future__ import annotations

from typing import Literal

import traitlets as t

from nlpwidgets.widgets._base import NlpWidget, bundle
from nlpwidgets.widgets._gate_wire import Selection, TracedModel
from nlpwidgets.widgets._wire import PackedArray, synced


class GateInspector(NlpWidget):
    """Step through an LSTM, GRU or RNN word by word."""

    _esm = bundle("gate_inspector.js")
    _css = bundle("gate_inspector.css")

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
        help="Columns of the comparison, int32 (columns, 2): token of the first and of the second text, -1 for a gap; null without a second trace.",
    )
    can_type = synced(t.Bool(False), bool, writer="kernel", help="A text typed in the page can be encoded and traced.")
    source_code = synced(t.Unicode(""), str, writer="kernel", help="Python that rebuilds this view, shown by the Code button.")

    # controls, written from both sides
    text = synced(t.Unicode(None, allow_none=True), str | None, writer="both", help="The text shown; setting it re-encodes and re-traces.")
    second_text = synced(t.Unicode(None, allow_none=True), str | None, writer="both", help="A text to compare with; null ends the comparison.")
    selection = synced(t.Dict(), Selection, writer="both", help="Module, call, layer, direction, batch item, step and unit looked at.")
    quantity = synced(
        t.Unicode("hidden"),
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
    speed = synced(t.Float(2.0), float, writer="front", help="Steps per second while playing, 0.5 to 20.")
    column_width = synced(t.Int(0), int, writer="front", help="Width of a time step in px; 0 fits the text to the width where words stay readable.")
    unit_height = synced(t.Float(0.0), float, writer="front", help="Height of a unit in px; 0 fits all units into the strip.")
