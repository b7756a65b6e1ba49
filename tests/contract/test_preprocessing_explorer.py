"""The contract files hold what the widget sends today, and where Python says that characters come from."""

from __future__ import annotations

import json
from typing import Any

import pytest

from nlpwidgets.text import Pipeline
from tests.contract import provenance_golden as provenance
from tests.contract.files import compare, read
from tests.contract.preprocessing_explorer import PATH, cases


@pytest.fixture(scope="module")
def computed() -> dict[str, Any]:
    return cases()


def test_the_file_is_what_the_widget_sends(computed: dict[str, Any]) -> None:
    compare(PATH, computed)


def test_the_file_is_small() -> None:
    assert PATH.stat().st_size < 400_000, "it is loaded by each test of the view"


@pytest.mark.parametrize("case", ["default", "saved"])
def test_a_change_is_noticed(computed: dict[str, Any], case: str) -> None:
    stored = read(PATH)
    stored[case]["lanes"][0]["text"] += "!"
    with pytest.raises(AssertionError, match=r"python -m tests\.contract\.preprocessing_explorer"):
        compare(PATH, computed, stored)


def test_the_golden_provenance_is_that_of_now() -> None:
    stored = json.loads(provenance.PATH.read_text("utf-8"))
    assert stored == json.loads(json.dumps(provenance.cases())), "run python -m tests.contract.provenance_golden"


@pytest.mark.parametrize("case", provenance.cases(), ids=lambda case: case["name"])
def test_the_golden_provenance_is_that_of_the_trace(case: dict[str, Any]) -> None:
    texts = [text or "" for text in case["texts"]]
    trace = Pipeline(provenance.PIPELINES[case["name"]]).trace(texts[0])
    for index, found in enumerate(case["sources"]):
        assert len(found) == len(texts[index + 1])
        for at, spans in enumerate(found):
            low, high = trace.source_span(index, at, at + 1)
            if not spans:
                continue
            # all that the parts cover lies in the one span that the trace gives, and they begin and end with it
            # unless inserted text stands at its border
            assert low <= spans[0][0]
            assert spans[-1][1] <= high
