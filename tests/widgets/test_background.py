"""Work in the background: one piece at a time, ended on request, its errors told."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

from nlpwidgets.widgets._background import Background

if TYPE_CHECKING:
    from pathlib import Path


def patient(started: threading.Event, ended: queue.Queue[str], name: str) -> Any:
    """Work that goes on until it is cancelled."""

    def work(cancel: threading.Event) -> None:
        started.set()
        if cancel.wait(20):
            ended.put(name)

    return work


def test_work_runs_to_its_end() -> None:
    done: list[int] = []
    background = Background(failed=lambda error: done.append(-1))
    background.start(lambda _cancel: done.append(1), name="one")
    assert background.join(20)
    assert done == [1]
    assert not background.running


def test_cancelled_work_is_told_and_no_longer_counts_as_running() -> None:
    started = threading.Event()
    ended: queue.Queue[str] = queue.Queue()
    background = Background(failed=lambda error: None)
    background.start(patient(started, ended, "first"), name="first")
    assert started.wait(20)
    assert background.running
    background.cancel()
    assert not background.running
    assert background.join(20)
    assert ended.get(timeout=20) == "first"


def test_new_work_ends_the_work_before() -> None:
    started = threading.Event()
    ended: queue.Queue[str] = queue.Queue()
    background = Background(failed=lambda error: None)
    background.start(patient(started, ended, "first"), name="first")
    assert started.wait(20)
    again = threading.Event()
    background.start(patient(again, ended, "second"), name="second")
    assert again.wait(20)
    background.cancel()
    assert background.join(20)
    assert {ended.get(timeout=20), ended.get(timeout=20)} == {"first", "second"}


def test_an_error_is_told_but_not_one_of_cancelled_work() -> None:
    said: list[str] = []
    background = Background(failed=lambda error: said.append(str(error)))

    def fails(_cancel: threading.Event) -> None:
        raise ValueError("no documents")

    def fails_late(cancel: threading.Event) -> None:
        cancel.wait(20)
        raise ValueError("after the end")

    background.start(fails, name="fails")
    assert background.join(20)
    background.start(fails_late, name="fails late")
    background.cancel()
    assert background.join(20)
    assert said == ["no documents"]


def test_nothing_to_wait_for() -> None:
    background = Background(failed=lambda error: None)
    background.cancel()
    assert background.join()
    assert not background.running


def test_work_ends_before_python_does(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import sys\n"
        "from nlpwidgets.widgets._background import Background\n"
        "def work(cancel):\n"
        "    cancel.wait()\n"
        "    print('ended', flush=True)\n"
        "background = Background(print)\n"
        "background.start(work, name='test')\n"
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.returncode) == ("ended\n", 0), done.stderr
