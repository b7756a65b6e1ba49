"""The array codec on the Python side; js/src/protocol/codec.test.ts reads the same golden bytes."""

from __future__ import annotations

import base64
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from nlpwidgets.widgets._wire import pack, unpack
from tests.contract import codec_golden

WIRE = ["float32", "float16", "int32", "uint16", "uint8"]
shapes = hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=5)


@given(st.sampled_from(WIRE).flatmap(lambda dtype: hnp.arrays(dtype, shapes)))
def test_wire_dtypes_survive_bit_by_bit(array: np.ndarray) -> None:
    back = unpack(pack(array))
    assert back.dtype == array.dtype
    assert back.shape == array.shape
    assert back.tobytes() == array.tobytes()


@given(hnp.arrays("float64", shapes, elements=st.floats(width=32)))
def test_float64_becomes_float32(array: np.ndarray) -> None:
    packed = pack(array)
    assert packed["dtype"] == "float32"
    np.testing.assert_array_equal(unpack(packed), array.astype("float32"))


@given(hnp.arrays("int64", shapes, elements=st.integers(-(2**31), 2**31 - 1)))
def test_int64_becomes_int32(array: np.ndarray) -> None:
    packed = pack(array)
    assert packed["dtype"] == "int32"
    np.testing.assert_array_equal(unpack(packed), array)


@given(hnp.arrays("float32", hnp.array_shapes(min_dims=2, max_dims=3, max_side=6)), st.booleans())
def test_strides_do_not_matter(array: np.ndarray, reverse: bool) -> None:
    view = array.T[::-1] if reverse else array.T[:, ::2]
    assert unpack(pack(view)).tobytes() == np.ascontiguousarray(view).tobytes()


def test_the_array_is_copied() -> None:
    array = np.zeros(3, np.float32)
    packed = pack(array)
    array[0] = 1
    assert unpack(packed)[0] == 0


@pytest.mark.parametrize("number", [2**31, -(2**31) - 1])
def test_an_int64_too_large_is_refused(number: int) -> None:
    with pytest.raises(OverflowError, match="int32"):
        pack(np.array([0, number]))


@pytest.mark.parametrize("array", [np.array(["a"]), np.array([1j]), np.array([None]), np.array([1], np.uint64)])
def test_other_dtypes_are_refused(array: np.ndarray) -> None:
    with pytest.raises(TypeError, match="cannot cross to the page"):
        pack(array)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"dtype": "object"}, "unknown wire dtype"),
        ({"shape": [3]}, "needs 12 bytes, got 8"),
        ({"shape": [-1, -2]}, "got 8"),
        ({"shape": [2**40, 2**40]}, "got 8"),
        ({"data": b"1234567"}, "got 7"),
    ],
)
def test_what_does_not_fit_is_refused(change: dict, message: str) -> None:
    packed = {**pack(np.zeros(2, np.float32)), **change}
    with pytest.raises(ValueError, match=message):
        unpack(packed)  # type: ignore[arg-type]


def test_data_may_be_any_buffer() -> None:
    packed = pack(np.array([1, 2], np.int32))
    for data in (bytearray(packed["data"]), memoryview(b"xx" + packed["data"])[2:]):
        np.testing.assert_array_equal(unpack({**packed, "data": data}), [1, 2])  # type: ignore[typeddict-item]


def test_the_golden_file_is_fresh() -> None:
    stale = codec_golden.PATH.read_text(encoding="utf-8") != codec_golden.golden()
    assert not stale, "run `python -m tests.contract.codec_golden`"


def test_the_golden_bytes_are_the_arrays() -> None:
    cases = {case["name"]: case for case in json.loads(codec_golden.PATH.read_text(encoding="utf-8"))}
    for name, array in codec_golden.ARRAYS.items():
        case = cases[name]
        back = unpack({"dtype": case["dtype"], "shape": case["shape"], "data": base64.b64decode(case["base64"])})
        np.testing.assert_array_equal(back, array.astype(back.dtype))
