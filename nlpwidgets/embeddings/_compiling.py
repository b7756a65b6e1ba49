"""How numba compiles the loops of this package; importing this module loads numba."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numba import njit

if TYPE_CHECKING:
    from collections.abc import Callable


def compiled(function: Callable[..., Any], **options: Any) -> Any:
    """Compile without the interpreter's lock; keep the machine code on disk where a place for it can be found."""
    try:
        return njit(nogil=True, cache=True, **options)(function)
    except RuntimeError:  # neither the package's folder nor the user's cache may be written
        return njit(nogil=True, **options)(function)
