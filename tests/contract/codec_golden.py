"""Writes codec_golden.json: arrays packed by Python, read by the tests of both sides.

Run it as ``python -m tests.contract.codec_golden`` when the codec changes.
"""

from __future__ import annotations

import base64
import json
import math
from pathlib import Path
from typing import Any

import numpy as np

from nlpwidgets.widgets._wire import pack

PATH = Path(__file__).parent / "codec_golden.json"

ARRAYS: dict[str, np.ndarray[Any, Any]] = {
    "float32": np.array([[0.0, -0.0, 1.5], [np.pi, -1e-20, 3.4e38]], np.float32),
    "float32 special": np.array([np.nan, np.inf, -np.inf, 1e-45], np.float32),
    "float16": np.array(
        [0.0, -0.0, 1.0, -2.5, 65504.0, 6e-8, 6.1e-5, 0.333251953125, np.inf, -np.inf, np.nan], np.float16
    ),
    "int32": np.array([[-(2**31)], [2**31 - 1], [7]], np.int32),
    "uint16": np.array([[0, 1], [256, 65535]], np.uint16),
    "uint8": np.arange(256, dtype=np.uint8).reshape(4, 8, 8),
    "float64 narrowed": np.linspace(-1, 1, 5),
    "int64 narrowed": np.array([-5, 0, 5]),
    "bool": np.array([[True, False], [False, True]]),
    "big endian": np.array([1.0, 256.0], ">f4"),
    "Fortran order": np.asfortranarray(np.arange(6, dtype=np.int32).reshape(2, 3)),
    "every second": np.arange(10, dtype=np.float32)[::2],
    "empty": np.zeros((0, 3), np.float32),
    "single value": np.array(42, np.int32),
}


def value(number: float) -> float | str:
    """A number as JSON has it; what JSON lacks goes by its name in JavaScript."""
    number = float(number)
    if math.isfinite(number):
        return -0.0 if number == 0 and math.copysign(1, number) < 0 else number
    return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"


def golden() -> str:
    """The whole file."""
    cases = []
    for name, array in ARRAYS.items():
        packed = pack(array)
        numbers = np.frombuffer(packed["data"], np.dtype(packed["dtype"]).newbyteorder("<"))
        data = base64.b64encode(packed["data"]).decode()
        cases.append(
            {
                "name": name,
                "dtype": packed["dtype"],
                "shape": packed["shape"],
                "base64": data,
                "values": [value(x) for x in numbers],
            }
        )
    return json.dumps(cases, indent=1) + "\n"


if __name__ == "__main__":
    PATH.write_text(golden(), encoding="utf-8")
