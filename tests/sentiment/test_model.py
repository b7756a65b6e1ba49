"""The classifier: batches against single reviews, prefixes, gradients, and calls that are wrong."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from nlpwidgets.sentiment import SentimentClassifier
from nlpwidgets.sentiment.model import pad

WORDS = ["good", "bad", "film", "not", "was", "it"]
KINDS = list(itertools.product(["rnn", "lstm", "gru"], [False, True], ["max_mean", "max", "mean", "last"]))


def make(cell="lstm", bidirectional=False, pooling="max_mean", **more) -> SentimentClassifier:
    torch.manual_seed(3)
    more = {"embedding_size": 5, "hidden_size": 4, **more}
    model = SentimentClassifier(vocabulary=WORDS, cell=cell, bidirectional=bidirectional, pooling=pooling, **more)
    with torch.no_grad():  # large weights, so that a mistake is far above rounding
        for parameter in model.parameters():
            parameter.mul_(2)
    return model.eval()


@pytest.mark.parametrize(("cell", "bidirectional", "pooling"), KINDS)
def test_padding_changes_nothing(cell, bidirectional, pooling):
    model = make(cell, bidirectional, pooling)

    @settings(max_examples=15, deadline=None)
    @given(st.lists(st.lists(st.integers(1, 7), min_size=1, max_size=12), min_size=1, max_size=5), st.integers(0, 20))
    def holds(rows, to):
        ids, lengths = pad(rows, to=to)
        alone = torch.cat([model(torch.tensor([row])) for row in rows])
        torch.testing.assert_close(model(ids, lengths), alone, atol=1e-6, rtol=0)  # gradients on: flipped copies
        with torch.no_grad():  # off: packed
            torch.testing.assert_close(model(ids, lengths), alone, atol=1e-6, rtol=0)

    holds()


@pytest.mark.parametrize(("cell", "pooling"), [("lstm", "max_mean"), ("gru", "last"), ("rnn", "mean")])
def test_gradients_of_a_padded_batch_equal_those_of_the_reviews(cell, pooling):
    model = make(cell, True, pooling).double()
    rows = [[2, 3, 4, 5], [6], [7, 7, 2]]
    ids, lengths = pad(rows, to=9)
    model(ids, lengths)[:, 1].sum().backward()
    batched = {name: parameter.grad.clone() for name, parameter in model.named_parameters()}
    model.zero_grad()
    for row in rows:
        model(torch.tensor([row]))[:, 1].sum().backward()
    for name, parameter in model.named_parameters():
        torch.testing.assert_close(batched[name], parameter.grad, atol=1e-12, rtol=0)
        assert parameter.grad.abs().sum() > 0, name


@pytest.mark.parametrize(("cell", "bidirectional", "pooling"), KINDS)
def test_verdicts_are_predictions_for_the_prefixes(cell, bidirectional, pooling):
    model = make(cell, bidirectional, pooling)
    tokens = model.tokenize("It was not a good film, it was bad: bad, BAD!")
    prefixes = [" ".join(tokens[: end + 1]) for end in range(len(tokens))]
    verdicts = model.verdicts(" ".join(tokens))
    assert verdicts.dtype == np.float32
    np.testing.assert_allclose(verdicts, model.predict_proba(prefixes), atol=1e-6)
    assert np.ptp(verdicts[:, 1]) > 0.01


@pytest.mark.parametrize(("cell", "bidirectional", "pooling"), KINDS)
def test_head_ends_at_the_prediction(cell, bidirectional, pooling):
    model = make(cell, bidirectional, pooling)
    text = "It was not a good film"
    with torch.no_grad():
        hidden = model.rnn(model.embedding(model.encode(text)))[0][0]
    for states in (hidden, hidden.numpy()):
        steps = model.head(states)
        assert steps.shape == (6, 2)
        np.testing.assert_allclose(steps[-1], model.predict_proba([text])[0], atol=1e-6)
        np.testing.assert_allclose(steps.sum(1), 1, atol=1e-6)
        if not bidirectional:
            np.testing.assert_allclose(steps, model.verdicts(text), atol=1e-6)


def test_head_of_two_directions_pools_what_was_seen():
    model = make("gru", True, "max_mean")
    hidden = torch.randn(5, 8)
    seen = torch.cat([hidden[:3].amax(0), hidden[:3].mean(0)])
    expected = model.classifier(seen).softmax(0).detach().numpy()
    np.testing.assert_allclose(model.head(hidden)[2], expected, atol=1e-6)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.text(min_size=1).filter(lambda text: bool(SentimentClassifier.tokenize(None, text))), max_size=8))
def test_any_texts_get_probabilities_in_their_order(texts):
    model = make("gru", True)
    both = model.predict_proba(texts)
    assert both.shape == (len(texts), 2)
    np.testing.assert_allclose(both.sum(1), 1, atol=1e-6)
    for text, row in zip(texts, both, strict=True):
        np.testing.assert_allclose(model.predict_proba([text])[0], row, atol=1e-6)


def test_many_long_and_short_reviews_come_back_in_order():
    model = make("rnn")
    random = np.random.default_rng(0)
    texts = [" ".join(random.choice(WORDS, random.integers(1, 300))) for _ in range(300)]
    texts.append("film " * 20_000)  # longer than a whole batch may be
    some = [0, 17, 299, 300]
    np.testing.assert_allclose(
        model.predict_proba(texts)[some], [model.predict_proba([texts[k]])[0] for k in some], atol=1e-6
    )


def test_encode_and_unknown():
    model = make()
    ids = model.encode("A good FILM!")
    assert ids.dtype == torch.int64
    assert ids.tolist() == [[1, 2, 4, 1]]
    assert model.unknown(["A", "good", "FILM", "!"]) == [True, False, False, True]
    assert isinstance(model.rnn, torch.nn.LSTM)
    assert model.rnn.batch_first


def test_predicting_leaves_the_model_as_it_was():
    model = make()
    model.train()
    model.rnn.eval()
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    first = model.predict_proba(["good film"])
    assert (model.predict_proba(["good film"]) == first).all()  # dropout was off
    with pytest.raises(TypeError):
        model.predict_proba(["good", None])
    assert model.training
    assert not model.rnn.training
    assert model.dropout.training
    assert all(torch.equal(before[name], tensor) for name, tensor in model.state_dict().items())
    assert all(parameter.grad is None for parameter in model.parameters())


@pytest.mark.parametrize(
    ("texts", "error", "message"),
    [
        ("one text", TypeError, "list of texts, not str"),
        (None, TypeError, "list of texts, not NoneType"),
        (["good", None], TypeError, r"texts\[1\] must be a str, not NoneType"),
        ([b"good"], TypeError, r"texts\[0\] must be a str, not bytes.*decode"),
        (["good", "bad", 3], TypeError, r"texts\[2\] must be a str, not int"),
        ([["good"]], TypeError, r"texts\[0\] must be a str, not list.*join"),
        (["good", " <br /> \x00"], ValueError, r"texts\[1\] holds no word"),
    ],
)
def test_wrong_texts(texts, error, message):
    with pytest.raises(error, match=message):
        make().predict_proba(texts)


def test_an_empty_list_gives_no_rows():
    assert make().predict_proba([]).shape == (0, 2)


@pytest.mark.parametrize("method", ["encode", "verdicts"])
def test_empty_text(method):
    with pytest.raises(ValueError, match="text holds no word"):
        getattr(make(), method)("  ")
    with pytest.raises(TypeError, match="text must be a str, not NoneType"):
        getattr(make(), method)(None)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"cell": "LSTM"}, ValueError, "cell must be one of 'rnn', 'lstm', 'gru', not 'LSTM'"),
        ({"pooling": "sum"}, ValueError, "pooling must be one of 'max_mean'"),
        ({"pooling": ["max"]}, ValueError, "pooling must be one of"),
        ({"hidden_size": 0}, ValueError, "hidden_size must be a whole number"),
        ({"embedding_size": 2.5}, ValueError, "embedding_size must be a whole number"),
        ({"bidirectional": 1}, TypeError, "bidirectional must be True or False"),
        ({"dropout": 1.0}, ValueError, "dropout must be a number from 0 to below 1"),
        ({"units": 3}, TypeError, "units"),
    ],
)
def test_wrong_constructions(arguments, error, message):
    with pytest.raises(error, match=message):
        SentimentClassifier(vocabulary=WORDS, **arguments)


@pytest.mark.parametrize(
    ("ids", "lengths", "error", "message"),
    [
        ([[2, 3]], None, TypeError, "int64 tensor"),
        (torch.tensor([[2.0]]), None, TypeError, "int64 tensor"),
        (torch.tensor([2, 3]), None, ValueError, r"shape \(batch, time\)"),
        (torch.zeros(1, 0, dtype=torch.int64), None, ValueError, "both at least 1"),
        (torch.tensor([[2, 8]]), None, ValueError, "rows 0 … 7"),
        (torch.tensor([[-1]]), None, ValueError, "ids lie in -1"),
        (torch.tensor([[2, 3]]), torch.tensor([3]), ValueError, r"lengths must lie in 1 … 2"),
        (torch.tensor([[2, 3]]), torch.tensor([0]), ValueError, "lengths must lie in"),
        (torch.tensor([[2, 3]]), [2], TypeError, "lengths must be an int64 tensor, not list"),
        (torch.tensor([[2, 3]]), torch.tensor([1, 2]), ValueError, "lengths must be int64 of shape"),
    ],
)
def test_wrong_ids(ids, lengths, error, message):
    with pytest.raises(error, match=message):
        make()(ids, lengths)


@pytest.mark.parametrize(("cell", "bidirectional", "pooling"), KINDS)
def test_vectors_of_its_own_words_read_as_the_text_does(cell, bidirectional, pooling):
    model = make(cell, bidirectional, pooling).train()
    rows = torch.tensor([[2, 3, 7, 1], [4, 4, 5, 6]])
    vectors = model.embedding(rows).detach()
    read = model.read_vectors(vectors.numpy())
    assert model.training
    np.testing.assert_allclose(read, model.probabilities(rows.tolist()), atol=1e-6)
    assert np.abs(model.read_vectors(-vectors) - read).max() > 1e-3


@pytest.mark.parametrize("shape", [(2, 3, 4), (2, 0, 5), (3, 5)])
def test_wrong_vectors(shape):
    with pytest.raises(ValueError, match=r"\(batch, time, 5\)"):
        make().read_vectors(np.zeros(shape))


def test_wrong_hidden_states():
    with pytest.raises(ValueError, match=r"\(time, 4\), not \(3, 5\)"):
        make().head(np.zeros((3, 5)))
    with pytest.raises(ValueError, match=r"\(time, 4\)"):
        make().head(np.zeros((0, 4)))


def test_the_trace_sees_the_recurrent_layer():
    from nlpwidgets.recurrent import trace

    model = make("lstm", True)
    layers = trace(model, model.encode("it was not good")).layers
    assert [(layer.name, layer.direction) for layer in layers] == [("rnn", "forward"), ("rnn", "backward")]
    hidden = np.concatenate([layer.hidden[:, 0] for layer in layers], 1)
    np.testing.assert_allclose(model.head(hidden)[-1], model.predict_proba(["it was not good"])[0], atol=1e-6)
