"""What pruning costs: terms and tokens that stay at every threshold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.vectorize.weighting import counted

if TYPE_CHECKING:
    from nlpwidgets.vectorize.counting import Bag
    from nlpwidgets.vectorize.weighting import Weighted


@dataclass(frozen=True, eq=False, repr=False)
class PruningCurve:
    """Terms and tokens that stay when rare, or when frequent, terms are dropped from all terms, before any pruning.

    Only thresholds at which something changes are listed; between two of them the values are those of the next `min_df`,
    or of the last `max_df`.

    Attributes
    ----------
    min_df, max_df : numpy.ndarray, int64, (k,)
        Thresholds, growing, in documents: all document frequencies that there are.
    min_terms, max_terms : numpy.ndarray, int64, (k,)
        Terms that stay.
    min_tokens, max_tokens : numpy.ndarray, int64, (k,)
        Their occurrences.
    min_lost, max_lost : numpy.ndarray, float64, (k,)
        Share of all occurrences that is lost, 0 to 1.
    documents, terms, tokens : int
        In all.
    """

    min_df: Any
    min_terms: Any
    min_tokens: Any
    min_lost: Any
    max_df: Any
    max_terms: Any
    max_tokens: Any
    max_lost: Any
    documents: int
    terms: int
    tokens: int

    def __repr__(self) -> str:
        return (
            f"PruningCurve({self.terms:,} terms, {self.tokens:,} tokens; document frequencies "
            f"{self.min_df[0]:,} to {self.min_df[-1]:,} of {self.documents:,})"
        )


def pruning(bag: Bag | Weighted) -> PruningCurve:
    """Return what every `min_df` and every `max_df` would keep, each by itself.

    With `max_features` or both thresholds the losses overlap; `Bag.dropped` says what a bag has lost.
    """
    bag = counted(bag)
    thresholds, group = np.unique(bag.unpruned_df, return_inverse=True)
    terms = np.bincount(group, minlength=len(thresholds))
    tokens = np.zeros(len(thresholds), np.int64)
    np.add.at(tokens, group, bag.unpruned_totals)
    up = [np.cumsum(values) for values in (terms, tokens)]  # df at most the threshold
    down = [np.cumsum(values[::-1])[::-1] for values in (terms, tokens)]  # df at least the threshold
    total = int(tokens.sum())
    return PruningCurve(
        thresholds,
        down[0],
        down[1],
        1 - down[1] / total,
        thresholds.copy(),
        up[0],
        up[1],
        1 - up[1] / total,
        int(bag.matrix.shape[0]),
        len(bag.unpruned_df),
        total,
    )
