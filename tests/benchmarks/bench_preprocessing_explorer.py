"""What the reader of a preprocessing explorer waits for in the kernel: switching a step, moving one, typing another text.

The text is a review of about 500 words, of ``$NLPWIDGETS_DATA/imdb`` where that is set, else a made-up one. The target is 20 ms,
beside which the round trip to the page is what is felt. The plain way runs every step anew on the text, without provenance.
"""

from __future__ import annotations

import statistics
import time
import warnings
from typing import TYPE_CHECKING, Any

from tests.benchmarks.bench_text import plain_way, reviews

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS = range(480, 521)
TARGET_MS = 20.0


def median_ms(actions: list[Callable[[], Any]]) -> float:
    """Median of the times of some actions, each done once."""
    times = []
    for action in actions:
        start = time.perf_counter()
        action()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)


def row(case: str, ours: float, baseline: str, baseline_ms: float, target: float | None = None) -> dict[str, Any]:
    """One line of the table."""
    found = {"area": "preprocessing_explorer", "case": case, "ours_ms": ours, "baseline": baseline}
    return {**found, "baseline_ms": baseline_ms, "ratio": ours / baseline_ms, "target": target}


def rows() -> list[dict[str, Any]]:
    """All rows of the area."""
    import nlpwidgets as nw

    warnings.filterwarnings("ignore", module="bs4")
    name, texts = reviews()
    long = [text for text in texts if len(text.split()) in WORDS] or [" ".join(texts[k : k + 3]) for k in range(30)]
    long = long[:30]
    explorer = nw.PreprocessingExplorer(long[0])

    def switched(at: int) -> Callable[[], None]:
        def switch() -> None:
            cards = explorer.steps
            explorer.steps = [{**card, "on": card["on"] != (k == at)} for k, card in enumerate(cards)]

        return switch

    def moved(at: int) -> Callable[[], None]:
        def move() -> None:
            cards = list(explorer.steps)
            cards[at - 1], cards[at] = cards[at], cards[at - 1]
            explorer.steps = cards

        return move

    def typed(text: str) -> Callable[[], None]:
        return lambda: setattr(explorer, "text", text)

    count = len(explorer.steps)
    switching = median_ms([switched(at) for at in range(count) for _ in range(2)])
    moving = median_ms([moved(at) for at in range(1, count) for _ in range(2)])
    typing = median_ms([typed(text) for text in long[1:]])

    plain = plain_way()

    def plainly(text: str) -> Callable[[], None]:
        def run() -> None:
            after = text
            for step in plain.values():
                after = step(after)

        return run

    plain_ms = median_ms([plainly(text) for text in long[1:]])
    what = f"review of about 500 words ({name})"
    return [
        row(f"a step switched, {what}", switching, "20 ms", TARGET_MS, 1.0),
        row(f"a step moved, {what}", moving, "20 ms", TARGET_MS, 1.0),
        row(f"another text, {what}", typing, "20 ms", TARGET_MS, 1.0),
        row("the same, stems and lemmas beside each other included", typing, "plain way, all steps", plain_ms),
    ]
