"""Many texts through a pipeline, in this process or in several, in constant memory."""

from __future__ import annotations

import multiprocessing
import pickle
import queue
import signal
import sys
import threading
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from itertools import count
from numbers import Integral
from typing import TYPE_CHECKING, Any

from nlpwidgets.text.resolving import StepError, check_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from multiprocessing.connection import Connection

    from nlpwidgets.text.pipeline import Pipeline

MOST_CHARACTERS = 1_000_000  # in a batch
AHEAD = 2  # batches per process
PATIENCE = 0.1  # seconds between two looks at `cancel`


def stream(
    pipeline: Pipeline,
    texts: Iterable[Any],
    *,
    workers: int,
    batch_size: int,
    progress: bool,
    cancel: threading.Event | None,
) -> Iterator[str]:
    """Return an iterator over the texts after the pipeline; see `Pipeline.map`."""
    if isinstance(texts, str | bytes):
        raise TypeError("texts is one text; call the pipeline with it, or write [text]")
    if getattr(texts, "ndim", 1) > 1:
        raise TypeError(f"texts is a table of shape {texts.shape}; pass one column, texts[name]")  # type: ignore[attr-defined]
    if isinstance(texts, Mapping):
        raise TypeError("texts is a dict, which map() would see the keys of; pass texts.values()")
    try:
        incoming = iter(texts)
    except TypeError:
        raise TypeError(f"texts must be a list or a generator of str, not {type(texts).__name__}") from None
    for name, value in (("workers", workers), ("batch_size", batch_size)):
        if not isinstance(value, Integral) or isinstance(value, bool):
            raise TypeError(f"{name} must be a whole number, not {value!r}")
        if value < 1:
            raise ValueError(f"{name} must be 1 or more, not {value}")
    if cancel is not None and not hasattr(cancel, "is_set"):
        raise TypeError(f"cancel must be a threading.Event, not {cancel!r:.60}")
    stop = cancel or threading.Event()
    if workers == 1:
        results = _here(pipeline, incoming, stop)
    else:
        results = _there(packed(pipeline), incoming, workers, batch_size, stop)
    return _shown(results, texts) if progress else results


def _shown(results: Iterator[str], texts: Any) -> Iterator[str]:
    from tqdm.auto import tqdm

    total = len(texts) if hasattr(texts, "__len__") else None
    try:
        with tqdm(total=total, unit=" texts") as bar:
            for result in results:
                yield result
                bar.update()
    finally:
        results.close()  # type: ignore[attr-defined]


def _here(pipeline: Pipeline, incoming: Iterator[Any], stop: threading.Event) -> Iterator[str]:
    for position, text in enumerate(incoming):
        if stop.is_set():
            return
        yield _placed(pipeline, text, position)
        if stop.is_set():
            return


def _placed(pipeline: Pipeline, text: Any, position: int) -> str:
    """Process a text; errors say which it was."""
    where = f"texts[{position}]"
    plain = check_text(text, where)
    try:
        return pipeline._process(plain)  # noqa: SLF001
    except StepError as error:
        raise StepError(f"{where}: {error}") from error.__cause__
    except TypeError as error:
        raise TypeError(f"{where}: {error}") from error


def packed(pipeline: Pipeline) -> bytes:
    """Return the pipeline as bytes, for other processes.

    Raises
    ------
    TypeError
        A step's function cannot be sent to other processes.
    """
    for index, step in enumerate(pipeline.steps):
        try:
            pickle.dumps(step.spec)
        except Exception as error:
            raise TypeError(
                f"step {index}, {step.name}, cannot be sent to other processes ({error}); "
                "use a function defined with def at the top of a module, or workers=1"
            ) from error
    return pickle.dumps(pipeline)


