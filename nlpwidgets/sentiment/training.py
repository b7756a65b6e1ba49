"""Training a `SentimentClassifier`: padded, length-bucketed batches, masked pooling, best epoch by validation loss.

Packed sequences are avoided on purpose: on a CPU the backward pass through them grows faster than the square of the length.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import nn
from tqdm import tqdm

from nlpwidgets.sentiment.checkpoint import Progress, copied, put, restore, write
from nlpwidgets.sentiment.evaluation import evaluate
from nlpwidgets.sentiment.model import pad

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nlpwidgets.sentiment.model import SentimentClassifier

_BATCHES_PER_BUCKET = 50
_SHORTEST, _LONGEST_SNIPPET = 4, 60


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How to train; the result on one CPU thread follows from these and the data alone.

    Attributes
    ----------
    epochs, batch_size : int
    learning_rate : float
        Of Adam at the start; falls linearly to zero.
    clip : float
        Largest norm of the gradient.
    averaging : float
        What is measured and kept is a running mean of the weights, each step's share shrinking by this factor per
        step: it is steadier than the weights of the last step. 0 keeps the last.
    max_length : int
        Longer reviews are cut to their last so many tokens while training (never while measuring).
    snippets : float
        So many random pieces of 4 to 60 tokens per review are added in each epoch, with the label of their review: the
        model then also knows what to say after a few words.
    pad_to : int
        Pad every batch to at least this many steps; only the pitfall needs it.
    tune_embedding : bool
        Train the word vectors, too, instead of leaving them as they came.
    seed : int
    """

    epochs: int = 4
    batch_size: int = 64
    learning_rate: float = 2e-3
    clip: float = 1.0
    averaging: float = 0.998
    max_length: int = 400
    snippets: float = 0.0
    pad_to: int = 0
    tune_embedding: bool = False
    seed: int = 1

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name not in {"seed", "averaging", "snippets", "pad_to", "tune_embedding"} and not value > 0:
                raise ValueError(f"{field.name} must be above 0, not {value!r}")
        if self.snippets < 0 or self.pad_to < 0:
            raise ValueError("snippets and pad_to must not be negative")
        if not 0 <= self.averaging < 1:
            raise ValueError(f"averaging must be from 0 to below 1, not {self.averaging!r}")


@dataclass(frozen=True)
class Encoded:
    """Reviews as rows of the embedding, and their labels (0 negative, 1 positive)."""

    rows: Sequence[Sequence[int]]
    labels: Sequence[int]


def hold_out(texts: Sequence[str], *, share: float, seed: int) -> tuple[list[int], list[int]]:
    """Split positions into training and validation; equal texts stay on one side, so that none is seen in training.

    Parameters
    ----------
    texts : sequence of str
    share : float
        Of the texts that go to validation, above 0 and below 1.
    seed : int

    Returns
    -------
    train, validation : list of int
        Both sorted and not empty.
    """
    first: dict[str, int] = {}
    groups: dict[int, list[int]] = {}
    for position, text in enumerate(texts):
        groups.setdefault(first.setdefault(text, position), []).append(position)
    wanted = max(1, round(share * len(texts)))
    validation: list[int] = []
    for group in np.random.default_rng(seed).permutation(list(groups)):
        if len(validation) >= wanted:
            break
        validation += groups[int(group)]
    held = set(validation)
    train = [position for position in range(len(texts)) if position not in held]
    if not train:
        raise ValueError("too few different texts to hold out a validation part")
    return train, sorted(validation)


