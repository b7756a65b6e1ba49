"""The one error of everything that reads word vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class LoadError(ValueError):
    """Word vectors could not be read: what is wrong, where, and what to do.

    Attributes
    ----------
    path : Path or None
        The file; None for what was in memory already.
    line : int or None
        The line of a text file, from 1.
    offset : int or None
        The byte of a binary file, unpacked where it is gzipped.
    """

    def __init__(
        self, problem: str, *, path: Path | None = None, line: int | None = None, offset: int | None = None
    ) -> None:
        self.path, self.line, self.offset = path, line, offset
        where = [str(path)] if path is not None else []
        if line is not None:
            where.append(f"line {line:,}")
        if offset is not None:
            where.append(f"byte {offset:,}")
        super().__init__(f"{', '.join(where)}: {problem}" if where else problem)
