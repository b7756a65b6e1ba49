"""Train a sentiment classifier on film reviews, measure it, and write it with a model card.

`python -m nlpwidgets.sentiment.train --data FOLDER --words WORDS --cell lstm --out MODEL`.
"""

from __future__ import annotations

import argparse
import dataclasses
import shlex
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from tqdm import tqdm

from nlpwidgets.sentiment import card, data, storage, words
from nlpwidgets.sentiment.evaluation import evaluate
from nlpwidgets.sentiment.model import CELLS, SentimentClassifier
from nlpwidgets.sentiment.pooling import POOLINGS
from nlpwidgets.sentiment.text import tokenize
from nlpwidgets.sentiment.training import Encoded, Settings, fit, hold_out

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nlpwidgets.sentiment.text import Vocabulary


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    default = Settings()
    made = argparse.ArgumentParser(
        prog="python -m nlpwidgets.sentiment.train", description=(__doc__ or "").split("\n", 1)[0]
    )
    made.add_argument(
        "--data", type=Path, required=True, help="folder or file of reviews, see nlpwidgets.sentiment.data.read"
    )
    made.add_argument("--download", action="store_true", help="fetch the public archive into the folder --data first")
    made.add_argument("--url", default=data.ACL_IMDB_URL, help="where the archive is")
    made.add_argument("--md5", default=data.ACL_IMDB_MD5, help="checksum of the archive")
    made.add_argument(
        "--out", type=Path, required=True, help="folder for the model, its card and, while training, checkpoints"
    )
    made.add_argument(
        "--words", type=Path, help="words made by nlpwidgets.sentiment.words; pretrained into OUT/words when not given"
    )
    made.add_argument(
        "--share-words", action="store_true", help="do not copy the words of --words into OUT (they must stay frozen)"
    )
    made.add_argument("--cell", choices=list(CELLS), default="lstm")
    made.add_argument("--hidden-size", type=int, default=64)
    made.add_argument("--bidirectional", action="store_true")
    made.add_argument(
        "--pooling", choices=POOLINGS, default="max_mean", help="last_padded is a pitfall, kept as a lesson"
    )
    made.add_argument("--embedding-dropout", type=float, default=0.3)
    made.add_argument("--dropout", type=float, default=0.5)
    made.add_argument(
        "--validation", type=float, default=0.1, help="share of the training reviews held out to choose the epoch"
    )
    made.add_argument("--resume", action="store_true", help="go on from the checkpoint in OUT")
    made.add_argument("--no-test", action="store_true", help="leave the test reviews alone")
    for field in dataclasses.fields(Settings):
        value = getattr(default, field.name)
        option = f"--{field.name.replace('_', '-')}"
        if isinstance(value, bool):
            made.add_argument(option, action="store_true")
        else:
            made.add_argument(option, type=type(value), default=value)
    return made


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    made = parser()
    options = made.parse_args(arguments)
    if options.share_words and (options.words is None or options.tune_embedding):
        made.error("--share-words needs --words, and words that are not tuned")
    started = time.perf_counter()
    if options.download:
        options.data = data.download(options.data, url=options.url, md5=options.md5)
    reviews = data.read(options.data)
    if options.pooling == "last_padded" and not options.pad_to:
        options.pad_to = options.max_length
    settings = Settings(**{field.name: getattr(options, field.name) for field in dataclasses.fields(Settings)})
    if settings.pad_to:
        # going back through hundreds of steps of padding, gradients shrink to denormal numbers, on which a CPU is many times slower
        torch.set_flush_denormal(True)
    model = _new_model(options, reviews)
    encoded = _encode(reviews.train, model.vocabulary)
    kept, held = hold_out(reviews.train.texts, share=options.validation, seed=settings.seed)
    history = fit(
        model, _part(encoded, kept), _part(encoded, held), settings, folder=options.out, resume=options.resume
    )
    minutes = (time.perf_counter() - started) / 60
    shared = options.words if options.share_words else None
    model.save(options.out, embedding="int8", shared_words=shared)
    # measured is what was written, not what was trained: the two differ when tuned vectors are rounded to int8
    written = SentimentClassifier.load(options.out, shared_words=shared)
    score = None
    if reviews.test.texts and not options.no_test:
        test = _encode(reviews.test, written.vocabulary)
        score = evaluate(written, test.rows, test.labels, pad_to=settings.pad_to)
        tqdm.write(f"test accuracy {score.accuracy:.4f} on {len(reviews.test)} reviews")
    report = {
        "command": shlex.join(_public(arguments)),
        "data": options.data.name,
        "words": "tuned" if settings.tune_embedding else "frozen",
        "train_reviews": len(kept),
        "validation_reviews": len(held),
        "test_reviews": len(reviews.test) if score else 0,
        "test_accuracy": score.accuracy if score else None,
        "test_loss": score.loss if score else None,
        "pad_to": settings.pad_to,
        "minutes": round(minutes, 1),
        "seed": settings.seed,
        "history": history,
    }
    storage.write_json(options.out / "report.json", report)
    (options.out / "card.md").write_text(card.write(written, report), encoding="utf-8")
    for file in options.out.glob("checkpoint*"):
        file.unlink()


def _new_model(options: argparse.Namespace, reviews: data.Dataset) -> SentimentClassifier:
    folder = options.words
    if folder is None:
        folder = options.out / "words"
        if not (options.resume and (folder / storage.EMBEDDING).is_file()):
            vocabulary, table = words.pretrain(reviews.train.texts + reviews.unsup.texts, seed=options.seed)
            storage.save_words(folder, vocabulary, storage.quantise(table))
    vocabulary, table = storage.load_words(folder)
    torch.manual_seed(options.seed)
    model = SentimentClassifier(
        vocabulary=vocabulary,
        cell=options.cell,
        embedding_size=table.shape[1],
        hidden_size=options.hidden_size,
        bidirectional=options.bidirectional,
        pooling=options.pooling,
        embedding_dropout=options.embedding_dropout,
        dropout=options.dropout,
    )
    with torch.no_grad():
        model.embedding.weight.copy_(torch.from_numpy(table))
    return model


def _encode(reviews: data.Reviews, vocabulary: Vocabulary) -> Encoded:
    rows = []
    for position, (text, label) in enumerate(zip(reviews.texts, reviews.labels, strict=True)):
        if label not in {0, 1}:
            raise ValueError(f"review {position} has the label {label}; training and testing need 0 or 1")
        if not (row := vocabulary.ids(tokenize(text))):
            raise ValueError(f"review {position} holds no word: {text[:40]!r}")
        rows.append(row)
    return Encoded(rows, reviews.labels)


def _part(encoded: Encoded, positions: list[int]) -> Encoded:
    return Encoded([encoded.rows[k] for k in positions], [encoded.labels[k] for k in positions])


def _public(arguments: Sequence[str]) -> list[str]:
    """Leave the folders of one's own machine out of the command that the card shows."""
    out = list(arguments)
    for position, argument in enumerate(out[:-1]):
        if argument in {"--data", "--words", "--out"}:
            out[position + 1] = Path(out[position + 1]).name
    return out


if __name__ == "__main__":
    main()
