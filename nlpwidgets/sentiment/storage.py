"""Classifiers on disk: JSON and safetensors, never pickle; everything read is checked before it is used.

A model is a folder of `config.json`, `weights.safetensors` and, unless it shares them with others, its words:
`vocabulary.json` and `embedding.safetensors`.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from nlpwidgets.sentiment.text import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

CONFIG, WEIGHTS, VOCABULARY, EMBEDDING = (
    "config.json",
    "weights.safetensors",
    "vocabulary.json",
    "embedding.safetensors",
)


class Int8Table(NamedTuple):
    """An embedding as one signed byte per number and one scale per row: row k is `values[k] * scale[k]`.

    `scale` is float16: 127 × scale is then exact in float32, so that quantising the restored table gives the same bytes.
    """

    values: NDArray[np.int8]
    scale: NDArray[np.float16]

    def restore(self) -> NDArray[np.float32]:
        """Return the table, of shape (rows, size), float32."""
        return self.values.astype(np.float32) * self.scale.astype(np.float32)[:, None]


def quantise(table: NDArray[np.float32]) -> Int8Table:
    """Round each row to 127 steps either side of zero; the largest error is half a step of the row."""
    largest = np.abs(table).max(1, initial=0.0)
    # not below the smallest normal float16, where the rounded scale would be off by more than half a step of 127
    scale = np.where(largest > 0, np.maximum(largest / 127, np.finfo(np.float16).tiny), 0).astype(np.float16)
    step = np.where(scale > 0, scale, np.float16(1)).astype(np.float32)
    values = np.clip(np.rint(table / step[:, None]), -127, 127).astype(np.int8)
    return Int8Table(values, scale)


def write_json(file: Path, content: Any) -> None:
    """Write JSON as UTF-8, one entry per line so that versions can be compared."""
    file.write_text(
        json.dumps(content, indent=0 if isinstance(content, list) else 2, ensure_ascii=False) + "\n", encoding="utf-8"
    )


def read_json(file: Path, kind: type) -> Any:
    """Read a JSON file whose top level must be a list or a dict."""
    if not file.is_file():
        raise FileNotFoundError(f"{file} is missing")
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{file} is not valid JSON: {error}") from error
    if not isinstance(content, kind):
        raise ValueError(f"{file} must hold a {kind.__name__}, not {type(content).__name__}")  # noqa: TRY004  (the file is wrong, not the call)
    return content


def write_arrays(file: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write named arrays as safetensors."""
    from safetensors.numpy import save_file

    save_file({name: np.asarray(array, order="C") for name, array in arrays.items()}, file)


def read_arrays(file: Path) -> dict[str, NDArray[Any]]:
    """Read all arrays of a safetensors file; the library checks the header against the size of the file."""
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    if not file.is_file():
        raise FileNotFoundError(f"{file} is missing")
    try:
        arrays: dict[str, NDArray[Any]] = load_file(file)
    except (SafetensorError, KeyError, ValueError, OSError) as error:
        raise ValueError(f"{file} is not a valid safetensors file: {error}") from error
    return arrays


def take(
    arrays: dict[str, NDArray[Any]], file: Path, expected: Mapping[str, tuple[tuple[int, ...], str]]
) -> dict[str, NDArray[Any]]:
    """Check names, shapes, dtypes and finiteness of what a file held against `{name: (shape, dtype)}`."""
    for name, (shape, dtype) in expected.items():
        if name not in arrays:
            raise ValueError(f"{file} lacks the key {name!r}")
        found = arrays[name]
        if found.shape != shape or found.dtype.name != dtype:
            raise ValueError(
                f"{file}, key {name!r}: {found.dtype.name} of shape {found.shape}, expected {dtype} of shape {shape}"
            )
        if found.dtype.kind == "f" and not np.isfinite(found).all():
            raise ValueError(f"{file}, key {name!r}: holds numbers that are not finite")
    if extra := sorted(set(arrays) - set(expected)):
        raise ValueError(f"{file} has keys that this model does not: {', '.join(extra)}")
    return arrays


def save_words(folder: str | Path, vocabulary: Vocabulary, table: Int8Table | NDArray[np.float32]) -> str:
    """Write the words of a model (vocabulary and embedding) into `folder`; return their checksum."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    write_json(folder / VOCABULARY, list(vocabulary.words))
    if isinstance(table, Int8Table):
        write_arrays(folder / EMBEDDING, {"values": table.values, "scale": table.scale})
    else:
        write_arrays(folder / EMBEDDING, {"table": table})
    return checksum(folder)


def load_words(folder: str | Path, *, size: int | None = None) -> tuple[Vocabulary, NDArray[np.float32]]:
    """Read what `save_words` wrote.

    Returns
    -------
    vocabulary : Vocabulary
    table : ndarray of shape (len(vocabulary) + 2, size), float32

    Raises
    ------
    FileNotFoundError
        A file is missing.
    ValueError
        A file is broken or the two do not fit; the message names file and key.
    """
    folder = Path(folder)
    listed = read_json(folder / VOCABULARY, list)
    try:
        vocabulary = Vocabulary(listed)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{folder / VOCABULARY}: {error}") from error
    file = folder / EMBEDDING
    arrays = read_arrays(file)
    quantised = "values" in arrays
    main = arrays.get("values" if quantised else "table")
    if size is None and main is not None and main.ndim == 2:
        size = main.shape[1]
    shape = (vocabulary.rows, size or 0)
    if not quantised:
        table: NDArray[np.float32] = take(arrays, file, {"table": (shape, "float32")})["table"]
        return vocabulary, table
    take(arrays, file, {"values": (shape, "int8"), "scale": (shape[:1], "float16")})
    return vocabulary, Int8Table(arrays["values"], arrays["scale"]).restore()


def checksum(folder: str | Path) -> str:
    """Return the SHA-256 of the words in `folder`, by which a model recognises the words it was trained with."""
    digest = hashlib.sha256()
    for name in (VOCABULARY, EMBEDDING):
        digest.update((Path(folder) / name).read_bytes())
    return digest.hexdigest()
