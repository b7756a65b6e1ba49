"""The word vectors inside the package."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.embeddings.reading.building import keyed_vectors, part_of
from nlpwidgets.embeddings.reading.memory import words_in
from nlpwidgets.sentiment.storage import Int8Table, quantise, read_arrays, read_json, take, write_arrays, write_json

if TYPE_CHECKING:
    from gensim.models import KeyedVectors
    from numpy.typing import NDArray

ASSETS = Path(__file__).parent.parent / "assets" / "embeddings"
WORDS, TABLE, REPORT, CARD = "words.txt", "vectors.safetensors", "report.json", "card.md"

BUNDLED: dict[str, str] = {
    "small": "25,000 English words × 100, skip-gram on Wikipedia and film reviews, int8",
}
"""Names for `load_bundled`, and what each is."""


def load_bundled(name: str = "small", *, limit: int | None = None, vocabulary: Any = None) -> KeyedVectors:
    """Load word vectors of the package.

    Parameters
    ----------
    name : str
        One of `BUNDLED`.
    limit : int, optional
        The most frequent words only.
    vocabulary : iterable of str, optional
        Only these of them.

    Returns
    -------
    KeyedVectors
        float32, by falling frequency, with counts: ``get_vecattr(word, "count")``. New ones at every call.

    Raises
    ------
    ValueError
        There is no such set; the message lists the names. Or the files are not those the report speaks of.

    Examples
    --------
    >>> load_bundled("small")["king"].shape
    (100,)
    """
    folder = _folder(name)
    words, table, counts = read_set(folder)
    index = {word: row for row, word in enumerate(words)}
    vectors = keyed_vectors(index, table.restore(), counts)
    if limit is not None and limit < 1:
        raise ValueError(f"limit= is 1 or more, got {limit}")
    return part_of(vectors, limit=limit, words=None if vocabulary is None else frozenset(words_in(vocabulary)))


def vectors_card(name: str = "small") -> str:
    """Return the card of a bundled set (Markdown): data, command, seed, measured scores, known limits."""
    return (_folder(name) / CARD).read_text(encoding="utf-8")


def _folder(name: str) -> Path:
    if name not in BUNDLED:
        raise ValueError(f"there is no bundled set {name!r}; there are {', '.join(BUNDLED)}")
    return ASSETS / name


def write_set(folder: Path, words: list[str], rows: NDArray[np.float32], counts: NDArray[np.int64]) -> None:
    """Quantise vectors and write words, table and counts; `write_report` completes the set."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / WORDS).write_text("\n".join(words) + "\n", encoding="utf-8")
    table = quantise(rows)
    write_arrays(
        folder / TABLE, {"values": table.values, "scale": table.scale, "counts": np.asarray(counts, np.uint32)}
    )


def write_report(folder: Path, report: dict[str, Any]) -> None:
    """Write the numbers of a set, with the checksum of its files."""
    write_json(folder / REPORT, {**report, "sha256": checksum(folder)})


def checksum(folder: Path) -> str:
    """Return the SHA-256 of words and table together."""
    return hashlib.sha256((folder / WORDS).read_bytes() + (folder / TABLE).read_bytes()).hexdigest()


def read_set(folder: Path, *, check: bool = True) -> tuple[list[str], Int8Table, NDArray[np.int64]]:
    """Read what `write_set` wrote.

    Raises
    ------
    FileNotFoundError
        A file is missing.
    ValueError
        A file is broken, or not the one that was measured.
    """
    if check and read_json(folder / REPORT, dict).get("sha256") != checksum(folder):
        raise ValueError(f"the files in {folder} are not those that {REPORT} was written for; install the package anew")
    words = (folder / WORDS).read_text(encoding="utf-8").split("\n")[:-1]
    file = folder / TABLE
    arrays = read_arrays(file)
    size = arrays["values"].shape[-1] if "values" in arrays else 0
    number = len(words)
    expected = {"values": ((number, size), "int8"), "scale": ((number,), "float16"), "counts": ((number,), "uint32")}
    take(arrays, file, expected)
    return words, Int8Table(arrays["values"], arrays["scale"]), arrays["counts"].astype(np.int64)
