"""Python that rebuilds the view of an analogy solver."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlpwidgets.widgets._names import name_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nlpwidgets.widgets._analogy_traits import AnalogyTraits
    from nlpwidgets.widgets._named_vectors import Named


def source_code(sources: Mapping[str, Named], questions: Any) -> str:
    """Return the lines that make the solver."""
    first, *others = sources.values()
    parts = [] if first.given is None else [written(first.given, "vectors")]
    if others:
        pairs = ", ".join(f"{one.name!r}: {written(one.given, 'vectors')}" for one in others)
        parts.append(f"compare={{{pairs}}}")
    if questions is not None:
        parts.append(f"questions={written(questions, 'questions')}")
    return f"import nlpwidgets as nw\n\nsolver = nw.AnalogySolver({', '.join(parts)})"


def code_of(solver: AnalogyTraits) -> str:
    """Return these lines and one for each thing that was chosen."""
    lines = [solver.source_code]
    if solver.embedding != solver.embeddings[0]["name"]:
        lines.append(f"solver.embedding = {solver.embedding!r}")
    lines.append(f"solver.terms = {solver.terms!r}")
    usual = {"restrict": 0, "k": 10, "exclude_inputs": True, "relation": "", "method": "3cosadd", "theme": "auto"}
    lines += [
        f"solver.{name} = {getattr(solver, name)!r}"
        for name, default in usual.items()
        if getattr(solver, name) != default
    ]
    return "\n".join(lines)


def written(given: Any, default: str) -> str:
    """How code names what was given: text and paths as they are, the rest by its name in the notebook."""
    if given is None:
        return "None"
    if isinstance(given, (str, Path)):
        return repr(str(given))
    return name_of(given, default)
