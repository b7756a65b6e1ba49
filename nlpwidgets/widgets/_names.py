"""Names that things have in the notebook, for code that is to be run there."""

from __future__ import annotations

import sys
from typing import Any


def name_of(thing: Any, default: str) -> str:
    """Name under which the notebook knows a thing, for code that is to be run there."""
    owner = getattr(thing, "__self__", None)
    if owner is not None and not isinstance(owner, type) and hasattr(thing, "__name__"):
        return f"{name_of(owner, 'model')}.{thing.__name__}"
    space = vars(sys.modules["__main__"]) if "__main__" in sys.modules else {}
    found = [name for name, value in list(space.items()) if value is thing and not name.startswith("_")]
    return min(found, key=len) if found else default
