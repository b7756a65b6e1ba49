"""The steps that know words: contractions, stems, lemmas, stop words, emoji, addresses."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nlpwidgets.text._step import Edit, apply
from nlpwidgets.text.steps import KINDS, stop_words
from nlpwidgets.text.steps.lemmatize import near_end
from nlpwidgets.text.steps.stopwords import NEGATIONS

expand = KINDS["expand_contractions"].make()
DATA = os.environ.get("NLPWIDGETS_DATA")

PROSE = """
It's the dog's bowl, isn't it? They'd gone (or so he says) to the U.S. at 5p.m. -- well/maybe not... "Cannot," she said; 'tis
a 3.5km walk, x-ray-like & odd: don't, dont, gonna, y'all, e.g. this_one and that, word.Next   two   spaces	a tab
:-) :( http://www.imdb.com/title/tt0111161/ #tag @me 10% $5.00 1980s feet’s leaves were striped; naïve Größe 한국어 😀 ok?!
rock 'n' roll, mother-in-law's, I'd've, 'quoted', "double", [brackets], <b>tag</b>, ... … — – a/b/c 1/2 and/or O'Brien Ph.D. No. 1
"""


def reviews(count: int) -> list[str]:
    import pandas as pd

    if DATA is None:
        pytest.skip("NLPWIDGETS_DATA is not set")
    return list(pd.read_parquet(Path(DATA) / "imdb" / "train.parquet").text[:: 25_000 // count])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Don't DON'T don't don’t don‘t don`t don´t", "Do not DO NOT do not do not do not do not do not"),
        ("we shouldn't've", "we should not have"),
        ("i'm I'm I'M", "i am I am I AM"),
        ("Won't WON'T won't", "Will not WILL NOT will not"),
        ("can't Can't CAN'T cannot", "cannot Cannot CANNOT cannot"),
        ("shan't ain't", "shall not is not"),
        ("the dog's bowl, the dogs' bowls, James's, Ann's", "the dog's bowl, the dogs' bowls, James's, Ann's"),
        ("it's what's here's who's THAT'S", "it is what is here is who is THAT IS"),
        ("let's Let's LET'S", "let us Let us LET US"),
        ("he'd how'd Tom'd", "he would how did Tom'd"),
        ("Tom'll the cat've we're", "Tom will the cat have we are"),
        ("y'all Y'all y'all'd've y'all're", "you all You all you all would have you all are"),
        ("o'clock O'Brien rock'n'roll 80's 'n'", "o'clock O'Brien rock'n'roll 80's 'n'"),
        ("'tis 'Tis 'TWAS get 'em, 'cause ma'am c'mon", "it is It is IT WAS get them, because madam come on"),
        ("'don't' ‘it’s’", "'do not' ‘it is’"),
        ("'quoted' 'I'm here'", "'quoted' 'I am here'"),
        ("dont wont its were", "dont wont its were"),
        ("n't 't '", "n't 't '"),
        ("hasn't.It's(it's)", "has not.It is(it is)"),
    ],
)
def test_contractions(before: str, after: str) -> None:
    assert expand.run(before) == after
    assert apply(before, expand.edits(before)) == after


def test_the_part_that_stays_is_no_edit() -> None:
    assert expand.edits("I don't") == [Edit(4, 7, " not")]
    assert expand.edits("WE SHOULDN'T'VE") == [Edit(9, 12, " NOT"), Edit(12, 15, " HAVE")]
    assert expand.edits("Won't") == [Edit(0, 2, "Will"), Edit(2, 5, " not")]


@pytest.mark.parametrize("algorithm", ["porter", "english", "lancaster"])
def test_stems_are_those_of_the_library(algorithm: str) -> None:
    from nltk.stem import LancasterStemmer
    from Stemmer import Stemmer

    stem = LancasterStemmer().stem if algorithm == "lancaster" else Stemmer(algorithm).stemWord
    run = KINDS["stem"].make(algorithm=algorithm).run
    for word in [
        "feeling",
        "caresses",
        "ponies",
        "ties",
        "relational",
        "conditional",
        "happily",
        "maximum",
        "university",
        "generously",
        "dying",
    ]:
        assert run(word) == stem(word)
        assert run(word.upper()) == stem(word).upper()
    assert run("1980s a1b2 " + "x" * 101) == "1980s a1b2 " + "x" * 101


def test_stems_keep_case_and_what_stands_between() -> None:
    worker = KINDS["stem"].make()
    assert worker.run("Feeling, (RUNNING)\thappily!") == "Feel, (RUN)\thappili!"
    assert worker.edits("Feeling happily") == [Edit(4, 7, ""), Edit(8, 15, "happili")]
    assert worker.run("dog's") == "dog's"
    assert KINDS["stem"].make(algorithm="english").run("dog's") == "dog"


def spacy_lookup(text: str, nlp: Any) -> str:
    return "".join(token.lemma_ + token.whitespace_ for token in nlp(text))


@pytest.fixture(scope="module")
def nlp() -> Any:
    import spacy

    made = spacy.blank("en")
    made.add_pipe("lemmatizer", config={"mode": "lookup"})
    made.initialize()
    return made


def test_lookup_lemmas_are_those_of_spacy(nlp: Any) -> None:
    worker = KINDS["lemmatize"].make(model="lookup")
    for text in (PROSE, PROSE.lower(), PROSE.upper(), PROSE.title(), *PROSE.split("\n")):
        assert worker.run(text) == spacy_lookup(text, nlp)
    table = nlp.get_pipe("lemmatizer").lookups.get_table("lemma_lookup")
    words = " ".join(nlp.vocab.strings[key] for key in table if key in nlp.vocab.strings)
    assert worker.run(words) == spacy_lookup(words, nlp)


def test_lookup_lemmas_are_those_of_spacy_on_reviews(nlp: Any) -> None:
    worker = KINDS["lemmatize"].make(model="lookup")
    for text in reviews(500):
        assert worker.run(text) == spacy_lookup(text, nlp)


@settings(deadline=None, max_examples=300)
@given(
    st.lists(
        st.sampled_from([*"(<!?.—…'\"$-_:)1a°", "......", "don't", "km", "''", "🙂", "e.g."]), min_size=20, max_size=160
    ).map("".join)
)
@example("(" * 90 + "x")
@example("x" + "." * 90)
@example("?" + "." * 70 + "!" * 70)
def test_lookup_lemmas_are_those_of_spacy_in_long_runs_of_marks(nlp: Any, text: str) -> None:
    worker = KINDS["lemmatize"].make(model="lookup")
    assert worker.tokens(text) == [(token.idx, token.text) for token in nlp.tokenizer(text)]


def test_a_long_run_of_marks_is_searched_near_its_end() -> None:
    asked = []

    def search(text: str, at: int = 0) -> re.Match[str] | None:
        asked.append(len(text) - at)
        return re.compile(r"(?:\.\.+|!)$").search(text, at)

    find = near_end(search)
    for text, match, places in (
        ("a" * 1000 + "!", (1000, 1001), [64]),
        ("a" * 1000, None, [64]),
        ("a" * 50 + "..", (50, 52), [52]),
        ("a" * 10 + "." * 90, (10, 100), [64, 100]),
    ):
        asked.clear()
        found = find(text)
        assert (found and found.span()) == match
        assert asked == places


def test_every_special_case_of_the_tokenizer_is_known(nlp: Any) -> None:
    worker = KINDS["lemmatize"].make(model="lookup")
    for rule in nlp.tokenizer.rules:
        for text in (rule, f"{rule} {rule}", f"({rule}),", f"x {rule}", f"{rule}s"):
            assert worker.run(text) == spacy_lookup(text, nlp), text


def test_a_lemma_is_one_edit_but_for_a_cut_end() -> None:
    worker = KINDS["lemmatize"].make(model="lookup")
    assert worker.edits("the dogs were") == [Edit(7, 8, ""), Edit(9, 13, "be")]


def test_a_pipeline_can_be_named(nlp: Any, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "pipeline")
    worker = KINDS["lemmatize"].make(model=str(tmp_path / "pipeline"))
    text = PROSE + "\ud800 feet"
    assert worker.run(PROSE) == spacy_lookup(PROSE, nlp)
    assert worker.run(text) == spacy_lookup(PROSE, nlp) + "\ud800 foot"
    assert apply(text, worker.edits(text)) == worker.run(text)
    code = worker.code()
    defined: dict[str, Any] = {}
    exec("\n".join((*code.imports, code.definitions)), defined)
    assert defined[code.function](text) == worker.run(text)


def test_a_new_tokenizer_takes_over_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nlpwidgets.text.steps.lemmatize.LIMIT", 3)
    worker: Any = KINDS["lemmatize"].make(model="lookup")
    first = worker.tokenizer
    text = "x-dogs y-dogs big-dogs my-dogs old-dogs"
    assert worker.run(text) == text.replace("dogs", "dog")
    assert worker.tokenizer is not first


def test_a_full_cache_starts_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nlpwidgets.text.steps._chunks.LIMIT", 3)
    worker: Any = KINDS["stem"].make()
    text = "feeling dogs running cats feeling seeing"
    assert worker.run(text) == "feel dog run cat feel see"
    assert len(worker.cache) <= 3


def test_stop_words_are_spacys_without_negations() -> None:
    from spacy.lang.en.stop_words import STOP_WORDS

    assert stop_words() == STOP_WORDS - set(NEGATIONS)
    assert set(NEGATIONS) <= STOP_WORDS
    assert not stop_words() & {"no", "not", "nor", "never", "cannot", "n't", "n’t"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("I do not know about you", "not know"),
        ("The cat (the one) is THE cat.", "cat ( ) cat."),
        ("the the the", ""),
        ("the\ncat  the\n", "\ncat  \n"),
        ("  the  cat  ", "   cat  "),
        ("it's isn't I'll dog's don't", "n't dog n't"),
        ("It is a no, nothing works without it", "no, nothing works without"),
        ("theme thereby-goes", "theme -goes"),
    ],
)
def test_stop_words_go_with_their_space(before: str, after: str) -> None:
    worker = KINDS["remove_stopwords"].make()
    assert worker.run(before) == after
    assert apply(before, worker.edits(before)) == after


def test_own_stop_words() -> None:
    make = KINDS["remove_stopwords"].make
    assert make(words=["Cat", "not"]).run("not the CAT") == "not the"
    assert make(words=["Cat", "not"], keep_negations=False).run("not the CAT") == "the"
    assert make(keep_negations=False).run("I do not know") == "know"
    assert make(words=[]).run("I do") == "I do"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("so good 😀", "so good :grinning_face:"),
        ("good😀😀bad", "good :grinning_face: :grinning_face: bad"),
        ("👍🏽", ":thumbs_up_sign_skin_type_4:"),
        ("👩‍👧", ":woman_girl:"),
        ("🇫🇷🇩🇪", ":flag_fr: :flag_de:"),
        ("1️⃣ 1 # ©", ":keycap_1: 1 # ©"),
        ("☺️ ☺ ♥️ ♥ →", ":white_smiling_face: :white_smiling_face: :black_heart_suit: ♥ →"),
        ("漢字 é ½", "漢字 é ½"),
    ],
)
def test_emoji_have_names(before: str, after: str) -> None:
    assert KINDS["replace_emoji"].make().run(before) == after


def test_an_emoji_of_many_parts_is_one_edit() -> None:
    family = "👩‍👩‍👧‍👦"
    assert KINDS["replace_emoji"].make(mode="remove").edits(f"a {family} b") == [Edit(2, 2 + len(family), "")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("see http://a.b/c?d=e#f, or (www.x.com/y).", "see , or ()."),
        ("HTTPS://X.ORG/a_b! ftp://h/f", "! "),
        ("awww.fine e.g. imdb.com http:// www.", "awww.fine e.g. imdb.com http:// www."),
        ("<http://a.b>", "<>"),
    ],
)
def test_addresses_go_and_the_sentence_stays(before: str, after: str) -> None:
    assert KINDS["remove_urls"].make().run(before) == after


def test_the_parts_do_not_load_before_they_are_needed() -> None:
    import subprocess
    import sys

    heavy = "{'spacy', 'nltk', 'Stemmer', 'bs4', 'sklearn'}"
    command = f"import sys, nlpwidgets.text.steps, nlpwidgets.text.forms; print(*({heavy} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""
