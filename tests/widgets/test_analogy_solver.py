"""The analogy solver's answers, against brute force."""

from __future__ import annotations

import numpy as np
import pytest
from gensim.models import Word2Vec
from hypothesis import given, settings
from hypothesis import strategies as st

import nlpwidgets as nw
from tests.widgets.embeddings import MEANINGS, fast, ranking, score, small, unit

METHODS = ("3cosadd", "3cosmul", "pairdirection")
WORDS = sorted(MEANINGS)


def test_a_first_question_is_asked_whose_words_are_known() -> None:
    widget = nw.AnalogySolver(small())
    assert widget.terms == {"a": "man", "b": "king", "c": "woman", "d": ""}
    assert widget.answers()[0][0] == "queen"
    assert "man : king :: woman" in repr(widget)


def test_without_any_known_example_the_boxes_are_empty() -> None:
    from tests.widgets.embeddings import many

    widget = nw.AnalogySolver(many())
    assert set(widget.terms.values()) == {""}
    assert (widget.solved, widget.plane, widget.baselines) == ([], None, None)
    with pytest.raises(ValueError, match="no word for a"):
        widget.answers()


@settings(deadline=None, max_examples=40)
@given(
    st.sampled_from(WORDS),
    st.sampled_from(WORDS),
    st.sampled_from(WORDS),
    st.sampled_from(["", *WORDS]),
    st.booleans(),
    st.integers(1, 30),
)
def test_the_rankings_are_those_of_the_definitions(a: str, b: str, c: str, d: str, exclude: bool, k: int) -> None:
    vectors = small()
    widget = nw.AnalogySolver(vectors, a=a, b=b, c=c, d=d, exclude_inputs=exclude, k=min(k, 50))
    for solved in widget.solved:
        if a == b and solved["method"] == "pairdirection":
            assert {one["score"] for one in solved["answers"]} <= {0.0}, "there is no direction"
            continue
        wanted = ranking(vectors, solved["method"], a, b, c, exclude=exclude)
        scores = [value for _, value in wanted]
        assert [one["score"] for one in solved["answers"]] == pytest.approx(scores[:k], abs=2e-6)
        for one in solved["answers"]:
            assert one["score"] == pytest.approx(score(vectors, solved["method"], a, b, c, one["word"]), abs=2e-6)
            assert vectors.index_to_key[one["row"]] == one["word"]
        assert [one["rank"] for one in solved["answers"]] == list(range(1, len(solved["answers"]) + 1))
        everything = [value for _, value in ranking(vectors, solved["method"], a, b, c, exclude=False)]
        for one in solved["hidden"]:
            near = np.isclose(everything, one["score"], atol=2e-6)
            assert near[one["rank"] - 1], "the rank is that of its score"
        assert {one["word"] for one in solved["hidden"]} == {a, b, c}
        if d and not (exclude and d in (a, b, c)):
            found = solved["expected"]
            assert found["score"] == pytest.approx(score(vectors, solved["method"], a, b, c, d), abs=2e-6)
            assert np.isclose(scores[found["rank"] - 1], found["score"], atol=2e-6)


def test_answers_are_those_of_gensim() -> None:
    vectors = small()
    widget = nw.AnalogySolver(vectors, a="france", b="paris", c="italy", k=15)
    theirs = vectors.most_similar(positive=["paris", "italy"], negative=["france"], topn=15)
    assert [word for word, _ in widget.answers()] == [word for word, _ in theirs]
    assert [value for _, value in widget.answers()] == pytest.approx([value for _, value in theirs], abs=1e-6)
    product = vectors.most_similar_cosmul(positive=["paris", "italy"], negative=["france"], topn=15)
    assert [word for word, _ in widget.answers("3cosmul")] == [word for word, _ in product]
    assert [value for _, value in widget.answers("3cosmul")] == pytest.approx([v for _, v in product], abs=1e-5)


def test_the_plane_has_true_distances() -> None:
    vectors = small()
    widget = nw.AnalogySolver(vectors, a="man", b="king", c="woman", d="apple")
    points = {one["name"]: one for one in widget.plane["points"]}
    at = {name: np.array([one["x"], one["y"]]) for name, one in points.items()}
    true = {name: unit(vectors, word) for name, word in zip("abc", ("man", "king", "woman"), strict=True)}
    true["target"] = true["b"] - true["a"] + true["c"]
    apple = unit(vectors, "apple")
    for x, place in true.items():
        assert points[x]["distance"] == 0
        for y, other in true.items():
            assert np.linalg.norm(at[x] - at[y]) == pytest.approx(np.linalg.norm(place - other), abs=1e-6)
        far = np.hypot(np.linalg.norm(at["answer"] - at[x]), points["answer"]["distance"])
        assert far == pytest.approx(np.linalg.norm(apple - place), abs=1e-6)
    basis = np.linalg.qr(np.stack([true["b"] - true["a"], true["c"] - true["a"]], 1))[0]
    rest = (apple - true["a"]) - basis @ (basis.T @ (apple - true["a"]))
    assert points["answer"]["distance"] == pytest.approx(np.linalg.norm(rest), abs=1e-6)


