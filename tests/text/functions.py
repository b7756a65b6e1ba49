"""Functions as a user may write them, in a module that other processes can import."""

from __future__ import annotations

import os
import re
import time

NUMBER = re.compile(r"\d+")
MARK = "#"


def _mark(match: re.Match[str]) -> str:
    return MARK * len(match[0])


def hide_numbers(text: str) -> str:
    """Use a helper, a constant and a pattern of the module."""
    return NUMBER.sub(_mark, text)


def shout(text: str) -> str:
    return text.upper() + "!"


def fail_on_bad(text: str) -> str:
    if text == "bad":
        raise ValueError("no good")
    return text


def nothing(text: str) -> None:
    """Forget to return."""


def slow(text: str) -> str:
    time.sleep(0.2)
    return text


def die(text: str) -> str:
    """End the process, as the system does when memory runs out."""
    os._exit(3)
