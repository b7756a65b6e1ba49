"""The traits of the preprocessing explorer, which are its contract with the page."""

from __future__ import annotations

from typing import Any

import traitlets as t

from nlpwidgets.widgets._base import NlpWidget
from nlpwidgets.widgets._preprocessing_wire import Card, CorpusCounts, Focus, Forms, Lane, Note, StepInfo, Stored
from nlpwidgets.widgets._wire import synced
from nlpwidgets.widgets._worked import WorkedBool, WorkedDict, WorkedInt, WorkedList, WorkedText


class PreprocessingTraits(NlpWidget):
    """What the kernel tells the page, and what both may change."""

    _first = ("text", "document", "steps", "focus")

    # kernel data
    catalogue: Any = synced(
        t.List(), list[StepInfo], writer="kernel", help="The kinds of steps there are, those of the user's last."
    )
    lanes: Any = synced(
        t.List(), list[Lane], writer="kernel", help="The text after each step that is on, in the order of the steps."
    )
    notes: Any = synced(t.List(), list[Note], writer="kernel", help="Warnings about the order of the steps.")
    forms: Any = synced(
        t.Dict(), Forms, writer="kernel", help="Stem against lemma for the words of the source, mark-up taken off."
    )
    document_count = synced(t.Int(1), int, writer="kernel", help="Texts in the corpus.")
    corpus: Any = synced(
        t.Dict(allow_none=True, default_value=None),
        CorpusCounts | None,
        writer="kernel",
        help="The corpus counted after each step, on a sample that grows; null before it was asked for.",
    )
    stored: Any = synced(
        t.Dict(allow_none=True, default_value=None),
        Stored | None,
        writer="kernel",
        help="In a saved page: all combinations of steps; null in a notebook.",
    )
    source_code = synced(
        t.Unicode(""), str, writer="kernel", help="Python that makes the widget; the page adds what was chosen in it."
    )
    pipeline_code = synced(
        t.Unicode(""),
        str,
        writer="kernel",
        help="Plain Python with the same effect as the pipeline, or why there is none.",
    )

    # controls, written from both sides
    text = synced(WorkedText(""), str, writer="both", help="The text shown, raw; setting it runs the pipeline on it.")
    document = synced(
        WorkedInt(0, min=-1),
        int,
        writer="both",
        help="Which text of the corpus is shown, from 0; -1 when another one was typed.",
    )
    steps: Any = synced(
        WorkedList(), list[Card], writer="both", help="The cards, in order; setting them runs the pipeline."
    )
    focus: Any = synced(
        WorkedDict(allow_none=True, default_value=None),
        Focus | None,
        writer="both",
        help="The stretch that is held, lit in every lane; null when none is.",
    )
    stemmer = synced(
        t.Enum(["porter", "english", "lancaster"], "porter"),
        str,
        writer="both",
        help='Stemmer compared with the lemma: "porter", "english" or "lancaster".',
    )
    counting = synced(
        WorkedBool(False),
        bool,
        writer="both",
        passing=True,
        help="The corpus is being counted; set it to begin, unset it to cancel. The kernel unsets it at the end.",
    )

    # front-end state
    folded: Any = synced(t.List(t.Unicode()), list[str], writer="front", help="Ids of the lanes that are folded.")
    panel = synced(
        t.Enum(["forms", "corpus", ""], "forms"),
        str,
        writer="front",
        help='What is shown below the lanes: "forms", "corpus" or "".',
    )
