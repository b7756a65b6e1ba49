"""The contract file holds what the widget sends today."""

from __future__ import annotations

import base64
import json
from typing import Any

import numpy as np
import pytest

from tests.contract.vectorizer_explorer import PATH, cases


@pytest.fixture(scope="module")
def computed() -> dict[str, Any]:
    return cases()


def test_the_file_is_what_the_widget_sends(computed: dict[str, Any]) -> None:
    _same(json.loads(PATH.read_text("utf-8")), computed, "vectorizer_explorer.json")


def test_the_file_is_small() -> None:
    assert PATH.stat().st_size < 400_000, "it is loaded by each test of the view"


@pytest.mark.parametrize("change", ["value", "name", "shape"])
def test_a_change_is_noticed(computed: dict[str, Any], change: str) -> None:
    stored = json.loads(PATH.read_text("utf-8"))
    array = stored["bigrams"]["block"]["norms"]
    if change == "value":
        data = np.frombuffer(base64.b64decode(array["base64"]), "<f4") + 1e-3
        array["base64"] = base64.b64encode(data.astype("<f4").tobytes()).decode()
    elif change == "name":
        stored["bigrams"]["wieghting"] = stored["bigrams"].pop("weighting")
    else:
        array["shape"] = array["shape"][::-1]
    with pytest.raises(AssertionError, match=r"python -m tests\.contract\.vectorizer_explorer"):
        _same(stored, computed, "vectorizer_explorer.json")


def _same(stored: Any, now: Any, path: str) -> None:
    # Numbers to float32 accuracy: the kernels of another machine may round differently.
    again = f"{path} differs; run python -m tests.contract.vectorizer_explorer"
    if isinstance(stored, (int, float)) and not isinstance(stored, bool):
        assert stored == pytest.approx(now, rel=1e-5, abs=1e-6), again
        return
    assert type(stored) is type(now), again
    if isinstance(stored, dict) and "base64" in stored:
        assert (stored["dtype"], stored["shape"]) == (now["dtype"], now["shape"]), again
        a, b = (np.frombuffer(base64.b64decode(one["base64"]), stored["dtype"]) for one in (stored, now))
        assert np.allclose(a, b, rtol=1e-5, atol=1e-5, equal_nan=True), again
    elif isinstance(stored, dict):
        assert stored.keys() == now.keys(), again
        for key, value in stored.items():
            _same(value, now[key], f"{path}: {key}")
    elif isinstance(stored, list):
        assert len(stored) == len(now), again
        for k, (a, b) in enumerate(zip(stored, now, strict=True)):
            _same(a, b, f"{path}[{k}]")
    else:
        assert stored == now, again
