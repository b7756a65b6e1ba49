"""GloVe: counting, shuffling and training beside the reference program.

`GLOVE_C` names the folder of its built programs (``vocab_count``, ``cooccur``, ``shuffle``, ``glove``); without it, ours stand
alone. The text is the first 1,500,000 words of the Wikipedia sample in ``$NLPWIDGETS_DATA``; without it, made-up words as frequent as by Zipf's
law. Window 15, symmetric, 5 times or more; 100 dimensions; 512 MB for either.

Every run is a process of its own. Ours leaves out importing and compiling; reading the text file is in, on both sides. One thread
is timed by the processor's seconds, two by the clock; best of three. Beside the names stands the most memory that a process took; ours
has some 160 MB of Python, NumPy and numba in it.
"""

from __future__ import annotations

import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TOKENS = 1_500_000
MEMORY = 512 << 20
SIZE = 100
REPEATS = 3
TARGET = 0.5


@dataclass(frozen=True)
class Cost:
    """Seconds of the processor and by the clock, and megabytes."""

    processor: float
    clock: float
    memory: float

    def best(self, other: Cost) -> Cost:
        """The shorter times and the larger memory of two runs."""
        times = min(self.processor, other.processor), min(self.clock, other.clock)
        return Cost(*times, max(self.memory, other.memory))


