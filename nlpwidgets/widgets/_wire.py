"""The array codec and the trait helpers every widget uses.

Arrays cross to the page as ``{dtype, shape, data}`` with raw little-endian bytes. This is the only place on the
Python side that converts; ``js/src/protocol/codec.ts`` is its twin.
"""

from __future__ import annotations

import re
from typing import Any, Literal, TypedDict, TypeVar

import numpy as np
import traitlets

Writer = Literal["kernel", "front", "both"]

_WIRE_DTYPES = ("float32", "float16", "int32", "uint16", "uint8")
_NARROWED = {"float64": "float32", "int64": "int32", "bool": "uint8"}


class PackedArray(TypedDict):
    """An array on the wire; `data` holds C-ordered little-endian values."""

    dtype: Literal["float32", "float16", "int32", "uint16", "uint8"]
    shape: list[int]
    data: bytes


def pack(array: np.ndarray[Any, Any]) -> PackedArray:
    """Make an array ready for the wire; float64, int64 and bool are narrowed here and only here.

    Raises
    ------
    TypeError
        The dtype has no wire form.
    OverflowError
        An int64 value does not fit into int32.
    """
    name = array.dtype.name
    target = _NARROWED.get(name, name)
    if target not in _WIRE_DTYPES:
        raise TypeError(f"arrays of dtype {name} cannot cross to the page; use one of {', '.join(_WIRE_DTYPES)}")
    if name == "int64" and array.size and (array.min() < -(2**31) or array.max() >= 2**31):
        raise OverflowError("an int64 value does not fit into the wire's int32")
    little_endian = np.dtype(target).newbyteorder("<")
    data = np.ascontiguousarray(array, dtype=little_endian).tobytes()
    return {"dtype": target, "shape": list(array.shape), "data": data}


def unpack(packed: PackedArray) -> np.ndarray[Any, Any]:
    """Turn a packed array back into NumPy; sizes are checked before a byte is read.

    Raises
    ------
    ValueError
        Unknown dtype, negative sizes, or data that does not hold exactly the promised values.
    """
    if packed["dtype"] not in _WIRE_DTYPES:
        raise ValueError(f"unknown wire dtype {packed['dtype']!r}; expected one of {', '.join(_WIRE_DTYPES)}")
    dtype = np.dtype(packed["dtype"]).newbyteorder("<")
    shape = [int(size) for size in packed["shape"]]
    data = memoryview(packed["data"]).cast("B")
    expected = int(np.prod(shape, dtype=np.int64)) * dtype.itemsize
    if min(shape, default=0) < 0 or len(data) != expected:
        raise ValueError(
            f"an array of shape {shape} and dtype {packed['dtype']} needs {expected} bytes, got {len(data)}"
        )
    return np.frombuffer(data, dtype=dtype).reshape(shape).astype(dtype.newbyteorder("="), copy=False)


_SURROGATE = re.compile(r"[\ud800-\udfff]")


def sendable(text: str) -> str:
    """Return a text that can be written as UTF-8: lone surrogates, which break a message, become U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


_T = TypeVar("_T", bound=traitlets.TraitType[Any, Any])


def synced(
    trait: _T,
    shape: object,
    *,
    writer: Writer,
    help: str,  # noqa: A002 traitlets' own word
    passing: bool = False,
) -> _T:
    """Mark a trait as shared with the page.

    `shape` is the Python type (a TypedDict, ``list[...]``, ``Literal[...]``, ...) from which the TypeScript type is
    generated; `writer` says which side may change it; `help` becomes the comment in TypeScript. A `passing` trait (where
    the page has scrolled to, that something is to be counted) is no part of the state: undo does not bring it back.
    """
    trait.help = help
    return trait.tag(sync=True, shape=shape, writer=writer, passing=passing)
