"""The texts that a preprocessing explorer was given: one, a list, or anything that gives texts, read only as far as is needed."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from nlpwidgets.text.resolving import check_text
from nlpwidgets.widgets._preprocessing_sample import SAMPLE

FIRST = 20
"""Texts of a stream that are read at once, to be looked at."""


class Texts:
    """A corpus that only ever grows.

    Parameters
    ----------
    given : str, iterable of str or None
        A list, tuple, set, Series or array is copied. Of any other iterable the first `limit` texts are read at most, when
        they are asked for.
    limit : int
        Texts read of an iterable without a length.

    Raises
    ------
    TypeError, ValueError
        Something is no text (the position is named), or there is none.
    """

    def __init__(self, given: Any, limit: int) -> None:
        self._lock = threading.Lock()
        self._stream: Iterator[Any] | None = None
        self._limit = limit
        if given is None:
            self._texts = [SAMPLE]
        elif isinstance(given, str):
            self._texts = [str(given)]
        elif isinstance(given, (bytes, bytearray)) or not isinstance(given, Iterable):
            what = (
                "bytes; decode them first: text.decode('utf-8')"
                if isinstance(given, (bytes, bytearray))
                else repr(given)[:60]
            )
            raise TypeError(f"a text or an iterable of texts is needed, not {what}")
        elif isinstance(given, Mapping) or hasattr(given, "columns"):
            raise TypeError(f"a {type(given).__name__} is no list of texts; give one column of it, or its values")
        elif hasattr(given, "__len__"):
            self._texts = [check_text(text, f"texts[{place}]") for place, text in enumerate(given)]
        else:
            self._texts, self._stream = [], iter(given)
            self.read(min(FIRST, limit))
        if not self._texts:
            raise ValueError("there are no texts: give at least one")

    def __len__(self) -> int:
        return len(self._texts)

    def __getitem__(self, place: int) -> str:
        return self._texts[place]

    @property
    def total(self) -> int:
        """Texts there are; of a stream that has not ended, the limit."""
        return len(self._texts) if self._stream is None else self._limit

    def read(self, count: int) -> None:
        """Read a stream until there are `count` texts, it ends, or the limit is reached.

        Raises
        ------
        TypeError
            Something is no text; the position is named. It and what follows it is left out from then on.
        """
        with self._lock:
            if self._stream is None:
                return
            missing = min(count, self._limit) - len(self._texts)
            if missing <= 0:
                return
            before = len(self._texts)
            try:
                for text in islice(self._stream, missing):
                    self._texts.append(check_text(text, f"texts[{len(self._texts)}]"))
            except BaseException:
                self._stream = None
                raise
            if len(self._texts) < before + missing or len(self._texts) >= self._limit:
                self._stream = None

    def order(self) -> Iterator[int]:
        """Places in the order in which a sample takes them: at random, but always the same; of a stream as they come."""
        if self._stream is None:
            yield from random.Random(0).sample(range(len(self)), len(self))
            return
        place = 0
        while True:
            if place >= len(self):
                self.read(place + 50)
            if place >= len(self):
                return
            yield place
            place += 1
