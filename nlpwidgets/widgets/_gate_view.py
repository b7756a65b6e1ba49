"""From readings to the traits of the gate inspector, and from one source to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nlpwidgets.widgets._gate_pack import describe, pack_all, pack_selected, total_bytes
from nlpwidgets.widgets._gate_selection import first_selection, settle
from nlpwidgets.widgets._gate_source import make_source
from nlpwidgets.widgets._wire import pack

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nlpwidgets.widgets._gate_read import Reading
    from nlpwidgets.widgets._gate_source import Source
    from nlpwidgets.widgets._gate_wire import Selection


def view_of(readings: list[Reading], labels: list[str], wish: Mapping[str, Any], max_bytes: int) -> dict[str, Any]:
    """All traits that follow from what was read; the selection is the nearest to `wish`, or the first view."""
    traces = [describe(reading, which, labels[which]) for which, reading in enumerate(readings)]
    selection = settle(wish, traces[0]) if wish else first_selection(readings[0])
    fits = total_bytes(readings) <= max_bytes
    return {
        "traces": traces,
        "arrays": pack_all(readings) if fits else pack_selected(readings, selection, max_bytes),
        "selection": selection,
        "can_type": readings[0].source.can_type,
        **align(readings, selection),
    }


def align(readings: list[Reading], selection: Selection) -> dict[str, Any]:
    """Return the texts of the selected item, and how their words stand side by side."""
    from nlpwidgets.recurrent import align_tokens

    items = [reading.items[min(selection["item"], len(reading.items) - 1)] for reading in readings]
    if len(items) == 1:
        return {"text": items[0].text, "second_text": None, "alignment": None}
    first, second = items
    return {
        "text": first.text,
        # never null while two are shown: null is how the page ends the comparison
        "second_text": " ".join(second.tokens) if second.text is None else second.text,
        "alignment": pack(align_tokens(first.tokens, second.tokens)),
    }


def source_with_text(source: Source, text: Any, item: int, given: Source | None) -> Source:
    """Return the source with another text; the one that was given, with all its labels, when it comes back to that text."""
    if given is not None and given.model is source.model:
        texts = given.texts
        if (text is None and texts is None) or (texts is not None and len(texts) == 1 and texts[0] == text):
            return given
    if text is None:
        raise ValueError("there must be a text: give a str")
    return source.with_text(text, item)


def comparison_source(
    first: Source, current: str | None, text: Any, *, model: Any, encode: Any, tokens: Any, inputs: Any, head: Any
) -> Source:
    """Return what to compare with, completed by what the first source has."""
    if model is None:
        model, head = first.model, first.head if head is None else head
    if encode is None and not (model is not first.model and callable(getattr(model, "encode", None))):
        encode = first.encode
    if text is None and inputs is None:
        text, inputs = current, first.inputs
        tokens = first.tokens if tokens is None and current is None else tokens
    if tokens is None and callable(first.tokens) and inputs is None:
        tokens = first.tokens
    return make_source(model, text, encode=encode, tokens=tokens, inputs=inputs, head=head)