def fit(
    model: SentimentClassifier,
    train: Encoded,
    validation: Encoded,
    settings: Settings,
    *,
    folder: str | Path,
    resume: bool = False,
) -> list[dict[str, float]]:
    """Train `model` in place and leave it at its best epoch.

    Parameters
    ----------
    model : SentimentClassifier
        Its present weights are the start (not when resuming).
    train, validation : Encoded
    settings : Settings
    folder : str or Path
        After each epoch a checkpoint is written here; made when missing.
    resume : bool
        Go on from the checkpoint in `folder`, if there is one. On one CPU thread the result is the same as without a break.

    Returns
    -------
    list of dict
        One per epoch: epoch, train_loss, validation_loss, validation_accuracy.

    Raises
    ------
    ValueError
        The checkpoint was made with other settings or another model, or the loss is not finite.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    model.embedding.weight.requires_grad_(settings.tune_embedding)
    trained = {name: parameter for name, parameter in model.named_parameters() if parameter.requires_grad}
    optimizer = torch.optim.Adam(trained.values(), lr=settings.learning_rate)
    run = {"settings": asdict(settings), "model": model.config, "reviews": [len(train.rows), len(validation.rows)]}
    now = Progress([], copied(trained), {}, optimizer)
    if resume and (folder / "checkpoint.json").is_file():
        restore(folder, run, trained, now)
    for epoch in range(len(now.history), settings.epochs):
        train_loss = _one_epoch(model, train, settings, epoch, trained, now)
        raw = copied(trained)
        put(trained, now.average)
        score = evaluate(model, validation.rows, validation.labels, pad_to=settings.pad_to)
        put(trained, raw)
        entry = {"epoch": epoch + 1, "train_loss": train_loss}
        entry |= {"validation_loss": score.loss, "validation_accuracy": score.accuracy}
        now.history.append(entry)
        tqdm.write(", ".join(f"{key} {value:.4g}" for key, value in entry.items()))
        if score.loss <= min(past["validation_loss"] for past in now.history):
            now.best = {name: tensor.clone() for name, tensor in now.average.items()}
        write(folder, run, trained, now)
    put(trained, now.best)
    model.embedding.weight.requires_grad_()
    model.eval()
    return now.history


def _one_epoch(
    model: SentimentClassifier,
    train: Encoded,
    settings: Settings,
    epoch: int,
    trained: dict[str, nn.Parameter],
    now: Progress,
) -> float:
    """Train for one epoch; return the mean loss of its batches."""
    torch.manual_seed(settings.seed * 1009 + epoch)  # each epoch has its own seed: nothing else to keep for resuming
    model.train()
    total = 0.0
    batches = list(_batches(train, settings, epoch))
    bar = tqdm(batches, desc=f"epoch {epoch + 1}/{settings.epochs}", unit="batch")
    for count, batch in enumerate(bar):
        step = epoch * len(batches) + count
        for group in now.optimizer.param_groups:
            group["lr"] = settings.learning_rate * (1 - step / (settings.epochs * len(batches)))
        ids, lengths = pad([row for row, _ in batch], to=settings.pad_to, device=model.embedding.weight.device)
        labels = torch.tensor([label for _, label in batch], device=ids.device)
        loss = nn.functional.cross_entropy(model(ids, lengths), labels)
        if not torch.isfinite(loss):
            where = f"epoch {epoch + 1}, batch {count + 1}"
            raise ValueError(f"the loss is {loss.item()} in {where}: try a smaller learning rate")
        now.optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(trained.values(), settings.clip)
        now.optimizer.step()
        keep = min(settings.averaging, (1 + step) / (10 + step))  # the first steps are soon forgotten
        for name, parameter in trained.items():
            now.average[name].lerp_(parameter.detach(), 1 - keep)
        total += loss.item()
        bar.set_postfix(loss=f"{total / (count + 1):.4f}", refresh=False)
    return total / len(batches)


def _batches(data: Encoded, settings: Settings, epoch: int) -> Iterator[list[tuple[Sequence[int], int]]]:
    """Shuffle the epoch's reviews and snippets, then gather those of similar length."""
    random = np.random.default_rng([settings.seed, epoch])
    items = [(row[-settings.max_length :], label) for row, label in zip(data.rows, data.labels, strict=True)]
    for position in random.integers(len(items), size=int(settings.snippets * len(items))):
        row, label = data.rows[position], data.labels[position]
        length = min(len(row), int(random.integers(_SHORTEST, _LONGEST_SNIPPET + 1)))
        start = int(random.integers(len(row) - length + 1))
        items.append((row[start : start + length], label))
    order = random.permutation(len(items))
    bucket = settings.batch_size * _BATCHES_PER_BUCKET
    batches = []
    for begin in range(0, len(order), bucket):
        chosen = sorted(order[begin : begin + bucket], key=lambda k: len(items[k][0]))
        batches += [chosen[k : k + settings.batch_size] for k in range(0, len(chosen), settings.batch_size)]
    for number in random.permutation(len(batches)):
        yield [items[k] for k in batches[number]]
