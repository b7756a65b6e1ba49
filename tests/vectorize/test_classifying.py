"""The classifier beside one plain fit, its views of the weights, progress and cancelling."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from nlpwidgets.vectorize import Classifier, classify


def made_up(documents: int, seed: int = 0, kinds: tuple[str, ...] = ("bad", "good")) -> tuple[list[str], list[str]]:
    """Texts of random words, some of which tell the label."""
    random = np.random.default_rng(seed)
    labels = [kinds[k] for k in random.integers(0, len(kinds), documents)]
    texts = []
    for label in labels:
        words = [f"w{k}" for k in random.zipf(1.4, 20) if k < 2000]
        hints = [label if random.random() < 0.7 else str(random.choice(kinds))] * int(random.integers(0, 3))
        texts.append(" ".join(random.permutation([*words, *hints, "the"])))
    return texts, labels


def trained(*args: Any, **kwargs: Any) -> Classifier:
    found = classify(*args, **kwargs)
    assert found is not None
    return found


@pytest.mark.parametrize("strength", [1.0, 100.0])
def test_slices_end_where_one_fit_ends(strength: float) -> None:
    train, test = made_up(400), made_up(300, 1)
    found = trained(*train, test=test, strength=strength)
    vectorizer = TfidfVectorizer(token_pattern=r"\b\w+\b", sublinear_tf=True)
    plain = LogisticRegression(C=strength, tol=1e-9, max_iter=10_000).fit(vectorizer.fit_transform(train[0]), train[1])
    assert found.converged
    assert found.iterations > 10  # more than one slice
    np.testing.assert_allclose(found.weights, plain.coef_[0], atol=2e-3 * np.abs(plain.coef_).max())
    X = vectorizer.transform(test[0])
    np.testing.assert_allclose(found.predict_proba(test[0]), plain.predict_proba(X), atol=2e-3)
    assert found.accuracy == pytest.approx(plain.score(X, test[1]), abs=0.004)
    assert found.classes == ["bad", "good"]


def test_what_it_says_of_itself() -> None:
    train, test = made_up(400), made_up(300, 1)
    found = trained(*train, test=test)
    said = found.predict(test[0])
    assert found.accuracy == np.mean([a == b for a, b in zip(said, test[1], strict=True)])
    assert found.accuracy > found.majority
    for j, true in enumerate(found.classes):
        for k, other in enumerate(found.classes):
            both = [a == true and b == other for a, b in zip(test[1], said, strict=True)]
            assert found.confusion[j, k] == sum(both)
    common = max(set(train[1]), key=train[1].count)
    assert found.majority == test[1].count(common) / 300
    assert (found.train, found.test) == (400, 300)
    assert found.top(1)[0][0] == "good"
    assert found.top(1, "bad")[0][0] == "bad"
    assert found.positive[:3] == found.top(3)
    assert found.negative[:3] == found.top(3, "bad")
    assert len(found.positive) + len(found.negative) <= len(found.weights)
    assert all(a[1] >= b[1] > 0 for a, b in zip(found.positive, found.positive[1:], strict=False))
    assert "accuracy" in repr(found)


def test_contributions_are_the_score() -> None:
    found = trained(*made_up(300))
    text = "the good w1 w2 unheardof"
    adds = found.contributions(text)
    bad, good = found.predict_proba([text])[0]
    score = sum(add for _, add in adds) + found.model.intercept_[0]
    assert score == pytest.approx(np.log(good / bad), rel=1e-9)
    assert {term for term, _ in adds} == {"the", "good", "w1", "w2"}
    assert dict(found.contributions(text, "bad"))["good"] == -dict(adds)["good"]
    assert found.predict_proba([]).shape == (0, 2)


def test_three_classes() -> None:
    kinds = ("bad", "fair", "good")
    found = trained(*made_up(600, kinds=kinds), convention="textbook", sublinear=False, strength=1000)
    assert found.weights.shape == (3, len(found.weighted.vocabulary))
    assert [found.top(1, kind)[0][0] for kind in kinds] == list(kinds)
    assert found.accuracy > found.majority
    adds = found.contributions("fair w1")
    assert adds[0][0] == "fair"
    for ask in (lambda: found.top(1), lambda: found.positive, lambda: found.top(1, "none")):
        with pytest.raises(ValueError, match=r"class"):
            ask()


def test_held_out_documents() -> None:
    texts, labels = made_up(200)
    found, again, other = (trained(texts, labels, test_share=0.25, seed=seed) for seed in (0, 0, 1))
    assert found.train + found.test == 200
    assert abs(found.test - 50) <= 1
    assert np.array_equal(found.weights, again.weights)
    assert found.weighted.bag.documents != other.weighted.bag.documents


def test_progress_grows_to_the_end() -> None:
    seen: list[tuple[str, float]] = []
    trained(*made_up(1000), progress=lambda message, done: seen.append((message, done)))
    shares = [done for _, done in seen]
    assert shares == sorted(shares)
    assert shares[0] == 0
    assert seen[-1] == ("done", 1.0)
    assert {"counting", "training", "testing"} <= {message for message, _ in seen}


@pytest.mark.parametrize("when", ["counting", "training", "testing", "done"])
def test_cancelled_anywhere(when: str) -> None:
    cancel = threading.Event()

    def progress(message: str, _: float) -> None:
        assert not cancel.is_set()
        if message.startswith(when):
            cancel.set()

    found = classify(*made_up(900), progress=progress, cancel=cancel)
    assert (found is None) == (when != "done")


@pytest.mark.parametrize(
    ("documents", "labels", "options", "error", "said"),
    [
        (["a", "b"], [1], {}, ValueError, "2 documents and 1 labels"),
        (["a", "b"], [1, None], {}, ValueError, "label of document 1 is missing"),
        (["a", "b"], [1, float("nan")], {}, ValueError, "missing"),
        (["a", "b"], [1, 1], {}, ValueError, "all labels are 1"),
        (["a", "b"], [1, "x"], {}, TypeError, "one kind"),
        (["a", "b"], [1, 2], {}, ValueError, "two are needed"),
        (["a", "b"], "xy", {}, TypeError, "labels must be a list"),
        (["a", "b"], {1, 2}, {}, TypeError, "not set"),
        (["a", "b"], {1: 0, 2: 0}, {}, TypeError, "not dict"),
        (["a", "b"], np.eye(2), {}, TypeError, "document 0 cannot be compared: ndarray"),
        (["a", "b"], [1, pd.NA], {}, ValueError, "label of document 1 is missing"),
        (["a", "b"], [1, 2], {"test": (["a"], [3])}, ValueError, "label 3"),
        (["a", "b"], [1, 2], {"test": ["a"]}, TypeError, "pair"),
        (["a", "b"], [1, 2], {"test": ([], [])}, ValueError, "no test documents"),
        (["a", "b"], [1, 2], {"test": ("ab", [1, 2])}, TypeError, "test documents must be a list"),
        (["a", "b"] * 2, [1, 2] * 2, {"test_share": 1}, ValueError, "test_share"),
        (["a", "b"] * 2, [1, 2] * 2, {"strength": 0}, ValueError, "strength"),
        (["a", "b"] * 2, [1, 2] * 2, {"strenght": 1}, TypeError, "did you mean strength"),
        (["a", "b"] * 2, [1, 2] * 2, {"progress": 1}, TypeError, "progress"),
        (["a", "b"] * 2, [1, 2] * 2, {"cancel": 1}, TypeError, "cancel"),
        (["a", "b"] * 2, [1, 2] * 2, {"convention": "x"}, ValueError, "convention"),
    ],
)
def test_what_is_wrong_is_said(documents: Any, labels: Any, options: Any, error: type[Exception], said: str) -> None:
    with pytest.raises(error, match=said):
        classify(documents, labels, **options)


@pytest.mark.slow
def test_imdb() -> None:
    folder = Path(os.environ.get("NLPWIDGETS_DATA", "/nowhere")) / "imdb"
    if not folder.is_dir():
        pytest.skip("no reviews below NLPWIDGETS_DATA")
    pandas = pytest.importorskip("pandas")
    train, test = (pandas.read_parquet(folder / f"{name}.parquet") for name in ("train", "test"))
    found = trained(train["text"], train["label"], test=(test["text"], test["label"]), min_df=3)
    assert found.converged
    assert 0.88 <= found.accuracy <= 0.90
    assert {"worst", "awful", "waste"} <= {term for term, _ in found.top(10, 0)}
    assert {"excellent", "great", "perfect"} <= {term for term, _ in found.top(10, 1)}

    cancel, stopped = threading.Event(), []
    thread = threading.Thread(target=lambda: stopped.append(classify(train["text"], train["label"], cancel=cancel)))
    thread.start()
    time.sleep(2)
    cancel.set()
    thread.join()
    assert stopped == [None]
