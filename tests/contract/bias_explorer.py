"""Writes bias_explorer.json: the traits of a few explorers, by case, as the page gets them.

The tests of the view and the dev page start from them. Run it as ``python -m tests.contract.bias_explorer`` when the
traits or what they hold change. What another machine might not repeat (seconds; accuracies of a few words near a border) is
set to fixed numbers.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.contract.files import plain, traits, write

PATH = Path(__file__).with_suffix(".json")


def cases() -> dict[str, dict[str, Any]]:
    """Traits by case, computed now; arrays as ``{"dtype", "shape", "base64"}``."""
    from tests.widgets.bias import PAIRS, explorer

    default = explorer()
    default.wait()
    half = explorer()
    half.panel = "sentence"
    half.strength = 0.5
    half.exempt = [*half.exempt, "nurse"]
    half.neighbours_of = "nurse"
    half.wait()
    plane = explorer(pairs={"gender": [*PAIRS, ("aunt", "uncle")], "rank": [("king", "boy"), ("queen", "girl")]})
    plane.panel = "plane"
    plane.plane_words = ["woman", "man"]
    plane.steps = [{"kind": "neutralize", "words": ["nurse"]}, {"kind": "equalize", "words": ["woman", "man"]}]
    plane.wait()
    methods = explorer()
    methods.panel = "methods"
    methods.iterations = 2
    methods.strength = 0.6
    methods.compare_methods()
    methods.wait()
    nothing = explorer(pairs={"gender": [("aunt", "uncle")]})
    saved = explorer()
    saved.strength = 0.3
    found = {
        "default": traits(default),
        "half": traits(half),
        "plane": traits(plane),
        "methods": traits(methods),
        "nothing": traits(nothing),
        "saved": plain(saved._page_props(10_000_000)),
    }
    for line in found["methods"]["compared"]:
        line |= {"seconds": 0.25, "clusters": 0.75, "classifier": 0.875}
    for props in found.values():
        if props["measured"] is not None:
            for name, after in (("clusters", 0.75), ("classifier", 0.875)):
                props["measured"][name] = {"before": 1.0, "after": after}
    return found


if __name__ == "__main__":
    write("bias_explorer")
