"""Labelled reviews from what people have: the aclImdb folder, parquet or CSV files, or the public archive."""

from __future__ import annotations

import hashlib
import tarfile
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

if TYPE_CHECKING:
    from collections.abc import Callable

ACL_IMDB_URL = "https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz"
ACL_IMDB_MD5 = "7c2ac02c03563afcf9b574c7e56c153a"
_LARGEST_ARCHIVE = 4 << 30
_CLASSES = {"neg": 0, "pos": 1}


@dataclass(frozen=True)
class Reviews:
    """Texts and labels of one split.

    Attributes
    ----------
    texts : tuple of str
    labels : tuple of int
        0 negative, 1 positive, −1 unlabelled; as many as texts.
    """

    texts: tuple[str, ...] = ()
    labels: tuple[int, ...] = ()

    def __len__(self) -> int:
        return len(self.texts)


@dataclass(frozen=True)
class Dataset:
    """The three splits of a data set; a split that is not there is empty."""

    train: Reviews
    test: Reviews = Reviews()
    unsup: Reviews = Reviews()


def read(path: str | Path) -> Dataset:
    """Read labelled reviews.

    Parameters
    ----------
    path : str or Path
        One of: the aclImdb folder (`train/pos/*.txt` …, or its parent); a folder with `train`, and if present
        `test` and `unsup`, as `.parquet` or `.csv`; one such file (then all of it is training data, or, where it has a
        `split` column, what that says). Tables need the columns `text` and `label` (0 negative, 1 positive, −1 none).

    Returns
    -------
    Dataset

    Raises
    ------
    FileNotFoundError
        Nothing at `path`, or nothing there that looks like reviews.
    ValueError
        A table lacks a column, or a row has no text or an impossible label (file, column and row are named).
    """
    path = Path(path)
    if not path.exists():
        raise FileNotFoundError(f"no data at {path}")
    if path.is_file():
        return _read_table_file(path)
    for folder in (path, path / "aclImdb"):
        if (folder / "train" / "pos").is_dir():
            return _read_acl_imdb(folder)
    splits = {name: _find_table(path, name) for name in ("train", "test", "unsup")}
    if splits["train"] is None:
        raise FileNotFoundError(
            f"{path} holds neither train/pos/*.txt nor train.parquet nor train.csv; --download fetches the public archive"
        )
    return Dataset(**{name: _split_of(_table(file)) for name, file in splits.items() if file is not None})


def _find_table(folder: Path, name: str) -> Path | None:
    return next((file for end in ("parquet", "csv") if (file := folder / f"{name}.{end}").is_file()), None)


def _read_acl_imdb(folder: Path) -> Dataset:
    def split(name: str, classes: dict[str, int]) -> Reviews:
        texts, labels = [], []
        for kind, label in classes.items():
            for file in sorted((folder / name / kind).glob("*.txt")):
                texts.append(file.read_text(encoding="utf-8"))
                labels.append(label)
        return Reviews(tuple(texts), tuple(labels))

    return Dataset(split("train", _CLASSES), split("test", _CLASSES), split("train", {"unsup": -1}))


def _table(file: Path) -> list[tuple[str, int, str]]:
    """Rows (text, label, split) of a parquet or CSV file, checked."""
    try:
        import pandas as pd
    except ImportError as error:
        raise ImportError("reading tables needs pandas and pyarrow: pip install 'nlpwidgets[train]'") from error
    readers: dict[str, Callable[[Path], Any]] = {".parquet": pd.read_parquet, ".csv": pd.read_csv}
    if file.suffix not in readers:
        raise ValueError(f"{file}: expected a .parquet or .csv file")
    try:
        frame = readers[file.suffix](file)
    except Exception as error:
        raise ValueError(f"{file} cannot be read: {error}") from error
    for column in ("text", "label"):
        if column not in frame:
            raise ValueError(f"{file} has no column {column!r}; it has {', '.join(map(str, frame.columns))}")
    splits = frame["split"].tolist() if "split" in frame else [""] * len(frame)
    rows = []
    for row, (text, label, split) in enumerate(
        zip(frame["text"].tolist(), frame["label"].tolist(), splits, strict=True)
    ):
        if not isinstance(text, str):
            raise ValueError(f"{file}, column 'text', row {row}: {text!r} is not a text")  # noqa: TRY004  (the file is wrong, not the call)
        if label not in {-1, 0, 1}:
            raise ValueError(f"{file}, column 'label', row {row}: {label!r} is not 0, 1 or −1")
        rows.append((text, int(label), str(split)))
    return rows


def _split_of(rows: list[tuple[str, int, str]]) -> Reviews:
    return Reviews(tuple(row[0] for row in rows), tuple(row[1] for row in rows))


def _read_table_file(file: Path) -> Dataset:
    rows = _table(file)
    if not any(row[2] for row in rows):
        return Dataset(_split_of(rows))
    by_name = {name: _split_of([row for row in rows if row[2] == name]) for name in ("train", "test", "unsup")}
    if not by_name["train"].texts:
        raise ValueError(f"{file}: the column 'split' names no row 'train'")
    return Dataset(**by_name)


def download(folder: str | Path, *, url: str = ACL_IMDB_URL, md5: str = ACL_IMDB_MD5) -> Path:
    """Fetch the archive of reviews, check it, unpack it, and return the folder that `read` understands.

    Parameters
    ----------
    folder : str or Path
        Where to put the archive and its contents; made when missing. An archive already there is checked, not fetched.
    url : str
        `https:`, or `file:` for a copy one has. The default is the public home of the data set (Maas et al. 2011, 84 MB).
    md5 : str
        Checksum of the archive, hexadecimal.

    Returns
    -------
    Path
        `folder / "aclImdb"`.

    Raises
    ------
    ValueError
        Another scheme, a wrong checksum (the file is removed), or an archive that would write outside `folder`.
    OSError
        The address cannot be reached or the disk not be written.
    """
    if not url.startswith(("https://", "file://")):
        raise ValueError(f"only https: and file: addresses are read, not {url!r}")
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / Path(url).name
    if not archive.exists():
        _fetch(url, archive)
    with archive.open("rb") as stream:
        found = hashlib.file_digest(stream, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
    if found != md5:
        archive.unlink()
        raise ValueError(f"{url}: checksum {found} instead of {md5}; the file was removed, try again")
    if not (folder / "aclImdb" / "train" / "pos").is_dir():
        try:
            with tarfile.open(archive) as tar:
                tar.extractall(folder, filter="data")  # refuses links and paths that lead outside
        except tarfile.TarError as error:
            raise ValueError(f"{archive} cannot be unpacked safely: {error}") from error
    return folder / "aclImdb"


def _fetch(url: str, target: Path) -> None:
    part = target.with_name(target.name + ".part")
    with urllib.request.urlopen(url, timeout=60) as answer, part.open("wb") as out:  # noqa: S310  (the scheme was checked)
        size = int(answer.headers.get("Content-Length") or 0)
        if size > _LARGEST_ARCHIVE:
            raise ValueError(f"{url} announces {size} bytes, more than any copy of the data set has")
        with tqdm(total=size or None, unit="B", unit_scale=True, desc=target.name) as bar:
            while block := answer.read(1 << 20):
                out.write(block)
                bar.update(len(block))
                if bar.n > _LARGEST_ARCHIVE:
                    raise ValueError(f"{url} sends more than any copy of the data set has")
    part.rename(target)
