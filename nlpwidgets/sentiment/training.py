"""Training a `SentimentClassifier`: padded, length-bucketed batches, masked pooling, best epoch by validation loss.

Packed sequences are avoided on purpose: on a CPU the backward pass through them grows faster than the square of the length.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor, nn
from tqdm import tqdm

from nlpwidgets.sentiment import storage
from nlpwidgets.sentiment.evaluation import Score, evaluate
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
    max_length: int = 400
    snippets: float = 0.0
    pad_to: int = 0
    tune_embedding: bool = False
    seed: int = 1

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name not in {"seed", "snippets", "pad_to", "tune_embedding"} and not value > 0:
                raise ValueError(f"{field.name} must be above 0, not {value!r}")
        if self.snippets < 0 or self.pad_to < 0:
            raise ValueError("snippets and pad_to must not be negative")


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
    steps = settings.epochs * len(list(_batches(train, settings, 0)))
    run = {"settings": asdict(settings), "model": model.config, "reviews": [len(train.rows), len(validation.rows)]}
    history: list[dict[str, float]] = []
    best: dict[str, Tensor] = {}
    if resume and (folder / "checkpoint.json").is_file():
        history, best = _restore(folder, run, model, trained, optimizer)
    step = len(history) * steps // settings.epochs
    for epoch in range(len(history), settings.epochs):
        torch.manual_seed(
            settings.seed * 1009 + epoch
        )  # each epoch has its own seed: nothing else to keep for resuming
        model.train()
        total = 0.0
        batches = list(_batches(train, settings, epoch))
        bar = tqdm(batches, desc=f"epoch {epoch + 1}/{settings.epochs}", unit="batch")
        for count, batch in enumerate(bar, 1):
            for group in optimizer.param_groups:
                group["lr"] = settings.learning_rate * max(0.0, 1 - step / steps)
            ids, lengths = pad([row for row, _ in batch], to=settings.pad_to, device=model.embedding.weight.device)
            labels = torch.tensor([label for _, label in batch], device=ids.device)
            loss = nn.functional.cross_entropy(model(ids, lengths), labels)
            if not torch.isfinite(loss):
                raise ValueError(
                    f"the loss is {loss.item()} in epoch {epoch + 1}, batch {count}: try a smaller learning rate"
                )
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(trained.values(), settings.clip)
            optimizer.step()
            step += 1
            total += loss.item()
            bar.set_postfix(loss=f"{total / count:.4f}", refresh=False)
        score: Score = evaluate(model, validation.rows, validation.labels, pad_to=settings.pad_to)
        history.append(
            {
                "epoch": epoch + 1,
                "train_loss": total / len(batches),
                "validation_loss": score.loss,
                "validation_accuracy": score.accuracy,
            }
        )
        tqdm.write(", ".join(f"{key} {value:.4g}" for key, value in history[-1].items()))
        if score.loss <= min(entry["validation_loss"] for entry in history):
            best = {name: parameter.detach().clone() for name, parameter in trained.items()}
        _write_checkpoint(folder, run, history, trained, best, optimizer)
    with torch.no_grad():
        for name, parameter in trained.items():
            parameter.copy_(best[name])
    model.embedding.weight.requires_grad_()
    model.eval()
    return history


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


def _write_checkpoint(
    folder: Path,
    run: dict[str, Any],
    history: list[dict[str, float]],
    trained: dict[str, nn.Parameter],
    best: dict[str, Tensor],
    optimizer: torch.optim.Adam,
) -> None:
    """Write into the file of the next epoch first and name it in the JSON last: a break at any moment leaves a whole one."""
    arrays = {f"now.{name}": tensor.detach() for name, tensor in trained.items()}
    arrays |= {f"best.{name}": tensor for name, tensor in best.items()}
    for name, parameter in trained.items():
        arrays |= {f"adam.{name}.{key}": value for key, value in optimizer.state[parameter].items()}
    file = folder / f"checkpoint-{len(history)}.safetensors"
    storage.write_arrays(file, {name: tensor.cpu().numpy() for name, tensor in arrays.items()})
    part = folder / "checkpoint.json.part"
    storage.write_json(part, {**run, "history": history})
    part.replace(folder / "checkpoint.json")
    for old in set(folder.glob("checkpoint-*.safetensors")) - {file}:
        old.unlink()


def _restore(
    folder: Path,
    run: dict[str, Any],
    model: SentimentClassifier,
    trained: dict[str, nn.Parameter],
    optimizer: torch.optim.Adam,
) -> tuple[list[dict[str, float]], dict[str, Tensor]]:
    content = storage.read_json(folder / "checkpoint.json", dict)
    for key, value in run.items():
        if content.get(key) != value:
            raise ValueError(
                f"{folder / 'checkpoint.json'}, key {key!r}: {content.get(key)} instead of {value}; resume with the same"
            )
    history: list[dict[str, float]] = content.get("history") or []
    file = folder / f"checkpoint-{len(history)}.safetensors"
    expected: dict[str, tuple[tuple[int, ...], str]] = {}
    for name, parameter in trained.items():
        shape = tuple(parameter.shape)
        expected |= {f"{part}.{name}": (shape, "float32") for part in ("now", "best")}
        expected |= {f"adam.{name}.{part}": (shape, "float32") for part in ("exp_avg", "exp_avg_sq")}
        expected[f"adam.{name}.step"] = ((), "float32")
    tensors = {
        name: torch.from_numpy(array) for name, array in storage.take(storage.read_arrays(file), file, expected).items()
    }
    device = model.embedding.weight.device
    with torch.no_grad():
        for name, parameter in trained.items():
            parameter.copy_(tensors[f"now.{name}"])
    state = optimizer.state_dict()
    parts = ("step", "exp_avg", "exp_avg_sq")
    state["state"] = {k: {part: tensors[f"adam.{name}.{part}"] for part in parts} for k, name in enumerate(trained)}
    optimizer.load_state_dict(state)
    return history, {name: tensors[f"best.{name}"].to(device) for name in trained}
