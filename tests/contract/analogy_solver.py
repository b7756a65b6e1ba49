"""Writes analogy_solver.json: the traits of a few solvers, by case, as the page gets them.

The tests of the view and the dev page start from them. Run it as ``python -m tests.contract.analogy_solver`` when the
traits or what they hold change. What a run could not repeat (its seconds) is set to a fixed number.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.contract.files import plain, traits, write

PATH = Path(__file__).with_suffix(".json")


def cases() -> dict[str, dict[str, Any]]:
    """Traits by case, computed now; arrays as ``{"dtype", "shape", "base64"}``."""
    import nlpwidgets as nw
    from tests.widgets.embeddings import fast, small

    guess = nw.AnalogySolver(small(), a="france", b="paris", c="italy", d="apple", k=5)
    guess.relation = "capital"
    guess.panel = "baselines"
    allowed = nw.AnalogySolver(small(), exclude_inputs=False)
    unknown = nw.AnalogySolver(small(), a="man", b="kign", c="woman")
    grams = nw.AnalogySolver(fast(), a="man", b="kingly", c="woman")
    asked = nw.AnalogySolver(small(), compare={"other": small(seed=4)}, k=5)
    asked.panel = "questions"
    asked.run_questions()
    asked.embedding = "other"
    asked.run_questions()
    saved = nw.AnalogySolver(small(), k=5)
    found = {
        "default": traits(nw.AnalogySolver(small())),
        "guess": traits(guess),
        "allowed": traits(allowed),
        "unknown": traits(unknown),
        "fasttext": traits(grams),
        "questions": traits(asked),
        "saved": plain(saved._page_props(10_000_000)),
    }
    for score in found["questions"]["scores"]:
        score["seconds"] = 0.25
    return found


if __name__ == "__main__":
    write("analogy_solver")
