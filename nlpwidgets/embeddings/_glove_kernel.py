"""Compiled loops of GloVe's training; importing this module loads numba.

A word has two rows of numbers, one as a word and one as context, and each row holds all that an update needs::

    word     w_1 … w_size  b  1   0 …   and the sums of squares of all these
    context  w~_1 … w~_size  1  b~  0 …   and theirs

So one dot product yields ``w·w~ + b + b~``, and one loop updates vectors and biases alike. The sums of squares of the two ones are
so large that they stay as they are. Zeros fill up to a multiple of 8 numbers; they stay zero, since each is the other's gradient.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from nlpwidgets.embeddings._compiling import compiled

_AHEAD = 4  # cells: the rows of that one are on the way into the cache while this one is worked on
_LINE = 16  # float32 of a cache line

# Sums may be taken in any order, so that they are computed in wide registers. NaN and infinity keep their meaning.
_fast = partial(compiled, fastmath={"contract", "reassoc", "nsz"})


@intrinsic
def _prefetch(_typing: Any, numbers: Any, place: Any) -> Any:  # noqa: ARG001 - numba counts arguments
    """Ask the processor for the cache line of a number that will be written soon; a hint without effect on results."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array = context.make_array(signature.args[0])(context, builder, arguments[0])
        pointer = builder.bitcast(builder.gep(array.data, [arguments[1]]), ir.IntType(8).as_pointer())
        whole = ir.IntType(32)
        signature_of = ir.FunctionType(ir.VoidType(), [pointer.type, whole, whole, whole])
        hint = builder.module.declare_intrinsic("llvm.prefetch", (pointer.type,), signature_of)
        # to write, to keep, data
        builder.call(hint, [pointer, ir.Constant(whole, 1), ir.Constant(whole, 3), ir.Constant(whole, 1)])
        return context.get_dummy_value()

    return types.none(numbers, types.intp), generate


@_fast
def reciprocal_root(x: Any) -> Any:
    """``1 / sqrt(x)`` in float32, to 3 units in the last place: a guess from the bits, and three of Newton's steps.

    Several times faster than root and division, which wide registers are slow at.
    """
    half = np.float32(0.5) * np.float32(x)
    bits = np.int32(np.float32(x).view(np.int32) >> np.int32(1))
    guess = np.int32(np.int32(0x5F3759DF) - bits).view(np.float32)
    three_halves = np.float32(1.5)
    guess = guess * (three_halves - half * guess * guess)
    guess = guess * (three_halves - half * guess * guess)
    return guess * (three_halves - half * guess * guess)


@_fast
def train_cells(places: Any, numbers: Any, rows: Any, vocabulary: int, rate: Any) -> float:
    """Update by each cell in turn.

    Parameters
    ----------
    places : int32 (cells, 4)
        Row and column of each cell in its first two columns.
    numbers : float32 (cells, 4)
        The same memory: ln X and f(X) in its last two.
    rows : float32 (2 · vocabulary, 2 · n)
        Numbers of words, then of contexts, and their sums of squares. Changed.
    rate : float32

    Returns
    -------
    float
        Sum over the cells of ``f(X) (w·w~ + b + b~ − ln X)²``, each before its update.
    """
    loss = 0.0
    cells = len(places)
    stride = rows.shape[1]
    n = stride // 2
    flat = rows.reshape(-1)
    for cell in range(cells):
        if cell + _AHEAD < cells:
            word_start = places[cell + _AHEAD, 0] * stride
            context_start = (vocabulary + places[cell + _AHEAD, 1]) * stride
            for offset in range(0, stride, _LINE):
                _prefetch(flat, word_start + offset)  # type: ignore[call-arg]
                _prefetch(flat, context_start + offset)
        word = rows[places[cell, 0]]
        context = rows[vocabulary + places[cell, 1]]
        dot = np.float32(0)
        for k in range(n):
            dot += word[k] * context[k]
        difference = dot - numbers[cell, 2]
        weighted = numbers[cell, 3] * difference
        loss += np.float64(weighted) * np.float64(difference)
        weighted *= rate
        for k in range(n):
            w, c = word[k], context[k]
            w_squares, c_squares = word[n + k], context[n + k]
            w_step, c_step = weighted * c, weighted * w
            word[k] = w - w_step * reciprocal_root(w_squares)
            context[k] = c - c_step * reciprocal_root(c_squares)
            word[n + k] = w_squares + w_step * w_step
            context[n + k] = c_squares + c_step * c_step
    return loss


@_fast
def loss_of_cells(places: Any, numbers: Any, rows: Any, vocabulary: int) -> float:
    """Return the sum of ``f(X) (w·w~ + b + b~ − ln X)²`` over cells; arguments as for `train_cells`."""
    loss = 0.0
    n = rows.shape[1] // 2
    for cell in range(len(places)):
        word = rows[places[cell, 0]]
        context = rows[vocabulary + places[cell, 1]]
        dot = np.float32(0)
        for k in range(n):
            dot += word[k] * context[k]
        difference = np.float64(dot) - np.float64(numbers[cell, 2])
        loss += np.float64(numbers[cell, 3]) * difference * difference
    return loss
