"""Models on disk: what is written comes back bit by bit, what is broken is refused by name."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from safetensors.numpy import load_file, save_file

from nlpwidgets.sentiment import SentimentClassifier, storage
from nlpwidgets.sentiment.text import Vocabulary

WORDS = ["good", "bad", "naïve", "isn't", "\ufffd"]


@pytest.fixture
def model():
    torch.manual_seed(0)
    return SentimentClassifier(
        vocabulary=WORDS, cell="gru", embedding_size=6, hidden_size=5, bidirectional=True, dropout=0.1
    )


def equal(a, b):
    return a.config == b.config and a.vocabulary.words == b.vocabulary.words and same_weights(a, b)


def same_weights(a, b):
    return all(torch.equal(x, y) for x, y in zip(a.state_dict().values(), b.state_dict().values(), strict=True))


def test_round_trip_is_exact(model, tmp_path):
    model.save(tmp_path / "new" / "folder")
    back = SentimentClassifier.load(str(tmp_path / "new" / "folder"))
    assert equal(model, back)
    assert not back.training
    assert all(parameter.requires_grad for parameter in back.parameters())
    assert {file.suffix for file in (tmp_path / "new" / "folder").iterdir()} == {".json", ".safetensors"}


def test_rounding_to_int8_happens_once(model, tmp_path):
    model.save(tmp_path / "a", embedding="int8")
    once = SentimentClassifier.load(tmp_path / "a")
    assert not same_weights(model, once)
    once.save(tmp_path / "b", embedding="int8")
    assert equal(once, SentimentClassifier.load(tmp_path / "b"))


@given(arrays(np.float32, (4, 3), elements=st.floats(-1e4, 1e4, width=32, allow_subnormal=False)))
def test_quantising(table):
    small = storage.quantise(table)
    restored = small.restore()
    # half a step, and the rounding of the scale to float16 times the 127 steps
    step = np.maximum(np.abs(table).max(1, keepdims=True) / 127, 2**-14)
    assert (np.abs(restored - table) <= step * (0.5 + 127 * 2**-11)).all()
    again = storage.quantise(restored)
    assert (again.restore() == restored).all()


def test_shared_words(model, tmp_path):
    vocabulary = Vocabulary(WORDS)
    storage.save_words(tmp_path / "words", vocabulary, model.embedding.weight.detach().numpy())
    model.save(tmp_path / "m", shared_words=tmp_path / "words")
    assert sorted(file.name for file in (tmp_path / "m").iterdir()) == ["config.json", "weights.safetensors"]
    assert equal(model, SentimentClassifier.load(tmp_path / "m", shared_words=tmp_path / "words"))
    with pytest.raises(ValueError, match="saved without its words"):
        SentimentClassifier.load(tmp_path / "m")
    storage.save_words(tmp_path / "words", vocabulary, model.embedding.weight.detach().numpy() * 2)
    with pytest.raises(ValueError, match="checksum differs"):
        SentimentClassifier.load(tmp_path / "m", shared_words=tmp_path / "words")
    with pytest.raises(ValueError, match="other words or vectors"):
        model.save(tmp_path / "n", shared_words=tmp_path / "words")


def rewrite(folder, **changes):
    content = json.loads((folder / "config.json").read_text())
    for key, value in changes.items():
        target = content if key in content else content["model"]
        target[key] = value
    (folder / "config.json").write_text(json.dumps(content))


def change(file, name, array):
    content = load_file(file)
    content.pop(name, None)
    if array is not None:
        content[name] = array
    save_file(content, file)


def nan_like(shape):
    return np.full(shape, np.nan, np.float32)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda f: (f / "config.json").unlink(), r"config\.json is missing"),
        (lambda f: (f / "config.json").write_text("{"), r"config\.json is not valid JSON"),
        (lambda f: (f / "config.json").write_bytes(b"\xff\xfe"), r"config\.json is not valid JSON"),
        (lambda f: (f / "config.json").write_text("[" * 100_000), r"config\.json is not valid JSON"),
        (lambda f: (f / "config.json").write_text("[]"), r"config\.json must hold a dict"),
        (lambda f: rewrite(f, format="2"), r"config\.json, key 'format'"),
        (lambda f: rewrite(f, model=[]), r"config\.json, key 'model'"),
        (lambda f: rewrite(f, cell="qrnn"), r"config\.json, key 'model': cell must be one of"),
        (lambda f: rewrite(f, layers=2), r"config\.json, key 'model': .*layers"),
        (lambda f: rewrite(f, hidden_size=10**9), r"weights\.safetensors is too small for hidden_size"),
        (
            lambda f: rewrite(f, embedding_size=7),
            r"embedding\.safetensors, key 'table': .*expected float32 of shape \(7, 7\)",
        ),
        (lambda f: rewrite(f, embedding_size="7"), r"config\.json, key 'embedding_size'"),
        (lambda f: rewrite(f, words="0" * 64), "checksum differs"),
        (lambda f: (f / "vocabulary.json").write_text('["a"]'), r"embedding\.safetensors, key 'table': .*\(3, 6\)"),
        (lambda f: (f / "vocabulary.json").write_text('["a", "a"]'), r"vocabulary\.json: vocabulary\[1\] repeats"),
        (lambda f: (f / "vocabulary.json").write_text("[1]"), r"vocabulary\.json: vocabulary\[0\] must be a str"),
        (
            lambda f: (f / "weights.safetensors").write_bytes(b""),
            r"weights\.safetensors is not a valid safetensors file",
        ),
        (
            lambda f: (f / "weights.safetensors").write_bytes((f / "weights.safetensors").read_bytes()[:-8]),
            r"weights\.safetensors is not a valid safetensors file",
        ),
        (
            lambda f: change(f / "weights.safetensors", "classifier.bias", None),
            r"weights\.safetensors lacks the key 'classifier\.bias'",
        ),
        (
            lambda f: change(f / "weights.safetensors", "classifier.bias", nan_like(3)),
            r"key 'classifier\.bias': .*expected float32 of shape \(2,\)",
        ),
        (
            lambda f: change(f / "weights.safetensors", "classifier.bias", nan_like(2)),
            r"key 'classifier\.bias': holds numbers that are not finite",
        ),
        (lambda f: change(f / "weights.safetensors", "more", nan_like(2)), "keys that this model does not: more"),
        (lambda f: change(f / "embedding.safetensors", "table", None), r"embedding\.safetensors lacks the key 'table'"),
    ],
)
def test_broken_files(model, tmp_path, damage, message):
    model.save(tmp_path)
    damage(tmp_path)
    with pytest.raises((ValueError, FileNotFoundError), match=message):
        SentimentClassifier.load(tmp_path)


def test_a_pickle_is_never_opened(model, tmp_path):
    model.save(tmp_path)
    torch.save(model.state_dict(), tmp_path / "weights.safetensors")
    with pytest.raises(ValueError, match="not a valid safetensors file"):
        SentimentClassifier.load(tmp_path)


def test_unknown_kind_of_embedding(model, tmp_path):
    with pytest.raises(ValueError, match="'float32' or 'int8'"):
        model.save(tmp_path, embedding="int4")
