"""Files that are broken, lie about themselves, or want to do harm."""

from __future__ import annotations

import gzip
import io
import os
import pickle
import random
import struct
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlpwidgets.embeddings.loading import FORMATS, LoadError, load
from nlpwidgets.embeddings.reading import opening, tables, text, word2vec_binary
from tests.embeddings import loading_samples as samples
from tests.embeddings.loading_samples import npz, written

WORDS, ROWS = samples.vectors(30, 4)
NGRAMS = np.ones((11, 4), np.float32)


def good_files():
    """Sound bytes of each format."""
    npy = io.BytesIO()
    np.save(npy, ROWS)
    return {
        "glove": samples.text(WORDS, ROWS),
        "word2vec": samples.text(WORDS, ROWS, header=True),
        "word2vec-binary": samples.word2vec_binary(WORDS, ROWS),
        "fasttext": samples.fasttext(WORDS, ROWS, NGRAMS),
        "npz": npz(words=np.array(WORDS), vectors=ROWS),
        "npy": npy.getvalue(),
        "safetensors": samples.safetensors(WORDS, ROWS),
        "gensim": pickle.dumps({"words": WORDS}),
    }


GOOD = good_files()


def loads_or_says(path, **options):
    """Load; anything but sound vectors or a LoadError is a fault."""
    try:
        found = load(path, **options)
    except LoadError:
        return
    assert len(found) == len(found.vectors) == len(found.index_to_key) == len(found.key_to_index) > 0
    assert found.vectors.dtype == np.float32
    assert np.isfinite(found.vectors).all()
    assert all(type(word) is str and found.index_to_key[row] == word for word, row in found.key_to_index.items())


def test_the_files_are_sound_before_they_are_broken(tmp_path):
    for name, data in GOOD.items():
        options = {"vocabulary": WORDS} if name == "npy" else {}
        if name != "gensim":
            assert len(load(written(tmp_path, name, data), **options)) == 30


@settings(max_examples=400)
@given(
    name=st.sampled_from(sorted(GOOD)),
    cuts=st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 6), st.binary(max_size=9)), max_size=4),
    stop=st.one_of(st.none(), st.integers(0, 2000)),
    packed=st.booleans(),
    forced=st.one_of(st.none(), st.sampled_from(FORMATS)),
    mmap=st.booleans(),
)
def test_damage_anywhere(tmp_path_factory, name, cuts, stop, packed, forced, mmap):
    data = bytearray(GOOD[name][:stop])
    for at, length, inserted in cuts:
        data[at : at + length] = inserted
    path = written(tmp_path_factory.mktemp("fuzz"), "v", bytes(data), packed=packed)
    loads_or_says(path, format=forced, mmap=mmap, duplicates="first", vocabulary=WORDS)
    loads_or_says(path, format=forced)


@settings(max_examples=200)
@given(st.binary(max_size=300), st.sampled_from([None, *FORMATS]))
def test_noise(tmp_path_factory, data, forced):
    loads_or_says(written(tmp_path_factory.mktemp("noise"), "v", data), format=forced)


@pytest.mark.parametrize("name", sorted(set(GOOD) - {"glove", "gensim"}))
@pytest.mark.parametrize("packed", [False, True])
def test_cut_off_at_any_byte(tmp_path, name, packed):
    data = GOOD[name]
    vocabulary = WORDS if name == "npy" else None
    # a number of a text that lost its last digits is a number still
    end = data.rindex(b" ") if name == "word2vec" else len(data) - 3
    for stop in [*random.Random(0).sample(range(end), 60), end]:
        path = written(tmp_path, "v", data[:stop], packed=packed)
        with pytest.raises(LoadError):
            load(path, vocabulary=vocabulary)


