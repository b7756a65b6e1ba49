"""The lists of the package: their form, their words, what they say beside the published facts; and lists of users."""

from __future__ import annotations

import csv
import json
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlpwidgets import embeddings
from nlpwidgets.bias import LISTS, METHODS, WordList, hard_debias, load_list, subspace, weat
from nlpwidgets.bias.word_lists import FOLDER
from tests.bias.debiasing_samples import data

SETS = [name for name in LISTS if load_list(name).kind == "sets"]
TESTS = [name for name in LISTS if load_list(name).kind == "test"]


@lru_cache(1)
def small():
    return embeddings.load("small")


def test_what_there_is():
    assert set(LISTS) == {path.stem for path in FOLDER.glob("*.json")}
    assert {"gender", "religion", "origin", "age", "equalize_gender"} == set(SETS)
    assert len(TESTS) >= 4
    card = (FOLDER / "README.md").read_text("utf-8")
    for name in LISTS:
        one = load_list(name)
        assert isinstance(one, WordList)
        assert one.title
        assert len(one.source) > 15, f"{name} does not say where it comes from"
        assert f"`{name}`" in card or name.startswith("weat_"), f"README.md of the lists lacks {name}"


@pytest.mark.parametrize("name", SETS)
def test_sets_make_a_subspace_of_the_bundled_vectors(name):
    one = load_list(name)
    assert len(set(one.sets)) == len(one.sets)
    dims = min(2, len(one.groups) - 1)
    for method in METHODS:
        found = subspace(small(), one.sets, method=method, dims=dims)
        assert len(found.sets) >= 0.6 * len(one.sets), found.lost
        # what the list is about shows: each group lies apart from the others
        middle = [
            found.components([small()[word] for word in group]).mean(axis=0) for group in zip(*found.sets, strict=True)
        ]
        assert len({tuple(point.round(2)) for point in middle}) == len(one.groups)
    hard_debias(small(), found, exempt=load_list("gendered").words, equalize_sets=load_list("equalize_gender").sets)


def test_women_stand_first():
    for name in ("gender", "equalize_gender"):
        one = load_list(name)
        assert one.groups == ("female", "male")
        found = subspace(small(), one.sets)
        known = [pair for pair in one.sets if all(word in small() for word in pair)]
        right = [float(found.components(small()[a])[0] - found.components(small()[b])[0]) > 0 for a, b in known]
        assert sum(right) > 0.9 * len(right), [pair for pair, ok in zip(known, right, strict=True) if not ok]


def test_words_are_in_the_right_lists():
    gendered, professions = set(load_list("gendered").words), load_list("professions").words
    assert not gendered.intersection(professions), "a profession that is gendered by definition stays as it is"
    pairs = [*load_list("gender").sets, *load_list("equalize_gender").sets]
    missing = {word for pair in pairs for word in pair} - gendered
    assert not missing, "words to equalize must not be neutralized"
    assert len(gendered) >= 150
    assert sum(word in small() for word in professions) >= 150


def test_the_shares_are_those_of_the_survey():
    shares = load_list("women_in_professions").shares
    assert all(0 <= share <= 100 for share in shares.values())
    with data("bias/winogender_occupations_stats.tsv").open(encoding="utf-8") as file:
        table = {line["occupation"]: line for line in csv.DictReader(file, delimiter="\t")}
    column = next(key for key in next(iter(table.values())) if key.startswith("bls"))
    assert shares == {word: float(line[column]) for word, line in table.items() if word in shares}


@pytest.mark.parametrize("name", TESTS)
def test_the_tests_can_be_run(name):
    one = load_list(name)
    found = weat(small(), *one.sets)
    assert found.effect > 0, "targets stand in the order that makes the known effect positive"
    assert sum(map(len, found.lost.values())) < 0.4 * sum(map(len, one.sets))


@pytest.mark.parametrize(("name", "number"), [("weat_flowers", 1), ("weat_career", 6), ("weat_math", 7)])
def test_published_tests_have_the_published_words(name, number):
    tests = json.loads(data("bias/weat_tests_1_2_6_7_9.json").read_text("utf-8"))["tests"]
    test = next(one for one in tests if one["test"] == number)
    published = [words for side in ("targets", "attributes") for words in test[side].values()]
    assert [set(words) for words in load_list(name).sets] == [{word.lower() for word in words} for words in published]


FORMS = {
    "sets": {"title": "t", "kind": "sets", "groups": ["a", "b"], "sets": [["x", "y"]]},
    "words": {"title": "t", "kind": "words", "words": ["x", "y"]},
    "shares": {"title": "t", "kind": "shares", "shares": {"x": 3, "y": 99.5}},
    "test": {"title": "t", "kind": "test", "groups": list("XYAB"), "sets": [["a", "b"], ["c", "d"], ["e"], ["f"]]},
}


def write(tmp_path, content):
    path = tmp_path / "own.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


@pytest.mark.parametrize("kind", FORMS)
def test_own_lists(kind, tmp_path, monkeypatch):
    path = write(tmp_path, FORMS[kind])
    found = load_list(path)
    assert found == load_list(str(path))
    assert (found.title, found.kind, found.source) == ("t", kind, "")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())  # as some editors write it
    assert load_list(path) == found
    monkeypatch.setenv("HOME", str(tmp_path))
    assert load_list("~/own.json") == found
    without = {key: value for key, value in FORMS[kind].items() if key != "title"}
    assert load_list(write(tmp_path, without)).title == "own.json"