@pytest.mark.parametrize(
    ("a", "b", "c", "words"),
    [
        ("man", "man", "king", "no direction"),
        ("man", "king", "man", "point at is b"),
        ("man", "king", "king", "b and c"),
    ],
)
def test_special_cases_are_said(a: str, b: str, c: str, words: str) -> None:
    assert words in nw.AnalogySolver(small(), a=a, b=b, c=c).plane["note"]


def test_baselines_are_nearest_words_and_random_ones() -> None:
    vectors = small()
    widget = nw.AnalogySolver(vectors, exclude_inputs=False, k=5)
    near = vectors.most_similar("woman", topn=5)
    assert [one["word"] for one in widget.baselines["nearest"]] == [word for word, _ in near]
    for one in widget.baselines["random"]:
        wanted = score(vectors, "3cosadd", "man", "king", "woman", one["word"])
        assert one["score"] == pytest.approx(wanted, abs=1e-6)
    again = nw.AnalogySolver(vectors, exclude_inputs=False, k=5)
    assert again.baselines["random"] == widget.baselines["random"], "they are drawn with a seed"


def test_the_offsets_of_a_relation_are_compared() -> None:
    vectors = small()
    widget = nw.AnalogySolver(vectors)
    widget.relation = "capital"
    pairs = [(one["a"], one["b"]) for one in widget.consistency["pairs"]]
    assert pairs == [("france", "paris"), ("italy", "rome"), ("germany", "berlin")]
    offsets = np.stack([unit(vectors, b) - unit(vectors, a) for a, b in pairs])

    def cosine(x: np.ndarray, y: np.ndarray) -> float:
        return float(x @ y / np.linalg.norm(x) / np.linalg.norm(y))

    mutual = [cosine(offsets[i], offsets[j]) for i in range(3) for j in range(i)]
    assert widget.consistency["mean"] == pytest.approx(np.mean(mutual), abs=1e-6)
    for k, one in enumerate(widget.consistency["pairs"]):
        others = np.delete(offsets, k, axis=0).sum(axis=0)
        assert one["cosine"] == pytest.approx(cosine(offsets[k], others), abs=1e-6)
    assert "tokyo" in widget.consistency["missing"]
    assert widget.consistency["mean"] > widget.consistency["shuffled"]


def test_only_the_first_words_may_answer() -> None:
    vectors = small()
    widget = nw.AnalogySolver(vectors, a="man", b="king", c="woman", restrict=3, exclude_inputs=False)
    assert {word for word, _ in widget.answers()} == set(vectors.index_to_key[:3])


def test_fasttext_answers_from_ngrams_and_says_so() -> None:
    model = fast()
    widget = nw.AnalogySolver(model, a="man", b="kingly", c="woman")
    fact = next(one for one in widget.facts if one["box"] == "b")
    assert fact["row"] == -1
    assert fact["ngrams"][:2] == ["<ki", "kin"]
    theirs = model.wv.most_similar(positive=["kingly", "woman"], negative=["man"], topn=5)
    assert [word for word, _ in widget.answers()[:5]] == [word for word, _ in theirs]


def test_the_vectors_are_left_as_they_are() -> None:
    vectors = small()
    before, norms = vectors.vectors.copy(), vectors.norms
    widget = nw.AnalogySolver(vectors)
    widget.relation = "gender"
    widget.run_questions()
    assert np.array_equal(vectors.vectors, before)
    assert vectors.norms is norms


def test_it_takes_a_model_a_dict_and_the_bundled_set() -> None:
    model = Word2Vec([["man", "king", "woman", "queen"]] * 5, vector_size=4, min_count=1, seed=1, workers=1)
    assert len(nw.AnalogySolver(model, a="man", b="king", c="woman").answers()) == 1
    table = dict(zip("abcd", np.eye(4), strict=True))
    assert nw.AnalogySolver(table, a="a", b="b", c="c").answers()[0][0] == "d"
    bundled = nw.AnalogySolver()
    assert bundled.embeddings[0]["name"] == "small"
    assert bundled.ask("man", "king", "woman")[0][0] == "queen"


def test_embeddings_are_compared_by_name() -> None:
    first, second = small(), small(seed=5)
    widget = nw.AnalogySolver(first, compare={"other": second})
    assert [one["name"] for one in widget.embeddings] == ["first", "other"] or widget.embeddings[1]["name"] == "other"
    widget.embedding = "other"
    assert widget.vectors is second
    wanted = ranking(second, "3cosadd", "man", "king", "woman", exclude=True)
    assert [word for word, _ in widget.answers()] == [word for word, _ in wanted[:10]]


@pytest.mark.usefixtures("each_change_alone")
def test_swap_reverse_chain() -> None:
    widget = nw.AnalogySolver(small())
    widget.swap()
    assert widget.terms == {"a": "woman", "b": "queen", "c": "man", "d": "king"}
    widget.reverse()
    assert widget.terms == {"a": "queen", "b": "woman", "c": "king", "d": "man"}
    widget.chain()
    assert widget.terms == {"a": "queen", "b": "woman", "c": "man", "d": ""}
    widget.undo()
    assert widget.terms["c"] == "king"
