"""What a preprocessing step is: how it runs, how it tells where characters came from, what can be chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Edit(NamedTuple):
    """`text[start:stop]` becomes `new`; the edits of a step are in order, do not overlap, and leave the rest as it is."""

    start: int
    stop: int
    new: str
    one_by_one: bool = False
    """Character i of `new` comes from character i of the source, which then has as many; else each comes from all of it."""


@dataclass(frozen=True)
class StepCode:
    """Plain Python with the same effect as a step; it needs its imports only."""

    imports: tuple[str, ...]
    """Lines such as ``import re``."""
    definitions: str
    """Constants and functions."""
    function: str
    """Name of the function, among the definitions, that takes a text and returns one."""


class Worker(Protocol):
    """A step with its options settled."""

    def run(self, text: str) -> str:
        """Return the text after the step, the fast way."""

    def edits(self, text: str) -> list[Edit]:
        """Return what the step does to the text; ``apply(text, edits(text)) == run(text)``."""

    def code(self) -> StepCode:
        """Return the same as plain Python."""


@dataclass(frozen=True)
class Option:
    """Something that can be chosen about a step."""

    name: str
    kind: Literal["bool", "choice", "words", "text"]
    default: Any
    help: str
    choices: tuple[str, ...] = ()
    """What there is, for kind "choice"."""


@dataclass(frozen=True)
class StepKind:
    """A built-in step, to be had by its name."""

    name: str
    title: str
    help: str
    example: tuple[str, str]
    """A text, and the same after the step with default options."""
    options: tuple[Option, ...]
    make: Callable[..., Worker]
    """Takes the options as keywords; raises TypeError or ValueError for values that are not valid."""


def apply(text: str, edits: Iterable[Edit]) -> str:
    """Return the text with the edits made."""
    parts: list[str] = []
    at = 0
    for edit in edits:
        parts += (text[at : edit.start], edit.new)
        at = edit.stop
    return "".join([*parts, text[at:]])
