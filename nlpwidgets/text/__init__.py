"""Preprocessing of text, step by step, with the origin of every character.

`Pipeline` holds the steps; its `trace` tells what each did. Importing this package loads no spaCy, NLTK, Beautiful Soup or
scikit-learn.
"""

from nlpwidgets.text.alignment import Alignment
from nlpwidgets.text.hazards import Hazard
from nlpwidgets.text.pipeline import DEFAULT_STEPS, Pipeline
from nlpwidgets.text.resolving import Step, StepError
from nlpwidgets.text.steps import KINDS as STEPS
from nlpwidgets.text.steps import stop_words
from nlpwidgets.text.tracing import Trace, TraceStep

__all__ = [
    "DEFAULT_STEPS",
    "STEPS",
    "Alignment",
    "Hazard",
    "Pipeline",
    "Step",
    "StepError",
    "Trace",
    "TraceStep",
    "stop_words",
]
