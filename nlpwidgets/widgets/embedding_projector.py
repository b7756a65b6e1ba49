"""EmbeddingProjector: word vectors as points, and how far the picture can be trusted."""

from __future__ import annotations

from nlpwidgets.widgets._base import bundle
from nlpwidgets.widgets._projector_traits import ProjectorTraits


class EmbeddingProjector(ProjectorTraits):
    """Look at word vectors in two or three dimensions."""

    _esm = bundle("embedding_projector.js")
    _css = bundle("embedding_projector.css")
