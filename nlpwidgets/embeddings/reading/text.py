"""Word vectors as text: one word and its numbers per line, with or without a line of two counts before them.

That is GloVe's text, word2vec's text and fastText's ``.vec``. Numbers are parsed as float64 and then rounded to float32, as
gensim does: rounding once would differ from it in the last bit of some numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from nlpwidgets.embeddings.reading.collecting import Collector

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from nlpwidgets.embeddings.reading.collecting import Choice
    from nlpwidgets.embeddings.reading.opening import Stream

BLOCK = 4 << 20
LINE_LIMIT = 16 << 20
HEAD = 1 << 20
SAMPLED = 50
COMPILED_FROM = 2 << 20  # bytes; Python is through with less before compiled code would be loaded
BOM, BOM_16 = b"\xef\xbb\xbf", (b"\xff\xfe", b"\xfe\xff")
# what a number of a vector looks like and the end of a word hardly ever does
_LIKE_A_NUMBER = re.compile(rb"[-+]?(\d+\.\d*|\.\d+)(e[-+]?\d+)?|[-+]?\d+e[-+]?\d+", re.IGNORECASE)
_HEADER = re.compile(rb"\s*(\d{1,18})[ \t]+(\d{1,18})\s*")


if TYPE_CHECKING:
    Parsed = tuple[list[bytes], NDArray[np.float32]]


class Layout(NamedTuple):
    """How the lines of a file are made.

    Attributes
    ----------
    header : int
        Bytes of the line of counts, and of a mark before it.
    promised : int or None
        The count of words in that line.
    size : int
        Numbers per line.
    separator : bytes
        A blank or a tab.
    """

    header: int
    promised: int | None
    size: int
    separator: bytes


def counts_of(line: bytes) -> tuple[int, int] | None:
    """Return the two counts of a first line, words and numbers per word; None where it is something else."""
    found = _HEADER.fullmatch(line)
    return (int(found[1]), int(found[2])) if found else None


def numbers_at_end(line: bytes, separator: bytes) -> int:
    """Count the fields at the end of a line that are numbers; the first field is the word."""
    count = 0
    for field in reversed(line.rstrip().split(separator)[1:]):
        try:
            float(field)
        except ValueError:
            break
        count += 1
    return count


def layout_of(stream: Stream, head: bytes, *, header: bool | None) -> Layout:
    """Work out from the first bytes of a file how its lines are made.

    Parameters
    ----------
    header : bool or None
        Whether there is a line of counts; None to find out.
    """
    if head.startswith(BOM_16):
        raise stream.fail("is UTF-16 text; save it as UTF-8", offset=0)
    start = len(BOM) if head.startswith(BOM) else 0
    lines = head[start:].split(b"\n")
    if len(lines) > 1 and len(head) >= HEAD:
        lines.pop()  # cut off
    first, *others = lines[: SAMPLED + 1]
    others = [line for line in others if line.strip()]
    if not first.strip():
        raise stream.fail("is blank" if head.strip() else "holds no vectors: the file is empty", line=1)
    if b"\0" in head:
        raise stream.fail("holds a zero byte: this is no text", offset=head.index(b"\0"))
    counts = counts_of(first) if header is not False else None
    if header and counts is None:
        raise stream.fail(
            f"expected the two counts that word2vec's text begins with, found {first[:40]!r}; "
            "pass format='glove' if it has none",
            line=1,
        )
    sample = others if counts and others else [first, *others]
    separator = max((b" ", b"\t"), key=lambda between: sum(numbers_at_end(line, between) for line in sample))
    found = Counter(numbers_at_end(line, separator) for line in sample)
    # "12 5" may also be the word 12 with one number: then the lines below it have one, too
    if counts and others and header is None and found.most_common(1)[0][0] == 1 != counts[1]:
        counts, sample = None, [first, *others]
    size = counts[1] if counts else found.most_common(1)[0][0]
    if counts and not others:
        raise stream.fail(f"promises {counts[0]:,} words and holds none", line=1)
    line = 2 if counts else 1
    if size == 0:
        raise stream.fail(f"has no numbers after its word: {sample[0][:60]!r}", line=line)
    if counts and counts[1] not in found:
        likely = found.most_common(1)[0][0]
        raise stream.fail(f"has {likely:,} numbers after its word, but line 1 promises {counts[1]:,}", line=line)
    word = sample[0].split(separator)[0]
    if b"\t" in word and _LIKE_A_NUMBER.fullmatch(word.rsplit(b"\t")[-1]):
        raise stream.fail("has a tab after its word and blanks between its numbers; use one of them", line=line)
    return Layout(start + (len(first) + 1 if counts else 0), counts[0] if counts else None, size, separator)


def read_text(stream: Stream, choice: Choice, *, header: bool | None) -> tuple[dict[str, int], NDArray[np.float32]]:
    """Read the words and numbers of a text file.

    Raises
    ------
    LoadError
        With the line.
    """
    layout = layout_of(stream, stream.head(HEAD), header=header)
    skipped = 1 if layout.promised is not None else 0
    collector = Collector(choice, layout.size, expected=_room(stream, layout, choice), unit="line", path=stream.path)
    stream.skip_to(layout.header)
    read = 0
    for words, rows in _parsed(stream, layout, choice):
        first = skipped + read + 1
        collector.add(words, rows, range(first, first + len(words)))
        read += len(words)
    if layout.promised is not None and read < min(layout.promised, choice.limit or layout.promised):
        raise stream.fail(
            f"line 1 promises {layout.promised:,} words, but the file ends after {read:,}: truncated, or line 1 is "
            f"wrong; fetch it again, or pass limit={read} to read what is there",
            line=skipped + read + 1,
        )
    return collector.finish()


def _parsed(stream: Stream, layout: Layout, choice: Choice) -> Iterator[Parsed]:
    """Yield the words and rows of each block; the next one is parsed meanwhile."""
    parse = Parser(stream, layout)
    skipped = 1 if layout.promised is not None else 0
    seen, waiting = 0, None
    with ThreadPoolExecutor(1) as ahead:
        for block in _blocks(stream):
            lines = block.count(b"\n") + (not block.endswith(b"\n"))
            allowed = lines if choice.limit is None else min(lines, choice.limit - seen)
            if layout.promised is not None and seen + allowed > layout.promised:
                raise stream.fail(
                    f"line 1 promises {layout.promised:,} words, but there are more; "
                    f"pass limit={layout.promised} to read just those, or correct line 1",
                    line=skipped + layout.promised + 1,
                )
            part = _first_lines(block, allowed) if allowed < lines else block
            parsing = ahead.submit(parse, part, skipped + seen + 1, allowed)
            if waiting is not None:
                yield waiting.result()
            waiting, seen = parsing, seen + allowed
            if seen == choice.limit:
                break
        if waiting is not None:
            yield waiting.result()


def _room(stream: Stream, layout: Layout, choice: Choice) -> int | None:
    """Return for how many rows to make room at first, as far as the file shows it beforehand."""
    if stream.size is None:
        return None
    possible = (stream.size - layout.header + 1) // (2 * layout.size + 1)  # "w 1 2\n" without the word
    wanted = layout.promised if choice.limit is None else choice.limit
    if layout.promised is not None and wanted is not None and min(wanted, layout.promised) > possible:
        raise stream.fail(
            f"promises {layout.promised:,} words of {layout.size:,} numbers, but the file of {stream.size:,} bytes holds "
            f"at most {possible:,}: truncated, or the counts are wrong; fetch it again",
            line=1,
        )
    if layout.promised is not None:
        return layout.promised
    return min(possible, stream.size // (6 * layout.size) + 1)


def _blocks(stream: Stream) -> Iterator[bytes]:
    """Yield the rest of the file in blocks of whole lines, without blank ones at its end."""
    rest: list[bytes] = []
    held = 0
    while data := stream.read(BLOCK):
        # lines that might be blank to the end of the file are held back until more is seen
        content = data.rfind(b"\n")
        if content > 0 and data[content - 1] in b"\r\n":
            content = len(data[:content].rstrip(b"\r\n"))
        if content <= 0:
            rest.append(data)
            held += len(data)
            if held > LINE_LIMIT:
                raise stream.fail(
                    f"a line has no end within {LINE_LIMIT >> 20} MiB: no text of vectors", offset=stream.offset - held
                )
            continue
        cut = data.index(b"\n", content) + 1
        yield b"".join([*rest, memoryview(data)[:cut]])
        rest, held = [data[cut:]], len(data) - cut
    if last := b"".join(rest).rstrip(b"\r\n"):
        yield last


def _first_lines(block: bytes, count: int) -> bytes:
    at = 0
    for _ in range(count):
        at = block.index(b"\n", at) + 1
    return block[:at]


class Parser:
    """Makes words and float32 rows of lines: compiled where lines are regular, in Python where they are not."""

    def __init__(self, stream: Stream, layout: Layout) -> None:
        self._stream, self._layout = stream, layout
        self._parse_lines: Callable[..., None] | None = None

    def __call__(self, block: bytes, line: int, count: int) -> Parsed:
        """Parse `count` whole lines, the first of which is line `line` of the file."""
        if self._parse_lines is None:
            if len(block) < COMPILED_FROM:
                return self._by_hand(block.split(b"\n")[:count], range(line, line + count))
            from nlpwidgets.embeddings.reading._text_kernel import parse_lines

            self._parse_lines = parse_lines
        rows = np.empty((count, self._layout.size), dtype=np.float32)
        starts, word_ends, line_ends = np.empty((3, count), dtype=np.int64)
        regular = np.empty(count, dtype=np.bool_)
        data = np.frombuffer(block, dtype=np.uint8)
        self._parse_lines(data, self._layout.separator[0], rows, starts, word_ends, line_ends, regular)
        words = [block[start:end] for start, end in zip(starts.tolist(), word_ends.tolist(), strict=True)]
        odd = np.flatnonzero(~regular).tolist()
        lines = [block[starts[row] : line_ends[row]] for row in odd]
        some, rows[odd] = self._by_hand(lines, [line + row for row in odd])
        for row, word in zip(odd, some, strict=True):
            words[row] = word
        return words, rows

    def _by_hand(self, lines: list[bytes], places: Sequence[int]) -> Parsed:
        """Parse line by line: what is no number at the end belongs to the word.

        Raises
        ------
        LoadError
            With the line.
        """
        size, separator = self._layout.size, self._layout.separator
        words = []
        rows = np.empty((len(lines), size), dtype=np.float32)
        for row, text, place in zip(rows, lines, places, strict=True):
            stripped = text.rstrip()
            word, *numbers = stripped.rsplit(separator, size)
            if not stripped:
                raise self._stream.fail("is blank", line=place)
            if len(numbers) < size:
                raise self._stream.fail(
                    f"expected a word and {size:,} numbers, found {len(numbers) + 1:,} fields: {_shown(text)}; "
                    "the file is truncated or damaged here",
                    line=place,
                )
            if separator in word and _LIKE_A_NUMBER.fullmatch(word.rsplit(separator, 1)[1]):
                raise self._stream.fail(f"has more than {size:,} numbers: {_shown(text)}", line=place)
            try:
                with np.errstate(over="ignore"):
                    row[:] = [float(number) for number in numbers]
            except ValueError as error:
                raise self._stream.fail(f"{error}: {_shown(text)}", line=place) from error
            words.append(word)
        return words, rows


def _shown(text: bytes) -> str:
    return repr(text[:40])[1:] + (" …" if len(text) > 40 else "")
