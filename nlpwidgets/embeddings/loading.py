"""Word vectors from wherever they are, as gensim KeyedVectors."""

from __future__ import annotations

import codecs
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from nlpwidgets.embeddings._vectors import keyed
from nlpwidgets.embeddings.reading import memory
from nlpwidgets.embeddings.reading.building import keyed_vectors, part_of
from nlpwidgets.embeddings.reading.collecting import Choice
from nlpwidgets.embeddings.reading.detecting import FORMATS, format_of
from nlpwidgets.embeddings.reading.downloading import DOWNLOADS, fetched
from nlpwidgets.embeddings.reading.errors import LoadError
from nlpwidgets.embeddings.reading.opening import Stream

if TYPE_CHECKING:
    from gensim.models import KeyedVectors

    from nlpwidgets.embeddings._control import Control, Reporter

__all__ = ["DOWNLOADS", "FORMATS", "LoadError", "load"]


def load(
    source: Any,
    *,
    format: str | None = None,  # noqa: A002 - the word a user looks for
    limit: int | None = None,
    vocabulary: Any = None,
    trust: bool = False,
    mmap: bool = False,
    encoding: str = "utf-8",
    errors: str = "strict",
    duplicates: Literal["error", "first"] = "error",
    nonfinite: Literal["error", "skip"] = "error",
    progress: Reporter | None = None,
    control: Control | None = None,
) -> KeyedVectors:
    """Load word vectors.

    Text is parsed in blocks by compiled code, to the same float32 numbers as gensim's ``load_word2vec_format``. Nothing is allocated
    by what a file promises before the file could hold it, and nothing is unpickled unless `trust` says so.

    Parameters
    ----------
    source : str, path or object
        A str names a bundled set (``"small"``), a set of gensim's downloader (`DOWNLOADS`) or a file; a ``pathlib.Path`` always
        a file. Files: GloVe text, word2vec text and binary, fastText ``.vec`` and ``.bin``, ``.npz`` (words, vectors),
        ``.npy``, safetensors, what gensim's ``.save`` writes; each may be gzipped. Objects: gensim KeyedVectors or a model
        with them, which are taken as they are; a torch ``nn.Embedding``, tensor or array of shape (words, size) with
        `vocabulary`; a dict from word to vector; a pandas DataFrame with the words as index. These are copied.
    format : str, optional
        One of `FORMATS`, where the content does not tell. ``"glove"`` is text without a first line of counts, ``"word2vec"``
        text with it.
    limit : int, optional
        Look at the first rows only; files are mostly ordered by frequency.
    vocabulary : list, set or dict of str, or object with ``get_itos()``, optional
        Keep only these words, in the order of the source. Where the source has no words of its own, the words of its rows:
        all of them in order, or for an array or layer a dict from word to row.
    trust : bool
        Allow unpickling, which can run any code that stands in the file.
    mmap : bool
        Leave the numbers in the file, read-only, and let the system fetch what is used. Possible for ``.npy`` and safetensors
        in float32, for the n-grams of fastText's ``.bin``, and for arrays that gensim's ``.save`` put beside its pickle. Text,
        word2vec's binary (its rows are of no fixed length), ``.npz`` (which does not align its arrays) and gzipped files can
        not be mapped; then this is an error.
    encoding, errors : str
        How bytes become words, as in ``bytes.decode``.
    duplicates : {"error", "first"}
        What to do about a word that is there twice; gensim keeps the first.
    nonfinite : {"error", "skip"}
        What to do about a vector with NaN or infinity in it.
    progress : callable, optional
        Takes `Progress`: bytes on disk read so far, never fewer than before.
    control : Control, optional
        Pauses or stops; checked at every block of a few megabytes.

    Returns
    -------
    KeyedVectors
        float32, in the order of the source; FastTextKeyedVectors where the source has n-grams. Counts of words only where
        the source has them.

    Raises
    ------
    LoadError
        If the vectors can not be read: with the file, the line or byte, and what to do.
    TypeError, ValueError
        If an argument makes no sense.
    Stopped
        If `control` was stopped. Nothing is kept.

    Examples
    --------
    >>> load({"king": [1.0, 0.0], "queen": [0.5, 0.5]}).index_to_key
    ['king', 'queen']
    """
    _check(format, limit, encoding, errors, duplicates, nonfinite)
    words = None if vocabulary is None else frozenset(memory.words_in(vocabulary))
    choice = Choice(limit, words, duplicates, nonfinite, encoding, errors)
    if isinstance(source, str) and not _is_path(source):
        if source in DOWNLOADS:
            source = fetched(source, progress=progress, control=control)
        elif source in _bundled():
            return part_of(_from_bundle(source), limit=limit, words=words)
        else:
            known = ", ".join([*_bundled(), *DOWNLOADS])
            raise LoadError(f"{source!r} is neither a file nor one of the names {known}")
    if isinstance(source, (str, os.PathLike)):
        asked = _Asked(format, choice, vocabulary, mmap, trust)
        with Stream(Path(source).expanduser(), progress=progress, control=control) as stream:
            return _from_file(stream, asked)
    return _from_object(source, vocabulary, choice)


@dataclass(frozen=True)
class _Asked:
    """What the caller said about a file."""

    format: str | None
    choice: Choice
    vocabulary: Any
    mmap: bool
    trust: bool

    def names(self, count: int) -> list[str] | None:
        """Return the words of all rows, for a file that has none; None where none were given."""
        if self.vocabulary is None:
            return None
        words, _ = memory.named_rows(self.vocabulary, count)
        if len(words) != count:
            raise LoadError(f"{count:,} rows, but vocabulary= names {len(words):,}")
        return words


