"""Nearest words, analogies, evaluation and completion beside gensim, in ms.

Vectors are made up, 400,000 x 300, as large as usual sets, and 50,000 x 100; about 1.2 GB of memory are taken. Each row times its
two sides in turn and takes the medians. ``OMP_NUM_THREADS`` sets gensim's threads (those of BLAS), ``NUMBA_NUM_THREADS`` ours.
"""

from __future__ import annotations

import contextlib
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS, SIZE = 400_000, 300
MANY = 3_000_000
PAUSE = 0.1


def rows() -> list[dict[str, Any]]:
    """All rows of the area, in ms."""
    return [*nearest_and_analogies(), *evaluation(), *words()]


def nearest_and_analogies() -> list[dict[str, Any]]:
    """One question at a time, over a large vocabulary."""
    from nlpwidgets.embeddings._scan import scan_of
    from nlpwidgets.embeddings.analogies import solve
    from nlpwidgets.embeddings.neighbouring import neighbours, neighbours_of_many

    vectors = made(WORDS, SIZE)
    vectors.fill_norms()
    shape = f"{WORDS:,} x {SIZE}"
    found = []
    begun = time.perf_counter()
    scan = scan_of(vectors)
    norms = time.perf_counter()
    packed = scan.packed
    found.append({"area": "asking", "case": f"lengths of all rows, once, {shape}", "ours_ms": 1e3 * (norms - begun)})
    case = f"pack rows into bytes, once, {packed.nbytes / 1e6:.0f} MB, {shape}"
    found.append({"area": "asking", "case": case, "ours_ms": 1e3 * (time.perf_counter() - norms)})
    picks = iter(np.random.default_rng(1).integers(0, WORDS, 1000).tolist())

    def next_words(count: int) -> list[str]:
        return [vectors.index_to_key[next(picks)] for _ in range(count)]

    for threads in (1, None):
        name = "one thread" if threads == 1 else "as many threads as cores"
        ours, plain = interleaved(
            21,
            lambda threads=threads: scan.best(vectors.vectors[next(picks)], 11, threads=threads),
            lambda: vectors.most_similar(next_words(1)),
        )
        found.append(row(f"10 nearest words, {name}, {shape}", ours, "most_similar", plain, 1 / 3))
    ours, plain = interleaved(
        21, lambda: neighbours(vectors, next_words(1)), lambda: vectors.most_similar(next_words(1))
    )
    found.append(row(f"neighbours, {shape}", ours, "most_similar", plain, 1 / 3))
    ours, plain = interleaved(
        3,
        lambda: neighbours_of_many(vectors, next_words(32)),
        lambda: [vectors.most_similar(word) for word in next_words(32)],
    )
    found.append(row(f"neighbours_of_many, 32 words, {shape}", ours, "most_similar, 32 times", plain, None))

    def gensims() -> Any:
        a, b, c = next_words(3)
        return vectors.most_similar([b, c], [a]), vectors.most_similar_cosmul([b, c], [a])

    ours, plain = interleaved(9, lambda: solve(vectors, *next_words(3)), gensims)
    found.append(row(f"an analogy by three methods, with ranks, {shape}", ours, "gensim, two methods", plain, 1.0))
    return found


def evaluation() -> list[dict[str, Any]]:
    """A file of questions, over a small vocabulary: gensim asks them one by one."""
    from nlpwidgets.embeddings.evaluating import evaluate_analogies

    vectors = made(50_000, 100)
    random = np.random.default_rng(2)
    used = random.choice(5000, 905, replace=False)  # as many words as questions-words.txt has
    asked = [" ".join(f"w{row}" for row in random.choice(used, 4, replace=False)) for _ in range(19_544)]
    found = []
    few = 400
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "questions.txt"
        path.write_text("\n".join([": made", *asked[:few]]), encoding="utf-8")
        ours, plain = interleaved(
            3,
            lambda: evaluate_analogies(vectors, [": made", *asked]),
            lambda: vectors.evaluate_word_analogies(str(path)),
        )
    plain *= len(asked) / few
    case = f"{len(asked):,} questions, 50,000 x 100"
    found.append(row(case, ours, f"evaluate_word_analogies, from {few} of them", plain, None))
    return found


def words() -> list[dict[str, Any]]:
    """Completion and spelling over a very large vocabulary."""
    from nlpwidgets.embeddings.searching import Lexicon

    random = np.random.default_rng(3)
    letters = np.array(list("etaoinshrdlucmfwypvbgkjqxz"))
    chances = 1 / np.arange(2, 28)
    drawn = letters[random.choice(26, (MANY, 9), p=chances / chances.sum())]
    vocabulary = list(dict.fromkeys(f"{''.join(one)}{at % 97}" for at, one in enumerate(drawn)))
    del drawn
    lexicon = Lexicon(vocabulary)
    begun = time.perf_counter()
    order = lexicon.packed.order
    _ = lexicon.packed.described
    count = f"{len(vocabulary):,} words"
    case = f"pack and sort {count}, once, {lexicon.packed.nbytes / 1e6:.0f} MB"
    found = [{"area": "asking", "case": case, "ours_ms": 1e3 * (time.perf_counter() - begun)}]
    del order
    typed = [vocabulary[at][:length] for at in random.integers(0, len(vocabulary), 200) for length in range(9)]
    times = [timed(lambda text=text: lexicon.complete(text)) for text in typed]
    case = f"complete a word, 95th percentile, {count}"
    found.append({"area": "asking", "case": case, "ours_ms": 1e3 * float(np.percentile(times, 95))})
    wrong = [vocabulary[at][::-1] for at in random.integers(0, len(vocabulary), 15)]
    times = [timed(lambda text=text: lexicon.suggest(text)) for text in wrong]
    case = f"nearest spellings, {count}"
    found.append({"area": "asking", "case": case, "ours_ms": 1e3 * statistics.median(times)})
    return found


def made(count: int, size: int) -> Any:
    """KeyedVectors of random numbers; without a loop over the words."""
    from gensim.models import KeyedVectors

    vectors = KeyedVectors(size)
    vectors.index_to_key = [f"w{row}" for row in range(count)]
    vectors.key_to_index = {word: row for row, word in enumerate(vectors.index_to_key)}
    vectors.vectors = np.random.default_rng(0).standard_normal((count, size), dtype=np.float32)
    return vectors


def row(case: str, ours: float, baseline: str, plain: float, target: float | None) -> dict[str, Any]:
    """One row of the table."""
    found = {"area": "asking", "case": case, "ours_ms": ours, "baseline": baseline, "baseline_ms": plain}
    return found if target is None else {**found, "target": target}


def timed(work: Callable[[], Any]) -> float:
    """Seconds that it takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def interleaved(rounds: int, *works: Callable[[], Any]) -> list[float]:
    """Median time of each in ms, taken in turn, with pauses: the threads of BLAS keep the cores busy for a while after a product."""
    times: list[list[float]] = [[] for _ in works]
    with contextlib.redirect_stderr(None):
        for work in works:
            work()
        for _ in range(rounds):
            for kept, work in zip(times, works, strict=True):
                time.sleep(PAUSE)
                kept.append(timed(work))
    return [1e3 * statistics.median(kept) for kept in times]
