"""Writes gate_inspector.json: the traits of a few inspectors, by case, as the page gets them.

The tests of the view and the dev page start from them. Run it as ``python -m tests.contract.gate_inspector`` when the
traits or what they hold change.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

PATH = Path(__file__).with_suffix(".json")
TEXT = "The film was not bad and the plot was great"
SECOND = "The film was bad and the plot was weak"


def cases() -> dict[str, dict[str, Any]]:
    """Traits by case, computed now; arrays as ``{"dtype", "shape", "base64"}``."""
    import nlpwidgets as nw
    from tests.widgets.toys import Halved, Plain, Reader, letters

    lstm = Reader("lstm", hidden=6, num_layers=2, bidirectional=True)
    gru, rnn = Reader("gru", hidden=8, seed=3), Reader("rnn", hidden=8, nonlinearity="relu", seed=4)
    compared = nw.GateInspector(gru, TEXT, **_own(gru))
    compared.compare(SECOND)
    models = nw.GateInspector(rnn, TEXT, **_own(rnn))
    models.compare(model=Plain("lstm", hidden=8, proj_size=5), encode=letters)
    inspectors = {
        "lstm": nw.GateInspector(lstm, [TEXT, "Not a Schmonzette"], **_own(lstm)),
        "gru": nw.GateInspector(gru, TEXT, **_own(gru)),
        "rnn": nw.GateInspector(rnn, TEXT, **_own(rnn)),
        "projection": nw.GateInspector(Plain("lstm", hidden=8, proj_size=5), inputs=letters(TEXT)),
        "cell": nw.GateInspector(Halved(), inputs=letters(TEXT)),
        "compare": compared,
        "models": models,
    }
    return {name: _traits(inspector) for name, inspector in inspectors.items()}


def _own(reader: Any) -> dict[str, Any]:
    return {"encode": reader.encode, "head": reader.probabilities}


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
