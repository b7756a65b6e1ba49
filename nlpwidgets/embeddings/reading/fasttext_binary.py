"""fastText's own model files: words, and the n-grams that give a vector to words never seen.

The layout follows FastText::saveModel, Dictionary::save and DenseMatrix::save of the reference implementation
(https://github.com/facebookresearch/fastText), versions 11 and 12 of the format, and the one before, which has no mark and no
number. The output layer, which only training needs, is not
read. A word's vector is the mean of its own row and those of its n-grams: Bojanowski et al. (2017), Enriching Word Vectors
with Subword Information.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from nlpwidgets.embeddings.reading.building import fasttext_vectors
from nlpwidgets.embeddings.reading.collecting import SIZE_LIMIT
from nlpwidgets.embeddings.reading.detecting import FASTTEXT_MAGIC, OLD_FASTTEXT, is_old_fasttext

if TYPE_CHECKING:
    from gensim.models.fasttext import FastTextKeyedVectors
    from numpy.typing import NDArray

    from nlpwidgets.embeddings.reading.collecting import Choice
    from nlpwidgets.embeddings.reading.opening import Stream

BLOCK = 4 << 20
VERSIONS = (11, 12)
SUPERVISED = 3
WORD_LIMIT = 64 << 10
MIXED_AT_ONCE = 1 << 12


class Header(NamedTuple):
    """The numbers a model begins with, in the order of the file."""

    size: int
    window: int
    epochs: int
    min_count: int
    negative: int
    word_ngrams: int
    loss: int
    model: int
    buckets: int
    shortest: int
    longest: int
    rate_updates: int
    sample: float


class Entries(NamedTuple):
    """The words of a model, their counts, and the byte each stands at."""

    words: list[str]
    counts: NDArray[np.int64]
    places: list[int]


def read_fasttext(stream: Stream, choice: Choice, *, mmap: bool) -> FastTextKeyedVectors:
    """Read words and n-grams.

    Parameters
    ----------
    mmap : bool
        Leave the table of n-grams, by far the largest part, in the file.

    Raises
    ------
    LoadError
        With the byte.
    """
    reader = _Reader(stream)
    start = stream.head(OLD_FASTTEXT.size)
    marked = start.startswith(FASTTEXT_MAGIC)
    if not marked and not is_old_fasttext(start):
        raise stream.fail("does not begin as fastText's models do", offset=0)
    if marked:
        _, version = reader.numbers("<4si")
        if version not in VERSIONS:
            raise stream.fail(f"is of version {version} of fastText's format; {VERSIONS} are read", offset=4)
    header = Header(*reader.numbers(OLD_FASTTEXT.format))
    if not 0 < header.size <= SIZE_LIMIT or header.buckets < 0:
        raise stream.fail(
            f"promises vectors of {header.size:,} numbers and {header.buckets:,} n-grams: damaged", offset=8
        )
    entries, total = _dictionary(reader, header, choice, marked=marked)
    quantised = marked and reader.numbers("<?")[0]
    rows, size = reader.numbers("<qq")
    if quantised:
        raise stream.fail("is quantised (.ftz), which is not read; use the .bin or the .vec", offset=reader.offset)
    if size != header.size or rows != total + header.buckets:
        raise stream.fail(
            f"has a table of {rows:,} × {size:,}, which does not fit {total:,} words and {header.buckets:,} n-grams of "
            f"{header.size:,} numbers: damaged",
            offset=reader.offset,
        )
    first, row_bytes = reader.offset, 4 * size
    if stream.size is not None and first + rows * row_bytes > stream.size:
        raise stream.fail(
            f"needs {first + rows * row_bytes:,} bytes and has {stream.size:,}: truncated; fetch it again",
            offset=stream.size,
        )
    own = reader.table(len(entries.words), size)
    reader.skip((total - len(entries.words)) * row_bytes)
    if mmap:
        if stream.packed:
            raise stream.fail("is gzipped, so it can not be mapped; unpack it, or load without mmap=True")
        ngrams: NDArray[np.float32] = np.memmap(
            stream.path, "<f4", "r", offset=reader.offset, shape=(header.buckets, size)
        )
    else:
        ngrams = reader.table(header.buckets, size)
    return _made(stream, choice, header, entries, own, ngrams)


def _made(
    stream: Stream,
    choice: Choice,
    header: Header,
    entries: Entries,
    own: NDArray[np.float32],
    ngrams: NDArray[np.float32],
) -> FastTextKeyedVectors:
    """Choose the words, check, and mix n-grams into them."""
    keep, index = list[int](), dict[str, int]()
    for row, word in enumerate(entries.words):
        if choice.words is not None and word not in choice.words:
            continue
        if not np.isfinite(own[row]).all():
            if choice.nonfinite == "skip":
                continue
            raise stream.fail(
                f"the vector of the word {word!r} is not finite; pass nonfinite='skip' to leave such words out",
                offset=entries.places[row],
            )
        if word in index:
            if choice.duplicates == "first":
                continue
            raise stream.fail(
                f"the word {word!r} is there a second time; pass duplicates='first' to keep the first of each",
                offset=entries.places[row],
            )
        index[word] = len(keep)
        keep.append(row)
    if not index:
        raise stream.fail("holds no vectors" if choice.words is None else "holds none of the words asked for")
    for first in range(0, len(ngrams), MIXED_AT_ONCE):
        stream.step()
        if not np.isfinite(ngrams[first : first + MIXED_AT_ONCE]).all():
            raise stream.fail(
                f"a vector among the n-grams {first:,} to {first + MIXED_AT_ONCE:,} is not finite: damaged"
            )
    chosen = own if len(keep) == len(own) else own[keep]
    made = fasttext_vectors(
        index, chosen, chosen, ngrams, lengths=(header.shortest, header.longest), counts=entries.counts[keep]
    )
    made.vectors = mixed(chosen, ngrams, made.buckets_word, stream)
    return made


def mixed(
    own: NDArray[np.float32], ngrams: NDArray[np.float32], buckets: list[NDArray[np.uint32]], stream: Stream
) -> NDArray[np.float32]:
    """Return for each word the mean of its own row and those of its n-grams, of shape (words, size).

    Summed in the order and the precision of gensim, so that the results are the same to the last bit.
    """
    rows = own.copy()
    if not len(ngrams):
        return rows
    for row, slots in enumerate(buckets):
        if row % MIXED_AT_ONCE == 0:
            stream.step()
        if len(slots):
            # running sums go row after row, the word's own first; a plain sum may pair rows otherwise
            rows[row] = np.add.accumulate(np.vstack([own[row : row + 1], ngrams[slots]]), axis=0)[-1]
            rows[row] /= len(slots) + 1
    return rows


def _dictionary(reader: _Reader, header: Header, choice: Choice, *, marked: bool) -> tuple[Entries, int]:
    """Read words and counts, as far as they are wanted; return them, and how many words there are in all."""
    stream, offset = reader.stream, reader.offset
    total, words, labels = reader.numbers("<3i")
    reader.numbers("<q")  # tokens of the corpus
    pruned = reader.numbers("<q")[0] if marked else 0
    if header.model == SUPERVISED or labels > 0:
        raise stream.fail(
            "is a classifier (supervised model), whose n-grams are not those of words; export its words with "
            "`fasttext print-word-vectors`",
            offset=offset,
        )
    if total <= 0 or words != total:
        raise stream.fail(f"promises {total:,} entries and {words:,} words: damaged", offset=offset)
    if pruned > 0:
        raise stream.fail("is pruned, which only quantised models are; use the .bin or the .vec", offset=offset)
    if stream.size is not None and total * 10 + (total + header.buckets) * 4 * header.size > stream.size:
        raise stream.fail(
            f"promises {total:,} words and {header.buckets:,} n-grams of {header.size:,} numbers, more than its "
            f"{stream.size:,} bytes hold: truncated or damaged; fetch it again",
            offset=offset,
        )
    wanted = total if choice.limit is None else min(total, choice.limit)
    found, counts, places = list[str](), list[int](), list[int]()
    for entry in range(total):
        if entry % MIXED_AT_ONCE == 0:
            stream.step()
        place = reader.offset
        raw = reader.until_zero(WORD_LIMIT)
        count, kind = reader.numbers("<qb")
        if kind != 0:
            raise stream.fail(f"entry {entry + 1:,} is of kind {kind}, not a word: damaged", offset=place)
        if entry < wanted:
            try:
                found.append(raw.decode(choice.encoding, choice.errors))
            except UnicodeError as error:
                raise stream.fail(
                    f"the word {raw!r} is not {choice.encoding} ({error}); pass errors='backslashreplace'", offset=place
                ) from error
            counts.append(count)
            places.append(place)
    return Entries(found, np.array(counts, dtype=np.int64), places), total


class _Reader:
    """Takes numbers, words and tables off a stream, from front to back."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self._data, self._at, self.offset = b"", 0, 0

    def take(self, count: int) -> bytes:
        """Return exactly the next `count` bytes."""
        while len(self._data) - self._at < count:
            self._more()
        found = self._data[self._at : self._at + count]
        self._at += count
        self.offset += count
        return found

    def _more(self) -> None:
        more = self.stream.read(BLOCK)
        if not more:
            end = self.offset + len(self._data) - self._at
            raise self.stream.fail("ends too early: truncated; fetch it again", offset=end)
        self._data, self._at = self._data[self._at :] + more, 0

    def numbers(self, layout: str) -> tuple[Any, ...]:
        """Return what `struct` reads by this layout."""
        return struct.unpack(layout, self.take(struct.calcsize(layout)))

    def until_zero(self, limit: int) -> bytes:
        """Return the bytes up to the next zero, which is passed over."""
        while True:
            end = self._data.find(b"\0", self._at, self._at + limit)
            if end >= 0:
                found = self._data[self._at : end]
                self._at, self.offset = end + 1, self.offset + len(found) + 1
                return found
            if len(self._data) - self._at >= limit:
                raise self.stream.fail(f"no word ends within {limit:,} bytes: damaged", offset=self.offset)
            self._more()

    def table(self, rows: int, size: int) -> NDArray[np.float32]:
        """Return the next rows of a table; room is made as they come."""
        step = max(1, BLOCK // (4 * size))
        room = rows if self.stream.size is not None else min(rows, step)
        found = np.empty((room, size), dtype=np.float32)
        for start in range(0, rows, step):
            count = min(step, rows - start)
            if start + count > len(found):
                found.resize((min(rows, max(start + count, len(found) * 3 // 2)), size), refcheck=False)
            found[start : start + count] = np.frombuffer(self.take(4 * count * size), "<f4").reshape(count, size)
        return found

    def skip(self, count: int) -> None:
        """Pass over bytes."""
        while count:
            count -= len(self.take(min(count, BLOCK)))
