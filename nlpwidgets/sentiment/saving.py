"""Writing and reading a `SentimentClassifier`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import torch

from nlpwidgets.sentiment import storage

if TYPE_CHECKING:
    from nlpwidgets.sentiment.model import SentimentClassifier

_FORMAT = "nlpwidgets sentiment classifier 1"


def save(
    model: SentimentClassifier,
    folder: str | Path,
    *,
    embedding: str = "float32",
    shared_words: str | Path | None = None,
) -> None:
    """Write a model into a folder: `config.json`, `weights.safetensors`, and its words unless they are shared.

    Parameters
    ----------
    model : SentimentClassifier
    folder : str or Path
        Made when missing; files of these names are replaced.
    embedding : {"float32", "int8"}
        How the embedding is stored. "float32" is exact; "int8" takes a quarter and rounds (see `storage.quantise`).
    shared_words : str or Path, optional
        Folder of words (see `storage.save_words`) that this model's embedding equals; only its checksum is stored.

    Raises
    ------
    ValueError
        `shared_words` holds another vocabulary or table than the model, or `embedding` is unknown.
    """
    if embedding not in {"float32", "int8"}:
        raise ValueError(f"embedding must be 'float32' or 'int8', not {embedding!r}")
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    state = {name: tensor.detach().float().cpu().numpy() for name, tensor in model.state_dict().items()}
    table = state.pop("embedding.weight")
    if shared_words is not None:
        vocabulary, shared = storage.load_words(shared_words)
        if vocabulary.words != model.vocabulary.words or shared.shape != table.shape or not (shared == table).all():
            raise ValueError(f"{shared_words} holds other words or vectors than the model; save without shared_words")
        words = storage.checksum(shared_words)
    else:
        words = storage.save_words(folder, model.vocabulary, storage.quantise(table) if embedding == "int8" else table)
    storage.write_arrays(folder / storage.WEIGHTS, state)
    content = {"format": _FORMAT, "model": model.config, "words": words, "shared_words": shared_words is not None}
    storage.write_json(folder / storage.CONFIG, content)


def load(
    folder: str | Path, *, shared_words: str | Path | None = None, into: type[SentimentClassifier]
) -> SentimentClassifier:
    """Read a model that `save` wrote, ready to predict (evaluation mode, float32, on the CPU).

    Parameters
    ----------
    folder : str or Path
    shared_words : str or Path, optional
        Folder of the words, for a model that was saved without.
    into : type
        The class to make.

    Raises
    ------
    FileNotFoundError
        A file is missing.
    ValueError
        A file is broken, or does not fit the others; the message names file and key.
    """
    folder = Path(folder)
    file = folder / storage.CONFIG
    content = storage.read_json(file, dict)
    if content.get("format") != _FORMAT:
        raise ValueError(f"{file}, key 'format': {content.get('format')!r} instead of {_FORMAT!r}")
    for key, kind in (("model", dict), ("words", str), ("shared_words", bool)):
        if not isinstance(content.get(key), kind):
            raise ValueError(f"{file}, key {key!r}: must be a {kind.__name__}")  # noqa: TRY004  (as above)
    if content["shared_words"] and shared_words is None:
        raise ValueError(f"{file}: this model was saved without its words; give shared_words=FOLDER")
    words = Path(shared_words) if shared_words is not None and content["shared_words"] else folder
    size = content["model"].get("embedding_size")
    if not isinstance(size, int):
        raise ValueError(f"{file}, key 'embedding_size': must be a whole number")  # noqa: TRY004  (the file is wrong, not the call)
    vocabulary, table = storage.load_words(words, size=size)
    if storage.checksum(words) != content["words"]:
        raise ValueError(f"{words} does not hold the words that {file} was trained with (checksum differs)")
    weights = storage.read_arrays(folder / storage.WEIGHTS)
    _check_size(content["model"], folder / storage.WEIGHTS)
    try:
        with torch.random.fork_rng(
            devices=[]
        ):  # the weights are replaced at once: the user's random numbers stay as they were
            model = into(vocabulary=vocabulary, **content["model"])
    except (TypeError, ValueError) as error:
        raise ValueError(f"{file}, key 'model': {error}") from error
    expected = {name: (tuple(tensor.shape), "float32") for name, tensor in model.state_dict().items()}
    del expected["embedding.weight"]
    arrays = storage.take(weights, folder / storage.WEIGHTS, expected)
    state = {name: torch.from_numpy(array) for name, array in arrays.items()}
    model.load_state_dict({**state, "embedding.weight": torch.from_numpy(table)}, assign=True)
    for parameter in model.parameters():
        parameter.requires_grad_()
    return model.eval()


def _check_size(config: dict[str, object], weights: Path) -> None:
    """Refuse sizes that the file of weights cannot hold, before a model of that size is described."""
    hidden = config.get("hidden_size")
    if isinstance(hidden, int) and hidden * hidden * 4 > weights.stat().st_size:
        raise ValueError(f"{weights} is too small for hidden_size {hidden}")
