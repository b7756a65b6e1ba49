"""The log of a training: what goes in comes out, also from a file, also after a kill."""

from __future__ import annotations

import json
import math
import os
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from nlpwidgets.training import History, RecordError

if TYPE_CHECKING:
    from pathlib import Path

NUMBERS = st.one_of(
    st.floats(allow_nan=True, allow_infinity=True),
    st.integers(-(10**6), 10**6),
    st.booleans(),
    st.floats(width=32, allow_nan=False).map(np.float32),
    st.floats(width=32, allow_nan=False).map(torch.tensor),
)
ROWS = st.lists(
    st.tuples(
        st.one_of(st.none(), st.integers(0, 1000)),
        st.one_of(st.none(), st.floats(0, 10)),
        st.dictionaries(st.sampled_from(["loss", "accuracy", "häufig", "x"]), NUMBERS, max_size=3),
    ),
    max_size=20,
)


def plain(rows: Any) -> dict[str, list[tuple[int, float, float]]]:
    """What was logged, by name, without a History."""
    found: dict[str, list[tuple[int, float, float]]] = {}
    last = -1
    for step, epoch, values in rows:
        last = last + 1 if step is None else step
        for name, value in values.items():
            found.setdefault(name, []).append((last, math.nan if epoch is None else epoch, float(value)))
    return found


def same(history: History, rows: Any) -> None:
    wanted = plain(rows)
    assert history.names == list(wanted)
    for name, triples in wanted.items():
        series = history[name]
        assert series.steps.tolist() == [step for step, _, _ in triples]
        np.testing.assert_array_equal(series.epochs, [epoch for _, epoch, _ in triples])
        np.testing.assert_array_equal(series.values, [value for _, _, value in triples])
        assert len(series) == len(triples)
    assert len(history) == sum(map(len, wanted.values()))


@given(ROWS)
def test_what_was_logged_is_there(rows: Any) -> None:
    history = History()
    for step, epoch, values in rows:
        history.log(step=step, epoch=epoch, **values)
    same(history, rows)


@given(ROWS)
def test_it_comes_back_from_a_file(tmp_path_factory: pytest.TempPathFactory, rows: Any) -> None:
    path = tmp_path_factory.mktemp("runs") / "run.jsonl"
    with History(path, meta={"model": "lstm"}) as history:
        for step, epoch, values in rows:
            history.log(step=step, epoch=epoch, **values)
    again = History.read(path)
    same(again, rows)
    assert again.meta == {"model": "lstm"}


def test_events_keep_their_place() -> None:
    history = History()
    history.log(loss=1.0)
    history.event("learning rate", value=0.1)
    history.log(step=7, loss=0.5)
    history.event("checkpoint")
    assert [(one.step, one.kind, one.data) for one in history.events] == [
        (0, "learning rate", {"value": 0.1}),
        (7, "checkpoint", {}),
    ]
    assert history.step == 7


