"""The traits of the vectorizer explorer: what it and its page tell each other."""

from __future__ import annotations

from typing import Any, Literal

import traitlets as t

from nlpwidgets.widgets._base import NlpWidget
from nlpwidgets.widgets._vectorizer_wire import (
    Block,
    Cell,
    Classified,
    Neighbour,
    Options,
    Progress,
    Pruning,
    Reading,
    Size,
    StoredPart,
    TermInfo,
    Trial,
    Viewport,
)
from nlpwidgets.widgets._wire import synced
from nlpwidgets.widgets._worked import WorkedBool, WorkedDict, WorkedEnum, WorkedInt, WorkedText


class VectorizerTraits(NlpWidget):
    """The traits, without the work that their assignment is."""

    _first = (
        "options",
        "weighting",
        "sublinear",
        "term_order",
        "document_order",
        "cell",
        "sentence",
        "seed",
        "viewport",
    )

    # kernel data
    size: Any = synced(t.Dict(), Size, writer="kernel", help="The matrix as a whole.")
    version = synced(
        t.Int(0), int, writer="kernel", help="Of matrix and orders; a block of another version is outdated."
    )
    block: Any = synced(
        t.Dict(allow_none=True, default_value=None),
        Block | None,
        writer="kernel",
        help="The last window that was asked for; null before the first.",
    )
    reading: Any = synced(
        t.Dict(allow_none=True, default_value=None),
        Reading | None,
        writer="kernel",
        help="The selected document; null when none is.",
    )
    term_info: Any = synced(
        t.Dict(allow_none=True, default_value=None), TermInfo | None, writer="kernel", help="The selected term."
    )
    neighbours: Any = synced(
        t.List(), list[Neighbour], writer="kernel", help="Documents nearest to the selected one, nearest first."
    )
    pruning: Any = synced(t.Dict(), Pruning, writer="kernel", help="What dropping rare or frequent terms costs.")
    trial: Any = synced(
        t.Dict(allow_none=True, default_value=None),
        Trial | None,
        writer="kernel",
        help="The reader's sentence, shuffled and misspelt; null without a sentence.",
    )
    classifier: Any = synced(
        t.Dict(allow_none=True, default_value=None),
        Classified | None,
        writer="kernel",
        help="The trained classifier; null before it was asked for, and when the matrix has changed since.",
    )
    classes: Any = synced(
        t.List(t.Unicode()), list[str], writer="kernel", help="Names of the labels; empty without labels."
    )
    training: Any = synced(
        t.Dict({"message": "", "progress": -1.0}),
        Progress,
        writer="kernel",
        help="How far the training of the classifier is, while `classify` is set.",
    )
    stored: Any = synced(
        t.Dict(allow_none=True, default_value=None),
        StoredPart | None,
        writer="kernel",
        help="In a saved page: the parts that are there; null in a notebook.",
    )
    source_code = synced(
        t.Unicode(""), str, writer="kernel", help="Python that makes the widget; the page adds what was chosen in it."
    )

    # controls, written from both sides
    options: Any = synced(
        WorkedDict(), Options, writer="both", help="How texts become counts; setting them counts again."
    )
    weighting = synced(
        WorkedEnum(["count", "tf", "textbook", "smooth"], "smooth"),
        Literal["count", "tf", "textbook", "smooth"],
        writer="both",
        help="What the cells show: count; tf = count / length; textbook = tf ln(N / df); "
        "smooth = count (ln((1+N) / (1+df)) + 1), rows of length 1.",
    )
    sublinear = synced(WorkedBool(False), bool, writer="both", help="In smooth, 1 + ln(count) in place of the count.")
    term_order = synced(
        WorkedEnum(["frequency", "alphabet", "document"], "frequency"),
        Literal["frequency", "alphabet", "document"],
        writer="both",
        help="Order of the columns: by falling df, by the alphabet, or by falling weight in the selected document.",
    )
    document_order = synced(
        WorkedEnum(["given", "near", "term"], "given"),
        Literal["given", "near", "term"],
        writer="both",
        help="Order of the rows: as given, nearest to the selected document first, or by falling weight of the selected term.",
    )
    cell: Any = synced(
        WorkedDict(allow_none=True, default_value=None),
        Cell | None,
        writer="both",
        help="Document and term looked at.",
    )
    sentence = synced(WorkedText(""), str, writer="both", help="A sentence of the reader's, to try the matrix on.")
    seed = synced(WorkedInt(0, min=0), int, writer="both", help="Of shuffling and misspelling the sentence.")
    classify = synced(
        WorkedBool(False),
        bool,
        writer="both",
        passing=True,
        help="The classifier is being trained; set it to begin, unset it to cancel. The kernel unsets it at the end.",
    )

    # front-end state
    viewport: Any = synced(
        WorkedDict(), Viewport, writer="front", passing=True, help="The cells wanted; the kernel answers with `block`."
    )
    panel = synced(
        t.Enum(["formula", "neighbours", "pruning", "sentence", "classifier"], "formula"),
        Literal["formula", "neighbours", "pruning", "sentence", "classifier"],
        writer="front",
        help="Panel below the matrix.",
    )
