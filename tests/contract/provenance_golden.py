"""Writes provenance_golden.json: where each character comes from through the steps, and what each source character becomes.

A list of cases, each with

- ``name``;
- ``texts``: the source, then the text after each step;
- ``steps``: per step its rows (from_start, from_stop, start, stop, one_by_one), flat, as in ``Lane.segments``; null where the
  step left the text as it was;
- ``sources``: per step, per character of the text after it, the list of [start, stop) of the source that it comes from:
  merged, in order, empty for inserted text;
- ``targets``: per step, per character of the source, the list of [start, stop) of the text after it that come from it.

Characters are code points. Both are found here one character at a time by sets, through the rows of one step after another;
the view has to get the same by its own way. Run it as ``python -m tests.contract.provenance_golden``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

PATH = Path(__file__).with_suffix(".json")


def swap(text: str) -> str:
    """Turn two words round and put something in."""
    return "so " + text.replace("bad film", "film bad")


TEXTS = {
    "default": "<p>The caf&eacute; wasn't <i>bad</i>, its feet were.</p>",
    "wrong order": "I DON'T like &lt;b&gt; it, isn&#39;t it?",
    "characters": "שלום 👩\u200d👩\u200d👧 cafe\u0301 ﬁne 🎬 ½ İstanbul  http://x.org/a b",
    "function": "a bad film",
    "nothing left": "<p>the and of</p>",
    "unchanged": "plain",
    "empty": "",
}
PIPELINES: dict[str, list[Any]] = {
    "default": [
        "strip_html",
        "remove_accents",
        "expand_contractions",
        "lowercase",
        "remove_special_characters",
        "lemmatize",
        "remove_stopwords",
    ],
    "wrong order": ["remove_special_characters", "strip_html", "remove_stopwords", "expand_contractions", "stem"],
    "characters": [
        "remove_urls",
        ("replace_emoji", {"mode": "name"}),
        ("remove_accents", {"ascii_only": True}),
        "lowercase",
        "collapse_whitespace",
    ],
    "function": [swap, "lowercase", swap],
    "nothing left": ["strip_html", "remove_stopwords", swap],
    "unchanged": ["strip_html", "lowercase"],
    "empty": ["lowercase", swap],
}


def cases() -> list[dict[str, Any]]:
    """Compute all cases."""
    return [_case(name, TEXTS[name], PIPELINES[name]) for name in TEXTS]


def _case(name: str, text: str, pipeline: list[Any]) -> dict[str, Any]:
    import nlpwidgets as nw
    from nlpwidgets.widgets._wire import unpack

    widget = nw.PreprocessingExplorer(text, pipeline=pipeline)
    texts = list(widget.trace.texts)
    steps = [None if lane["text"] is None else unpack(lane["segments"]).tolist() for lane in widget.lanes]
    sources: list[list[list[list[int]]]] = []
    targets: list[list[list[list[int]]]] = []
    origin = [{at} for at in range(len(text))]
    for rows, after in zip(steps, texts[1:], strict=True):
        if rows is not None:
            origin = _through(rows, origin, len(after))
        sources.append([_spans(found) for found in origin])
        targets.append(
            [_spans({at for at, found in enumerate(origin) if place in found}) for place in range(len(text))]
        )
    flat = [None if rows is None else [number for row in rows for number in row] for rows in steps]
    return {"name": name, "texts": texts, "steps": flat, "sources": sources, "targets": targets}


def _through(rows: list[list[int]], origin: list[set[int]], length: int) -> list[set[int]]:
    """Return, per character after a step, the source characters of those that it comes from."""
    found: list[set[int]] = [set() for _ in range(length)]
    for low, high, start, stop, one in rows:
        for at in range(start, stop):
            places = [low + at - start] if one else range(low, high)
            found[at] |= {source for place in places for source in origin[place]}
    return found


def _spans(places: set[int]) -> list[list[int]]:
    spans: list[list[int]] = []
    for place in sorted(places):
        if spans and spans[-1][1] == place:
            spans[-1][1] += 1
        else:
            spans.append([place, place + 1])
    return spans


if __name__ == "__main__":
    lines = ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases())
    PATH.write_text(f"[\n{lines}\n]\n", "utf-8")
