"""Training: the same vectors as gensim's, an honest loss that falls, and control while it runs."""

from __future__ import annotations

import gzip
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
from gensim.models import FastText, Word2Vec
from hypothesis import given
from hypothesis import strategies as st

from nlpwidgets import text
from nlpwidgets.embeddings import Control, Stopped, corpora, neighbours
from nlpwidgets.embeddings.training import ALGORITHMS, DEFAULTS, train
from tests.embeddings.training_samples import LEE, needs_lee, topics

GENSIM = ("skipgram", "cbow", "fasttext")
SMALL = {"size": 8, "epochs": 3, "min_count": 2, "window": 3}


def small(algorithm, corpus=None, **options):
    special = {"buckets": 100} if algorithm == "fasttext" else {}
    return train(topics() if corpus is None else corpus, algorithm=algorithm, **SMALL | special | options)


@pytest.mark.parametrize("algorithm", GENSIM)
@pytest.mark.parametrize("hierarchical", [False, True])
def test_vectors_equal_gensims_bit_for_bit(algorithm, hierarchical):
    documents = topics(700)  # 28,000 words: more than one of gensim's batches
    ours = small(algorithm, documents, held_out=0, hierarchical_softmax=hierarchical or None, seed=5)
    settings = {"vector_size": 8, "epochs": 3, "min_count": 2, "window": 3, "seed": 5, "workers": 1}
    settings |= {"hs": int(hierarchical), "negative": 0 if hierarchical else 5}
    if algorithm == "fasttext":
        theirs = FastText(documents, sg=1, bucket=100, **settings)
        np.testing.assert_array_equal(ours.vectors.vectors_ngrams, theirs.wv.vectors_ngrams)
    else:
        theirs = Word2Vec(documents, sg=int(algorithm == "skipgram"), **settings)
    assert ours.vectors.index_to_key == theirs.wv.index_to_key
    np.testing.assert_array_equal(ours.vectors.vectors, theirs.wv.vectors)


@pytest.mark.parametrize("algorithm", GENSIM)
@pytest.mark.parametrize("hierarchical", [None, True])
def test_held_out_loss_falls(algorithm, hierarchical):
    trained = small(
        algorithm, topics(500), epochs=6, held_out=0.1, hierarchical_softmax=hierarchical, learning_rate=0.05
    )
    losses = [epoch.loss for epoch in trained.history]
    assert [epoch.epoch for epoch in trained.history] == list(range(7))
    assert [epoch.seen for epoch in trained.history] == [0, *[450 * 40] * 6]
    assert losses[-1] < losses[0] - 0.05
    assert losses[-1] < min(losses[:3])
    assert all(epoch.per_second > 0 for epoch in trained.history[1:])
    assert not trained.stopped


@pytest.mark.parametrize("algorithm", GENSIM)
def test_what_is_held_out_is_not_learned(algorithm):
    documents = [*topics(40), *[["secret", "words"] * 20] * 40]
    trained = small(algorithm, documents, held_out=0.5, min_count=1, seed=1)
    assert trained.history[1].seen == 1600  # half of 80 documents of 40 words
    counts = trained.vectors.expandos["count"].sum()
    assert counts == 1600


@pytest.mark.parametrize("algorithm", GENSIM)
def test_words_of_a_topic_come_together(algorithm):
    vectors = small(algorithm, topics(800), epochs=10, size=16, learning_rate=0.05).vectors
    near = [word for word, _ in vectors.most_similar("sea0", topn=5)]
    assert all(word.startswith("sea") for word in near), near


def test_same_seed_same_vectors_in_another_process():
    code = """
import hashlib
from nlpwidgets.embeddings.training import train
from tests.embeddings.training_samples import topics
for algorithm in ("skipgram", "cbow", "fasttext"):
    trained = train(topics(), algorithm=algorithm, size=8, epochs=2)
    print(hashlib.sha256(trained.vectors.vectors.tobytes()).hexdigest(), trained.history[-1].loss)
"""
    printed = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path.cwd())},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert printed[0] == printed[1]
    assert len(set(printed[0].split())) == 6


def test_another_seed_gives_other_vectors():
    assert not np.array_equal(small("cbow", seed=1).vectors.vectors, small("cbow", seed=2).vectors.vectors)


