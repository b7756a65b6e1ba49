"""The embedding projector's numbers, against scikit-learn, gensim and brute force."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.linalg import orthogonal_procrustes
from sklearn.decomposition import PCA
from sklearn.manifold import trustworthiness

import nlpwidgets as nw
from nlpwidgets.embeddings import project
from nlpwidgets.widgets._wire import unpack
from tests.widgets.embeddings import many, small, unit


def step(widget: Any) -> float:
    """Half a step of the quantised picture, in its own units."""
    return float(np.ptp([widget.frame["low"][0], widget.frame["high"][0]]) / 65535 / 2 * 1.01)


def test_the_first_picture_is_the_principal_components() -> None:
    vectors = many(60)
    widget = nw.EmbeddingProjector(vectors)
    theirs = PCA(2).fit(vectors.vectors.astype(np.float64))
    wanted = theirs.transform(vectors.vectors.astype(np.float64))
    found = widget.coordinates
    for axis in range(2):
        sign = np.sign(found[:, axis] @ wanted[:, axis])
        assert np.abs(found[:, axis] - sign * wanted[:, axis]).max() <= step(widget)
    assert widget.frame["explained"] == pytest.approx(theirs.explained_variance_ratio_)
    assert widget.run == "idle", "nothing runs uninvited"


def test_words_go_to_the_page_in_one_piece() -> None:
    widget = nw.EmbeddingProjector(many(5))
    assert bytes(unpack(widget.words)).decode() == "word0\nword1\nword2\nword3\nword4"
    assert widget.source == {"name": "vectors", "second": "", "words": 5, "shown": 5, "size": 8}
    odd = {"a\nb": [1, 0], "\ud800": [0, 1], "ü": [1, 1], "x": [2, 1]}
    text = bytes(unpack(nw.EmbeddingProjector({k: np.array(v, "f") for k, v in odd.items()}).words)).decode()
    assert text.split("\n") == ["a b", "\ufffd", "ü", "x"]


def test_only_some_words_in_their_order() -> None:
    vectors = small()
    widget = nw.EmbeddingProjector(vectors, words=["queen", "king", "apple", "queen"])
    assert widget.words_shown == ["queen", "king", "apple"]
    assert nw.EmbeddingProjector(vectors, limit=4).words_shown == vectors.index_to_key[:4]


def test_axes_are_cosines_with_formulas() -> None:
    vectors = small()
    widget = nw.EmbeddingProjector(vectors, axes=["king - man", "paris"])
    assert widget.frame["method"] == "axes"
    offset = unit(vectors, "king") - unit(vectors, "man")
    offset /= np.linalg.norm(offset)
    for point, word in enumerate(widget.words_shown):
        assert widget.coordinates[point, 0] == pytest.approx(unit(vectors, word) @ offset, abs=step(widget) + 1e-6)
        wanted = unit(vectors, word) @ unit(vectors, "paris")
        assert widget.coordinates[point, 1] == pytest.approx(wanted, abs=step(widget) + 1e-6)
    widget.axes = ["queen - woman", "paris"]
    offset = unit(vectors, "queen") - unit(vectors, "woman")
    offset /= np.linalg.norm(offset)
    assert widget.coordinates[0, 0] == pytest.approx(unit(vectors, "man") @ offset, abs=step(widget) + 1e-6)


def test_coordinates_may_be_given() -> None:
    places = np.random.default_rng(0).standard_normal((20, 3))
    widget = nw.EmbeddingProjector(small(), coordinates=places)
    assert (widget.options["method"], widget.options["dimensions"]) == ("given", 3)
    assert np.abs(widget.coordinates - places).max() <= step(widget)


@pytest.mark.parametrize(("method", "more"), [("tsne", {"perplexity": 8.0}), ("umap", {"n_neighbors": 6})])
def test_a_run_gives_the_picture_of_project(method: Any, more: dict[str, Any]) -> None:
    vectors = many(90)
    widget = nw.EmbeddingProjector(vectors, method=method, iterations=60, seed=3, **more)
    assert widget.frame["method"] == "pca", "it has not begun"
    widget.start(wait=True)
    wanted = project(vectors, method=method, iterations=60, seed=3, **more)
    assert (widget.frame["method"], widget.frame["iteration"], widget.run) == (method, 60, "idle")
    assert np.abs(widget.coordinates - wanted.coordinates).max() <= step(widget) + 1e-5
    if method == "tsne":
        assert widget.frame["divergence"] == pytest.approx(wanted.divergence)
    else:
        assert widget.frame["divergence"] is None


def test_neighbours_are_those_of_gensim_over_the_whole_vocabulary() -> None:
    vectors = many(200)
    widget = nw.EmbeddingProjector(vectors, limit=50)
    widget.word = "word7"
    theirs = vectors.most_similar("word7", topn=10)
    assert [one["word"] for one in widget.neighbours["neighbours"]] == [word for word, _ in theirs]
    for one, (word, cosine) in zip(widget.neighbours["neighbours"], theirs, strict=True):
        assert one["cosine"] == pytest.approx(cosine, abs=1e-6)
        row = vectors.key_to_index[word]
        assert one["point"] == (row if row < 50 else -1)
    widget.k = 3
    assert len(widget.neighbours["neighbours"]) == 3
    widget.word = ""
    assert widget.neighbours is None


def test_columns_colour_and_size() -> None:
    vectors = small()
    table = pd.DataFrame(
        {"score": np.arange(20.0), "kind": ["x", "y"] * 9 + [None, "x"]}, index=vectors.index_to_key[::-1]
    )
    widget = nw.EmbeddingProjector(vectors, columns=table)
    assert [one["name"] for one in widget.columns] == ["rank", "length", "score", "kind"]
    widget.color_by = "score"
    assert unpack(widget.color_values["values"]).tolist() == list(range(19, -1, -1)), "by word, not by place"
    widget.color_by = "kind"
    column = next(one for one in widget.columns if one["name"] == "kind")
    assert (column["kind"], column["categories"]) == ("category", ["x", "y"])
    codes = unpack(widget.color_values["values"])[::-1].tolist()
    assert codes == [0, 1] * 9 + [-1, 0]
    widget.size_by = "length"
    lengths = np.linalg.norm(vectors.vectors.astype(np.float64), axis=1)
    assert unpack(widget.size_values["values"]) == pytest.approx(lengths, rel=1e-6)
    widget.color_by = "rank"
    assert unpack(widget.color_values["values"]).tolist() == list(range(1, 21))


def test_a_count_becomes_a_column() -> None:
    vectors = small()
    for row, word in enumerate(vectors.index_to_key):
        vectors.set_vecattr(word, "count", 100 - row)
    widget = nw.EmbeddingProjector(vectors)
    widget.color_by = "count"
    assert unpack(widget.color_values["values"]).tolist() == list(range(100, 80, -1))


def test_the_quality_is_that_of_scikit_learn() -> None:
    vectors = many(80)
    widget = nw.EmbeddingProjector(vectors)
    widget.word = "word3"
    widget.options = {"metric": "euclidean"}
    found = widget.assess_quality()
    assert found is not None
    picture = widget.coordinates
    assert found["trustworthiness"] == pytest.approx(trustworthiness(vectors.vectors, picture, n_neighbors=10))
    assert found["continuity"] == pytest.approx(trustworthiness(picture, vectors.vectors, n_neighbors=10))
    assert (found["k"], found["sample"], found["frame"]) == (10, 80, widget.frame["number"])
    widget.color_by = "trustworthiness"
    values = unpack(widget.color_values["values"])
    assert values.mean() == pytest.approx(found["trustworthiness"], abs=1e-6)
    assert widget.neighbours["trustworthiness"] == pytest.approx(values[3], abs=1e-6)


def test_what_was_said_of_a_picture_goes_with_it() -> None:
    widget = nw.EmbeddingProjector(many(60))
    widget.assess_quality()
    widget.color_by = "continuity"
    widget.options = {"dimensions": 3}
    assert (widget.quality, widget.color_by, widget.color_values) == (None, "", None)
    assert "continuity" not in [one["name"] for one in widget.columns]


def test_two_embeddings_are_turned_onto_each_other() -> None:
    first = many(60)
    turn = np.linalg.qr(np.random.default_rng(1).standard_normal((8, 8)))[0]
    second = many(60)
    second.vectors = (second.vectors @ turn).astype(np.float32)
    widget = nw.EmbeddingProjector(first, compare={"turned": second})
    assert (widget.source["second"], widget.arrangement) == ("turned", "side")
    one, two = (unpack(widget.frame[name]).astype(int) for name in ("points", "second"))
    assert np.abs(one - two).max() <= 2, "a turned embedding is the same embedding"
    assert max(one["change"] for one in widget.changes["rows"]) == 0
    assert max(one["residual"] for one in widget.changes["rows"]) < 1e-3


def test_words_are_ranked_by_how_much_their_neighbourhoods_changed() -> None:
    first, second = many(80), many(80, seed=0)
    moved = second.vectors.copy()
    moved[[5, 6, 7]] = -moved[[5, 6, 7]]
    second.vectors = moved
    widget = nw.EmbeddingProjector(first, compare={"moved": second}, k=5)

    def nearest(vectors: Any, row: int) -> set[int]:
        rows = vectors.vectors / np.linalg.norm(vectors.vectors, axis=1, keepdims=True)
        cosines = rows @ rows[row]
        cosines[row] = -np.inf
        return set(np.argsort(-cosines)[:5].tolist())

    wanted = {}
    for row in range(80):
        here, there = nearest(first, row), nearest(second, row)
        wanted[f"word{row}"] = 1 - len(here & there) / len(here | there)
    widget.browse = {"offset": 0, "count": 80, "ascending": False}
    found = {one["word"]: one["change"] for one in widget.changes["rows"]}
    assert found == pytest.approx(wanted)
    changes = [one["change"] for one in widget.changes["rows"]]
    assert changes == sorted(changes, reverse=True)
    widget.browse = {"offset": 10, "count": 5, "ascending": True}
    rising = [one["change"] for one in widget.changes["rows"]]
    assert rising == pytest.approx(sorted(wanted.values())[10:15])
    units = [v.vectors / np.linalg.norm(v.vectors, axis=1, keepdims=True) for v in (first, second)]
    turn = orthogonal_procrustes(units[1], units[0])[0]
    far = np.linalg.norm(units[1] @ turn - units[0], axis=1)
    one = widget.changes["rows"][0]
    assert one["residual"] == pytest.approx(far[int(one["word"][4:])], abs=1e-4)


def test_a_selection_goes_both_ways() -> None:
    widget = nw.EmbeddingProjector(small())
    assert widget.selection == []
    widget.select(["queen", "man"])
    assert unpack(widget.selected).tolist() == [0, 3]
    assert widget.selection == ["man", "queen"]
    with pytest.raises(ValueError, match="'nobody'"):
        widget.select(["man", "nobody"])
    assert widget.selection == ["man", "queen"]


def test_the_bundled_set_is_shown_without_any_argument() -> None:
    widget = nw.EmbeddingProjector()
    assert widget.source["name"] == "small"
    assert widget.source["shown"] >= 20_000


def test_the_vectors_are_left_as_they_are() -> None:
    vectors = many(60)
    before, norms = vectors.vectors.copy(), vectors.norms
    widget = nw.EmbeddingProjector(
        vectors, method="tsne", iterations=20, perplexity=5.0, compare={"b": many(60, seed=2)}
    )
    widget.word = "word3"
    widget.start(wait=True)
    widget.assess_quality()
    assert np.array_equal(vectors.vectors, before)
    assert vectors.norms is norms
