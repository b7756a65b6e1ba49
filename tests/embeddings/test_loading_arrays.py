"""Arrays of NumPy and tensors that do not fit together, or lie about themselves."""

from __future__ import annotations

import io
import json
import tracemalloc
import zipfile

import numpy as np
import pytest

from nlpwidgets.embeddings.loading import LoadError, load
from tests.embeddings import loading_samples as samples
from tests.embeddings.loading_samples import npz, written

WORDS, ROWS = samples.vectors(30, 4)


@pytest.mark.parametrize(
    ("arrays", "problem"),
    [
        ({"words": np.array(WORDS), "vectors": ROWS[:-1]}, r"30.*29 words of text belong to vectors"),
        ({"words": np.array(WORDS)}, "no array named vectors"),
        ({"vectors": ROWS}, r"no array named words.*holds vectors \(float32, \(30, 4\)\)"),
        ({"words": np.arange(30), "vectors": ROWS}, "words is int64"),
        ({"words": np.array(WORDS), "vectors": ROWS.astype(complex)}, "complex128"),
        ({"words": np.array(WORDS), "vectors": ROWS[:, 0]}, "vectors is float32 of shape"),
        ({"words": np.array([*WORDS[:-1], "the"]), "vectors": ROWS}, "row 29: the word 'the' is there a second time"),
        ({"words": np.array(WORDS), "vectors": ROWS * np.float32(np.nan)}, "row 0: number 1 of the word 'the' is nan"),
        ({"words": np.array(WORDS), "vectors": ROWS[:, :0]}, "vectors of 0 numbers"),
        ({"words": np.array([], dtype=str), "vectors": ROWS[:0]}, "holds no vectors"),
        ({"words": np.array([b"a\xff", b"b"]), "vectors": ROWS[:2]}, r"row 0: the word b'a\\xff' is not utf-8"),
    ],
)
def test_hostile_npz(tmp_path, arrays, problem):
    with pytest.raises(LoadError, match=problem):
        load(written(tmp_path, "v.npz", npz(**arrays)))


def zipped(**files):
    """Bytes of a zip archive, compressed."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("_", "."), data)
    return file.getvalue()


def npy_header(header):
    """Bytes of the beginning of an .npy."""
    encoded = repr(header).encode() + b"\n"
    return b"\x93NUMPY\x01\x00" + len(encoded).to_bytes(2, "little") + encoded


@pytest.mark.parametrize(
    "header",
    [
        {"descr": "<f4", "fortran_order": False, "shape": (1 << 40, 1 << 20)},
        {"descr": "<f4", "fortran_order": False, "shape": (-1, 4)},
        {"descr": "<f4", "fortran_order": False, "shape": (1 << 100, 4)},
        {"descr": "<U999999999", "fortran_order": False, "shape": (30,)},
        {"descr": "|O", "fortran_order": False, "shape": (30, 4)},
        {"descr": "nonsense", "fortran_order": False, "shape": (30, 4)},
        {"descr": "<f4", "fortran_order": False, "shape": "many"},
        {"descr": [("a", "<f4")], "fortran_order": False, "shape": (30, 4)},
        {},
        [],
        "x" * 20_000,
    ],
)
def test_hostile_array_headers(tmp_path, header):
    tracemalloc.start()
    array = npy_header(header) + ROWS.tobytes()
    for data in (array, zipped(words_npy=b"", vectors_npy=array), zipped(words_npy=array, vectors_npy=array)):
        for packed in (False, True):
            with pytest.raises(LoadError):
                load(written(tmp_path, "v", data, packed=packed), vocabulary=WORDS)
    assert tracemalloc.get_traced_memory()[1] < 100 << 20
    tracemalloc.stop()


def test_other_archives(tmp_path):
    with pytest.raises(LoadError, match=r"a zip archive with glove\.6B\.50d\.txt; unpack it"):
        load(written(tmp_path, "glove.6B.zip", zipped(**{"glove.6B.50d.txt": b"a 1 2\n"})))
    data = bytearray(npz(words=np.array(WORDS), vectors=ROWS))
    data[data.index(b"vectors.npy") + 200] ^= 0xFF
    with pytest.raises(LoadError, match=r"(archive|header of vectors) is damaged"):
        load(written(tmp_path, "v.npz", bytes(data)))


def tensors(change):
    """A safetensors file with another header."""
    data = samples.safetensors(WORDS, ROWS)
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    encoded = json.dumps(change(header)).encode()
    return len(encoded).to_bytes(8, "little") + encoded + data[8 + length :]


def setting(**changes):
    """A change of the entry of the vectors."""
    return lambda header: header | {"vectors": header["vectors"] | changes}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (tensors(setting(shape=[1 << 39, 4])), "takes"),
        (tensors(setting(shape=[1 << 39, 1 << 39], data_offsets=[0, 1 << 39])), "takes"),
        (tensors(setting(shape=[1 << 35, 4], data_offsets=[0, 1 << 39])), "truncated|words for them"),
        (tensors(setting(shape=[-30, 4])), "no table"),
        (tensors(setting(shape=[30, 4.0])), "no table"),
        (tensors(setting(shape=[120])), "no table"),
        (tensors(setting(data_offsets=[480, 0])), "takes"),
        (tensors(setting(data_offsets=[40, 520])), "truncated|too early|ends where"),
        (tensors(setting(dtype="I64")), "no table"),
        (tensors(setting(shape=[31, 4], data_offsets=[0, 496])), "truncated|30 words"),
        (tensors(lambda header: [header]), "none of the formats"),
        (tensors(lambda header: header | {"__metadata__": {"words": "["}}), "no JSON"),
        (tensors(lambda header: header | {"__metadata__": {"words": "[1, 2]"}}), "no list of words"),
        (tensors(lambda header: header | {"__metadata__": {"words": '{"a": "b"}'}}), "does not number"),
        ((1 << 31).to_bytes(8, "little") + b"{" * 99, "header of 2,147,483,648 bytes"),
        ((4000).to_bytes(8, "little") + b"{" * 4008, "damaged header"),
        ((99_000).to_bytes(8, "little") + b'{"a":' + b"[" * 99_000, "damaged header"),
    ],
)
def test_hostile_safetensors(tmp_path, data, problem, packed):
    tracemalloc.start()
    with pytest.raises(LoadError, match=problem):
        load(written(tmp_path, "v.safetensors", data, packed=packed))
    assert tracemalloc.get_traced_memory()[1] < 100 << 20
    tracemalloc.stop()


@pytest.mark.parametrize("mmap", [False, True])
def test_mapped_numbers_are_checked_too(tmp_path, mmap):
    bad = ROWS.copy()
    bad[7, 2] = np.inf
    path = written(tmp_path, "v.safetensors", samples.safetensors(WORDS, bad))
    with pytest.raises(LoadError, match=r"row 7: "):
        load(path, mmap=mmap)
    assert len(load(path, nonfinite="skip")) == 29
    path = written(tmp_path, "w.safetensors", samples.safetensors([*WORDS[:-1], "the"], ROWS))
    with pytest.raises(LoadError, match="the word 'the' is there"):
        load(path, mmap=mmap)
