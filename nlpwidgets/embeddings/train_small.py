"""Train the bundled set `small`: ``python -m nlpwidgets.embeddings.train_small DATA --out FOLDER``."""

from __future__ import annotations

import argparse
import html
import time
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from nlpwidgets.embeddings.corpora import Corpus, read, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SOURCES = ("wiki/enwiki2018_sample.parquet", "imdb/train.parquet", "imdb/unsup.parquet")
"""Below DATA, tables with a column `text`. The test reviews are left alone."""

_SHORTEST = 3  # words of a line; titles of sections are shorter


def words_of(line: str) -> list[str]:
    """Split a line into what an English user would type.

    Lower case, accents off (`café` is `cafe`), the `'s` of possessives off, other apostrophes kept (`don't`); what holds digits or
    letters beyond a to z is left out.

    Examples
    --------
    >>> words_of("The King's café doesn't open in 1990, or the 1990s.")
    ['the', 'king', 'cafe', "doesn't", 'open', 'in', 'or', 'the']
    """
    folded = "".join(mark for mark in unicodedata.normalize("NFKD", line) if not unicodedata.combining(mark))
    words = (word.removesuffix("'s") for word in tokenize(folded))
    return [word for word in words if word.isascii() and word.replace("'", "").isalpha()]


def lines(data: Path, most: int | None = None) -> Iterator[list[str]]:
    """Yield the words of each paragraph of the corpora."""
    import pandas as pd

    for source in SOURCES:
        texts = pd.read_parquet(data / source, columns=["text"])["text"].iloc[:most]
        for text in tqdm(texts, desc=source, unit="text", mininterval=5):
            for line in html.unescape(text.replace("<br />", "\n")).splitlines():
                words = words_of(line)
                if len(words) >= _SHORTEST:
                    yield words


def train_words(corpus: Corpus, options: argparse.Namespace) -> Any:
    """Train skip-gram with negative sampling."""
    from gensim.models import Word2Vec

    return Word2Vec(
        corpus,
        vector_size=options.size,
        window=options.window,
        negative=options.negative,
        sample=options.subsample,
        epochs=options.epochs,
        min_count=options.min_count,
        sg=1,
        workers=options.workers,
        seed=options.seed,
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m nlpwidgets.embeddings.train_small", description=(__doc__ or "").split("\n", 1)[0]
    )
    parser.add_argument("data", type=Path, help=f"folder with {', '.join(SOURCES)}")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--words", type=int, default=25_000, help="the most frequent words that are kept")
    parser.add_argument("--size", type=int, default=100)
    parser.add_argument("--window", type=int, default=8)
    parser.add_argument("--negative", type=int, default=8)
    parser.add_argument("--subsample", type=float, default=1e-4)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--min-count", type=int, default=10)
    parser.add_argument(
        "--workers", type=int, default=1, help="more are faster, but the seed no longer fixes the result"
    )
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    started = time.perf_counter()
    corpus = read(lines(options.data))
    tqdm.write(f"{len(corpus.ids):,} words in {len(corpus):,} paragraphs, {time.perf_counter() - started:.0f} s")
    model = train_words(corpus, options)
    options.out.mkdir(parents=True, exist_ok=True)
    model.save(str(options.out / "model.gensim"))
    tqdm.write(f"{(time.perf_counter() - started) / 60:.1f} minutes")


if __name__ == "__main__":
    main()