class _Process:
    """A process that takes batches and gives them back processed, in order."""

    def __init__(self, pipeline: bytes) -> None:
        context = multiprocessing.get_context("spawn")  # forking a process with threads is not safe
        self.link, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs, pipeline), daemon=True)
        self.process.start()
        theirs.close()
        # a thread sends, so that this side is always ready to receive: else both might wait for the other to read.
        # There, a thread would have to wait for its turn beside the work.
        self.outbox: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self.sender = threading.Thread(target=self._send, daemon=True)
        self.sender.start()

    def send(self, first: int, batch: list[str]) -> None:
        """Have a batch processed."""
        self.outbox.put((first, batch))

    def _send(self) -> None:
        with suppress(OSError):  # the process is gone, as `take` will say
            while (work := self.outbox.get()) is not None:
                self.link.send(work)

    def take(self, stop: threading.Event) -> tuple[list[str], Exception | None] | None:
        """Return the next batch and the error that ended it; None when stopped."""
        try:
            while not self.link.poll(PATIENCE):
                if stop.is_set():
                    return None
            return self.link.recv()  # type: ignore[no-any-return]
        except (EOFError, OSError) as error:
            raise self._gone() from error

    def _gone(self) -> RuntimeError:
        self.process.join(1)
        return RuntimeError(
            f"a process of map() ended by itself (exit code {self.process.exitcode}): memory may have run out, or the script "
            "that calls map() needs the line `if __name__ == '__main__':` before it does; workers=1 needs no processes"
        )

    def end(self) -> None:
        """End the process at once."""
        self.outbox.put(None)
        self.process.terminate()

    def wait(self) -> None:
        """Wait until the process is gone."""
        self.process.join(5)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.process.close()
        self.sender.join()
        self.link.close()


def _there(
    pipeline: bytes, incoming: Iterator[Any], workers: int, batch_size: int, stop: threading.Event
) -> Iterator[str]:
    processes: list[_Process] = []
    waiting: deque[_Process] = deque()
    batches = _batches(incoming, batch_size)
    failed: Exception | None = None
    try:
        for number in count():
            # an error of the texts comes after the results of the texts before it
            try:
                following = None if failed else next(batches, None)
            except Exception as error:  # noqa: BLE001
                failed, following = error, None
            if following is not None:
                if len(processes) < workers:
                    processes.append(_Process(pipeline))
                process = processes[number % workers]
                process.send(*following)
                waiting.append(process)
            while waiting and (following is None or len(waiting) >= AHEAD * workers):
                answer = waiting.popleft().take(stop)
                if answer is None or stop.is_set():
                    return
                for result in answer[0]:
                    yield result
                    if stop.is_set():
                        return
                if answer[1]:
                    raise answer[1]
            if following is None:
                break
        if failed:
            raise failed
    finally:
        for process in processes:
            process.end()
        for process in processes:
            process.wait()


def _batches(incoming: Iterator[Any], batch_size: int) -> Iterator[tuple[int, list[Any]]]:
    """Yield the position of the first text, and texts; what is no text ends the batch it is in and raises after it."""
    batch: list[str] = []
    first, size = 0, 0
    for position, text in enumerate(incoming):
        try:
            plain = check_text(text, f"texts[{position}]")
        except TypeError:
            if batch:
                yield first, batch
            raise
        batch.append(plain)
        size += len(plain)
        if len(batch) >= batch_size or size >= MOST_CHARACTERS:
            yield first, batch
            first, batch, size = position + 1, [], 0
    if batch:
        yield first, batch


def serve(link: Connection, packed_pipeline: bytes) -> None:
    """Work in a process of its own: answer each batch with its results, and with the error that ended it, if any."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that waits, which ends this one
    # a batch is received in many reads; each would wait 5 ms for the thread that works, longer than the work takes
    sys.setswitchinterval(1e-4)
    try:
        pipeline: Pipeline = pickle.loads(packed_pipeline)  # noqa: S301
    except Exception as error:  # noqa: BLE001
        link.send(
            (
                [],
                TypeError(
                    f"a step's function is not there in other processes ({error}); put it in a module, or use workers=1"
                ),
            )
        )
        return
    with suppress(EOFError, OSError):  # the other side is gone
        while True:
            link.send(_answer(pipeline, *link.recv()))


def _answer(pipeline: Pipeline, first: int, batch: list[str]) -> tuple[list[str], Exception | None]:
    results: list[str] = []
    for position, text in enumerate(batch, first):
        try:
            results.append(_placed(pipeline, text, position))
        except Exception as error:  # noqa: BLE001
            return results, type(error)(*error.args) if isinstance(error, StepError | TypeError) else RuntimeError(
                f"texts[{position}]: {error!r}"
            )
    return results, None
