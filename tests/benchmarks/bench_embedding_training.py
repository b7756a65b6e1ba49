"""Training word vectors beside plain gensim: the same documents, options and number of threads, vocabulary included.

The documents are the reviews below the folder that ``NLPWIDGETS_DATA`` names, else made up by Zipf's law. The words per second
in a row's name are ours. The two sides of a row are timed in turn, and the medians taken.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Any

from tests.benchmarks.bench_vectorize import documents, interleaved

if TYPE_CHECKING:
    from collections.abc import Callable

TOKENS = 1_000_000
SIZE = 100
EPOCHS = 2
BUCKETS = 200_000


def rows() -> list[dict[str, Any]]:
    """All rows of the area, in ms."""
    from nlpwidgets.embeddings.training import train

    kind, corpus = some_documents()
    tokens = sum(map(len, corpus))
    found: list[dict[str, Any]] = []
    for algorithm in ("skipgram", "cbow", "fasttext"):
        for workers in (1, 2):
            ours, plain = interleaved(3, ours_with(algorithm, corpus, workers), plain_with(algorithm, corpus, workers))
            case = f"{algorithm}, {workers} workers, {tokens:,} words ({kind}) × {SIZE}, {EPOCHS} epochs, {EPOCHS * tokens / ours:,.0f} k words/s"
            found.append(
                {
                    "area": "embedding training",
                    "case": case,
                    "ours_ms": ours,
                    "baseline": "gensim",
                    "baseline_ms": plain,
                }
                | {"ratio": ours / plain, "target": 1.1}
            )
    held = interleaved(3, lambda: train(corpus, size=SIZE), lambda: train(corpus, size=SIZE, held_out=0))
    found.append(
        {
            "area": "embedding training",
            "case": f"skipgram with a held-out loss, 1 worker, {tokens:,} words ({kind}) × {SIZE}, 5 epochs",
            "ours_ms": held[0],
            "baseline": "nothing held out",
            "baseline_ms": held[1],
        }
    )
    found.append(
        {
            "area": "embedding training",
            "case": f"from stop() to the vectors, skipgram, 1 worker, {SIZE} numbers",
            "ours_ms": stopping(corpus),
        }
    )
    return found


def ours_with(algorithm: Any, corpus: list[list[str]], workers: int) -> Callable[[], Any]:
    """Training by `train`."""
    from nlpwidgets.embeddings.training import train

    special = {"buckets": BUCKETS} if algorithm == "fasttext" else {}
    return lambda: train(
        corpus,
        algorithm=algorithm,
        size=SIZE,
        epochs=EPOCHS,
        workers=workers,
        held_out=0,
        progress=lambda _: None,
        **special,
    )


def plain_with(algorithm: str, corpus: list[list[str]], workers: int) -> Callable[[], Any]:
    """Training by gensim's own constructor."""
    from gensim.models import FastText, Word2Vec

    settings = {"vector_size": SIZE, "epochs": EPOCHS, "workers": workers, "seed": 1}
    if algorithm == "fasttext":
        return lambda: FastText(corpus, sg=1, bucket=BUCKETS, **settings)
    return lambda: Word2Vec(corpus, sg=int(algorithm == "skipgram"), **settings)


def stopping(corpus: list[list[str]]) -> float:
    """Median time from `Control.stop` until `train` returns, nothing held out."""
    from nlpwidgets.embeddings import Control
    from nlpwidgets.embeddings.training import train

    times = []
    for _ in range(5):
        control, going = Control(), threading.Event()
        thread = threading.Thread(
            target=train,
            args=(corpus,),
            kwargs={
                "size": SIZE,
                "held_out": 0,
                "control": control,
                "progress": lambda progress, going=going: going.set() if progress.done else None,
            },
        )
        thread.start()
        going.wait()
        start = time.perf_counter()
        control.stop()
        thread.join()
        times.append(1000 * (time.perf_counter() - start))
    return sorted(times)[2]


def some_documents() -> tuple[str, list[list[str]]]:
    """What they are, and the first million words of them."""
    from nlpwidgets.embeddings.corpora import tokenize

    kind, texts = documents()
    chosen, total = [], 0
    for text in texts:
        chosen.append(tokenize(text))
        total += len(chosen[-1])
        if total >= TOKENS:
            break
    return kind, chosen
