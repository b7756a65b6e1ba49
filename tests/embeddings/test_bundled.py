"""The word vectors in the package: there, small, right about what everybody asks, and as good as their card says."""

from __future__ import annotations

import json
import os
import shutil
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from nlpwidgets.embeddings import bundled, train_small
from nlpwidgets.embeddings.bundled import ASSETS, BUNDLED, load_bundled, vectors_card
from nlpwidgets.sentiment.storage import quantise

DATA = Path(os.environ.get("NLPWIDGETS_DATA", "/nonexistent"))


@pytest.fixture(scope="module")
def small():
    return load_bundled("small")


def test_size(small):
    assert len(small) >= 20_000
    assert small.vectors.shape == (len(small), 100)
    assert small.vectors.dtype == np.float32
    assert sum(file.stat().st_size for file in (ASSETS / "small").iterdir()) <= 3_000_000


def test_words_stand_by_falling_frequency(small):
    counts = [small.get_vecattr(word, "count") for word in small.index_to_key]
    assert all(first >= second for first, second in pairwise(counts))
    assert small.index_to_key[:3] == ["the", "of", "and"]
    assert len(set(small.index_to_key)) == len(small)
    assert all(word.replace("'", "").isalpha() and word.isascii() and word.islower() for word in small.index_to_key)


@pytest.mark.parametrize(
    ("positive", "negative", "answer"),
    [
        (["king", "woman"], ["man"], "queen"),
        (["paris", "germany"], ["france"], "berlin"),
        (["actor", "woman"], ["man"], "actress"),
        (["french", "italy"], ["france"], "italian"),
        (["worse", "good"], ["bad"], "better"),
    ],
)
def test_famous_analogies(small, positive, negative, answer):
    assert small.most_similar(positive=positive, negative=negative, topn=1)[0][0] == answer


def test_neighbours_make_sense(small):
    for word, among in {"river": "tributary", "guitar": "bass", "terrible": "awful", "physics": "mechanics"}.items():
        near = [found for found, _ in small.most_similar(word, topn=15)]
        assert among in near, (word, near)


def test_a_part(small):
    part = load_bundled("small", limit=100, vocabulary={"the", "of", "marsupial", "no such word"})
    assert part.index_to_key == ["the", "of"]
    np.testing.assert_array_equal(part["of"], small["of"])
    assert part.get_vecattr("of", "count") == small.get_vecattr("of", "count")
    with pytest.raises(ValueError, match="limit="):
        load_bundled("small", limit=0)


def test_no_such_set():
    with pytest.raises(ValueError, match=r"'large'.*small"):
        load_bundled("large")


def test_each_call_gives_its_own(small):
    other = load_bundled("small")
    other.vectors[:] = 0
    assert small.vectors.any()


@pytest.mark.parametrize("file", [bundled.WORDS, bundled.TABLE])
def test_changed_files_are_noticed(tmp_path, monkeypatch, file):
    shutil.copytree(ASSETS / "small", tmp_path / "small")
    content = bytearray((tmp_path / "small" / file).read_bytes())
    content[-10] ^= 1
    (tmp_path / "small" / file).write_bytes(content)
    monkeypatch.setattr(bundled, "ASSETS", tmp_path)
    with pytest.raises(ValueError, match="not those"):
        load_bundled("small")


def test_writing_and_reading_a_set(tmp_path):
    rows = np.random.default_rng(0).normal(size=(5, 4)).astype(np.float32)
    words, counts = ["a", "b", "don't", "d", "e"], np.array([9, 8, 7, 6, 5])
    bundled.write_set(tmp_path, words, rows, counts)
    bundled.write_report(tmp_path, {"note": 1})
    found, table, numbers = bundled.read_set(tmp_path)
    assert found == words
    assert numbers.tolist() == counts.tolist()
    np.testing.assert_array_equal(table.restore(), quantise(rows).restore())
    assert np.abs(table.restore() - rows).max() <= np.abs(rows).max() / 127 * 0.51


