"""The model card that is written beside a trained classifier."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nlpwidgets.sentiment.model import SentimentClassifier

_IMDB = ("imdb", "aclImdb")
_IMDB_REVIEWS = 25_000
_LIMITS = """\
- Reviews of one kind only; other subjects, languages and styles were not measured.
- Words outside the vocabulary are all read as the same unknown word.
- A label per review was learned, not a label per word: the verdict after each word is a by-product, and after one or two
  words it mostly tells how often such words stand in good and bad reviews.
- Sarcasm, comparisons with other films and summaries of sad plots mislead it.
- It has the prejudices of those who wrote its training reviews."""
_IMDB_LIMITS = """\
- The reviews are in English, by users of one web site up to 2011; 123 of them stand both in the training and in the test part."""

_PITFALL = """\
**This model is a lesson, not a tool.** It reads the state after the last step of reviews that were padded at the end: for
most reviews that is the state after many steps of padding, in which little is left of what was read. Compare its accuracy
with the same net that takes the state of the last word."""


def write(model: SentimentClassifier, report: Mapping[str, Any]) -> str:
    """Return the card as Markdown; every number comes from `report`."""
    directions = "two directions" if model.bidirectional else "one direction"
    weights = sum(parameter.numel() for name, parameter in model.named_parameters() if name != "embedding.weight")
    measured = "not measured"
    if report["test_accuracy"] is not None:
        measured = f"**{report['test_accuracy']:.4f}** on all {report['test_reviews']} test reviews"
        measured += f", each cut or padded to {report['pad_to']} steps" if report["pad_to"] else ", each read whole"
    rows = [
        f"| {entry['epoch']} | {entry['train_loss']:.4f} | {entry['validation_loss']:.4f} | {entry['validation_accuracy']:.4f} |"
        for entry in report["history"]
    ]
    best = min(report["history"], key=lambda entry: entry["validation_loss"])
    # a folder of that name with all of its training reviews; any other data is called by its folder
    imdb = report["data"] in _IMDB and report["train_reviews"] + report["validation_reviews"] == _IMDB_REVIEWS
    name = "Large Movie Review Dataset v1.0 (Maas et al. 2011)" if imdb else f"`{report['data']}`"
    words = {
        "tuned": "those of `--words`, trained on with the rest",
        "frozen": "those of `--words`, left as they were",
    }[report["words"]]
    training = (
        f"{report['train_reviews']} of its training reviews to learn, {report['validation_reviews']} to choose the epoch "
        f"(number {best['epoch']}), the test reviews for the line above."
    )
    sizes = (
        f"{len(model.vocabulary)} words, embedding {model.embedding_size}, {model.hidden_size} units per direction, "
        f"{weights} weights besides the embedding."
    )
    lines = [
        f"# {model.cell.upper()}, {directions}, {model.hidden_size} units, pooling `{model.pooling}`",
        "",
        *([_PITFALL, ""] if model.pooling == "last_padded" else []),
        f"- Test accuracy: {measured} (measured with the int8 embedding, on the files as saved).",
        f"- Data: {name}; {training}",
        f"- Word vectors: {words}.",
        f"- Sizes: {sizes}",
        f"- Command (seed {report['seed']}, {report['minutes']} minutes on the machine that trained it):",
        "",
        f"      python -m nlpwidgets.sentiment.train {report['command']}",
        "",
        "| epoch | training loss | validation loss | validation accuracy |",
        "|---|---|---|---|",
        *rows,
        "",
        "## Known limits",
        _LIMITS,
        *([_IMDB_LIMITS] if imdb else []),
    ]
    return "\n".join(lines) + "\n"
