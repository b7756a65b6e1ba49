"""Which format a file has, by what stands in it."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from nlpwidgets.embeddings.reading.text import HEAD, SAMPLED, counts_of, numbers_at_end

if TYPE_CHECKING:
    from nlpwidgets.embeddings.reading.opening import Stream

FORMATS = ("glove", "word2vec", "word2vec-binary", "fasttext", "npz", "npy", "safetensors", "gensim")
FASTTEXT_MAGIC = struct.pack("<i", 793712314)
OLD_FASTTEXT = struct.Struct("<12id")
NPY_MAGIC = b"\x93NUMPY"
ZIP_MAGIC = b"PK\x03\x04"
_FOREIGN = {
    b"BZh": "is packed with bzip2; unpack it, or pack it with gzip",
    b"\xfd7zXZ": "is packed with xz; unpack it, or pack it with gzip",
    b"\x28\xb5\x2f\xfd": "is packed with zstd; unpack it, or pack it with gzip",
    b"7z\xbc\xaf": "is a 7z archive; unpack it",
    b"\x89HDF": "is HDF5; read the table with pandas and pass the DataFrame",
    b"PAR1": "is Parquet; read the table with pandas and pass the DataFrame",
    b"ARROW1": "is Arrow; read the table with pandas and pass the DataFrame",
    b"%PDF": "is a PDF",
    b"<!DOCTYPE": "is a web page, so the download failed; fetch the file itself",
    b"<html": "is a web page, so the download failed; fetch the file itself",
    b"version https://git-lfs": "is a pointer of Git LFS, not the file; run `git lfs pull`",
}


def format_of(stream: Stream) -> str:
    """Return one of `FORMATS`; a gzipped file is looked at unpacked.

    Raises
    ------
    LoadError
        If it is none of them, with what was looked for.
    """
    head = stream.head(HEAD)
    if not head:
        raise stream.fail("is empty")
    for magic, problem in _FOREIGN.items():
        if head.startswith(magic):
            raise stream.fail(problem)
    if head.startswith(FASTTEXT_MAGIC) or is_old_fasttext(head):
        return "fasttext"
    if head.startswith(NPY_MAGIC):
        return "npy"
    if head.startswith(ZIP_MAGIC):
        return "npz"
    if is_pickle(head):
        return "gensim"
    if is_safetensors(head):
        return "safetensors"
    first, _, rest = head.removeprefix(b"\xef\xbb\xbf").partition(b"\n")
    if counts_of(first):
        return "word2vec-binary" if is_binary(rest, counts_of(first)) else "word2vec"
    lines = [line for line in head.split(b"\n")[:SAMPLED] if line.strip()]
    if b"\0" not in head and any(numbers_at_end(line, between) for line in lines for between in (b" ", b"\t")):
        return "glove"
    if not head.strip() or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "glove"  # its reader says what is wrong
    raise stream.fail(
        f"begins with {head[:24]!r}, which is none of the formats read: a line of words and numbers (glove), two counts "
        f"(word2vec, word2vec-binary), or the marks of {', '.join(FORMATS[3:])}; pass format= if you know better"
    )


def is_old_fasttext(head: bytes) -> bool:
    """Whether these are the settings of a fastText model written before its files had a mark, all of them plausible."""
    if len(head) < OLD_FASTTEXT.size:
        return False
    fields: tuple[int, ...] = OLD_FASTTEXT.unpack_from(head)
    size, window, epochs, _, negative, _, loss, model, buckets, shortest, longest, _, sample = fields
    return (
        0 < size <= 10_000
        and 0 < window <= 10_000
        and 0 <= epochs <= 1_000_000
        and 0 <= negative <= 1_000_000
        and 1 <= loss <= 4
        and 1 <= model <= 3
        and buckets >= 0
        and 0 <= shortest <= longest <= 1000
        and 0 <= sample <= 1
    )


def is_pickle(head: bytes) -> bool:
    """Whether these are the first bytes of a Python pickle of protocol 2 to 5."""
    return len(head) > 2 and head[0] == 0x80 and 2 <= head[1] <= 5


def is_safetensors(head: bytes) -> bool:
    """Whether there is a length of eight bytes and then the brace of the header."""
    return len(head) > 9 and head[8:9] == b"{" and int.from_bytes(head[:8], "little") < 1 << 32


def is_binary(rest: bytes, counts: tuple[int, int] | None) -> bool:
    """Whether after the line of two counts come packed numbers rather than written ones."""
    line = rest.split(b"\n", 1)[0]
    if b"\0" in rest:
        return True
    fields = line.rstrip().split(b" ")
    if len(fields) > 1 and numbers_at_end(line, b" ") == len(fields) - 1:
        return False
    if counts is not None and numbers_at_end(line, b" ") == counts[1]:
        return False
    # written lines hold no control characters; four packed bytes nearly always do
    return any(byte < 32 and byte not in b"\t\r" for byte in line) or not _decodes(line)


def _decodes(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
