"""The contract file holds what the widget sends today."""

from __future__ import annotations

from typing import Any

import pytest

from tests.contract.bias_explorer import PATH, cases
from tests.contract.files import compare, read


@pytest.fixture(scope="module")
def computed() -> dict[str, Any]:
    return cases()


def test_the_file_is_what_the_widget_sends(computed: dict[str, Any]) -> None:
    compare(PATH, computed)


def test_the_file_is_small() -> None:
    assert PATH.stat().st_size < 250_000, "it is loaded by each test of the view"


@pytest.mark.parametrize("change", ["value", "name"])
def test_a_change_is_noticed(computed: dict[str, Any], change: str) -> None:
    stored = read(PATH)
    if change == "value":
        stored["half"]["measured"]["kept"] += 1e-3
    else:
        stored["half"]["plcaed"] = stored["half"].pop("placed")
    with pytest.raises(AssertionError, match=r"python -m tests\.contract\.bias_explorer"):
        compare(PATH, computed, stored)
