"""Word vectors in safetensors: a header in JSON, then the numbers as they are, which can be mapped into memory.

The words stand in the metadata as ``words``, a JSON list, or in a file beside it. The format:
https://huggingface.co/docs/safetensors
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.embeddings.reading.collecting import Collector
from nlpwidgets.embeddings.reading.tables import Table, collect_rows, map_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from nlpwidgets.embeddings.reading.collecting import Choice
    from nlpwidgets.embeddings.reading.opening import Stream

HEADER_LIMIT = 100_000_000  # as the reference implementation has it
VECTORS = ("vectors", "embeddings", "embedding", "weight", "embedding.weight", "embeddings.weight", "matrix")
WORDS = ("words", "vocabulary", "vocab", "tokens", "index_to_key")
DTYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2"}
BESIDE = (
    "{stem}.words.txt",
    "{stem}.vocab.txt",
    "{stem}.txt",
    "{stem}.words.json",
    "{stem}.vocab.json",
    "{stem}.json",
    "words.txt",
    "vocab.txt",
    "words.json",
    "vocabulary.json",
    "vocab.json",
)


def read_safetensors(
    stream: Stream, choice: Choice, names: Callable[[int], list[str] | None], *, mmap: bool
) -> tuple[dict[str, int], NDArray[np.float32]]:
    """Read the table of vectors and its words.

    Parameters
    ----------
    names : callable
        Gives the words of so many rows, for a file that has none; `choice.words` is left aside then.
    """
    table, metadata = _header(stream)
    if stream.size is not None and table.offset + table.nbytes > stream.size:
        raise stream.fail(
            f"needs {table.offset + table.nbytes:,} bytes and has {stream.size:,}: truncated; fetch it again",
            offset=stream.size,
        )
    found = _words(stream, metadata)
    if found is None:
        found, choice = names(table.shape[0]), replace(choice, words=None)
    if found is None:
        raise stream.fail(
            f"holds {table.shape[0]:,} vectors and no words: put a JSON list into its metadata as 'words', or a file "
            f"{stream.path.stem}.words.txt beside it, or pass vocabulary=, in the order of the rows"
        )
    if len(found) != table.shape[0]:
        raise stream.fail(f"holds {table.shape[0]:,} vectors, but there are {len(found):,} words for them")
    if mmap and stream.packed:
        raise stream.fail("is gzipped, so it can not be mapped; unpack it, or load without mmap=True")
    if mmap and choice.words is None:
        return map_rows(stream.path, table, found, choice, stream.step)
    expected = None if stream.packed else table.shape[0]
    collector = Collector(choice, table.shape[1], expected=expected, path=stream.path)
    stream.skip_to(table.offset)
    collect_rows(stream.read, table, found, collector, stream.path)
    return collector.finish()


def _header(stream: Stream) -> tuple[Table, dict[str, Any]]:
    """Read and check the header; return where the vectors lie, and the metadata."""
    length = int.from_bytes(stream.read(8), "little")
    if length > min(HEADER_LIMIT, (stream.size or HEADER_LIMIT) - 8):
        raise stream.fail(f"has a header of {length:,} bytes: truncated or damaged", offset=0)
    text = stream.read(length)
    if len(text) < length:
        raise stream.fail("ends within its header: truncated", offset=8 + len(text))
    try:
        header = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise stream.fail(f"has a damaged header: {error}", offset=8) from error
    if not isinstance(header, dict):
        raise stream.fail("has a damaged header: it is no object", offset=8)
    metadata = header.pop("__metadata__", None) or {}
    tensors = {name: entry for name, entry in header.items() if _is_matrix(entry)}
    name = next((name for name in VECTORS if name in tensors), None)
    if name is None and len(tensors) == 1:
        name = next(iter(tensors))
    if name is None:
        have = ", ".join(list(header)[:8]) or "nothing"
        raise stream.fail(f"has no table named {', '.join(VECTORS[:4])} …; it holds {have}", offset=8)
    entry = tensors[name]
    start, stop = entry["data_offsets"]
    rows, size = entry["shape"]
    table = Table(np.dtype(DTYPES[entry["dtype"]]), (rows, size), 8 + length + start, bfloat16=entry["dtype"] == "BF16")
    if stop - start != table.nbytes:
        raise stream.fail(
            f"has a damaged header: {name} of shape {rows:,} × {size:,} takes {table.nbytes:,} bytes, not {stop - start:,}",
            offset=8,
        )
    return table, metadata if isinstance(metadata, dict) else {}


def _is_matrix(entry: Any) -> bool:
    """Whether an entry of the header is a table of numbers, whole and of a kind that is read."""
    if not isinstance(entry, dict) or entry.get("dtype") not in DTYPES:
        return False
    shape, offsets = entry.get("shape"), entry.get("data_offsets")
    return all(
        isinstance(pair, list) and len(pair) == 2 and all(type(number) is int and number >= 0 for number in pair)
        for pair in (shape, offsets)
    )


def _words(stream: Stream, metadata: dict[str, Any]) -> list[str] | None:
    """Find the words in the metadata or in a file beside."""
    for name in WORDS:
        if isinstance(metadata.get(name), str):
            return _list_of_words(stream, metadata[name], f"its metadata {name!r}")
    stem = stream.path.name.removesuffix(".gz").removesuffix(".safetensors")
    for pattern in BESIDE:
        beside = stream.path.with_name(pattern.format(stem=stem))
        if beside.is_file():
            try:
                text = beside.read_text(encoding="utf-8")
            except (OSError, UnicodeError) as error:
                raise stream.fail(f"the words in {beside.name} can not be read: {error}") from error
            if beside.suffix == ".json":
                return _list_of_words(stream, text, beside.name)
            return text.removesuffix("\n").split("\n")
    return None


def _list_of_words(stream: Stream, text: str, where: str) -> list[str]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise stream.fail(f"{where} is no JSON: {error}") from error
    if isinstance(found, dict):  # word to row
        if sorted(map(str, found.values())) != sorted(map(str, range(len(found)))):
            raise stream.fail(f"{where} does not number its words 0, 1, 2 …")
        found = sorted(found, key=lambda word: int(found[word]))
    if not isinstance(found, list) or not all(isinstance(word, str) for word in found):
        raise stream.fail(f"{where} is no list of words")
    return found
