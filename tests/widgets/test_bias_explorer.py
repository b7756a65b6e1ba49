"""The bias explorer's numbers, against debiasing the vectors and measuring them by other means."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nlpwidgets as nw
from nlpwidgets import bias
from nlpwidgets.widgets._bias_space import KEPT, STRENGTHS
from nlpwidgets.widgets._wire import unpack
from tests.widgets.bias import LEANING, PAIRS, TEST, explorer, vectors


def unit(kv: Any, word: str) -> Any:
    row = np.asarray(kv[word], np.float64)
    return row / np.linalg.norm(row)


def test_it_begins_without_any_argument() -> None:
    widget = nw.BiasExplorer()
    assert widget.subspace == "gender"
    assert widget.built[0]["problem"] == ""
    assert len(widget.placed["words"]) > 100
    assert repr(widget) == "BiasExplorer(gender, strength 0.00, small: 25,000 words)"
    measured = widget.wait()
    assert measured is not None
    assert measured["strength"] == 0
    assert measured["asked"] > 800
    assert measured["classifier"]["before"] > 0.9


def test_the_direction_is_that_of_scikit_learn() -> None:
    from sklearn.decomposition import PCA

    widget = explorer()
    centred = [
        unit(vectors(), word) - (unit(vectors(), a) + unit(vectors(), b)) / 2 for a, b in PAIRS for word in (a, b)
    ]
    pca = PCA(10).fit(np.array(centred))
    direction = pca.components_[0] * np.sign(pca.components_[0] @ unit(vectors(), "she"))
    np.testing.assert_allclose(widget.active.directions[0], direction, atol=1e-6)
    np.testing.assert_allclose(widget.built[0]["explained"][:5], pca.explained_variance_ratio_[:5], atol=1e-6)
    found = unpack(widget.placed["parallel"])[:, 0]
    wanted = [unit(vectors(), word) @ direction for word in widget.placed["words"]]
    np.testing.assert_allclose(found, wanted, atol=1e-6)
    assert widget.placed["words"] == list(LEANING)
    assert widget.placed["lost"] == ["astronaut"]
    assert widget.built[0]["bias"] == pytest.approx(np.abs(wanted).mean(), abs=1e-6)


def test_real_shares_of_women_are_beside_the_words_that_have_any() -> None:
    widget = explorer()
    shares = dict(zip(widget.placed["words"], unpack(widget.placed["share"]).tolist(), strict=True))
    assert shares["nurse"] == pytest.approx(89.58)
    assert shares["engineer"] == pytest.approx(10.72)
    assert np.isnan(shares["soldier"])


def test_the_test_is_that_of_the_core() -> None:
    widget = explorer()
    found = widget.association
    result = bias.weat(vectors(), *(TEST[side] for side in ("x", "y", "a", "b")))
    cosines = unpack(found["cosines"]).astype(np.float64)
    own = cosines[:, :4].mean(axis=1) - cosines[:, 4:].mean(axis=1)
    np.testing.assert_allclose(own, result.associations, atol=1e-6)
    ways = unpack(found["partitions"])
    assert found["exact"]
    assert len(ways) == 70
    assert ways[0].tolist() == [1, 1, 1, 1, 0, 0, 0, 0]
    brute = {tuple(int(k in way) for k in range(8)) for way in itertools.combinations(range(8), 4)}
    assert {tuple(way) for way in ways.tolist()} == brute


@pytest.mark.parametrize("strength", [0.0, 0.37, 1.0])
@pytest.mark.parametrize("exempt", [[], ["woman", "man", "nurse"]])
def test_the_candidates_hold_the_best_answers_at_every_position(strength: float, exempt: list[str]) -> None:
    widget = explorer(exempt=exempt)
    widget.strength = strength
    debiased = widget.result()
    found = set(widget.candidates["words"])
    theirs = debiased.most_similar(positive=["doctor", "woman"], negative=["man"], topn=KEPT)
    assert {word for word, _ in theirs} <= found


@settings(deadline=None, max_examples=12)
@given(st.sampled_from(STRENGTHS.tolist()), st.sampled_from(["pca", "mean_difference", "two_means", "classifier"]))
def test_the_result_is_what_the_slider_shows(strength: float, method: str) -> None:
    widget = explorer()
    widget.subspaces = [{**widget.subspaces[0], "method": method}]
    widget.strength = strength
    result = widget.result()
    direction = widget.active.directions[0]
    for word in result.index_to_key:
        before = unit(vectors(), word)
        share = 0 if word in widget.exempt else strength
        after = before - share * (before @ direction) * direction
        np.testing.assert_allclose(result[word], after / np.linalg.norm(after), atol=1e-6)


def test_the_users_vectors_stay_as_they_are() -> None:
    kv = vectors()
    before, words = kv.vectors.copy(), list(kv.index_to_key)
    widget = explorer()
    widget.strength = 1.0
    widget.compare_methods()
    widget.result("hard")
    np.testing.assert_array_equal(kv.vectors, before)
    assert kv.index_to_key == words
    assert widget.vectors is kv


def test_what_is_measured_is_what_the_core_measures() -> None:
    widget = explorer()
    widget.strength = 0.8
    widget.neighbours_of = "nurse"
    measured = widget.wait()
    assert measured is not None
    after = widget.result()
    kept = bias.utility(vectors(), after)
    assert measured["analogies"] == {"before": kept.analogies[0], "after": kept.analogies[1]}  # type: ignore[index]
    assert measured["asked"] == kept.asked
    assert measured["kept"] == pytest.approx(kept.kept, abs=1e-6)
    assert measured["similarity"] == {"before": None, "after": None}
    found = bias.recoverability(vectors(), after, widget.active, exempt=widget.exempt, probes=list(LEANING))
    assert measured["clusters"] == {"before": found.clusters[0], "after": found.clusters[1]}
    assert measured["classifier"] == {"before": found.classifier[0], "after": found.classifier[1]}
    company = measured["neighbours"]
    assert company is not None
    assert company["before"] == [word for word, _ in vectors().most_similar("nurse", topn=12)]
    assert company["after"] == [word for word, _ in after.most_similar("nurse", topn=12)]
    wanted = [unit(vectors(), word) @ widget.active.directions[0] for word in company["after"]]
    np.testing.assert_allclose(unpack(company["parallel"])[1], wanted, atol=1e-6)


def test_ratings_are_measured_where_they_are_given() -> None:
    ratings = [("nurse", "dancer", 5.0), ("pilot", "soldier", 4.0), ("cook", "king", 1.0), ("queen", "nurse", 2.0)]
    lines = ["\t".join(map(str, one)) for one in ratings]
    widget = explorer(ratings=lines)
    measured = widget.wait()
    assert measured is not None
    from nlpwidgets.embeddings import evaluate_similarity

    assert measured["similarity"]["before"] == pytest.approx(evaluate_similarity(vectors(), lines).spearman)
    assert measured["ratings"] == "ratings"


def test_the_table_of_methods_is_that_of_the_core() -> None:
    widget = explorer()
    widget.strength, widget.lambda_, widget.iterations = 0.4, 1.5, 2
    lines = {line["method"]: line for line in widget.compare_methods()}
    assert list(lines) == ["none", "slider", "linear", "hard", "soft", "inlp"]
    kv, active = vectors(), widget.active
    groups = [list(group) for group in zip(*PAIRS, strict=True)]
    fair = [word for word in kv.index_to_key if word not in widget.exempt]
    debiased = {
        "none": kv,
        "slider": widget.result(),
        "linear": bias.linear_debias(kv, active),
        "hard": bias.hard_debias(kv, active, exempt=widget.exempt),
        "soft": bias.soft_debias(kv, active, neutral=fair, lambda_=1.5),
        "inlp": bias.inlp(kv, groups, iterations=2),
    }
    for method, after in debiased.items():
        assert lines[method]["bias"] == pytest.approx(bias.direct_bias(after, list(LEANING), active), abs=1e-6)
        wanted = bias.weat(after, *(TEST[side] for side in ("x", "y", "a", "b")))
        assert lines[method]["effect"] == pytest.approx(wanted.effect, abs=1e-5)
        assert lines[method]["p"] == pytest.approx(wanted.p)
        if method not in ("none", "slider"):
            np.testing.assert_allclose(widget.result(method).vectors, after.vectors, atol=1e-6)
    assert lines["soft"]["note"] == "λ = 1.5"


def test_the_plane_shows_the_steps_as_the_formulas_have_them() -> None:
    widget = explorer()
    widget.plane_words = ["woman", "man"]
    direction = widget.active.directions[0]
    woman, man = unit(vectors(), "woman"), unit(vectors(), "man")
    rest = (woman + man) / 2
    rest = rest - (rest @ direction) * direction
    axis = rest / np.linalg.norm(rest)
    before = {one["word"]: unpack(one["path"]) for one in widget.plane["words"]}
    for word, row in (("woman", woman), ("man", man)):
        away = np.sqrt(1 - (row @ direction) ** 2 - (row @ axis) ** 2)
        np.testing.assert_allclose(before[word], [[row @ direction, row @ axis, away]], atol=1e-6)
    widget.steps = [{"kind": "equalize", "words": ["woman", "man"]}, {"kind": "neutralize", "words": ["pilot"]}]
    assert [step["words"] for step in widget.plane["steps"]] == [["woman", "man"]], "pilot is not in the picture"
    path = {one["word"]: unpack(one["path"])[1] for one in widget.plane["words"]}
    side = np.sqrt(1 - rest @ rest)
    np.testing.assert_allclose(path["woman"], [side, np.linalg.norm(rest), 0], atol=1e-6)
    np.testing.assert_allclose(path["man"], [-side, np.linalg.norm(rest), 0], atol=1e-6)
    widget.plane_words = ["pilot"]
    steps = unpack(widget.plane["words"][0]["path"])
    np.testing.assert_allclose(steps[1], [0, 1, 0], atol=1e-6)
    assert widget.undo()
    assert widget.undo()
    assert widget.steps == []


def test_the_sentence_is_read_by_the_model_from_debiased_words() -> None:
    import torch

    from nlpwidgets import embeddings, sentiment

    widget = explorer()
    widget.sentence = "She was a good doctor; her work was fine."
    assert widget.reading is None
    widget.panel = "sentence"
    widget.wait()
    reading = widget.reading
    assert reading["swapped"] == "He was a good doctor; his work was fine."
    assert [(one["start"], one["word"], one["other"]) for one in reading["swaps"]] == [
        (0, "She", "he".capitalize()),
        (23, "her", "his"),
    ]
    curves = unpack(reading["probabilities"])
    model = sentiment.load("gru")
    plain = model.predict_proba([widget.sentence, reading["swapped"]])[:, 1]
    np.testing.assert_allclose(curves[:, 0], plain, atol=1e-5)
    weights = model.embedding.weight.detach().numpy()[2:]
    own = bias.subspace(embeddings.load(weights, vocabulary=list(model.vocabulary.words)), PAIRS)
    rows = model.embedding(model.encode(widget.sentence))[0].detach().numpy().astype(np.float64)
    left = rows - 0.5 * (rows @ own.directions.T) @ own.directions
    left *= (np.linalg.norm(rows, axis=1) / np.linalg.norm(left, axis=1))[:, None]
    with torch.no_grad():
        wanted = model.read_vectors(left[None])[0, 1]
    assert curves[0, 50] == pytest.approx(wanted, abs=1e-5)


@pytest.mark.parametrize(
    ("sentence", "problem"),
    [("", "no word"), ("A fine film.", "no word of the sentence has a counterpart"), ("she " * 80, "at most 60")],
)
def test_sentences_that_cannot_be_compared(sentence: str, problem: str) -> None:
    widget = explorer()
    widget.sentence = sentence
    widget.panel = "sentence"
    widget.wait()
    assert problem in widget.reading["problem"]


def test_sets_of_three_make_two_directions() -> None:
    sets = [("nurse", "pilot", "cook"), ("dancer", "engineer", "baker"), ("teacher", "soldier", "writer")]
    widget = explorer(pairs={"roles": sets})
    assert widget.subspaces[0]["dims"] == 2
    assert widget.subspaces[0]["groups"] == ["nurse", "pilot", "cook"]
    assert unpack(widget.placed["parallel"]).shape == (12, 2)
    widget.strength = 1.0
    result = widget.result()
    for word in widget.placed["words"]:
        assert np.abs(widget.active.directions @ result[word]).max() < 1e-6
    assert widget.wait() is not None


def test_what_cannot_be_built_is_said_and_nothing_is_shown() -> None:
    widget = explorer(pairs={"gender": [("aunt", "uncle")]})
    assert "'aunt', 'uncle'" in widget.built[0]["problem"]
    assert (widget.placed, widget.association, widget.candidates, widget.plane) == (None, None, None, None)
    with pytest.raises(ValueError, match="'aunt', 'uncle'"):
        widget.result()
    widget.subspaces = [{**widget.subspaces[0], "sets": [{"words": ["she", "he"], "weight": 1.0}]}]
    assert widget.built[0]["problem"] == ""
    assert widget.placed is not None


def test_weights_and_switched_off_sets_count() -> None:
    widget = explorer()
    own = widget.subspaces[0]
    sets = [{**one, "weight": float(k)} for k, one in enumerate(own["sets"])]
    widget.subspaces = [{**own, "sets": sets}]
    wanted = bias.subspace(vectors(), PAIRS[1:], weights=[1, 2, 3, 4, 5])
    np.testing.assert_allclose(widget.active.directions, wanted.directions, atol=1e-9)
    assert widget.built[0]["used"] == [1, 2, 3, 4, 5]
    assert widget.undo()
    np.testing.assert_allclose(widget.active.directions, bias.subspace(vectors(), PAIRS).directions, atol=1e-9)


def test_a_vocabulary_too_small_for_two_sides() -> None:
    from gensim.models import KeyedVectors

    kv = KeyedVectors(3)
    kv.add_vectors(["she", "he", "cook"], np.array([[1, 1, 0], [-1, 1, 0], [0.2, 0, 1]], np.float32))
    widget = nw.BiasExplorer(kv, pairs=[("she", "he")], words=["cook"])
    measured = widget.wait()
    assert measured is not None
    assert measured["classifier"] == {"before": None, "after": None}
    assert measured["analogies"] == {"before": None, "after": None}
    assert widget.association["problem"] != ""
    assert widget.candidates["lost"] == ["man", "doctor", "woman"]


def test_another_direction_empties_the_table_of_methods() -> None:
    widget = explorer()
    widget.compare_methods()
    widget.strength = 0.3
    assert len(widget.compared) == 6
    widget.exempt = []
    assert widget.compared == []
