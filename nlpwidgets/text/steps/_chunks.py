"""Steps that see a text piece by piece: what comes out of each piece is kept, since most words come again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlpwidgets.text._step import Edit

if TYPE_CHECKING:
    from collections.abc import Callable

LIMIT = 1 << 17
LONGEST = 48


class Cache(dict[str, str]):
    """A function's results by its argument, bounded: it starts anew when full, which the frequent words soon make up for."""

    def __init__(self, compute: Callable[[str], str]) -> None:
        super().__init__()
        self.compute = compute

    def __missing__(self, piece: str) -> str:
        found = self.compute(piece)
        if len(piece) <= LONGEST:
            if len(self) >= LIMIT:
                self.clear()
            self[piece] = found
        return found


class ChunkWorker:
    """A step that may be taken between spaces: ``replace(a + " " + b) == replace(a) + " " + replace(b)``.

    The text is cut at each U+0020, since `str.split` at one character and `str.join` are fast.

    Parameters
    ----------
    replace : callable
        The step on any text.
    find : callable
        The edits of the step on any text.
    """

    chunkwise = True

    def __init__(self, replace: Callable[[str], str], find: Callable[[str], list[Edit]]) -> None:
        self._cache = Cache(replace)
        self._find = find

    def run(self, text: str) -> str:
        """Return the text after the step."""
        return " ".join(map(self._cache.__getitem__, text.split(" ")))

    def edits(self, text: str) -> list[Edit]:
        """Return what the step does to the text."""
        found: list[Edit] = []
        at = 0
        cache = self._cache
        for piece in text.split(" "):
            if cache[piece] != piece:
                found += [Edit(at + start, at + stop, new, same) for start, stop, new, same in self._find(piece)]
            at += len(piece) + 1
        return found
