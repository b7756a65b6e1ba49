"""The picture of the plane: words beside the direction, before and after each step of neutralizing and equalizing."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from nlpwidgets.bias.debiasing import equalized, neutralized
from nlpwidgets.widgets._wire import pack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from nlpwidgets.bias import Subspace
    from nlpwidgets.widgets._bias_space import Space
    from nlpwidgets.widgets._bias_wire import BiasPlane, PlaneWord, Step

    Floats = NDArray[np.float64]


def picture(space: Space, subspace: Subspace, words: Sequence[str], steps: Sequence[Step]) -> BiasPlane:
    """Return where the words stand, and where they go.

    Parameters
    ----------
    space : Space
    subspace : Subspace
        Its first direction is the axis of the picture that lies.
    words : sequence of str
        The other axis is what the subspace leaves of the mean of these.
    steps : sequence of Step
        In order; those that none of the words takes part in are left out.

    Raises
    ------
    ValueError
        The members of a set to equalize do not differ within the subspace.
    """
    rows, lost = space.rows(words)
    shown = [space.vectors.index_to_key[row] for row in rows]
    taken = [step for step in steps if set(step["words"]) & set(shown)]
    everyone = list(dict.fromkeys([*shown, *(word for step in taken for word in step["words"])]))
    known, _ = space.rows(everyone)
    names = [space.vectors.index_to_key[row] for row in known]
    places = {word: place for place, word in enumerate(names)}
    at = [places[word] for word in shown]
    now = space.units(known)
    frames = [now[at]]
    for step in taken:
        now = _after(now, places, step, subspace)
        frames.append(now[at])
    axes, note = _axes(frames[0], subspace)
    paths = [_coordinates(np.stack([frame[k] for frame in frames]), axes) for k in range(len(at))]
    named: list[PlaneWord] = [
        {"word": word, "path": pack(path)} for word, path in zip(space.words(rows), paths, strict=True)
    ]
    return {"words": named, "steps": taken, "lost": lost, "note": note}


def _after(now: Floats, places: dict[str, int], step: Step, subspace: Subspace) -> Floats:
    rows = [places[word] for word in step["words"] if word in places]
    changed = now.copy()
    if step["kind"] == "neutralize":
        changed[rows] = neutralized(now[rows], subspace.directions)
    elif len(rows) > 1:
        changed[rows] = equalized(now[rows], subspace.directions)
    return changed


def _axes(units: Floats, subspace: Subspace) -> tuple[Floats, str]:
    first = subspace.directions[0]
    mean = units.mean(axis=0) if len(units) else np.zeros_like(first)
    rest = mean - (mean @ subspace.directions.T) @ subspace.directions
    length = float(np.linalg.norm(rest))
    if length < 1e-9:
        return np.stack([first, np.zeros_like(first)]), "nothing of these words lies outside of the subspace"
    return np.stack([first, rest / length]), ""


def _coordinates(path: Floats, axes: Floats) -> Floats:
    flat = path @ axes.T
    away = np.sqrt(np.maximum(np.einsum("ij,ij->i", path, path) - (flat**2).sum(axis=1), 0))
    return cast("Floats", np.column_stack([flat, away]))
