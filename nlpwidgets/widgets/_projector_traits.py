"""The traits of the embedding projector: what it and its page tell each other."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import traitlets as t

from nlpwidgets.widgets._base import NlpWidget
from nlpwidgets.widgets._projector_wire import (
    Browse,
    Camera,
    Changes,
    Column,
    Frame,
    Neighbours,
    Options,
    Quality,
    Query,
    Running,
    Source,
    Stored,
    Values,
)
from nlpwidgets.widgets._wire import PackedArray, pack, synced
from nlpwidgets.widgets._worked import WorkedBool, WorkedDict, WorkedEnum, WorkedInt, WorkedList, WorkedText

AT_REST: Running = {"message": "", "iteration": 0, "iterations": 0, "seconds": 0.0}
WHOLE: Camera = {"x": 0.0, "y": 0.0, "zoom": 1.0, "yaw": 0.6, "pitch": 0.4}


class ProjectorTraits(NlpWidget):
    """The traits, without the work that their assignment is."""

    _first = ("options", "axes", "color_by", "size_by", "k", "word", "selected")

    # kernel data
    source: Any = synced(t.Dict(), Source, writer="kernel", help="The word vectors that are shown.")
    words: Any = synced(
        t.Dict(dict(pack(np.zeros(0, np.uint8)))),
        PackedArray,
        writer="kernel",
        help="The word of each point: UTF-8, separated by line feeds.",
    )
    frame: Any = synced(
        t.Dict(allow_none=True, default_value=None), Frame | None, writer="kernel", help="Where the points are."
    )
    running: Any = synced(
        t.Dict(dict(AT_REST)), Running, writer="kernel", help="How far the projection is, while `run` is not idle."
    )
    columns: Any = synced(t.List(), list[Column], writer="kernel", help="What points can be coloured and sized by.")
    color_values: Any = synced(
        t.Dict(allow_none=True, default_value=None), Values | None, writer="kernel", help="The column of `color_by`."
    )
    size_values: Any = synced(
        t.Dict(allow_none=True, default_value=None), Values | None, writer="kernel", help="The column of `size_by`."
    )
    neighbours: Any = synced(
        t.Dict(allow_none=True, default_value=None),
        Neighbours | None,
        writer="kernel",
        help="Neighbours of the word looked at; null without one.",
    )
    quality: Any = synced(
        t.Dict(allow_none=True, default_value=None),
        Quality | None,
        writer="kernel",
        help="How far the picture can be trusted; null before it was asked for, and when the picture has changed since.",
    )
    changes: Any = synced(
        t.Dict(allow_none=True, default_value=None),
        Changes | None,
        writer="kernel",
        help="Words ranked by how much their neighbourhoods differ; null without a second embedding.",
    )
    stored: Any = synced(
        t.Dict(allow_none=True, default_value=None),
        Stored | None,
        writer="kernel",
        help="In a saved page: the neighbours of each point; null in a notebook.",
    )
    source_code = synced(
        t.Unicode(""), str, writer="kernel", help="Python that makes the widget; the page adds what was chosen in it."
    )

    # controls, written from both sides
    options: Any = synced(
        WorkedDict(),
        Options,
        writer="both",
        help="How vectors become points. PCA and axes are shown at once; t-SNE and UMAP begin with `run`, and take "
        "changes of perplexity and seed while they run.",
    )
    axes: Any = synced(
        WorkedList(t.Unicode()),
        list[str],
        writer="both",
        help="Directions as formulas over words, 'king - man', one per dimension.",
    )
    run = synced(
        WorkedEnum(["idle", "running", "paused"], "idle"),
        Literal["idle", "running", "paused"],
        writer="both",
        passing=True,
        help="The projection: set it to begin, pause, resume or end; the kernel sets it to idle at the end.",
    )
    assess = synced(
        WorkedBool(False),
        bool,
        writer="both",
        passing=True,
        help="The quality is being computed; set it to begin, unset it to cancel. The kernel unsets it at the end.",
    )
    color_by = synced(WorkedText(""), str, writer="both", help="Column that colours the points; empty for none.")
    size_by = synced(WorkedText(""), str, writer="both", help="Column that sizes the points; empty for none.")
    word = synced(WorkedText(""), str, writer="both", help="The word looked at; empty for none.")
    k = synced(WorkedInt(10, min=1, max=100), int, writer="both", help="How many neighbours.")
    selected: Any = synced(
        WorkedDict(allow_none=True, default_value=None),
        PackedArray | None,
        writer="both",
        help="int32 (n,): points inside lasso or rectangle, rising; null for none.",
    )
    query: Any = synced(
        t.Dict({"text": "", "mode": "prefix"}), Query, writer="both", help="What is searched for; the page finds it."
    )
    arrangement = synced(
        t.Enum(["single", "side", "morph"], "single"),
        Literal["single", "side", "morph"],
        writer="both",
        help="Two embeddings: the first alone, both side by side, or one picture that moves between them.",
    )
    morph = synced(t.Float(0.0, min=0.0, max=1.0), float, writer="both", help="In `morph`: 0 the first, 1 the second.")
    labels = synced(t.Bool(True), bool, writer="both", help="Write words beside points, as many as fit.")
    density = synced(
        t.Enum(["auto", "points", "density"], "auto"),
        Literal["auto", "points", "density"],
        writer="both",
        help="Draw points, or how many there are; auto does so where they are crowded.",
    )
    point_size = synced(
        t.Float(1.0, min=0.25, max=4.0), float, writer="both", help="1 is the size that fits the number of points."
    )

    # front-end state
    camera: Any = synced(t.Dict(dict(WHOLE)), Camera, writer="both", passing=True, help="What of the picture is seen.")
    browse: Any = synced(
        WorkedDict({"offset": 0, "count": 50, "ascending": False}),
        Browse,
        writer="front",
        passing=True,
        help="The stretch of `changes` that is wanted.",
    )
    tool = synced(
        t.Enum(["pan", "lasso", "rectangle"], "pan"),
        Literal["pan", "lasso", "rectangle"],
        writer="front",
        help="What dragging does.",
    )
    panel = synced(
        t.Enum(["neighbours", "selection", "changes", "quality"], "neighbours"),
        Literal["neighbours", "selection", "changes", "quality"],
        writer="front",
        help="Panel beside the picture.",
    )
