"""Formulas over words: how they are read, what they are, and where they fail."""

import ast

import numpy as np
import pytest
from gensim.models import FastText, KeyedVectors
from hypothesis import given, settings
from hypothesis import strategies as st

from nlpwidgets.embeddings.formula import FormulaError, UnknownWordInFormulaError, direction, parse, project_on

WORDS = [
    "king",
    "queen",
    "man",
    "woman",
    "apple",
    "new york",
    "o-k",
    "well-known",
    "don't",
    "a",
    "b",
    "2001",
    "naïve",
    'x"y',
]


@pytest.fixture(scope="module")
def vectors():
    kv = KeyedVectors(12)
    kv.add_vectors(WORDS, np.random.default_rng(0).normal(size=(len(WORDS), 12)).astype(np.float32))
    return kv


def unit(rows):
    rows = np.asarray(rows, np.float64)
    return rows / np.linalg.norm(rows, axis=-1, keepdims=True)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("king", {"king": 1}),
        ("king - man", {"king": 1, "man": -1}),
        ("king−man", {"king": 1, "man": -1}),
        ("king – man — queen", {"king": 1, "man": -1, "queen": -1}),
        ("(king + queen)/2 - apple", {"king": 0.5, "queen": 0.5, "apple": -1}),
        ("-king", {"king": -1}),
        ("--king", {"king": 1}),
        ("+king - -man", {"king": 1, "man": 1}),
        ("2 * king * 3 / 4", {"king": 1.5}),
        ("king × 2 · 3 ÷ 4", {"king": 1.5}),
        ("1e-3 * king", {"king": 1e-3}),
        (".5*king + 2.*man", {"king": 0.5, "man": 2}),
        ("8 / 2 / 2 * king", {"king": 2}),
        ("(1 + 2) * (king - man)", {"king": 3, "man": -3}),
        ("king / (3 - 1)", {"king": 0.5}),
        ("king + king", {"king": 2}),
        ("king - man + man", {"king": 1, "man": 0}),
        ("king + 3 - 3", {"king": 1}),
        ('"new york" - "o-k"', {"new york": 1, "o-k": -1}),
        ("'new york' - `o-k` + “a” + ‘b’", {"new york": 1, "o-k": -1, "a": 1, "b": 1}),
        ('"x""y"', {'x"y': 1}),
        ("'2001' - '3'", {"2001": 1, "3": -1}),
        ("don't - rock'n'roll", {"don't": 1, "rock'n'roll": -1}),
        ("new_york - U.S.A.", {"new_york": 1, "U.S.A.": -1}),
        ("well-known -king", {"well-known": 1, "king": -1}),
        ("naïve - 東京 + नमस्ते", {"naïve": 1, "東京": -1, "नमस्ते": 1}),
        ("3d - 4th", {"3d": 1, "4th": -1}),
        ("((((king))))", {"king": 1}),
    ],
)
def test_it_is_read(text, terms):
    found = parse(text)
    assert dict(found.terms) == pytest.approx(terms)
    assert found.words == tuple(terms)
    assert found.text == text
    for word, position in zip(found.words, found.positions, strict=True):
        quoted = word.replace('"', '""')
        assert text[position:].lstrip("\"'`“‘").startswith((word, quoted))


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("king-man", {"king": 1, "man": -1}),
        ("king-man-a", {"king": 1, "man": -1, "a": -1}),
        ("well-known", {"well-known": 1}),
        ("well-known-king", {"well-known-king": 1}),  # neither it nor all of its parts are known: one word, to be named
        ("o-k - a-b", {"o-k": 1, "a": -1, "b": -1}),
        ("2*king-man", {"king": 2, "man": -1}),
    ],
)
def test_a_hyphen_is_a_minus_where_the_vocabulary_says_so(text, terms):
    assert dict(parse(text, known=WORDS.__contains__).terms) == terms


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("", 0, "empty"),
        ("   ", 3, "empty"),
        ("king -", 6, "missing here"),
        ("* king", 0, "missing here"),
        ("king * / man", 7, "missing here"),
        ("()", 1, "missing here"),
        ("(king", 0, "never closed"),
        ("king + (queen - (man)", 7, "never closed"),
        ("king)", 4, "never opened"),
        ("king man", 5, "expected"),
        ("(king man)", 6, "expected"),
        ("2 king", 2, "expected"),
        ("king * man", 5, "number only"),
        ("2 / king", 2, "only a number can divide"),
        ("king / 0", 5, "divides by zero"),
        ("king / (1 - 1)", 5, "divides by zero"),
        ("king + 3", 7, "cannot be added"),
        ("4 - king", 0, "cannot be added"),
        ("3", 0, "needs a word"),
        ("king ? man", 5, "no meaning"),
        ("king; man", 4, "no meaning"),
        ("king + ...", 7, "is no word"),
        ('"king', 0, "never ends"),
        ('man - ""', 6, "missing between"),
        ("king * 1e308 * 1e308", 0, "too large"),
    ],
)
def test_an_error_says_where(text, position, words):
    with pytest.raises(FormulaError, match=words) as caught:
        parse(text)
    assert caught.value.position == position
    assert caught.value.formula == text
    lines = str(caught.value).splitlines()
    assert lines[-2] == f"  {text}"
    assert lines[-1] == "  " + " " * position + "^"


