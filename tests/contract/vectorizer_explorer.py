"""Writes vectorizer_explorer.json: the traits of a few explorers, by case, as the page gets them.

The tests of the view and the dev page start from them. Run it as ``python -m tests.contract.vectorizer_explorer`` when the
traits or what they hold change. What a run could not repeat (the seconds of the training) is set to a fixed number.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

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
        "default": _traits(default),
        "characters": _traits(characters),
        "bigrams": _traits(bigrams),
        "pipeline": _traits(piped),
        "trained": _traits(trained),
        "saved": _plain(saved._page_props(10_000_000)),
    }
    found["trained"]["classifier"]["seconds"] = 0.25
    return found


def _traits(widget: Any) -> dict[str, Any]:
    names = sorted(name for name, trait in widget.traits().items() if "writer" in trait.metadata)
    return {name: _plain(getattr(widget, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        rest = {key: _plain(inner) for key, inner in value.items() if not isinstance(inner, bytes)}
        return rest | {"base64": base64.b64encode(value["data"]).decode()} if "data" in value else rest
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


if __name__ == "__main__":
    traits = {
        case: ",\n".join(
            f" {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in props.items()
        )
        for case, props in cases().items()
    }
    PATH.write_text("{" + ",\n".join(f'"{case}": {{\n{lines}\n}}' for case, lines in traits.items()) + "}\n", "utf-8")
