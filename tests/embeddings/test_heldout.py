"""The held-out loss, against PyTorch on the model's matrices; the examples, against pairs made one by one."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
import torch
from gensim.models import FastText, Word2Vec

from nlpwidgets.embeddings import corpora
from nlpwidgets.embeddings.heldout import Examples, HeldOutLoss, examples, split
from nlpwidgets.embeddings.word2vec import keep_probability, training_pairs
from tests.embeddings.training_samples import topics

KINDS = list(product([Word2Vec, FastText], [0, 1], [0, 1]))


def model_of(kind, *, sg, hs, **options):
    special = {"bucket": 50, "min_n": 2, "max_n": 3} if kind is FastText else {}
    settings = {"vector_size": 6, "min_count": 1, "workers": 1, "epochs": 2, "window": 3, "alpha": 0.1}
    return kind(topics(60), sg=sg, hs=hs, negative=0 if hs else 4, **settings | special | options)


def held_out():
    return corpora.read([*topics(20, seed=9), ["unknown"], []])


def torch_loss(model, found: Examples) -> list[float]:
    """The loss of each example, from the definition, in PyTorch."""
    tables = {
        name: torch.tensor(np.asarray(values), dtype=torch.float64)
        for name, values in {
            "words": model.wv.vectors_vocab if isinstance(model, FastText) else model.wv.vectors,
            "grams": model.wv.vectors_ngrams if isinstance(model, FastText) else np.zeros((1, 6)),
            "output": model.syn1 if model.hs else model.syn1neg,
        }.items()
    }
    losses = []
    for number, target in enumerate(found.targets.tolist()):
        parts, grams = [], 0
        for word in found.inputs[found.owners == number].tolist():
            parts.append(tables["words"][word])
            if isinstance(model, FastText):
                buckets = model.wv.buckets_word[word].tolist()
                parts += [tables["grams"][place] for place in buckets]
                grams += len(buckets)
        # gensim's skip-gram for fastText leaves the word itself out of the number it divides by
        divisor = max(grams, 1) if isinstance(model, FastText) and model.sg else len(parts)
        h = torch.stack(parts).sum(0) / divisor
        if model.hs:
            code = torch.tensor(np.asarray(model.wv.get_vecattr(target, "code")), dtype=torch.float64)
            path = torch.tensor(np.asarray(model.wv.get_vecattr(target, "point"), np.int64))
            # binary cross-entropy: the label of a turn is 1 - code
            loss = torch.nn.functional.binary_cross_entropy_with_logits(
                tables["output"][path] @ h, 1 - code, reduction="sum"
            )
        else:
            noise = [word for word in found.noise[number].tolist() if word != target]
            rows = torch.tensor([target, *noise])
            labels = torch.tensor([1.0] + [0.0] * len(noise), dtype=torch.float64)
            loss = torch.nn.functional.binary_cross_entropy_with_logits(
                tables["output"][rows] @ h, labels, reduction="sum"
            )
        losses.append(float(loss))
    return losses


@pytest.mark.parametrize(("kind", "sg", "hs"), KINDS, ids=lambda value: getattr(value, "__name__", str(value)))
def test_loss_equals_pytorch(kind, sg, hs):
    model = model_of(kind, sg=sg, hs=hs)
    found = examples(held_out(), model, seed=3, most=150)
    assert len(found) == 150
    loss = HeldOutLoss(model, found)
    expected = torch_loss(model, found)
    np.testing.assert_allclose(loss.each(model), expected, rtol=1e-10)
    assert loss(model) == pytest.approx(np.mean(expected), rel=1e-12)
    assert np.std(expected) > 0.01  # a constant would agree as well


def test_loss_is_that_of_gensim_where_gensim_has_one():
    model = model_of(Word2Vec, sg=1, hs=1)
    # gensim's score: the log-probability of a text, over all pairs of full windows
    text = topics(1, seed=5)[0]
    pairs = [
        (model.wv.key_to_index[other], model.wv.key_to_index[word]) for word, other in training_pairs(text, window=3)
    ]
    inputs, targets = np.array(pairs).T
    found = Examples(inputs, np.arange(len(inputs)), targets, np.empty((len(inputs), 0), np.int64))
    total = HeldOutLoss(model, found).each(model).sum()
    assert -model.score([text])[0] == pytest.approx(total, rel=0.03)  # its table of ln σ is coarse


@pytest.mark.parametrize("kind", [Word2Vec, FastText])
@pytest.mark.parametrize("sg", [0, 1])
def test_examples_are_pairs_of_the_held_out_text(kind, sg):
    # a window of 1 is never drawn smaller, and without subsampling nothing is dropped
    model = model_of(kind, sg=sg, hs=0, window=1, sample=0)
    held = held_out()
    found = examples(held, model, seed=0)
    rows = model.wv.key_to_index
    expected = []
    for tokens in held:
        known = [word for word in tokens if word in rows]
        expected += training_pairs(known, window=1, algorithm="skipgram" if sg else "cbow")
    words = model.wv.index_to_key
    made = [
        ([words[row] for row in found.inputs[found.owners == number]], words[target])
        for number, target in enumerate(found.targets.tolist())
    ]
    if sg and kind is Word2Vec:
        assert made == [([context], centre) for centre, context in expected]
    elif sg:
        assert made == [([centre], context) for centre, context in expected]
    else:
        assert made == [(list(context), centre) for context, centre in expected]


def test_windows_have_each_size_as_often():
    model = model_of(Word2Vec, sg=0, hs=0, sample=0)
    found = examples(corpora.read(topics(200, seed=2)), model, seed=0)
    sizes = np.bincount(found.owners)
    inner = sizes[sizes % 2 == 0] // 2  # but for the ends of texts
    shares = np.bincount(inner, minlength=4)[1:] / len(inner)
    assert shares == pytest.approx([1 / 3] * 3, abs=0.05)


def test_subsampling_thins_the_examples_as_its_formula_says():
    text = topics(300, seed=2)
    model = model_of(Word2Vec, sg=0, hs=0, window=1, sample=1e-3)
    counts = model.wv.expandos["count"]
    held = corpora.read(text)
    found = examples(held, model, seed=0)
    occurrences = np.array([sum(document.count(word) for document in text) for word in model.wv.index_to_key])
    expected = (occurrences * keep_probability(counts, threshold=1e-3)).sum()
    assert len(found) == pytest.approx(expected, rel=0.05)
    assert expected < 0.6 * occurrences.sum()


def test_fewer_examples_are_some_of_all():
    for sg in (0, 1):
        model = model_of(Word2Vec, sg=sg, hs=0)
        whole, some = (examples(held_out(), model, seed=1, most=most) for most in (10**6, 100))
        assert len(some) == 100 < len(whole)

        def seen(found):
            return {
                (tuple(found.inputs[found.owners == number]), found.targets[number]) for number in range(len(found))
            }

        assert seen(some) <= seen(whole)


def test_noise_is_fixed_and_drawn_from_the_raised_counts():
    model = model_of(Word2Vec, sg=1, hs=0, sample=0)
    held = held_out()
    first, again, other = (examples(held, model, seed=seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.noise, again.noise)
    np.testing.assert_array_equal(first.inputs, again.inputs)
    assert not np.array_equal(first.noise[:100], other.noise[:100])
    raised = model.wv.expandos["count"] ** 0.75
    shares = np.bincount(first.noise.ravel(), minlength=len(raised)) / first.noise.size
    np.testing.assert_allclose(shares, raised / raised.sum(), atol=0.01)


def test_nothing_held_out_has_no_loss():
    for sg in (0, 1):
        model = model_of(FastText, sg=sg, hs=0)
        loss = HeldOutLoss(model, examples(corpora.read([["nothing", "known"]]), model, seed=0))
        assert loss(model) is None
        assert loss.each(model).shape == (0,)


@pytest.mark.parametrize(
    ("share", "documents", "held"), [(0.1, 50, 5), (0.001, 50, 1), (0.99, 3, 2), (0, 50, 0), (0.5, 1, 0)]
)
def test_split_parts_whole_documents(share, documents, held):
    text = [[f"w{number}"] * (number % 4 + 1) for number in range(documents)]
    kept, out = split(corpora.read(text), share, seed=1)
    assert len(out) == held
    assert sorted([*kept, *out]) == sorted(text)
    again = split(corpora.read(text), share, seed=1)[1]
    assert list(again) == list(out)
