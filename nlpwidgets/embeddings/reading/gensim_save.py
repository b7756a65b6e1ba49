"""What gensim's own ``.save`` writes: a pickle, and beside it large arrays as ``.npy``. Read only where it is trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nlpwidgets.embeddings._vectors import keyed
from nlpwidgets.embeddings.reading.building import part_of

if TYPE_CHECKING:
    from gensim.models import KeyedVectors

    from nlpwidgets.embeddings.reading.collecting import Choice
    from nlpwidgets.embeddings.reading.opening import Stream

BLOCK_ROWS = 1 << 12


def read_gensim(stream: Stream, choice: Choice, *, mmap: bool, trust: bool) -> KeyedVectors:
    """Unpickle KeyedVectors, or a model and take its word vectors.

    Raises
    ------
    LoadError
        If it is not trusted, or holds no sound word vectors.
    """
    if not trust:
        raise stream.fail(
            "is a Python pickle, as gensim's .save writes it, and reading a pickle can run any code that stands in it; "
            "pass trust=True if you made it yourself or trust who did; vectors that travel are better kept by "
            ".save_word2vec_format"
        )
    from gensim.utils import SaveLoad

    if stream.packed and stream.path.suffix != ".gz":
        raise stream.fail("is a gzipped pickle; gensim reads it only with a name that ends in .gz")
    stream.step()
    try:
        vectors = keyed(SaveLoad.load(str(stream.path), mmap="r" if mmap else None))
    except FileNotFoundError as error:
        raise stream.fail(
            f"keeps its large arrays in files beside it, and {error.filename} is missing; copy it along"
        ) from error
    except Exception as error:
        raise stream.fail(f"is no word vectors saved by gensim, or damaged: {type(error).__name__}: {error}") from error
    stream.step()
    table, keys = vectors.vectors, vectors.index_to_key
    if not isinstance(table, np.ndarray) or table.shape != (len(keys), vectors.vector_size):
        raise stream.fail(
            f"does not fit together: {len(keys):,} words of {vectors.vector_size} numbers, {np.shape(table)}"
        )
    for start in range(0, len(table), BLOCK_ROWS):
        good = np.isfinite(table[start : start + BLOCK_ROWS]).all(axis=1)
        if not good.all():
            row = start + int(np.argmin(good))
            raise stream.fail(f"the vector of the word {keys[row]!r} (row {row:,}) is not finite")
    stream.report(stream.disk_size)
    return part_of(vectors, limit=choice.limit, words=choice.words)
