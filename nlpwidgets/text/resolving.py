"""From what a user writes for a step to the step itself, with errors that say what there is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from nlpwidgets.text.diffing import diff
from nlpwidgets.text.steps import KINDS, _check

if TYPE_CHECKING:
    from nlpwidgets.text._step import Edit, Option, Worker

    TextFunction = Callable[[str], str]
    Spec = str | tuple[str, Mapping[str, Any]] | TextFunction


class StepError(RuntimeError):
    """A user's function raised an error; it is the cause, and its text is part of the message."""


@dataclass(frozen=True)
class Step:
    """A step of a pipeline, its options checked and complete."""

    name: str
    """Name of the built-in step, or of the function."""
    settings: tuple[tuple[str, Any], ...] = ()
    """Options by name, all of them; lists of words are tuples."""
    function: TextFunction | None = field(default=None, hash=False)  # an object with __call__ may have no hash
    """The user's function; None for built-in steps."""

    @property
    def options(self) -> dict[str, Any]:
        """Options by name, all of them; a new dict each time."""
        return dict(self.settings)

    @property
    def changed(self) -> dict[str, Any]:
        """The options that differ from the defaults."""
        defaults = (
            {} if self.function is not None else {option.name: option.default for option in KINDS[self.name].options}
        )
        return {name: value for name, value in self.settings if value != defaults[name]}

    @property
    def spec(self) -> Spec:
        """The shortest thing to write for this step."""
        if self.function is not None:
            return self.function
        return (self.name, self.changed) if self.changed else self.name


class FunctionWorker:
    """A user's function; what it did is found by comparing."""

    def __init__(self, function: TextFunction, name: str, index: int) -> None:
        self.function = function
        self.called = f"step {index}, {name},"

    def run(self, text: str) -> str:
        """Return what the function makes of the text.

        Raises
        ------
        StepError
            The function raised.
        TypeError
            It returned no text.
        """
        try:
            new = self.function(text)
        except Exception as error:
            raise StepError(f"{self.called} raised {type(error).__name__}: {error}") from error
        if not isinstance(new, str):
            raise TypeError(f"{self.called} returned {new!r:.60}, not a str; let it return the text")
        return new if type(new) is str else str.__str__(new)

    def edits(self, text: str) -> list[Edit]:
        """Return what the function did, by comparing."""
        return diff(text, self.run(text))


def make(step: Step, index: int) -> Any:
    """Return the worker of a step; the same one for the same built-in step, since some load large tables."""
    if step.function is not None:
        return FunctionWorker(step.function, step.name, index)
    return _built_in(step.name, step.settings, _types(step))


@lru_cache(maxsize=256)
def _built_in(name: str, settings: tuple[tuple[str, Any], ...], types: tuple[type, ...]) -> Worker:
    del types
    return KINDS[name].make(**dict(settings))


def _types(step: Step) -> tuple[type, ...]:
    """Return the types of the values: 1 equals True, but only one of them is a valid option."""
    return tuple(type(value) for _, value in step.settings)


def resolve(steps: Iterable[Any]) -> tuple[Step, ...]:
    """Check what a user wrote for the steps of a pipeline.

    Raises
    ------
    TypeError
        Something is no step, or a value has the wrong type.
    ValueError
        There is no such step or option; the message says which there are.
    """
    if isinstance(steps, str) or callable(steps):
        raise TypeError(f"steps must be a list of steps, not {steps!r:.60}; write [{steps!r:.60}]")
    if isinstance(steps, bytes | Mapping) or not isinstance(steps, Iterable):
        raise TypeError(f"steps must be a list of names, (name, options) pairs and functions, not {steps!r:.60}")
    listed = list(steps)
    return tuple(_resolve(entry, f"step {index}") for index, entry in enumerate(listed))


def _resolve(entry: Any, where: str) -> Step:
    if isinstance(entry, Step):
        entry = (entry.name, entry.options) if entry.function is None else entry.function
    if isinstance(entry, str):
        return _named(str(entry), {}, where)
    if isinstance(entry, tuple | list) and len(entry) == 2 and isinstance(entry[0], str):
        if not isinstance(entry[1], Mapping):
            raise TypeError(f"{where}: the options of {entry[0]!r} must be a dict, not {entry[1]!r:.60}")
        return _named(str(entry[0]), entry[1], where)
    if callable(entry):
        if isinstance(entry, type):
            raise TypeError(f"{where} is the class {entry.__name__}; a function from text to text is needed")
        name = getattr(entry, "__name__", None)
        return Step(name if isinstance(name, str) else type(entry).__name__, (), entry)
    raise TypeError(f"{where} must be a name, a (name, options) pair or a function, not {entry!r:.60}")


def _named(name: str, options: Mapping[str, Any], where: str) -> Step:
    if name not in KINDS:
        raise ValueError(f"{where}: there is no step {name!r}; {near(name, KINDS)}")
    kind = KINDS[name]
    known = {option.name: option for option in kind.options}
    for given in options:
        if given not in known:
            there = near(str(given), known) if known else "it has no options"
            raise ValueError(f"{where}: {name} has no option {given!r}; {there}")
    for option in kind.options:
        value = options.get(option.name)
        if option.kind != "words" and isinstance(value, list | dict | set):
            raise TypeError(f"{where}: {name}: {option.name} must be a single value, not {value!r:.60}")
    try:
        settings = tuple((option.name, _plain(name, option, options)) for option in kind.options)
        step = Step(name, settings)
        _built_in(name, settings, _types(step))
    except (TypeError, ValueError) as error:
        raise type(error)(f"{where}: {error}") from error
    return step


def _plain(name: str, option: Option, options: Mapping[str, Any]) -> Any:
    """Return an option's value, as something that does not change."""
    value = options.get(option.name, option.default)
    if option.kind == "words" and value is not None:
        listed = sorted(value, key=repr) if isinstance(value, set | frozenset) else value
        return _check.words(name, option.name, listed)
    return str(value) if isinstance(value, str) else value


def near(name: str, there: Iterable[str]) -> str:
    """Return a half sentence that names the nearest name, and all of them."""
    names = list(there)
    close = get_close_matches(name.lower().replace(" ", "_").replace("-", "_"), names, 1)
    return (f"did you mean {close[0]!r}? " if close else "") + f"there are {', '.join(names)}"


def check_text(text: Any, where: str) -> str:
    """Return a text, as plain str.

    Raises
    ------
    TypeError
        It is none; the message says what to do.
    """
    if type(text) is str:
        return text
    if isinstance(text, str):
        return str.__str__(text)
    if isinstance(text, bytes | bytearray):
        todo = "decode it first: text.decode('utf-8')"
    elif text is None or type(text).__name__ == "NAType" or (isinstance(text, float) and text != text):  # noqa: PLR0124  (NaN)
        todo = "leave missing texts out, or put '' in their place"
    elif isinstance(text, Iterable):
        todo = "for several texts, use map(texts)"
    else:
        todo = "turn it into text first: str(value)"
    raise TypeError(f"{where} must be a str, not {type(text).__name__}; {todo}")
