"""How well a classifier does on labelled reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlpwidgets.sentiment.model import SentimentClassifier


class Score(NamedTuple):
    """Share of right verdicts, and mean negative log-probability (natural) of the right class."""

    accuracy: float
    loss: float


def evaluate(
    model: SentimentClassifier, rows: Sequence[Sequence[int]], labels: Sequence[int], *, pad_to: int = 0
) -> Score:
    """Measure a classifier on encoded reviews, each read whole.

    Parameters
    ----------
    model : SentimentClassifier
    rows : sequence of sequences of int
        Embedding rows of each review.
    labels : sequence of int
        0 negative, 1 positive.
    pad_to : int
        For the pitfall: cut each review to its last `pad_to` tokens and pad it at the end to as many steps.
    """
    if pad_to:
        rows = [row[-pad_to:] for row in rows]
    probabilities = model.probabilities(rows, pad_to=pad_to).astype(np.float64)
    right = probabilities[np.arange(len(labels)), np.asarray(labels)]
    return Score(float(np.mean(right > 0.5)), float(-np.mean(np.log(np.maximum(right, 1e-12)))))
