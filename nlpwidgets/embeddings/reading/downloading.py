"""The vectors that gensim's downloader offers. Only data is taken from it: its code files are fetched but never run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from nlpwidgets.embeddings._control import Control, Progress
from nlpwidgets.embeddings.reading.errors import LoadError

if TYPE_CHECKING:
    from nlpwidgets.embeddings._control import Reporter

DOWNLOADS = (
    "conceptnet-numberbatch-17-06-300",
    "fasttext-wiki-news-subwords-300",
    "glove-twitter-25",
    "glove-twitter-50",
    "glove-twitter-100",
    "glove-twitter-200",
    "glove-wiki-gigaword-50",
    "glove-wiki-gigaword-100",
    "glove-wiki-gigaword-200",
    "glove-wiki-gigaword-300",
    "word2vec-google-news-300",
    "word2vec-ruscorpora-300",
)
OFFLINE = 'nlpwidgets.embeddings.load("small") needs no network'
REACH_SECONDS, STALL_SECONDS = 12.0, 60.0
# first something small with a time limit: gensim itself would wait for ever where packets are dropped
_SCRIPT = """
import sys, urllib.request
urllib.request.urlopen(sys.argv[2], timeout=10).read(1)
print("reached", flush=True)
from gensim import downloader
downloader.load(sys.argv[1], return_path=True)
"""
_PERCENT = re.compile(rb"(?:Part (\d+)/(\d+) )?\[[= ]*\] ([\d.]+)%")


def fetched(name: str, *, progress: Reporter | None = None, control: Control | None = None) -> Path:
    """Return the file of one of gensim's sets, downloaded if it is not there yet.

    gensim works in a process of its own, so that it can be ended at any time and leaves nothing half-done behind.

    Raises
    ------
    LoadError
        If there is no network, or the download stops; names the set that needs none.
    Stopped
        If `control` was stopped.
    """
    from gensim import downloader

    file = Path(downloader.BASE_DIR) / name / f"{name}.gz"
    if file.is_file():
        return file
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told"
        with told.open("wb") as out:
            process = subprocess.Popen(  # noqa: S603 - our own interpreter and text
                [sys.executable, "-c", _SCRIPT, name, downloader.DATA_LIST_URL],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env={**os.environ, "TMPDIR": folder, "TEMP": folder, "TMP": folder, "PYTHONUNBUFFERED": "1"},
            )
        try:
            _watch(process, told, name, progress, control)
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
        last = told.read_bytes().strip().splitlines()[-1:] or [b"nothing was said"]
        reached = told.read_bytes().startswith(b"reached")
    if process.returncode:
        problem = (
            "could not be downloaded" if reached else "is not on this machine, and there is no network to fetch it"
        )
        raise LoadError(f"{name} {problem} ({last[0].decode(errors='replace')[:200]}); {OFFLINE}")
    if not file.is_file():
        raise LoadError(f"{name} was downloaded, but {file} is not there; {OFFLINE}")
    return file


def _watch(
    process: subprocess.Popen[bytes], told: Path, name: str, progress: Reporter | None, control: Control | None
) -> None:
    """Wait for the download; end with an error when nothing moves."""
    since, size, best = time.monotonic(), 0, -1
    while process.poll() is None:
        if control is not None:
            control.wait()
        time.sleep(0.05)
        text = told.read_bytes()
        if len(text) != size:
            since, size = time.monotonic(), len(text)
        done = _permille(text)
        if progress is not None and done > best:
            best = done
            progress(Progress("downloading", done, 1000))
        reached = text.startswith(b"reached")
        if time.monotonic() - since > (STALL_SECONDS if reached else REACH_SECONDS):
            problem = "stands still" if reached else "does not begin: is there a network?"
            raise LoadError(f"the download of {name} {problem}; {OFFLINE}")


def _permille(text: bytes) -> int:
    """Return how far gensim's bar is, of 1000."""
    found = _PERCENT.findall(text[-400:])
    if not found:
        return 0
    part, parts, percent = found[-1]
    return min(1000, int(((int(part) - 1 if part else 0) * 100 + float(percent)) * 10 / (int(parts) if parts else 1)))
