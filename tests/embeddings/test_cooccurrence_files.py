"""Counting in a directory, in bounded memory, watched and stopped."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time

import numpy as np
import pytest

from nlpwidgets.embeddings import Control, Stopped
from nlpwidgets.embeddings.cooccurrence import Cooccurrences, count_cooccurrences


def made_up(documents, seed=0):
    rng = np.random.default_rng(seed)
    return [[f"w{number}" for number in rng.zipf(1.4, 200) % 2000] for _ in range(documents)]


def same(one, other):
    assert one.words == other.words
    for name in ("word_counts", "starts", "columns", "values"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    for name in ("window", "weighting", "symmetric", "across_documents", "tokens"):
        assert getattr(one, name) == getattr(other, name)


def test_a_directory_keeps_the_table(tmp_path):
    options = {"window": 4, "weighting": "flat", "symmetric": False, "across_documents": True, "min_count": 2}
    counted = count_cooccurrences(made_up(20), directory=tmp_path / "new" / "table", memory=20_000, **options)
    assert isinstance(counted.values, np.memmap)
    assert sorted(path.name for path in (tmp_path / "new" / "table").iterdir()) == [
        "columns",
        "cooccurrences.json",
        "starts",
        "values",
    ]
    same(counted, count_cooccurrences(made_up(20), **options))
    same(Cooccurrences.load(tmp_path / "new" / "table"), counted)
    with pytest.raises(FileExistsError, match=r"Cooccurrences\.load"):
        count_cooccurrences(made_up(20), directory=tmp_path / "new" / "table")


def test_a_table_without_cells_is_kept_too(tmp_path):
    counted = count_cooccurrences([["a"], ["b"]], min_count=1, directory=tmp_path)
    same(Cooccurrences.load(tmp_path), counted)
    assert counted.matrix().nnz == 0


def test_what_is_incomplete_or_damaged_is_refused(tmp_path):
    with pytest.raises(FileNotFoundError, match="no finished table"):
        Cooccurrences.load(tmp_path)
    count_cooccurrences(made_up(5), directory=tmp_path / "a")
    values = tmp_path / "a" / "values"
    whole = values.read_bytes()
    values.write_bytes(whole[:-1])
    with pytest.raises(ValueError, match=r"values should have .* bytes"):
        Cooccurrences.load(tmp_path / "a")
    values.write_bytes(whole)
    meta = tmp_path / "a" / "cooccurrences.json"
    text = meta.read_text(encoding="utf-8")
    for broken in (text[:-9], "[]", "{}", json.dumps(json.loads(text) | {"word_counts": [1]})):
        meta.write_text(broken, encoding="utf-8")
        with pytest.raises(ValueError, match=r"damaged|do not fit"):
            Cooccurrences.load(tmp_path / "a")
    meta.write_text(text, encoding="utf-8")
    starts = np.fromfile(tmp_path / "a" / "starts", np.int64)
    starts[1] = -5
    starts.tofile(tmp_path / "a" / "starts")
    with pytest.raises(ValueError, match="do not fit"):
        Cooccurrences.load(tmp_path / "a")


def test_progress_tells_each_stage():
    seen = []
    count_cooccurrences(made_up(30), memory=50_000, window=3, progress=seen.append)
    stages = list(dict.fromkeys(one.stage for one in seen))
    assert stages == ["counting", "merging"]
    counting = [one.done for one in seen if one.stage == "counting"]
    assert counting == sorted(counting)
    kept = count_cooccurrences(made_up(30)).kept
    assert counting[-1] == kept
    assert {one.total for one in seen if one.stage == "counting"} == {kept}


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("stage", ["counting", "merging"])
def test_stopping_leaves_nothing_behind(tmp_path, stage, threads):
    control = Control()

    def stop(progress):
        if progress.stage == stage:
            control.stop()

    before = set(threading.enumerate())
    with pytest.raises(Stopped):
        count_cooccurrences(
            made_up(30), memory=50_000, threads=threads, directory=tmp_path, progress=stop, control=control
        )
    assert list(tmp_path.iterdir()) == []
    assert set(threading.enumerate()) <= before


def test_stopped_before_it_begins():
    control = Control()
    control.stop()
    with pytest.raises(Stopped):
        count_cooccurrences(made_up(1), control=control)


def test_a_failing_corpus_leaves_nothing_behind(tmp_path):
    def failing():
        yield ["a", "b"]
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        count_cooccurrences(failing(), directory=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_paused_counting_waits():
    control, stages = Control(), []

    def pause(progress):
        stages.append(progress)
        if len(stages) == 1:
            control.pause()

    thread = threading.Thread(
        target=count_cooccurrences,
        args=(made_up(30),),
        kwargs={"memory": 50_000, "progress": pause, "control": control},
    )
    thread.start()
    while not stages:
        time.sleep(0.001)
    thread.join(0.05)
    assert thread.is_alive()
    assert len(stages) == 1
    control.resume()
    thread.join(30)
    assert not thread.is_alive()
    assert stages[-1].stage == "merging"


def test_importing_loads_no_numba():
    code = (
        "import sys, nlpwidgets.embeddings.cooccurrence, nlpwidgets.embeddings.glove;"
        "print([name for name in ('numba', 'gensim', 'scipy', 'torch', 'pandas') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