def _check(format_: str | None, limit: int | None, encoding: str, errors: str, duplicates: str, nonfinite: str) -> None:
    """Refuse arguments that make no sense."""
    if format_ is not None and format_ not in FORMATS:
        raise ValueError(f"no format {format_!r}; there are {', '.join(FORMATS)}")
    if limit is not None and (isinstance(limit, bool) or not isinstance(limit, (int, np.integer)) or limit < 1):
        raise ValueError(f"limit= is a whole number from 1 on, got {limit!r}")
    if duplicates not in {"error", "first"}:
        raise ValueError(f"duplicates= is 'error' or 'first', got {duplicates!r}")
    if nonfinite not in {"error", "skip"}:
        raise ValueError(f"nonfinite= is 'error' or 'skip', got {nonfinite!r}")
    try:
        codecs.lookup_error(errors)
        like_ascii = "a 1\n".encode(encoding) == b"a 1\n"
    except (LookupError, UnicodeError) as error:
        raise ValueError(f"encoding={encoding!r}, errors={errors!r}: {error}") from error
    if not like_ascii:
        raise ValueError(
            f"encoding={encoding!r} does not write blanks and digits as ASCII does; save the file as UTF-8"
        )


def _is_path(source: str) -> bool:
    """Whether a str means a file: names of sets have neither separators nor the ends of file names."""
    if any(mark in source for mark in {os.sep, os.altsep or os.sep, "/"}) or Path(source).suffix:
        return True
    return source not in DOWNLOADS and source not in _bundled() and Path(source).exists()


def _bundled() -> tuple[str, ...]:
    from nlpwidgets.embeddings.bundled import BUNDLED

    return tuple(BUNDLED)


def _from_bundle(name: str) -> KeyedVectors:
    from nlpwidgets.embeddings.bundled import load_bundled

    return load_bundled(name)


def _from_file(stream: Stream, asked: _Asked) -> KeyedVectors:
    """Read a file by the reader of its format."""
    kind = asked.format or format_of(stream)
    choice, mmap = asked.choice, asked.mmap
    if mmap and kind in {"glove", "word2vec", "word2vec-binary"}:
        raise stream.fail(
            f"{kind} can not be mapped, its rows have no fixed length; load without mmap=True, or keep the vectors as "
            ".safetensors or .npy"
        )
    if kind == "fasttext":
        from nlpwidgets.embeddings.reading.fasttext_binary import read_fasttext

        return read_fasttext(stream, choice, mmap=mmap)
    if kind == "gensim":
        from nlpwidgets.embeddings.reading.gensim_save import read_gensim

        return read_gensim(stream, choice, mmap=mmap, trust=asked.trust)
    if kind == "npz":
        from nlpwidgets.embeddings.reading.numpy_files import read_npz

        return keyed_vectors(*read_npz(stream, choice, mmap=mmap))
    if kind == "npy":
        from nlpwidgets.embeddings.reading.numpy_files import read_npy

        return keyed_vectors(*read_npy(stream, _unfiltered(choice), asked.names, mmap=mmap))
    if kind == "safetensors":
        from nlpwidgets.embeddings.reading.safetensors_file import read_safetensors

        return keyed_vectors(*read_safetensors(stream, choice, asked.names, mmap=mmap))
    if kind == "word2vec-binary":
        from nlpwidgets.embeddings.reading.word2vec_binary import read_word2vec_binary

        return keyed_vectors(*read_word2vec_binary(stream, choice))
    from nlpwidgets.embeddings.reading.text import read_text

    # without a format given, whether line 1 is one of counts is looked at again, beside the lines below it
    return keyed_vectors(*read_text(stream, choice, header=None if asked.format is None else kind == "word2vec"))


def _from_object(source: Any, vocabulary: Any, choice: Choice) -> KeyedVectors:
    """Take or copy what is in memory."""
    if memory.is_a(source, "torch", "Embedding"):
        return keyed_vectors(*memory.read_embedding(source, vocabulary, _unfiltered(choice)))
    if memory.is_a(source, "torch", "Tensor"):
        matrix = source.detach().cpu().float().numpy()
        return keyed_vectors(*memory.read_matrix(matrix, vocabulary, _unfiltered(choice)))
    if isinstance(source, np.ndarray):
        return keyed_vectors(*memory.read_matrix(source, vocabulary, _unfiltered(choice)))
    if memory.is_a(source, "pandas", "DataFrame"):
        return keyed_vectors(*memory.read_frame(source, choice))
    if isinstance(source, Mapping):
        return keyed_vectors(*memory.read_dict(source, choice))
    try:
        vectors = keyed(source)
    except TypeError as error:
        raise TypeError(
            "load takes the name of a set, a path, gensim vectors or a model, a torch nn.Embedding or an array with "
            f"vocabulary=, a dict from word to vector or a DataFrame; got {type(source).__name__}"
        ) from error
    return part_of(vectors, limit=choice.limit, words=choice.words)


def _unfiltered(choice: Choice) -> Choice:
    """Return the choice for rows whose words come from `vocabulary` itself."""
    return Choice(choice.limit, None, choice.duplicates, choice.nonfinite, choice.encoding, choice.errors)
