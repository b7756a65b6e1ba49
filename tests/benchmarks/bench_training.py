"""What logging costs a training loop, beside what others cost; microseconds per call, under the name of milliseconds per 1,000 calls."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

CALLS, ROUNDS = 50, 100
TARGET_US = 5.0


def rows() -> list[dict[str, Any]]:
    """All rows of the area: ms per 1,000 calls, which is µs per call."""
    import torch
    from tqdm import tqdm

    from nlpwidgets.training import History

    loss = torch.tensor(0.5)
    found = []
    with tempfile.TemporaryDirectory() as folder:
        with History(Path(folder) / "run.jsonl") as history:
            for name, value in (("floats", 0.5), ("a tensor on the CPU", loss)):
                ours = per_call(lambda k, value=value: history.log(loss=value, accuracy=0.25))
                found.append(row(f"log(loss=…, accuracy=…), {name}, to a file", ours, "5 µs", TARGET_US, 1.0))
        with tqdm(total=ROUNDS * CALLS, disable=False, file=(Path(folder) / "bar").open("w")) as bar:
            theirs = per_call(lambda _: (bar.set_postfix(loss=0.5, refresh=False), bar.update()))
        found.append(row("the same", ours, "tqdm with a postfix", theirs, None))
    return found


def row(case: str, ours: float, baseline: str, baseline_ms: float, target: float | None) -> dict[str, Any]:
    """One line of the table."""
    return {
        "area": "training",
        "case": f"{case}; µs per call, not ms",
        "ours_ms": ours,
        "baseline": baseline,
        "baseline_ms": baseline_ms,
        "ratio": ours / baseline_ms,
        "target": target,
    }


def per_call(call: Callable[[int], Any]) -> float:
    """Median µs of a call: some calls at once, then a while of rest, in which what was logged is written, as beside a training loop."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for k in range(CALLS):
            call(k)
        times.append(1e6 * (time.perf_counter() - start) / CALLS)
        time.sleep(0.005)
    return statistics.median(times)