def test_fasttext_knows_unseen_words_as_gensim_does():
    vectors = small("fasttext").vectors
    from gensim.models.fasttext import ft_ngram_hashes

    rows = ft_ngram_hashes("seas", 3, 6, 100)
    np.testing.assert_allclose(vectors["seas"], vectors.vectors_ngrams[rows].mean(0), rtol=1e-5)


def test_going_on_lengthens_the_history_and_lowers_the_loss():
    first = small("skipgram", topics(400), held_out=0.1)
    before = first.vectors.vectors.copy()
    second = first.go_on(epochs=2, learning_rate=0.05)
    assert [epoch.epoch for epoch in second.history] == [0, 1, 2, 3, 4, 5]
    assert second.history[:4] == first.history
    assert second.history[-1].loss < first.history[-1].loss
    assert second.vectors is first.vectors
    assert not np.array_equal(before, second.vectors.vectors)
    assert second.go_on().history[-1].epoch == 6


@pytest.mark.parametrize("algorithm", ["skipgram", "fasttext"])
def test_neighbours_are_those_of_the_vectors_as_trained_on(algorithm):
    trained = small(algorithm)
    vectors, word = trained.vectors, trained.vectors.index_to_key[0]
    neighbours(vectors, word, k=10)
    trained.go_on(epochs=3, learning_rate=0.2)
    unit = vectors.vectors / np.linalg.norm(vectors.vectors.astype(float), axis=1, keepdims=True)
    expected = np.sort(unit[1:] @ unit[0])[::-1][:10]
    np.testing.assert_allclose([one.cosine for one in neighbours(vectors, word, k=10)], expected, atol=1e-6)


def test_going_on_equals_gensims_second_train():
    documents = topics(300)
    ours = small("cbow", documents, held_out=0).go_on(epochs=2, learning_rate=0.01)
    theirs = Word2Vec(documents, sg=0, vector_size=8, epochs=3, min_count=2, window=3, workers=1)
    theirs.train(documents, total_examples=300, total_words=12_000, epochs=2, start_alpha=0.01, end_alpha=1e-4)
    np.testing.assert_array_equal(ours.vectors.vectors, theirs.wv.vectors)


def test_progress_is_reported_often_and_from_the_calling_thread():
    heard = []
    # some two seconds
    trained = train(
        topics(4000),
        size=100,
        epochs=3,
        window=10,
        progress=lambda progress: heard.append((time.perf_counter(), threading.get_ident(), progress)),
    )
    training = [one for one in heard if one[2].stage == "training"]
    assert heard[0][2].stage == "reading"
    assert {thread for _, thread, _ in heard} == {threading.get_ident()}
    done = [progress.done for _, _, progress in training]
    assert done == sorted(done)
    assert done[-1] == training[0][2].total == 3 * sum(epoch.seen for epoch in trained.history[:2])
    assert training[-1][2].loss == trained.history[-1].loss
    seconds = training[-1][0] - training[0][0]
    assert len(training) > 3 * seconds


@pytest.mark.parametrize("algorithm", GENSIM)
def test_stopping_keeps_what_was_trained(algorithm):
    control = Control()

    def progress(progress):
        if progress.stage == "training" and progress.done:
            control.stop()

    trained = small(algorithm, topics(3000), epochs=200, size=50, progress=progress, control=control)
    assert trained.stopped
    assert 1 <= len(trained.history) < 100
    untrained = small(algorithm, topics(3000), epochs=1, size=50, learning_rate=1e-9, min_learning_rate=0).vectors
    assert np.abs(trained.vectors.vectors - untrained.vectors).max() > 1e-4
    if algorithm == "fasttext":
        word = trained.vectors.index_to_key[0]
        rows = trained.vectors.buckets_word[0]
        parts = [trained.vectors.vectors_vocab[0], *trained.vectors.vectors_ngrams[rows]]
        np.testing.assert_allclose(trained.vectors[word], np.mean(parts, 0), rtol=1e-4, atol=1e-6)
    again = trained.go_on(epochs=1)
    assert not again.stopped
    assert again.history[-1].epoch == trained.history[-1].epoch + 1