def changed(kind, /, **more):
    return {**FORMS[kind], **more}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "own.json is no JSON"),
        ("{", "own.json is no JSON"),
        ("[" * 100_000, "own.json is no JSON"),
        ('{"kind": "shares", "shares": {"x": ' + "9" * 5000 + "}}", "own.json is no JSON"),
        ([], "own.json must hold an object with title and kind, not list"),
        ({}, "kind of own.json is one of sets, words, shares, test, not None"),
        (changed("sets", kind="pairs"), "not 'pairs'"),
        (changed("sets", kind=["sets"]), r"not \['sets'\]"),
        (changed("sets", title=3), "title of own.json must be a text, not 3"),
        (changed("sets", source=None), "source of own.json must be a text"),
        (changed("sets", words=["x"]), "own.json has 'words', which a list of kind 'sets' has not"),
        ({"kind": "sets", "groups": ["a", "b"]}, "own.json lacks 'sets'"),
        (changed("sets", groups=["a"]), "groups of own.json must be two at least"),
        (changed("sets", groups="ab"), "groups of own.json must be a list of words, not str"),
        (changed("sets", sets=[]), "own.json has no sets"),
        (changed("sets", sets={"x": "y"}), "sets of own.json must be a list of lists"),
        (changed("sets", sets=["xy"]), r"sets\[0\] of own.json must be a list of words, not str"),
        (changed("sets", sets=[["x", "y"], ["x"]]), r"sets\[1\] of own.json has 1 words, there are 2 groups"),
        (changed("sets", sets=[["x", "x"]]), r"sets\[0\] of own.json has 'x' twice"),
        (changed("sets", sets=[["x", 3]]), r"sets\[0\] of own.json, entry 1 must be a text, not 3"),
        (changed("words", words="xy"), "words of own.json must be a list of words, not str"),
        (changed("words", words=["x", " "]), "words of own.json, entry 1 is empty"),
        (changed("words", words=["x", None]), "words of own.json, entry 1 must be a text"),
        (changed("words", words=["x", "y", "x"]), "words of own.json has 'x' twice"),
        (changed("shares", shares=["x"]), "shares of own.json must be an object"),
        (changed("shares", shares={"x": 101}), "share of 'x' in own.json is a percentage from 0 to 100, not 101"),
        (changed("shares", shares={"x": -0.1}), "percentage"),
        (changed("shares", shares={"x": "3"}), "percentage"),
        (changed("shares", shares={"x": True}), "percentage"),
        (changed("shares", shares={"x": float("nan")}), "percentage"),
        ('{"kind": "shares", "shares": {"x": 1, "y": 2, "x": 99}}', "own.json has 'x' twice in one object"),
        ('{"kind": "words", "words": ["x"], "words": ["y"]}', "own.json has 'words' twice in one object"),
        (changed("shares", shares={" ": 3}), "shares of own.json has an empty word"),
        (changed("test", groups=["X", "Y", "A"]), "a test has four groups and four sets"),
        (changed("test", sets=[["a", "b"], ["c", "d"], ["e"], []]), "B of own.json needs 1 words at least, it has 0"),
        (changed("test", sets=[["a"], ["c", "d"], ["e"], ["f"]]), "X of own.json needs 2 words at least, it has 1"),
        (changed("test", sets=[["a", "b"], ["c", "a"], ["e"], ["f"]]), "'a' stands in X and in Y of own.json"),
        (changed("test", sets=[["a", "b"], ["c", "d"], ["e"], ["e"]]), "'e' stands in A and in B of own.json"),
    ],
)
def test_bad_files_are_said(content, says, tmp_path):
    with pytest.raises(ValueError, match=says):
        load_list(write(tmp_path, content))


def test_bytes_that_are_no_text(tmp_path):
    path = tmp_path / "own.json"
    path.write_bytes(b'{"kind": "words", "words": ["\xff"]}')
    with pytest.raises(ValueError, match=r"own\.json is no JSON"):
        load_list(path)
    with path.open("wb") as file:
        file.truncate(60_000_000)
    with pytest.raises(ValueError, match=r"own\.json has 60,000,000 bytes"):
        load_list(path)


def test_long_lists_are_read_in_moments(tmp_path):
    """Each of 200,000 words compared with each other one would take minutes, and nobody would wait for this test."""
    words = [f"w{k}" for k in range(200_000)]
    assert load_list(write(tmp_path, changed("words", words=words))).words == tuple(words)
    found = load_list(write(tmp_path, changed("test", sets=[words[::2], words[1::2], ["a"], ["b"]])))
    assert len(found.sets[0]) == 100_000


@pytest.mark.parametrize(
    "source", ["sex", "", ".", "a\0b", "~nobody-of-this-name/x", "x" * 5000, '{"kind": "words"}', Path("gendr")]
)
def test_names_that_are_not_there(source):
    with pytest.raises(
        FileNotFoundError, match=r"there is no list or file .*the package has age, equalize_gender, gender, "
    ):
        load_list(source)


@pytest.mark.parametrize("source", [None, 3, ["gender"], {"kind": "words"}, b"gender"])
def test_things_that_name_nothing(source):
    with pytest.raises(TypeError, match="source is the name of a list or a path, not"):
        load_list(source)


ANY = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 200) | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(st.sampled_from(["title", "source", "groups", "sets", "words", "shares"]), ANY),
    st.sampled_from([*FORMS, None, 3]),
    st.booleans(),
)
def test_any_json_is_read_or_refused(tmp_path_factory, fields, kind, based):
    content = {**(FORMS.get(kind, {}) if based else {}), **fields, "kind": kind}
    path = write(tmp_path_factory.mktemp("lists"), content)
    try:
        found = load_list(path)
    except ValueError as error:
        said = str(error)
    else:
        said = ""
        assert found.kind == kind
        assert all(isinstance(word, str) for one in (found.words, found.groups, *found.sets) for word in one)
    assert not said or "own.json" in said
