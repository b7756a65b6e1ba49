"""Word vectors in NumPy's files: ``.npz`` with words and vectors, ``.npy`` with vectors alone. Nothing is unpickled."""

from __future__ import annotations

import tempfile
import zipfile
import zlib
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.lib import format as npy

from nlpwidgets.embeddings.reading.collecting import Collector
from nlpwidgets.embeddings.reading.errors import LoadError
from nlpwidgets.embeddings.reading.opening import BOMB_RATIO, BOMB_SIZE
from nlpwidgets.embeddings.reading.tables import BLOCK, Table, collect_rows, map_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from nlpwidgets.embeddings.reading.collecting import Choice
    from nlpwidgets.embeddings.reading.opening import Stream

WORDS = ("words", "vocabulary", "vocab", "tokens", "keys", "index_to_key", "labels")
VECTORS = ("vectors", "embeddings", "embedding", "matrix", "weights", "weight", "data")
COUNTS = ("counts", "count", "frequencies", "freqs")


class Member(NamedTuple):
    """One array of a file: what its header says, and where its numbers begin."""

    dtype: np.dtype[np.generic]
    shape: tuple[int, ...]
    fortran: bool
    offset: int


def read_member(file: IO[bytes], path: Path, name: str) -> Member:
    """Read the header of an array and check it.

    Raises
    ------
    LoadError
        If it is damaged.
    """
    try:
        version = npy.read_magic(file)
        if version not in {(1, 0), (2, 0)}:
            raise ValueError(f"version {version} of the format is not read")  # noqa: TRY301 - told like NumPy's own
        read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
        shape, fortran, dtype = read(file)
    except Exception as error:  # NumPy takes the text for Python, so it may fail in any way that parsing can
        raise LoadError(f"the header of {name} is damaged: {error}", path=path) from error
    if any(length < 0 for length in shape):
        raise LoadError(f"the header of {name} is damaged: its shape is {shape}", path=path)
    return Member(dtype, shape, bool(fortran), file.tell())


def refuse_objects(member: Member, path: Path, name: str) -> None:
    """Raise LoadError where an array holds Python objects."""
    if member.dtype.hasobject:
        raise LoadError(
            f"{name} holds Python objects, which only unpickling could read, and that may run code; "
            "store words as text: np.array(words, dtype=str)",
            path=path,
        )


def as_table(member: Member, path: Path, name: str) -> Table:
    """Take an array as the table of vectors.

    Raises
    ------
    LoadError
        If it is none.
    """
    refuse_objects(member, path, name)
    if len(member.shape) != 2 or member.dtype.kind not in "fiu":
        raise LoadError(f"{name} is {member.dtype} of shape {member.shape}; vectors are a table of numbers", path=path)
    return Table(member.dtype, (member.shape[0], member.shape[1]), member.offset, member.fortran)


def read_npy(
    stream: Stream, choice: Choice, names: Callable[[int], list[str] | None], *, mmap: bool
) -> tuple[dict[str, int], NDArray[np.float32]]:
    """Read a table of vectors whose words the caller has: `names` gives those of so many rows."""
    if mmap and stream.packed:
        raise stream.fail("is gzipped, so it can not be mapped; unpack it, or load without mmap=True")
    with seekable(stream) as file:
        table = as_table(read_member(file, stream.path, "the table"), stream.path, "it")
        found = file.seek(0, 2) - table.offset
        if found != table.nbytes:
            raise stream.fail(
                f"{table.shape[0]:,} × {table.shape[1]:,} {table.dtype} take {table.nbytes:,} bytes, there are {found:,}: "
                "truncated or damaged; fetch it again",
                offset=table.offset,
            )
        words = names(table.shape[0])
        if words is None:
            raise stream.fail(
                f"holds {table.shape[0]:,} vectors and no words; pass them as vocabulary=, in the order of the rows"
            )
        if mmap:
            return map_rows(stream.path, table, words, choice, stream.step)
        file.seek(table.offset)
        collector = Collector(choice, table.shape[1], expected=table.shape[0], path=stream.path)
        collect_rows(lambda count: _watched(stream, file, count), table, words, collector, stream.path)
        return collector.finish()


def read_npz(
    stream: Stream, choice: Choice, *, mmap: bool
) -> tuple[dict[str, int], NDArray[np.float32], NDArray[np.int64] | None]:
    """Read words, vectors and, where there are any, counts of words."""
    if mmap:
        raise stream.fail(
            "NumPy puts the arrays of an .npz at any byte, so they can not be mapped; load without mmap=True, or keep the "
            "vectors as .safetensors or .npy"
        )
    with seekable(stream) as file:
        with _damage_told(stream):
            archive = zipfile.ZipFile(file)
        with archive:
            return _read_archive(stream, archive, file, choice)


