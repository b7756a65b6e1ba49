"""The golden weights are those of Python today, and of the formulas as they are written."""

from __future__ import annotations

import json
from math import log

import pytest

from tests.contract.weights_golden import PATH, golden


def test_the_file_is_what_python_computes() -> None:
    stored, now = json.loads(PATH.read_text("utf-8")), golden()
    assert len(stored) == len(now)
    for a, b in zip(stored, now, strict=True):
        again = "run python -m tests.contract.weights_golden"
        assert a.keys() == b.keys(), again
        for key, value in a.items():
            assert value == pytest.approx(b[key], rel=1e-12), again


def test_the_formulas_give_them() -> None:
    cells = json.loads(PATH.read_text("utf-8"))
    assert len(cells) > 40
    assert {cell["count"] for cell in cells} > {1, 2, 3, 9, 250}
    for cell in cells:
        count, length, df, documents = cell["count"], cell["length"], cell["df"], cell["documents"]
        smooth = log((1 + documents) / (1 + df)) + 1
        assert cell["values"] == pytest.approx(
            {
                "count": count,
                "tf": count / length,
                "textbook": count / length * log(documents / df),
                "smooth": count * smooth / cell["norm"],
                "smooth_sublinear": (1 + log(count)) * smooth / cell["norm_sublinear"],
            },
            rel=1e-12,
            abs=1e-15,
        )
        assert cell["idf"] == pytest.approx({"textbook": log(documents / df), "smooth": smooth}, rel=1e-12)
