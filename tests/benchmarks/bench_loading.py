"""Loading word vectors beside gensim's readers, on made-up files.

The files hold 60,000 words × 100 numbers of five decimals, about as long as GloVe's; `FULL` words make the 345 MB file of
400,000 × 100. Both sides take the best of a few runs, in turn, so that a busy machine hurts both.
"""

from __future__ import annotations

import gzip
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE, WORDS, FULL = 100, 60_000, 400_000
RUNS = 3
TARGET = 0.1


def best(ours: Callable[[], Any], theirs: Callable[[], Any], runs: int = RUNS) -> tuple[float, float]:
    """Milliseconds of both, the least of some runs in turn."""
    found: list[tuple[float, float]] = []
    for _ in range(runs):
        start = time.perf_counter()
        ours()
        middle = time.perf_counter()
        theirs()
        found.append((1000 * (middle - start), 1000 * (time.perf_counter() - middle)))
    return min(pair[0] for pair in found), min(pair[1] for pair in found)


def row(case: str, ours: float, baseline: str, baseline_ms: float, target: float | None = None) -> dict[str, Any]:
    """One line of the table."""
    return {
        "area": "loading",
        "case": case,
        "ours_ms": ours,
        "baseline": baseline,
        "baseline_ms": baseline_ms,
        "ratio": ours / baseline_ms,
        "target": target,
    }


def made_up(words: int) -> tuple[list[str], np.ndarray[Any, np.dtype[np.float32]]]:
    """Words and rows."""
    rows = np.random.default_rng(0).standard_normal((words, SIZE)).astype(np.float32) * np.float32(0.4)
    return [f"w{number}" for number in range(words)], rows


def write_text(path: Path, words: list[str], rows: Any) -> None:
    """GloVe's text."""
    with path.open("w", encoding="utf-8") as file:
        for word, numbers in zip(words, rows, strict=True):
            file.write(word + "".join([f" {number:.5f}" for number in numbers.tolist()]) + "\n")


def text_rows(folder: Path, words: int, runs: int = RUNS) -> list[dict[str, Any]]:
    """GloVe's text of so many words, plain and gzipped."""
    from gensim.models import KeyedVectors

    from nlpwidgets.embeddings.loading import load

    path = folder / "glove.txt"
    write_text(path, *made_up(words))
    size = f"{words:,} × {SIZE}, {path.stat().st_size / 1e6:.0f} MB"

    def gensim(path: Path) -> Any:
        return KeyedVectors.load_word2vec_format(str(path), no_header=True)

    load(path, limit=100)
    ours, theirs = best(lambda: load(path), lambda: gensim(path), runs)
    found = [row(f"GloVe text, {size}", ours, "gensim", theirs, TARGET)]
    packed = folder / "glove.txt.gz"
    packed.write_bytes(gzip.compress(path.read_bytes(), 6))
    ours, theirs = best(lambda: load(packed), lambda: gensim(packed), 1)
    return [*found, row(f"the same gzipped, {packed.stat().st_size / 1e6:.0f} MB", ours, "gensim", theirs)]


def binary_rows(folder: Path) -> list[dict[str, Any]]:
    """word2vec's binary, fastText's model, and what can be mapped."""
    import json

    from gensim.models import FastText, KeyedVectors
    from gensim.models.fasttext import load_facebook_vectors, save_facebook_model
    from safetensors.numpy import save_file

    from nlpwidgets.embeddings.loading import load

    words, rows = made_up(WORDS)
    vectors = KeyedVectors(SIZE)
    vectors.add_vectors(words, rows)
    path = folder / "v.bin"
    vectors.save_word2vec_format(str(path), binary=True)
    ours, theirs = best(lambda: load(path), lambda: KeyedVectors.load_word2vec_format(str(path), binary=True))
    found = [row(f"word2vec binary, {WORDS:,} × {SIZE}", ours, "gensim", theirs)]

    tensors = folder / "v.safetensors"
    save_file({"vectors": rows}, tensors, metadata={"words": json.dumps(words)})
    saved = folder / "v.kv"
    vectors.save(str(saved), separately=["vectors"])
    ours, theirs = best(lambda: load(tensors, mmap=True), lambda: KeyedVectors.load(str(saved), mmap="r"))
    found.append(row("safetensors, mapped and checked", ours, "gensim's save, mapped", theirs))

    small = words[: WORDS // 6]
    model = FastText(vector_size=SIZE, min_count=1, bucket=20_000, workers=1)
    model.build_vocab([small])
    model.corpus_total_words = len(small)
    model_file = folder / "model.bin"
    save_facebook_model(model, str(model_file))
    ours, theirs = best(lambda: load(model_file), lambda: load_facebook_vectors(str(model_file)))
    return [*found, row(f"fastText model, {len(small):,} words, 20,000 n-grams", ours, "gensim", theirs)]


def rows() -> list[dict[str, Any]]:
    """All rows of the area."""
    with tempfile.TemporaryDirectory() as folder:
        return text_rows(Path(folder), WORDS) + binary_rows(Path(folder))
