"""Answers of an analogy solver, as its page gets them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.embeddings._words import resolve
from nlpwidgets.embeddings.analogies import solve_with_baselines
from nlpwidgets.embeddings.geometry import offset_consistency, plane
from nlpwidgets.embeddings.questions import RELATIONS
from nlpwidgets.embeddings.searching import lexicon_of
from nlpwidgets.embeddings.spelling import UnknownWordError
from nlpwidgets.widgets._wire import sendable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gensim.models import KeyedVectors

    from nlpwidgets.embeddings.analogies import Analogy
    from nlpwidgets.embeddings.analogies import Answer as Found
    from nlpwidgets.embeddings.analogies import Baselines as Compared
    from nlpwidgets.widgets._analogy_wire import (
        Answer,
        Baselines,
        Box,
        Completions,
        Consistency,
        Plane,
        Preset,
        Solved,
        Terms,
        Typed,
        WordFact,
    )
    from nlpwidgets.widgets._named_vectors import Named

BOXES: tuple[Box, ...] = ("a", "b", "c", "d")
COMPLETED = 8


def _presets() -> Iterator[Preset]:
    # the example that everybody knows comes first
    yield {"relation": "gender", "a": "man", "b": "king", "c": "woman", "d": ""}
    for name, pairs in RELATIONS.items():
        if name != "gender":
            yield {"relation": name, "a": pairs[0][0], "b": pairs[0][1], "c": pairs[1][0], "d": ""}


PRESETS = tuple(_presets())


class Solver:
    """Answers what is asked of some embeddings; holds nothing but what can be made again."""

    def __init__(self, sources: Mapping[str, Named]) -> None:
        self._sources = sources

    def view(
        self, *, embedding: str, terms: Terms, k: int, restrict: int, exclude_inputs: bool, relation: str
    ) -> dict[str, Any]:
        """Return the traits that follow from what is asked."""
        vectors = self._sources[embedding].vectors
        found: dict[str, Any] = {
            "facts": [fact(vectors, box, terms[box]) for box in BOXES if terms[box]],
            "solved": [],
            "plane": None,
            "baselines": None,
            "consistency": consistency(vectors, relation),
        }
        known = {one["box"] for one in found["facts"] if one["row"] >= 0 or one["ngrams"]}
        if not {"a", "b", "c"} <= known:
            return found
        asked, beside = solve_with_baselines(
            vectors,
            terms["a"],
            terms["b"],
            terms["c"],
            k=k,
            exclude_inputs=exclude_inputs,
            restrict=restrict,
            expected=terms["d"] if "d" in known else None,
        )
        best = asked[0].answers[0].word if asked[0].answers else ""
        answer = terms["d"] if "d" in known else best
        found["solved"] = [_solved(one) for one in asked]
        if answer:
            found["plane"] = picture(vectors, terms, answer)
        found["baselines"] = _without_analogy(beside)
        return found

    def complete(self, embedding: str, typed: Typed) -> Completions:
        """Return the words of the vocabulary that begin with what is typed."""
        vectors = self._sources[embedding].vectors
        words, total = lexicon_of(vectors).complete(typed["text"], k=COMPLETED)
        return {"box": typed["box"], "text": typed["text"], "words": [sendable(one) for one in words], "total": total}

    def insist(self, embedding: str, terms: Terms) -> None:
        """Raise where a, b or c has no vector.

        Raises
        ------
        UnknownWordError
            A word has none; a KeyError that names the nearest spellings.
        ValueError
            A box is empty.
        """
        for box in BOXES[:3]:
            if not terms[box]:
                raise ValueError(f"there is no word for {box}: assign terms, as {{{box!r}: 'word'}}")
            resolve(self._sources[embedding].vectors, terms[box])

    def check_relation(self, relation: str) -> None:
        """Refuse a relation that is not known.

        Raises
        ------
        ValueError
            The message names those that are.
        """
        if relation and relation not in RELATIONS:
            raise ValueError(f"there is no relation {relation!r}; there is {', '.join(map(repr, RELATIONS))}")


def fact(vectors: KeyedVectors, box: Box, word: str) -> WordFact:
    """Say what is known of a word."""
    try:
        found = resolve(vectors, word)
    except UnknownWordError as error:
        near = [sendable(one) for one in error.suggestions]
        return {"box": box, "word": word, "row": -1, "ngrams": [], "suggestions": near}
    return {"box": box, "word": word, "row": found.row, "ngrams": list(found.ngrams), "suggestions": []}


def _answer(found: Found) -> Answer:
    return {"word": sendable(found.word), "row": found.row, "rank": found.rank, "score": found.score}


def _solved(found: Analogy) -> Solved:
    return {
        "method": found.method,
        "answers": [_answer(one) for one in found.answers],
        "hidden": [_answer(one) for one in found.hidden],
        "expected": None if found.expected is None else _answer(found.expected),
    }


def picture(vectors: KeyedVectors, terms: Terms, answer: str) -> Plane:
    """Return the parallelogram."""
    found = plane(vectors, terms["a"], terms["b"], terms["c"], answer)
    names = {"a": terms["a"], "b": terms["b"], "c": terms["c"], "target": "", "answer": answer}
    return {
        "points": [
            {
                "name": name,  # type: ignore[typeddict-item]
                "word": sendable(word),
                "x": getattr(found, name)[0],
                "y": getattr(found, name)[1],
                "distance": found.distance if name == "answer" else 0.0,
            }
            for name, word in names.items()
        ],
        "note": found.note,
    }


def _without_analogy(found: Compared) -> Baselines:
    return {
        "nearest": [
            {"word": sendable(one.word), "row": one.row, "rank": rank, "score": one.cosine}
            for rank, one in enumerate(found.nearest, 1)
        ],
        "random": [_answer(one) for one in found.random],
    }


def consistency(vectors: KeyedVectors, relation: str) -> Consistency | None:
    """Return how parallel the offsets of a relation are; None without one, or with fewer than two pairs known."""
    if not relation:
        return None
    found = offset_consistency(vectors, RELATIONS[relation])
    if len(found.pairs) < 2:
        return {"relation": relation, "pairs": [], "mean": 0.0, "shuffled": 0.0, "missing": list(found.missing)}
    cosines = np.nan_to_num(found.cosines).tolist()
    return {
        "relation": relation,
        "pairs": [{"a": a, "b": b, "cosine": cosine} for (a, b), cosine in zip(found.pairs, cosines, strict=True)],
        "mean": found.mean,
        "shuffled": found.shuffled,
        "missing": list(found.missing),
    }
