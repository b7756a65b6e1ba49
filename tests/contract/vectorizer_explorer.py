"""Writes vectorizer_explorer.json: the traits of a few explorers, by case, as the page gets them.

The tests of the view and the dev page start from them. Run it as ``python -m tests.contract.vectorizer_explorer`` when the
traits or what they hold change. What a run could not repeat (the seconds of the training) is set to a fixed number.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.contract.files import plain, traits, write

PATH = Path(__file__).with_suffix(".json")
TEXTS = [
    "The film was not bad and the plot was great, great fun.",
    "A dull film: the plot was weak and I was bored.",
    "I loved the film and the plot.",
    "The boat sinks. The film sinks. I sink.",
    "A great plot, a great cast and a dull ending.",
]
HTML = [
    "<p>The caf&eacute;s DON'T open.<br>A <b>caf&eacute;</b>, closed!</p>",
    "<i>Films</i> &amp; caf\u00e9s, films &amp; boats \U0001f6a4 and caf\u00e9s",
    "The boats weren't there: no boats, no film.",
]


def cases() -> dict[str, dict[str, Any]]:
    """Traits by case, computed now; arrays as ``{"dtype", "shape", "base64"}``."""
    import nlpwidgets as nw
    from nlpwidgets.text import Pipeline

    default = nw.VectorizerExplorer()
    default.sentence = "a wonderful film with a dull ending"
    characters = nw.VectorizerExplorer(TEXTS, unit="character", ngram_range=(1, 2), case="keep", weighting="tf")
    bigrams = nw.VectorizerExplorer(TEXTS, ngram_range=(1, 2), min_df=2)
    bigrams.sentence = "the plot and the film"
    bigrams.term_order, bigrams.document_order = "document", "near"
    steps = ["strip_html", "remove_accents", "expand_contractions", "lowercase", "stem"]
    piped = nw.VectorizerExplorer(HTML, pipeline=Pipeline(steps))
    piped.cell = {"document": 0, "term": "cafe"}
    trained = nw.VectorizerExplorer()
    trained.options = {"min_df": 2}
    trained.sentence = "a wonderful film with a dull ending"
    trained.train()
    trained.panel = "classifier"
    saved = nw.VectorizerExplorer(TEXTS, weighting="textbook")
    found = {
        "default": traits(default),
        "characters": traits(characters),
        "bigrams": traits(bigrams),
        "pipeline": traits(piped),
        "trained": traits(trained),
        "saved": plain(saved._page_props(10_000_000)),
    }
    found["trained"]["classifier"]["seconds"] = 0.25
    return found


if __name__ == "__main__":
    write("vectorizer_explorer")
