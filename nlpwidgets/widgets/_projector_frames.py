"""Coordinates as the page gets them: whole numbers of 16 bits within a square or cube around all points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from nlpwidgets.widgets._wire import pack, unpack

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nlpwidgets.widgets._projector_wire import Frame

STEPS = 65535


def make_frame(
    coordinates: NDArray[Any],
    second: NDArray[Any] | None,
    *,
    number: int,
    method: Literal["pca", "tsne", "umap", "axes", "given"],
    iteration: int = 0,
    explained: list[float] | None = None,
    divergence: float | None = None,
) -> Frame:
    """Quantise coordinates of shape (points, dimensions); both pictures get the same box, all dimensions the same scale.

    Raises
    ------
    ValueError
        A coordinate is not finite.
    """
    parts = [np.asarray(one, np.float64) for one in (coordinates, second) if one is not None]
    if not all(np.isfinite(one).all() for one in parts):
        raise ValueError("the coordinates hold values that are not finite")
    low = np.min([one.min(axis=0) for one in parts], axis=0)
    high = np.max([one.max(axis=0) for one in parts], axis=0)
    half = max(float((high - low).max()) / 2, np.finfo(np.float32).tiny)
    middle = (low + high) / 2
    low, high = middle - half, middle + half
    packed = [pack(np.rint((one - low) / (high - low) * STEPS).astype(np.uint16)) for one in parts]
    return {
        "number": number,
        "method": method,
        "iteration": iteration,
        "points": packed[0],
        "second": packed[1] if second is not None else None,
        "low": low.tolist(),
        "high": high.tolist(),
        "explained": [] if explained is None else [float(one) for one in explained],
        "divergence": divergence,
    }


def coordinates_of(frame: Frame, *, second: bool = False) -> NDArray[np.float64]:
    """Return what a frame shows: to half a step of 1 / 65535 of the box."""
    packed = frame["second"] if second else frame["points"]
    if packed is None:
        raise ValueError("there is no second embedding")
    low, high = np.asarray(frame["low"]), np.asarray(frame["high"])
    found: NDArray[np.float64] = low + unpack(packed) / STEPS * (high - low)
    return found
