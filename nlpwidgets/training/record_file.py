"""The file of a history: one JSON record per line, written as it comes, read again while it grows.

A line without its end, as a killed process leaves it, is no record yet: it is left for the next look, and when the file is
written on, it is cut off.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FORMAT = "nlpwidgets history 1"
_PIECE = 1 << 20
"""Bytes read at a time."""


class RecordError(ValueError):
    """A file is no history, or a record in its midst is broken; the message says where."""


class RecordWriter:
    """Appends records to a file; each call reaches the operating system before it returns.

    Raises
    ------
    FileExistsError
        The file exists and is not empty, and `append` was not said.
    RecordError
        It is to be appended to, and is no history.
    """

    def __init__(self, path: Path, *, append: bool = False) -> None:
        exists = path.exists() and path.stat().st_size > 0
        if exists and not append:
            raise FileExistsError(
                f"{path} exists: give another path, append=True to write on, or read it with History.read"
            )
        end = 0
        if exists:
            reader = RecordReader(path)
            reader.read()
            end = reader.offset
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("r+b" if exists else "wb")
        if exists:
            self._file.truncate(end)  # a torn record
            self._file.seek(end)
        else:
            self.write([{"format": FORMAT}])

    def write(self, records: Iterable[dict[str, Any]]) -> None:
        """Append records."""
        lines = [json.dumps(record, ensure_ascii=False, separators=(",", ":")) for record in records]
        self._file.write("".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass"))
        self._file.flush()

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class RecordReader:
    """Reads the records of a file, and later those that have come since."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.offset = 0
        """Where the next record begins, in bytes."""
        self._line = 0

    def read(self) -> list[dict[str, Any]]:
        """Return the records since the last call; one that is not complete yet waits for the next.

        Raises
        ------
        FileNotFoundError
            There is no such file.
        RecordError
            The file is no history, or a complete line is no record; the message names the line.
        """
        found: list[dict[str, Any]] = []
        with self.path.open("rb") as file:
            size = file.seek(0, 2)
            if size < self.offset:
                raise RecordError(f"{self.path.name} has become shorter: it was written anew; read it again")
            file.seek(self.offset)
            rest = b""
            while piece := file.read(_PIECE):
                *lines, rest = (rest + piece).split(b"\n")
                for line in lines:
                    self._take(line, found)
        return found

    def _take(self, line: bytes, found: list[dict[str, Any]]) -> None:
        self._line += 1
        try:
            record = json.loads(line.decode("utf-8", "surrogatepass"))
        except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
            raise RecordError(f"line {self._line} of {self.path.name} is no record: {error}") from error
        if not isinstance(record, dict):
            raise RecordError(f"line {self._line} of {self.path.name} is no record: {line[:60]!r}")
        self.offset += len(line) + 1
        if self._line == 1:
            if record.get("format") != FORMAT:
                raise RecordError(f"{self.path.name} is no history: it does not begin with {FORMAT!r}")
            return
        found.append(record)
