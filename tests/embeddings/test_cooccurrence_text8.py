"""The script that counts text8, on small files of the same kind."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest

from nlpwidgets.embeddings import text8
from nlpwidgets.embeddings.cooccurrence import count_cooccurrences


@pytest.fixture
def stream(tmp_path):
    rng = random.Random(0)
    words = rng.choices(["the", "of", "anarchism", "été", "one", "nine", *(f"w{n}" for n in range(400))], k=3000)
    path = tmp_path / "small8"
    path.write_text(" " + " ".join(words), encoding="utf-8")
    return path, words


def test_prints_its_numbers_beside_the_published(stream, capsys, tmp_path):
    path, words = stream
    assert text8.main([str(path), "--memory", "1", "--threads", "2", "--directory", str(tmp_path / "table")]) == 0
    printed = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    table = count_cooccurrences([words])
    assert len(printed) == 5
    assert printed[1].split() == ["words", f"{len(table.words):,}", "71,290", "differs"]
    assert printed[2].split() == ["tokens", "kept", f"{table.kept:,}", "16,718,844", "differs"]
    assert printed[3].split()[-3:] == [f"{len(table):,}", "60,666,466", "differs"]
    assert printed[4].startswith("3,000 words read and counted in ")
    assert (tmp_path / "table" / "cooccurrences.json").is_file()


def test_no_note_where_the_numbers_are_the_published(stream, capsys, monkeypatch):
    path, words = stream
    table = count_cooccurrences([words])
    numbers = (len(table.words), table.kept, len(table))
    monkeypatch.setattr(text8, "PUBLISHED", dict(zip(text8.PUBLISHED, numbers, strict=True)))
    text8.main([str(path)])
    assert "differs" not in capsys.readouterr().out


@pytest.mark.parametrize("block", [1, 7, 1 << 20])
def test_words_come_whole_however_the_file_is_cut(stream, monkeypatch, block):
    path, words = stream
    monkeypatch.setattr(text8, "_BLOCK", block)
    assert [word for piece in text8.words_of(path) for word in piece] == words


def test_what_cannot_be_counted(tmp_path, capsys):
    with pytest.raises(SystemExit):
        text8.main([str(tmp_path / "none")])
    assert "there is no file" in capsys.readouterr().err
    path = tmp_path / "latin1"
    path.write_bytes("one two caf\u00e9 ".encode("latin-1"))
    assert text8.main([str(path)]) == 1
    assert "byte 11: not UTF-8" in capsys.readouterr().err
    path.write_text("only once", encoding="utf-8")
    assert text8.main([str(path)]) == 1
    assert "no word occurs 5 times" in capsys.readouterr().err


def test_runs_as_a_module(stream):
    path, _ = stream
    command = [sys.executable, "-m", "nlpwidgets.embeddings.text8", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    assert "71,290" in done.stdout
    assert done.stderr == ""
