"""Files of questions against gensim, which answers them one by one, and against brute force."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlpwidgets.embeddings import Control, Progress, Stopped
from nlpwidgets.embeddings import _answering as answering
from nlpwidgets.embeddings.analogies import METHODS, analogy
from nlpwidgets.embeddings.evaluating import evaluate_analogies
from nlpwidgets.embeddings.questions import RELATIONS, Questions, Section, examples, read_questions
from tests.embeddings.asking_samples import clustered, data, made, wiki


def relations(count=400, size=16, seed=0, noise=0.35):
    """Vectors in which pairs of words differ by nearly the same offset, some with words in two cases; and questions."""
    random = np.random.default_rng(seed)
    firsts = random.standard_normal((count, size))
    rows = np.concatenate(
        [firsts, firsts + 2 * random.standard_normal(size) + noise * random.standard_normal((count, size))]
    )
    words = [f"a{row}" for row in range(count)] + [f"b{row}" for row in range(count)]
    for row in range(0, count, 3):  # a twin in upper case nearby
        rows = np.concatenate([rows, rows[[row, count + row]] + 0.05 * random.standard_normal((2, size))])
        words += [f"A{row}", f"B{row}"]
    order = random.permutation(len(words))
    vectors = made(rows[order], [words[row] for row in order])
    lines = []
    for section in range(3):
        lines.append(f": section {section}")
        pairs = random.integers(0, count + 5, (120, 2)).tolist()  # some are unknown
        lines += [f"a{one} b{one} a{other} b{other}" for one, other in pairs]
    return vectors, lines


def gensims(vectors, lines, tmp_path, **options):
    path = tmp_path / "questions.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    _, sections = vectors.evaluate_word_analogies(str(path), **options)
    return [(len(one["correct"]), len(one["correct"]) + len(one["incorrect"])) for one in sections]


def ours(scores):
    return [(one.correct, one.asked) for one in (*scores.sections, scores.total)]


@pytest.mark.parametrize("case_insensitive", [True, False])
@pytest.mark.parametrize("restrict", [300_000, 500])
def test_equals_gensim(case_insensitive, restrict, tmp_path, monkeypatch):
    monkeypatch.setattr(answering, "ROOM", 0)
    monkeypatch.setattr(answering, "BLOCK", 100)
    vectors, lines = relations()
    scores = evaluate_analogies(vectors, lines, restrict=restrict, case_insensitive=case_insensitive)
    expected = gensims(vectors, lines, tmp_path, restrict_vocab=restrict, case_insensitive=case_insensitive)
    assert ours(scores) == expected
    assert 0 < scores.total.correct < scores.total.asked < scores.total.total == 360
    assert scores.total.asked - scores.total.correct == len(scores.failures)


@pytest.mark.slow
def test_equals_gensim_on_real_vectors(tmp_path):
    vectors = wiki()
    path = data("analogy/questions-words.txt")
    scores = evaluate_analogies(vectors, path)
    assert (scores.total.total, scores.total.asked) == (19_544, 16_878)
    assert round(100 * scores.total.accuracy, 1) == 36.9
    by_name = {one.name: round(100 * one.accuracy, 1) for one in scores.sections}
    assert by_name["capital-common-countries"] == 56.9
    assert by_name["family"] == 50.0
    small = evaluate_analogies(vectors, path, restrict=3000)
    assert ours(small) == gensims(vectors, path.read_text("utf-8").splitlines(), tmp_path, restrict_vocab=3000)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("exclude", [True, False])
def test_answers_and_ranks_are_those_of_single_questions(method, exclude, monkeypatch):
    monkeypatch.setattr(answering, "ROOM", 0)
    monkeypatch.setattr(answering, "BLOCK", 64)
    vectors = clustered(300, 10)
    random = np.random.default_rng(1)
    asked = [tuple(f"w{row}" for row in random.choice(300, 4, replace=False)) for _ in range(60)]
    questions = Questions("made", (Section("one", tuple(asked)),))
    scores = evaluate_analogies(vectors, questions, method=method, exclude_inputs=exclude)
    wrong = {failure.question: failure for failure in scores.failures}
    for a, b, c, d in asked:
        single = analogy(vectors, [b, c], [a], method=method, exclude_inputs=exclude, expected=d, k=1)
        if single.answers[0].word == d:
            assert (a, b, c, d) not in wrong
        else:
            assert wrong[a, b, c, d].answer == single.answers[0].word
            assert wrong[a, b, c, d].rank == single.expected.rank
    assert scores.total.asked == 60
    within = evaluate_analogies(vectors, questions, method=method, exclude_inputs=exclude, k=20)
    assert within.total.correct == 60 - sum(failure.rank > 20 for failure in scores.failures)


@given(st.integers(0, 2**32 - 1), st.integers(4, 30), st.integers(1, 8), st.sampled_from(METHODS), st.booleans())
@settings(max_examples=40)
def test_near_and_equal_answers_are_decided_exactly(seed, count, size, method, exclude):
    random = np.random.default_rng(seed)
    rows = random.integers(-2, 3, (count, size)).astype(float)  # many equal ones, and zeros
    rows += 1e-6 * random.standard_normal((count, size)) * random.integers(0, 2, (count, 1))
    vectors = made(rows)
    asked = [tuple(f"w{row}" for row in random.choice(count, 4, replace=False)) for _ in range(10)]
    scores = evaluate_analogies(
        vectors, Questions("", (Section("", tuple(asked)),)), method=method, exclude_inputs=exclude
    )
    answers = {failure.question: failure.answer for failure in scores.failures}
    for a, b, c, d in asked:
        single = analogy(vectors, [b, c], [a], method=method, exclude_inputs=exclude, k=1)
        assert answers.get((a, b, c, d), d) == single.answers[0].word


def test_accuracy_and_coverage():
    vectors, lines = relations()
    scores = evaluate_analogies(vectors, [*lines, ": nothing known", "x y z u"])
    last = scores.sections[-1]
    assert (last.name, last.asked, last.total, last.coverage) == ("nothing known", 0, 1, 0.0)
    assert np.isnan(last.accuracy)
    first = scores.sections[0]
    assert first.accuracy == first.correct / first.asked
    assert first.coverage == first.asked / 120
    assert [one.section for one in scores.failures] == sorted(one.section for one in scores.failures)


def test_nothing_is_known():
    scores = evaluate_analogies(clustered(20, 4), [": one", "x y z u"])
    assert (scores.total.asked, scores.failures) == (0, ())


def test_a_right_answer_that_is_an_input_is_never_given():
    vectors = clustered(50, 6)
    scores = evaluate_analogies(vectors, [": one", "w1 w2 w3 w3", "w1 w2 w3 w2"], k=50)
    assert scores.total.correct == 0
    assert evaluate_analogies(vectors, [": one", "w1 w2 w3 w3"], k=50, exclude_inputs=False).total.correct == 1


def test_progress_and_stopping(monkeypatch):
    monkeypatch.setattr(answering, "ROOM", 0)
    monkeypatch.setattr(answering, "BLOCK", 100)
    vectors, lines = relations()
    seen = []
    evaluate_analogies(vectors, lines, progress=seen.append)
    blocks = -(-len(vectors) // 100)
    assert seen == [Progress("answering", done, blocks) for done in range(blocks + 1)]
    control = Control()

    def stop_soon(now):
        if now.done == 2:
            control.stop()
        assert now.done < 3

    with pytest.raises(Stopped):
        evaluate_analogies(vectors, lines, progress=stop_soon, control=control)


def test_errors():
    vectors = clustered(20, 4)
    with pytest.raises(ValueError, match="'3cosadd', '3cosmul', 'pairdirection'"):
        evaluate_analogies(vectors, [": one", "a b c d"], method="add")
    with pytest.raises(ValueError, match="k is at least 1"):
        evaluate_analogies(vectors, [": one", "a b c d"], k=0)


# --- files


def test_reading(tmp_path):
    path = tmp_path / "q.txt"
    path.write_text("\ufeff: one\na b c d\n\n# no question\n: two\nÄ b c d\n: one\ne f g h\n", encoding="utf-8")
    found = read_questions(path)
    assert found == Questions(
        "q.txt", (Section("one", (("a", "b", "c", "d"), ("e", "f", "g", "h"))), Section("two", (("Ä", "b", "c", "d"),)))
    )
    assert len(found) == 3
    assert read_questions(["a b c d"]).sections[0].name == "questions"
    assert read_questions(str(path), name="mine").name == "mine"


@pytest.mark.parametrize(
    ("lines", "error", "text"),
    [
        ([": one", "a b c"], ValueError, "line 2 of questions has 3 words"),
        ([": one"], ValueError, "holds no questions"),
        ([], ValueError, "holds no questions"),
        ([": one", b"a b c d"], TypeError, "line 2 of questions is no text but bytes"),
        (3, TypeError, "a path or the lines of a file, not int"),
        (b": one", TypeError, "a path or the lines of a file, not bytes"),
    ],
)
def test_broken_files(lines, error, text):
    with pytest.raises(error, match=text):
        read_questions(lines)


def test_files_that_are_none(tmp_path):
    (tmp_path / "q.txt").write_bytes(b": one\na b \xff c")
    with pytest.raises(ValueError, match=r"q\.txt is not UTF-8 at byte 10"):
        read_questions(tmp_path / "q.txt")
    with pytest.raises(FileNotFoundError):
        read_questions(tmp_path / "none.txt")


def test_the_examples():
    found = examples()
    assert len(found.sections) == len(RELATIONS) == 12
    for section in found.sections:
        pairs = RELATIONS[section.name]
        assert len(set(pairs)) == len(pairs) >= 8
        assert len(section.questions) == len(pairs) * (len(pairs) - 1)
        assert set(section.questions) == {(*one, *other) for one, other in itertools.permutations(pairs, 2)}


@pytest.mark.slow
def test_the_examples_are_known_words():
    vectors = wiki()
    words = {word for pairs in RELATIONS.values() for pair in pairs for word in pair}
    assert sum(word in vectors.key_to_index for word in words) > 0.95 * len(words)
    assert evaluate_analogies(vectors).total.accuracy > 0.3
