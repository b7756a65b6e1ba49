"""Compiled loops of counting co-occurrences; importing this module loads numba.

A row of the table, one word with all its neighbours, is summed in an array as long as the vocabulary. Two levels of bits note
which of its places are in use, so that the row is read out in order without a look at the empty ones. The loops hold no lock of
the interpreter and start no threads: several threads may each take a part of the rows.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from nlpwidgets.embeddings._compiling import compiled

# The place of the lowest bit of a 64-bit number that is set: multiply that bit by a de Bruijn sequence, look up the top 6 bits.
_DE_BRUIJN = 0x03F79D71B4CB0A89
_PLACES = np.zeros(64, np.int64)
for _place in range(64):
    _PLACES[((_DE_BRUIJN << _place) & (2**64 - 1)) >> 58] = _place
_SEQUENCE = np.uint64(_DE_BRUIJN)
_ONE = np.uint64(1)
_ZERO = np.uint64(0)
_TOP = np.uint64(58)


@compiled
def index_positions(ids: Any, first: int, last: int, cursors: Any, positions: Any) -> None:
    """Note where each word stands: one pass of a counting sort, over ``ids[first:last]``.

    `cursors` says for each word where in `positions` its next position goes, and is moved on.
    """
    for place in range(first, last):
        word = ids[place]
        if word >= 0:
            positions[cursors[word]] = place
            cursors[word] += 1


@compiled
def _lowest(bits: Any) -> int:
    place: int = _PLACES[np.int64(((bits & (~bits + _ONE)) * _SEQUENCE) >> _TOP)]
    return place


@compiled
def _use(column: int, low: Any, top: Any) -> None:
    low[column >> 6] |= _ONE << np.uint64(column & 63)
    top[column >> 12] |= _ONE << np.uint64((column >> 6) & 63)


@compiled
def _read_out(sums: Any, low: Any, top: Any, columns: Any, values: Any, at: int) -> int:
    """Append what a row holds, by rising column, and leave the row empty."""
    for block in range(len(top)):
        blocks = top[block]
        if blocks == _ZERO:
            continue
        top[block] = _ZERO
        while blocks != _ZERO:
            word = (block << 6) + _lowest(blocks)
            blocks &= blocks - _ONE
            bits = low[word]
            low[word] = _ZERO
            while bits != _ZERO:
                column = (word << 6) + _lowest(bits)
                bits &= bits - _ONE
                columns[at] = column
                values[at] = sums[column]
                sums[column] = 0
                at += 1
    return at


@compiled
def count_rows(
    ids: Any,
    positions: Any,
    starts: Any,
    first: int,
    last: int,
    weights: Any,
    symmetric: bool,
    sums: Any,
    low: Any,
    top: Any,
    columns: Any,
    values: Any,
    lengths: Any,
) -> int:
    """Count the rows of the words from `first` to before `last`.

    Parameters
    ----------
    ids : int32
        The text, with -1 between documents and at both ends.
    positions, starts : int32, int64
        Where the words stand, word after word, and where each word's positions begin.
    weights : int64 or float64 (window + 1,)
        What a neighbour at each distance counts; above 0, but for the unused first one.
    sums, low, top
        Work space, all zeros: as many as words; bits for them; bits for those.
    columns, values : int32 and of the type of weights
        Filled with the cells; there must be room for them.
    lengths : int64 (last - first,)
        Filled with the number of cells of each row.

    Returns
    -------
    int
        How many cells.
    """
    at = 0
    reach = len(weights)
    for word in range(first, last):
        for place in range(starts[word], starts[word + 1]):
            here = np.int64(positions[place])
            for distance in range(1, reach):
                column = ids[here + distance]
                if column < 0:
                    break
                so_far = sums[column]
                if so_far == 0:
                    _use(column, low, top)
                sums[column] = so_far + weights[distance]
            if symmetric:
                for distance in range(1, reach):
                    column = ids[here - distance]
                    if column < 0:
                        break
                    so_far = sums[column]
                    if so_far == 0:
                        _use(column, low, top)
                    sums[column] = so_far + weights[distance]
        end = _read_out(sums, low, top, columns, values, at)
        lengths[word - first] = end - at
        at = end
    return at


@compiled
def merge_rows(
    begins: Any,
    run_columns: Any,
    run_values: Any,
    sums: Any,
    low: Any,
    top: Any,
    columns: Any,
    values: Any,
    lengths: Any,
) -> int:
    """Add up the same rows of several counts.

    Parameters
    ----------
    begins : int64 (runs, rows + 1)
        Where each row of each count begins in the two arrays that follow.
    run_columns, run_values
        Cells of all the counts.
    sums, low, top, columns, values, lengths
        As for `count_rows`.

    Returns
    -------
    int
        How many cells.
    """
    at = 0
    for row in range(begins.shape[1] - 1):
        for run in range(begins.shape[0]):
            for cell in range(begins[run, row], begins[run, row + 1]):
                column = run_columns[cell]
                so_far = sums[column]
                if so_far == 0:
                    _use(column, low, top)
                sums[column] = so_far + run_values[cell]
        end = _read_out(sums, low, top, columns, values, at)
        lengths[row] = end - at
        at = end
    return at