@pytest.mark.parametrize("cut", range(1, 30, 4))
def test_a_torn_last_record_is_skipped_and_cut_off(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "run.jsonl"
    with History(path) as history:
        for k in range(5):
            history.log(loss=float(k))
    whole = path.read_bytes()
    path.write_bytes(whole[:-cut])
    again = History.read(path)
    assert again["loss"].values.tolist() == [0, 1, 2, 3]
    with History(path, append=True) as on:
        assert on["loss"].values.tolist() == [0, 1, 2, 3]
        on.log(loss=9)
    assert History.read(path)["loss"].values.tolist() == [0, 1, 2, 3, 9]
    assert History.read(path)["loss"].steps.tolist() == [0, 1, 2, 3, 4]


def test_a_growing_file_is_followed(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    history = History(path)
    history.log(loss=1.0)
    history.flush()
    other = History.read(path)
    assert other["loss"].values.tolist() == [1.0]
    history.log(loss=0.5)
    history.event("paused")
    history.flush()
    with path.open("ab") as file:  # half of a record is on its way
        file.write(b'{"s":2,"t":1.0,')
    assert other.refresh() == 2
    with path.open("ab") as file:
        file.write(b'"v":{"loss":0.25}}\n')
    assert other.refresh() == 1
    assert other["loss"].values.tolist() == [1.0, 0.5, 0.25]
    assert [one.kind for one in other.events] == ["paused"]
    assert other.refresh() == 0
    history.close()


def test_a_killed_process_loses_at_most_a_second(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    script = (
        "import sys, time\n"
        "from nlpwidgets.training import History\n"
        f"history = History({str(path)!r})\n"
        "for k in range(100_000):\n"
        "    history.log(loss=k, at=time.time())\n"
        "    if k == 200: print('going', flush=True)\n"
        "    time.sleep(0.002)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(1.5)
    killed = time.time()
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    found = History.read(path)
    assert killed - found["at"].values[-1] < 1.0
    np.testing.assert_array_equal(found["loss"].values, np.arange(len(found["loss"])))


def test_threads_may_log_at_once(tmp_path: Path) -> None:
    with History(tmp_path / "run.jsonl") as history:

        def work(name: str) -> None:
            for k in range(500):
                history.log(step=k, **{name: k})

        threads = [threading.Thread(target=work, args=(f"s{k}",)) for k in range(4)]
        for one in threads:
            one.start()
        while any(one.is_alive() for one in threads):
            for name in history.names:
                values = history[name].values
                np.testing.assert_array_equal(values, np.arange(len(values)))
    again = History.read(tmp_path / "run.jsonl")
    for k in range(4):
        np.testing.assert_array_equal(again[f"s{k}"].values, np.arange(500))


def test_tensors_are_taken_as_they_are_now() -> None:
    history = History()
    running = torch.zeros((), requires_grad=True)
    with torch.no_grad():
        for _ in range(3):
            running += 1
            history.log(total=running, half=running.to(torch.float16), whole=torch.tensor([3]), array=np.array([[2.5]]))
    assert history["total"].values.tolist() == [1, 2, 3]
    assert history["whole"].values.tolist() == [3, 3, 3]
    assert history["array"].values.tolist() == [2.5] * 3


def test_a_gpu_is_not_waited_for() -> None:
    if not torch.cuda.is_available():
        pytest.skip("needs a GPU")
    history = History()
    running = torch.zeros((), device="cuda")
    for _ in range(3):
        running += 1
        history.log(total=running)
    assert history["total"].values.tolist() == [1, 2, 3]


def test_a_table_of_everything() -> None:
    history = History()
    history.log(loss=1.0, epoch=0)
    history.log(loss=0.5, accuracy=0.75, epoch=1)
    table = history.to_pandas()
    assert table[["step", "epoch", "name", "value"]].to_numpy().tolist() == [
        [0, 0.0, "loss", 1.0],
        [1, 1.0, "loss", 0.5],
        [1, 1.0, "accuracy", 0.75],
    ]
    assert len(History().to_pandas()) == 0


@pytest.mark.parametrize(
    ("values", "error", "words"),
    [
        ({"loss": "low"}, TypeError, "loss is a number"),
        ({"loss": None}, TypeError, "loss is a number"),
        ({"loss": [1.0]}, TypeError, "loss is a number"),
        ({"loss": torch.zeros(2)}, ValueError, "loss has 2 numbers"),
        ({"loss": np.zeros((2, 3))}, ValueError, "loss has 6 numbers"),
        ({"loss": torch.tensor(1j)}, TypeError, "complex"),
        ({"loss": 1.0, "step": 1.5}, TypeError, "step"),
        ({"loss": 1.0, "step": True}, TypeError, "step"),
        ({"loss": 1.0, "epoch": "last"}, TypeError, "epoch"),
    ],
)
def test_what_is_no_number_is_refused_at_the_call(values: dict[str, Any], error: type[Exception], words: str) -> None:
    history = History()
    history.log(loss=1.0)
    with pytest.raises(error, match=words):
        history.log(**values)
    assert len(history) == 1


def test_files_that_are_none(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    with pytest.raises(FileNotFoundError):
        History.read(path)
    path.write_text("loss,accuracy\n1,2\n")
    with pytest.raises(RecordError, match="line 1"):
        History.read(path)
    path.write_text('{"format": "another"}\n')
    with pytest.raises(RecordError, match="no history"):
        History.read(path)
    with pytest.raises(FileExistsError, match="append=True"):
        History(path)
    with pytest.raises(RecordError, match="no history"):
        History(path, append=True)
    assert path.read_text() == '{"format": "another"}\n'
    path.unlink()
    History(path).close()
    first = path.read_text()
    for broken in (
        "{",
        "[1]",
        json.dumps({"s": "x", "t": 0, "v": {}}),
        json.dumps({"v": {"loss": "x"}, "s": 0, "t": 0}),
    ):
        path.write_text(f"{first}{broken}\n")
        with pytest.raises(RecordError):
            History.read(path)


def test_a_closed_history_and_one_that_was_read_take_nothing(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    history = History(path)
    history.log(loss=1.0)
    history.close()
    history.close()
    for one in (history, History.read(path)):
        with pytest.raises(RuntimeError, match="read from a file, or is closed"):
            one.log(loss=2.0)
        assert one["loss"].values.tolist() == [1.0]


def test_unknown_names_and_wrong_events() -> None:
    history = History()
    with pytest.raises(KeyError, match="none yet"):
        history["loss"]
    history.log(loss=1.0)
    with pytest.raises(KeyError, match="there is loss"):
        history["accuracy"]
    assert "loss" in history
    with pytest.raises(TypeError, match="cannot be written"):
        history.event("x", value=object())
    with pytest.raises(TypeError, match="kind"):
        history.event(3)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="cannot be written"):
        History(meta={"x": object()})
    assert history.events == []


def test_a_file_that_is_written_anew_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    with History(path) as history:
        history.log(loss=1.0)
    other = History.read(path)
    path.write_text("")
    with pytest.raises(RecordError, match="shorter"):
        other.refresh()
