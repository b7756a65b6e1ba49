"""Each hazard does harm to a real text, and its fix heals it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlpwidgets.text import STEPS, Pipeline
from nlpwidgets.text.orders import ORDERS

ASCII = ("remove_accents", {"ascii_only": True})
NO_EMOJI = ("replace_emoji", {"mode": "remove"})
DROP_NEGATIONS = ("remove_stopwords", {"keep_negations": False})
DROP_DIGITS = ("remove_special_characters", {"remove_digits": True})
HTML = "strip_html"
EXPAND = "expand_contractions"
SPECIAL = "remove_special_characters"

# kind, steps, a text, what comes out, what comes out of the fixed pipeline
HARM = [
    ("remove_urls_before_strip_html", ["remove_urls", HTML], "see www.a.com&nbsp;now", "see ", "see \xa0now"),
    ("replace_emoji_before_strip_html", ["replace_emoji", HTML], "&#128512;", "😀", ":grinning_face:"),
    ("remove_accents_before_strip_html", ["remove_accents", HTML], "caf&eacute;", "café", "cafe"),
    ("expand_contractions_before_strip_html", [EXPAND, HTML], "I don&#39;t", "I don't", "I do not"),
    ("lowercase_before_strip_html", ["lowercase", HTML], "CAF&#201;", "cafÉ", "café"),
    ("remove_special_characters_before_strip_html", [EXPAND, SPECIAL, HTML], "<b>good</b>", "bgoodb", "good"),
    ("stem_before_strip_html", ["stem", HTML], "caf&eacute;", "caf&eacut", "café"),
    ("lemmatize_before_strip_html", ["lemmatize", HTML], "<p>feet</p>", "feet", "foot"),
    ("remove_stopwords_before_strip_html", ["remove_stopwords", HTML], "<a href=x>good</a>", "< href=x>good", "good"),
    ("remove_accents_before_expand_contractions", [ASCII, EXPAND], "I don’t", "I dont", "I do not"),
    ("remove_special_characters_before_expand_contractions", [SPECIAL, EXPAND], "I don't", "I dont", "I do not"),
    ("stem_before_expand_contractions", ["stem", EXPAND], "everything's", "everyth's", "everyth i"),
    ("lemmatize_before_expand_contractions", ["lemmatize", EXPAND], "I won't", "I wonot", "I will not"),
    ("remove_stopwords_before_expand_contractions", ["remove_stopwords", EXPAND], "I don't", "n't", "not"),
    ("remove_special_characters_before_remove_urls", [EXPAND, SPECIAL, "remove_urls"], "http://a.b", "httpab", ""),
    ("remove_special_characters_before_replace_emoji", [EXPAND, SPECIAL, "replace_emoji"], "😀", "", "grinningface"),
    ("remove_accents_before_replace_emoji", [ASCII, "replace_emoji"], "good 😀", "good ", "good :grinning_face:"),
    ("lemmatize_before_lowercase", ["lemmatize", "lowercase"], "Feet", "feet", "foot"),
    ("stem_before_lemmatize", ["stem", "lemmatize"], "geese studies", "gees studi", "goos studi"),
    ("stem_before_remove_stopwords", ["stem", "remove_stopwords"], "because", "becaus", ""),
    ("collapse_whitespace_before_strip_html", ["collapse_whitespace", HTML], "a <br> b", "a  b", "a b"),
    ("collapse_whitespace_before_remove_urls", ["collapse_whitespace", "remove_urls"], "a www.a.com b", "a  b", "a b"),
    ("collapse_whitespace_before_replace_emoji", ["collapse_whitespace", NO_EMOJI], "a 😀 b", "a  b", "a b"),
    (
        "collapse_whitespace_before_remove_special_characters",
        [EXPAND, "collapse_whitespace", SPECIAL],
        "a - b",
        "a  b",
        "a b",
    ),
    ("strip_html_twice", [HTML, HTML], "&amp;lt;i&amp;gt;", "<i>", "&lt;i&gt;"),
    ("stem_twice", ["stem", "stem"], "databases", "databa", "databas"),
    ("lemmatize_twice", ["lemmatize", "lemmatize"], "founded", "find", "found"),
    ("negations_removed", [DROP_NEGATIONS], "not good", "good", "not good"),
    ("digits_removed_number_words_kept", [EXPAND, DROP_DIGITS], "2 or two", " or two", "2 or two"),
    ("stem_and_lemmatize", ["lemmatize", "stem"], "leaves", "leav", "leave"),
    ("contractions_never_expanded", [SPECIAL], "I don't", "I dont", "I do not"),
]


@pytest.mark.parametrize(("kind", "steps", "text", "harmed", "healed"), HARM, ids=[row[0] for row in HARM])
def test_a_hazard_does_harm_and_its_fix_heals(kind: str, steps: list[str], text: str, harmed: str, healed: str) -> None:
    pipe = Pipeline(steps)
    (hazard,) = [hazard for hazard in pipe.hazards() if hazard.kind == kind]
    assert pipe(text) == harmed
    assert hazard.fixed(text) == healed
    assert harmed != healed
    assert kind not in {left.kind for left in hazard.fixed.hazards()}
    assert 0 <= hazard.step < len(pipe.steps)
    assert hazard.other is None or 0 <= hazard.other < len(pipe.steps)


def test_every_order_is_shown_to_do_harm() -> None:
    shown = {row[0] for row in HARM} | {"lowercase_before_lemmatize"}
    assert {f"{order.first}_before_{order.second}" for order in ORDERS} <= shown


def test_capitals_are_kept_for_a_trained_model(tmp_path: object) -> None:
    import spacy

    nlp = spacy.blank("en")
    rules: Any = nlp.add_pipe("attribute_ruler")
    rules.add([[{"ORTH": "May"}]], {"LEMMA": "May"})
    rules.add([[{"ORTH": "may"}]], {"LEMMA": "might"})
    nlp.to_disk(f"{tmp_path}/model")
    pipe = Pipeline(["lowercase", ("lemmatize", {"model": f"{tmp_path}/model"})])
    (hazard,) = pipe.hazards()
    assert hazard.kind == "lowercase_before_lemmatize"
    assert (pipe("May"), hazard.fixed("May")) == ("might", "may")
    assert hazard.fixed.hazards() == ()


def test_the_default_pipeline_has_none() -> None:
    assert Pipeline().hazards() == ()
    assert Pipeline(list(STEPS)[:7]).hazards() == ()


def test_what_repeats_without_effect_is_said() -> None:
    (hazard,) = Pipeline(["lowercase", "remove_accents", "lowercase"]).hazards()
    assert (hazard.kind, hazard.step, hazard.other) == ("lowercase_twice", 2, 0)
    assert hazard.fixed == Pipeline(["lowercase", "remove_accents"])
    assert Pipeline(["lowercase", str.upper, "lowercase"]).hazards() == ()


@settings(deadline=None)
@given(st.lists(st.sampled_from([*STEPS, ASCII, NO_EMOJI, DROP_NEGATIONS, DROP_DIGITS, str.upper]), max_size=9))
def test_fixes_come_to_an_end(steps: list[str]) -> None:
    pipe = Pipeline(steps)
    for _ in range(60):
        hazards = pipe.hazards()
        if not hazards:
            return
        for hazard in hazards:
            left = {(found.kind, hazard.fixed.steps[found.step]) for found in hazard.fixed.hazards()}
            if not hazard.kind.endswith("_twice"):
                assert hazard.kind not in {kind for kind, _ in left}
        pipe = hazards[0].fixed
    pytest.fail(f"{steps} is never mended: {pipe}")
