"""What is asked of an embedding projector, checked before it is used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from nlpwidgets.widgets._wire import pack, unpack

if TYPE_CHECKING:
    from nlpwidgets.widgets._projector_wire import Browse, Options
    from nlpwidgets.widgets._wire import PackedArray

DEFAULTS: Options = {
    "method": "pca",
    "dimensions": 2,
    "metric": "cosine",
    "perplexity": 30.0,
    "n_neighbors": 15,
    "min_dist": 0.1,
    "iterations": 750,
    "seed": 0,
}
CHOICES: dict[str, tuple[Any, ...]] = {
    "method": ("pca", "tsne", "umap", "axes", "given"),
    "dimensions": (2, 3),
    "metric": ("cosine", "euclidean"),
}
RANGES: dict[str, tuple[float, float]] = {
    "perplexity": (1, 10_000),
    "n_neighbors": (2, 1_000),
    "min_dist": (0, 1),
    "iterations": (1, 100_000),
    "seed": (0, 2**31 - 1),
}
MOST_ROWS = 500


def merge_options(old: Options, value: Any, points: int, *, given: bool) -> Options:
    """Return options with some of them changed.

    Raises
    ------
    TypeError, ValueError
        There is no such option, or a value is out of range.
    """
    if not isinstance(value, Mapping):
        raise TypeError(f"options is a dict with some of {', '.join(DEFAULTS)}, not {type(value).__name__}")
    odd = [name for name in value if name not in DEFAULTS]
    if odd:
        raise ValueError(f"there is no option {odd[0]!r}; there is {', '.join(DEFAULTS)}")
    found = cast("dict[str, Any]", {**old, **{name: _checked(name, one) for name, one in value.items()}})
    if "iterations" not in value and found["method"] != old["method"]:
        found["iterations"] = usual_iterations(found["method"], points)
    if found["method"] == "given" and not given:
        raise ValueError("method='given' shows coordinates that were handed over: pass coordinates= to the projector")
    if points <= found["dimensions"]:
        raise ValueError(f"{points} points are too few for {found['dimensions']} dimensions")
    if found["method"] == "tsne" and "perplexity" in value and 3 * found["perplexity"] > points - 1:
        most = (points - 1) / 3
        raise ValueError(
            f"perplexity is at most a third of the other points, {most:.0f} here, not {value['perplexity']}"
        )
    return cast("Options", found)


def usual_iterations(method: str, points: int) -> int:
    """Return how many iterations a method usually takes: those of openTSNE and umap-learn."""
    if method == "umap":
        return 500 if points <= 10_000 else 200
    return DEFAULTS["iterations"]


def _checked(name: str, value: Any) -> Any:
    if isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{name} is not {value!r}")
    if name in CHOICES:
        if value not in CHOICES[name]:
            raise ValueError(f"{name} is one of {', '.join(map(repr, CHOICES[name]))}, not {value!r}")
        return CHOICES[name][CHOICES[name].index(value)]  # 2 for 2.0
    if not isinstance(value, (int, float, np.integer, np.floating)) or value != value:  # noqa: PLR0124 - NaN
        raise TypeError(f"{name} is a number, not {value!r:.60}")
    low, high = RANGES[name]
    if not low <= value <= high:
        raise ValueError(f"{name} is {low:,} to {high:,}, not {value!r:.60}")
    if isinstance(DEFAULTS[name], int) and value != int(value):  # type: ignore[literal-required]
        raise ValueError(f"{name} is a whole number, not {value!r}")
    return type(DEFAULTS[name])(value)  # type: ignore[literal-required]


def check_axes(value: Any) -> list[str]:
    """Return formulas, two or three.

    Raises
    ------
    TypeError, ValueError
        It is no list of texts.
    """
    if isinstance(value, str) or not isinstance(value, (list, tuple)):
        raise TypeError(f"axes is a list of formulas, not {type(value).__name__}")
    if len(value) > 3 or not all(isinstance(one, str) and len(one) <= 1000 for one in value):
        raise ValueError("axes holds at most three formulas, texts of at most 1,000 characters")
    return [str(one) for one in value]


def check_selected(value: Any, points: int) -> PackedArray | None:
    """Return the points that are selected, rising, each once; None where there are none.

    Raises
    ------
    TypeError, ValueError
        It is no array of points.
    """
    if value is None:
        return None
    if isinstance(value, Mapping):
        found = unpack(cast("PackedArray", value))
    else:
        found = np.asarray(value)
        if found.size == 0:
            return None
    if found.ndim != 1 or found.dtype.kind not in "iu":
        raise TypeError(f"selected is a row of whole numbers, not {found.dtype} of shape {found.shape}")
    chosen = np.unique(found.astype(np.int64))
    if len(chosen) and (chosen[0] < 0 or chosen[-1] >= points):
        raise ValueError(f"selected names points from 0 to {points - 1:,}, not {chosen[0]} or {chosen[-1]}")
    return pack(chosen.astype(np.int32)) if len(chosen) else None


def check_browse(value: Any) -> Browse:
    """Return the stretch of the ranking that is wanted.

    Raises
    ------
    TypeError, ValueError
        A field is missing or out of range.
    """
    if not isinstance(value, Mapping) or set(value) != {"offset", "count", "ascending"}:
        raise ValueError("browse is a dict with offset, count and ascending")
    offset, count, ascending = value["offset"], value["count"], value["ascending"]
    for name, number in (("offset", offset), ("count", count)):
        if isinstance(number, bool) or not isinstance(number, int):
            raise TypeError(f"{name} of browse is a whole number, not {number!r}")
    if offset < 0 or not 1 <= count <= MOST_ROWS or not isinstance(ascending, bool):
        raise ValueError(f"browse wants an offset of at least 0, a count of 1 to {MOST_ROWS}, ascending True or False")
    return {"offset": offset, "count": count, "ascending": ascending}
