"""The state of a training run between two epochs, on disk as JSON and safetensors, so that it can go on after a break."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch

from nlpwidgets.sentiment import storage

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from torch import Tensor, nn

_ADAM = ("step", "exp_avg", "exp_avg_sq")


@dataclass
class Progress:
    """What a run has reached.

    Attributes
    ----------
    history : list of dict
        One per epoch, see `fit`.
    average, best : dict of Tensor
        By parameter: the running mean of the weights, and that mean after the best epoch (empty before the first).
    optimizer : torch.optim.Adam
    """

    history: list[dict[str, float]]
    average: dict[str, Tensor]
    best: dict[str, Tensor]
    optimizer: torch.optim.Adam


def copied(trained: Mapping[str, nn.Parameter]) -> dict[str, Tensor]:
    """Return copies of the weights."""
    return {name: parameter.detach().clone() for name, parameter in trained.items()}


@torch.no_grad()
def put(trained: Mapping[str, nn.Parameter], values: Mapping[str, Tensor]) -> None:
    """Overwrite the weights with `values`."""
    for name, parameter in trained.items():
        parameter.copy_(values[name])


def write(folder: Path, run: Mapping[str, Any], trained: Mapping[str, nn.Parameter], now: Progress) -> None:
    """Write a checkpoint; `run` says which run it belongs to.

    The tensors go into a file of their own epoch first and the JSON that names the epoch comes last: a break at any
    moment leaves a whole checkpoint.
    """
    arrays = {f"now.{name}": parameter.detach() for name, parameter in trained.items()}
    arrays |= {f"average.{name}": tensor for name, tensor in now.average.items()}
    arrays |= {f"best.{name}": tensor for name, tensor in now.best.items()}
    for name, parameter in trained.items():
        arrays |= {f"adam.{name}.{part}": now.optimizer.state[parameter][part] for part in _ADAM}
    file = folder / f"checkpoint-{len(now.history)}.safetensors"
    storage.write_arrays(file, {name: tensor.cpu().numpy() for name, tensor in arrays.items()})
    part = folder / "checkpoint.json.part"
    storage.write_json(part, {**run, "history": now.history})
    part.replace(folder / "checkpoint.json")
    for old in set(folder.glob("checkpoint-*.safetensors")) - {file}:
        old.unlink()


def restore(folder: Path, run: Mapping[str, Any], trained: Mapping[str, nn.Parameter], now: Progress) -> None:
    """Put the checkpoint in `folder` into the weights and into `now`.

    Raises
    ------
    FileNotFoundError, ValueError
        A file is missing, broken, or belongs to another run.
    """
    json = folder / "checkpoint.json"
    content = storage.read_json(json, dict)
    for key, value in run.items():
        if content.get(key) != value:
            raise ValueError(f"{json}, key {key!r}: {content.get(key)} instead of {value}; resume with the same")
    if not isinstance(content.get("history"), list):
        raise ValueError(f"{json}, key 'history': must be a list")  # noqa: TRY004  (the file is wrong, not the call)
    file = folder / f"checkpoint-{len(content['history'])}.safetensors"
    expected: dict[str, tuple[tuple[int, ...], str]] = {}
    for name, parameter in trained.items():
        shape = tuple(parameter.shape)
        expected |= {f"{part}.{name}": (shape, "float32") for part in ("now", "average", "best")}
        expected |= {f"adam.{name}.{part}": (() if part == "step" else shape, "float32") for part in _ADAM}
    arrays = storage.take(storage.read_arrays(file), file, expected)
    tensors = {name: torch.from_numpy(array) for name, array in arrays.items()}
    put(trained, {name: tensors[f"now.{name}"] for name in trained})
    device = {name: parameter.device for name, parameter in trained.items()}
    now.history[:] = content["history"]
    now.average = {name: tensors[f"average.{name}"].to(device[name]) for name in trained}
    now.best = {name: tensors[f"best.{name}"].to(device[name]) for name in trained}
    state = now.optimizer.state_dict()
    state["state"] = {k: {part: tensors[f"adam.{name}.{part}"] for part in _ADAM} for k, name in enumerate(trained)}
    now.optimizer.load_state_dict(state)
