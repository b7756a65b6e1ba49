"""The built-in steps of a preprocessing pipeline, one file each. Importing them loads none of the libraries they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nlpwidgets.text.steps import (
    accents,
    case,
    characters,
    contractions,
    emoji,
    html,
    lemmatize,
    stem,
    stopwords,
    urls,
    whitespace,
)

if TYPE_CHECKING:
    from nlpwidgets.text._step import StepKind

KINDS: dict[str, StepKind] = {
    module.KIND.name: module.KIND
    for module in (
        html,
        urls,
        emoji,
        accents,
        contractions,
        case,
        characters,
        stem,
        lemmatize,
        stopwords,
        whitespace,
    )
}
"""By name, in the order in which they make sense."""

stop_words = stopwords.stop_words

__all__ = ["KINDS", "stop_words"]
