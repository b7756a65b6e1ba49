"""What only the kernel of a bias explorer can measure: what the vectors are still good for, and what stays of the bias."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from nlpwidgets.embeddings._vectors import unit_of
from nlpwidgets.widgets._wire import pack, sendable
from nlpwidgets.widgets._words import in_words, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from gensim.models import KeyedVectors

    from nlpwidgets.bias import Subspace
    from nlpwidgets.embeddings import Questions
    from nlpwidgets.widgets._bias_wire import Compared, Measured, Neighbourhood, Test

MEASURED = 30_000
"""Words, the most frequent ones, on which everything here is measured."""
NEIGHBOURS = 12
Method = Literal["none", "slider", "linear", "hard", "soft", "inlp"]
METHODS: tuple[Method, ...] = get_args(Method)


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
    """Measures on the most frequent words, and on those that are named beside them; from any number of threads at once."""

    def __init__(self, vectors: KeyedVectors, questions: Questions, ratings: Any, rated: str) -> None:
        self._vectors = vectors
        self._questions = questions
        self._ratings = ratings
        self._rated = rated
        self._part: tuple[frozenset[str], KeyedVectors] | None = None
        self._before: tuple[Setting, Before] | None = None
        self._lock = threading.Lock()

    def _words(self, setting: Setting) -> KeyedVectors:
        """Return the most frequent words and those of the setting as vectors of their own."""
        named = [*setting.words, *(word for one in setting.sets for word in one)]
        if setting.test is not None:
            named += [word for side in ("x", "y", "a", "b") for word in setting.test[side]]
        index = self._vectors.key_to_index
        wanted = frozenset(word for word in named if index.get(word, 0) >= MEASURED)
        if self._part is None or not wanted <= self._part[0]:
            self._part = (wanted, _part(self._vectors, sorted(index[word] for word in wanted)))
        return self._part[1]

    def _first(self, setting: Setting) -> Before:
        """Return what does not depend on the strength; made once for a setting."""
        with self._lock:
            if self._before is None or self._before[0] != setting:
                self._before = (setting, Before(self._words(setting), setting, self._questions, self._ratings))
            return self._before[1]

    def measure(self, setting: Setting, strength: float) -> Measured:
        """Measure what is left at one strength of the slider."""
        first = self._first(setting)
        after = slid(first.vectors, setting, strength)
        now = first.of(after)
        was = first.own
        return {
            "strength": strength,
            "analogies": {"before": was["analogies"], "after": now["analogies"]},
            "asked": first.asked,
            "questions": shorten(self._questions.name),
            "similarity": {"before": was["similarity"], "after": now["similarity"]},
            "ratings": self._rated,
            "kept": now["kept"],
            "clusters": {"before": was["clusters"], "after": now["clusters"]},
            "classifier": {"before": was["classifier"], "after": now["classifier"]},
            "biased": first.biased,
            "correlation": {"before": was["correlation"], "after": now["correlation"]},
            "neighbours": self._neighbourhood(first.vectors, after, setting),
        }

    def _neighbourhood(self, before: KeyedVectors, after: KeyedVectors, setting: Setting) -> Neighbourhood | None:
        from nlpwidgets.embeddings import neighbours

        word = setting.neighbours_of
        if word not in before.key_to_index or not before.get_vector(word).any():
            return None
        # a word that lay in the subspace altogether has no direction left, and so no neighbours
        lists = [
            [one.word for one in neighbours(kv, word, k=NEIGHBOURS)] if kv.get_vector(word).any() else []
            for kv in (before, after)
        ]
        direction = setting.subspace.directions[0]
        sides = np.zeros((2, len(lists[0])))
        for row, words in enumerate(lists):
            sides[row, : len(words)] = [unit_of(before.get_vector(one)) @ direction for one in words]
        return {
            "word": word,
            "before": [sendable(one) for one in lists[0]],
            "after": [sendable(one) for one in lists[1]],
            "parallel": pack(sides),
        }

    def compare(self, setting: Setting, strength: float, say: Callable[[str, float], None]) -> Iterator[Compared]:
        """Yield one line for each method; `say` is told which one is at work, and how far all are.

        A method that cannot be applied, as hard debiasing where the words of a set have one vector, has the reason as its note
        and no numbers.
        """
        first = self._first(setting)
        neutral = [word for word in setting.words if word not in setting.exempt]
        for number, method in enumerate(METHODS):
            say(NAMES[method], number / len(METHODS))
            begun = time.perf_counter()
            try:
                after, note = debiased(method, first.vectors, setting, strength)
            except ValueError as error:
                yield {**NOTHING, "method": method, "note": f"not possible: {in_words(error)}"}
                continue
            seconds = time.perf_counter() - begun
            now = first.of(after)
            yield {
                "method": method,
                "note": note,
                "bias": _bias(after, neutral, setting.subspace),
                **_tested(after, setting.test),  # type: ignore[typeddict-item]
                **{name: now[name] for name in ("analogies", "similarity", "kept", "clusters", "classifier")},
                "seconds": seconds,
            }


class Before:
    """Vectors before anything is removed, what is asked of them, and their own answers."""

    def __init__(self, vectors: KeyedVectors, setting: Setting, questions: Questions, ratings: Any) -> None:
        from nlpwidgets.bias import Recovery, Uses

        self.vectors = vectors
        self._uses = Uses(vectors, questions=questions, ratings=ratings, restrict=MEASURED)
        self._recovery: Recovery | None
        try:
            probes = [word for word in setting.words if word not in setting.exempt]
            self._recovery = Recovery(
                vectors, setting.subspace, exempt=setting.exempt, probes=probes, restrict=MEASURED
            )
        except ValueError:  # a vocabulary too small to have two sides
            self._recovery = None
        self.biased = 0 if self._recovery is None else len(self._recovery.first) + len(self._recovery.second)
        self.asked = self._uses.analogies(vectors)[1]
        self.own = self.of(vectors)

    def of(self, vectors: KeyedVectors) -> dict[str, float | None]:
        """Return all measures of other vectors of the same words."""
        recovery = self._recovery
        return {
            "analogies": self._uses.analogies(vectors)[0],
            "similarity": self._uses.similarity(vectors)[0],
            "kept": self._uses.kept(vectors),
            "clusters": None if recovery is None else recovery.clusters(vectors),
            "classifier": None if recovery is None else recovery.classifier(vectors),
            "correlation": None if recovery is None else recovery.correlation(vectors),
        }


def _bias(vectors: KeyedVectors, words: list[str], subspace: Subspace) -> float | None:
    from nlpwidgets.bias import direct_bias

    try:
        return direct_bias(vectors, words, subspace)
    except ValueError:  # none of the words has a vector
        return None


def _tested(vectors: KeyedVectors, test: Test | None) -> dict[str, float | None]:
    from nlpwidgets.bias import weat

    if test is not None:
        try:
            found = weat(vectors, test["x"], test["y"], test["a"], test["b"])
        except ValueError:  # too few words known; the page says so beside the test
            return {"effect": None, "p": None}
        return {"effect": found.effect, "p": found.p}
    return {"effect": None, "p": None}


NOTHING: Compared = {
    "method": "none",
    "note": "",
    "bias": None,
    "effect": None,
    "p": None,
    "analogies": None,
    "similarity": None,
    "kept": None,
    "clusters": None,
    "classifier": None,
    "seconds": 0.0,
}
"""A line without numbers."""

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
    if method == "hard":
        sets = [one for one in setting.sets if all(word in vectors.key_to_index for word in one)]
        return bias.hard_debias(
            vectors, setting.subspace, exempt=setting.exempt, equalize_sets=sets
        ), f"{len(sets)} sets equalized"
    if method == "soft":
        neutral = _others(vectors, setting.exempt)
        found = bias.soft_debias(vectors, setting.subspace, neutral=neutral, lambda_=setting.lambda_)
        return found, f"λ = {setting.lambda_:g}"
    if method == "inlp":
        return bias.inlp(vectors, setting.groups, iterations=setting.iterations), f"{setting.iterations} directions"
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
