"""Word vectors written to files in every format, for the tests of loading."""

from __future__ import annotations

import gzip
import io
import json
import struct
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

ODD_WORDS = [
    "the",
    "naïve",
    "»",
    "don't",
    '"',
    "a\u00a0b",
    "\u2028",
    "\u0085",
    "😀",
    "#",
    "nan",
    "1.5",
    "ﬁ",
    "\ufeffx",
    "null",
]


def vectors(count=15, size=7, seed=0):
    """Words with odd characters among them, and float32 rows of shape (count, size)."""
    words = (ODD_WORDS + [f"word{number}" for number in range(count)])[:count]
    rows = np.random.default_rng(seed).standard_normal((count, size)).astype(np.float32)
    return words, rows


def same_bits(first, second):
    """Whether two float32 arrays agree to the last bit."""
    first, second = np.asarray(first), np.asarray(second)
    return (
        first.dtype == second.dtype == np.float32
        and first.shape == second.shape
        and first.tobytes() == second.tobytes()
    )


def text(words, rows, *, header=False, ending="\n", trailing="", separator=" "):
    """Bytes of a text file; numbers as ``repr`` has them."""
    lines = [f"{len(words)} {rows.shape[1]}"] if header else []
    lines += [
        separator.join([word, *map(repr, row)]) + trailing for word, row in zip(words, rows.tolist(), strict=True)
    ]
    return (ending.join(lines) + ending).encode()


def word2vec_binary(words, rows, *, line_ends=False):
    """Bytes of word2vec's binary format; the original C program ends each record with a line end."""
    end = b"\n" if line_ends else b""
    body = b"".join(word.encode() + b" " + row.tobytes() + end for word, row in zip(words, rows, strict=True))
    return f"{len(words)} {rows.shape[1]}\n".encode() + body


def safetensors(words, rows, *, dtype="F32", metadata=True, name="vectors"):
    """Bytes of a safetensors file, as its specification has it."""
    data = rows.astype({"F64": "<f8", "F32": "<f4", "F16": "<f2"}.get(dtype, "<f4")).tobytes()
    if dtype == "BF16":
        data = (np.ascontiguousarray(rows).view(np.uint32) >> 16).astype("<u2").tobytes()
    header = {name: {"dtype": dtype, "shape": list(rows.shape), "data_offsets": [0, len(data)]}}
    if metadata:
        header["__metadata__"] = {"words": json.dumps(words)}
    encoded = json.dumps(header).encode()
    encoded += b" " * (-len(encoded) % 8)
    return len(encoded).to_bytes(8, "little") + encoded + data


def npz(**arrays):
    """Bytes of an .npz, compressed."""
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


def fasttext(words, own, ngrams, *, lengths=(3, 6), counts=None, model=2, labels=0, version=12, quantised=False):
    """Bytes of a fastText model without its output layer."""
    size = own.shape[1]
    header = struct.pack("<4si", struct.pack("<i", 793712314), version)
    header += struct.pack("<12id", size, 5, 5, 1, 5, 1, 2, model, len(ngrams), *lengths, 100, 1e-4)
    header += struct.pack("<3i2q", len(words), len(words) - labels, labels, 1000, -1)
    counts = range(len(words), 0, -1) if counts is None else counts
    entries = b"".join(
        word.encode() + b"\0" + struct.pack("<qb", count, 0) for word, count in zip(words, counts, strict=True)
    )
    table = struct.pack("<?qq", quantised, len(words) + len(ngrams), size) + own.tobytes() + ngrams.tobytes()
    # gensim reads on to the output layer only for training
    return header + entries + table


def written(folder: Path, name: str, data: bytes, *, packed: bool = False) -> Path:
    """Write a file, gzipped or not."""
    path = folder / (name + ".gz" if packed else name)
    path.write_bytes(gzip.compress(data, 1) if packed else data)
    return path
