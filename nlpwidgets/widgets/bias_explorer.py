"""BiasExplorer: find a direction of bias, slide it out, see what stays."""

from __future__ import annotations

from nlpwidgets.widgets._base import bundle
from nlpwidgets.widgets._bias_traits import BiasTraits


class BiasExplorer(BiasTraits):
    """Find a direction of bias in word vectors, slide it out, see what stays."""

    _esm = bundle("bias_explorer.js")
    _css = bundle("bias_explorer.css")
