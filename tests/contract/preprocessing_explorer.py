"""Writes preprocessing_explorer.json: the traits of a few explorers, by case, as the page gets them.

The tests of the view and the dev page start from them. Run it as ``python -m tests.contract.preprocessing_explorer`` when
the traits or what they hold change.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.contract.files import plain, traits, write

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
        "default": traits(default),
        "corpus": traits(corpus),
        "custom": traits(custom),
        "hostile": traits(hostile),
        "saved": plain(saved._page_props(64_000_000)),
    }


if __name__ == "__main__":
    write("preprocessing_explorer")
