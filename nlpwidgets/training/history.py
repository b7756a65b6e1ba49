"""An append-only log of named numbers by step and epoch, with events; it knows nothing of drawing."""

from __future__ import annotations

import atexit
import math
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from weakref import WeakSet

import numpy as np

from nlpwidgets.training._readings import number_of, read_tensors
from nlpwidgets.training.record_file import RecordError, RecordReader, RecordWriter

if TYPE_CHECKING:
    from numpy.typing import NDArray

_EVERY = 0.25
"""Seconds between two writes to the file."""
_OPEN: WeakSet[History] = WeakSet()


@atexit.register
def _close_all() -> None:
    for one in list(_OPEN):
        one.close()


@dataclass(frozen=True, eq=False)
class Series:
    """One named series.

    Attributes
    ----------
    steps : int64 (n,)
        Of each value, ascending as they were logged.
    epochs : float64 (n,)
        NaN where none was given.
    times : float64 (n,)
        Seconds since the epoch of Unix.
    values : float64 (n,)
        NaN and infinite values are kept: they are what one looks for.
    """

    name: str
    steps: NDArray[np.int64] = field(repr=False)
    epochs: NDArray[np.float64] = field(repr=False)
    times: NDArray[np.float64] = field(repr=False)
    values: NDArray[np.float64] = field(repr=False)

    def __len__(self) -> int:
        return len(self.values)


@dataclass(frozen=True)
class Event:
    """Something that happened: a learning rate changed, a checkpoint."""

    step: int
    kind: str
    time: float
    data: dict[str, Any]


