"""Python that rebuilds the view of a bias explorer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from nlpwidgets.widgets._analogy_code import written
from nlpwidgets.widgets._names import name_of

if TYPE_CHECKING:
    from nlpwidgets.widgets._bias_traits import BiasTraits
    from nlpwidgets.widgets._named_vectors import Named

SHORT = 300
"""Characters of a list that is written out; longer ones are called by their name."""


def source_code(source: Named, pairs: Any, words: Any, exempt: Any, questions: Any, ratings: Any) -> str:
    """Return the lines that make the explorer."""
    parts = [] if source.given is None else [written(source.given, "vectors")]
    for name, value in (("pairs", pairs), ("words", words), ("exempt", exempt)):
        if value is not None:
            parts.append(f"{name}={_listed(value, name)}")
    for name, value in (("questions", questions), ("ratings", ratings)):
        if value is not None:
            parts.append(f"{name}={written(value, name)}")
    return f"import nlpwidgets as nw\n\nexplorer = nw.BiasExplorer({', '.join(parts)})"


def code_of(explorer: BiasTraits) -> str:
    """Return these lines and one for each thing that was chosen."""
    lines = [explorer.source_code]
    for name, first in explorer._chosen_first.items():  # noqa: SLF001 - the widget's own
        value = getattr(explorer, name)
        if value != first:
            lines.append(f"explorer.{name} = {value!r}")
    if explorer.compared:
        lines.append("explorer.compare_methods()")
    return "\n".join(lines)


def _listed(value: Any, name: str) -> str:
    known = name_of(value, "")
    if known:
        return known
    if isinstance(value, (list, tuple, Mapping)) and len(repr(value)) <= SHORT:
        return repr(value)
    return written(value, name)
