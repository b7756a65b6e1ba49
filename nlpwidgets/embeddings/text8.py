"""Count a text such as text8 and print its sizes beside the published ones: ``python -m nlpwidgets.embeddings.text8 PATH``.

text8 is the first 100 MB of a cleaned English Wikipedia of 2006 (Matt Mahoney, about the test data, mattmahoney.net/dc/textdata):
one line of words in lower case. The whole file is taken for one document.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from nlpwidgets.embeddings.cooccurrence import count_cooccurrences

if TYPE_CHECKING:
    from collections.abc import Iterator

PUBLISHED = {"words": 71_290, "tokens kept": 16_718_844, "cells that are not zero": 60_666_466}
_BLOCK = 1 << 20  # bytes


def words_of(path: Path) -> Iterator[list[str]]:
    """Read the words of a file, some at a time, so that it may be one long line.

    Raises
    ------
    ValueError
        If it is not UTF-8.
    """
    rest = b""
    place = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            text = rest + block
            # bytes above 127 are parts of letters, so that cutting at a blank never cuts a letter
            cut = max(text.rfind(b" "), text.rfind(b"\n")) + 1
            rest = text[cut:]
            yield _decoded(text[:cut], path, place)
            place += cut
    yield _decoded(rest, path, place)


def _decoded(text: bytes, path: Path, place: int) -> list[str]:
    try:
        return text.decode("utf-8").split()
    except UnicodeDecodeError as error:
        raise ValueError(f"{path}, byte {place + error.start:,}: not UTF-8 ({error.reason})") from error


def main(arguments: list[str] | None = None) -> int:
    """Count, and print a table."""
    parser = argparse.ArgumentParser(
        prog="python -m nlpwidgets.embeddings.text8",
        description="Print how many words, tokens and cells of co-occurrences a text has, beside what is published for text8.",
    )
    parser.add_argument("path", type=Path, help="the unpacked file, words parted by blanks")
    parser.add_argument("--memory", type=int, default=1024, metavar="MB", help="memory to stay within, 1024 MB")
    parser.add_argument("--threads", type=int, default=1, metavar="N", help="threads, 1")
    parser.add_argument("--directory", type=Path, help="where to leave the table; also for temporary files")
    options = parser.parse_args(arguments)
    if not options.path.is_file():
        parser.error(f"there is no file {options.path}")
    start = time.perf_counter()
    try:
        table = count_cooccurrences(
            words_of(options.path),
            min_count=5,
            window=15,
            symmetric=True,
            across_documents=True,
            memory=options.memory << 20,
            threads=options.threads,
            directory=options.directory,
        )
    except (ValueError, OSError) as error:
        sys.stderr.write(f"{parser.prog}: {error}\n")
        return 1
    seconds = time.perf_counter() - start
    found = dict(zip(PUBLISHED, (len(table.words), table.kept, len(table)), strict=True))
    lines = [f"{'window 15, symmetric, 5 times or more':<38}{'this file':>14}{'text8, published':>20}"]
    for name, published in PUBLISHED.items():
        note = "" if found[name] == published else "  differs"
        lines.append(f"{name:<38}{found[name]:>14,}{published:>20,}{note}")
    rate = table.tokens / seconds / 1e6
    lines.append(f"{table.tokens:,} words read and counted in {seconds:.1f} s, {rate:.2f} million a second")
    sys.stdout.write("\n".join([*lines, ""]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
