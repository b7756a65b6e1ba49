"""What a training of GloVe consists of: its memory, its options, and the file that holds both."""

from __future__ import annotations

import json
import math
import os
import tempfile
import zipfile
from dataclasses import dataclass
from numbers import Real
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.embeddings._checks import whole_number

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LINE = 64  # bytes
_FIXED = np.float32(1e30)  # a sum of squares so large that its number stays as it is
_FORMAT = "nlpwidgets GloVe 1"


@dataclass(frozen=True)
class Pass:
    """One pass over the cells.

    Attributes
    ----------
    epoch : int
        From 1 on.
    cells : int
        Cells trained on.
    training_loss : float
        Mean of ``f(X) (w·w~ + b + b~ − ln X)²`` over them, each before its own update: cheap, and flattering at the end of a pass.
        The reference program prints half of it.
    loss : float or None
        The same mean over the cells held out, after the pass; None if none are.
    seconds : float
        Of training, pauses and the loss left out.
    """

    epoch: int
    cells: int
    training_loss: float
    loss: float | None
    seconds: float

    @property
    def per_second(self) -> float:
        """Cells per second."""
        return self.cells / self.seconds if self.seconds else 0.0


def empty_rows(words: int, size: int) -> NDArray[np.float32]:
    """Return the memory of a training, laid out as `_glove_kernel` says: all parameters 0, all sums of squares 1."""
    n = -(-(size + 2) // 8) * 8
    held = np.zeros(2 * words * 2 * n + _LINE // 4, np.float32)
    offset = -held.ctypes.data % _LINE // 4
    rows = held[offset : offset + 2 * words * 2 * n].reshape(2 * words, 2 * n)
    rows[:, n:] = 1
    for half, one in ((rows[:words], size + 1), (rows[words:], size)):
        half[:, one] = 1
        half[:, n + one] = _FIXED
    return rows


def parts_of(rows: NDArray[np.float32], size: int) -> dict[str, NDArray[np.float32]]:
    """Return views of the parameters and their sums of squares, by name."""
    words, n = len(rows) // 2, rows.shape[1] // 2
    parts = {}
    for name, half, bias in (("word", rows[:words], size), ("context", rows[words:], size + 1)):
        parts[f"{name}_vectors"] = half[:, :size]
        parts[f"{name}_biases"] = half[:, bias]
        parts[f"{name}_vector_squares"] = half[:, n : n + size]
        parts[f"{name}_bias_squares"] = half[:, n + bias]
    return parts


def first_rows(words: int, size: int, seed: int) -> NDArray[np.float32]:
    """Return the memory with parameters drawn evenly from ±0.5 / size, as in the reference."""
    rows = empty_rows(words, size)
    parts = parts_of(rows, size)
    draw = np.random.default_rng([seed, 0])
    for name in ("word", "context"):
        drawn = (draw.random((words, size + 1), np.float32) - np.float32(0.5)) / np.float32(size)
        parts[f"{name}_vectors"][:] = drawn[:, :size]
        parts[f"{name}_biases"][:] = drawn[:, size]
    return rows


def save(path: str | os.PathLike[str], rows: NDArray[np.float32], size: int, meta: dict[str, Any]) -> None:
    """Write a training into one npz file; the name holds the old file or the whole new one, never a part of it."""
    target = Path(path).expanduser()
    text = json.dumps({"format": _FORMAT, **meta}, ensure_ascii=False).encode()
    handle, beside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(file, meta=np.frombuffer(text, np.uint8), **parts_of(rows, size))  # type: ignore[arg-type]
        Path(beside).replace(target)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def load(path: str | os.PathLike[str]) -> tuple[NDArray[np.float32], dict[str, Any]]:
    """Read a training.

    Raises
    ------
    ValueError
        If it is no such file, or a damaged one.
    """
    source = Path(path).expanduser()
    try:
        with np.load(source, allow_pickle=False) as file:
            meta = json.loads(file["meta"].tobytes())
            rows = _rows_in(file, meta)
            options = meta["options"]
            check_whole(size=options["size"], seed=options["seed"])
            check_numbers(**{name: options[name] for name in ("x_max", "alpha", "learning_rate", "held_out")})
            meta["history"] = tuple(Pass(**one) for one in meta["history"])
            meta["word_counts"] = np.array(meta["word_counts"], np.int64)
            if len(meta["word_counts"]) != len(meta["words"]) or len(meta["under_way"]) != 3:
                raise ValueError("its parts do not fit together")  # noqa: TRY301
    except (ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
        raise ValueError(f"{source} holds no training of GloVe, or a damaged one: {error}") from error
    return rows, meta


def _rows_in(file: Any, meta: dict[str, Any]) -> NDArray[np.float32]:
    if meta["format"] != _FORMAT:
        raise ValueError(f"its format is {meta['format']!r:.60}, not {_FORMAT!r}")
    words, size = len(meta["words"]), int(meta["options"]["size"])
    found = {name: file[name] for name in parts_of(empty_rows(1, 1), 1)}
    # before any memory is taken for a size that the file only claims to have
    for name, part in found.items():
        wanted = (words, size) if name.endswith(("vectors", "vector_squares")) else (words,)
        if part.shape != wanted or part.dtype != np.float32:
            raise ValueError(f"{name} is {part.dtype} of shape {part.shape}, not float32 of {wanted}")
        if not np.isfinite(part).all():
            raise ValueError(f"{name} holds nan or infinity")
    rows = empty_rows(words, size)
    for name, part in parts_of(rows, size).items():
        part[:] = found[name]
    return rows


def check_whole(**values: Any) -> None:
    """Refuse what is no whole number of at least 1; a seed may be 0.

    Raises
    ------
    TypeError, ValueError
    """
    for name, value in values.items():
        whole = whole_number(f"{name}=", value, 0 if name == "seed" else 1)
        if name == "seed" and whole >= 2**32:
            raise ValueError(f"seed= is below 2**32, got {value}")


def check_numbers(**values: Any) -> None:
    """Refuse what is no finite number above 0; alpha may be 0, and held_out is a share.

    Raises
    ------
    TypeError, ValueError
    """
    for name, value in values.items():
        if isinstance(value, bool) or not isinstance(value, Real):
            raise TypeError(f"{name}= is a number, got {value!r}")
        number = float(value)
        if name == "held_out":
            if not 0 <= number < 1:
                raise ValueError(f"held_out= is a share, from 0 to below 1, got {value!r}")
        elif not (0 < number < math.inf or (name == "alpha" and number == 0)):
            raise ValueError(f"{name}= is a finite number above 0, got {value!r}")
