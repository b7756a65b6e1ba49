"""Pictures that need no iteration: principal components, axes by formula, coordinates that were handed over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nlpwidgets.embeddings._pca import principal_components

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nlpwidgets.widgets._projector_source import Shown
    from nlpwidgets.widgets._projector_wire import Options


@dataclass(frozen=True)
class Placed:
    """Where the points are."""

    coordinates: NDArray[Any]
    second: NDArray[Any] | None = None
    explained: list[float] = field(default_factory=list)


def place(shown: Shown, options: Options, axes: list[str], given: NDArray[Any] | None) -> Placed:
    """Place the points.

    Raises
    ------
    ValueError
        A formula cannot be read, or a word of it has no vector; the message says where.
    """
    if options["method"] == "axes":
        return _by_axes(shown, axes, options["dimensions"])
    if options["method"] == "given" and given is not None:
        return Placed(given)
    if shown.second is None:
        found = principal_components(shown.matrix, options["dimensions"])
        return Placed(found.place(shown.matrix), None, found.ratios.tolist())
    first, second = shown.pair
    found = principal_components(first, options["dimensions"])
    return Placed(found.place(first), found.place(second), found.ratios.tolist())


def _by_axes(shown: Shown, axes: list[str], dimensions: int) -> Placed:
    from nlpwidgets.embeddings.formula import project_on

    formulas = axes[:dimensions]
    if len(formulas) < dimensions or not all(one.strip() for one in formulas):
        raise ValueError(f"{dimensions} axes need {dimensions} formulas over words, as 'king - man'")
    first = project_on(shown.first.vectors, formulas, words=shown.words)
    second = None if shown.second is None else project_on(shown.second.vectors, formulas, words=shown.words)
    return Placed(first, second)
