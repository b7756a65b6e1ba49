"""Many analogy questions at once: all words are scored in blocks, and the few best of each question again in float64."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from nlpwidgets.embeddings._analogy_scores import EPSILON, METHODS, SHORTEST, Asked, Method, Wish, rankings
from nlpwidgets.embeddings._threads import cores

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from nlpwidgets.embeddings._scan import Scan

    Rows = tuple[int, int, int, int]

BLOCK = 2048
"""Words at a time, at least: their cosines with all words of many questions stay in the cache."""
ROOM = 1 << 21
"""Cosines at a time: with few questions blocks are longer, as BLAS and the threads that read them wait for each other at each."""
KEPT = 8
"""Best answers of each question that are looked at again."""
MARGIN = 1e-3
"""Relative; far more than float32's rounding does to a score. Where the first two answers are that near, the kept ones are
scored in float64; where the last kept one is, too, the question is asked again by itself."""


def answer(
    scan: Scan,
    limit: int,
    questions: Sequence[Rows],
    forbidden: Sequence[Sequence[int]] | None,
    method: Method,
    said: Callable[[int, int], None],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Answer questions a : b :: c : d, given as rows.

    Parameters
    ----------
    scan : Scan
    limit : int
        Only the first so many words are answers.
    questions : sequence of (a, b, c, d)
    forbidden : sequence of sequences of int, optional
        Rows that are no answers, for each question.
    method : {"3cosadd", "3cosmul", "pairdirection"}
    said : callable
        Called with the number of blocks of words done and in all, before each and at the end.

    Returns
    -------
    answers : int64 (questions,)
        Row of the best answer; of equal ones the first.
    ranks : int64 (questions,)
        Of d among the words allowed, from 1.
    """
    from nlpwidgets.embeddings._evaluating_kernel import answer_block

    count = len(questions)
    if not count:
        said(0, 0)
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    rows = np.array(questions, np.int64)
    inputs, places = np.unique(rows[:, :3], return_inverse=True)
    asked = places.reshape(count, 3)
    units = scan.units(inputs)
    narrow = units.astype(np.float32)
    kind = METHODS.index(method)
    by = _numbers(units, asked, method)
    wanted = _right(scan, units, asked, rows[:, 3], kind, by)
    kept = min(KEPT, limit)
    best = np.full((count, kept), -np.inf, np.float32)
    best_row = np.full((count, kept), -1, np.int64)
    before = np.zeros(count, np.int64)
    away = _table([()] * count if forbidden is None else forbidden)

    # the questions are shared out among threads; all go through the same block of cosines
    edges = np.linspace(0, count, min(cores(), count) + 1).astype(int).tolist()
    block = max(BLOCK, ROOM // len(inputs))
    starts = range(0, limit, block)
    with ThreadPoolExecutor(len(edges) - 1) as pool:
        for number, first in enumerate(starts):
            said(number, len(starts))
            stop = min(first + block, limit)
            cosines = narrow @ scan.rows[first:stop].T
            cosines *= scan.inverse[first:stop]
            parts = []
            for low, high in itertools.pairwise(edges):
                own = slice(low, high)
                parts.append(
                    pool.submit(
                        answer_block,
                        cosines,
                        first,
                        asked[own],
                        rows[own, 2],
                        by[own],
                        kind,
                        away[own],
                        rows[own, 3],
                        wanted[own],
                        best[own],
                        best_row[own],
                        before[own],
                    )
                )
            for part in parts:
                part.result()
    said(len(starts), len(starts))
    return _decided(scan, limit, units, asked, rows[:, 3], forbidden, method, best, best_row, before + 1)


def _numbers(units: NDArray[np.float64], asked: NDArray[np.int64], method: Method) -> NDArray[np.float32]:
    """Return what a method needs to know of each question beside the cosines."""
    if method == "3cosmul":
        return np.full((len(asked), 2), EPSILON, np.float32)
    a, b, c = (units[asked[:, at]] for at in range(3))
    length = np.linalg.norm(b - a + c if method == "3cosadd" else b - a, axis=1)
    known = length > SHORTEST  # without a direction all scores are 0
    return np.stack([known / np.where(known, length, 1), ((b - a) * c).sum(axis=1)], axis=1).astype(np.float32)


def _right(
    scan: Scan,
    units: NDArray[np.float64],
    asked: NDArray[np.int64],
    right: NDArray[np.int64],
    kind: int,
    by: NDArray[np.float32],
) -> NDArray[np.float32]:
    """Return the scores of the right answers."""
    from nlpwidgets.embeddings._evaluating_kernel import block_scores

    own = scan.units(right)
    a, b, c = (np.einsum("ij,ij->i", units[asked[:, at]], own).astype(np.float32) for at in range(3))
    found = np.empty(len(asked), np.float32)
    for at in range(len(asked)):
        one = slice(at, at + 1)
        block_scores(found[one], a[one], b[one], c[one], kind, by[at])
    return found


def _table(lists: Sequence[Sequence[int]]) -> NDArray[np.int64]:
    """Return lists of different lengths side by side, filled up with -1."""
    found = np.full((len(lists), max(1, *map(len, lists)) if lists else 1), -1, np.int64)
    for at, one in enumerate(lists):
        found[at, : len(one)] = one
    return found


def _decided(
    scan: Scan,
    limit: int,
    units: NDArray[np.float64],
    asked: NDArray[np.int64],
    right: NDArray[np.int64],
    forbidden: Sequence[Sequence[int]] | None,
    method: Method,
    best: NDArray[np.float32],
    best_row: NDArray[np.int64],
    ranks: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Choose the best answers; where the first ones are near to each other, by their scores in float64."""
    from nlpwidgets.embeddings._evaluating_kernel import UNSURE

    answers = best_row[:, 0].copy()
    near = np.maximum(1, np.abs(best[:, 0])) * MARGIN
    close = best[:, 0] <= best[:, 1] + near if best.shape[1] > 1 else np.zeros(len(asked), bool)
    unsure = (best[:, 0] > UNSURE[METHODS.index(method)]) | ~np.isfinite(best[:, 0])
    close |= unsure
    for at in np.flatnonzero(close).tolist():
        a, b, c = asked[at]
        question = Asked(units[[b, c]], units[[a]])
        rows = best_row[at][best_row[at] >= 0]
        scores = question.exact(method, scan.units(rows))
        order = np.lexsort((rows, -scores))
        last = float(best[at, len(rows) - 1]) if len(rows) else 0.0
        if (
            unsure[at]
            or not len(rows)
            or (len(rows) == KEPT and scores[order[0]] - last <= MARGIN * max(1.0, abs(last)))
        ):
            away = [row for row in forbidden[at] if row < limit] if forbidden is not None else []
            wish = Wish(question, method, 1, away, [(int(right[at]), away)])
            ranking = rankings(scan, [wish], limit)[0]
            answers[at] = ranking.rows[0] if len(ranking.rows) else -1
            ranks[at] = ranking.ranks[0][0]
            continue
        answers[at] = rows[order[0]]
        place = np.flatnonzero(rows[order] == right[at])
        if len(place):
            ranks[at] = place[0] + 1
    return answers, ranks