def test_card_is_of_its_report():
    report = json.loads((ASSETS / "small" / bundled.REPORT).read_text())
    assert vectors_card("small") == train_small.card(report)
    assert report["sha256"] == bundled.checksum(ASSETS / "small")
    assert set(BUNDLED) == {folder.name for folder in ASSETS.iterdir()}


@pytest.mark.skipif(not DATA.joinpath("analogy").is_dir(), reason="the shared data is not here")
def test_scores_are_those_of_the_card(small):
    report = json.loads((ASSETS / "small" / bundled.REPORT).read_text())
    measured = train_small.scores(small, DATA)
    assert measured["similarity"] == report["similarity"]
    for name, found in measured["analogies"].items():
        said = report["analogies"][name]
        assert (found["asked"], found["total"]) == (said["asked"], said["total"])
        assert found["correct"] == pytest.approx(said["correct"], abs=2)  # ties within rounding


def test_some_scores_by_gensim(small, tmp_path):
    """Without the data folder: two sections of gensim's copy of the questions, by its own evaluation."""
    from gensim.test.utils import datapath

    questions = Path(datapath("questions-words.txt"))
    if not questions.exists():
        pytest.skip("gensim came without its test data")
    parts = [part for part in questions.read_text().split(": ") if part.split("\n")[0] in {"family", "city-in-state"}]
    some = tmp_path / "some.txt"
    some.write_text("".join(f": {part}" for part in parts))
    report = json.loads((ASSETS / "small" / bundled.REPORT).read_text())
    _, sections = small.evaluate_word_analogies(str(some), restrict_vocab=len(small), case_insensitive=True)
    assert len(sections) == 3
    for section in sections[:-1]:
        said = report["analogies"][section["section"]]
        right = len(section["correct"])
        assert right == pytest.approx(said["correct"], abs=2)
        assert right + len(section["incorrect"]) == said["asked"]


def test_what_a_line_becomes():
    line = "The King’s cafés didn't open in the 1990s, e.g. naïve x-rays: B2B, α, 7."
    expected = ["the", "king", "cafes", "didn't", "open", "in", "the", "e", "g", "naive", "x", "rays"]
    assert train_small.words_of(line) == expected


def test_the_script_makes_a_set(tmp_path):
    """The whole script, on a little made-up data."""
    pd = pytest.importorskip("pandas")
    from tests.embeddings.training_samples import topics

    texts = [" ".join(document).translate(str.maketrans("0123456789", "abcdefghij")) for document in topics(60)]
    for source in train_small.SOURCES:
        file = tmp_path / "data" / source
        file.parent.mkdir(parents=True, exist_ok=True)
        pd.DataFrame({"text": texts}).to_parquet(file)
    (tmp_path / "data" / "analogy").mkdir()
    (tmp_path / "data" / "analogy" / "questions-words.txt").write_text(
        ": one\nseaa seab deserta desertb\nno such words here\n"
    )
    (tmp_path / "data" / "similarity").mkdir()
    (tmp_path / "data" / "similarity" / "pairs.tsv").write_text(
        "word1\tword2\tscore\nseaa\tseab\t9\nseaa\tdeserta\t1\nseab\tseac\t7\n"
    )
    out = tmp_path / "out"
    train_small.main([str(tmp_path / "data"), "--out", str(out), "--words", "20", "--size", "8", "--epochs", "2"])
    words, table, counts = bundled.read_set(out)
    assert table.values.shape == (20, 8)
    assert len(words) == len(counts) == 20
    report = json.loads((out / bundled.REPORT).read_text())
    assert report["tokens"] == 3 * 60 * 40
    assert report["analogies"]["one"]["total"] == 2
    assert report["similarity"]["pairs"]["total"] == 3
    assert "--size 8" in (out / bundled.CARD).read_text()
