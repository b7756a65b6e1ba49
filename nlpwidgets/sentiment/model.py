"""A recurrent classifier of reviews: embedding → RNN, LSTM or GRU → pooling → negative or positive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor, nn

from nlpwidgets.sentiment.pooling import POOLINGS, pool, pool_over_time, pooled_size
from nlpwidgets.sentiment.text import PADDING, UNKNOWN, Vocabulary, check_text, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

CELLS: dict[str, type[nn.RNN | nn.LSTM | nn.GRU]] = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}
_TOKENS_PER_BATCH = 1 << 14
_REVIEWS_PER_BATCH = 128


class SentimentClassifier(nn.Module):
    """Two-class sentiment of a review, from the hidden states of one recurrent layer.

    The sub-modules are `embedding`, `rnn` (a plain `nn.RNN`, `nn.LSTM` or `nn.GRU`, batch first) and `classifier` (linear).

    Parameters
    ----------
    vocabulary : iterable of str or Vocabulary
        Known words, folded to lower case. Rows 0 and 1 of the embedding are padding and unknown words.
    cell : {"lstm", "gru", "rnn"}
    embedding_size, hidden_size : int
        Length of a word vector; units per direction.
    bidirectional : bool
    pooling : {"max_mean", "max", "mean", "last", "last_padded"}
        How the states over time become one vector, see `nlpwidgets.sentiment.pooling.pool`. `last_padded` is a pitfall
        kept as a lesson.
    embedding_dropout, dropout : float
        While training: share of the numbers of a word vector, and of the pooled vector, set to zero.

    Raises
    ------
    TypeError, ValueError
        An argument has the wrong type, is not among the names, or out of range.

    Examples
    --------
    >>> model = SentimentClassifier(vocabulary=["good", "bad"], hidden_size=8)
    >>> model.predict_proba(["A good film"]).shape
    (1, 2)
    """

    def __init__(
        self,
        *,
        vocabulary: Iterable[str] | Vocabulary,
        cell: str = "lstm",
        embedding_size: int = 100,
        hidden_size: int = 64,
        bidirectional: bool = False,
        pooling: str = "max_mean",
        embedding_dropout: float = 0.3,
        dropout: float = 0.5,
    ) -> None:
        super().__init__()
        _check_choice("cell", cell, CELLS)
        _check_choice("pooling", pooling, POOLINGS)
        for name, size in (("embedding_size", embedding_size), ("hidden_size", hidden_size)):
            if not isinstance(size, int) or isinstance(size, bool) or size < 1:
                raise ValueError(f"{name} must be a whole number of at least 1, not {size!r}")
        if not isinstance(bidirectional, bool):
            raise TypeError(f"bidirectional must be True or False, not {bidirectional!r}")
        for name, rate in (("embedding_dropout", embedding_dropout), ("dropout", dropout)):
            if not isinstance(rate, (int, float)) or not 0 <= rate < 1:
                raise ValueError(f"{name} must be a number from 0 to below 1, not {rate!r}")
        self.vocabulary = vocabulary if isinstance(vocabulary, Vocabulary) else Vocabulary(vocabulary)
        self.cell, self.pooling, self.bidirectional = cell, pooling, bidirectional
        self.embedding_size, self.hidden_size = embedding_size, hidden_size
        self.embedding = nn.Embedding(self.vocabulary.rows, embedding_size, padding_idx=PADDING)
        self.embedding_dropout = nn.Dropout(embedding_dropout)
        self.rnn = CELLS[cell](embedding_size, hidden_size, batch_first=True, bidirectional=bidirectional)
        self.dropout = nn.Dropout(dropout)
        self.classifier = nn.Linear(pooled_size(pooling, hidden_size * (1 + bidirectional)), 2)

    @property
    def config(self) -> dict[str, Any]:
        """What the constructor was given, without the vocabulary."""
        return {
            "cell": self.cell,
            "embedding_size": self.embedding_size,
            "hidden_size": self.hidden_size,
            "bidirectional": self.bidirectional,
            "pooling": self.pooling,
            "embedding_dropout": self.embedding_dropout.p,
            "dropout": self.dropout.p,
        }

    # text in

    def tokenize(self, text: str) -> list[str]:
        """Split `text` into tokens, one per step of the model; see `nlpwidgets.sentiment.text.tokenize`."""
        return tokenize(text)

    def unknown(self, tokens: Sequence[str]) -> list[bool]:
        """Say for each token whether it is outside the vocabulary."""
        if isinstance(tokens, str):
            raise TypeError("tokens must be a sequence of str; give one text to tokenize first")
        return [row == UNKNOWN for row in self.vocabulary.ids(tokens)]

    def encode(self, text: str) -> Tensor:
        """Turn a text into what the model reads.

        Returns
        -------
        Tensor of shape (1, time), int64
            Rows of the embedding, one per token, on the device of the model.

        Raises
        ------
        TypeError
            `text` is not a str.
        ValueError
            `text` holds no token.
        """
        return torch.tensor([self._ids(text, "text")], device=self.embedding.weight.device)

    def _ids(self, text: Any, where: str) -> list[int]:
        if not (tokens := tokenize(check_text(text, where))):
            raise ValueError(f"{where} holds no word: {text[:40]!r}; the model needs at least one token")
        return self.vocabulary.ids(tokens)

    # numbers through

    def forward(self, ids: Tensor, lengths: Tensor | None = None) -> Tensor:
        """Classify a padded batch.

        Parameters
        ----------
        ids : Tensor of shape (batch, time), int64
            Embedding rows, padded at the end with 0.
        lengths : Tensor of shape (batch,), int64, optional
            Steps of each review; all of them when not given.

        Returns
        -------
        Tensor of shape (batch, 2)
            Logits of negative and positive.

        Raises
        ------
        TypeError, ValueError
            Wrong dtype or shape, a row that the embedding lacks, or a length outside 1 … time.
        """
        lengths = self._checked(ids, lengths)
        return self._logits(self.embedding_dropout(self.embedding(ids)), lengths)

    def _logits(self, vectors: Tensor, lengths: Tensor) -> Tensor:
        states = self._states(vectors, lengths)
        return self.classifier(self.dropout(pool(states, lengths, self.pooling, self.hidden_size)))  # type: ignore[no-any-return]

    def _checked(self, ids: Tensor, lengths: Tensor | None) -> Tensor:
        if not isinstance(ids, Tensor) or ids.dtype != torch.int64:
            raise TypeError("ids must be an int64 tensor; model.encode(text) makes one")
        if ids.ndim != 2 or not ids.numel():
            raise ValueError(f"ids must have the shape (batch, time), both at least 1, not {tuple(ids.shape)}")
        low, high = ids.aminmax()
        if low < 0 or high >= self.vocabulary.rows:
            raise ValueError(
                f"ids lie in {int(low)} … {int(high)}; the embedding has the rows 0 … {self.vocabulary.rows - 1}"
            )
        if lengths is None:
            return torch.full((len(ids),), ids.shape[1], device=ids.device)
        if not isinstance(lengths, Tensor):
            raise TypeError(f"lengths must be an int64 tensor, not {type(lengths).__name__}")
        if lengths.shape != ids.shape[:1] or lengths.dtype != torch.int64:
            raise ValueError(
                f"lengths must be int64 of shape {tuple(ids.shape[:1])}, not {lengths.dtype} {tuple(lengths.shape)}"
            )
        if lengths.min() < 1 or lengths.max() > ids.shape[1]:
            raise ValueError(f"lengths must lie in 1 … {ids.shape[1]}, not {int(lengths.min())} … {int(lengths.max())}")
        return lengths.to(ids.device)

    def _states(self, vectors: Tensor, lengths: Tensor) -> Tensor:
        """Hidden states of the top layer; the backward direction never reads padding."""
        if not self.bidirectional or self.pooling == "last_padded" or bool((lengths == vectors.shape[1]).all()):
            return self.rnn(vectors)[0]  # type: ignore[no-any-return]
        if not torch.is_grad_enabled():
            packed = nn.utils.rnn.pack_padded_sequence(vectors, lengths.cpu(), batch_first=True, enforce_sorted=False)
            return nn.utils.rnn.pad_packed_sequence(
                self.rnn(packed)[0], batch_first=True, total_length=vectors.shape[1]
            )[0]
        # Going back through a packed sequence is many times slower on a CPU: each direction reads its own padded copy.
        flipped = _flip(vectors, lengths)
        forward = self._one_direction(vectors, "")
        return torch.cat([forward, _flip(self._one_direction(flipped, "_reverse"), lengths)], 2)

    def _one_direction(self, vectors: Tensor, suffix: str) -> Tensor:
        """Run one direction of the two-directional module by itself, with the very same parameters."""
        parts = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        weights = [getattr(self.rnn, f"{part}_l0{suffix}") for part in parts]
        start = vectors.new_zeros(1, len(vectors), self.hidden_size)
        rest = (
            weights,
            True,
            1,
            0.0,
            self.training,
            False,
            True,
        )  # biases, one layer, no dropout, one direction, batch first
        if self.cell == "lstm":
            return torch.lstm(vectors, (start, start), *rest)[0]
        return (torch.gru if self.cell == "gru" else torch.rnn_tanh)(vectors, start, *rest)[0]

    # probabilities out

    def predict_proba(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the probabilities of negative and positive.

        Parameters
        ----------
        texts : sequence of str
            Reviews of any length; read in batches of similar length.

        Returns
        -------
        ndarray of shape (n, 2), float32
            Columns negative, positive; rows in the order of `texts`.

        Raises
        ------
        TypeError
            `texts` is one str, or an entry is not a str (its position is named).
        ValueError
            An entry holds no word.
        """
        if texts is None or isinstance(texts, (str, bytes)):
            raise TypeError(
                f"predict_proba expects a list of texts, not {type(texts).__name__}; put one text into a list: [text]"
            )
        rows = [self._ids(text, f"texts[{position}]") for position, text in enumerate(texts)]
        return self.probabilities(rows)

    @torch.no_grad()
    def probabilities(self, rows: Sequence[Sequence[int]], *, pad_to: int = 0) -> NDArray[np.float32]:
        """Return what `predict_proba` does, for texts that are already rows of the embedding.

        Parameters
        ----------
        rows : sequence of sequences of int
            None of them empty.
        pad_to : int
            Pad each batch to at least so many steps. It changes nothing, except for the pooling `last_padded`.
        """
        out = np.empty((len(rows), 2), np.float32)
        with _Evaluating(self):
            for chosen in _batches([len(row) for row in rows]):
                ids, lengths = pad([rows[k] for k in chosen], to=pad_to, device=self.embedding.weight.device)
                out[chosen] = self(ids, lengths).float().softmax(1).cpu().numpy()
        return out

    @torch.no_grad()
    def read_vectors(self, vectors: Any) -> NDArray[np.float32]:
        """Return the probabilities for word vectors that need not be those of the embedding.

        Parameters
        ----------
        vectors : Tensor or ndarray of shape (batch, time, embedding_size)
            Texts of one length, a vector per token.

        Returns
        -------
        ndarray of shape (batch, 2), float32
            Columns negative, positive.

        Raises
        ------
        ValueError
            Another shape, or no token.
        """
        given = torch.as_tensor(vectors).to(self.embedding.weight)
        if given.ndim != 3 or given.shape[2] != self.embedding_size or not given.shape[1]:
            wanted = f"(batch, time, {self.embedding_size})"
            raise ValueError(f"vectors must have the shape {wanted}, not {tuple(given.shape)}")
        with _Evaluating(self):
            lengths = torch.full((len(given),), given.shape[1], device=given.device)
            return np.asarray(self._logits(given, lengths).float().softmax(1).cpu().numpy(), np.float32)

    def verdicts(self, text: str) -> NDArray[np.float32]:
        """Return the probabilities after each word: what `predict_proba` gives for the text up to there.

        One pass with running pooling for one direction. With two directions every prefix is read anew, since the
        backward direction begins at its last word.

        Returns
        -------
        ndarray of shape (time, 2), float32
        """
        ids = self.encode(text)
        if self.bidirectional:
            row = ids[0].tolist()
            return self.probabilities([row[:end] for end in range(1, len(row) + 1)])
        with _Evaluating(self), torch.no_grad():
            return self.head(self.rnn(self.embedding(ids))[0][0])

    @torch.no_grad()
    def head(self, hidden: Any) -> NDArray[np.float32]:
        """Turn the hidden states of one text into the probabilities after each step.

        With one direction this is `verdicts`. With two, the backward states at step t have already read the words
        after t: a row then says what the states seen so far amount to, and only the last row equals `predict_proba`.

        Parameters
        ----------
        hidden : Tensor or ndarray of shape (time, hidden_size × directions)
            Directions side by side, as `nn.LSTM` returns them.

        Returns
        -------
        ndarray of shape (time, 2), float32
        """
        weight = self.classifier.weight
        width = self.hidden_size * (1 + self.bidirectional)
        states = torch.as_tensor(hidden).to(weight)
        if states.ndim != 2 or states.shape[1] != width or not len(states):
            raise ValueError(f"hidden must have the shape (time, {width}), not {tuple(states.shape)}")
        logits = self.classifier(pool_over_time(states, self.pooling, self.hidden_size))
        return np.asarray(logits.float().softmax(1).cpu().numpy(), np.float32)

    # on disk

    def save(self, folder: str | Path, *, embedding: str = "float32", shared_words: str | Path | None = None) -> None:
        """Write the model into a folder as JSON and safetensors; see `nlpwidgets.sentiment.saving.save`."""
        from nlpwidgets.sentiment.saving import save

        save(self, folder, embedding=embedding, shared_words=shared_words)

    @classmethod
    def load(cls, folder: str | Path, *, shared_words: str | Path | None = None) -> SentimentClassifier:
        """Read a model that `save` wrote; see `nlpwidgets.sentiment.saving.load`."""
        from nlpwidgets.sentiment.saving import load

        return load(folder, shared_words=shared_words, into=cls)


