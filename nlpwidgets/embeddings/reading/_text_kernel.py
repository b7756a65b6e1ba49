"""Compiled: words and numbers of regular lines of text.

A number of at most 2⁵³ in its digits and a power of ten up to 10²² are both exact as float64, so one multiplication or division
rounds as it should (Clinger 1990, How to read floating point numbers accurately, §4). With more digits the result may be off in
its last bits; it is taken where that can not change the float32, and the line is left to Python where it can.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from nlpwidgets.embeddings._compiling import compiled

_POWERS = np.array([float(f"1e{power}") for power in range(23)])
_EXACT = 1 << 53
_DIGITS = 19  # as many as always fit into 64 bits
_MARGIN = 2.0**-50  # some times what three roundings, and the digits left out, can add up to
_LINE_END, _RETURN, _BLANK, _TAB = 10, 13, 32, 9


@compiled
def _number(data: Any, at: Any) -> Any:
    """Read the number at byte `at`; return it, and the byte after it, or −1 where it is none that can be read exactly."""
    end = data.shape[0]
    negative = False
    if at < end and (data[at] == 45 or data[at] == 43):
        negative = data[at] == 45
        at += 1
    digits, used, power, some, whole = np.uint64(0), 0, 0, False, True
    fraction = False
    while at < end:
        byte = data[at]
        if 48 <= byte <= 57:
            some = True
            if used < _DIGITS:
                digits = digits * np.uint64(10) + np.uint64(byte - 48)
                used += digits != 0
                power -= fraction
            else:
                whole = False
                power += not fraction
        elif byte == 46 and not fraction:
            fraction = True
        else:
            break
        at += 1
    if not some:
        return np.float32(0), -1
    if at < end and (data[at] == 101 or data[at] == 69):
        at += 1
        down, exponent, some = False, 0, False
        if at < end and (data[at] == 45 or data[at] == 43):
            down = data[at] == 45
            at += 1
        while at < end and 48 <= data[at] <= 57:
            exponent = min(exponent * 10 + data[at] - 48, 9999)
            some = True
            at += 1
        if not some:
            return np.float32(0), -1
        power += -exponent if down else exponent
    value = np.float64(digits)
    if digits != 0:
        if power < -22 or power > 22:
            return np.float32(0), -1
        value = value / _POWERS[-power] if power < 0 else value * _POWERS[power]
        sure = whole and digits <= _EXACT
        if not sure and np.float32(value * (1 - _MARGIN)) != np.float32(value * (1 + _MARGIN)):
            return np.float32(0), -1
    return np.float32(-value if negative else value), at


@compiled
def parse_lines(
    data: Any, separator: int, rows: Any, starts: Any, word_ends: Any, line_ends: Any, regular: Any
) -> None:
    """Read whole lines of a word, a separator and numbers with one separator between them.

    Parameters
    ----------
    data : ndarray of uint8
    separator : int
    rows : ndarray of shape (lines, size), float32
        Filled where lines are regular.
    starts, word_ends, line_ends : ndarray of shape (lines,), int64
        Filled: where each line, the rest after its word, and its end are.
    regular : ndarray of shape (lines,), bool
        Filled: whether the line was understood.
    """
    end = data.shape[0]
    at = 0
    for line in range(rows.shape[0]):
        starts[line] = at
        while at < end and data[at] != separator and data[at] != _LINE_END:
            at += 1
        word_ends[line] = at
        good = True
        for column in range(rows.shape[1]):
            if at >= end or data[at] != separator:
                good = False
                break
            number, after = _number(data, at + 1)
            if after < 0:
                good = False
                break
            rows[line, column] = number
            at = after
        while at < end and data[at] != _LINE_END:
            good = good and (data[at] == _BLANK or data[at] == _TAB or data[at] == _RETURN)
            at += 1
        line_ends[line] = at
        at += 1
        regular[line] = good
