"""Steps that see a text piece by piece: what comes out of each piece is kept, since most words come again."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, cast

from nlpwidgets.text._step import Edit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from nlpwidgets.text._step import Worker

LIMIT = 1 << 17
LONGEST = 48


class Cache(dict[str, "str | None"]):
    """A function's results by its argument, bounded: it starts anew when full, which the frequent words soon make up for."""

    def __init__(self, compute: Callable[[str], str | None]) -> None:
        super().__init__()
        self.compute = compute

    def __missing__(self, piece: str) -> str | None:
        found = self.compute(piece)
        if len(piece) <= LONGEST:
            if len(self) >= LIMIT:
                self.clear()
            self[piece] = found
        return found


class PieceWorker:
    """A step that may be taken between spaces: it makes of ``a + " " + b`` what it makes of a, a space, what it makes of b.

    The text is cut at each U+0020, since `str.split` at one character and `str.join` are fast.

    Parameters
    ----------
    replace : callable
        The step on a text without U+0020; None where nothing is left, not even a place between two spaces.
    """

    def __init__(self, replace: Callable[[str], str | None]) -> None:
        self.cache = Cache(replace)

    def piece(self, text: str) -> str | None:
        """Return the text after the step, None where nothing is left."""
        found = [new for new in map(self.cache.__getitem__, text.split(" ")) if new is not None]
        return " ".join(found) if found else None

    def run(self, text: str) -> str:
        """Return the text after the step."""
        return self.piece(text) or ""


class WordWorker(PieceWorker):
    """Such a step that replaces words and removes none.

    Parameters
    ----------
    replace, find : callable
        The step on any text, and its edits.
    """

    def __init__(self, replace: Callable[[str], str], find: Callable[[str], list[Edit]]) -> None:
        super().__init__(replace)
        self.find = find

    def piece(self, text: str) -> str:
        """Return the text after the step."""
        return " ".join(cast("map[str]", map(self.cache.__getitem__, text.split(" "))))

    run = piece

    def edits(self, text: str) -> list[Edit]:
        """Return what the step does to the text."""
        found: list[Edit] = []
        at = 0
        for piece in text.split(" "):
            if self.cache[piece] != piece:
                found += [Edit(at + start, at + stop, new, same) for start, stop, new, same in self.find(piece)]
            at += len(piece) + 1
        return found


class Joined(PieceWorker):
    """Several such steps as one, so that a text is cut and put together once."""

    def __init__(self, workers: Sequence[PieceWorker]) -> None:
        super().__init__(self.together)
        self.workers = tuple(workers)

    def together(self, piece: str) -> str | None:
        """Return what all the steps make of a piece."""
        found: str | None = piece
        for worker in self.workers:
            if found is not None:
                found = worker.piece(found) if " " in found else worker.cache[found]
        return found


def compose(workers: Iterable[Worker]) -> list[Callable[[str], str]]:
    """Return functions with the effect of the workers one after the other; neighbours that go word by word become one."""
    found: list[Callable[[str], str]] = []
    for by_word, group in groupby(workers, lambda worker: isinstance(worker, PieceWorker)):
        if by_word:
            pieces = cast("list[PieceWorker]", list(group))
            found.append((pieces[0] if len(pieces) == 1 else Joined(pieces)).run)
        else:
            found += [worker.run for worker in group]
    return found
