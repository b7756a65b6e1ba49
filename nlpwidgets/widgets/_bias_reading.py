"""A sentence and its counterpart with the words swapped, read by a sentiment model at every strength."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np

from nlpwidgets.widgets._bias_space import STRENGTHS, subspace_of
from nlpwidgets.widgets._wire import pack, sendable
from nlpwidgets.widgets._words import in_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gensim.models import KeyedVectors
    from numpy.typing import NDArray

    from nlpwidgets.bias import Subspace
    from nlpwidgets.sentiment import SentimentClassifier
    from nlpwidgets.widgets._bias_wire import Reading, SubspaceWish, Swap

MODEL = "gru"
LONGEST = 60
"""Tokens of a sentence."""


class Reader:
    """A bundled classifier, whose own word vectors are debiased by the same pairs; loaded when a sentence is read first.

    The component is taken from all words of the sentence, also from those that are exempt elsewhere, and each vector keeps
    its length, which the classifier was trained with.
    """

    def __init__(self, name: str = MODEL) -> None:
        self.name = name
        self._lock = threading.Lock()
        self._loaded: tuple[SentimentClassifier, KeyedVectors] | None = None

    def read(self, sentence: str, wish: SubspaceWish) -> Reading:
        """Return the probabilities at every position of the slider, and the counterpart."""
        reading: Reading = {
            "sentence": sentence,
            "swapped": "",
            "model": self.name,
            "swaps": [],
            "probabilities": pack(np.zeros((2, 0), np.float32)),
            "problem": "",
        }
        with self._lock:
            model, vectors = self._load()
        tokens = model.tokenize(sentence)
        if not tokens or len(tokens) > LONGEST:
            reading["problem"] = (
                f"a sentence has at most {LONGEST} words and marks, this one {len(tokens)}"
                if tokens
                else "there is no word to read"
            )
            return reading
        reading["swaps"] = swaps = swapped_words(sentence, tokens, counterparts(wish))
        reading["swapped"] = exchanged(sentence, swaps)
        if not swaps:
            reading["problem"] = "no word of the sentence has a counterpart in the pairs: write one of them"
            return reading
        try:
            subspace = subspace_of(vectors, wish)
        except ValueError as error:
            reading["problem"] = f"the model's own word vectors give no such direction: {in_words(error)}"
            return reading
        both = [self._curve(model, text, subspace) for text in (sentence, reading["swapped"])]
        reading["probabilities"] = pack(np.stack(both))
        return reading

    def _load(self) -> tuple[SentimentClassifier, KeyedVectors]:
        if self._loaded is None:
            from nlpwidgets.embeddings import load as load_vectors
            from nlpwidgets.sentiment import load
            from nlpwidgets.sentiment.text import FIRST_WORD

            model = load(self.name)
            weights = model.embedding.weight.detach().numpy()[FIRST_WORD:]
            self._loaded = model, load_vectors(weights, vocabulary=model.vocabulary.words)
        return self._loaded

    def _curve(self, model: SentimentClassifier, text: str, subspace: Subspace) -> NDArray[np.float32]:
        rows = model.encode(text)
        vectors = model.embedding(rows)[0].detach().numpy().astype(np.float64)
        return model.read_vectors(removed(vectors, subspace.directions))[:, 1]


def removed(vectors: NDArray[np.float64], directions: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return vectors (words, size) at each strength (strengths, words, size), each at the length it had."""
    lengths = np.linalg.norm(vectors, axis=1)
    inside = vectors @ directions.T @ directions
    left = vectors - STRENGTHS[:, None, None] * inside
    now = np.linalg.norm(left, axis=2)
    scale = np.divide(lengths, now, out=np.zeros_like(now), where=now > 1e-9 * lengths)
    found: NDArray[np.float64] = left * scale[:, :, None]
    return found


def counterparts(wish: SubspaceWish) -> dict[str, str]:
    """Return for each word of the sets the next one of its set; of a word in several sets, by the first."""
    found: dict[str, str] = {}
    for one in wish["sets"]:
        words = one["words"]
        for word, other in zip(words, [*words[1:], words[0]], strict=True):
            if one["weight"] > 0:
                found.setdefault(word.lower(), other)
    return found


def swapped_words(sentence: str, tokens: Sequence[str], other: Mapping[str, str]) -> list[Swap]:
    """Return the words that have a counterpart, with their places."""
    found: list[Swap] = []
    at = 0
    for token in tokens:
        start = sentence.find(token, at)
        if start < 0:  # a character that the tokenizer replaced
            continue
        at = start + len(token)
        if token.lower() in other:
            found.append({"start": start, "word": token, "other": _cased(other[token.lower()], token)})
    return found


def exchanged(sentence: str, swaps: Sequence[Swap]) -> str:
    """Return the sentence with the words swapped."""
    parts, at = [], 0
    for swap in swaps:
        parts += [sentence[at : swap["start"]], swap["other"]]
        at = swap["start"] + len(swap["word"])
    return sendable("".join([*parts, sentence[at:]]))


def _cased(word: str, like: str) -> str:
    if like.isupper() and len(like) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if like[:1].isupper() else word
