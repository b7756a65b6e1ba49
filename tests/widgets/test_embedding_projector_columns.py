"""Columns, words, coordinates and options of an embedding projector, in the forms in which readers have them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import nlpwidgets as nw
from nlpwidgets.widgets._wire import unpack
from tests.widgets.embeddings import many, small


def colored(columns: Any, name: str = "x") -> tuple[dict[str, Any], list[float]]:
    widget = nw.EmbeddingProjector(small(), columns=columns)
    widget.color_by = name
    column = next(one for one in widget.columns if one["name"] == name)
    return column, unpack(widget.color_values["values"]).tolist()


def test_a_series_over_words_goes_by_word() -> None:
    words = small().index_to_key
    assert colored({"x": pd.Series(range(20), index=words[::-1])})[1] == list(range(19, -1, -1))
    assert colored({"x": pd.Series(range(20))})[1] == list(range(20)), "by place, where the index names no words"
    assert np.isnan(colored({"x": pd.Series([7.0], index=[words[3]])})[1]).sum() == 19


def test_tensors_are_numbers() -> None:
    torch = pytest.importorskip("torch")
    column, values = colored({"x": torch.arange(20) / 2})
    assert column["kind"] == "number"
    assert values == [place / 2 for place in range(20)]


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT], ids=str)
def test_missing_values_of_all_kinds_are_missing(missing: Any) -> None:
    column, values = colored({"x": [missing, *range(19)]})
    assert column["kind"] == "number"
    assert np.isnan(values[0])
    assert values[1:] == list(range(19))
    column, values = colored({"x": [missing, *"abab" * 4, *"aaa"]})
    assert (column["kind"], column["categories"], values[0]) == ("category", ["a", "b"], -1)


@pytest.mark.filterwarnings("error")
def test_numbers_too_large_for_the_page_are_missing() -> None:
    values = colored({"x": [1e300, -1e300, 10**400, *range(17)]})[1]
    assert np.isnan(values[:3]).all()
    assert values[3:] == list(range(17))


def test_a_long_name_is_found_again() -> None:
    name = "how often the word was seen in the corpus of the year before last, per million"
    assert colored({name: list(range(20))}, name)[0]["name"] == name


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({"x": 3}, "a list or a dict"),
        ({"x": "a" * 20}, "a list or a dict"),
        ({"x" * 201: [1] * 20}, "choose another"),
        ({"\ud800": [1] * 20}, "choose another"),
        ({"trustworthiness": [1] * 20}, "computes itself"),
    ],
)
def test_columns_that_cannot_be_shown(columns: Any, says: str) -> None:
    with pytest.raises((TypeError, ValueError), match=says):
        nw.EmbeddingProjector(small(), columns=columns)


def test_columns_of_a_comparison_are_not_hidden() -> None:
    values = {"shift": [1] * 20}
    assert nw.EmbeddingProjector(small(), columns=values).columns[-1]["name"] == "shift"
    with pytest.raises(ValueError, match="computes itself"):
        nw.EmbeddingProjector(small(), compare=small(), columns=values)


@pytest.mark.parametrize("words", [[1, 2, 3], [["king"]], [None]], ids=str)
def test_words_are_texts(words: Any) -> None:
    with pytest.raises(TypeError, match="words holds texts"):
        nw.EmbeddingProjector(small(), words=words)


def test_coordinates_fit_the_page() -> None:
    with pytest.raises(ValueError, match="at most 1e"):
        nw.EmbeddingProjector(small(), coordinates=np.full((20, 2), 1e300))


def test_three_formulas_span_three_dimensions() -> None:
    vectors = many()
    axes = vectors.index_to_key[:3]
    assert nw.EmbeddingProjector(vectors, axes=axes).coordinates.shape[1] == 3
    assert nw.EmbeddingProjector(vectors, axes=axes, dimensions=2).coordinates.shape[1] == 2


@pytest.mark.parametrize(
    ("option", "says"),
    [
        ({"iterations": 10**400}, "1 to 100,000"),
        ({"seed": 2**40}, "2,147,483,647"),
        ({"perplexity": float("nan")}, "is a number"),
        ({"perplexity": float("inf")}, "1 to 10,000"),
    ],
    ids=["iterations", "seed", "nan", "inf"],
)
def test_options_out_of_range(option: dict[str, Any], says: str) -> None:
    with pytest.raises((TypeError, ValueError), match=says):
        nw.EmbeddingProjector(small(), **option)


def test_dimensions_are_a_whole_number() -> None:
    assert type(nw.EmbeddingProjector(small(), dimensions=2.0).options["dimensions"]) is int


def test_undo_goes_back_past_colours_of_a_picture_that_is_gone() -> None:
    widget = nw.EmbeddingProjector(small())
    widget.word = "king"
    widget.assess_quality()
    widget.color_by = "trustworthiness"
    widget.size_by = "continuity"
    widget.options = {"dimensions": 3}
    while widget.undo():
        pass
    assert (widget.word, widget.options["dimensions"], widget.color_by, widget.size_by) == ("", 2, "", "")
    while widget.redo():
        pass
    assert (widget.word, widget.options["dimensions"], widget.color_by) == ("king", 3, "")
    with pytest.raises(ValueError, match="no column 'trustworthiness'"):
        widget.color_by = "trustworthiness"