def test_pausing_stands_still_and_resuming_goes_on():
    control, paused = Control(), threading.Event()
    seen, made = [], []

    def progress(progress):
        seen.append(progress.done)
        if progress.done and not paused.is_set():
            control.pause()
            paused.set()

    options = {"epochs": 30, "size": 50, "held_out": 0}
    thread = threading.Thread(
        target=lambda: made.append(small("skipgram", topics(1000), progress=progress, control=control, **options))
    )
    thread.start()
    assert paused.wait(60)
    time.sleep(0.3)  # what was in the queue is being trained on
    at = len(seen)
    time.sleep(0.4)
    assert len(seen) > at + 1
    assert len(set(seen[at:])) == 1
    assert thread.is_alive()
    control.resume()
    thread.join(60)
    assert sum(epoch.seen for epoch in made[0].history) == seen[-1] == 30 * 40_000
    plain = small("skipgram", topics(1000), **options)
    np.testing.assert_array_equal(made[0].vectors.vectors, plain.vectors.vectors)


def test_stopping_while_paused_ends_at_once():
    control = Control()
    control.pause()
    timer = threading.Timer(0.3, control.stop)
    timer.start()
    with pytest.raises(Stopped):  # paused from the start, it has not read the corpus yet
        small("cbow", control=control)


def test_stopping_while_reading_raises():
    control = Control()

    def documents():
        yield ["a"] * 50
        control.stop()
        yield ["b"] * 50

    with pytest.raises(Stopped):
        small("cbow", documents(), control=control)


def test_an_error_in_progress_ends_the_training_first():
    class BrokenError(Exception):
        pass

    def progress(progress):
        if progress.done:
            raise BrokenError

    before = set(threading.enumerate())
    with pytest.raises(BrokenError):
        small("skipgram", topics(3000), epochs=100, size=50, progress=progress)
    assert set(threading.enumerate()) <= before


@pytest.fixture
def interruptible():
    """A shell starts what runs in the background with interrupts ignored."""
    handler = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, handler)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_ends_the_training_first():
    before = set(threading.enumerate())
    timer = []

    def progress(progress):
        if progress.done and not timer:
            timer.append(threading.Timer(0.05, signal.raise_signal, [signal.SIGINT]))
            timer[0].start()

    with pytest.raises(KeyboardInterrupt):
        small("skipgram", topics(3000), epochs=200, size=50, progress=progress)
    timer[0].join()
    assert set(threading.enumerate()) <= before


def test_a_vocabulary_of_one_word():
    # gensim's thread would break on its hierarchical softmax, and gensim wait for ever
    with pytest.raises(ValueError, match="only \\['a'\\]"):
        small("skipgram", [["a", "a"]] * 20, hierarchical_softmax=True)


def test_documents_of_one_word_leave_nothing_to_measure():
    trained = small("cbow", [["a"], ["b"]] * 20)
    assert [epoch.loss for epoch in trained.history] == [None] * 4


def test_gensim_says_nothing_on_the_screen(capfd):
    control = Control()
    small("cbow", topics(2), min_count=1)
    small(
        "skipgram", topics(2000), epochs=50, progress=lambda one: control.stop() if one.done else None, control=control
    )
    assert capfd.readouterr() == ("", "")


@needs_lee
@pytest.mark.parametrize("algorithm", GENSIM)
def test_loss_falls_on_real_text(algorithm):
    trained = train(LEE, algorithm=algorithm, size=30, epochs=5, held_out=0.1)
    losses = [epoch.loss for epoch in trained.history]
    assert losses == sorted(losses, reverse=True)
    assert losses[-1] < losses[0] - 1


