"""Vectors that are in memory already, and the names of sets."""

from __future__ import annotations

import sys
from types import ModuleType

import numpy as np
import pandas as pd
import pytest
import torch
from gensim.models import FastText, KeyedVectors, Word2Vec

from nlpwidgets.embeddings.loading import DOWNLOADS, LoadError, load
from tests.embeddings.loading_samples import same_bits, text, vectors, written

WORDS, ROWS = vectors(20, 6)


def check(found, words=WORDS, rows=ROWS):
    """Same words and rows."""
    assert type(found) is KeyedVectors
    assert found.index_to_key == list(words)
    assert same_bits(found.vectors, rows)


def test_gensim_objects_are_taken_as_they_are():
    model = Word2Vec([["a", "b", "c", "d"]] * 5, vector_size=4, min_count=1, seed=1, workers=1)
    assert load(model) is model.wv
    assert load(model.wv) is model.wv
    assert load(model.wv, limit=99) is model.wv
    before = model.wv.vectors.copy()
    part = load(model, vocabulary=["d", "a"], limit=4)
    assert part.index_to_key == [word for word in model.wv.index_to_key if word in "ad"]
    assert all(same_bits(part[word], model.wv[word]) for word in part.index_to_key)
    assert [part.get_vecattr(word, "count") for word in part.index_to_key] == [5, 5]
    part.vectors[:] = 0
    assert same_bits(model.wv.vectors, before)
    assert load(FastText([["abc"]], vector_size=4, min_count=1).wv)["never seen"].shape == (4,)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.bfloat16, torch.float64])
def test_torch_embedding(dtype):
    layer = torch.nn.Embedding.from_pretrained(torch.tensor(ROWS), freeze=False).to(dtype)
    rows = layer.weight.detach().float().numpy().copy()

    class Vocabulary:
        """As in torchtext."""

        def get_itos(self):
            return WORDS

    by_word = {word: row for row, word in reversed(list(enumerate(WORDS)))}
    for vocabulary in (WORDS, tuple(WORDS), by_word, Vocabulary()):
        found = load(layer, vocabulary=vocabulary)
        check(found, rows=rows)
    found.vectors[:] = 0
    assert same_bits(layer.weight.detach().float().numpy(), rows)
    check(load(layer, vocabulary=WORDS, limit=3), WORDS[:3], rows[:3])
    check(load(layer, vocabulary={"x": 7, "y": 2}), ["y", "x"], rows[[2, 7]])
    check(load(layer.weight, vocabulary=WORDS), rows=rows)
    for matrix in (ROWS, ROWS.astype(np.float64), np.asfortranarray(ROWS)):
        check(load(matrix, vocabulary=WORDS))


@pytest.mark.parametrize(
    ("vocabulary", "problem"),
    [
        (None, r"20 vectors and no words: pass vocabulary="),
        (WORDS[1:], "20 rows, but vocabulary= names 19"),
        (set(WORDS), "a set has no order"),
        ({"a": 20}, "puts 'a' at row 20; the rows are 0 to 19"),
        ({"a": -1}, "puts 'a' at row -1"),
        ({"a": 1.0}, "puts 'a' at row 1.0"),
        ({"a": True}, "puts 'a' at row True"),
        ({"a": 3, "b": 3}, "two words at the same row"),
        ({}, "holds no vectors"),
        ([*WORDS[:-1], WORDS[0]], "row 19: the word 'the' is there a second time"),
    ],
)
def test_vocabularies_that_do_not_fit(vocabulary, problem):
    with pytest.raises(LoadError, match=problem):
        load(torch.nn.Embedding(20, 6), vocabulary=vocabulary)


def test_dict():
    check(load(dict(zip(WORDS, ROWS, strict=True))))
    check(load(dict(zip(WORDS, ROWS.tolist(), strict=True))))
    check(load({word: torch.tensor(row, requires_grad=True) for word, row in zip(WORDS, ROWS, strict=True)}))
    check(load(dict(zip(WORDS, ROWS, strict=True)), limit=4), WORDS[:4], ROWS[:4])
    check(load(dict(zip(WORDS, ROWS, strict=True)), vocabulary={WORDS[6]}), WORDS[6:7], ROWS[6:7])
    check(load({"a": [1, 2], "b": (3, 4)}), ["a", "b"], np.array([[1, 2], [3, 4]], np.float32))


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ({}, "the dict holds no words"),
        ({"a": [1, 2], "b": [1]}, "the vector of 'b' has 1 numbers, that of 'a' 2"),
        ({"a": [1, 2], 3: [1, 2]}, "the keys of the dict are words, got 3"),
        ({"a": [[1, 2]]}, r"the vector of 'a' is int64 of shape \(1, 2\)"),
        ({"a": "vector"}, "the vector of 'a' is <U6"),
        ({"a": [[1], [1, 2]]}, "the vector of 'a' is no vector"),
        ({"a": [1, None]}, "the vector of 'a' is object"),
        ({"a": []}, "vectors of 0 numbers|is float64 of shape"),
        ({"a": [1.0, 2.0], "b": [1.0, float("nan")]}, "row 1: number 2 of the word 'b' is nan"),
        ({"a": [1e300]}, "not finite in float32"),
    ],
)
def test_dicts_that_are_none(source, problem):
    with pytest.raises(LoadError, match=problem):
        load(source)