def test_cut_off_says_where_and_how_to_go_on(tmp_path):
    size = 4 * 4 + len("the ")
    data = GOOD["word2vec-binary"]
    start = data.index(b"\n") + 1
    for packed in (False, True):
        path = written(tmp_path, "v.bin", data[: start + size + 9], packed=packed)
        problem = (
            r"byte 25: ends within word 2 of 30: truncated.*limit=1" if packed else r"promises 30 words.*holds at most"
        )
        with pytest.raises(LoadError, match=problem) as caught:
            load(path)
        assert caught.value.offset == (start + size if packed else 0)
        assert load(path, limit=1).index_to_key == ["the"]


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("29 4", "goes on after the 29 words"),
        ("31 4", "truncated"),
        ("30 3", "not utf-8|not finite|goes on|truncated|second time|no word"),
        ("30 5", "not utf-8|not finite|goes on|truncated|second time|no word"),
        ("0 4", "promises no words"),
        ("30 0", "numbers"),
        ("999999999999999999 4", "truncated"),
        ("30 999999999999999999", "999,999,999,999,999,999 numbers"),
        ("999999999 999999", "truncated"),
    ],
)
def test_binary_with_wrong_counts(tmp_path, line, problem, packed):
    data = GOOD["word2vec-binary"]
    data = line.encode() + data[data.index(b"\n") :]
    path = written(tmp_path, "v.bin", data, packed=packed)
    tracemalloc.start()
    with pytest.raises(LoadError, match=problem):
        load(path, format="word2vec-binary")
    assert tracemalloc.get_traced_memory()[1] < 100 << 20
    tracemalloc.stop()
    if line == "29 4":
        assert load(path, limit=29).index_to_key == WORDS[:29]


def fasttext_with(**changes):
    """A fastText model with other numbers in its header, by their place."""
    data = bytearray(GOOD["fasttext"])
    for place, (layout, value) in changes.items():
        struct.pack_into(layout, data, int(place.removeprefix("at_")), value)
    return bytes(data)


ENTRIES = 8 + 12 * 4 + 8


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (fasttext_with(at_4=("<i", 13)), "version 13"),
        (fasttext_with(at_8=("<i", 2**31 - 1)), "vectors of 2,147,483,647 numbers"),
        (fasttext_with(at_8=("<i", -4)), "vectors of -4 numbers"),
        (fasttext_with(at_8=("<i", 5)), "which does not fit 30 words|holds|more than its"),
        (fasttext_with(at_40=("<i", -1)), "-1 n-grams"),
        (fasttext_with(at_40=("<i", 2**31 - 1)), "n-grams"),
        (fasttext_with(**{f"at_{ENTRIES}": ("<i", 2**31 - 1)}), "2,147,483,647"),
        (fasttext_with(**{f"at_{ENTRIES}": ("<i", -5)}), "-5 entries"),
        (samples.fasttext(WORDS, ROWS, NGRAMS, model=3), "classifier"),
        (samples.fasttext(WORDS, ROWS, NGRAMS, labels=2), "classifier"),
        (samples.fasttext(WORDS, ROWS, NGRAMS, quantised=True), "quantised"),
        (samples.fasttext(["a", "a"], ROWS[:2], NGRAMS), "the word 'a' is there a second time"),
        (samples.fasttext(["a", "b"], ROWS[:2] * np.float32(np.nan), NGRAMS), "vector of the word 'a' is not finite"),
        (samples.fasttext(["a", "b"], ROWS[:2], NGRAMS * np.float32(np.inf)), "n-grams 0 to"),
    ],
)
def test_hostile_fasttext(tmp_path, data, problem, packed):
    tracemalloc.start()
    with pytest.raises(LoadError, match=problem):
        load(written(tmp_path, "v.bin", data, packed=packed))
    assert tracemalloc.get_traced_memory()[1] < 100 << 20
    tracemalloc.stop()


def test_fasttext_words_in_another_encoding(tmp_path):
    data = samples.fasttext(["aXXb", "c"], ROWS[:2], NGRAMS).replace(b"XX", b"\xff\xfe")
    path = written(tmp_path, "v.bin", data)
    with pytest.raises(LoadError, match=r"is not utf-8.*errors=") as caught:
        load(path)
    assert data[caught.value.offset :].startswith(b"a\xff\xfeb")
    assert load(path, errors="ignore").index_to_key == ["ab", "c"]


class Harm:
    """Unpickling it makes a folder."""

    def __init__(self, folder):
        self.folder = folder

    def __reduce__(self):
        return os.mkdir, (self.folder,)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("protocol", range(6))
