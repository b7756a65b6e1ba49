"""Python that rebuilds the view of a vectorizer explorer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.widgets._names import name_of
from nlpwidgets.widgets._vectorizer_options import FIRST_VIEWPORT

if TYPE_CHECKING:
    from nlpwidgets.widgets._vectorizer_source import Source
    from nlpwidgets.widgets._vectorizer_traits import VectorizerTraits

SHORT = 300
"""Characters of documents that are written out; longer ones are called by their name."""


def source_code(source: Source, weighting: str | None) -> str:
    """Return the lines that make the explorer."""
    parts = []
    for name, value in source.given.items():
        if name == "documents":
            parts.append(_written(value, "documents"))
        elif name in ("labels", "test", "titles"):
            parts.append(f"{name}={_written(value, name)}")
        elif name in ("pipeline", "tokenizer"):
            parts.append(f"{name}={name_of(value, name)}")
        else:
            # a number of NumPy would need its import
            parts.append(f"{name}={value.item() if isinstance(value, np.generic) else value!r}")
    if weighting is not None:
        parts.append(f"weighting={weighting!r}")
    return f"import nlpwidgets as nw\n\nexplorer = nw.VectorizerExplorer({', '.join(parts)})"


def code_of(explorer: VectorizerTraits) -> str:
    """Return these lines and one for each thing that was chosen."""
    lines = [explorer.source_code, f"explorer.options = {explorer.options!r}"]
    lines.append(f"explorer.weighting = {explorer.weighting!r}")
    for name, default in (("sublinear", False), ("sentence", ""), ("seed", 0)):
        if (value := getattr(explorer, name)) != default:
            lines.append(f"explorer.{name} = {value!r}")
    lines.append(f"explorer.cell = {explorer.cell!r}")
    for name, default in (("term_order", "frequency"), ("document_order", "given"), ("theme", "auto")):
        if (value := getattr(explorer, name)) != default:
            lines.append(f"explorer.{name} = {value!r}")
    if explorer.viewport != FIRST_VIEWPORT:
        lines.append(f"explorer.viewport = {explorer.viewport!r}")
    if explorer.classifier is not None:
        lines.append("explorer.train()")
    return "\n".join(lines)


def _written(value: Any, name: str) -> str:
    known = name_of(value, "")
    if known:
        return known
    if isinstance(value, (list, tuple)):
        written = repr(value)
        if len(written) <= SHORT:
            return written
    return name
