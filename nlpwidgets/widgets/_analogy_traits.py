"""The traits of the analogy solver: what it and its page tell each other."""

from __future__ import annotations

from typing import Any, Literal

import traitlets as t

from nlpwidgets.widgets._analogy_wire import (
    Baselines,
    Browse,
    Completions,
    Consistency,
    Embedding,
    Failures,
    Plane,
    Preset,
    Run,
    Score,
    Solved,
    Terms,
    Typed,
    Upload,
    WordFact,
    WorkingSet,
)
from nlpwidgets.widgets._base import NlpWidget
from nlpwidgets.widgets._wire import synced
from nlpwidgets.widgets._worked import WorkedBool, WorkedDict, WorkedInt, WorkedText

IDLE: Run = {"message": "", "progress": -1.0}


class AnalogyTraits(NlpWidget):
    """The traits, without the work that their assignment is."""

    _first = ("embedding", "restrict", "k", "exclude_inputs", "terms", "relation")

    # kernel data
    embeddings: Any = synced(t.List(), list[Embedding], writer="kernel", help="The word vectors to choose from.")
    facts: Any = synced(t.List(), list[WordFact], writer="kernel", help="The words in the boxes that are not empty.")
    solved: Any = synced(
        t.List(),
        list[Solved],
        writer="kernel",
        help="The rankings by 3CosAdd, 3CosMul and PairDirection; empty while a, b or c has no vector.",
    )
    plane: Any = synced(
        t.Dict(allow_none=True, default_value=None),
        Plane | None,
        writer="kernel",
        help="The parallelogram; null while a, b or c has no vector.",
    )
    baselines: Any = synced(
        t.Dict(allow_none=True, default_value=None),
        Baselines | None,
        writer="kernel",
        help="Answers without analogy; null while a, b or c has no vector.",
    )
    consistency: Any = synced(
        t.Dict(allow_none=True, default_value=None),
        Consistency | None,
        writer="kernel",
        help="The offsets of the relation; null without one.",
    )
    presets: Any = synced(t.List(), list[Preset], writer="kernel", help="Questions to begin with.")
    completions: Any = synced(
        t.Dict(allow_none=True, default_value=None),
        Completions | None,
        writer="kernel",
        help="What the text being typed may become.",
    )
    questions: Any = synced(
        t.Unicode("examples"), str, writer="kernel", help="Name of the file of questions, or `examples`."
    )
    running: Any = synced(
        t.Dict(dict(IDLE)), Run, writer="kernel", help="How far the questions are, while `evaluate` is set."
    )
    scores: Any = synced(t.List(), list[Score], writer="kernel", help="Questions answered so far, newest last.")
    failures: Any = synced(
        t.Dict(allow_none=True, default_value=None),
        Failures | None,
        writer="kernel",
        help="The failures that were asked for; null before.",
    )
    working_set: Any = synced(
        t.Dict(allow_none=True, default_value=None),
        WorkingSet | None,
        writer="kernel",
        help="In a saved page: the words among which it answers; null in a notebook.",
    )
    source_code = synced(
        t.Unicode(""), str, writer="kernel", help="Python that makes the widget; the page adds what was chosen in it."
    )

    # controls, written from both sides
    embedding = synced(WorkedText(""), str, writer="both", help="Name of the embedding that answers.")
    # Servers let a message wait until the browser has confirmed the one before (Nagle), up to 40 ms: no echo goes before the
    # answers. The question goes back with them.
    terms: Any = synced(WorkedDict(), Terms, writer="both", help="a : b :: c : d.").tag(echo_update=False)
    exclude_inputs = synced(WorkedBool(True), bool, writer="both", help="Do not allow a, b and c as answers.")
    k = synced(WorkedInt(10, min=1, max=50), int, writer="both", help="How many answers.")
    restrict = synced(
        WorkedInt(0, min=0), int, writer="both", help="Only the first so many words may be answers; 0 for all."
    )
    relation = synced(
        WorkedText(""), str, writer="both", help="The relation whose offsets are compared; empty for none."
    )
    method = synced(
        t.Enum(["3cosadd", "3cosmul", "pairdirection"], "3cosadd"),
        Literal["3cosadd", "3cosmul", "pairdirection"],
        writer="both",
        help="The method with which questions are answered by the hundred.",
    )
    evaluate = synced(
        WorkedBool(False),
        bool,
        writer="both",
        passing=True,
        help="The questions are being answered; set it to begin, unset it to cancel. The kernel unsets it at the end.",
    )

    # front-end state
    typed: Any = synced(
        WorkedDict(allow_none=True, default_value=None),
        Typed | None,
        writer="front",
        passing=True,
        help="What is being typed; the kernel answers with `completions`.",
    ).tag(echo_update=False)
    upload: Any = synced(
        WorkedDict(allow_none=True, default_value=None),
        Upload | None,
        writer="front",
        passing=True,
        help="A file of questions chosen in the page; the kernel reads it and unsets this.",
    )
    browse: Any = synced(
        WorkedDict(allow_none=True, default_value=None),
        Browse | None,
        writer="front",
        passing=True,
        help="The failures wanted; the kernel answers with `failures`.",
    )
    panel = synced(
        t.Enum(["plane", "baselines", "questions"], "plane"),
        Literal["plane", "baselines", "questions"],
        writer="front",
        help="Panel below the answers.",
    )
