"""gensim's trainers, fed by us: word2vec and fastText with pause, stop, progress and an honest loss."""

from __future__ import annotations

import logging
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.embeddings._control import Progress
from nlpwidgets.embeddings._scan import forget_scan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nlpwidgets.embeddings._control import Control, Reporter
    from nlpwidgets.embeddings.corpora import Corpus

_EVERY = 0.1  # seconds between two reports
_NAP = 0.01  # seconds between two looks at a paused control


def build(algorithm: str, corpus: Corpus, options: dict[str, Any]) -> Any:
    """Make the gensim model and its vocabulary; the same vectors to begin with as gensim makes itself.

    Raises
    ------
    ValueError
        If no two words occur often enough.
    """
    from gensim.models import FastText, Word2Vec

    shared = {
        "vector_size": options["size"],
        "window": options["window"],
        "min_count": options["min_count"],
        "max_final_vocab": options["max_vocabulary"],
        "epochs": options["epochs"],
        "alpha": options["learning_rate"],
        "min_alpha": options["min_learning_rate"],
        "hs": int(options["hierarchical_softmax"]),
        "negative": options["negative"],
        "ns_exponent": options["noise_power"],
        "sample": options["subsample"],
        "workers": options["workers"],
        "seed": options["seed"],
        "cbow_mean": 1,
    }
    counts = {word: count for word, count in zip(corpus.words, corpus.counts().tolist(), strict=True) if count}
    most = max(counts.values())
    if most < options["min_count"]:
        raise ValueError(
            f"no word occurs {options['min_count']} times, the most frequent one {most} times; lower min_count="
        )
    if algorithm == "fasttext":
        grams = {"min_n": options["min_n"], "max_n": options["max_n"], "bucket": options["buckets"]}
        model = FastText(**shared, **grams, sg=int(options["architecture"] == "skipgram"))
    else:
        model = Word2Vec(**shared, sg=int(algorithm == "skipgram"))
    with _quiet():
        model.build_vocab_from_freq(counts, corpus_count=len(corpus))
    if len(model.wv) < 2:
        raise ValueError(
            f"only {model.wv.index_to_key} is left of the words; lower min_count= or raise max_vocabulary="
        )
    return model


class _Feed:
    """The corpus as gensim sees it: an iterable which counts what it hands out, waits while paused, and can end early."""

    def __init__(self, corpus: Corpus, control: Control | None) -> None:
        self.corpus = corpus
        self.control = control
        self.ended = False
        self.seen = 0  # words handed out, over all epochs
        self.paused = 0.0  # seconds stood still in this epoch

    def __iter__(self) -> Iterator[list[str]]:
        lengths = np.diff(self.corpus.ends, prepend=0).tolist()
        for piece, length in zip(self.corpus, lengths, strict=True):
            if self._over():
                return
            self.seen += length
            yield piece

    def _over(self) -> bool:
        control = self.control
        if control is not None:
            while control.paused and not self.ended:
                start = time.perf_counter()
                time.sleep(_NAP)
                self.paused += time.perf_counter() - start
            if control.stopped:
                self.ended = True
        return self.ended


class _Ended(Exception):  # noqa: N818 - no error: the way out of gensim's loop over epochs
    """The feed ended before the epochs were through."""


def run(
    model: Any,
    corpus: Corpus,
    *,
    epochs: int,
    rates: tuple[float, float],
    at_epoch_end: Callable[[int, float], float | None],
    loss: float | None = None,
    progress: Reporter | None = None,
    control: Control | None = None,
) -> bool:
    """Train a model for some epochs.

    gensim runs in a thread of its own. `progress` is called from the calling thread, some ten times a second; if it raises, or
    the caller is interrupted, training ends first and then the exception goes on.

    Parameters
    ----------
    model : gensim.models.Word2Vec or FastText
        Changed in place.
    epochs : int
    rates : pair of float
        Learning rate at the start and at the end; it falls evenly in between.
    at_epoch_end : callable
        Takes words handed out and seconds of training since the last call or the start, pauses left out; returns the held-out
        loss, which progress then reports.
    loss : float, optional
        The held-out loss so far.

    Returns
    -------
    bool
        Whether it was stopped by `control` before the end. What was trained until then stays.
    """
    feed = _Feed(corpus, control)
    state = _State(loss)
    thread = threading.Thread(
        target=state.work, args=(model, feed, epochs, rates, at_epoch_end), name="nlpwidgets-training", daemon=True
    )
    total = epochs * len(corpus.ids)
    thread.start()
    try:
        # an event, as Python 3.11 takes a thread for dead once its join() was interrupted (bpo-46726)
        while not state.done.wait(_EVERY):
            if progress is not None:
                progress(Progress("training", feed.seen, total, state.loss))
    finally:
        # without effect where the thread is through already
        feed.ended = True
        state.done.wait()
        thread.join()
        forget_scan(model.wv)
    if state.error is not None:
        raise state.error
    if progress is not None:
        progress(Progress("training", feed.seen, total, state.loss))
    return state.stopped


class _State:
    """What the training thread leaves for the calling one."""

    def __init__(self, loss: float | None) -> None:
        self.loss = loss
        self.stopped = False
        self.error: BaseException | None = None
        self.done = threading.Event()

    def work(
        self,
        model: Any,
        feed: _Feed,
        epochs: int,
        rates: tuple[float, float],
        at_epoch_end: Callable[[int, float], float | None],
    ) -> None:
        """Train; runs in the training thread."""
        from gensim.models.callbacks import CallbackAny2Vec

        state = self

        class AtEpochEnd(CallbackAny2Vec):  # type: ignore[misc]
            def __init__(self) -> None:
                self.start, self.seen = time.perf_counter(), 0

            def on_epoch_end(self, _model: Any) -> None:
                seconds = time.perf_counter() - self.start - feed.paused
                if feed.seen > self.seen:
                    state.loss = at_epoch_end(feed.seen - self.seen, seconds)
                self.start, self.seen, feed.paused = time.perf_counter(), feed.seen, 0.0
                if feed.ended:
                    raise _Ended

        # of gensim: it warns of a learning rate higher than the last one reached, when trained on
        model.min_alpha_yet_reached = rates[0]
        try:
            with _quiet():
                model.train(
                    feed,
                    total_examples=len(feed.corpus),
                    total_words=len(feed.corpus.ids),
                    epochs=epochs,
                    start_alpha=rates[0],
                    end_alpha=rates[1],
                    queue_factor=1,  # batches that wait per worker: what is handed out is trained on after a stop, too
                    callbacks=[AtEpochEnd()],
                )
        except _Ended:
            self.stopped = feed.seen < epochs * len(feed.corpus.ids)
            if hasattr(model.wv, "adjust_vectors"):
                model.wv.adjust_vectors()  # fastText's words with their n-grams, which gensim makes at the very end only
        except BaseException as error:  # noqa: BLE001 - raised again in the calling thread
            self.error = error
        finally:
            self.done.set()


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep gensim's warnings about an epoch cut short, or a small corpus, off the user's screen."""
    loggers = [logging.getLogger(f"gensim.models.{name}") for name in ("word2vec", "fasttext")]

    def only_errors(record: logging.LogRecord) -> bool:
        return record.levelno >= logging.ERROR or record.levelno < logging.WARNING

    for logger in loggers:
        logger.addFilter(only_errors)
    try:
        yield
    finally:
        for logger in loggers:
            logger.removeFilter(only_errors)
