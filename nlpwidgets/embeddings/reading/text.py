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
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from nlpwidgets.embeddings.reading.collecting import Choice
    from nlpwidgets.embeddings.reading.opening import Stream

BLOCK = 4 << 20
LINE_LIMIT = 16 << 20
HEAD = 1 << 20
SAMPLED = 50
BY_HAND = 16  # so few lines are parsed one by one
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
    trailing : bool
        Whether a separator also ends the lines.
    """

    header: int
    promised: int | None
    size: int
    separator: bytes
    trailing: bool


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
    ended = sample[0].rstrip(b"\r").endswith(separator)
    return Layout(start + (len(first) + 1 if counts else 0), counts[0] if counts else None, size, separator, ended)


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
    """Makes words and float32 rows of lines: columns at once where lines are regular, by hand where they are not."""

    def __init__(self, stream: Stream, layout: Layout) -> None:
        import pyarrow as pa
        from pyarrow import csv

        self._stream, self._layout = stream, layout
        self._pa, self._csv = pa, csv
        names = ["word", *map(str, range(layout.size)), *(["end"] if layout.trailing else [])]
        types = dict.fromkeys(names, pa.float64()) | {"word": pa.binary(), "end": pa.binary()}
        self._options = {
            "read_options": csv.ReadOptions(column_names=names, block_size=1 << 20),
            "parse_options": csv.ParseOptions(
                delimiter=layout.separator.decode(), quote_char=False, double_quote=False, ignore_empty_lines=False
            ),
            "convert_options": csv.ConvertOptions(
                check_utf8=False, column_types=types, null_values=[], strings_can_be_null=False
            ),
        }

    def __call__(self, block: bytes, line: int, count: int) -> Parsed:
        """Parse `count` whole lines, the first of which is line `line` of the file."""
        found = self._columns(block, count)
        return found if found is not None else self._mixed(block.split(b"\n")[:count], line)

    def _columns(self, block: bytes, count: int) -> Parsed | None:
        """Parse regular lines; None where one of them is not."""
        if block.startswith(BOM):
            return None  # pyarrow would take it off the word
        if b"\r" in block and block.count(b"\r") != block.count(b"\r\n"):
            return None  # pyarrow would end a line at a lone \r
        try:
            table = self._csv.read_csv(self._pa.BufferReader(block), **self._options)
        except self._pa.ArrowInvalid:
            return None
        if table.num_rows != count:
            return None
        if self._layout.trailing and any(table.column("end").to_pylist()):
            return None
        rows = np.empty((count, self._layout.size), dtype=np.float32)
        start = 0
        with np.errstate(over="ignore"):  # becomes infinite, which the collector tells
            for batch in table.to_batches():
                part = rows[start : start + batch.num_rows]
                for column in range(self._layout.size):
                    part[:, column] = batch.column(column + 1).to_numpy()
                start += batch.num_rows
        return table.column("word").to_pylist(), rows

    def _mixed(self, lines: list[bytes], line: int) -> Parsed:
        """Parse lines some of which have blanks in their words, or are broken."""
        fields = self._layout.size + self._layout.trailing
        regular = [at for at, text in enumerate(lines) if text.count(self._layout.separator) == fields]
        if len(regular) == len(lines):
            return self._halves(lines, range(line, line + len(lines)))
        odd = sorted(set(range(len(lines))).difference(regular))
        words = [b""] * len(lines)
        rows = np.empty((len(lines), self._layout.size), dtype=np.float32)
        for chosen, parse in ((odd, self._by_hand), (regular, self._halves)):
            some, rows[chosen] = parse([lines[at] for at in chosen], [line + at for at in chosen])
            for at, word in zip(chosen, some, strict=True):
                words[at] = word
        return words, rows

    def _halves(self, lines: list[bytes], places: Sequence[int]) -> Parsed:
        """Parse by columns what can be, halving until the line that can not is nearly alone."""
        if len(lines) <= BY_HAND:
            return self._by_hand(lines, places)
        found = self._columns(b"\n".join(lines), len(lines))
        if found is not None:
            return found
        middle = len(lines) // 2
        left, upper = self._halves(lines[:middle], places[:middle])
        right, lower = self._halves(lines[middle:], places[middle:])
        return left + right, np.vstack([upper, lower])

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
