"""Reviews from folders, tables and archives; nothing here needs a network."""

from __future__ import annotations

import hashlib
import io
import tarfile

import pandas as pd
import pytest

from nlpwidgets.sentiment import data
from tests.sentiment.synthetic import write_acl_imdb


def test_acl_imdb_folder_or_its_parent(tmp_path):
    write_acl_imdb(tmp_path / "aclImdb")
    for place in (tmp_path, tmp_path / "aclImdb"):
        found = data.read(place)
        assert (len(found.train), len(found.test), len(found.unsup)) == (60, 20, 10)
        assert sum(found.train.labels) == 30
        assert set(found.unsup.labels) == {-1}
        wonderful = [
            label for text, label in zip(found.train.texts, found.train.labels, strict=True) if "wonderful" in text
        ]
        assert wonderful
        assert set(wonderful) == {1}


@pytest.mark.parametrize("end", ["csv", "parquet"])
def test_tables(tmp_path, end):
    frame = pd.DataFrame(
        {"text": ["good", "bad", "so so", "test"], "label": [1, 0, -1, 1], "split": ["train", "train", "unsup", "test"]}
    )

    def write(rows, name):
        file = tmp_path / f"{name}.{end}"
        rows.to_csv(file) if end == "csv" else rows.to_parquet(file)
        return file

    whole = data.read(write(frame, "whole"))
    assert whole.train == data.Reviews(("good", "bad"), (1, 0))
    assert whole.test == data.Reviews(("test",), (1,))
    assert whole.unsup == data.Reviews(("so so",), (-1,))
    assert data.read(write(frame.drop(columns="split")[:2], "two")).train.texts == ("good", "bad")
    for name, rows in frame.groupby("split"):
        write(rows.drop(columns="split"), name)
    assert data.read(tmp_path) == whole


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ({"text": ["a"]}, "has no column 'label'; it has text"),
        ({"review": ["a"], "label": [1]}, "has no column 'text'"),
        ({"text": ["a", None], "label": [1, 0]}, "column 'text', row 1"),
        ({"text": ["a", "b"], "label": [1, 7]}, "column 'label', row 1: 7 is not 0, 1 or −1"),
        ({"text": ["a"], "label": [1], "split": ["test"]}, "names no row 'train'"),
    ],
)
def test_wrong_tables(tmp_path, rows, message):
    pd.DataFrame(rows).to_csv(tmp_path / "x.csv", index=False)
    with pytest.raises(ValueError, match=message):
        data.read(tmp_path / "x.csv")


def test_nothing_there(tmp_path):
    with pytest.raises(FileNotFoundError, match="no data at"):
        data.read(tmp_path / "none")
    with pytest.raises(FileNotFoundError, match=r"neither train/pos/\*\.txt nor train\.parquet"):
        data.read(tmp_path)
    (tmp_path / "x.txt").write_text("a")
    with pytest.raises(ValueError, match=r"expected a \.parquet or \.csv"):
        data.read(tmp_path / "x.txt")
    (tmp_path / "x.parquet").write_text("a")
    with pytest.raises(ValueError, match="cannot be read"):
        data.read(tmp_path / "x.parquet")


@pytest.fixture
def archive(tmp_path):
    write_acl_imdb(tmp_path / "source" / "aclImdb", train=4, test=2, unsup=1)
    file = tmp_path / "small.tar.gz"
    with tarfile.open(file, "w:gz") as tar:
        tar.add(tmp_path / "source" / "aclImdb", "aclImdb")
    return file


def md5(file):
    return hashlib.md5(file.read_bytes()).hexdigest()


def test_download(archive, tmp_path):
    folder = data.download(tmp_path / "new", url=archive.as_uri(), md5=md5(archive))
    assert len(data.read(folder).train) == 4
    assert not list((tmp_path / "new").glob("*.part"))
    expected = md5(archive)
    archive.unlink()  # a second time the copy is checked, nothing is fetched
    assert data.download(tmp_path / "new", url=archive.as_uri(), md5=expected) == folder


def test_a_wrong_checksum_leaves_nothing_behind(archive, tmp_path):
    with pytest.raises(ValueError, match=r"checksum .* instead of 7c2ac02c03563afcf9b574c7e56c153a"):
        data.download(tmp_path / "new", url=archive.as_uri())
    assert not list((tmp_path / "new").iterdir())


@pytest.mark.parametrize("kind", ["parent", "absolute", "link"])
def test_an_archive_cannot_write_outside(tmp_path, kind):
    file = tmp_path / "evil.tar.gz"
    member = tarfile.TarInfo({"parent": "../evil.txt", "absolute": "/../../evil.txt", "link": "link"}[kind])
    if kind == "link":
        member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
    else:
        member.size = 4
    with tarfile.open(file, "w:gz") as tar:
        tar.addfile(member, io.BytesIO(b"evil"))
    with pytest.raises(ValueError, match="cannot be unpacked safely"):
        data.download(tmp_path / "new", url=file.as_uri(), md5=md5(file))
    assert not (tmp_path / "evil.txt").exists()


def test_other_addresses(tmp_path):
    with pytest.raises(ValueError, match="only https: and file:"):
        data.download(tmp_path, url="http://example.org/a.tar.gz")
