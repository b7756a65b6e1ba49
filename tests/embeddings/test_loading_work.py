"""Long loads: how far they are, stopping them, how much memory they take, and sets from the network."""

from __future__ import annotations

import os
import resource
import socket
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import numpy as np
import pytest

from nlpwidgets.embeddings._control import Control, Stopped
from nlpwidgets.embeddings.loading import LoadError, load
from nlpwidgets.embeddings.reading import downloading, fasttext_binary, numpy_files, tables, text, word2vec_binary
from tests.embeddings import loading_samples as samples
from tests.embeddings.loading_samples import same_bits, written

WORDS, ROWS = samples.vectors(3000, 20)


@pytest.fixture
def files(tmp_path, monkeypatch):
    """The same vectors in formats read in blocks; the blocks are small."""
    for module in (text, word2vec_binary, fasttext_binary, tables, numpy_files):
        monkeypatch.setattr(module, "BLOCK", 1 << 13)
    np.savez(tmp_path / "v.npz", words=np.array(WORDS), vectors=ROWS)
    np.save(tmp_path / "v.npy", ROWS)
    made = {
        "glove.txt": samples.text(WORDS, ROWS),
        "word2vec.txt": samples.text(WORDS, ROWS, header=True),
        "v.bin": samples.word2vec_binary(WORDS, ROWS),
        "v.safetensors": samples.safetensors(WORDS, ROWS),
        "fasttext.bin": samples.fasttext(WORDS, ROWS, ROWS[:50]),
        "a.npz": (tmp_path / "v.npz").read_bytes(),
        "a.npy": (tmp_path / "v.npy").read_bytes(),
    }
    paths = [written(tmp_path, name, data, packed=packed) for name, data in made.items() for packed in (False, True)]
    return [(path, {"vocabulary": WORDS} if "npy" in path.name else {}) for path in paths]


def test_progress_only_grows_and_is_in_bytes_on_disk(files):
    for path, options in files:
        told = []
        load(path, progress=told.append, **options)
        done = [progress.done for progress in told]
        size = path.stat().st_size
        assert len(told) > 1, path
        assert done == sorted(set(done)), path
        assert {progress.total for progress in told} == {size}
        assert {progress.stage for progress in told} == {"reading"}
        assert 0 <= done[0] <= done[-1] <= size
        assert done[-1] > 0.9 * size, path


class StopsAt(Control):
    """Stops the work at its n-th step."""

    def __init__(self, step):
        super().__init__()
        self.left = step

    def wait(self):
        self.left -= 1
        if self.left < 0:
            self.stop()
        super().wait()


def test_stopped_at_any_step(files):
    for path, options in files:
        steps = StopsAt(10**9)
        whole = load(path, control=steps, **options)
        assert same_bits(whole.vectors[:1], load(path, limit=1, **options).vectors)
        count = 10**9 - steps.left
        assert count > 1, path
        for step in {0, 1, count // 2, count - 1}:
            with pytest.raises(Stopped):
                load(path, control=StopsAt(step), **options)


def test_paused_and_resumed_from_another_thread(files):
    path, options = files[0]
    control, told, found = Control(), [], []
    reached = threading.Event()

    def watch(progress):
        told.append(progress)
        if len(told) == 3:
            control.pause()
            reached.set()

    work = threading.Thread(target=lambda: found.append(load(path, control=control, progress=watch, **options)))
    work.start()
    assert reached.wait(60)
    work.join(0.2)
    assert work.is_alive()
    assert len(told) == 3
    control.resume()
    work.join(60)
    assert same_bits(found[0].vectors, ROWS)


def test_what_the_callable_raises_comes_through(files):
    def refuse(progress):
        raise RuntimeError("no more")

    before = set(threading.enumerate())
    for path, options in files:
        with pytest.raises(RuntimeError, match="no more"):
            load(path, progress=refuse, **options)
    assert set(threading.enumerate()) <= before


def test_files_are_closed(files):
    folder = Path("/proc/self/fd")
    if not folder.is_dir():
        pytest.skip("needs /proc")
    path = files[0][0]
    bad = written(path.parent, "bad.txt", b"a 1 2\nb 3\n")
    before = len(list(folder.iterdir()))
    for source, options in [*files, (bad, {})]:
        try:
            load(source, **options)
        except LoadError:
            assert source == bad
    assert len(list(folder.iterdir())) <= before


PEAK = """
import resource, sys
from nlpwidgets.embeddings.loading import load
small, large, kind = sys.argv[1:]
options = {"vocabulary": [f"w{row}" for row in range(40_000)]} if kind == "npy" else {}
load(small, **({"vocabulary": ["a", "b"]} if kind == "npy" else {}))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
found = load(large, **options)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, found.vectors.nbytes // 1024)
"""


@pytest.mark.parametrize("kind", ["txt", "txt.gz", "bin", "npz", "npy", "safetensors", "fasttext"])
def test_memory_is_about_that_of_the_result(tmp_path, kind):
    """A process of its own, once warm: the largest resident size grows by the matrix, the words, and some blocks."""
    rows = np.random.default_rng(0).standard_normal((40_000, 300)).astype(np.float32)
    words = [f"w{row}" for row in range(len(rows))]
    tails = [b"".join(b" %.5f" % number for number in row) + b"\n" for row in rows[:99].tolist()]

    def file(name, words, rows):
        path = tmp_path / f"{name}.{kind}"
        if kind in {"npz", "npy"}:
            np.savez(path, words=np.array(words), vectors=rows) if kind == "npz" else np.save(path, rows)
            return path
        make = {
            "txt": lambda: b"".join(word.encode() + tails[at % 99] for at, word in enumerate(words)),
            "bin": lambda: samples.word2vec_binary(words, rows),
            "safetensors": lambda: samples.safetensors(words, rows),
            "fasttext": lambda: samples.fasttext(words, rows, rows[:100]),
        }[kind.removesuffix(".gz")]
        return written(tmp_path, f"{name}.{kind.removesuffix('.gz')}", make(), packed=kind.endswith(".gz"))

    ran = subprocess.run(
        [sys.executable, "-c", PEAK, file("s", ["a", "b"], rows[:2]), file("l", words, rows), kind],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path.cwd())},
    )
    grown, result = map(int, ran.stdout.split())
    held = 2 if kind == "fasttext" else 1  # which keeps words with and without their n-grams
    assert grown < 1.35 * held * result + 40_000, f"{grown} kB for {result} kB"