@contextmanager
def _damage_told(stream: Stream) -> Iterator[None]:
    """Say of which file it is what goes wrong inside an archive; not around what the caller's functions do."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        raise stream.fail(f"the archive is damaged or of a kind not read: {error}; fetch it again") from error


def _read_archive(
    stream: Stream, archive: zipfile.ZipFile, file: IO[bytes], choice: Choice
) -> tuple[dict[str, int], NDArray[np.float32], NDArray[np.int64] | None]:
    path = stream.path
    members: dict[str, Member] = {}
    for info in archive.infolist():
        if not info.filename.endswith(".npy"):
            continue
        name = info.filename.removesuffix(".npy")
        if info.file_size > BOMB_SIZE and info.file_size > BOMB_RATIO * info.compress_size:
            raise stream.fail(f"{name} unpacks to more than {BOMB_RATIO} times its size, as no vectors do")
        with _damage_told(stream), archive.open(info) as opened:
            member = read_member(opened, path, name)
        found = info.file_size - member.offset
        needed = member.dtype.itemsize
        for length in member.shape:
            needed *= length
        if found != needed and not member.dtype.hasobject:
            raise stream.fail(f"{name} of shape {member.shape} takes {needed:,} bytes, there are {found:,}: damaged")
        members[name] = member
    if not members:
        inside = ", ".join(archive.namelist()[:5]) or "nothing"
        raise stream.fail(f"is a zip archive with {inside}; unpack it and name the file in it")
    text = _pick(stream, members, WORDS, lambda member: member.dtype.kind in "US" and len(member.shape) == 1, "words")
    rows = _pick(
        stream, members, VECTORS, lambda member: member.dtype.kind == "f" and len(member.shape) == 2, "vectors"
    )
    table = as_table(members[rows], path, rows)
    refuse_objects(members[text], path, text)
    if members[text].dtype.kind not in "US" or members[text].shape != table.shape[:1]:
        raise stream.fail(
            f"{text} is {members[text].dtype} of shape {members[text].shape}; {table.shape[0]:,} words of text belong to "
            f"{rows}"
        )
    with _damage_told(stream):
        words = _whole(archive, text, path).tolist()
    collector = Collector(choice, table.shape[1], expected=table.shape[0], path=path)
    with _damage_told(stream):
        opened = archive.open(f"{rows}.npy")
        opened.read(table.offset)
    with opened:

        def read(count: int) -> bytes:
            stream.step()
            with _damage_told(stream):
                data = opened.read(count)
            stream.report(file.tell())
            return data

        collect_rows(read, table, words, collector, path)
        if choice.limit is None and read(1):  # reading to the end also checks the sum
            raise stream.fail(f"{rows} is longer than its header says")
    index, found_rows = collector.finish()
    counts = next((name for name in COUNTS if name in members), None)
    if counts is None or members[counts].dtype.kind not in "iu" or members[counts].shape != table.shape[:1]:
        return index, found_rows, None
    with _damage_told(stream):
        stored = _whole(archive, counts, path)
    kept = np.zeros(len(index), dtype=np.int64)
    for row in range(len(words) - 1, -1, -1):  # backwards: of a word there twice the first counts
        word = words[row] if isinstance(words[row], str) else words[row].decode(choice.encoding, choice.errors)
        if word in index:
            kept[index[word]] = stored[row]
    return index, found_rows, kept


def _pick(
    stream: Stream,
    members: dict[str, Member],
    names: tuple[str, ...],
    fits: Callable[[Member], bool],
    what: str,
) -> str:
    """Return the array of one of these names, or the only one that looks like it."""
    named = [name for name in names if name in members]
    alike = [name for name, member in members.items() if fits(member)]
    chosen = next((name for name in named if name in alike), None) or (named[0] if named else None)
    if chosen is None and len(alike) == 1:
        chosen = alike[0]
    if chosen is None:
        have = ", ".join(f"{name} ({member.dtype}, {member.shape})" for name, member in members.items())
        raise stream.fail(f"has no array named {', '.join(names[:3])} …, so its {what} are not known; it holds {have}")
    return chosen


def _whole(archive: zipfile.ZipFile, name: str, path: Path) -> NDArray[np.generic]:
    with archive.open(f"{name}.npy") as opened:
        member = read_member(opened, path, name)
        data = opened.read()
    found: NDArray[np.generic] = np.frombuffer(data, member.dtype).reshape(member.shape)
    return found


@contextmanager
def seekable(stream: Stream) -> Iterator[IO[bytes]]:
    """Give a file that can be read from anywhere; a gzipped one is unpacked into one that vanishes."""
    if not stream.packed:
        with stream.path.open("rb") as file:
            yield file
        return
    with tempfile.TemporaryFile() as unpacked:
        while data := stream.read(BLOCK):
            unpacked.write(data)
        unpacked.seek(0)
        yield unpacked


def _watched(stream: Stream, file: IO[bytes], count: int) -> bytes:
    stream.step()
    data = file.read(count)
    stream.report(file.tell())
    return data
