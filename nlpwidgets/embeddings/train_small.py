"""Train the bundled set `small`: ``python -m nlpwidgets.embeddings.train_small DATA --out FOLDER``."""

from __future__ import annotations

import argparse
import html
import time
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from tqdm import tqdm

from nlpwidgets.embeddings import bundled
from nlpwidgets.embeddings.corpora import read, tokenize
from nlpwidgets.embeddings.evaluating import evaluate_analogies
from nlpwidgets.embeddings.reading.building import keyed_vectors
from nlpwidgets.embeddings.similarity import evaluate_similarity
from nlpwidgets.embeddings.training import train

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gensim.models import KeyedVectors

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


def scores(vectors: KeyedVectors, data: Path) -> dict[str, Any]:
    """Measure vectors on the evaluation sets below `data`."""
    analogies = evaluate_analogies(vectors, data / "analogy" / "questions-words.txt", restrict=None)
    sections = [*analogies.sections, analogies.total]
    similarity = {
        file.stem: evaluate_similarity(vectors, file, restrict=None)
        for file in sorted((data / "similarity").glob("*.tsv"))
    }
    return {
        "analogies": {
            section.name: {"correct": section.correct, "asked": section.asked, "total": section.total}
            for section in sections
        },
        "similarity": {
            name: {"spearman": round(found.spearman, 4), "known": found.known, "total": found.total}
            for name, found in similarity.items()
        },
    }


def card(report: Mapping[str, Any]) -> str:
    """Return the card as Markdown; every number comes from `report`."""
    analogies = [
        f"| {name} | {found['correct']} of {found['asked']} | {100 * found['correct'] / max(found['asked'], 1):.1f} % "
        f"| {100 * found['asked'] / found['total']:.0f} % |"
        for name, found in report["analogies"].items()
    ]
    similarity = [
        f"| {name} | {found['spearman']:.3f} | {found['known']} of {found['total']} |"
        for name, found in report["similarity"].items()
    ]
    return CARD.format(**{**report, "analogy_rows": "\n".join(analogies), "similarity_rows": "\n".join(similarity)})


CARD = """\
# `small`: {words:,} English words × {size}

Skip-gram with negative sampling, trained on {tokens:,} words; the {words:,} most frequent words were kept, by falling frequency, with
their counts. One signed byte per number and one float16 scale per word ({bytes:,} bytes of vectors); all scores below were measured
on these, the file as shipped (SHA-256 of words and vectors in `report.json`).

- Text: the articles of a sample of the English Wikipedia (2018), and the 75,000 training and unlabelled reviews of the Large Movie
  Review Dataset v1.0 (Maas et al. 2011). The test reviews were not read, so that classifiers built on these vectors can be measured on
  them.
- Words: lower case, accents off (`café` is `cafe`), the `'s` of possessives off, other apostrophes kept (`don't`). Numbers and words
  with letters beyond a to z were left out. A paragraph is a document; those of fewer than three words were skipped; they were shuffled.
- Command (seed {seed}, {minutes} minutes on a shared machine with two cores; with more than one worker the result varies a little):

      python -m nlpwidgets.embeddings.train_small {command}

## Analogies
The questions of `questions-words.txt` (Mikolov et al. 2013), case ignored, 3CosAdd, the three given words excluded, answers from all
{words:,} words. Asked: the questions of which all four words are known.

| section | right | accuracy | asked |
|---|---|---|---|
{analogy_rows}

## Similarity
Spearman's correlation of cosines with human ratings, over the pairs known.

| set | correlation | pairs known |
|---|---|---|
{similarity_rows}

## Known limits
- A small corpus: rare words have rough vectors, and much of what is common elsewhere (addresses, prices, slang, anything after
  2018) hardly occurs. Films are overrepresented: `oscar` is a prize.
- One vector per spelling: names and common words that are written alike share it (`turkey`, `rose`).
- The sample has whole articles of some capitals and countries and none of others; where a city is known for its past, as Rome is, its
  vector tells of that.
- It has the prejudices of those who wrote its texts, and their coarse words, which reviews of films are not short of; nothing was
  done against them. With young learners, choose words: `load("small", vocabulary=...)`.

## License
Vectors are statistics of the texts; no text is in the package. Wikipedia's text is under CC BY-SA 3.0, by its authors. The reviews
belong to their authors and were used for training only.
"""


def command(options: argparse.Namespace) -> str:
    """Return the arguments as written in the card, every number named."""
    numbers = {name: value for name, value in vars(options).items() if name not in {"data", "out"}}
    return " ".join(["DATA --out OUT", *(f"--{name.replace('_', '-')} {value:g}" for name, value in numbers.items())])


def finish(vectors: KeyedVectors, out: Path, *, words: int, report: dict[str, Any], data: Path) -> None:
    """Write the most frequent words of trained vectors, measure what was written, and write the card."""
    kept = vectors.index_to_key[:words]
    counts = np.asarray(vectors.expandos["count"])[: len(kept)]
    bundled.write_set(out, kept, vectors.vectors[: len(kept)], counts)
    _, table, _ = bundled.read_set(out, check=False)
    index = {word: row for row, word in enumerate(kept)}
    measured = scores(keyed_vectors(index, table.restore(), counts), data)
    size = (out / bundled.TABLE).stat().st_size
    full = {"words": len(kept), "size": vectors.vector_size, "bytes": size, **report, **measured}
    bundled.write_report(out, full)
    (out / bundled.CARD).write_text(card(full), encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m nlpwidgets.embeddings.train_small", description=(__doc__ or "").split("\n", 1)[0]
    )
    parser.add_argument("data", type=Path, help=f"folder with {', '.join(SOURCES)} and the evaluation sets")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--words", type=int, default=25_000, help="the most frequent words that are kept")
    parser.add_argument("--size", type=int, default=100)
    parser.add_argument("--window", type=int, default=10)
    parser.add_argument("--negative", type=int, default=8)
    parser.add_argument("--subsample", type=float, default=1e-4)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--min-count", type=int, default=10)
    parser.add_argument(
        "--workers", type=int, default=1, help="more are faster, but then the seed does not fix the result"
    )
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    started = time.perf_counter()
    corpus = read(lines(options.data)).shuffled(options.seed)
    tqdm.write(f"{len(corpus.ids):,} words in {len(corpus):,} paragraphs")
    with tqdm(total=options.epochs * len(corpus.ids), desc="training", unit="word", unit_scale=True) as bar:
        trained = train(
            corpus,
            size=options.size,
            window=options.window,
            negative=options.negative,
            subsample=options.subsample,
            epochs=options.epochs,
            min_count=options.min_count,
            workers=options.workers,
            seed=options.seed,
            held_out=0,
            progress=lambda progress: bar.update(progress.done - bar.n) if progress.total else None,
        )
    report = {
        "tokens": len(corpus.ids),
        "seed": options.seed,
        "minutes": round((time.perf_counter() - started) / 60),
        "command": command(options),
    }
    finish(trained.vectors, options.out, words=options.words, report=report, data=options.data)


if __name__ == "__main__":
    main()
