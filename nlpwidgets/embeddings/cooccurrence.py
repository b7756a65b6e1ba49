"""How often words stand near each other: the table that GloVe is trained on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from nlpwidgets.embeddings._checks import whole_number
from nlpwidgets.embeddings._control import Progress

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    from nlpwidgets.embeddings._control import Control, Reporter
    from nlpwidgets.embeddings._counting import Run

_FILES = {"starts": "<i8", "columns": "<i4", "values": "<f8"}
_META = "cooccurrences.json"
_WIDEST = 1 << 16


@dataclass(frozen=True)
class Ratios:
    """What probe words tell about two words (Pennington et al. 2014, table 1).

    Attributes
    ----------
    words : pair of str
    probes : tuple of str
    probabilities : array of shape (2, probes), float64
        ``P(probe | word)``: the word's cell for the probe over the sum of the word's row.
    ratios : array of shape (probes,), float64
        The first word's over the second's: large for what goes with the first alone, small for what goes with the second,
        about 1 for both or neither. inf where only the second is 0; nan where both are.
    """

    words: tuple[str, str]
    probes: tuple[str, ...]
    probabilities: NDArray[np.float64]
    ratios: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Cooccurrences:
    """A table of co-occurrences, by rows.

    Attributes
    ----------
    words : tuple of str
        The vocabulary, by falling count.
    word_counts : array of shape (words,), int64
        How often each word occurs.
    starts : array of shape (words + 1,), int64
        Row r is ``starts[r]:starts[r + 1]`` of the next two.
    columns : array of shape (cells,), int32
        Rising within a row.
    values : array of shape (cells,), float64
        All above 0. Both are mapped from files where they are large.
    window : int
    weighting : {"distance", "flat"}
    symmetric : bool
    across_documents : bool
    tokens : int
        Words read, those outside the vocabulary too.
    """

    words: tuple[str, ...]
    word_counts: NDArray[np.int64]
    starts: NDArray[np.int64]
    columns: NDArray[np.int32]
    values: NDArray[np.float64]
    window: int
    weighting: Literal["distance", "flat"]
    symmetric: bool
    across_documents: bool
    tokens: int

    def __len__(self) -> int:
        """Count the cells; none is zero."""
        return len(self.values)

    def __repr__(self) -> str:
        return f"<Cooccurrences: {len(self.words):,} words, {len(self):,} cells, window {self.window}>"

    @property
    def kept(self) -> int:
        """Words read that are in the vocabulary."""
        return int(self.word_counts.sum())

    @property
    def rows(self) -> NDArray[np.int32]:
        """The row of each cell; made anew, four bytes a cell."""
        return np.repeat(np.arange(len(self.words), dtype=np.int32), np.diff(self.starts))

    def matrix(self) -> csr_matrix:
        """Return the table as a SciPy matrix of shape (words, words) on the same memory."""
        from scipy.sparse import csr_matrix

        size = len(self.words)
        return csr_matrix((self.values, self.columns, self.starts), shape=(size, size), copy=False)

    def value(self, word: str, other: str) -> float:
        """Return one cell: how often `other` stands near `word`; asymmetric: on its right."""
        return self._cell(self._index(word), self._index(other))

    def ratios(self, word_a: str, word_b: str, probes: Sequence[str]) -> Ratios:
        """Return how probable some words are near each of two words, and the ratios.

        Raises
        ------
        KeyError
            If a word was not counted.
        ZeroDivisionError
            If nothing stands near one of the two.

        Examples
        --------
        >>> text = ["ice is solid water".split(), "steam is gas and water".split()]
        >>> count_cooccurrences(text, min_count=1, weighting="flat").ratios("ice", "steam", ["water", "solid"]).ratios.round(2).tolist()
        [1.33, inf]
        """
        if isinstance(probes, str):
            raise TypeError("probes is a list of words, got one str")
        pair = self._index(word_a), self._index(word_b)
        columns = [self._index(probe) for probe in probes]
        cells = np.array([[self._cell(row, column) for column in columns] for row in pair]).reshape(2, len(columns))
        sums = np.array([self.values[self.starts[row] : self.starts[row + 1]].sum() for row in pair])
        for word, total in zip((word_a, word_b), sums, strict=True):
            if total == 0:
                raise ZeroDivisionError(f"nothing was counted near {word!r}")
        probabilities = cells / sums[:, None]
        with np.errstate(divide="ignore", invalid="ignore"):
            ratios = probabilities[0] / probabilities[1]
        return Ratios((word_a, word_b), tuple(probes), probabilities, ratios)

    def _cell(self, row: int, column: int) -> float:
        start, end = self.starts[row : row + 2]
        at = start + np.searchsorted(self.columns[start:end], column)
        return float(self.values[at]) if at < end and self.columns[at] == column else 0.0

    def _index(self, word: str) -> int:
        if not isinstance(word, str):
            raise TypeError(f"a word is a str, got {type(word).__name__}: {word!r}")
        try:
            return self.words.index(word)
        except ValueError:
            raise KeyError(f"{word!r} is not among the {len(self.words):,} words counted") from None

    @classmethod
    def load(cls, directory: str | os.PathLike[str]) -> Cooccurrences:
        """Open what `count_cooccurrences` left in a directory; the cells stay in the files and are mapped.

        Raises
        ------
        FileNotFoundError
            If there is no complete table.
        ValueError
            If its files do not fit together.
        """
        folder = Path(directory).expanduser()
        if not (folder / _META).is_file():
            raise FileNotFoundError(f"{folder} holds no finished table of co-occurrences ({_META} is missing)")
        try:
            meta = json.loads((folder / _META).read_text(encoding="utf-8"))
            sizes = {"starts": len(meta["words"]) + 1, "columns": meta["cells"], "values": meta["cells"]}
            counts = np.array(meta["word_counts"], np.int64)
            options = {name: meta[name] for name in ("window", "weighting", "symmetric", "across_documents", "tokens")}
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError(f"{folder / _META} is damaged: {error!r}") from error
        arrays: dict[str, Any] = {}
        for name, dtype in _FILES.items():
            path = folder / name
            wanted = sizes[name] * np.dtype(dtype).itemsize
            if not path.is_file() or path.stat().st_size != wanted:
                raise ValueError(f"{path} should have {wanted:,} bytes; count anew")
            arrays[name] = np.memmap(path, dtype, "r") if wanted else np.empty(0, dtype)
        starts = np.array(arrays["starts"])
        if (
            starts[0] != 0
            or starts[-1] != meta["cells"]
            or (np.diff(starts) < 0).any()
            or len(counts) != len(starts) - 1
        ):
            raise ValueError(f"{folder}: the rows do not fit the cells; count anew")
        return cls(tuple(meta["words"]), counts, starts, arrays["columns"], arrays["values"], **options)


def count_cooccurrences(
    corpus: Any,
    *,
    vocabulary: Sequence[str] | None = None,
    min_count: int | None = None,
    max_vocabulary: int | None = None,
    window: int = 15,
    weighting: Literal["distance", "flat"] = "distance",
    symmetric: bool = True,
    across_documents: bool = False,
    memory: int = 1 << 30,
    threads: int = 1,
    directory: str | os.PathLike[str] | None = None,
    progress: Reporter | None = None,
    control: Control | None = None,
) -> Cooccurrences:
    """Count how often words stand near each other, exactly.

    Words outside the vocabulary are taken out of the text before distances are measured, as in the reference program. The
    result depends neither on `memory` nor on `threads`: distances are summed in whole units, of one over their least common
    multiple, and each cell is divided once, so that it is the float64 nearest to the true sum. (Where that does not fit 64 bits,
    from a window of some 25 to 40 on, depending on the text, sums are float64, with a relative error of about 1e-15 times
    the square root of the number of summands.)

    Parameters
    ----------
    corpus : iterable of lists of str
        Documents; read once, so that an iterator will do. Or a `corpora.Corpus`, whose pieces are taken for documents.
    vocabulary : sequence of str, optional
        The words to count, in this order, instead of choosing them by `min_count` and `max_vocabulary`.
    min_count : int, optional
        Rarer words are left out; 5.
    max_vocabulary : int, optional
        At most so many words, the most frequent ones; of equally frequent ones the first by code points.
    window : int
        The farthest distance that counts.
    weighting : {"distance", "flat"}
        A neighbour counts as 1 / distance, or as 1.
    symmetric : bool
        Count neighbours on both sides, so that the table is symmetric, and a word next to itself counts twice; or only words on the
        right of the row's word, which is the reference's "left context" seen from the column.
    across_documents : bool
        Whether words of one document are neighbours of words of the next. The reference treats lines as documents.
    memory : int
        Bytes to stay within, roughly; what exceeds them goes to temporary files, four bytes per word of the text and twelve per
        cell. On top come the distinct words of the text, and twelve numbers per word of the vocabulary and thread.
    threads : int
    directory : path, optional
        Where to leave the table, for `Cooccurrences.load`; made if need be. Temporary files lie there, too.
    progress : callable, optional
        Takes `Progress`: words read, words counted, cells merged.
    control : Control, optional
        Pauses or stops it, within some 50 ms once the text is read; while reading, between documents.

    Returns
    -------
    Cooccurrences

    Raises
    ------
    TypeError, ValueError
        If the corpus or an option makes no sense, or no word is left to count.
    FileExistsError
        If the directory holds a table already.
    Stopped
        If `control` was stopped; nothing is left behind.

    References
    ----------
    Pennington, Socher and Manning (2014), GloVe: Global vectors for word representation, sections 3 and 4.2; the reference
    program's ``vocab_count.c`` and ``cooccur.c``.

    Examples
    --------
    >>> table = count_cooccurrences([["a", "b", "a", "c"]], min_count=1, window=2)
    >>> table.words, table.matrix().toarray().tolist()
    (('a', 'b', 'c'), [[1.0, 2.0, 1.0], [2.0, 0.0, 0.5], [1.0, 0.5, 0.0]])
    """
    from nlpwidgets.embeddings import _counted_text as counted_text
    from nlpwidgets.embeddings import _counting as counting

    _check(vocabulary, min_count, max_vocabulary, window, weighting, memory, threads)
    folder = None if directory is None else _prepare(directory)
    text = counted_text.read(
        corpus,
        across_documents=across_documents,
        room=memory // 4,
        directory=folder,
        progress=progress,
        control=control,
    )
    numbers, words = counted_text.choose(text, vocabulary, 5 if min_count is None else min_count, max_vocabulary)
    word_counts = np.zeros(len(words), np.int64)
    word_counts[numbers[numbers >= 0]] = text.counts[numbers >= 0]
    kept = int(word_counts.sum())
    weights, unit = counting.weights_of(window, weighting, kept)

    def report(stage: str, done: int) -> None:
        if progress is not None:
            progress(Progress(stage, done, kept if stage == "counting" else 0))

    counter = counting.Counter(
        vocabulary=len(words),
        weights=weights,
        symmetric=symmetric,
        memory=memory,
        threads=threads,
        directory=folder,
        control=control,
    )
    try:
        run = counter.total(counted_text.renumber(text.ids, numbers), report)
    finally:
        counter.close()
        text.ids.close()
    options = {
        "window": window,
        "weighting": weighting,
        "symmetric": symmetric,
        "across_documents": across_documents,
        "tokens": int(text.counts.sum()),
    }
    return _finish(run, unit, words, word_counts, options, folder, memory)


def _check(
    vocabulary: Any, min_count: Any, max_vocabulary: Any, window: Any, weighting: Any, memory: Any, threads: Any
) -> None:
    given = {"min_count": min_count, "max_vocabulary": max_vocabulary}
    for name, value in (given | {"window": window, "memory": memory, "threads": threads}).items():
        if value is None and name in given:
            continue
        whole_number(f"{name}=", value, 1)
        if name in given and vocabulary is not None:
            raise ValueError(f"vocabulary= names the words to count; leave {name}= out")
    if window > _WIDEST:
        raise ValueError(f"window= is at most {_WIDEST:,}, got {window:,}")
    if weighting not in {"distance", "flat"}:
        raise ValueError(f"weighting= is one of distance, flat, got {weighting!r}")


def _prepare(directory: str | os.PathLike[str]) -> Path:
    folder = Path(directory).expanduser()
    folder.mkdir(parents=True, exist_ok=True)
    for name in (*_FILES, _META):
        if (folder / name).exists():
            raise FileExistsError(f"{folder / name} exists; open it with Cooccurrences.load, or name another directory")
    return folder


def _finish(
    run: Run,
    unit: int,
    words: tuple[str, ...],
    word_counts: NDArray[np.int64],
    options: dict[str, Any],
    folder: Path | None,
    memory: int,
) -> Cooccurrences:
    """Divide the sums by their unit, and write the table where it is to stay."""
    from nlpwidgets.embeddings._counted_text import Column

    values = Column(np.float64, room=memory // 8, directory=folder, path=folder and folder / "values")
    for block in run.values.blocks():
        values.append(block / unit)
    run.values.close()
    if folder is None:
        return Cooccurrences(words, word_counts, run.starts, run.columns.array(), values.array(), **options)
    columns = Column(np.int32, room=0, path=folder / "columns")
    for block in run.columns.blocks():
        columns.append(block)
    run.columns.close()
    starts = Column(np.int64, room=0, path=folder / "starts")
    starts.append(run.starts)
    for column in (values, columns, starts):
        column.close()
    meta = {"words": list(words), "word_counts": word_counts.tolist(), "cells": columns.size, **options}
    # last, so that a table is either whole or not there
    (folder / _META).write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")
    return Cooccurrences.load(folder)
