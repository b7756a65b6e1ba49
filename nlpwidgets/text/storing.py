"""A pipeline as JSON."""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nlpwidgets.text.resolving import Spec, Step, TextFunction

FORMAT, VERSION = "nlpwidgets.text.Pipeline", 1


def address(function: TextFunction) -> str | None:
    """Return "module:name" when that is where the function can be imported from, else None."""
    owner = getattr(function, "__objclass__", None)
    module = getattr(owner or function, "__module__", None)
    name = getattr(function, "__qualname__", None)
    if not module or not name or module == "__main__" or "<" in name:
        return None
    try:
        return f"{module}:{name}" if imported(f"{module}:{name}") is function else None
    except ValueError:
        return None


def imported(place: str) -> Any:
    """Return what is at "module:name".

    Raises
    ------
    ValueError
        There is nothing.
    """
    module, _, name = place.partition(":")
    try:
        found: Any = import_module(module)
        for part in name.split("."):
            found = getattr(found, part)
    except (ImportError, AttributeError, TypeError, ValueError) as error:
        raise ValueError(f"the function {place!r} cannot be imported: {error}") from error
    return found


def to_json(steps: Iterable[Step]) -> str:
    """Return steps as JSON."""
    entries: list[dict[str, Any]] = []
    for index, step in enumerate(steps):
        if step.function is None:
            entries.append({"name": step.name, "options": step.options})
            continue
        place = address(step.function)
        if place is None:
            raise ValueError(
                f"step {index}, {step.name}, is a function that cannot be imported by name, so JSON cannot hold it; "
                "put it in a module of its own, or keep the pipeline as code with to_code()"
            )
        entries.append({"function": place})
    return json.dumps({"format": FORMAT, "version": VERSION, "steps": entries}, indent=2)


def from_json(text: str, *, trust: bool) -> list[Spec]:
    """Return the steps that JSON holds."""
    try:
        held = json.loads(text)
    except (TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"this is no JSON: {error}") from error
    if not isinstance(held, dict) or held.get("format") != FORMAT or not isinstance(held.get("steps"), list):
        raise ValueError(f'this is not the JSON of a pipeline, which says "format": "{FORMAT}" and lists "steps"')
    if held.get("version") != VERSION:
        raise ValueError(
            f"this is version {held.get('version')!r} of the format; this nlpwidgets reads version {VERSION}"
        )
    found: list[Spec] = []
    for index, entry in enumerate(held["steps"]):
        if isinstance(entry, dict) and isinstance(entry.get("name"), str):
            found.append((entry["name"], entry.get("options", {})))
        elif isinstance(entry, dict) and isinstance(entry.get("function"), str):
            if not trust:
                raise ValueError(
                    f"step {index} is the function {entry['function']!r}; importing it runs code, "
                    "so say from_json(text, trust=True) if you trust the text"
                )
            found.append(imported(entry["function"]))
        else:
            raise ValueError(f"step {index} has neither a name nor a function: {entry!r:.60}")  # noqa: TRY004
    return found
