"""Python that rebuilds the view of an embedding projector."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nlpwidgets.widgets._analogy_code import written
from nlpwidgets.widgets._projector_asked import DEFAULTS
from nlpwidgets.widgets._projector_traits import WHOLE

if TYPE_CHECKING:
    from nlpwidgets.widgets._projector_source import Shown
    from nlpwidgets.widgets.embedding_projector import EmbeddingProjector

SHORT = 300
"""Characters of a list that is written out; a longer one is called by its name."""
FEW = 50
"""Selected words that are written out."""


def source_code(shown: Shown, words: Any, limit: Any, columns: Any, coordinates: Any) -> str:
    """Return the lines that make the projector."""
    parts = [] if shown.first.given is None else [written(shown.first.given, "vectors")]
    if shown.second is not None:
        parts.append(f"compare={{{shown.second.name!r}: {written(shown.second.given, 'second')}}}")
    if words is not None:
        listed = repr(list(shown.words))
        parts.append(f"words={listed if len(listed) <= SHORT else written(words, 'words')}")
    if limit is not None:
        parts.append(f"limit={limit}")
    if columns is not None:
        parts.append(f"columns={written(columns, 'columns')}")
    if coordinates is not None:
        parts.append(f"coordinates={written(coordinates, 'coordinates')}")
    return f"import nlpwidgets as nw\n\nprojector = nw.EmbeddingProjector({', '.join(parts)})"


def code_of(projector: EmbeddingProjector) -> str:
    """Return these lines and one for each thing that was chosen."""
    lines = [projector.source_code]
    if projector.axes:
        lines.append(f"projector.axes = {projector.axes!r}")
    options = {name: value for name, value in projector.options.items() if value != DEFAULTS[name]}  # type: ignore[literal-required]
    if options:
        lines.append(f"projector.options = {options!r}")
    usual: dict[str, Any] = {
        "color_by": "",
        "size_by": "",
        "word": "",
        "k": 10,
        "query": {"text": "", "mode": "prefix"},
        "arrangement": "side" if projector.source["second"] else "single",
        "labels": True,
        "density": "auto",
        "point_size": 1.0,
        "camera": WHOLE,
        "theme": "auto",
    }
    lines += [
        f"projector.{name} = {getattr(projector, name)!r}"
        for name, default in usual.items()
        if getattr(projector, name) != default
    ]
    if 0 < len(projector.selection) <= FEW:
        lines.append(f"projector.select({projector.selection!r})")
    if projector.frame["method"] in ("tsne", "umap"):
        lines.append("projector.start()")
    return "\n".join(lines)
