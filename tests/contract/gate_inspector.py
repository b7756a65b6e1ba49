"""Writes gate_inspector.json: the traits of a few inspectors, by case, as the page gets them.

The tests of the view and the dev page start from them. Run it as ``python -m tests.contract.gate_inspector`` when the
traits or what they hold change.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.contract.files import traits, write

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
    return {name: traits(inspector) for name, inspector in inspectors.items()}


def _own(reader: Any) -> dict[str, Any]:
    return {"encode": reader.encode, "head": reader.probabilities}


if __name__ == "__main__":
    write("gate_inspector")