def test_nothing_is_unpickled(tmp_path, protocol, packed):
    harm = Harm(str(tmp_path / "harmed"))
    objects = np.empty(30, dtype=object)
    objects[:] = [harm] * 30
    npy = io.BytesIO()
    np.save(npy, objects)
    words = np.array(WORDS)
    for number, data in enumerate(
        (
            pickle.dumps(harm, protocol),
            npz(words=objects, vectors=ROWS),
            npz(words=words, vectors=objects),
            npz(words=words, vectors=objects.reshape(30, 1)),
            npy.getvalue(),
        )
    ):
        for forced in (None, *FORMATS):
            with pytest.raises(LoadError):
                load(written(tmp_path, f"{number}", data, packed=packed), format=forced, vocabulary=WORDS)
    # what nobody asks for may be what it likes
    found = load(
        written(tmp_path, "v.npz", npz(words=words, vectors=ROWS, counts=objects, more=objects), packed=packed)
    )
    assert found.index_to_key == WORDS
    assert not (tmp_path / "harmed").exists()
    with pytest.raises(LoadError, match=r"words holds Python objects.*dtype=str"):
        load(written(tmp_path, "v.npz", npz(words=objects, vectors=ROWS)))


def test_a_trusted_pickle_of_something_else(tmp_path):
    path = written(tmp_path, "v.kv", pickle.dumps({"not": "vectors"}))
    with pytest.raises(LoadError, match="no word vectors saved by gensim"):
        load(path, trust=True)


def test_places_that_are_no_files(tmp_path):
    (tmp_path / "v.txt").symlink_to(tmp_path / "gone")
    os.mkfifo(tmp_path / "pipe.txt")
    for path, problem in [
        (tmp_path, "is a folder"),
        (tmp_path / "no.txt", "no such file"),
        (tmp_path / "v.txt", "no such file"),
        (tmp_path / "pipe.txt", "not a regular file"),
    ]:
        for source in (path, str(path)):
            with pytest.raises(LoadError, match=problem) as caught:
                load(source)
            assert caught.value.path == path


def test_damaged_gzip(tmp_path):
    data = gzip.compress(samples.text(*samples.vectors(5000, 20)))
    with pytest.raises(LoadError, match="ends too early: truncated"):
        load(written(tmp_path, "v.txt.gz", data[: len(data) // 2]))
    middle = len(data) // 2
    with pytest.raises(
        LoadError, match=r"gzip data is damaged|could not|expected|decode|more than|second time|not utf-8"
    ):
        load(written(tmp_path, "v.txt.gz", data[:middle] + bytes(99) + data[middle + 99 :]))
    with pytest.raises(LoadError, match="gzip data is damaged"):
        load(written(tmp_path, "v.txt.gz", b"\x1f\x8bnot gzip at all"))


def test_bombs(tmp_path, monkeypatch):
    monkeypatch.setattr(opening, "BOMB_SIZE", 1 << 20)
    monkeypatch.setattr("nlpwidgets.embeddings.reading.numpy_files.BOMB_SIZE", 1 << 20)
    for module in (text, tables, word2vec_binary):
        monkeypatch.setattr(module, "BLOCK", 1 << 16)
    line = b" 0" * 2000 + b"\n"
    for data, problem in [
        (b"a 1\nw " + b"0" * (64 << 20), "unpacks to more than 100 times its size"),
        (b"".join(b"w%d" % row + line for row in range(5000)), "unpacks to more than 100 times its size"),
        (b"1000000 100\n" + (b"w " + bytes(400)) * 50_000, "second time"),
        (b"1000000 100\n" + bytes(20 << 20), "no word ends within"),
    ]:
        with pytest.raises(LoadError, match=problem):
            load(written(tmp_path, "bomb.txt", data, packed=True))
    with pytest.raises(LoadError, match="unpacks to more than 100 times"):
        load(written(tmp_path, "bomb.npz", npz(words=np.array(WORDS), vectors=np.zeros((30, 99_999), np.float32))))


def test_a_line_without_end(tmp_path, monkeypatch):
    monkeypatch.setattr(text, "LINE_LIMIT", 1 << 20)
    monkeypatch.setattr(text, "BLOCK", 1 << 16)
    with pytest.raises(LoadError, match="no end within 1 MiB"):
        load(written(tmp_path, "v.txt", b"a 1 2\nb " + b"1" * (3 << 20)))


def test_a_file_that_may_not_be_read(tmp_path, monkeypatch):
    path = written(tmp_path, "v.txt", b"a 1 2\n")

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "open", refuse)
    with pytest.raises(LoadError, match="cannot be opened: Permission denied"):
        load(path)
