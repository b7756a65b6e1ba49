"""Traits whose assignment is work."""

from __future__ import annotations

from typing import Any

import traitlets as t


class Worked(t.TraitType[Any, Any]):
    """A trait whose assignment is work: the widget's `_work(name, value)` does it all, or raises and changes nothing."""

    def set(self, obj: Any, value: Any) -> None:
        """Hand the value over, unless the work itself assigns it."""
        with obj._lock:  # noqa: SLF001 - a trait and its widget are two halves of one thing
            if obj._committing or not obj._made:  # noqa: SLF001
                super().set(obj, value)
            elif obj._page_wrote is not None:  # noqa: SLF001
                obj._page_wrote[self.name] = value  # noqa: SLF001
            else:
                obj._work(self.name, value)  # noqa: SLF001


class WorkedText(Worked, t.Unicode):  # type: ignore[type-arg]
    """Such a text."""


class WorkedDict(Worked, t.Dict):
    """Such a dict."""


class WorkedEnum(Worked, t.Enum):  # type: ignore[type-arg]
    """Such a choice."""


class WorkedList(Worked, t.List):  # type: ignore[type-arg]
    """Such a list."""


class WorkedInt(Worked, t.Int):  # type: ignore[type-arg]
    """Such a number."""


class WorkedBool(Worked, t.Bool):  # type: ignore[type-arg]
    """Such a switch."""


class WorkedFloat(Worked, t.Float):  # type: ignore[type-arg]
    """Such a number."""
