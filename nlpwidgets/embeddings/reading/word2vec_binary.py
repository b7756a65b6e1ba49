"""Word vectors as word2vec writes them in binary: a line of two counts, then each word, a blank and its float32 numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nlpwidgets.embeddings.reading.collecting import SIZE_LIMIT, Collector
from nlpwidgets.embeddings.reading.text import counts_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nlpwidgets.embeddings.reading.collecting import Choice
    from nlpwidgets.embeddings.reading.opening import Stream

BLOCK = 4 << 20
WORD_LIMIT = 64 << 10


def read_word2vec_binary(stream: Stream, choice: Choice) -> tuple[dict[str, int], NDArray[np.float32]]:
    """Read the words and numbers of such a file.

    Raises
    ------
    LoadError
        With the byte.
    """
    line = stream.readline(200)
    counts = counts_of(line)
    if counts is None or not line.endswith(b"\n"):
        raise stream.fail(f"expected a line of two counts, found {line[:40]!r}", offset=0)
    promised, size = counts
    if not 0 < size <= SIZE_LIMIT:
        raise stream.fail(
            f"promises vectors of {size:,} numbers; more than 0 and at most {SIZE_LIMIT:,} make sense", offset=0
        )
    if promised == 0:
        raise stream.fail("promises no words", offset=0)
    wanted = promised if choice.limit is None else min(promised, choice.limit)
    if stream.size is not None and wanted > (possible := (stream.size - len(line)) // (4 * size + 1)):
        raise stream.fail(
            f"promises {promised:,} words of {size:,} numbers, but the file of {stream.size:,} bytes holds at most "
            f"{possible:,}: truncated, or the counts are wrong; fetch it again, or pass a lower limit=",
            offset=0,
        )
    room = None if stream.size is None else wanted
    collector = Collector(choice, size, expected=room, unit="offset", path=stream.path)
    start, data = stream.offset, b""
    while collector.seen < wanted:
        more = stream.read(max(BLOCK, 4 * size))
        data += more
        words, rows, places, used = _records(data, size, wanted - collector.seen, start, stream)
        if words:
            collector.add(words, rows, places)
        elif not more:
            raise stream.fail(
                f"ends within word {collector.seen + 1:,} of {promised:,}: truncated, or the counts are wrong; fetch it "
                f"again, or pass limit={collector.seen} to read what is there",
                offset=start,
            )
        data, start = data[used:], start + used
    if (choice.limit is None or choice.limit > promised) and (data or stream.read(2)).strip(b"\r\n"):
        raise stream.fail(
            f"goes on after the {promised:,} words its first line promises; pass limit={promised} to read just those",
            offset=start,
        )
    return collector.finish()


def _records(
    data: bytes, size: int, wanted: int, start: int, stream: Stream
) -> tuple[list[bytes], NDArray[np.float32], list[int], int]:
    """Take the whole records off the beginning of `data`, which is byte `start` of the file."""
    view, length = memoryview(data), 4 * size
    words, parts, places, at = list[bytes](), list[memoryview](), list[int](), 0
    while len(words) < wanted:
        blank = data.find(b" ", at, at + WORD_LIMIT)
        if blank < 0 and len(data) - at >= WORD_LIMIT:
            raise stream.fail(
                f"no word ends within {WORD_LIMIT:,} bytes; the file is damaged before", offset=start + at
            )
        if blank < 0 or blank + 1 + length > len(data):
            break
        words.append(data[at:blank].lstrip(b"\n"))  # some writers end a record with a line end
        parts.append(view[blank + 1 : blank + 1 + length])
        places.append(start + at)
        at = blank + 1 + length
    rows = np.frombuffer(b"".join(parts), dtype="<f4").reshape(len(words), size)
    return words, rows, places, at
