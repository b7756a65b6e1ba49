"""The table of the benchmarks; the times themselves are never asserted."""

from __future__ import annotations

import pytest

from tests.benchmarks.__main__ import areas, checked, machine, table

ROWS = [
    {"area": "trace", "case": "T=500", "ours_ms": 123.456, "baseline": "forward", "baseline_ms": 100.0, "target": 2.5},
    {"area": "trace", "case": "T=4", "ours_ms": 0.5, "baseline": "loop", "baseline_ms": 0.1, "target": 1.0},
    {"area": "codec", "case": "40 MB", "ours_ms": 9.87},
]


def test_the_table_is_aligned_and_marks_missed_targets() -> None:
    lines = table(checked([dict(row) for row in ROWS], "x")).splitlines()
    assert lines[0].split() == [
        "area",
        "case",
        "ours,",
        "ms",
        "compared",
        "with",
        "its",
        "time,",
        "ms",
        "ratio",
        "target",
    ]
    assert lines[2].split() == ["trace", "T=500", "123", "forward", "100", "1.23", "2.50"]
    assert lines[3].split() == ["trace", "T=4", "0.50", "loop", "0.10", "5.00", "1.00", "(missed)"]
    assert lines[4].split() == ["codec", "40", "MB", "9.87"]
    assert lines[2].index("123") + 3 == lines[3].index("0.50") + 4


def test_the_markdown_table_has_seven_cells_per_line() -> None:
    lines = table(checked([dict(row) for row in ROWS], "x"), markdown=True).splitlines()
    assert {line.count("|") for line in lines} == {8}


def test_a_wrong_row_is_refused() -> None:
    for row in ({"area": "x", "case": "y"}, {"area": "x", "case": "y", "ours_ms": 1.0, "ours_s": 1.0}):
        with pytest.raises(ValueError, match=r"bench_x\.py"):
            checked([row], "x")


def test_an_unknown_area_is_refused() -> None:
    with pytest.raises(SystemExit, match="no benchmark 'nothing'"):
        areas(["nothing"])


def test_the_machine_is_named() -> None:
    assert machine()["cores"] >= 1
    assert machine()["torch"]
