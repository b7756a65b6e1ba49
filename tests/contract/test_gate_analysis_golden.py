"""The golden numbers that the page is tested with are those that Python computes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.contract.gate_analysis_golden import PATH, golden


def test_the_file_is_what_python_computes() -> None:
    _same(json.loads(PATH.read_text()), golden(), "golden")


def _same(stored: Any, computed: Any, path: str) -> None:
    # Numbers to float32 accuracy: the kernels of another machine may round differently.
    again = f"{path} differs; run python -m tests.contract.gate_analysis_golden"
    assert type(stored) is type(computed), again
    if isinstance(stored, dict):
        assert stored.keys() == computed.keys(), again
        for key, value in stored.items():
            _same(value, computed[key], f"{path}.{key}")
    elif isinstance(stored, list):
        assert len(stored) == len(computed), again
        for k, (a, b) in enumerate(zip(stored, computed, strict=True)):
            _same(a, b, f"{path}[{k}]")
    elif isinstance(stored, float):
        assert stored == pytest.approx(computed, rel=1e-5, abs=1e-6), again
    else:
        assert stored == computed, again
