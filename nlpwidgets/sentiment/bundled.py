"""The trained models inside the package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nlpwidgets.sentiment.model import SentimentClassifier

ASSETS = Path(__file__).parent.parent / "assets" / "sentiment"
WORDS = ASSETS / "words"
"""Vectors pretrained on the reviews, which all models but `lstm` read as they are; `lstm` has tuned its own copy."""

BUNDLED: dict[str, str] = {
    "rnn": "plain RNN, one direction, max and mean pooling",
    "lstm": "LSTM, one direction, max and mean pooling",
    "gru": "GRU, one direction, max and mean pooling",
    "bilstm": "LSTM, two directions, max and mean pooling",
    "lstm_last": "LSTM, the state of the last word; what `lstm_last_padded` should have been",
    "lstm_last_padded": "the pitfall: LSTM trained on the last step of padded reviews",
}
"""Names for `load`, and what each is. All six know the same 25,000 words, by int8 vectors."""


def load(name: str = "lstm") -> SentimentClassifier:
    """Load a trained model of the package.

    Parameters
    ----------
    name : str
        One of `BUNDLED`.

    Returns
    -------
    SentimentClassifier
        A new one at every call, in evaluation mode, float32, on the CPU.

    Raises
    ------
    ValueError
        There is no such model; the message lists the names.

    Examples
    --------
    >>> load("gru").predict_proba(["A wonderful film."])[0, 1] > 0.5
    np.True_
    """
    from nlpwidgets.sentiment.model import SentimentClassifier

    return SentimentClassifier.load(_folder(name), shared_words=WORDS)


def model_card(name: str) -> str:
    """Return the card of a bundled model (Markdown): data, command, seed, sizes, measured accuracy, known limits."""
    return (_folder(name) / "card.md").read_text(encoding="utf-8")


def _folder(name: str) -> Path:
    if name not in BUNDLED:
        raise ValueError(
            f"there is no bundled model {name!r}; there are {', '.join(BUNDLED)}. Your own: SentimentClassifier.load(folder)"
        )
    return ASSETS / name
