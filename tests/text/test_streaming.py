"""Many texts: in order, a few at a time, and nothing left behind."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import threading
import time
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from nlpwidgets.text import Pipeline, StepError
from tests.text import functions

if TYPE_CHECKING:
    from collections.abc import Iterator

PIPE = Pipeline(["strip_html", "lowercase", functions.hide_numbers])
WORKERS = pytest.mark.parametrize("workers", [1, 2])


def numbered(n: int) -> list[str]:
    return [f"<p>Text {i} " + "Word " * (i % 7) for i in range(n)]


@WORKERS
def test_results_are_those_of_the_pipeline_in_order(workers: int) -> None:
    texts = [f"<p>{'A' * i}</p>" for i in range(50)] + ["\ud800 \x00", "", "👩‍👩‍👧"]
    assert list(PIPE.map(texts, workers=workers, batch_size=7)) == [PIPE(text) for text in texts]
    assert list(PIPE.map([], workers=workers)) == []


@WORKERS
def test_a_generator_is_never_read_far_ahead(workers: int) -> None:
    read = 0

    def texts() -> Iterator[str]:
        nonlocal read
        for number in count():
            read = number + 1
            yield str(number)

    results = PIPE.map(texts(), workers=workers, batch_size=5)
    for done in range(1, 101):
        next(results)
        assert read <= done + (workers * 2 + 1) * 5
    results.close()  # type: ignore[attr-defined]
    assert not multiprocessing.active_children()


@WORKERS
def test_a_cancelled_map_ends(workers: int) -> None:
    cancel = threading.Event()
    results = PIPE.map((str(i) for i in count()), workers=workers, batch_size=2, cancel=cancel)
    assert next(results) == "#"
    cancel.set()
    assert len(list(results)) == 0
    assert not multiprocessing.active_children()


def test_cancelling_does_not_wait_for_a_slow_batch() -> None:
    cancel = threading.Event()
    results = Pipeline([functions.slow]).map(["a"] * 10_000, workers=2, batch_size=1000, cancel=cancel)
    threading.Timer(1, cancel.set).start()
    start = time.monotonic()
    assert list(results) == []
    assert time.monotonic() - start < 60  # a batch alone takes 200 s
    assert not multiprocessing.active_children()


@WORKERS
def test_what_is_no_text_is_named_after_the_results_before_it(workers: int) -> None:
    results = PIPE.map(["a", "b", "c", None, "d"], workers=workers, batch_size=2)  # type: ignore[list-item]
    assert [next(results) for _ in range(3)] == ["a", "b", "c"]
    with pytest.raises(TypeError, match=r"texts\[3\] must be a str, not NoneType; leave missing texts out"):
        next(results)
    assert not multiprocessing.active_children()


@WORKERS
def test_errors_of_functions_name_step_and_position(workers: int) -> None:
    results = Pipeline(["lowercase", functions.fail_on_bad]).map(["a", "b", "BAD", "c"], workers=workers, batch_size=2)
    assert [next(results) for _ in range(2)] == ["a", "b"]
    with pytest.raises(StepError, match=r"texts\[2\]: step 1, fail_on_bad, raised ValueError: no good"):
        next(results)
    with pytest.raises(TypeError, match=r"texts\[0\]: step 0, nothing, returned None"):
        list(Pipeline([functions.nothing]).map(["a"], workers=workers))  # type: ignore[list-item]


@WORKERS
def test_an_error_of_the_generator_comes_through(workers: int) -> None:
    def texts() -> Iterator[str]:
        yield "A"
        raise OSError("the disk is gone")

    results = PIPE.map(texts(), workers=workers, batch_size=1)
    assert next(results) == "a"
    with pytest.raises(OSError, match="the disk is gone"):
        next(results)


def test_wrong_arguments_are_refused_at_the_call() -> None:
    with pytest.raises(TypeError, match="one text"):
        PIPE.map("abc")
    with pytest.raises(TypeError, match="not int"):
        PIPE.map(3)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"table of shape \(1, 2\); pass one column"):
        PIPE.map(np.array([["a", "b"]]))
    with pytest.raises(TypeError, match=r"a dict, .*pass texts.values\(\)"):
        PIPE.map({"a": "b"})
    with pytest.raises(TypeError, match=r"cancel must be a threading.Event, not True"):
        PIPE.map([], cancel=True)  # type: ignore[arg-type]
    assert list(PIPE.map(["A"], workers=np.int64(1), batch_size=np.int32(2), progress=False)) == ["a"]  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="workers must be 1 or more, not 0"):
        PIPE.map([], workers=0)
    with pytest.raises(TypeError, match=r"batch_size must be a whole number, not 2.5"):
        PIPE.map([], batch_size=2.5)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"step 0, <lambda>, cannot be sent to other processes.*workers=1"):
        Pipeline([lambda text: text]).map([], workers=2)


def test_large_texts_both_ways_do_not_block() -> None:
    texts = ["Ab " * 700_000] * 6
    assert [len(text) for text in PIPE.map(texts, workers=2)] == [2_100_000] * 6


def test_a_process_that_dies_is_said() -> None:
    results = Pipeline([functions.die]).map(["a"], workers=2)
    with pytest.raises(RuntimeError, match=r"ended by itself \(exit code 3\)"):
        list(results)


def test_progress_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(PIPE.map(["A"] * 3)) == ["a"] * 3
    assert "3/3" in capsys.readouterr().err
    assert list(PIPE.map(iter("AB"), workers=2)) == ["a", "b"]
    assert "2 texts" in capsys.readouterr().err
    assert list(PIPE.map(["A"] * 3, progress=False)) == ["a"] * 3
    assert capsys.readouterr().err == ""


SCRIPT = """
import os, sys
from nlpwidgets.text import Pipeline

def mine(text):
    return text + "!"

if __name__ == "__main__":
    import itertools
    results = Pipeline(["lowercase", mine]).map(map(str, itertools.count()), workers=2, batch_size=10)
    try:
        print(next(results), flush=True)
        for _ in results:
            pass
    except KeyboardInterrupt:
        import multiprocessing
        del results
        print("stopped", len(multiprocessing.active_children()), flush=True)
"""


def gone(group: int) -> bool:
    """Whether a process group has no process any more, or soon has none."""
    for _ in range(100):
        listed = subprocess.run(["ps", "-A", "-o", "pgid=,stat="], capture_output=True, text=True, check=True).stdout
        # the dead ones that nobody has asked for are Z
        states = [state for pgid, state in map(str.split, listed.splitlines()) if int(pgid) == group]
        if all(state.startswith("Z") for state in states):
            return True
        time.sleep(0.1)
    return False


def test_an_interrupt_leaves_no_process(tmp_path: Path) -> None:
    import signal

    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    root = str(Path(__file__).parents[2])
    running = subprocess.Popen(
        [sys.executable, str(script)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": root},
        start_new_session=True,
    )
    assert running.stdout
    assert running.stdout.readline() == "0!\n"
    os.killpg(running.pid, signal.SIGINT)  # as Ctrl+C in a terminal: every process of the group gets it
    assert running.stdout.readline() == "stopped 0\n"
    assert running.wait(20) == 0
    assert gone(running.pid)