def test_depth_and_length_have_bounds():
    with pytest.raises(FormulaError, match="nested"):
        parse("(" * 500 + "a" + ")" * 500)
    with pytest.raises(FormulaError, match="nested"):
        parse("-" * 5000 + "a")
    with pytest.raises(FormulaError, match="10,000 characters"):
        parse("a + " * 5000 + "a")
    assert dict(parse("a + " * 2000 + "a").terms) == {"a": 2001}
    with pytest.raises(TypeError, match="is a str"):
        parse(3)


NUMBERS = st.integers(1, 9).map(str)
WEIGHTED = st.recursive(
    st.sampled_from(["a", "b", "king", "man"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-"]), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        st.tuples(NUMBERS, inner).map(lambda t: f"{t[0]} * {t[1]}"),
        st.tuples(inner, NUMBERS).map(lambda t: f"{t[0]} / {t[1]}"),
        inner.map(lambda one: f"-{one}"),
        st.tuples(inner, st.sampled_from(["+", "-"]), inner).map(lambda t: f"({t[0]}) {t[1]} {t[2]}"),
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(WEIGHTED)
def test_it_is_what_python_computes(text):
    values = {
        "a": np.array([1.0, 0, 0, 0]),
        "b": np.array([0, 1.0, 0, 0]),
        "king": np.array([0, 0, 1.0, 0]),
        "man": np.array([0, 0, 0, 1.0]),
    }

    def value(node):
        match node:
            case ast.Expression(body):
                return value(body)
            case ast.BinOp(left, ast.Add(), right):
                return value(left) + value(right)
            case ast.BinOp(left, ast.Sub(), right):
                return value(left) - value(right)
            case ast.BinOp(left, ast.Mult(), right):
                return value(left) * value(right)
            case ast.BinOp(left, ast.Div(), right):
                return value(left) / value(right)
            case ast.UnaryOp(ast.USub(), operand):
                return -value(operand)
            case ast.Name(name):
                return values[name]
            case ast.Constant(number):
                return number
        raise AssertionError(node)

    found = sum(weight * values[word] for word, weight in parse(text).terms)
    np.testing.assert_allclose(found, value(ast.parse(text, mode="eval")), atol=1e-9)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab \t-−+*/()'\"`12.e?_“”é;\n", max_size=30))
def test_any_text_is_read_or_refused_with_a_place(text):
    read = failed = None
    try:
        read = parse(text, known={"a", "b", "ab"}.__contains__)
    except FormulaError as error:
        failed = error
    if read is not None:
        assert read.terms
        assert len(read.terms) == len(read.positions)
    else:
        assert 0 <= failed.position <= len(text)
        assert len(str(failed).splitlines()) == 3


def test_the_direction_is_of_words_at_length_1(vectors):
    found = direction(vectors, "(king + queen) / 2 - apple")
    rows = unit(vectors[["king", "queen", "apple"]])
    np.testing.assert_allclose(found, unit((rows[0] + rows[1]) / 2 - rows[2]), atol=1e-7)
    raw = direction(vectors, "(king + queen) / 2 - apple", unit=False)
    np.testing.assert_allclose(raw, (vectors["king"] + vectors["queen"]) / 2 - vectors["apple"], atol=1e-6)
    assert np.array_equal(
        direction(vectors, parse("king-man", known=WORDS.__contains__)), direction(vectors, "king-man")
    )


def test_words_lie_along_it_by_their_cosine(vectors):
    before = vectors.vectors.copy()
    found = project_on(vectors, ["king - man", "woman"])
    axes = [unit(unit(vectors["king"]) - unit(vectors["man"])), unit(vectors["woman"])]
    assert found.shape == (len(WORDS), 2)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, unit(vectors.vectors) @ np.array(axes).T, atol=1e-6)
    assert found[WORDS.index("woman"), 1] == pytest.approx(1)
    some = project_on(vectors, "woman", words=["apple", "king"])
    np.testing.assert_allclose(some[:, 0], found[[WORDS.index("apple"), 0], 1])
    assert project_on(vectors, "woman", limit=3).shape == (3, 1)
    raw = project_on(vectors, "king - man", unit=False)
    axis = vectors["king"].astype(np.float64) - vectors["man"]
    np.testing.assert_allclose(raw[:, 0], vectors.vectors @ axis / np.linalg.norm(axis), rtol=1e-5)
    assert np.array_equal(vectors.vectors, before)


def test_a_word_of_zeros_lies_at_0():
    kv = KeyedVectors(3)
    kv.add_vectors(["zero", "one"], np.array([[0, 0, 0], [1, 2, 3]], np.float32))
    assert project_on(kv, "one")[:, 0].tolist() == [0, pytest.approx(1)]
    with pytest.raises(FormulaError, match="no direction"):
        direction(kv, "zero")


@pytest.mark.parametrize("text", ["king - king", "0 * king", "(king + man) - man - king", "king - 3 * king / 3"])
def test_nothing_has_no_direction(vectors, text):
    with pytest.raises(FormulaError, match="no direction"):
        direction(vectors, text)
    with pytest.raises(FormulaError, match="no direction"):
        project_on(vectors, text)
    np.testing.assert_allclose(direction(vectors, text, unit=False), 0, atol=1e-6)


def test_an_unknown_word_is_named_with_its_place(vectors):
    with pytest.raises(UnknownWordInFormulaError) as caught:
        direction(vectors, "king - womann")
    assert isinstance(caught.value, KeyError)
    assert caught.value.position == 7
    assert caught.value.word == "womann"
    assert caught.value.suggestions[0] == "woman"
    assert str(caught.value).endswith("\n  king - womann\n         ^")
    with pytest.raises(UnknownWordInFormulaError, match="'cat-dog'"):
        project_on(vectors, ["king", "cat-dog"])


def test_at_least_one_formula(vectors):
    with pytest.raises(ValueError, match="at least one"):
        project_on(vectors, [])


def test_fasttext_makes_a_direction_of_an_unknown_word():
    model = FastText([["alpha", "beta", "gamma"]] * 20, vector_size=8, min_count=1, seed=1, workers=1, epochs=2)
    found = direction(model, "alphas - beta")
    np.testing.assert_allclose(found, unit(unit(model.wv["alphas"]) - unit(model.wv["beta"])), atol=1e-6)
