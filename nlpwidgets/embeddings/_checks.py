"""Options that are checked alike everywhere."""

from __future__ import annotations

import operator
from typing import Any

import numpy as np


def whole_number(name: str, value: Any, least: int) -> int:
    """Return a whole number.

    Raises
    ------
    TypeError
        It is none; True and False are none either.
    ValueError
        It is less than `least`.
    """
    if isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{name} is a whole number, not {value!r}")
    try:
        found = operator.index(value)
    except TypeError:
        raise TypeError(f"{name} is a whole number, not {value!r:.60}") from None
    if found < least:
        raise ValueError(f"{name} is at least {least}, got {found}")
    return found
