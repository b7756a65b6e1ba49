"""The Altair chart of a bias explorer: the words along the direction, or the table of methods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.widgets import _colors as colors
from nlpwidgets.widgets._bias_space import NOTHING_LEFT, length_left
from nlpwidgets.widgets._wire import unpack

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from nlpwidgets.widgets._bias_traits import BiasTraits
    from nlpwidgets.widgets._bias_wire import Placed, SubspaceWish

MEASURES = {
    "bias": "direct bias",
    "effect": "WEAT effect size d",
    "analogies": "analogies right",
    "kept": "similarities kept",
    "clusters": "found by clustering",
    "classifier": "found by a classifier",
}


def chart(explorer: BiasTraits) -> Any:
    """Draw what the page shows.

    Raises
    ------
    ValueError
        There is nothing to draw: the subspace cannot be built, or none of the words has a vector.
    """
    if explorer.panel == "methods" and explorer.compared:
        return _methods(explorer.compared)
    if explorer.placed is None or not explorer.placed["words"]:
        raise ValueError("there is nothing to draw: the subspace could not be built, or none of the words has a vector")
    return _strip(explorer.placed, explorer.strength, active(explorer))


def active(explorer: BiasTraits) -> SubspaceWish:
    """Return the wish that the active subspace is made of."""
    found: SubspaceWish = next(one for one in explorer.subspaces if one["name"] == explorer.subspace)
    return found


def components(placed: Placed, strength: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the components along the first direction, before and after a share was removed: float64 (words,) each."""
    parallel = unpack(placed["parallel"]).astype(np.float64)
    share = strength * (1 - unpack(placed["exempt"]).astype(np.float64))
    left = length_left(share, np.einsum("ij,ij->i", parallel, parallel))
    first = parallel[:, 0]
    now = np.divide((1 - share) * first, left, out=np.zeros_like(first), where=left > NOTHING_LEFT)
    return first, now


def _strip(placed: Placed, strength: float, wish: SubspaceWish) -> Any:
    import altair as alt

    before, now = components(placed, strength)
    exempt = unpack(placed["exempt"])
    data = [
        {"word": word, "component": float(value), "when": when, "exempt": bool(spared)}
        for when, values in (("before", before), (f"strength {strength:.2f}", now))
        for word, value, spared in zip(placed["words"], values, exempt, strict=True)
    ]
    order = [placed["words"][k] for k in np.argsort(-before, kind="stable")]
    title = f"component along {wish['name']}: {wish['groups'][0]} to the right"
    return (
        alt.Chart(alt.InlineData(values=data))
        .mark_point(filled=True, size=36)
        .encode(
            x=alt.X("component:Q", title=title),
            y=alt.Y("word:N", sort=order, title=None),
            color=alt.Color("when:N", title=None, scale=alt.Scale(range=[colors.LINE, colors.ACCENT])),
            shape=alt.Shape("exempt:N", scale=alt.Scale(domain=[False, True], range=["circle", "diamond"])),
            tooltip=["word:N", "component:Q", "when:N", "exempt:N"],
        )
        .properties(width=420, height=alt.Step(13))
    )


def _methods(compared: list[Mapping[str, Any]]) -> Any:
    import altair as alt

    data = [
        {"method": line["method"], "measure": label, "value": line[name], "options": line["note"]}
        for line in compared
        for name, label in MEASURES.items()
        if line[name] is not None
    ]
    order = [line["method"] for line in compared]
    return (
        alt.Chart(alt.InlineData(values=data))
        .mark_bar(color=colors.ACCENT)
        .encode(
            x=alt.X("value:Q", title=None),
            y=alt.Y("method:N", sort=order, title=None),
            tooltip=["method:N", "options:N", "measure:N", "value:Q"],
        )
        .properties(width=150, height=alt.Step(18))
        .facet(facet=alt.Facet("measure:N", title=None, sort=list(MEASURES.values())), columns=3)
        .resolve_scale(x="independent")
    )
