"""Runs the benchmarks: every ``bench_<area>.py`` beside this file has a function ``rows()``.

A row is a dict: ``area``, ``case``, ``ours_ms``, and where there is something to compare with ``baseline`` (its name),
``baseline_ms``, ``ratio`` (ours / baseline) and ``target`` (the ratio aimed at). Nothing is asserted.

Run it as ``python -m tests.benchmarks [area or file ...] [--markdown]``.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.metadata
import json
import os
import platform
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
RESULTS = HERE / "results.json"
COLUMNS = ("area", "case", "ours_ms", "baseline", "baseline_ms", "ratio", "target")
HEADINGS = ("area", "case", "ours, ms", "compared with", "its time, ms", "ratio", "target")
NUMBERS = {"ours_ms", "baseline_ms", "ratio", "target"}

Row = dict[str, Any]


def areas(wanted: list[str]) -> list[str]:
    """Names of the areas to run; `wanted` holds areas or paths, nothing means all.

    Raises
    ------
    SystemExit
        No such area.
    """
    known = sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))
    chosen = [Path(name).stem.removeprefix("bench_") for name in wanted]
    for name in chosen:
        if name not in known:
            raise SystemExit(f"no benchmark {name!r}; there are {', '.join(known) or 'none'}")
    return chosen or known


def machine() -> dict[str, Any]:
    """The facts without which a time says nothing."""
    found: dict[str, Any] = {"cores": os.cpu_count(), "machine": platform.machine(), "system": platform.system()}
    found["python"] = platform.python_version()
    for package in ("nlpwidgets", "torch", "numpy"):
        try:
            found[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            found[package] = None
    torch = sys.modules.get("torch")
    found["torch_threads"] = torch.get_num_threads() if torch else None
    return found


def checked(rows: list[Row], area: str) -> list[Row]:
    """The rows of one file, with the ratio filled in.

    Raises
    ------
    ValueError
        A row lacks its names or its time, or holds a key that is not a column.
    """
    for row in rows:
        if not {"area", "case", "ours_ms"} <= row.keys() <= set(COLUMNS):
            raise ValueError(f"bench_{area}.py gave a row with the keys {sorted(row)}; see {Path(__file__).name}")
        if row.get("baseline_ms") and row.get("ratio") is None:
            row["ratio"] = row["ours_ms"] / row["baseline_ms"]
    return rows


def cell(row: Row, column: str) -> str:
    """One value as text; times with three significant digits."""
    found = row.get(column)
    if found is None:
        return ""
    if column not in NUMBERS:
        return str(found)
    if column in {"ratio", "target"}:
        return f"{found:.2f}"
    return f"{found:.{2 if found < 10 else 1 if found < 100 else 0}f}"


def table(rows: list[Row], *, markdown: bool = False) -> str:
    """All rows, numbers to the right; a ratio above its target is marked."""
    body = [[cell(row, column) for column in COLUMNS] for row in rows]
    for row, line in zip(rows, body, strict=True):
        if row.get("target") is not None and row.get("ratio") is not None and row["ratio"] > row["target"]:
            line[-1] += " (missed)"
    lines = [list(HEADINGS), *body]
    widths = [max(len(line[index]) for line in lines) for index in range(len(COLUMNS))]
    right = [column in NUMBERS for column in COLUMNS]

    def join(line: list[str]) -> str:
        padded = [
            text.rjust(width) if to_right else text.ljust(width)
            for text, width, to_right in zip(line, widths, right, strict=True)
        ]
        return f"| {' | '.join(padded)} |" if markdown else "  ".join(padded).rstrip()

    rule = [
        ("-" * (width - 1) + ":") if to_right else "-" * width for width, to_right in zip(widths, right, strict=True)
    ]
    under = f"| {' | '.join(rule)} |" if markdown else "  ".join("-" * width for width in widths)
    return "\n".join([join(lines[0]), under, *(join(line) for line in body)])


def main(arguments: list[str] | None = None) -> int:
    """Run, print, and keep the results; those of areas that did not run stay as they are."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("areas", nargs="*", help="areas or files; all when none is named")
    parser.add_argument("--markdown", action="store_true", help="print the table for the docs")
    options = parser.parse_args(arguments)
    rows: list[Row] = []
    for area in areas(options.areas):
        print(f"{area} ...", file=sys.stderr, flush=True)
        rows += checked(importlib.import_module(f"tests.benchmarks.bench_{area}").rows(), area)
    print(table(rows, markdown=options.markdown))
    kept = json.loads(RESULTS.read_text(encoding="utf-8"))["rows"] if RESULTS.is_file() else []
    new = {row["area"] for row in rows}
    rows = [row for row in kept if row["area"] not in new] + rows
    RESULTS.write_text(json.dumps({"machine": machine(), "rows": rows}, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
