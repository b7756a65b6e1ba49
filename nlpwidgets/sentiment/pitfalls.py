"""A mistake that is easily made with padded batches, to be seen in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlpwidgets.sentiment.model import SentimentClassifier

DEFAULT_PADDING = (0, 5, 10, 20, 50, 100, 200, 400)


@dataclass(frozen=True)
class PaddingPitfall:
    """What one review gets, by the number of padding steps behind it.

    Attributes
    ----------
    padding : tuple of int
        Steps of padding after the last word.
    last_step : tuple of float
        P(positive) from the state after the padding: the mistake.
    last_word : tuple of float
        P(positive) from the state of the last word, whatever stands behind it: right.
    distance : tuple of float
        Euclidean distance of the hidden state after the padding from the one that the net reaches with no review at
        all, only that many steps of padding plus one: where it is near 0, the review is forgotten.
    """

    padding: tuple[int, ...]
    last_step: tuple[float, ...]
    last_word: tuple[float, ...]
    distance: tuple[float, ...]


def padding_pitfall(
    text: str | None = None, *, model: SentimentClassifier | None = None, padding: Sequence[int] = DEFAULT_PADDING
) -> PaddingPitfall:
    """Read one review with more and more padding behind it, and take the last step each time.

    Parameters
    ----------
    text : str, optional
        The first of `SAMPLE_REVIEWS` when not given.
    model : SentimentClassifier, optional
        Any one with one direction and the pooling "last" or "last_padded"; the bundled `lstm_last` when not given.
    padding : sequence of int
        How many steps of padding, each at least 0.

    Returns
    -------
    PaddingPitfall

    Raises
    ------
    ValueError
        The model pools over all steps or has two directions, or `padding` is empty or negative.

    Examples
    --------
    >>> shown = padding_pitfall("A wonderful film.", padding=(0, 400))
    >>> shown.last_word[0] == shown.last_word[1], abs(shown.last_step[0] - shown.last_word[0]) < 1e-6
    (True, True)
    """
    import torch

    from nlpwidgets.sentiment.bundled import load
    from nlpwidgets.sentiment.pooling import pool
    from nlpwidgets.sentiment.samples import SAMPLE_REVIEWS
    from nlpwidgets.sentiment.text import PADDING

    model = load("lstm_last") if model is None else model
    if model.pooling not in {"last", "last_padded"} or model.bidirectional:
        raise ValueError(
            "padding destroys the last state of one direction; give a model with pooling 'last' and one direction"
        )
    if not padding or any(steps < 0 for steps in padding):
        raise ValueError(f"padding must hold numbers of steps, each at least 0, not {tuple(padding)}")
    ids = model.encode(SAMPLE_REVIEWS[0] if text is None else text)
    words, most = ids.shape[1], max(padding)
    with torch.no_grad():
        padded = torch.nn.functional.pad(ids, (0, most), value=PADDING)
        states = model.rnn(model.embedding(padded))[0][0]
        empty = model.rnn(model.embedding(torch.full_like(padded[:, : most + 1], PADDING)))[0][0]
        right = [
            model.classifier(
                pool(states[None, : words + steps], torch.tensor([words]), "last", model.hidden_size)
            ).softmax(1)
            for steps in padding
        ]
    positive = model.head(states)[:, 1]
    return PaddingPitfall(
        padding=tuple(padding),
        last_step=tuple(float(positive[words - 1 + steps]) for steps in padding),
        last_word=tuple(float(probabilities[0, 1]) for probabilities in right),
        distance=tuple(float((states[words - 1 + steps] - empty[steps]).norm()) for steps in padding),
    )
