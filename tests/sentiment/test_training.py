"""Training on tiny data: it learns, it repeats itself, it goes on after a break, and the command line does all of it."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch

from nlpwidgets.sentiment import SentimentClassifier, storage, train, training, words
from nlpwidgets.sentiment.evaluation import Score, evaluate
from nlpwidgets.sentiment.text import Vocabulary, tokenize
from nlpwidgets.sentiment.training import Encoded, Settings, fit, hold_out
from tests.sentiment.synthetic import NEGATIVE, NEUTRAL, POSITIVE, reviews, write_acl_imdb

WORDS = Vocabulary(POSITIVE + NEGATIVE + NEUTRAL)


@pytest.fixture(autouse=True)
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def encoded(count, seed):
    texts, labels = reviews(count, seed=seed)
    return Encoded([WORDS.ids(tokenize(text)) for text in texts], labels)


def new(cell="lstm", **more):
    torch.manual_seed(5)
    return SentimentClassifier(vocabulary=WORDS, cell=cell, embedding_size=8, hidden_size=8, **more)


FAST = Settings(epochs=4, batch_size=16, learning_rate=0.02, snippets=0.2, tune_embedding=True)


@pytest.mark.parametrize(
    ("cell", "bidirectional", "pooling"),
    [
        ("rnn", False, "max_mean"),
        ("lstm", False, "max_mean"),
        ("gru", True, "max_mean"),
        ("lstm", True, "max"),
        ("gru", False, "last"),
    ],
)
def test_learns(tmp_path, cell, bidirectional, pooling):
    model = new(cell, bidirectional=bidirectional, pooling=pooling)
    fit(
        model,
        encoded(400, 0),
        encoded(60, 1),
        Settings(epochs=6, batch_size=16, learning_rate=0.02, tune_embedding=True),
        folder=tmp_path,
    )
    held = encoded(100, 2)
    assert evaluate(model, held.rows, held.labels).accuracy > 0.95
    assert not model.training
    texts, labels = reviews(20, seed=9)
    assert ((model.predict_proba(texts)[:, 1] > 0.5) == np.array(labels)).mean() > 0.9


def test_the_pitfall_fails_where_the_last_word_works(tmp_path):
    accuracy = {}
    for pooling in ("last", "last_padded"):
        settings = Settings(
            epochs=6,
            batch_size=16,
            learning_rate=0.02,
            tune_embedding=True,
            pad_to=150 if pooling == "last_padded" else 0,
        )
        model = new("lstm", pooling=pooling)
        fit(model, encoded(400, 0), encoded(60, 1), settings, folder=tmp_path / pooling)
        held = encoded(200, 2)
        accuracy[pooling] = evaluate(model, held.rows, held.labels, pad_to=settings.pad_to).accuracy
    assert accuracy["last"] > 0.9
    assert accuracy["last_padded"] < 0.7


class StoppedError(Exception):
    pass


@pytest.mark.parametrize(("tune", "bidirectional"), [(True, False), (False, True)])
def test_resuming_gives_what_no_break_gives(tmp_path, monkeypatch, tune, bidirectional):
    settings = Settings(epochs=4, batch_size=16, learning_rate=0.02, snippets=0.2, tune_embedding=tune)
    whole = new("gru", bidirectional=bidirectional)
    history = fit(whole, encoded(90, 0), encoded(30, 1), settings, folder=tmp_path / "whole")

    measured = []

    def measure(*arguments, **more):
        if len(measured) == 2:
            raise StoppedError
        measured.append(evaluate(*arguments, **more))
        return measured[-1]

    monkeypatch.setattr(training, "evaluate", measure)
    with pytest.raises(StoppedError):
        fit(
            new("gru", bidirectional=bidirectional), encoded(90, 0), encoded(30, 1), settings, folder=tmp_path / "parts"
        )
    monkeypatch.undo()
    parts = new("gru", bidirectional=bidirectional)
    again = fit(parts, encoded(90, 0), encoded(30, 1), settings, folder=tmp_path / "parts", resume=True)
    assert again == history
    for name, tensor in whole.state_dict().items():
        assert torch.equal(tensor, parts.state_dict()[name]), name


def test_resuming_with_other_settings_or_a_broken_checkpoint(tmp_path):
    data = encoded(40, 0), encoded(20, 1)
    fit(new(), *data, FAST, folder=tmp_path)
    other = Settings(epochs=5, batch_size=16, learning_rate=0.02, snippets=0.2, tune_embedding=True)
    with pytest.raises(ValueError, match="key 'settings'"):
        fit(new(), *data, other, folder=tmp_path, resume=True)
    with pytest.raises(ValueError, match="key 'model'"):
        fit(new("gru"), *data, FAST, folder=tmp_path, resume=True)
    with pytest.raises(ValueError, match="key 'reviews'"):
        fit(new(), encoded(30, 0), data[1], FAST, folder=tmp_path, resume=True)
    next(tmp_path.glob("checkpoint-*.safetensors")).write_bytes(b"nothing")
    with pytest.raises(ValueError, match=r"checkpoint-4\.safetensors is not a valid safetensors file"):
        fit(new(), *data, FAST, folder=tmp_path, resume=True)


@pytest.mark.parametrize("averaging", [0.0, 0.9])
def test_the_best_epoch_is_kept(tmp_path, monkeypatch, averaging):
    losses = iter([0.5, 0.2, 0.9])
    states = []
    model = new()

    def measure(model, *_arguments, **_more):
        states.append({name: tensor.clone() for name, tensor in model.state_dict().items()})
        return Score(0.5, next(losses))

    monkeypatch.setattr(training, "evaluate", measure)
    fit(
        model,
        encoded(40, 0),
        encoded(20, 1),
        Settings(epochs=3, tune_embedding=True, averaging=averaging),
        folder=tmp_path,
    )
    assert all(torch.equal(tensor, states[1][name]) for name, tensor in model.state_dict().items())
    assert any(not torch.equal(tensor, states[2][name]) for name, tensor in model.state_dict().items())


def test_what_is_kept_is_the_running_mean(tmp_path):
    seen = []
    model = new()
    model.register_forward_pre_hook(
        lambda model, _: seen.append(model.classifier.weight.detach().clone()) if model.training else None
    )
    data = encoded(40, 0)
    fit(model, data, encoded(20, 1), Settings(epochs=1, batch_size=10, averaging=0.2), folder=tmp_path)
    last = storage.read_arrays(tmp_path / "checkpoint-1.safetensors")["now.classifier.weight"]
    mean = seen[0]
    for step, weight in enumerate([*seen[1:], torch.from_numpy(last)]):
        keep = min(0.2, (1 + step) / (10 + step))
        mean = keep * mean + (1 - keep) * weight
    torch.testing.assert_close(model.classifier.weight.detach(), mean, atol=1e-6, rtol=0)
    assert not torch.equal(model.classifier.weight.detach(), torch.from_numpy(last))


def test_frozen_words_stay(tmp_path):
    model = new()
    before = model.embedding.weight.detach().clone()
    fit(model, encoded(40, 0), encoded(20, 1), Settings(epochs=1), folder=tmp_path)
    assert torch.equal(before, model.embedding.weight)
    assert model.embedding.weight.requires_grad


def test_a_loss_that_is_not_finite_stops(tmp_path):
    model = new()
    with torch.no_grad():
        model.classifier.weight.fill_(torch.nan)
    with pytest.raises(ValueError, match="the loss is nan in epoch 1, batch 1"):
        fit(model, encoded(40, 0), encoded(20, 1), FAST, folder=tmp_path)


@pytest.mark.parametrize(
    "wrong",
    [
        {"epochs": 0},
        {"learning_rate": -1.0},
        {"clip": float("nan")},
        {"averaging": 1.0},
        {"snippets": -0.1},
        {"pad_to": -1},
    ],
)
def test_wrong_settings(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Settings(**wrong)


def test_every_review_is_in_every_epoch_and_cut_at_its_end():
    data = Encoded([[k + 2] * (k + 1) + [1] for k in range(50)], [k % 2 for k in range(50)])
    batches = list(training._batches(data, Settings(max_length=10, batch_size=7, snippets=0.5), 0))
    rows = sorted((row for batch in batches for row, _ in batch), key=lambda row: (row[0], -len(row)))
    full = {tuple(row[-10:]) for row in data.rows}
    assert full <= {tuple(row) for row in rows}
    assert len(rows) == 75
    assert all(len(row) <= 60 for row in rows)
    assert batches != list(training._batches(data, Settings(max_length=10, batch_size=7, snippets=0.5), 1))


def test_equal_texts_are_not_on_both_sides():
    texts = [f"review {k // 3}" for k in range(90)]
    kept, held = hold_out(texts, share=0.2, seed=4)
    assert sorted(kept + held) == list(range(90))
    assert 18 <= len(held) <= 20
    assert not {texts[k] for k in kept} & {texts[k] for k in held}
    assert (kept, held) == hold_out(texts, share=0.2, seed=4)
    assert held != hold_out(texts, share=0.2, seed=5)[1]
    with pytest.raises(ValueError, match="too few different texts"):
        hold_out(["same"] * 5, share=0.2, seed=0)


def test_the_command_line(tmp_path, capsys):
    write_acl_imdb(tmp_path / "data", train=200, test=40, unsup=50)
    words.main(
        [
            *f"--data {tmp_path / 'data'} --out {tmp_path / 'words'} --embedding-size 8 --words 15 --epochs 2".split(),
            "--cbow",
        ]
    )
    vocabulary, table = storage.load_words(tmp_path / "words")
    assert len(vocabulary) == 15
    assert table.shape == (17, 8)
    assert not table[0].any()
    assert np.sqrt(np.mean(table[2:] ** 2)) == pytest.approx(0.3, rel=0.02)
    command = f"--data {tmp_path / 'data'} --words {tmp_path / 'words'} --hidden-size 8 --epochs 8 --batch-size 8 --learning-rate 0.04"
    train.main([*command.split(), "--out", str(tmp_path / "m"), "--tune-embedding"])
    report = json.loads((tmp_path / "m" / "report.json").read_text())
    model = SentimentClassifier.load(tmp_path / "m")
    texts, labels = reviews(40, seed=2)
    assert report["test_accuracy"] == np.mean((model.predict_proba(texts)[:, 1] > 0.5) == np.array(labels))
    assert report["test_accuracy"] > 0.9
    assert report["train_reviews"] + report["validation_reviews"] == 200
    card = (tmp_path / "m" / "card.md").read_text()
    assert f"**{report['test_accuracy']:.4f}** on all 40 test reviews, each read whole" in card
    assert str(tmp_path) not in card
    assert not list((tmp_path / "m").glob("checkpoint*"))

    train.main(
        [
            *command.split(),
            "--out",
            str(tmp_path / "n"),
            "--share-words",
            "--cell",
            "gru",
            "--no-test",
            "--bidirectional",
        ]
    )
    assert "not measured" in (tmp_path / "n" / "card.md").read_text()
    assert not (tmp_path / "n" / "vocabulary.json").exists()
    SentimentClassifier.load(tmp_path / "n", shared_words=tmp_path / "words")
    with pytest.raises(SystemExit):
        train.main(["--data", "x", "--out", str(tmp_path / "o"), "--share-words"])
    assert "--share-words needs --words" in capsys.readouterr().err


def test_pretraining_repeats_itself_and_needs_frequent_words():
    texts = reviews(60)[0]
    first, again = (words.pretrain(texts, embedding_size=4, words=10, epochs=1, min_count=2) for _ in range(2))
    assert first[0].words == again[0].words
    assert (first[1] == again[1]).all()
    with pytest.raises(ValueError, match="no word occurs 1000 times"):
        words.pretrain(texts, min_count=1000)
