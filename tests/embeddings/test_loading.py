"""Every format against gensim, or against what was written."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from gensim.models import FastText, KeyedVectors, Word2Vec
from gensim.models.fasttext import FastTextKeyedVectors, load_facebook_vectors, save_facebook_model
from hypothesis import given
from hypothesis import strategies as st

from nlpwidgets.embeddings.loading import FORMATS, LoadError, load
from tests.embeddings.loading_samples import fasttext, safetensors, same_bits, text, vectors, word2vec_binary, written

WORDS, ROWS = vectors()
BOTH = pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzipped"])


def check(found, words=WORDS, rows=ROWS):
    """Same words, same rows, and a sound object."""
    assert found.index_to_key == list(words)
    assert found.key_to_index == {word: row for row, word in enumerate(words)}
    assert same_bits(found.vectors, rows)
    assert found.vector_size == rows.shape[1]
    assert len(found) == len(words)


@BOTH
@pytest.mark.parametrize("header", [False, True])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("trailing", ["", " "])
def test_text_as_gensim_reads_it(tmp_path, packed, header, ending, trailing):
    path = written(tmp_path, "v.txt", text(WORDS, ROWS, header=header, ending=ending, trailing=trailing), packed=packed)
    check(load(path))
    theirs = KeyedVectors.load_word2vec_format(str(path), no_header=not header)
    check(load(path), theirs.index_to_key, theirs.vectors)


@BOTH
@pytest.mark.parametrize("line_ends", [False, True])
def test_word2vec_binary_as_gensim_reads_it(tmp_path, packed, line_ends):
    path = written(tmp_path, "v.bin", word2vec_binary(WORDS, ROWS, line_ends=line_ends), packed=packed)
    check(load(path))
    theirs = KeyedVectors.load_word2vec_format(str(path), binary=True)
    check(load(path), theirs.index_to_key, theirs.vectors)


@BOTH
@pytest.mark.parametrize("dtype", ["<f4", "<f2", "<f8", ">f4"])
@pytest.mark.parametrize("compressed", [False, True])
def test_npz(tmp_path, packed, dtype, compressed):
    rows, counts = ROWS.astype(dtype), np.arange(len(WORDS))[::-1]
    save = np.savez_compressed if compressed else np.savez
    save(tmp_path / "v.npz", words=np.array(WORDS), vectors=rows, counts=counts)
    path = tmp_path / "v.npz"
    if packed:
        path = written(tmp_path, "v.npz", path.read_bytes(), packed=True)
    found = load(path)
    check(found, rows=rows.astype(np.float32))
    assert [found.get_vecattr(word, "count") for word in WORDS] == counts.tolist()


@pytest.mark.parametrize("order", ["C", "F"])
def test_npz_by_columns_and_with_other_names(tmp_path, order):
    np.savez(tmp_path / "v.npz", tokens=np.array([word.encode() for word in WORDS]), E=np.asarray(ROWS, order=order))
    check(load(tmp_path / "v.npz"))


@BOTH
def test_npy_takes_its_words_from_the_caller(tmp_path, packed):
    np.save(tmp_path / "v.npy", ROWS)
    path = written(tmp_path, "w.npy", (tmp_path / "v.npy").read_bytes(), packed=packed)
    check(load(path, vocabulary=WORDS))
    check(load(path, vocabulary={word: row for row, word in reversed(list(enumerate(WORDS)))}))
    with pytest.raises(LoadError, match=r"15 vectors and no words.*vocabulary="):
        load(path)
    with pytest.raises(LoadError, match="15 rows, but vocabulary= names 14"):
        load(path, vocabulary=WORDS[1:])


@BOTH
@pytest.mark.parametrize("dtype", ["F32", "F16", "BF16", "F64"])
def test_safetensors(tmp_path, packed, dtype):
    path = written(tmp_path, "v.safetensors", safetensors(WORDS, ROWS, dtype=dtype), packed=packed)
    expected = ROWS
    if dtype == "F16":
        expected = ROWS.astype(np.float16).astype(np.float32)
    if dtype == "BF16":
        expected = (ROWS.view(np.uint32) & 0xFFFF0000).view(np.float32)
    check(load(path), rows=expected)


def test_safetensors_as_the_library_writes_it(tmp_path):
    import json

    from safetensors.numpy import save_file

    save_file({"embedding.weight": ROWS}, tmp_path / "v.safetensors", metadata={"vocab": json.dumps(WORDS)})
    check(load(tmp_path / "v.safetensors"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("v.words.txt", "\n".join(WORDS[:5])),
        ("vocab.txt", "\n".join(WORDS[:5]) + "\n"),
        ("vocabulary.json", "[" + ",".join(f'"w{number}"' for number in range(5)) + "]"),
        ("v.json", '{"b": 1, "a": 0, "c": 2, "e": 4, "d": 3}'),
    ],
)
def test_safetensors_with_words_beside(tmp_path, name, content):
    path = written(tmp_path, "v.safetensors", safetensors([], ROWS[:5], metadata=False))
    with pytest.raises(LoadError, match=r"no words.*v\.words\.txt"):
        load(path)
    (tmp_path / name).write_text(content, encoding="utf-8")
    expected = {"vocabulary.json": [f"w{number}" for number in range(5)], "v.json": list("abcde")}.get(name, WORDS[:5])
    check(load(path), words=expected, rows=ROWS[:5])
    check(load(path, vocabulary=expected[1:3]), words=expected[1:3], rows=ROWS[1:3])


@pytest.fixture(scope="module")
def subwords():
    """A small fastText model of gensim."""
    corpus = [["human", "interface", "computer"], ["naïve", "users", "interface"], ["graph", "of", "trees"]] * 5
    return FastText(corpus, vector_size=12, min_count=1, bucket=50, epochs=2, seed=1, workers=1, window=2)


@BOTH
@pytest.mark.parametrize("mmap", [False, True])
def test_fasttext_as_gensim_reads_it(tmp_path, subwords, packed, mmap):
    save_facebook_model(subwords, str(tmp_path / "m.bin"))
    path = written(tmp_path, "v.bin", (tmp_path / "m.bin").read_bytes(), packed=packed)
    if packed and mmap:
        with pytest.raises(LoadError, match=r"gzipped.*mmap"):
            load(path, mmap=True)
        return
    theirs, ours = load_facebook_vectors(str(tmp_path / "m.bin")), load(path, mmap=mmap)
    assert type(ours) is FastTextKeyedVectors
    check(ours, theirs.index_to_key, theirs.vectors)
    for word in ("humans", "interfaces", "€", "graph"):
        assert same_bits(ours[word], theirs[word])
    assert [ours.get_vecattr(word, "count") for word in ours.index_to_key] == [
        theirs.get_vecattr(word, "count") for word in theirs.index_to_key
    ]
    assert ours.most_similar("humans") == theirs.most_similar("humans")
    assert isinstance(ours.vectors_ngrams, np.memmap) is mmap


@given(
    size=st.integers(1, 9),
    words=st.lists(st.text("abcäß€😀", min_size=1, max_size=9), min_size=1, max_size=12, unique=True),
    buckets=st.integers(0, 30),
    lengths=st.sampled_from([(3, 6), (1, 1), (2, 9), (0, 0)]),
    seed=st.integers(0, 99),
)
def test_any_fasttext_model_as_gensim_reads_it(tmp_path_factory, size, words, buckets, lengths, seed):
    rng = np.random.default_rng(seed)
    own = rng.standard_normal((len(words), size)).astype(np.float32)
    ngrams = rng.standard_normal((buckets, size)).astype(np.float32)
    path = tmp_path_factory.mktemp("any") / "v.bin"
    path.write_bytes(fasttext(words, own, ngrams, lengths=lengths))
    theirs, ours = load_facebook_vectors(str(path)), load(path)
    check(ours, theirs.index_to_key, theirs.vectors)
    if buckets:
        assert same_bits(ours["aunseen"], theirs["aunseen"])


def test_part_of_a_fasttext_model_still_knows_its_ngrams(tmp_path, subwords):
    save_facebook_model(subwords, str(tmp_path / "m.bin"))
    whole = load(tmp_path / "m.bin")
    for part in (load(tmp_path / "m.bin", limit=3), load(whole, limit=3)):
        assert part.index_to_key == whole.index_to_key[:3]
        assert same_bits(part.vectors, whole.vectors[:3])
        assert same_bits(part["humanly"], whole["humanly"])
    part = load(tmp_path / "m.bin", vocabulary={"trees", "graph"})
    assert set(part.index_to_key) == {"trees", "graph"}
    assert same_bits(part["trees"], whole["trees"])


@pytest.mark.parametrize("beside", [False, True])
def test_gensim_save_only_when_trusted(tmp_path, beside):
    model = Word2Vec([["a", "b", "c", "d"]] * 9, vector_size=5, min_count=1, seed=1, workers=1)
    model.wv.save(str(tmp_path / "v.kv"), separately=["vectors"] if beside else [])
    model.save(str(tmp_path / "m.model"))
    for name in ("v.kv", "m.model"):
        with pytest.raises(LoadError, match=r"pickle.*trust=True"):
            load(tmp_path / name)
        check(load(tmp_path / name, trust=True), model.wv.index_to_key, model.wv.vectors)
        check(load(tmp_path / name, trust=True, limit=2), model.wv.index_to_key[:2], model.wv.vectors[:2])
    if beside:
        assert isinstance(load(tmp_path / "v.kv", trust=True, mmap=True).vectors, np.memmap)
        (tmp_path / "v.kv.vectors.npy").unlink()
        with pytest.raises(LoadError, match=r"v\.kv\.vectors\.npy is missing"):
            load(tmp_path / "v.kv", trust=True)


def files(folder):
    """The same vectors in every format that needs no trust and no words."""
    np.savez(folder / "v.npz", words=np.array(WORDS), vectors=ROWS)
    return [
        written(folder, "glove.txt", text(WORDS, ROWS)),
        written(folder, "word2vec.txt", text(WORDS, ROWS, header=True)),
        written(folder, "v.bin", word2vec_binary(WORDS, ROWS)),
        written(folder, "v.safetensors", safetensors(WORDS, ROWS)),
        folder / "v.npz",
    ]


def test_limit_and_vocabulary_in_every_format(tmp_path):
    wanted = [WORDS[9], WORDS[2], WORDS[5], "no such word"]
    for path in files(tmp_path):
        check(load(path, limit=4), WORDS[:4], ROWS[:4])
        check(load(path, limit=400))
        check(load(path, vocabulary=wanted), [WORDS[2], WORDS[5], WORDS[9]], ROWS[[2, 5, 9]])
        check(load(path, vocabulary=wanted, limit=6), [WORDS[2], WORDS[5]], ROWS[[2, 5]])
        with pytest.raises(LoadError, match=r"none of the words asked for \('no such word'"):
            load(path, vocabulary=["no such word"])


def test_the_content_tells_not_the_name(tmp_path):
    for number, path in enumerate(files(tmp_path)):
        check(load(path.rename(tmp_path / f"{number}.vec")))


def test_a_format_can_be_forced(tmp_path):
    # "2 1" is a line of counts, and a word with its number as well
    path = written(tmp_path, "v.txt", b"2 1\n3 5\n4 6\n")
    assert load(path).index_to_key == ["3", "4"]
    check(load(path, format="glove"), ["2", "3", "4"], np.array([[1], [5], [6]], np.float32))
    with pytest.raises(ValueError, match="no format 'gloves'; there are glove, word2vec, "):
        load(path, format="gloves")
    for wrong in set(FORMATS) - {"glove", "word2vec", "word2vec-binary", "gensim"}:
        with pytest.raises(LoadError):
            load(path, format=wrong)


def test_mapped_where_it_can_be(tmp_path):
    *others, tensors, archive = files(tmp_path)
    np.save(tmp_path / "v.npy", ROWS)
    for path, words in ((tensors, None), (tmp_path / "v.npy", WORDS)):
        found = load(path, mmap=True, vocabulary=words)
        check(found)
        assert isinstance(found.vectors, np.memmap)
        assert not found.vectors.flags.writeable
        check(load(path, mmap=True, vocabulary=words, limit=3), WORDS[:3], ROWS[:3])
    for path in (*others, archive):
        with pytest.raises(LoadError, match="mapped"):
            load(path, mmap=True)
    np.save(tmp_path / "half.npy", ROWS.astype(np.float16))
    with pytest.raises(LoadError, match=r"only float32.*these are float16"):
        load(tmp_path / "half.npy", mmap=True, vocabulary=WORDS)


def test_what_was_read_can_be_written_to(tmp_path):
    for path in files(tmp_path):
        found = load(path)
        found.vectors[0] = 0
        found.add_vector("new word", np.ones(7, np.float32))
        assert found["new word"].sum() == 7


DATA = os.environ.get("NLPWIDGETS_DATA")


@pytest.mark.skipif(not DATA, reason="needs NLPWIDGETS_DATA")
def test_published_samples_as_gensim_reads_them():
    folder = Path(DATA) / "vectors/formats"
    for name, options in {
        "wiki_top2000_word2vec.bin": {"binary": True},
        "wiki_top2000_word2vec.txt": {},
        "wiki_top2000_glove_noheader.txt": {"no_header": True},
        "lee_fasttext.vec": {},
    }.items():
        theirs = KeyedVectors.load_word2vec_format(str(folder / name), **options)
        check(load(folder / name), theirs.index_to_key, theirs.vectors)
    theirs = load_facebook_vectors(str(folder / "lee_fasttext.bin"))
    ours = load(folder / "lee_fasttext.bin")
    check(ours, theirs.index_to_key, theirs.vectors)
    assert same_bits(ours["rejected-by-all"], theirs["rejected-by-all"])
    with np.load(folder.parent / "wiki2018_sgns_50000x100.npz") as stored:
        check(
            load(folder.parent / "wiki2018_sgns_50000x100.npz"),
            stored["words"].tolist(),
            stored["vectors"].astype(np.float32),
        )
