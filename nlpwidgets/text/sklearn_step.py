"""A pipeline of preprocessing steps inside a pipeline of scikit-learn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from sklearn.base import BaseEstimator, TransformerMixin

from nlpwidgets.text.pipeline import DEFAULT_STEPS, Pipeline

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nlpwidgets.text.resolving import Spec


class PipelineTransformer(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """Preprocesses texts, to stand before a vectorizer; there is nothing to fit.

    Parameters
    ----------
    steps : list, default DEFAULT_STEPS
        As for `nlpwidgets.text.Pipeline`; checked when first used, as is the custom of scikit-learn.
    workers : int, default 1
        Processes.
    """

    def __init__(self, steps: Iterable[Spec] = DEFAULT_STEPS, workers: int = 1) -> None:
        self.steps = steps
        self.workers = workers

    def fit(self, X: Iterable[str], y: Any = None) -> Self:
        """Check the steps; the texts are not looked at."""
        del X, y
        Pipeline(self.steps)
        return self

    def transform(self, X: Iterable[str]) -> list[str]:
        """Return the texts after the steps.

        Raises
        ------
        TypeError, ValueError
            A step is not valid, something is no text, or `X` has columns.
        """
        if getattr(X, "ndim", 1) != 1:
            raise ValueError(f"X must be a list of texts, not a table of shape {X.shape}; pass one column, X[name]")  # type: ignore[attr-defined]
        return list(Pipeline(self.steps).map(X, workers=self.workers, progress=False))

    def __sklearn_is_fitted__(self) -> bool:
        return True
