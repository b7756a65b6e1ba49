"""Recurrent nets opened up: every gate and state of every LSTM, GRU and RNN inside a model.

`trace` runs a model once and returns the numbers; `cells` holds the equations they obey; the analysis
functions say what a unit does with its memory; `gradients` and `jacobians` say how far back a loss reaches, `tasks`
makes tasks that need memory. Importing this package loads no torch.
"""

from nlpwidgets.recurrent import cells, tasks
from nlpwidgets.recurrent.analysis import align_tokens, half_life, saturation, unit_order
from nlpwidgets.recurrent.backpropagation import LayerGradients, gradients
from nlpwidgets.recurrent.layers import LayerTrace, Preactivation, Trace, TraceMismatchError, Weights
from nlpwidgets.recurrent.tracing import trace
from nlpwidgets.recurrent.transitions import Jacobians, jacobians

__all__ = [
    "Jacobians",
    "LayerGradients",
    "LayerTrace",
    "Preactivation",
    "Trace",
    "TraceMismatchError",
    "Weights",
    "align_tokens",
    "cells",
    "gradients",
    "half_life",
    "jacobians",
    "saturation",
    "tasks",
    "trace",
    "unit_order",
]