def write_text(path: Path) -> None:
    """Lines of words in lower case."""
    folder = os.environ.get("NLPWIDGETS_DATA")
    wiki = Path(folder or "") / "wiki" / "enwiki2018_sample.parquet"
    written = 0
    with path.open("w", encoding="utf-8") as file:
        if folder and wiki.is_file():
            import pyarrow.parquet as pq

            for batch in pq.ParquetFile(wiki).iter_batches(200, columns=["text"]):
                for text in batch.column(0).to_pylist():
                    words = re.findall("[a-z]+", text.lower())
                    written += file.write(" ".join(words) + "\n") and len(words)
                if written >= TOKENS:
                    return
        else:
            import numpy as np

            rng = np.random.default_rng(0)
            for _ in range(TOKENS // 1000):
                file.write(" ".join(f"w{number}" for number in rng.zipf(1.2, 1000) % 60_000) + "\n")


def ours(*arguments: Any) -> tuple[dict[str, Any], Cost]:
    """Run a stage of ours in a process of its own."""
    command = [sys.executable, "-m", "tests.benchmarks.bench_glove", *map(str, arguments)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found = json.loads(done.stdout)
    return found, Cost(found["processor"], found["clock"], found["memory"])


def reference(name: str, *arguments: Any, source: Path | None = None, target: Path | None = None) -> Cost:
    """Run a program of the reference."""
    command = [str(Path(os.environ["GLOVE_C"]) / name), *map(str, arguments), "-verbose", "0"]
    with Path(source or os.devnull).open("rb") as from_, Path(target or os.devnull).open("wb") as to:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdin=from_, stdout=to, stderr=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        clock = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{name} ended with {process.returncode}")
    return Cost(used.ru_utime + used.ru_stime, clock, used.ru_maxrss / 1024)


def rows() -> list[dict[str, Any]]:
    """Milliseconds for a million words or cells."""
    there = bool(os.environ.get("GLOVE_C"))
    if not there:
        print("  GLOVE_C names no folder with the reference program: ours alone", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory() as folder:
        return _rows(Path(folder), there)


def _rows(folder: Path, there: bool) -> list[dict[str, Any]]:
    text, table = folder / "text", folder / "table"
    write_text(text)
    found: list[dict[str, Any]] = []

    def row(case: str, unit: float, mine: Cost, theirs: Cost | None, threads: int) -> None:
        clock = "processor" if threads == 1 else "clock"
        made = {"area": "glove", "case": f"{case} ({mine.memory:.0f} MB)", "ours_ms": 1e3 * getattr(mine, clock) / unit}
        if theirs is not None:
            made |= {"baseline": f"reference ({theirs.memory:.0f} MB)", "target": TARGET}
            made["baseline_ms"] = 1e3 * getattr(theirs, clock) / unit
        found.append(made)

    for threads in (1, 2):
        mine = theirs = None
        for repeat in range(REPEATS):
            sizes, cost = ours("count", text, folder / f"table{threads}{repeat}", threads)
            mine = cost.best(mine or cost)
            if there and threads == 1:
                counted = reference("vocab_count", "-min-count", 5, source=text, target=folder / "vocab")
                options = ("-vocab-file", folder / "vocab", "-window-size", 15, "-memory", MEMORY / 1e9)
                options = (*options, "-overflow-file", folder / "overflow")
                cooccur = reference("cooccur", *options, source=text, target=folder / "cells")
                both = Cost(
                    counted.processor + cooccur.processor,
                    counted.clock + cooccur.clock,
                    max(counted.memory, cooccur.memory),
                )
                theirs = both.best(theirs or both)
        assert mine is not None
        row(
            f"count a million words, {threads} thread{'s' * (threads > 1)}",
            sizes["tokens"] / 1e6,
            mine,
            theirs,
            threads,
        )
    (folder / "table10").rename(table)
    cells = sizes["cells"] / 1e6
    if there:
        options = ("-memory", MEMORY / 1e9, "-temp-file", folder / "temporary")
        shuffled = reference("shuffle", *options, source=folder / "cells", target=folder / "shuffled")
        if (folder / "cells").stat().st_size != 16 * sizes["cells"]:
            raise RuntimeError("the two tables are of different size")
    for threads in (1, 2):
        mine = theirs = None
        for _ in range(REPEATS):
            details, cost = ours("train", table, threads)
            mine = cost.best(mine or cost)
            if there:
                options = ("-input-file", folder / "shuffled", "-vocab-file", folder / "vocab", "-vector-size", SIZE)
                options = (*options, "-save-file", folder / "vectors", "-binary", 1, "-threads", threads)
                # what is not training drops out of the difference
                one, two = (reference("glove", *options, "-iter", epochs) for epochs in (1, 2))
                cost = Cost(two.processor - one.processor, two.clock - one.clock, two.memory)
                theirs = cost.best(theirs or cost)
        assert mine is not None
        if threads == 1:
            shuffling = Cost(details["shuffling"], details["shuffling"], mine.memory)
            row("shuffle a million cells", cells, shuffling, shuffled if there else None, 1)
        row(f"train on a million cells, {threads} thread{'s' * (threads > 1)}", cells, mine, theirs, threads)
    return found


def _count(text: str, directory: str, threads: str) -> dict[str, Any]:
    from nlpwidgets.embeddings.cooccurrence import count_cooccurrences

    count_cooccurrences([["compile", "it"]], min_count=1)
    start = time.process_time(), time.perf_counter()
    with Path(text).open(encoding="utf-8") as file:
        table = count_cooccurrences(
            (line.split() for line in file), memory=MEMORY, threads=int(threads), directory=directory
        )
    times = {"processor": time.process_time() - start[0], "clock": time.perf_counter() - start[1]}
    return times | {"tokens": table.tokens, "cells": len(table)}


def _train(directory: str, threads: str) -> dict[str, Any]:
    from nlpwidgets.embeddings.cooccurrence import Cooccurrences, count_cooccurrences
    from nlpwidgets.embeddings.glove import GloVe

    GloVe(count_cooccurrences([["compile", "it"]], min_count=1)).train(1)
    model = GloVe(Cooccurrences.load(directory), size=SIZE, threads=int(threads), memory=MEMORY)
    start = time.process_time()
    model._shuffled(None, _control())
    shuffling = time.process_time() - start
    model.train(1)
    start = time.process_time(), time.perf_counter()
    model.train(2)
    times = {"processor": (time.process_time() - start[0]) / 2, "clock": (time.perf_counter() - start[1]) / 2}
    return times | {"shuffling": shuffling}


def _control() -> Any:
    from nlpwidgets.embeddings._control import Control

    return Control()


if __name__ == "__main__":
    stage, *given = sys.argv[1:]
    result = {"count": _count, "train": _train}[stage](*given)
    result["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(result))
