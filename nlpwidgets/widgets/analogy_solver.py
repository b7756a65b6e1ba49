"""AnalogySolver: a is to b as c is to what? Three methods side by side, and the parallelogram."""

from __future__ import annotations

from nlpwidgets.widgets._analogy_traits import AnalogyTraits
from nlpwidgets.widgets._base import bundle


class AnalogySolver(AnalogyTraits):
    """Ask word vectors for analogies."""

    _esm = bundle("analogy_solver.js")
    _css = bundle("analogy_solver.css")
