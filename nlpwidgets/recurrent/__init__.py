"""Recurrent nets opened up: every gate and state of every LSTM, GRU and RNN inside a model.

`trace` runs a model once and returns the numbers; `cells` holds the equations they obey; the analysis
functions say what a unit does with its memory. Importing this package loads no torch.
"""

from nlpwidgets.recurrent import cells
from nlpwidgets.recurrent.analysis import align_tokens, half_life, saturation, unit_order
from nlpwidgets.recurrent.layers import LayerTrace, Preactivation, Trace, TraceMismatchError, Weights
from nlpwidgets.recurrent.tracing import trace

__all__ = [
    "LayerTrace",
    "Preactivation",
    "Trace",
    "TraceMismatchError",
    "Weights",
    "align_tokens",
    "cells",
    "half_life",
    "saturation",
    "trace",
    "unit_order",
]
