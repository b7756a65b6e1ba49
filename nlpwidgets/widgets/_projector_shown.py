"""The points of a projector as rows, for chart and picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nlpwidgets.widgets._projector_frames import coordinates_of
from nlpwidgets.widgets._wire import unpack

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nlpwidgets.widgets.embedding_projector import EmbeddingProjector

_BLOCK = 16_384


def in_sight(projector: EmbeddingProjector, most: int) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the first points within the camera's view, at most so many, and their coordinates."""
    coordinates = coordinates_of(projector.frame)
    low, high = np.asarray(projector.frame["low"]), np.asarray(projector.frame["high"])
    if coordinates.shape[1] != 2:
        return np.arange(len(coordinates))[:most], coordinates[:most]
    camera = projector.camera
    centre, half = np.array([camera["x"], camera["y"]]), 1 / max(camera["zoom"], 1e-9)
    found: list[NDArray[np.int64]] = []
    for start in range(0, len(coordinates), _BLOCK):  # the first blocks hold enough, mostly
        place = 2 * (coordinates[start : start + _BLOCK] - low) / (high - low) - 1
        found.append(np.flatnonzero((np.abs(place - centre) <= half + 1e-9).all(axis=1)) + start)
        if sum(map(len, found)) >= most:
            break
    points = np.concatenate(found)[:most]
    return points, coordinates[points]


def values_of(projector: EmbeddingProjector, points: NDArray[np.int64]) -> tuple[str, list[Any], list[str]]:
    """Return name, values and categories of the column that colours these points; an empty name without one."""
    if projector.color_values is None:
        return "", [], []
    name = projector.color_by
    column = next(one for one in projector.columns if one["name"] == name)
    values = unpack(projector.color_values["values"])[points]
    if column["kind"] == "number":
        return name, [None if np.isnan(one) else float(one) for one in values], []
    names = column["categories"]
    return name, [None if code < 0 else names[code] for code in values.tolist()], names
