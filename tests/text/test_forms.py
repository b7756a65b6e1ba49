"""Stem beside lemma."""

from __future__ import annotations

import pytest

from nlpwidgets.text.forms import FormGroup, WordForm, groups, word_forms


def test_forms_are_those_of_the_stemmers() -> None:
    from nltk.stem import LancasterStemmer
    from Stemmer import Stemmer

    words = ["feet", "feeling", "universities", "Maximum", "feet", "happily", "1984", "x"]
    forms = word_forms(words)
    assert [form.word for form in forms] == list(dict.fromkeys(words))
    assert forms[0].lemma == "foot"
    for form in forms:
        lower = form.word.lower()
        assert form.porter.lower() == Stemmer("porter").stemWord(lower)
        assert form.english.lower() == Stemmer("english").stemWord(lower)
        assert form.lancaster.lower() == LancasterStemmer().stem(lower)


def test_groups_name_both_kinds_of_error() -> None:
    forms = word_forms(["universe", "university", "universities", "feet", "foot", "dog", "Dogs", "ran", "running"])
    found = groups(forms, "porter")
    assert (
        FormGroup(
            "over", "univers", ("universe", "university", "universities"), ("universe", "university", "university")
        )
        in found
    )
    assert FormGroup("under", "foot", ("feet", "foot"), ("feet", "foot")) in found
    assert FormGroup("under", "run", ("ran", "running"), ("ran", "run")) in found
    assert all("dog" not in group.words for group in found)
    assert [group.kind for group in found] == sorted(group.kind for group in found)


def test_groups_follow_the_stemmer_that_is_asked_for() -> None:
    form = [WordForm("a", "x", "a", "a", "a"), WordForm("b", "x", "b", "a", "b")]
    assert [group.key for group in groups(form, "porter")] == ["x"]
    assert groups(form, "english") == []
    assert [group.key for group in groups(form, "lancaster")] == ["a"]


def test_bad_input_is_named() -> None:
    with pytest.raises(TypeError, match="not one text"):
        word_forms("feet")
    with pytest.raises(TypeError, match=r"words\[1\] is 3"):
        word_forms(["feet", 3])  # type: ignore[list-item]
    with pytest.raises(ValueError, match="porter, english, lancaster"):
        groups([], "snow")  # type: ignore[arg-type]
