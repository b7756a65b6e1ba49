"""Text of vectors: the same bits as gensim's, words with anything in them, and errors that name the line."""

from __future__ import annotations

import random

import numpy as np
import pytest
from gensim.models import KeyedVectors
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nlpwidgets.embeddings.loading import LoadError, load
from nlpwidgets.embeddings.reading import text as reading
from tests.embeddings.loading_samples import ODD_WORDS, same_bits, text, vectors, written


@pytest.fixture(autouse=True, scope="module", params=["in Python", "compiled"])
def _way(request):
    """Short files are read in Python; here each test runs in both ways."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "compiled":
            patch.setattr(reading, "COMPILED_FROM", 0)
        yield


DIGITS = st.text("0123456789", max_size=40)
DECIMALS = st.builds(
    "{}{}{}{}{}".format,
    st.sampled_from(["", "-", "+"]),
    st.text("0123456789", min_size=1, max_size=40),
    st.sampled_from(["", "."]),
    DIGITS,
    st.one_of(st.just(""), st.builds("{}{}".format, st.sampled_from(["e", "E"]), st.integers(-330, 37))),
)
FINITE = st.one_of(
    DECIMALS,
    st.floats(width=32, allow_nan=False, allow_infinity=False).map(repr),
    st.floats(allow_nan=False, allow_infinity=False).map(lambda number: f"{number:.17g}"),
    # halfway between two float32 numbers but for a little: where rounding twice and once differ
    st.builds(
        lambda number, nudge: (
            f"{(np.float64(number) + np.float64(np.nextafter(number, np.float32(9)))) / 2:.40g}{nudge}"
        ),
        st.floats(0.125, 4, width=32).map(np.float32),
        st.sampled_from(["", "1", "0000001"]),
    ),
).filter(lambda number: abs(float(number)) < 3e38)


@settings(max_examples=300)
@given(st.lists(FINITE, min_size=1, max_size=40))
@example(["1.00000005960464477539062500001"])  # rounded once it is 1.0000001, rounded twice, as gensim does, 1
@example(["1e-46", "4.9e-324", "1e-45", "7.006492321624085e-46", "3.4028235e38", "1e-400", "-0.0", "+.5", "5."])
def test_every_number_has_the_bits_that_gensim_gives_it(tmp_path_factory, numbers):
    path = tmp_path_factory.mktemp("bits") / "v.txt"
    path.write_text("".join(f"w{row} {number} {number}\n" for row, number in enumerate(numbers)), encoding="utf-8")
    ours, theirs = load(path), KeyedVectors.load_word2vec_format(str(path), no_header=True)
    assert same_bits(ours.vectors, theirs.vectors)


WORD = st.text(st.characters(exclude_characters=" \n\r\0", exclude_categories=["Cs"]), min_size=1, max_size=8)


@given(words=st.lists(WORD, min_size=1, max_size=30, unique=True), size=st.integers(2, 5))
def test_words_may_hold_anything(tmp_path_factory, words, size):
    rows = np.random.default_rng(len(words)).standard_normal((len(words), size)).astype(np.float32)
    path = tmp_path_factory.mktemp("words") / "v.txt"
    # a mark at the very beginning of a file says how it is written and belongs to no word
    path.write_bytes(b"the" + b" 1" * size + b"\n" + text(words, rows))
    found = load(path, duplicates="first")
    expected = list(dict.fromkeys(["the", *words]))
    assert found.index_to_key == expected
    assert same_bits(found.vectors[1:], rows[[words.index(word) for word in expected[1:]]])


SPACED = [". . .", "at name@domain.com", "New York", "catch 22", "1 2/3", " ", "to  be", "a\rb", "x"]


@pytest.mark.parametrize("count", [9, 5000])
def test_words_with_blanks_as_in_glove_840b(tmp_path, count):
    words, rows = vectors(count, 6)
    words[-len(SPACED) :] = SPACED
    random.Random(0).shuffle(words)
    found = load(written(tmp_path, "v.txt", text(words, rows)))
    assert found.index_to_key == words
    assert same_bits(found.vectors, rows)


def test_an_empty_word_is_a_word(tmp_path):
    assert load(written(tmp_path, "v.txt", b"a 1 2\n 3 4\n")).index_to_key == ["a", ""]


def test_blocks_end_anywhere(tmp_path, monkeypatch):
    words, rows = vectors(300, 3)
    words[100:103] = ["a b", ". . .", "ü ü"]
    data = text(words, rows, header=True)
    plain, packed = written(tmp_path, "v.txt", data), written(tmp_path, "v.txt", data, packed=True)
    for size in [7, 50, 64, 1000, *range(len(data) - 3, len(data) + 2)]:
        monkeypatch.setattr(reading, "BLOCK", size)
        for path in (plain, packed):
            found = load(path)
            assert found.index_to_key == words
            assert same_bits(found.vectors, rows)


def test_lines_that_only_python_reads_stand_among_others(tmp_path):
    # to Python, and so to gensim, underscores may stand in numbers, and any blank around them
    lines = [f"w{row} {row} 0.5\n" for row in range(400)]
    lines[77], lines[250], lines[399] = "x 1_0 3\n", "y\t 1 2\r\n", "z 3\x0c 4 \t"
    path = written(tmp_path, "v.txt", "".join(lines).encode())
    ours, theirs = load(path), KeyedVectors.load_word2vec_format(str(path), no_header=True)
    assert ours.index_to_key == theirs.index_to_key
    assert same_bits(ours.vectors, theirs.vectors)


@pytest.mark.parametrize("separator", [" ", "\t"])
@pytest.mark.parametrize("end", ["", "\n", "\n\n\n", "\r\n\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_tabs_marks_and_ends(tmp_path, separator, end, mark):
    words, rows = vectors(40, 3)
    for header in (False, True):
        data = mark + text(words, rows, separator=separator, header=header).rstrip() + end.encode()
        found = load(written(tmp_path, "v.txt", data))
        assert found.index_to_key == words
        assert same_bits(found.vectors, rows)


def test_one_number_per_word(tmp_path):
    for data in (b"12 5\n13 6\n", b"2 1\n12 5\n13 6\n"):
        found = load(written(tmp_path, "v.txt", data))
        assert (found.index_to_key, found.vectors.tolist()) == (["12", "13"], [[5], [6]])


def test_encodings(tmp_path):
    path = written(tmp_path, "v.txt", "naïve 1 2\nb 3 4\n".encode("latin-1"))
    with pytest.raises(LoadError, match=r"v\.txt, line 1: the word b'na\\xefve' is not utf-8.*encoding=") as caught:
        load(path)
    assert (caught.value.path, caught.value.line, caught.value.offset) == (path, 1, None)
    assert load(path, encoding="latin-1").index_to_key == ["naïve", "b"]
    assert load(path, errors="ignore").index_to_key == ["nave", "b"]
    for encoding in ("utf-16", "no such", "cp037"):
        with pytest.raises(ValueError, match="encoding="):
            load(path, encoding=encoding)
    with pytest.raises(LoadError, match="UTF-16"):
        load(written(tmp_path, "v16.txt", "a 1 2\nb 3 4\n".encode("utf-16")))


GOOD = [f"w{row} 0.25 -1.5 3.125" for row in range(1, 10_001)]


def changed(tmp_path, line, content, *, header=None):
    """Ten thousand lines, one of them replaced."""
    lines = GOOD.copy()
    lines[line - 1] = content
    if header is not None:
        lines.insert(0, header)
    return written(tmp_path, "v.txt", ("\n".join(lines) + "\n").encode())


@pytest.mark.parametrize("line", [1, 2, 60, 5000, 10_000])
@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("x 0.25 -1.5", "expected a word and 3 numbers, found 3 fields"),
        ("x", "found 1 fields"),
        ("", "blank"),
        ("x 0.25 -1.5 3.125 0.725", "more than 3 numbers"),
        ("x 0.25 -1.5e3 3.125 0.5", "more than 3 numbers"),
        ("x 0.25 -1.5 three", "could not convert string to float: b'three'"),
        ("x 0.25  -1.5", "could not convert string to float: b''"),
        ("x 0.25 nan 1", "number 2 of the word 'x' is nan"),
        ("x 0.25 1 -inf", "number 3 of the word 'x' is -inf"),
        ("x 1e39 1 0", "number 1 of the word 'x' is inf, which is not finite in float32"),
        ("w9 0.25 1 0", "the word 'w9' is there a second time"),
    ],
)
def test_broken_lines_are_named(tmp_path, line, content, problem):
    if not content and line == len(GOOD):
        assert len(load(changed(tmp_path, line, content))) == line - 1  # blank lines may end a file
        return
    with pytest.raises(LoadError, match=problem) as caught:
        load(changed(tmp_path, line, content))
    at = 9 if "w9" in content and line < 9 else line
    assert caught.value.line == at
    assert f"v.txt, line {at:,}: " in str(caught.value)
    with pytest.raises(LoadError) as caught:
        load(changed(tmp_path, line, content, header="10000 3"))
    assert caught.value.line == at + 1


def test_duplicates_and_bad_numbers_can_be_left_out(tmp_path):
    path = changed(tmp_path, 5000, "w9 7 7 7")
    found = load(path, duplicates="first")
    assert len(found) == 9999
    assert found["w9"].tolist() == [0.25, -1.5, 3.125]
    assert found.index_to_key == [f"w{row}" for row in range(1, 10_001) if row != 5000]
    found = load(changed(tmp_path, 5000, "x nan 7 7"), nonfinite="skip")
    assert found.index_to_key == [f"w{row}" for row in range(1, 10_001) if row != 5000]
    # of a word there twice, the one left out does not count
    found = load(written(tmp_path, "n.txt", b"a nan 1\nb 2 2\na 3 3\n"), nonfinite="skip")
    assert (found.index_to_key, found["a"].tolist()) == (["b", "a"], [3, 3])
    # a word that is not asked for may be there twice
    assert load(path, vocabulary=["w7"]).index_to_key == ["w7"]


@pytest.mark.parametrize("packed", [False, True])
def test_wrong_counts_in_line_1(tmp_path, packed):
    words, rows = vectors(200, 4)
    body = text(words, rows)

    def file(counts):
        return written(tmp_path, "v.txt", counts + b"\n" + body, packed=packed)

    for counts, problem in [
        (b"199 4", r"line 201: line 1 promises 199 words, but there are more; pass limit=199"),
        (b"201 4", r"promises 201 words, but the file ends after 200.*limit=200"),
        (b"200 5", r"line 2: has 4 numbers after its word, but line 1 promises 5"),
        (b"200 3", r"line 2: has 4 numbers"),
        (b"99999999999999999 4", "line 202: .*ends after 200" if packed else "line 1: promises.*holds at most"),
        (b"200 99999999999999999", "line 2: has 4 numbers"),
    ]:
        with pytest.raises(LoadError, match=problem):
            load(file(counts))
    assert load(file(b"199 4"), limit=199).index_to_key == words[:199]
    assert load(file(b"201 4"), limit=200).index_to_key == words


def test_what_comes_after_the_limit_is_not_looked_at(tmp_path):
    path = written(tmp_path, "v.txt", b"a 1 2\nb 3 4\nc broken\n")
    assert load(path, limit=2).index_to_key == ["a", "b"]


def test_oddities_of_other_programs(tmp_path):
    for data, problem in [
        (b"", "is empty"),
        (b"\n\n", "line 1: holds no vectors: the file is empty"),
        (b"\n a 1\n", "line 1: is blank"),
        (b"300 100\n", "promises 300 words and holds none"),
        (b"the\nof\nand\n", "begins with b'the"),
        (b"the\t0.1 0.2 0.3\nof\t0.1 0.2 0.3\n", "a tab after its word and blanks between"),
        (b"<!DOCTYPE html><html>", "a web page"),
        (b"version https://git-lfs.github.com/spec/v1\n", "git lfs pull"),
        (b"BZh91AY&SY", "bzip2"),
    ]:
        with pytest.raises(LoadError, match=problem):
            load(written(tmp_path, "v.txt", data))


def test_odd_words_come_as_they_are(tmp_path):
    words, rows = vectors(len(ODD_WORDS), 3)
    ours = load(written(tmp_path, "v.txt", text(words, rows)))
    theirs = KeyedVectors.load_word2vec_format(str(tmp_path / "v.txt"), no_header=True)
    assert ours.index_to_key == theirs.index_to_key == ODD_WORDS