class _Evaluating:
    """Dropout off inside the block; every module's own `training` flag as before afterwards, also after an exception."""

    def __init__(self, model: nn.Module) -> None:
        self.flags = [(module, module.training) for module in model.modules()]

    def __enter__(self) -> None:
        for module, _ in self.flags:
            module.training = False

    def __exit__(self, *_: object) -> None:
        for module, training in self.flags:
            module.training = training


def pad(rows: Sequence[Sequence[int]], *, to: int = 0, device: Any = None) -> tuple[Tensor, Tensor]:
    """Put rows of ids into one matrix, padded at the end.

    Returns
    -------
    ids : Tensor of shape (batch, max(to, longest row)), int64
    lengths : Tensor of shape (batch,), int64
    """
    lengths = [len(row) for row in rows]
    ids = np.full((len(rows), max(to, *lengths, 0)), PADDING, np.int64)
    for line, row in zip(ids, rows, strict=True):
        line[: len(row)] = row
    return torch.from_numpy(ids).to(device), torch.tensor(lengths, device=device)


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Positions in batches of similar length, each of at most so many tokens and so many reviews."""
    batch: list[int] = []
    for position in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) == _REVIEWS_PER_BATCH or (len(batch) + 1) * lengths[position] > _TOKENS_PER_BATCH):
            yield batch
            batch = []
        batch.append(position)
    if batch:
        yield batch


def _flip(steps: Tensor, lengths: Tensor) -> Tensor:
    """Reverse each review within its own length; padding stays where it is."""
    time = torch.arange(steps.shape[1], device=steps.device)
    order = torch.where(time < lengths[:, None], lengths[:, None] - 1 - time, time)
    return steps.gather(1, order[:, :, None].expand_as(steps))


def _check_choice(name: str, value: object, choices: Iterable[str]) -> None:
    if value not in tuple(choices):
        raise ValueError(f"{name} must be one of {', '.join(map(repr, choices))}, not {value!r}")
