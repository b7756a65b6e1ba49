"""Word vectors that are in memory already: a dict, a table, a layer, a matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.embeddings.reading.collecting import Collector
from nlpwidgets.embeddings.reading.errors import LoadError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from nlpwidgets.embeddings.reading.collecting import Choice

AT_ONCE = 1 << 12


def is_a(source: object, module: str, name: str) -> bool:
    """Whether `source` is of a class of another library, or of one made from it; imports nothing."""
    return any(
        kind.__name__ == name and kind.__module__.split(".")[: module.count(".") + 1] == module.split(".")
        for kind in type(source).__mro__
    )


def words_in(vocabulary: Any) -> list[str]:
    """Return the words of a vocabulary: a list, a set, a dict by word, or what has ``get_itos()``.

    Raises
    ------
    TypeError
        If it is none of these, or holds anything but str.
    """
    get = getattr(vocabulary, "get_itos", None)
    if isinstance(vocabulary, (str, bytes)) or not (callable(get) or hasattr(vocabulary, "__iter__")):
        raise TypeError(
            "vocabulary= is a list or set of words, a dict from word to row, or has get_itos(); "
            f"got {type(vocabulary).__name__}"
        )
    words = list(get() if callable(get) else vocabulary)
    for word in words:
        if not isinstance(word, str):
            raise TypeError(f"vocabulary= holds {word!r}, which is no word")
    return words


def named_rows(vocabulary: Any, count: int) -> tuple[list[str], list[int]]:
    """Return the words of a matrix without words, and the row of each.

    Parameters
    ----------
    vocabulary : list of str, dict of str to int, or object with ``get_itos()``
        A list names all rows; a dict may leave some out.
    count : int
        Rows there are.

    Raises
    ------
    LoadError
        If they do not fit.
    """
    words = words_in(vocabulary)
    if isinstance(vocabulary, (set, frozenset)):
        raise LoadError("a set has no order; pass vocabulary= as a list in the order of the rows, or as a dict")
    if not hasattr(vocabulary, "keys"):
        if len(words) != count:
            raise LoadError(f"{count:,} rows, but vocabulary= names {len(words):,}")
        return words, list(range(count))
    rows = [vocabulary[word] for word in words]
    for word, row in zip(words, rows, strict=True):
        if isinstance(row, bool) or not isinstance(row, (int, np.integer)) or not 0 <= row < count:
            raise LoadError(f"vocabulary= puts {word!r} at row {row!r}; the rows are 0 to {count - 1:,}")
    if len(set(rows)) < len(rows):
        raise LoadError("vocabulary= puts two words at the same row")
    order = sorted(range(len(rows)), key=rows.__getitem__)
    return [words[at] for at in order], [int(rows[at]) for at in order]


def read_matrix(matrix: Any, vocabulary: Any, choice: Choice) -> tuple[dict[str, int], NDArray[np.float32]]:
    """Copy the rows of a matrix.

    Parameters
    ----------
    matrix : array of shape (words, size)
    vocabulary : see `named_rows`
    """
    table = np.asarray(matrix)
    if table.ndim != 2 or table.dtype.kind not in "fiu":
        raise LoadError(f"vectors are a table of numbers, got {table.dtype} of shape {table.shape}")
    if vocabulary is None:
        raise LoadError(
            f"{len(table):,} vectors and no words: pass vocabulary=, a list in the order of the rows or a dict from word to row"
        )
    words, rows = named_rows(vocabulary, len(table))
    collector = Collector(choice, table.shape[1], expected=len(rows))
    wanted = len(rows) if choice.limit is None else min(choice.limit, len(rows))
    for start in range(0, wanted, AT_ONCE):
        stop = min(start + AT_ONCE, wanted)
        part = table[rows[start:stop]]
        collector.add(words[start:stop], part.astype(np.float64) if part.dtype.kind in "iu" else part, rows[start:stop])
    return collector.finish()


def read_embedding(layer: Any, vocabulary: Any, choice: Choice) -> tuple[dict[str, int], NDArray[np.float32]]:
    """Copy the weights of a torch ``nn.Embedding``."""
    return read_matrix(layer.weight.detach().cpu().float().numpy(), vocabulary, choice)


def read_frame(frame: Any, choice: Choice) -> tuple[dict[str, int], NDArray[np.float32]]:
    """Copy a pandas DataFrame: the index holds the words, each column one number of all vectors."""
    words = frame.index.tolist()
    for row, word in enumerate(words):
        if not isinstance(word, str):
            raise LoadError(f"row {row:,}: the index of the table holds words, got {word!r}; use set_index")
    for name, dtype in frame.dtypes.items():
        if dtype.kind not in "fiu":
            raise LoadError(
                f"column {name!r} holds {dtype}, not numbers; drop it, or make it the index if it has the words"
            )
    table = frame.to_numpy(dtype=np.float64, na_value=np.nan)
    return _collect(words, table, choice)


def _collect(
    words: list[str], table: NDArray[np.float64], choice: Choice
) -> tuple[dict[str, int], NDArray[np.float32]]:
    collector = Collector(choice, table.shape[1], expected=len(words))
    wanted = len(words) if choice.limit is None else min(choice.limit, len(words))
    for start in range(0, wanted, AT_ONCE):
        stop = min(start + AT_ONCE, wanted)
        collector.add(words[start:stop], table[start:stop], range(start, stop))
    return collector.finish()


def read_dict(source: Mapping[str, Any], choice: Choice) -> tuple[dict[str, int], NDArray[np.float32]]:
    """Copy a dict from word to vector."""
    words = list(source)
    if not words:
        raise LoadError("the dict holds no words")
    collector: Collector | None = None
    wanted = len(words) if choice.limit is None else min(choice.limit, len(words))
    for start in range(0, wanted, AT_ONCE):
        some = words[start : min(start + AT_ONCE, wanted)]
        vectors = [_vector(word, source[word]) for word in some]
        if collector is None:
            first, size = words[0], len(vectors[0])
            collector = Collector(choice, size, expected=len(words))
        for word, vector in zip(some, vectors, strict=True):
            if len(vector) != size:
                raise LoadError(f"the vector of {word!r} has {len(vector):,} numbers, that of {first!r} {size:,}")
        collector.add(some, np.array(vectors), range(start, start + len(some)))
    assert collector is not None  # noqa: S101 - there is a first word
    return collector.finish()


def _vector(word: object, value: Any) -> NDArray[np.floating]:
    if not isinstance(word, str):
        raise LoadError(f"the keys of the dict are words, got {word!r}")
    value = value.detach().cpu() if is_a(value, "torch", "Tensor") else value
    try:
        found = np.asarray(value)
    except ValueError as error:
        raise LoadError(f"the vector of {word!r} is no vector: {error}") from error
    if found.ndim != 1 or found.dtype.kind not in "fiu":
        raise LoadError(f"the vector of {word!r} is {found.dtype} of shape {found.shape}, not a row of numbers")
    return found.astype(np.float64) if found.dtype.kind in "iu" else found