class TestCorpus:
    DOCUMENTS = ("The cat sat. Don't!", "", "A cat’s hat")
    WORDS = (["the", "cat", "sat", "don't"], ["a", "cat's", "hat"])

    def test_texts_words_generators_and_files_are_the_same(self, tmp_path):
        plain, packed = tmp_path / "text.txt", tmp_path / "text.txt.gz"
        plain.write_text("\n".join(self.DOCUMENTS), encoding="utf-8")
        packed.write_bytes(gzip.compress(plain.read_bytes()))
        sources = [list(self.DOCUMENTS), iter(self.DOCUMENTS), list(self.WORDS), plain, str(plain), packed]
        for source in sources:
            assert list(corpora.read(source)) == list(self.WORDS)

    def test_preprocess_may_be_a_pipeline_or_a_function(self):
        pipeline = text.Pipeline(["strip_html", "lowercase"])
        assert list(corpora.read(["<b>The</b> CAT"], preprocess=pipeline)) == [["the", "cat"]]
        assert list(corpora.read(["The CAT, sat"], preprocess=str.split)) == [["The", "CAT,", "sat"]]

    @given(st.lists(st.lists(st.text(min_size=1, max_size=3), max_size=6), min_size=1, max_size=6))
    def test_reading_keeps_every_word(self, documents):
        if not any(documents):
            with pytest.raises(ValueError, match="no words"):
                corpora.read(documents)
            return
        corpus = corpora.read(documents)
        assert list(corpus) == [document for document in documents if document]
        flat = [word for document in documents for word in document]
        assert dict(zip(corpus.words, corpus.counts().tolist(), strict=True)) == {w: flat.count(w) for w in flat}
        assert corpus.words == list(dict.fromkeys(flat))

    def test_long_documents_are_cut_into_pieces(self):
        words = [f"w{number % 7}" for number in range(25_000)]
        corpus = corpora.read([words, ["short"]])
        assert [len(piece) for piece in corpus] == [10_000, 10_000, 5_000, 1]
        assert [word for piece in corpus for word in piece] == [*words, "short"]
        # every word of it is trained on, of which gensim alone would leave out all but 10,000
        assert small("cbow", [words], held_out=0).history[1].seen == 25_000

    @pytest.mark.parametrize(
        ("source", "error", "message"),
        [
            (7, TypeError, "int"),
            (b"text", TypeError, "bytes"),
            ({"a": 1}, TypeError, "dict"),
            (["fine", 7], TypeError, "document 1 is a int"),
            ([["fine"], ["a", None]], TypeError, "document 1 holds a NoneType"),
            ([["a", ""]], ValueError, "empty word"),
            ([], ValueError, "no words"),
            (["...", ""], ValueError, "no words"),
            ("no file of this name", FileNotFoundError, r"\[text\]"),
        ],
    )
    def test_what_is_no_corpus(self, source, error, message):
        with pytest.raises(error, match=message):
            small("cbow", source)

    def test_words_are_not_preprocessed(self):
        with pytest.raises(TypeError, match="document 0"):
            corpora.read([["a"]], preprocess=str.lower)

    def test_broken_files(self, tmp_path):
        latin, torn = tmp_path / "latin.txt", tmp_path / "torn.gz"
        latin.write_bytes(b"fine\ncaf\xe9\n")
        torn.write_bytes(gzip.compress(b"some text\n" * 9000)[:-20])
        with pytest.raises(ValueError, match=r"latin\.txt.*not UTF-8"):
            corpora.read(latin)
        with pytest.raises(ValueError, match=r"torn\.gz"):
            corpora.read(torn)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"algorithm": "word2vec"}, "skipgram, cbow, fasttext, glove"),
        ({"algorithm": "cbow", "buckets": 5}, "buckets= does not belong to cbow, but to fasttext"),
        ({"algorithm": "skipgram", "x_max": 5.0}, "x_max= does not belong to skipgram, but to glove"),
        ({"algorithm": "glove", "negative": 5}, "negative= does not belong to glove, but to skipgram, cbow, fasttext"),
        ({"size": 0}, "size="),
        ({"epochs": 2.5}, "epochs="),
        ({"workers": True}, "workers="),
        ({"seed": -1}, "seed="),
        ({"seed": 2**32}, "seed="),
        ({"learning_rate": 0.0}, "learning_rate="),
        ({"learning_rate": float("nan")}, "learning_rate="),
        ({"min_learning_rate": 0.5}, "min_learning_rate="),
        ({"negative": 0}, "negative=0"),
        ({"negative": 5, "hierarchical_softmax": True}, "negative="),
        ({"subsample": -1.0}, "subsample="),
        ({"held_out": 1.0}, "held_out="),
        ({"held_out": -0.1}, "held_out="),
        ({"algorithm": "fasttext", "min_n": 7}, "min_n="),
        ({"algorithm": "fasttext", "architecture": "glove"}, "architecture="),
        ({"min_count": 10_000}, "no word occurs 10000 times"),
    ],
)
def test_senseless_options(options, message):
    with pytest.raises((ValueError, TypeError), match=message):
        train(topics(20), **options)


def test_options_are_all_told():
    trained = small("fasttext", architecture="cbow", max_vocabulary=20)
    assert set(trained.options) == {*DEFAULTS["fasttext"], "algorithm", "held_out"}
    assert trained.options["architecture"] == "cbow"
    assert trained.model.sg == 0
    assert len(trained.vectors) <= 20
    assert set(DEFAULTS) == set(ALGORITHMS)
