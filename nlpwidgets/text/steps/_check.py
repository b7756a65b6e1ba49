"""Checks of option values, with errors that say what is wrong and what to do."""

from __future__ import annotations

from typing import Any


def flag(step: str, name: str, value: Any) -> bool:
    """Return a boolean option.

    Raises
    ------
    TypeError
        It is something else.
    """
    if not isinstance(value, bool):
        raise TypeError(f"{step}: {name} is True or False, not {value!r}")
    return value


def text(step: str, name: str, value: Any) -> str:
    """Return a text option.

    Raises
    ------
    TypeError
        It is something else.
    """
    if not isinstance(value, str):
        raise TypeError(f"{step}: {name} is a text, not {value!r}")
    return value


def choice(step: str, name: str, value: Any, choices: tuple[str, ...]) -> str:
    """Return one of several choices.

    Raises
    ------
    TypeError
        It is no text.
    ValueError
        There is no such choice.
    """
    if text(step, name, value) not in choices:
        raise ValueError(f"{step}: {name}={value!r} does not exist; there are {', '.join(choices)}")
    return str(value)


def words(step: str, name: str, value: Any) -> tuple[str, ...]:
    """Return a list of words, each once, in its order.

    Raises
    ------
    TypeError
        It is a text, no list, or holds something else than text; the position is named.
    """
    if isinstance(value, str | bytes):
        raise TypeError(f"{step}: {name} is a list of words, not one text; write [{value!r}]")
    try:
        found = list(value)
    except TypeError:
        raise TypeError(f"{step}: {name} is a list of words, not {value!r}") from None
    for position, word in enumerate(found):
        if not isinstance(word, str):
            raise TypeError(f"{step}: {name}[{position}] is {word!r}, not a word")
    return tuple(dict.fromkeys(map(str, found)))
