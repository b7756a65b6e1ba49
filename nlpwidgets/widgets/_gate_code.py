"""Python that rebuilds the view of a gate inspector."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nlpwidgets.widgets._names import name_of

if TYPE_CHECKING:
    from nlpwidgets.widgets._gate_source import Source


def label_of(source: Source) -> str:
    """Return a short name of the model: as the notebook calls it, else what it is."""
    from nlpwidgets.sentiment import SentimentClassifier

    model = source.model
    if isinstance(model, SentimentClassifier):
        return f"{'bi' if model.bidirectional else ''}{model.cell}"
    return name_of(model, type(model).__name__)


def source_lines(source: Source, second: Source | None, *, bundled: bool) -> str:
    """Return the lines that make the inspector, and its comparison."""
    lines = ["import nlpwidgets as nw", ""]
    given = _arguments(source, bundled=bundled)
    lines.append(f"inspector = nw.GateInspector({given})")
    if second is not None:
        lines.append(f"inspector.compare({_comparison(source, second)})")
    return "\n".join(lines)


def _arguments(source: Source, *, bundled: bool) -> str:
    from nlpwidgets.sentiment import SAMPLE_REVIEWS

    text = _text(source)
    if bundled:  # the model that the inspector brought itself
        return "" if source.texts == SAMPLE_REVIEWS[:1] else f"text={text}"
    parts = [name_of(source.model, "model")]
    if text is not None:
        parts.append(text)
    return ", ".join([*parts, *_keywords(source, None)])


def _comparison(source: Source, second: Source) -> str:
    text = _text(second)
    parts = [] if text is None or (text == _text(source) and second.model is not source.model) else [text]
    if second.model is not source.model:
        parts.append(f"model={name_of(second.model, 'other_model')}")
    return ", ".join([*parts, *_keywords(second, source)])


def _keywords(source: Source, known: Source | None) -> list[str]:
    """Keywords for what cannot be known otherwise."""
    from nlpwidgets.sentiment import SentimentClassifier

    parts = []
    own = isinstance(source.model, SentimentClassifier) and source.encode == source.model.encode
    if source.encode is not None and not own and (known is None or known.encode != source.encode):
        parts.append(f"encode={name_of(source.encode, 'encode')}")
    if source.tokens is not None and (known is None or known.tokens is not source.tokens):
        parts.append(
            f"tokens={name_of(source.tokens, 'tokens') if callable(source.tokens) else repr(_lists(source.tokens))}"
        )
    if source.inputs is not None:
        parts.append(f"inputs={name_of(source.inputs, 'inputs')}")
    if source.head is not None and (known is None or known.head is not source.head):
        parts.append(f"head={name_of(source.head, 'head')}")
    return parts


def _text(source: Source) -> str | None:
    if source.texts is None:
        return None
    return repr(source.texts[0] if len(source.texts) == 1 else list(source.texts))


def _lists(tokens: Any) -> Any:
    return [list(row) if isinstance(row, (list, tuple)) else row for row in tokens]
