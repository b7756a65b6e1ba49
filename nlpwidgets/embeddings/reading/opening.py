"""A file being read: unpacked on the way, watched, and never more of it than makes sense."""

from __future__ import annotations

import gzip
import zlib
from typing import IO, TYPE_CHECKING, Self, TypeVar

from nlpwidgets.embeddings._control import Control, Progress
from nlpwidgets.embeddings.reading.errors import LoadError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from nlpwidgets.embeddings._control import Reporter

T = TypeVar("T")

GZIP = b"\x1f\x8b"
# vectors pack by 2 to 4; a file of zeros by 1,000. Small files may do as they like
BOMB_SIZE, BOMB_RATIO = 256 << 20, 100


class Stream:
    """The bytes of a file from its start, gzip taken off; reports how far it is at each `read`.

    Attributes
    ----------
    path : Path
    disk_size : int
        Bytes on disk.
    packed : bool
        Whether it is gzipped.
    size : int or None
        Bytes there will be; None where it is gzipped.
    offset : int
        Bytes given out so far.
    """

    def __init__(self, path: Path, *, progress: Reporter | None = None, control: Control | None = None) -> None:
        self.path = path
        self._progress, self._control = progress, control
        self._reported = -1
        self.offset = 0
        if path.is_dir():
            raise LoadError("is a folder; name the file in it", path=path)
        if not path.exists():
            raise LoadError("there is no such file", path=path)
        if not path.is_file():
            raise LoadError("is not a regular file", path=path)
        try:
            self.disk_size = path.stat().st_size
            self._raw = path.open("rb")
        except OSError as error:
            raise LoadError(f"cannot be opened: {error.strerror}", path=path) from error
        self._file: IO[bytes] | gzip.GzipFile = self._raw
        try:
            self.packed = self._raw.read(2) == GZIP
            self._raw.seek(0)
        except OSError as error:
            self._raw.close()
            raise LoadError(f"cannot be read: {error.strerror}", path=path) from error
        if self.packed:
            self._file = gzip.GzipFile(fileobj=self._raw, mode="rb")
        self.size = None if self.packed else self.disk_size

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()
        self._raw.close()

    def read(self, count: int) -> bytes:
        """Return the next `count` bytes, fewer only at the end."""
        if self._control is not None:
            self._control.wait()
        found = self._guarded(lambda: self._file.read(count))
        self.offset += len(found)
        if self.packed and self.offset > BOMB_SIZE and self.offset > BOMB_RATIO * self._raw.tell():
            raise LoadError(
                f"unpacks to more than {BOMB_RATIO} times its size, as no vectors do; "
                "unpack it with gzip first if it is meant so",
                path=self.path,
                offset=self.offset,
            )
        self.report()
        return found

    def readline(self, limit: int) -> bytes:
        """Return the bytes up to and with the next line end, at most `limit`."""
        found = self._guarded(lambda: self._file.readline(limit))
        self.offset += len(found)
        return found

    def head(self, count: int) -> bytes:
        """Return the first `count` bytes without moving on; to be called before anything is read."""
        found = self._guarded(lambda: self._file.read(count))
        self._guarded(lambda: self._file.seek(0))
        return found

    def skip_to(self, offset: int) -> None:
        """Go to a byte."""
        self._guarded(lambda: self._file.seek(offset))
        self.offset = offset

    def report(self, done: int | None = None) -> None:
        """Say how many bytes on disk have been read; numbers only grow."""
        done = min(self._raw.tell() if done is None else done, self.disk_size)
        if self._progress is not None and done > self._reported:
            self._reported = done
            self._progress(Progress("reading", done, self.disk_size))

    def step(self) -> None:
        """Let the work be paused or stopped here, where nothing is read."""
        if self._control is not None:
            self._control.wait()

    def fail(self, problem: str, *, line: int | None = None, offset: int | None = None) -> LoadError:
        """Make an error that names the file."""
        return LoadError(problem, path=self.path, line=line, offset=offset)

    def _guarded(self, act: Callable[[], T]) -> T:
        try:
            return act()
        except (gzip.BadGzipFile, zlib.error) as error:
            raise LoadError(f"the gzip data is damaged ({error}); fetch it again", path=self.path) from error
        except EOFError as error:
            raise LoadError("the gzip data ends too early: truncated; fetch it again", path=self.path) from error
        except OSError as error:
            raise LoadError(f"cannot be read: {error.strerror or error}", path=self.path) from error
