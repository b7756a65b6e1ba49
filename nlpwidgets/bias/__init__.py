"""Bias in word vectors: find its directions, take them out, measure what is left.

Every function that changes vectors returns new ones. Importing this package loads no gensim or scikit-learn; public names are
resolved on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nlpwidgets.bias.association import Weat, weat
    from nlpwidgets.bias.debiasing import equalize, hard_debias, linear_debias, neutralize
    from nlpwidgets.bias.measuring import (
        PerWord,
        Ripa,
        direct_bias,
        ect,
        indirect_bias,
        mac,
        relative_norm_distance,
        ripa,
    )
    from nlpwidgets.bias.nullspace import inlp, inlp_subspace
    from nlpwidgets.bias.recovering import Recoverability, Recovery, recoverability
    from nlpwidgets.bias.soft import soft_debias
    from nlpwidgets.bias.subspaces import METHODS, Subspace, subspace
    from nlpwidgets.bias.using import Usefulness, Uses, utility
    from nlpwidgets.bias.word_lists import LISTS, WordList, load_list

_HOMES = {
    "LISTS": "word_lists",
    "METHODS": "subspaces",
    "PerWord": "measuring",
    "Recoverability": "recovering",
    "Recovery": "recovering",
    "Ripa": "measuring",
    "Subspace": "subspaces",
    "Usefulness": "using",
    "Uses": "using",
    "Weat": "association",
    "WordList": "word_lists",
    "direct_bias": "measuring",
    "ect": "measuring",
    "equalize": "debiasing",
    "hard_debias": "debiasing",
    "indirect_bias": "measuring",
    "inlp": "nullspace",
    "inlp_subspace": "nullspace",
    "linear_debias": "debiasing",
    "load_list": "word_lists",
    "mac": "measuring",
    "neutralize": "debiasing",
    "recoverability": "recovering",
    "relative_norm_distance": "measuring",
    "ripa": "measuring",
    "soft_debias": "soft",
    "subspace": "subspaces",
    "utility": "using",
    "weat": "association",
}

__all__ = [
    "LISTS",
    "METHODS",
    "PerWord",
    "Recoverability",
    "Recovery",
    "Ripa",
    "Subspace",
    "Usefulness",
    "Uses",
    "Weat",
    "WordList",
    "direct_bias",
    "ect",
    "equalize",
    "hard_debias",
    "indirect_bias",
    "inlp",
    "inlp_subspace",
    "linear_debias",
    "load_list",
    "mac",
    "neutralize",
    "recoverability",
    "relative_norm_distance",
    "ripa",
    "soft_debias",
    "subspace",
    "utility",
    "weat",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"nlpwidgets.bias.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'nlpwidgets.bias' has no attribute {name!r}; it has {', '.join(__all__)}")


def __dir__() -> list[str]:
    return sorted(__all__)
