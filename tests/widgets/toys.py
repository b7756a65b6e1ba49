"""Small models for the tests of the widgets: a few words, a few units, the same weights on every machine."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

WORDS = ("a", "and", "bad", "film", "good", "great", "it", "not", "plot", "the", "very", "was", "weak")


def fixed(module: nn.Module, seed: int = 1, scale: float = 0.8) -> nn.Module:
    """Give every parameter values that depend on nothing but the seed."""
    random = np.random.RandomState(seed)  # the stream of this old generator is frozen
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.copy_(torch.from_numpy(random.uniform(-scale, scale, tuple(parameter.shape))))
    return module


class Reader(nn.Module):
    """Embedding → recurrent layer → verdict after each step; unknown words share row 0."""

    classes = ("negative", "positive")

    def __init__(self, kind: str = "lstm", *, hidden: int = 5, seed: int = 1, **options: Any) -> None:
        super().__init__()
        self.vocabulary = {word: row for row, word in enumerate(WORDS, 1)}
        self.embedding = nn.Embedding(len(WORDS) + 1, 4)
        self.rnn = {"lstm": nn.LSTM, "gru": nn.GRU, "rnn": nn.RNN}[kind](4, hidden, batch_first=True, **options)
        outputs = (options.get("proj_size") or hidden) * (2 if options.get("bidirectional") else 1)
        self.classifier = nn.Linear(outputs, 2)
        fixed(self, seed)

    def forward(self, ids: Tensor) -> Tensor:
        return self.classifier(self.rnn(self.embedding(ids))[0][:, -1])

    def tokenize(self, text: str) -> list[str]:
        return text.lower().split()

    def encode(self, text: str) -> Tensor:
        return torch.tensor([[self.vocabulary.get(word, 0) for word in self.tokenize(text)]])

    def probabilities(self, hidden: Tensor) -> Tensor:
        """Probabilities after each step, (time, 2); give it as `head`."""
        return self.classifier(hidden).softmax(-1)

    def states(self, text: str) -> Tensor:
        """What PyTorch itself says: hidden states of the top layer, (time, outputs)."""
        with torch.no_grad():
            return self.rnn(self.embedding(self.encode(text)))[0][0]


class Plain(nn.Module):
    """A model under other names: no vocabulary, no encode, no head; its one layer is called `memory`."""

    def __init__(
        self, kind: str = "lstm", *, features: int = 3, hidden: int = 4, seed: int = 2, **options: Any
    ) -> None:
        super().__init__()
        self.memory = {"lstm": nn.LSTM, "gru": nn.GRU, "rnn": nn.RNN}[kind](features, hidden, **options)
        fixed(self, seed)

    def forward(self, x: Any, state: Any = None) -> Any:
        return self.memory(x, state)[0]


class Halved(nn.Module):
    """A loop over a cell that halves the state between its steps."""

    def __init__(self) -> None:
        super().__init__()
        self.cell = fixed(nn.LSTMCell(3, 4), seed=5)

    def forward(self, x: Tensor) -> Tensor:
        h, c = torch.zeros(x.shape[1], 4), torch.zeros(x.shape[1], 4)
        for step in x:
            h, c = self.cell(step, (h / 2, c / 2))
        return h


def letters(text: str) -> Tensor:
    """An `encode` for `Plain`: three numbers for each word, (time, 1, 3)."""
    rows = [[len(word) / 5, ord(word[0]) % 7 / 7, ord(word[-1]) % 5 / 5] for word in text.split()]
    return torch.tensor(rows)[:, None]
