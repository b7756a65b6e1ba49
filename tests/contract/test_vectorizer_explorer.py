"""The contract file holds what the widget sends today."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
import pytest

from tests.contract.files import compare, read
from tests.contract.vectorizer_explorer import PATH, cases


@pytest.fixture(scope="module")
def computed() -> dict[str, Any]:
    return cases()


def test_the_file_is_what_the_widget_sends(computed: dict[str, Any]) -> None:
    compare(PATH, computed)


def test_the_file_is_small() -> None:
    assert PATH.stat().st_size < 400_000, "it is loaded by each test of the view"


@pytest.mark.parametrize("change", ["value", "name", "shape"])
def test_a_change_is_noticed(computed: dict[str, Any], change: str) -> None:
    stored = read(PATH)
    array = stored["bigrams"]["block"]["norms"]
    if change == "value":
        data = np.frombuffer(base64.b64decode(array["base64"]), "<f4") + 1e-3
        array["base64"] = base64.b64encode(data.astype("<f4").tobytes()).decode()
    elif change == "name":
        stored["bigrams"]["wieghting"] = stored["bigrams"].pop("weighting")
    else:
        array["shape"] = array["shape"][::-1]
    with pytest.raises(AssertionError, match=r"python -m tests\.contract\.vectorizer_explorer"):
        compare(PATH, computed, stored)
