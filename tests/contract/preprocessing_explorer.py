"""Writes preprocessing_explorer.json: the traits of a few explorers, by case, as the page gets them.

The tests of the view and the dev page start from them. Run it as ``python -m tests.contract.preprocessing_explorer`` when
the traits or what they hold change.
"""

from __future__ import annotations

import base64
import json
from importlib import import_module
from pathlib import Path
from typing import Any

PATH = Path(__file__).with_suffix(".json")
TEXTS = [
    "<p>The film wasn't bad, and the caf&eacute; was better than in most films.</p>",
    "I DON'T know why he made it!<br />The acting is bad, the plot is worse.",
    "Two feet of snow &amp; 3 good songs 🎬 at https://example.org/snow",
    "The plot was good. The films before it weren't.",
]
HOSTILE = (
    "שלום <b>עולם</b> 👩\u200d👩\u200d👧 cafe\u0301 nai\u0308ve\x00 <<<b x='>'>a < b &amp; &unknown; &#xD800; 𝒳𝒴 "
    "\u202eoverride\u202c zero\u200bwidth Don\u2019t " + "longwordwithoutspaces" * 6
)


def emphasise(text: str) -> str:
    """Say it louder."""
    return text.replace("bad", "very BAD").replace("  ", " ")


def cases() -> dict[str, dict[str, Any]]:
    """Traits by case, computed now; arrays as ``{"dtype", "shape", "base64"}``."""
    import nlpwidgets as nw

    default = nw.PreprocessingExplorer()
    corpus = nw.PreprocessingExplorer([*TEXTS], vocabulary=["the", "film", "bad", "good", "plot", "be", "not"])
    corpus.document = 1
    corpus.panel = "corpus"
    corpus.count()
    steps = ["remove_stopwords", "lowercase", emphasise, "expand_contractions", "remove_special_characters", "stem"]
    custom = nw.PreprocessingExplorer(TEXTS[0], pipeline=steps)
    custom.steps = [
        {**card, "options": {"algorithm": "lancaster"} if card["name"] == "stem" else card["options"]}
        for card in custom.steps
    ]
    custom.focus = {"id": "lowercase", "start": 3, "stop": 7}
    hostile = nw.PreprocessingExplorer(HOSTILE)
    saved = nw.PreprocessingExplorer(TEXTS[0], pipeline=["strip_html", "expand_contractions", "lowercase"])
    saved.add_step("remove_stopwords")
    saved.steps = [card for card in saved.steps if card["on"]]
    return {
        "default": _traits(default),
        "corpus": _traits(corpus),
        "custom": _traits(custom),
        "hostile": _traits(hostile),
        "saved": _plain(saved._page_props(64_000_000)),
    }


def _traits(widget: Any) -> dict[str, Any]:
    names = sorted(name for name, trait in widget.traits().items() if "writer" in trait.metadata)
    return {name: _plain(getattr(widget, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        rest = {key: _plain(inner) for key, inner in value.items() if not isinstance(inner, bytes)}
        return rest | {"base64": base64.b64encode(value["data"]).decode()} if "data" in value else rest
    return [_plain(inner) for inner in value] if isinstance(value, list) else value


if __name__ == "__main__":
    # as when it is tested: code names what it finds in __main__
    contract = import_module("tests.contract.preprocessing_explorer")
    traits = {
        case: ",\n".join(
            f" {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in props.items()
        )
        for case, props in contract.cases().items()
    }
    PATH.write_text("{" + ",\n".join(f'"{case}": {{\n{lines}\n}}' for case, lines in traits.items()) + "}\n", "utf-8")