class History:
    """Numbers logged while a model trains.

    Parameters
    ----------
    path : str or Path, optional
        A file that grows with the log, four times a second and at the end. What was logged a second before a process is killed
        is in it.
    append : bool
        Write on in a file that exists; its records are read first.
    meta : dict, optional
        Facts about the run, as ``{"model": "lstm", "seed": 3}``; texts, numbers and lists of them.

    Raises
    ------
    FileExistsError
        The file exists, and `append` was not said.
    RecordError
        The file is no history.
    TypeError
        `meta` holds what JSON cannot.

    Notes
    -----
    `log` only appends to a queue. Tensors on a GPU are kept, with a copy that is made there, and read when they are asked for, or
    written, many at a time: logging does not wait for the GPU. Several threads may log.

    Examples
    --------
    >>> history = History()
    >>> for k in range(3):
    ...     history.log(loss=1 / (k + 1), accuracy=0.5 + k / 10)
    >>> history["loss"].values.tolist()
    [1.0, 0.5, 0.3333333333333333]
    """

    def __init__(
        self, path: str | Path | None = None, *, append: bool = False, meta: dict[str, Any] | None = None
    ) -> None:
        self._pending: deque[tuple[int | None, float | None, float, dict[str, Any]]] = deque()
        self._lock = threading.Lock()
        self._columns: dict[str, tuple[list[int], list[float], list[float], list[float]]] = {}
        self._events: list[Event] = []
        self._step = -1
        self._reader: RecordReader | None = None
        self._writer: RecordWriter | None = None
        self._unwritten: list[dict[str, Any]] = []
        self._done = threading.Event()
        self.path = None if path is None else Path(path).expanduser().absolute()
        self.meta: dict[str, Any] = dict(meta or {})
        _check_json(self.meta, "meta")
        if self.path is None:
            return
        if append and self.path.exists():
            for record in RecordReader(self.path).read():
                self._restore(record)
        self._writer = RecordWriter(self.path, append=append)
        if meta:
            self._writer.write([{"meta": self.meta}])
        _OPEN.add(self)
        self._thread = threading.Thread(target=self._write_on, name="nlpwidgets-history", daemon=True)
        self._thread.start()

    @classmethod
    def read(cls, path: str | Path) -> History:
        """Read a file, also one that another process still writes: `refresh` takes what has come since.

        Raises
        ------
        FileNotFoundError
            There is no such file.
        RecordError
            The file is no history; a last record that is cut off is no error.
        """
        found = cls()
        found.path = Path(path).expanduser().absolute()
        found._reader = RecordReader(found.path)
        found.refresh()
        return found

    # --- to log

    def log(self, *, step: int | None = None, epoch: float | None = None, **values: Any) -> None:
        """Log numbers of one step.

        Parameters
        ----------
        step : int, optional
            By default one more than the last.
        epoch : float, optional
        **values
            Numbers, or tensors and arrays of one number.

        Raises
        ------
        TypeError, ValueError
            A value is no number, `step` no whole one, or `epoch` none.
        RuntimeError
            The history was read from a file, or is closed.
        """
        for name, value in values.items():
            if type(value) is not float:
                values[name] = number_of(name, value)
        if step is not None and type(step) is not int:
            step = _whole(step)
        if epoch is not None and type(epoch) not in (int, float):
            raise TypeError(f"epoch is a number, not {epoch!r:.60}")
        if self._reader is not None or self._done.is_set():
            raise RuntimeError("this history was read from a file, or is closed: nothing can be logged to it")
        self._pending.append((step, epoch, time.time(), values))

    def event(self, kind: str, *, step: int | None = None, **data: Any) -> None:
        """Log that something happened; `data` are texts, numbers and lists of them.

        Raises
        ------
        TypeError
            `kind` is no text, or `data` holds what JSON cannot.
        """
        if not isinstance(kind, str):
            raise TypeError(f"kind is a text, not {type(kind).__name__}")
        _check_json(data, "the data of an event")
        with self._lock:
            self._take_pending()
            happened = Event(self._step if step is None else _whole(step), kind, time.time(), data)
            self._events.append(happened)
            self._unwritten.append({"event": kind, "s": happened.step, "t": happened.time, "d": data})

    # --- to read

    @property
    def names(self) -> list[str]:
        """Names of the series, in the order of their first value."""
        with self._lock:
            self._take_pending()
            return list(self._columns)

    @property
    def events(self) -> list[Event]:
        """What happened, in order."""
        with self._lock:
            return list(self._events)

    @property
    def step(self) -> int:
        """The last step that was logged; -1 before the first."""
        with self._lock:
            self._take_pending()
            return self._step

    def __getitem__(self, name: str) -> Series:
        """Return a series.

        Raises
        ------
        KeyError
            There is none of that name; the message says which there are.
        """
        with self._lock:
            self._take_pending()
            if name not in self._columns:
                raise KeyError(f"no series {name!r}; there is {', '.join(self._columns) or 'none yet'}")
            steps, epochs, times, values = self._columns[name]
            return Series(name, np.array(steps, np.int64), np.array(epochs), np.array(times), np.array(values))

    def __contains__(self, name: object) -> bool:
        return name in self.names

    def __len__(self) -> int:
        """Return how many values there are, of all series together."""
        with self._lock:
            self._take_pending()
            return sum(len(column[3]) for column in self._columns.values())

    def __repr__(self) -> str:
        return f"History({', '.join(self.names) or 'empty'}; step {self.step})"

    def to_pandas(self) -> Any:
        """Return all values as a table: step, epoch, time, name, value."""
        import pandas as pd

        parts = [self[name] for name in self.names]
        columns = {
            key: np.concatenate([getattr(one, f"{key}s") for one in parts]) if parts else np.zeros(0)
            for key in ("step", "epoch", "time", "value")
        }
        names = np.repeat([one.name for one in parts], [len(one) for one in parts]) if parts else np.zeros(0, str)
        return pd.DataFrame({**columns, "name": names})[["step", "epoch", "time", "name", "value"]]

    # --- the file

    def refresh(self) -> int:
        """Read what has come to the file since; return how many records. Of a history that is logged to: write what there is.

        Raises
        ------
        RecordError
            The file was written anew, or is broken.
        """
        if self._reader is None:
            self.flush()
            return 0
        with self._lock:
            records = self._reader.read()
            for record in records:
                self._restore(record)
            return len(records)

    def flush(self) -> None:
        """Write what was logged so far."""
        with self._lock:
            self._take_pending()
            if self._writer is not None and self._unwritten:
                self._writer.write(self._unwritten)
                self._unwritten = []

    def close(self) -> None:
        """Write what there is and close the file; nothing can be logged from then on. It may be called twice."""
        self._done.set()
        if self._writer is None:
            return
        self._thread.join()
        self.flush()
        self._writer.close()
        self._writer = None
        _OPEN.discard(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _write_on(self) -> None:
        while not self._done.wait(_EVERY):
            self.flush()

    def _take_pending(self) -> None:
        """Move what was logged into the columns; the lock is held."""
        taken = []
        while self._pending:
            taken.append(self._pending.popleft())
        if not taken:
            return
        read_tensors([values for _, _, _, values in taken])
        for step, epoch, at, values in taken:
            self._step = self._step + 1 if step is None else step
            record: dict[str, Any] = {"s": self._step, "t": round(at, 3), "v": values}
            if epoch is not None:
                record["e"] = epoch
            self._add(self._step, math.nan if epoch is None else float(epoch), at, values)
            if self._writer is not None:
                self._unwritten.append(record)

    def _add(self, step: int, epoch: float, at: float, values: dict[str, float]) -> None:
        for name, value in values.items():
            column = self._columns.get(name)
            if column is None:
                column = self._columns[name] = ([], [], [], [])
            column[0].append(step)
            column[1].append(epoch)
            column[2].append(at)
            column[3].append(value)

    def _restore(self, record: dict[str, Any]) -> None:
        try:
            if "meta" in record:
                self.meta.update(record["meta"])
            elif "event" in record:
                self._events.append(
                    Event(int(record["s"]), str(record["event"]), float(record["t"]), dict(record["d"]))
                )
            else:
                self._step = int(record["s"])
                values = {str(name): float(value) for name, value in record["v"].items()}
                self._add(self._step, float(record.get("e", math.nan)), float(record["t"]), values)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            name = self.path.name if self.path else "the file"
            raise RecordError(f"{name} holds a record that is none: {str(record)[:80]}") from error


def _whole(step: Any) -> int:
    if isinstance(step, bool) or not isinstance(step, (int, np.integer)):
        raise TypeError(f"step is a whole number, not {step!r}")
    return int(step)


def _check_json(data: dict[str, Any], name: str) -> None:
    import json

    try:
        json.dumps(data)
    except (TypeError, ValueError) as error:
        raise TypeError(f"{name} holds what cannot be written: {error}") from error
