"""Compiled loops over rows of scores and distances: the k-th best of a row, and the ranks behind trustworthiness."""

from __future__ import annotations

from typing import Any

import numpy as np

from nlpwidgets.embeddings._compiling import compiled


@compiled
def kth_largest(scores: Any, k: int, bounds: Any) -> None:
    """Write the k-th largest score of each row into `bounds`."""
    count = scores.shape[1]
    heap = np.empty(k, np.float32)  # a heap with the smallest of the k best on top
    for i in range(scores.shape[0]):
        heap[:] = -np.inf
        lowest = heap[0]
        for j in range(count):
            value = scores[i, j]
            if value > lowest:
                at = 0
                while True:
                    below = 2 * at + 1
                    if below >= k:
                        break
                    if below + 1 < k and heap[below + 1] < heap[below]:
                        below += 1
                    if heap[below] >= value:
                        break
                    heap[at] = heap[below]
                    at = below
                heap[at] = value
                lowest = heap[0]
        bounds[i] = lowest


@compiled
def above(scores: Any, bounds: Any, where: Any, columns: Any) -> int:
    """Write the row and column of each score that is not below its row's bound; return how many there are, even if not all fit."""
    found = 0
    for i in range(scores.shape[0]):
        bound = bounds[i]
        for j in range(scores.shape[1]):
            if scores[i, j] >= bound:
                if found < where.shape[0]:
                    where[found] = i
                    columns[found] = j
                found += 1
    return found


@compiled
def _nearest_of_row(distances: Any, own: int, near: Any) -> None:
    """Write the columns of the smallest distances, nearest first and of equal ones the first column first."""
    k = near.shape[0]
    filled = 0
    for j in range(distances.shape[0]):
        if j == own:
            continue
        value = distances[j]
        if filled == k and value >= distances[near[k - 1]]:
            continue
        at = min(filled, k - 1)
        while at > 0 and distances[near[at - 1]] > value:
            near[at] = near[at - 1]
            at -= 1
        near[at] = j
        if filled < k:
            filled += 1


@compiled
def _excess(distances: Any, own: int, wanted: Any, k: int) -> int:
    """Return by how much the ranks of some columns exceed k, in all.

    The rank of a column is 1 + the number of columns before it: nearer ones, and of equally near ones those with a lower index.
    """
    total = 0
    for m in range(wanted.shape[0]):
        column = wanted[m]
        limit = distances[column]
        before = 0  # two plain loops, so that several numbers are compared at a time
        for j in range(column):
            before += distances[j] <= limit
        for j in range(column + 1, distances.shape[0]):
            before += distances[j] < limit
        if distances[own] < limit or (distances[own] == limit and own < column):
            before -= 1
        total += max(0, before + 1 - k)
    return total


@compiled
def square_distances(points: Any, queries: Any, out: Any) -> None:
    """Write squared Euclidean distances of few dimensions, summed in float64, into `out` (queries, points)."""
    for i in range(queries.shape[0]):
        own = queries[i]
        for j in range(points.shape[0]):
            total = 0.0
            for d in range(points.shape[1]):
                difference = np.float64(points[own, d]) - np.float64(points[j, d])
                total += difference * difference
            out[i, j] = total


@compiled
def intrusions(true: Any, shown: Any, queries: Any, k: int, intruding: Any, missing: Any, kept: Any) -> None:
    """For each row of distances in the true space and in the picture, sum up how far neighbours have moved.

    `intruding` gets the excess of the true ranks of the k nearest in the picture, `missing` that of the ranks in the picture
    of the k truly nearest, `kept` how many are among both.
    """
    near_true, near_shown = np.empty(k, np.int64), np.empty(k, np.int64)
    alien, lost = np.empty(k, np.int64), np.empty(k, np.int64)
    for i in range(true.shape[0]):
        _nearest_of_row(true[i], queries[i], near_true)
        _nearest_of_row(shown[i], queries[i], near_shown)
        aliens, both = 0, 0
        for m in range(k):
            found = False
            for other in range(k):
                found = found or near_true[other] == near_shown[m]
            if found:
                both += 1
            else:
                alien[aliens] = near_shown[m]
                aliens += 1
        losts = 0
        for m in range(k):
            found = False
            for other in range(k):
                found = found or near_shown[other] == near_true[m]
            if not found:
                lost[losts] = near_true[m]
                losts += 1
        intruding[i] = _excess(true[i], queries[i], alien[:aliens], k)
        missing[i] = _excess(shown[i], queries[i], lost[:losts], k)
        kept[i] = both
