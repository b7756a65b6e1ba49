"""Word vectors pretrained on reviews, as the first layer of a classifier: a folder of vocabulary and int8 table.

`python -m nlpwidgets.sentiment.words --data FOLDER --out WORDS` makes one.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from tqdm import tqdm

from nlpwidgets.sentiment import data, storage
from nlpwidgets.sentiment.text import FIRST_WORD, UNKNOWN, Vocabulary, fold, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray


def pretrain(
    texts: Iterable[str],
    *,
    embedding_size: int = 100,
    words: int = 25_000,
    epochs: int = 5,
    window: int = 5,
    min_count: int = 5,
    skip_gram: bool = True,
    seed: int = 1,
) -> tuple[Vocabulary, NDArray[np.float32]]:
    """Train word2vec on reviews (gensim, negative sampling, one thread, so that a seed fixes the result).

    Parameters
    ----------
    texts : iterable of str
        Labels are not needed: the unlabelled reviews belong here, the test reviews do not.
    embedding_size, window, min_count, epochs, skip_gram, seed
        As in gensim's `Word2Vec`.
    words : int
        The most frequent words that are kept.

    Returns
    -------
    vocabulary : Vocabulary
        By falling frequency.
    table : ndarray of shape (len(vocabulary) + 2, embedding_size), float32
        Scaled to a root mean square of 0.3 (a size that suits the input of a gate). Padding is zero, the unknown word
        the mean of the rarest tenth.

    Raises
    ------
    ImportError
        gensim is not installed.
    ValueError
        No word occurs `min_count` times.

    References
    ----------
    Mikolov et al. (2013), Distributed representations of words and phrases and their compositionality.
    """
    try:
        from gensim.models import Word2Vec
        from gensim.models.callbacks import CallbackAny2Vec
    except ImportError as error:
        raise ImportError("pretraining needs gensim: pip install 'nlpwidgets[train]'") from error
    known: dict[str, str] = {}  # one str object per word, or millions of tokens fill the memory
    corpus = [
        [known.setdefault(word, word) for word in map(fold, tokenize(text))]
        for text in tqdm(texts, desc="tokens", unit="review")
    ]

    class Progress(CallbackAny2Vec):  # type: ignore[misc]
        def __init__(self) -> None:
            self.bar = tqdm(total=epochs, desc="word2vec", unit="epoch")

        def on_epoch_end(self, _model: Any) -> None:
            self.bar.update()

        def on_train_end(self, _model: Any) -> None:
            self.bar.close()

    try:
        model = Word2Vec(
            corpus,
            vector_size=embedding_size,
            window=window,
            min_count=min_count,
            sg=int(skip_gram),
            negative=5,
            sample=1e-4,
            epochs=epochs,
            seed=seed,
            workers=1,
            callbacks=[Progress()],
        )
    except RuntimeError as error:
        raise ValueError(f"no word occurs {min_count} times: {error}") from error
    vocabulary = Vocabulary(model.wv.index_to_key[:words])
    return vocabulary, table_of(np.asarray(model.wv.vectors[: len(vocabulary)], np.float32))


def table_of(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Put padding and the unknown word above word vectors, and scale them to a root mean square of 0.3."""
    vectors = vectors * np.float32(0.3 / max(float(np.sqrt(np.mean(vectors**2))), 1e-12))
    table = np.zeros((len(vectors) + FIRST_WORD, vectors.shape[1]), np.float32)
    table[FIRST_WORD:] = vectors
    table[UNKNOWN] = vectors[-max(1, len(vectors) // 10) :].mean(0)
    return table


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m nlpwidgets.sentiment.words", description=(__doc__ or "").split("\n", 1)[0]
    )
    parser.add_argument(
        "--data", type=Path, required=True, help="folder or file of reviews, see nlpwidgets.sentiment.data.read"
    )
    parser.add_argument("--out", type=Path, required=True, help="folder for vocabulary.json and embedding.safetensors")
    parser.add_argument("--embedding-size", type=int, default=100)
    parser.add_argument("--words", type=int, default=25_000, help="the most frequent words that are kept")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--window", type=int, default=5)
    parser.add_argument("--min-count", type=int, default=5)
    parser.add_argument("--cbow", action="store_true", help="continuous bag of words instead of skip-gram")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    started = time.perf_counter()
    reviews = data.read(options.data)
    vocabulary, table = pretrain(
        [*reviews.train.texts, *reviews.unsup.texts],
        embedding_size=options.embedding_size,
        words=options.words,
        epochs=options.epochs,
        window=options.window,
        min_count=options.min_count,
        skip_gram=not options.cbow,
        seed=options.seed,
    )
    storage.save_words(options.out, vocabulary, storage.quantise(table))
    tqdm.write(
        f"{len(vocabulary)} words of size {options.embedding_size} in {(time.perf_counter() - started) / 60:.1f} minutes: {options.out}"
    )


if __name__ == "__main__":
    main()
