"""Sentiment: batches by length against the naive ways, loading, and one training step padded against packed."""

from __future__ import annotations

import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import nn

from nlpwidgets import sentiment
from nlpwidgets.sentiment.model import pad
from nlpwidgets.sentiment.pooling import pool

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import Tensor

    from nlpwidgets.sentiment import SentimentClassifier

REVIEWS = 512


def best(work: Callable[[], object]) -> float:
    """Shortest of several runs, in ms."""
    found = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        found.append((time.perf_counter() - start) * 1e3)
    return min(found)


def row(case: str, ours: float, baseline: str, baseline_ms: float, target: float | None = None) -> dict[str, Any]:
    return {
        "area": "sentiment",
        "case": case,
        "ours_ms": ours,
        "baseline": baseline,
        "baseline_ms": baseline_ms,
        "ratio": ours / baseline_ms,
        "target": target,
    }


def made_up(model: SentimentClassifier, count: int) -> list[str]:
    """Texts with the lengths of film reviews (log-normal, median 210 tokens, at most 1,500)."""
    random = np.random.default_rng(0)
    lengths = np.clip(random.lognormal(np.log(210), 0.65, count), 10, 1500).astype(int)
    return [" ".join(random.choice(model.vocabulary.words[:3000], length)) for length in lengths]


def packed_forward(model: SentimentClassifier, ids: Tensor, lengths: Tensor) -> Tensor:
    """The usual recipe: pack, run, unpack, pool."""
    packed = nn.utils.rnn.pack_padded_sequence(model.embedding(ids), lengths, batch_first=True, enforce_sorted=False)
    states = nn.utils.rnn.pad_packed_sequence(model.rnn(packed)[0], batch_first=True)[0]
    return model.classifier(pool(states, lengths, model.pooling, model.hidden_size))


def step(forward: Callable[[Tensor, Tensor], Tensor], model: SentimentClassifier, ids: Tensor, lengths: Tensor) -> None:
    model.zero_grad()
    nn.functional.cross_entropy(forward(ids, lengths), torch.zeros(len(ids), dtype=torch.int64)).backward()


def rows() -> list[dict[str, Any]]:
    """Every case; predictions with one thread, so that a busy machine disturbs them less."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        return [*predicting(), *loading(), *training()]
    finally:
        torch.set_num_threads(threads)


def predicting() -> list[dict[str, Any]]:
    out = []
    for name in ("lstm", "bilstm"):
        model = sentiment.load(name)
        texts = made_up(model, REVIEWS)
        ids = [model.encode(text)[0].tolist() for text in texts]
        ours = best(lambda model=model, texts=texts: model.predict_proba(texts))
        alone = best(lambda model=model, texts=texts: [model.predict_proba([text]) for text in texts])

        def naive(model: SentimentClassifier = model, ids: list[list[int]] = ids) -> None:
            with torch.no_grad():
                for begin in range(0, REVIEWS, 64):
                    model(*pad(ids[begin : begin + 64], to=1500))

        case = f"{name}: predict_proba, {REVIEWS} reviews"
        out += [
            row(case, ours, "one by one", alone, 1.0),
            row(case, ours, "padded to 1500, as they come", best(naive), 1.0),
        ]
    model = sentiment.load("lstm")
    text = " ".join(made_up(model, 1)[0].split()[:200])
    words = model.tokenize(text)
    prefixes = [" ".join(words[: end + 1]) for end in range(len(words))]
    ours = best(lambda: model.verdicts(text))
    out.append(
        row(
            f"lstm: verdicts, {len(words)} words",
            ours,
            "predict_proba of the prefixes",
            best(lambda: model.predict_proba(prefixes)),
            1.0,
        )
    )
    return out


def loading() -> list[dict[str, Any]]:
    """In a fresh process, since a second time the files are in memory and the modules loaded."""
    code = (
        "import time; start = time.perf_counter(); import torch; middle = time.perf_counter()\n"
        "from nlpwidgets import sentiment; sentiment.load('lstm'); print(time.perf_counter() - middle, middle - start)"
    )
    printed = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        for _ in range(3)
    ]
    load, torch_import = min(tuple(float(number) * 1e3 for number in line.split()) for line in printed)
    return [row("load('lstm') once torch is imported", load, "importing torch", torch_import)]


def training() -> list[dict[str, Any]]:
    out = []
    random = np.random.default_rng(1)
    for name in ("lstm", "bilstm"):
        model = sentiment.load(name).train()
        lengths = random.integers(180, 201, 64)  # one bucket
        ids, steps = pad([random.integers(2, 3000, length).tolist() for length in lengths])
        ours = best(lambda model=model, ids=ids, steps=steps: step(model, model, ids, steps))
        recipe = lambda a, b, model=model: packed_forward(model, a, b)  # noqa: E731
        packed = best(lambda recipe=recipe, model=model, ids=ids, steps=steps: step(recipe, model, ids, steps))
        out.append(row(f"{name}: training step, 64 reviews of 180 to 200 words", ours, "packed", packed, 1.0))
    return out
