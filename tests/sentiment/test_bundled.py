"""The models in the package: there, small, right about plain sentences, and as good as their cards say."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from nlpwidgets import sentiment
from nlpwidgets.sentiment.bundled import ASSETS, BUNDLED
from nlpwidgets.sentiment.card import write

GOOD = [
    "A wonderful film with superb performances. I loved every minute of it, highly recommended.",
    "One of the best movies I have ever seen: beautiful, moving and perfectly acted.",
    "Excellent story, great music and brilliant actors. My whole family enjoyed it.",
]
BAD = [
    "A terrible film. The acting is awful, the plot is stupid and I was bored to death.",
    "One of the worst movies I have ever seen, a complete waste of time and money.",
    "Dull, badly written and poorly acted. Avoid this mess.",
]
USEFUL = [name for name in BUNDLED if name != "lstm_last_padded"]


@pytest.mark.parametrize("name", BUNDLED)
def test_shape_and_card(name):
    model = sentiment.load(name)
    cell = re.sub("^bi|_.*", "", name)
    assert model.cell == cell
    assert model.bidirectional == name.startswith("bi")
    report = json.loads((ASSETS / name / "report.json").read_text())
    card = sentiment.model_card(name)
    assert report["test_reviews"] == 25_000
    assert f"**{report['test_accuracy']:.4f}** on all 25000 test reviews" in card
    assert card == write(model, report)
    assert not model.training
    assert sentiment.load(name) is not model


@pytest.mark.parametrize("name", USEFUL)
def test_plain_sentences(name):
    probabilities = sentiment.load(name).predict_proba(GOOD + BAD)
    np.testing.assert_allclose(probabilities.sum(1), 1, atol=1e-6)
    assert (probabilities[:3, 1] > 0.5).all(), probabilities
    assert (probabilities[3:, 1] < 0.5).all(), probabilities


def test_accuracies_on_the_cards():
    reports = {name: json.loads((ASSETS / name / "report.json").read_text()) for name in BUNDLED}
    accuracy = {name: report["test_accuracy"] for name, report in reports.items()}
    assert min(accuracy[name] for name in ("lstm", "gru", "bilstm")) >= 0.88
    assert accuracy["lstm_last_padded"] < accuracy["lstm_last"] - 0.1


def test_the_script_that_rebuilds_them_holds_the_commands_of_the_cards():
    script = (ASSETS.parent / "rebuild.sh").read_text()
    common = "--data $data --snippets 0.25"
    assert common in script
    for name in BUNDLED:
        command = json.loads((ASSETS / name / "report.json").read_text())["command"]
        line = next(line for line in script.splitlines() if f'--out "$out/{name}"' in line)
        for option in re.findall(r"--(?!data|words|out|share)[a-z-]+(?: [^-][^ ]*)?", command):
            assert option.strip() in line + common, (name, option)


def test_the_first_sample_turns():
    from nlpwidgets.sentiment import SAMPLE_REVIEWS

    model = sentiment.load("lstm")
    positive = model.verdicts(SAMPLE_REVIEWS[0])[:, 1]
    assert positive.min() < 0.3
    assert positive[-1] > 0.7


def test_size():
    files = [file for file in ASSETS.rglob("*") if file.is_file()]
    assert sum(file.stat().st_size for file in files) <= 8e6
    assert {file.suffix for file in files} <= {".json", ".safetensors", ".md", ".sh", ".py", ".pyc"}


def test_unknown_names():
    with pytest.raises(ValueError, match="no bundled model 'LSTM'; there are rnn, lstm, gru, bilstm"):
        sentiment.load("LSTM")
    with pytest.raises(ValueError, match=r"no bundled model '\.\./lstm'"):
        sentiment.model_card("../lstm")
    with pytest.raises(AttributeError, match="has no attribute 'laod'; it has BUNDLED"):
        _ = sentiment.laod


def test_importing_loads_no_torch():
    code = "import sys, nlpwidgets.sentiment as s; s.SAMPLE_REVIEWS, s.BUNDLED, s.tokenize('a'); print('torch' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"


def test_sample_reviews_can_be_read():
    model = sentiment.load("lstm")
    assert len(sentiment.SAMPLE_REVIEWS) >= 3
    for text in sentiment.SAMPLE_REVIEWS:
        assert sum(model.unknown(model.tokenize(text))) <= 1


def test_padding_destroys_the_last_step():
    model = sentiment.load("lstm_last")
    for text in (GOOD[0], BAD[0]):
        shown = sentiment.padding_pitfall(text, padding=(0, 50, 400))
        expected = float(model.predict_proba([text])[0, 1])
        np.testing.assert_allclose(shown.last_word, expected, atol=1e-6)
        assert shown.last_step[0] == pytest.approx(expected, abs=1e-6)
        assert abs(shown.last_step[2] - expected) > 0.1
        assert shown.distance[2] < 0.1 * shown.distance[0]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"model": "lstm"}, "pooling 'last'"),
        ({"padding": ()}, "padding must hold"),
        ({"padding": (0, -1)}, "padding must hold"),
        ({"text": " "}, "holds no word"),
    ],
)
def test_wrong_pitfalls(arguments, message):
    if "model" in arguments:
        arguments = {"model": sentiment.load(arguments["model"])}
    with pytest.raises(ValueError, match=message):
        sentiment.padding_pitfall(**arguments)


@pytest.mark.slow
@pytest.mark.parametrize("name", BUNDLED)
def test_accuracy_is_what_the_card_says(name):
    reviews = Path(os.environ.get("NLPWIDGETS_DATA", "")) / "imdb"
    if not reviews.is_dir():
        pytest.skip("no reviews: set NLPWIDGETS_DATA to the folder that holds imdb/")
    from nlpwidgets.sentiment import data, train
    from nlpwidgets.sentiment.evaluation import evaluate

    model = sentiment.load(name)
    report = json.loads((ASSETS / name / "report.json").read_text())
    test = train._encode(data.read(reviews).test, model.vocabulary)
    assert len(test.rows) == 25_000
    assert evaluate(model, test.rows, test.labels, pad_to=report["pad_to"]).accuracy == pytest.approx(
        report["test_accuracy"], abs=1e-3
    )
