"""Words of a corpus after each step, counted text by text."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.text.resolving import StepError, make
from nlpwidgets.widgets._wire import pack, sendable

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator, Sequence

    from nlpwidgets.text.resolving import Step
    from nlpwidgets.widgets._preprocessing_texts import Texts
    from nlpwidgets.widgets._preprocessing_wire import CorpusCounts, StageCounts

INTERVAL = 0.3
"""Seconds between two reports, at least."""
SHARE = 10
"""A report that took long is followed by this many times as long without one."""
POINTS = 120
"""Points of a rank-frequency curve."""
FREQUENT = 10


class Reference:
    """Words that are known, and what to call them."""

    def __init__(self, words: frozenset[str], said: str) -> None:
        self.words = words
        self.said = said


def reference_of(given: Any) -> Reference:
    """Return the vocabulary that unknown words are measured against.

    Parameters
    ----------
    given : collection of str, mapping by word, or an object with `key_to_index` or `vocabulary`; None
        None stands for the vocabulary of the bundled sentiment models.

    Raises
    ------
    TypeError, ValueError
        It is something else, or empty.
    """
    if given is None:
        words = _bundled()
        return Reference(words, f"not among the {len(words):,} words of the bundled sentiment models, in lower case")
    for name in ("key_to_index", "vocabulary", "vocabulary_"):
        inner = getattr(given, name, None)
        if inner is not None and not callable(inner):
            found = _words(inner, f"vocabulary.{name}")
            return Reference(found, f"not among the {len(found):,} words of the {type(given).__name__}")
    found = _words(given, "vocabulary")
    return Reference(found, f"not among the {len(found):,} words that were given")


def _words(given: Any, where: str) -> frozenset[str]:
    words = getattr(given, "words", given) if not isinstance(given, (str, bytes, Collection)) else given
    if isinstance(words, (str, bytes)) or not isinstance(words, Iterable):
        raise TypeError(
            f"{where} is a collection of words, a dict by word, or an object with key_to_index or vocabulary, not {words!r:.60}"
        )
    listed = list(words)
    for place, word in enumerate(listed):
        if not isinstance(word, str):
            what = "the key" if isinstance(words, Mapping) else f"{where}[{place}],"
            raise TypeError(f"{where}: {what} {word!r:.60}, is no word")
    if not listed:
        raise ValueError(f"{where} has no words")
    return frozenset(listed)


@cache
def _bundled() -> frozenset[str]:
    from nlpwidgets.widgets._base import STATIC

    path = STATIC.parent / "assets" / "sentiment" / "words" / "vocabulary.json"
    return frozenset(json.loads(path.read_text(encoding="utf-8")))


class Stage:
    """Words after one step; tokens are what white space separates."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def report(self, known: frozenset[str]) -> StageCounts:
        """Return what the page gets, without an id."""
        counts = self.counts
        falling = np.sort(np.fromiter(counts.values(), np.int64, len(counts)))[::-1]
        ranks = spaced(len(falling))
        tokens = int(falling.sum())
        return {
            "id": "",
            "tokens": tokens,
            "vocabulary": len(counts),
            "unknown": tokens - sum(counts[word] for word in counts.keys() & known),
            "ranks": pack(ranks),
            "frequencies": pack(falling[ranks - 1]),
            "frequent": [sendable(word) for word, _ in self.counts.most_common(FREQUENT)],
        }


def spaced(count: int, points: int = POINTS) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Return some ranks of 1..count, about evenly spaced on a logarithmic axis, the first and the last among them."""
    if count == 0:
        return np.empty(0, np.int64)
    return np.unique(np.round(np.geomspace(1, count, min(points, count))).astype(np.int64))


def counted(
    texts: Texts, steps: Sequence[Step], reference: Reference, limit: int | None, cancel: threading.Event
) -> Iterator[CorpusCounts]:
    """Count a sample that grows; yield what there is now and then, and at the end. Ends early once `cancel` is set.

    Raises
    ------
    StepError, TypeError
        A user's function raised or returned no text; step and text are named.
    """
    workers = [make(step, index) for index, step in enumerate(steps)]
    stages = [Stage() for _ in range(len(steps) + 1)]
    read = 0
    due = time.monotonic() + INTERVAL / 3  # the first numbers soon

    def report() -> CorpusCounts:
        total = texts.total if limit is None else min(limit, texts.total)
        found = [stage.report(reference.words) for stage in stages]
        return {"read": read, "total": max(total, read), "reference": reference.said, "stages": found}

    for place in texts.order():
        if cancel.is_set():
            return
        if limit is not None and read >= limit:
            break
        text = texts[place]
        tokens = text.split()
        stages[0].counts.update(tokens)
        try:
            for worker, stage in zip(workers, stages[1:], strict=True):
                text, before = worker.run(text), text
                if text != before:
                    tokens = text.split()
                stage.counts.update(tokens)
        except (StepError, TypeError) as error:
            raise type(error)(f"texts[{place}]: {error}") from error
        read += 1
        begun = time.monotonic()
        if begun >= due:
            yield report()
            now = time.monotonic()
            due = now + max(INTERVAL, SHARE * (now - begun))
    yield report()
