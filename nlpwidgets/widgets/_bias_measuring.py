"""What only the kernel of a bias explorer can measure: what the vectors are still good for, and what stays of the bias."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.widgets._wire import pack, sendable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from gensim.models import KeyedVectors

    from nlpwidgets.bias import Subspace
    from nlpwidgets.embeddings import Questions
    from nlpwidgets.widgets._bias_wire import Compared, Measured, Neighbourhood, Pair, Test

MEASURED = 30_000
"""Words, the most frequent ones, on which everything here is measured."""
NEIGHBOURS = 12
METHODS = ("none", "slider", "linear", "hard", "soft", "inlp")


@dataclass(frozen=True)
class Setting:
    """What is shown: what a measurement depends on."""

    subspace: Subspace
    sets: tuple[tuple[str, ...], ...]
    groups: tuple[tuple[str, ...], ...]
    words: tuple[str, ...]
    exempt: frozenset[str]
    test: Test | None
    neighbours_of: str
    lambda_: float
    iterations: int


class Measuring:
    """Measures on the most frequent words, and on those that are named beside them."""

    def __init__(self, vectors: KeyedVectors, questions: Questions, ratings: Any) -> None:
        self._vectors = vectors
        self._questions = questions
        self._ratings = ratings
        self._part: tuple[frozenset[str], KeyedVectors] | None = None

    def _words(self, setting: Setting) -> KeyedVectors:
        """Return the most frequent words and those of the setting as vectors of their own."""
        named = [*setting.words, *(word for one in setting.sets for word in one)]
        if setting.test is not None:
            named += [word for side in ("x", "y", "a", "b") for word in setting.test[side]]  # type: ignore[literal-required]
        index = self._vectors.key_to_index
        wanted = frozenset(word for word in named if index.get(word, 0) >= MEASURED)
        if self._part is None or not wanted <= self._part[0]:
            self._part = (wanted, _part(self._vectors, sorted(index[word] for word in wanted)))
        return self._part[1]

    def measure(self, setting: Setting, strength: float) -> Measured:
        """Measure what is left at one strength of the slider."""
        from nlpwidgets.bias import recoverability, utility

        before = self._words(setting)
        after = slid(before, setting, strength)
        kept = utility(before, after, questions=self._questions, ratings=self._ratings, restrict=MEASURED)
        found = recoverability(before, after, setting.subspace, exempt=setting.exempt)
        return {
            "strength": strength,
            "analogies": _pair(kept.analogies),
            "asked": kept.asked,
            "questions": self._questions.name,
            "similarity": _pair(kept.similarity),
            "ratings": "" if self._ratings is None else "ratings",
            "kept": _number(kept.kept),
            "clusters": _pair(found.clusters),
            "classifier": _pair(found.classifier),
            "biased": found.words,
            "correlation": _pair(found.correlation),
            "neighbours": self._neighbourhood(before, after, setting),
        }

    def _neighbourhood(self, before: KeyedVectors, after: KeyedVectors, setting: Setting) -> Neighbourhood | None:
        from nlpwidgets.embeddings import neighbours

        word = setting.neighbours_of
        if word not in before.key_to_index:
            return None
        lists = [[one.word for one in neighbours(kv, word, k=NEIGHBOURS)] for kv in (before, after)]
        direction = setting.subspace.directions[0]
        return {
            "word": word,
            "before": [sendable(one) for one in lists[0]],
            "after": [sendable(one) for one in lists[1]],
            "parallel": pack(np.array([[_unit(before, one) @ direction for one in words] for words in lists])),
        }

    def compare(self, setting: Setting, strength: float, say: Callable[[str, float], None]) -> Iterator[Compared]:
        """Yield one line for each method; `say` is told which one is at work, and how far all are."""
        from nlpwidgets.bias import direct_bias, recoverability, utility, weat

        before = self._words(setting)
        neutral = [word for word in setting.words if word not in setting.exempt and word in before.key_to_index]
        for number, method in enumerate(METHODS):
            if method == "slider" and strength in (0.0, 1.0) and not setting.exempt:
                continue
            say(NAMES[method], number / len(METHODS))
            begun = time.perf_counter()
            after, note = debiased(method, before, setting, strength)
            seconds = time.perf_counter() - begun
            kept = utility(before, after, questions=self._questions, ratings=self._ratings, restrict=MEASURED)
            found = recoverability(before, after, setting.subspace, exempt=setting.exempt)
            line: Compared = {
                "method": method,  # type: ignore[typeddict-item]
                "note": note,
                "bias": _number(direct_bias(after, neutral, setting.subspace)) if neutral else None,
                "effect": None,
                "p": None,
                "analogies": _number(kept.analogies[1]),
                "similarity": None if kept.similarity is None else _number(kept.similarity[1]),
                "kept": _number(kept.kept),
                "clusters": _number(found.clusters[1]),
                "classifier": _number(found.classifier[1]),
                "seconds": seconds,
            }
            if setting.test is not None:
                sides = [setting.test[side] for side in ("x", "y", "a", "b")]  # type: ignore[literal-required]
                result = weat(after, *sides)
                line["effect"], line["p"] = _number(result.effect), _number(result.p)
            yield line


NAMES = {
    "none": "as given",
    "slider": "what the slider shows",
    "linear": "linear projection of all words",
    "hard": "hard debiasing",
    "soft": "soft debiasing",
    "inlp": "iterative nullspace projection",
}


def debiased(method: str, vectors: KeyedVectors, setting: Setting, strength: float) -> tuple[KeyedVectors, str]:
    """Return new vectors by one of the methods, and the options that matter.

    Raises
    ------
    ValueError
        There is no such method.
    """
    from nlpwidgets import bias

    if method == "none":
        return vectors, ""
    if method == "slider":
        return slid(vectors, setting, strength), f"strength {strength:.2f}"
    if method == "linear":
        return bias.linear_debias(vectors, setting.subspace), "all words"
    exempt = [word for word in setting.exempt if word in vectors.key_to_index]
    if method == "hard":
        sets = [one for one in setting.sets if all(word in vectors.key_to_index for word in one)]
        return bias.hard_debias(
            vectors, setting.subspace, exempt=exempt, equalize_sets=sets
        ), f"{len(sets)} sets equalized"
    if method == "soft":
        neutral = _others(vectors, exempt)
        found = bias.soft_debias(vectors, setting.subspace, neutral=neutral, lambda_=setting.lambda_)
        return found, f"λ = {setting.lambda_:g}"
    if method == "inlp":
        groups = [[word for word in group if word in vectors.key_to_index] for group in setting.groups]
        return bias.inlp(vectors, groups, iterations=setting.iterations), f"{setting.iterations} directions"
    raise ValueError(f"there is no method {method!r}; there is {', '.join(METHODS[1:])}")


def slid(vectors: KeyedVectors, setting: Setting, strength: float) -> KeyedVectors:
    """Return new vectors as the slider shows them: a share of the component taken from all words that are not exempt."""
    from nlpwidgets.bias import neutralize

    return neutralize(vectors, _others(vectors, setting.exempt), setting.subspace, strength=strength)


def _others(vectors: KeyedVectors, exempt: Iterable[str]) -> list[str]:
    spared = set(exempt)
    return [word for word in vectors.index_to_key if word not in spared]


def _part(vectors: KeyedVectors, more: Sequence[int]) -> KeyedVectors:
    from nlpwidgets.embeddings.reading.building import keyed_vectors

    rows = np.array([*range(min(MEASURED, len(vectors))), *more])
    words = [vectors.index_to_key[row] for row in rows]
    return keyed_vectors({word: row for row, word in enumerate(words)}, np.asarray(vectors.vectors[rows], np.float32))


def _unit(vectors: KeyedVectors, word: str) -> Any:
    row = np.asarray(vectors.get_vector(word), np.float64)
    length = np.linalg.norm(row)
    return row / length if length else row


def _number(value: Any) -> float | None:
    return float(value) if value is not None and math.isfinite(value) else None


def _pair(values: Any) -> Pair:
    before, after = (None, None) if values is None else values
    return {"before": _number(before), "after": _number(after)}