def test_dict_of_many_words_names_the_right_row():
    source = {f"w{row}": [row, 1.0] for row in range(10_000)}
    assert load(source)["w9999"].tolist() == [9999, 1]
    source["w9000"] = [1.0, np.inf]
    with pytest.raises(LoadError, match="row 9,000: number 2 of the word 'w9000' is inf"):
        load(source)
    assert len(load(source, nonfinite="skip")) == 9999


def test_data_frame():
    frame = pd.DataFrame(ROWS, index=WORDS)
    before = frame.copy()
    check(load(frame))
    check(load(frame.astype(np.float64), limit=5), WORDS[:5], ROWS[:5])
    pd.testing.assert_frame_equal(frame, before)
    for table, problem in [
        (pd.DataFrame(ROWS), "row 0: the index of the table holds words, got 0; use set_index"),
        (frame.assign(word="x"), "column 'word' holds .*, not numbers"),
        (frame.replace(frame.iloc[3, 2], np.nan), "row 3: number 3 of the word .don't. is nan"),
        (pd.concat([frame, frame]), "row 20: the word 'the' is there a second time"),
        (frame[:0], "holds no vectors"),
        (frame.iloc[:, :0], "vectors of 0 numbers"),
    ]:
        with pytest.raises(LoadError, match=problem):
            load(table)
    check(load(pd.concat([frame, frame * 2]), duplicates="first"))


@pytest.mark.parametrize("source", [None, 3, ["a", "b"], {"a"}, object(), b"v.txt", np.ones(3), np.array(["a"])])
def test_other_things_are_refused(source):
    with pytest.raises((TypeError, LoadError)):
        load(source, vocabulary=["a"] if isinstance(source, np.ndarray) else None)


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"limit": 0}, "limit= is a whole number from 1 on, got 0"),
        ({"limit": 2.0}, "got 2.0"),
        ({"limit": True}, "got True"),
        ({"duplicates": "last"}, "'error' or 'first', got 'last'"),
        ({"nonfinite": "keep"}, "'error' or 'skip'"),
        ({"errors": "guess"}, "errors='guess'"),
        ({"vocabulary": "the"}, "got str"),
        ({"vocabulary": 5}, "got int"),
        ({"vocabulary": [1]}, "holds 1, which is no word"),
    ],
)
def test_options_that_make_no_sense(options, problem):
    with pytest.raises((TypeError, ValueError), match=problem):
        load({"a": [1.0]}, **options)


@pytest.fixture
def bundle(monkeypatch):
    """A bundled set of this test's own."""
    module = ModuleType("nlpwidgets.embeddings.bundled")
    module.BUNDLED = ("small",)
    made = load(dict(zip(WORDS, ROWS, strict=True)))
    module.load_bundled = lambda name: made
    monkeypatch.setitem(sys.modules, "nlpwidgets.embeddings.bundled", module)
    return made


@pytest.mark.usefixtures("bundle")
def test_names(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    check(load("small"))
    check(load("small", limit=2), WORDS[:2], ROWS[:2])
    check(load("small", vocabulary=[WORDS[4]]), WORDS[4:5], ROWS[4:5])
    with pytest.raises(LoadError, match=r"'smal' is neither a file nor one of the names small, conceptnet.*glove-wiki"):
        load("smal")
    for name in ("no.txt", "no/small"):
        with pytest.raises(LoadError, match="there is no such file"):
            load(name)
    # a file without an ending; a file of the name of a set only as a path
    data = text(WORDS[:3], ROWS[:3])
    written(tmp_path, "mine", data)
    check(load("mine"), WORDS[:3], ROWS[:3])
    written(tmp_path, "small", data)
    check(load("small"))
    check(load(tmp_path / "small"), WORDS[:3], ROWS[:3])
    check(load("./small"), WORDS[:3], ROWS[:3])


def test_names_of_downloads_are_those_of_gensim():
    # as of the list at piskvorky/gensim-data; no name may look like a path
    assert {"glove-wiki-gigaword-100", "word2vec-google-news-300", "fasttext-wiki-news-subwords-300"} <= set(DOWNLOADS)
    assert not any("/" in name or "." in name for name in DOWNLOADS)
