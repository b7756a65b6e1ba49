"""Python that rebuilds the view of a preprocessing explorer."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from nlpwidgets.widgets._names import name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nlpwidgets.text import Pipeline
    from nlpwidgets.widgets._preprocessing_traits import PreprocessingTraits

SHORT = 2_000
"""Characters of texts that are written out; longer ones are called by their name."""


def made_by(given: Any, vocabulary: Any) -> str:
    """Return the line that makes the explorer."""
    parts = [] if given is None else [_written(given)]
    if vocabulary is not None:
        parts.append(f"vocabulary={name_of(vocabulary, 'vocabulary')}")
    return f"explorer = nw.PreprocessingExplorer({', '.join(parts)})"


def source_lines(made: str, functions: Mapping[str, Callable[[str], str]]) -> str:
    """Return the lines that make the explorer and its cards of functions."""
    lines = ["import nlpwidgets as nw", "", made]
    for name, function in functions.items():
        called = getattr(function, "__name__", name)
        usual = called if isinstance(called, str) and called.isidentifier() else name
        lines.append(f"explorer.add_step({name_of(function, usual)}, on=False)")
    return "\n".join(lines)


def _written(given: Any) -> str:
    if known := name_of(given, ""):
        return known
    if isinstance(given, str):
        return repr(given) if len(given) <= SHORT else "text"
    if isinstance(given, (list, tuple)) and len(given) <= SHORT and sum(map(len, given)) <= SHORT:
        return repr(given)
    return "texts"


@lru_cache(maxsize=256)
def pipeline_lines(pipeline: Pipeline) -> str:
    """Return plain Python with the same effect, or why there is none."""
    try:
        return pipeline.to_code()
    except ValueError as error:
        return f"# {' '.join(str(error).split())}"


def code_of(explorer: PreprocessingTraits) -> str:
    """Return these lines and one for each thing that was chosen."""
    lines = [explorer.source_code, f"explorer.steps = {explorer.steps!r}"]
    if explorer.document > 0:
        lines.append(f"explorer.document = {explorer.document!r}")
    elif explorer.document < 0:
        lines.append(f"explorer.text = {explorer.text!r}")
    for name, default in (("focus", None), ("stemmer", "porter"), ("panel", "forms"), ("theme", "auto")):
        if (value := getattr(explorer, name)) != default:
            lines.append(f"explorer.{name} = {value!r}")
    return "\n".join(lines)