def test_vectors_of_few_words_take_little_memory(tmp_path):
    words, rows = samples.vectors(20_000, 100)
    path = written(tmp_path, "v.bin", samples.word2vec_binary(words, rows))
    found = load(path, vocabulary=words[5:9])
    assert found.vectors.base is None
    assert found.vectors.nbytes == 4 * 100 * 4


def fake(monkeypatch, tmp_path, body):
    """Take a script of the test's own for the one that downloads."""
    monkeypatch.setattr("gensim.downloader.BASE_DIR", str(tmp_path / "sets"))
    monkeypatch.setattr(downloading, "_SCRIPT", textwrap.dedent(body))


NAME = "glove-wiki-gigaword-50"


def test_a_set_that_is_there_needs_no_network(tmp_path, monkeypatch):
    fake(monkeypatch, tmp_path, "raise SystemExit('this runs nothing')")
    folder = tmp_path / "sets" / NAME
    folder.mkdir(parents=True)
    written(folder, NAME, samples.text(WORDS[:9], ROWS[:9], header=True), packed=True)
    (folder / "__init__.py").write_text("raise SystemExit('code of the set is not run')")
    assert load(NAME).index_to_key == WORDS[:9]


def test_a_set_is_downloaded(tmp_path, monkeypatch):
    fake(
        monkeypatch,
        tmp_path,
        f"""
        import gzip, os, sys, tempfile, time
        print("reached", flush=True)
        open(os.path.join(tempfile.mkdtemp(), "half"), "w").close()
        for percent in (0.0, 33.3, 100.0):
            print(f"\\r[{{'=' * 7}}] {{percent}}% 1.0/2.0MB downloaded", end="", flush=True)
            time.sleep(0.2)
        folder = os.path.join({str(tmp_path)!r}, "sets", sys.argv[1])
        os.makedirs(folder)
        with gzip.open(os.path.join(folder, sys.argv[1] + ".gz"), "wb") as file:
            file.write(b"2 2\\na 1 2\\nb 3 4\\n")
        """,
    )
    told = []
    assert load(NAME, progress=told.append).index_to_key == ["a", "b"]
    done = [progress.done for progress in told if progress.stage == "downloading"]
    assert done == sorted(done)
    assert done[-1] == 1000
    assert 333 in done


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("raise OSError('no route to host')", "not on this machine, and there is no network.*no route to host"),
        ("print('reached', flush=True); raise OSError('broken pipe')", "could not be downloaded.*broken pipe"),
        ("print('reached', flush=True)", "was downloaded, but .* is not there"),
        ("import time; time.sleep(600)", "does not begin: is there a network"),
        ("print('reached', flush=True); import time; time.sleep(600)", "stands still"),
    ],
)
def test_downloads_that_fail_name_the_set_that_needs_none(tmp_path, monkeypatch, body, problem):
    fake(monkeypatch, tmp_path, body)
    monkeypatch.setattr(downloading, "REACH_SECONDS", 0.5)
    monkeypatch.setattr(downloading, "STALL_SECONDS", 0.5)
    with pytest.raises(LoadError, match=problem) as caught:
        load(NAME)
    assert 'load("small") needs no network' in str(caught.value)


def test_a_download_is_stopped(tmp_path, monkeypatch):
    fake(monkeypatch, tmp_path, "print('reached', flush=True); import time; time.sleep(600)")
    control = Control()
    threading.Timer(0.3, control.stop).start()
    with pytest.raises(Stopped):
        load(NAME, control=control)


def test_the_script_itself_asks_the_network_first(tmp_path, monkeypatch):
    """Where connections are refused at once, so does the error come."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{taken.getsockname()[1]}/list.json"
    monkeypatch.setattr("gensim.downloader.BASE_DIR", str(tmp_path / "sets"))
    monkeypatch.setattr("gensim.downloader.DATA_LIST_URL", address)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(LoadError, match=r"no network to fetch it.*refused.*small"):
        load(NAME)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss > 0
    assert not (tmp_path / "sets").exists()
