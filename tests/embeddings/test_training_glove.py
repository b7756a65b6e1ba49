"""GloVe through the one interface of training: the same numbers as by hand, an honest loss, and control."""

from __future__ import annotations

import numpy as np
import pytest

from nlpwidgets.embeddings import Control, Stopped, corpora
from nlpwidgets.embeddings.cooccurrence import count_cooccurrences
from nlpwidgets.embeddings.glove import GloVe
from nlpwidgets.embeddings.training import train
from tests.embeddings.training_samples import LEE, needs_lee, topics


def small(corpus=None, **options):
    settings = {"size": 8, "epochs": 3, "min_count": 2, "window": 4, "held_out": 0.1}
    return train(topics() if corpus is None else corpus, algorithm="glove", **settings | options)


@pytest.mark.parametrize("weighting", ["distance", "flat"])
@pytest.mark.parametrize("symmetric", [True, False])
def test_it_is_glove_on_the_counted_table(weighting, symmetric):
    ours = small(weighting=weighting, symmetric=symmetric, x_max=20.0, alpha=0.5, learning_rate=0.1, seed=3)
    table = count_cooccurrences(topics(), min_count=2, window=4, weighting=weighting, symmetric=symmetric)
    model = GloVe(table, size=8, x_max=20.0, alpha=0.5, learning_rate=0.1, seed=3, held_out=0.1)
    model.train(3)
    theirs = model.keyed_vectors()
    assert ours.vectors.index_to_key == theirs.index_to_key
    np.testing.assert_array_equal(ours.vectors.vectors, theirs.vectors)
    assert [epoch.loss for epoch in ours.history[1:]] == [found.loss for found in model.history]
    assert ours.options["weighting"] == weighting


def test_the_held_out_loss_is_the_formula_and_falls():
    trained = small(topics(400), epochs=10)
    losses = [epoch.loss for epoch in trained.history]
    assert losses[-1] < 0.8 * losses[0]
    assert [epoch.epoch for epoch in trained.history] == list(range(11))
    assert len({epoch.seen for epoch in trained.history[1:]}) == 1
    # with everything held out but next to nothing, the loss is that of the whole table, which the formula gives
    table = count_cooccurrences(topics(400), min_count=2, window=4)
    model = GloVe(table, size=8, held_out=0.1)
    w, context = model.vectors("word").astype(float), model.vectors("context").astype(float)
    bias, other = model.biases
    predicted = w @ context.T + bias[:, None] + other[None, :]
    matrix = table.matrix().toarray()
    there = matrix > 0
    residual = predicted[there] - np.log(matrix[there])
    mean = (np.minimum(matrix[there] / 100, 1) ** 0.75 * residual**2).mean()
    assert losses[0] == pytest.approx(mean, rel=0.5)  # a tenth of the cells, drawn


def test_going_on_equals_training_longer():
    longer, shorter = small(epochs=5), small(epochs=2)
    before = shorter.vectors.vectors.copy()
    went_on = shorter.go_on(epochs=3)
    np.testing.assert_array_equal(went_on.vectors.vectors, longer.vectors.vectors)
    np.testing.assert_array_equal(shorter.vectors.vectors, before)
    assert [epoch.loss for epoch in went_on.history] == [epoch.loss for epoch in longer.history]
    with pytest.raises(ValueError, match="AdaGrad"):
        shorter.go_on(learning_rate=0.1)


def test_stopping_keeps_what_was_trained():
    control = Control()
    trained = small(
        epochs=1000,
        progress=lambda progress: control.stop() if progress.stage == "training" and progress.done > 5000 else None,
        control=control,
    )
    assert trained.stopped
    assert 1 <= len(trained.history) < 1000
    assert np.isfinite(trained.vectors.vectors).all()
    again = trained.go_on(epochs=2)
    assert not again.stopped
    assert len(again.history) == len(trained.history) + 2


def test_stopping_while_counting_raises():
    control = Control()
    with pytest.raises(Stopped):
        small(
            progress=lambda progress: control.stop() if progress.stage != "reading" else None, control=control, epochs=1
        )


def test_a_corpus_read_before_will_do():
    corpus = corpora.read(topics())
    np.testing.assert_array_equal(small(corpus).vectors.vectors, small().vectors.vectors)


@needs_lee
def test_loss_falls_on_real_text():
    losses = [epoch.loss for epoch in train(LEE, algorithm="glove", size=30, epochs=5, held_out=0.1).history]
    assert losses == sorted(losses, reverse=True)
