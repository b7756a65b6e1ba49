"""The traits of the bias explorer: what it and its page tell each other."""

from __future__ import annotations

import math
from typing import Any, Literal

import traitlets as t

from nlpwidgets.widgets._analogy_wire import Embedding
from nlpwidgets.widgets._base import NlpWidget
from nlpwidgets.widgets._bias_wire import (
    Association,
    BiasPlane,
    Built,
    Candidates,
    Compared,
    Lists,
    Measured,
    Placed,
    Question,
    Reading,
    Run,
    Step,
    SubspaceWish,
    Test,
)
from nlpwidgets.widgets._wire import synced
from nlpwidgets.widgets._worked import WorkedBool, WorkedDict, WorkedFloat, WorkedList, WorkedText

IDLE: Run = {"message": "", "progress": -1.0}


class BiasTraits(NlpWidget):
    """The traits, without the work that their assignment is."""

    _first = (
        "subspaces",
        "subspace",
        "exempt",
        "words",
        "test",
        "question",
        "sentence",
        "steps",
        "plane_words",
        "strength",
    )

    # kernel data
    embedding: Any = synced(t.Dict(), Embedding, writer="kernel", help="The word vectors; they are never changed.")
    lists: Any = synced(t.Dict(), Lists, writer="kernel", help="Subspaces, words and tests to begin with.")
    built: Any = synced(t.List(), list[Built], writer="kernel", help="What became of `subspaces`, in their order.")
    placed: Any = synced(
        t.Dict(allow_none=True, default_value=None),
        Placed | None,
        writer="kernel",
        help="The words along the active subspace; null while it cannot be built, as all that follows from it.",
    )
    association: Any = synced(
        t.Dict(allow_none=True, default_value=None), Association | None, writer="kernel", help="The words of the test."
    )
    candidates: Any = synced(
        t.Dict(allow_none=True, default_value=None),
        Candidates | None,
        writer="kernel",
        help="What the page needs to answer the question at any strength.",
    )
    reading: Any = synced(
        t.Dict(allow_none=True, default_value=None),
        Reading | None,
        writer="kernel",
        help="The sentence, read at every position of the slider; null while it is being read.",
    )
    plane: Any = synced(
        t.Dict(allow_none=True, default_value=None),
        BiasPlane | None,
        writer="kernel",
        help="The picture of the plane; null without words in it.",
    )
    measured: Any = synced(
        t.Dict(allow_none=True, default_value=None),
        Measured | None,
        writer="kernel",
        help="What only the kernel measures; outdated while its strength is not `strength`, null while it begins anew.",
    )
    running: Any = synced(t.Dict(dict(IDLE)), Run, writer="kernel", help="How far `compare` is.")
    compared: Any = synced(
        t.List(), list[Compared], writer="kernel", help="The table of methods; empty before `compare`."
    )
    source_code = synced(
        t.Unicode(""), str, writer="kernel", help="Python that makes the widget; the page adds what was chosen in it."
    )

    # controls, written from both sides
    subspaces: Any = synced(WorkedList(), list[SubspaceWish], writer="both", help="The subspaces kept side by side.")
    subspace = synced(WorkedText(""), str, writer="both", help="Name of the active one: what the slider removes.")
    words: Any = synced(WorkedList(), list[str], writer="both", help="The words along the direction.")
    exempt: Any = synced(
        WorkedList(),
        list[str],
        writer="both",
        help="Words from which nothing is removed: those that are gendered by definition.",
    )
    strength = synced(
        WorkedFloat(0.0, min=0.0, max=1.0), float, writer="both", help="Share of the component that is removed, 0 to 1."
    )
    test: Any = synced(
        WorkedDict(allow_none=True, default_value=None),
        Test | None,
        writer="both",
        help="The word embedding association test.",
    )
    question: Any = synced(
        WorkedDict(allow_none=True, default_value=None), Question | None, writer="both", help="a : b :: c : ?"
    )
    sentence = synced(WorkedText(""), str, writer="both", help="The sentence that the sentiment model reads.")
    plane_words: Any = synced(
        WorkedList(), list[str], writer="both", help="Words in the picture of the plane: one, or a set to equalize."
    )
    steps: Any = synced(
        WorkedList(), list[Step], writer="both", help="What was done to words in the picture of the plane, in order."
    )
    lambda_ = synced(
        t.Float(0.2, min=0.0),
        float,
        writer="both",
        help="Weight of removing against keeping in soft debiasing (Bolukbasi et al. 2016).",
    )

    @t.validate("lambda_")
    def _finite(self, proposal: Any) -> float:
        """Refuse NaN and infinity: they pass every limit, and no message to the page can hold them."""
        if not math.isfinite(proposal.value):
            raise t.TraitError(f"lambda_ is a finite number of at least 0, not {proposal.value}")
        return float(proposal.value)

    iterations = synced(
        t.Int(10, min=1, max=100),
        int,
        writer="both",
        help="Directions that INLP removes one after the other (Ravfogel et al. 2020).",
    )
    compare = synced(
        WorkedBool(False),
        bool,
        writer="both",
        passing=True,
        help="The methods are being compared; set it to begin, unset it to cancel. The kernel unsets it at the end.",
    )

    # front-end state
    neighbours_of: Any = synced(
        WorkedText(""), str, writer="both", help="The word whose neighbours are shown before and after; empty for none."
    )
    order = synced(
        t.Enum(["projection", "list", "share"], "projection"),
        Literal["projection", "list", "share"],
        writer="front",
        help="Order of the words: along the direction, as given, by the real share.",
    )
    panel = synced(
        t.Enum(["test", "analogy", "plane", "sentence", "stays", "methods"], "test"),
        Literal["test", "analogy", "plane", "sentence", "stays", "methods"],
        writer="front",
        help="Panel below the words.",
    )
