"""GloVe goes on where it was stopped, to the bit; watched, stopped, with threads; and what it refuses."""

from __future__ import annotations

import json
import threading
import time

import numpy as np
import pytest

from nlpwidgets.embeddings import Control, Stopped
from nlpwidgets.embeddings import glove as room
from nlpwidgets.embeddings.cooccurrence import count_cooccurrences
from nlpwidgets.embeddings.glove import GloVe


def made_up(words=60, documents=80, seed=0):
    rng = np.random.default_rng(seed)
    return [[f"w{number}" for number in rng.zipf(1.3, 50) % words] for _ in range(documents)]


@pytest.fixture(scope="module")
def table():
    return count_cooccurrences(made_up(), window=5)


@pytest.fixture
def small_blocks(monkeypatch):
    monkeypatch.setattr(room, "_BLOCK", 100)


def same(one, other):
    np.testing.assert_array_equal(one._rows, other._rows)
    assert [(p.epoch, p.cells, p.training_loss, p.loss) for p in one.history] == [
        (p.epoch, p.cells, p.training_loss, p.loss) for p in other.history
    ]


def test_one_thread_depends_on_the_seed_alone(table):
    first, again, other = (GloVe(table, size=10, seed=seed, held_out=0.05) for seed in (7, 7, 8))
    for model in (first, again, other):
        model.train(3)
    same(first, again)
    assert not np.array_equal(first._rows, other._rows)


def test_training_in_pieces_is_training_at_once(table, small_blocks):
    whole, pieces = GloVe(table, size=10), GloVe(table, size=10)
    whole.train(3)
    assert [p.epoch for p in pieces.train(1)] == [1]
    assert [p.epoch for p in pieces.train(2)] == [2, 3]
    same(whole, pieces)


@pytest.mark.parametrize("after", [1, 4, 9, 17, 33])
def test_stopped_saved_loaded_and_gone_on_with_is_never_stopped(table, small_blocks, tmp_path, after):
    options = {"size": 10, "held_out": 0.05, "seed": 3}
    whole = GloVe(table, **options)
    whole.train(3)
    model, control, blocks = GloVe(table, **options), Control(), []

    def stop(progress):
        if progress.stage == "training":
            blocks.append(progress)
            if len(blocks) == after:
                control.stop()

    with pytest.raises(Stopped):
        model.train(3, progress=stop, control=control)
    assert len(blocks) == after
    path = tmp_path / "training.npz"
    model.save(path)
    assert [one.name for one in tmp_path.iterdir()] == ["training.npz"]
    for resumed in (model, GloVe.load(path, table)):
        resumed.train(3 - resumed.epochs)
        same(resumed, whole)
        assert resumed.words == whole.words
        assert resumed.options == whole.options
        np.testing.assert_array_equal(resumed.vectors(), whole.vectors())


def test_loaded_without_its_table(table, tmp_path):
    model = GloVe(table, size=5, held_out=0.1)
    model.train(1)
    model.save(tmp_path / "a")
    loaded = GloVe.load(tmp_path / "a")
    np.testing.assert_array_equal(loaded.keyed_vectors().vectors, model.keyed_vectors().vectors)
    assert loaded.history == model.history
    for asked in (loaded.train, loaded.held_out_loss):
        with pytest.raises(ValueError, match="loaded without its table"):
            asked()


def test_another_table_is_refused(table, tmp_path):
    model = GloVe(table, size=5)
    model.train(1)
    model.save(tmp_path / "a")
    with pytest.raises(ValueError, match="other words"):
        GloVe.load(tmp_path / "a", count_cooccurrences([["x", "y"]], min_count=1))
    other = count_cooccurrences(made_up(), window=4, vocabulary=table.words)
    with pytest.raises(ValueError, match="not the table that the training began with"):
        GloVe.load(tmp_path / "a", other).train(1)


def test_a_damaged_file_is_refused(table, tmp_path):
    path = tmp_path / "a.npz"
    model = GloVe(table, size=5)
    model.save(path)
    whole = path.read_bytes()
    parts = dict(np.load(path))
    meta = json.loads(parts["meta"].tobytes())

    def with_meta(**changed):
        return parts | {"meta": np.frombuffer(json.dumps(meta | changed).encode(), np.uint8)}

    broken = {
        "cut": whole[:-200],
        "empty": b"",
        "text": b"a b c",
        "nan": parts | {"word_vectors": np.full_like(parts["word_vectors"], np.nan)},
        "shape": parts | {"word_vectors": parts["word_vectors"][:-1]},
        "dtype": parts | {"word_biases": parts["word_biases"].astype(np.float64)},
        "missing": {name: part for name, part in parts.items() if name != "context_biases"},
        "format": with_meta(format="other"),
        "size": with_meta(options=meta["options"] | {"size": 10**12}),
        "rate": with_meta(options=meta["options"] | {"learning_rate": "fast"}),
        "history": with_meta(history=[{"epoch": 1}]),
        "counts": with_meta(word_counts=[1]),
        "pickled": parts | {"word_vectors": np.array([{}], object)},
    }
    for what, content in broken.items():
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            np.savez(path, **content)
        with pytest.raises(ValueError, match=r"a\.npz holds no training of GloVe, or a damaged one"):
            pytest.fail(f"{what}: {GloVe.load(path)!r}")
    with pytest.raises(FileNotFoundError):
        GloVe.load(tmp_path / "none")


def test_saving_leaves_the_old_file_whole_if_it_fails(table, tmp_path, monkeypatch):
    path = tmp_path / "a.npz"
    model = GloVe(table, size=5)
    model.save(path)
    old = path.read_bytes()

    def fail(file, **_):
        file.write(b"half")
        raise OSError("no space left")

    monkeypatch.setattr(np, "savez", fail)
    with pytest.raises(OSError, match="no space left"):
        model.save(path)
    assert path.read_bytes() == old
    assert len(list(tmp_path.iterdir())) == 1


def test_more_threads_learn_as_well(table, small_blocks):
    one, two = (GloVe(table, size=10, threads=threads, held_out=0.05) for threads in (1, 2))
    before = set(threading.enumerate())
    for model in (one, two):
        model.train(8)
    assert set(threading.enumerate()) <= before
    assert two.history[-1].cells == one.history[-1].cells
    assert two.history[-1].training_loss == pytest.approx(one.history[-1].training_loss, rel=0.1)
    assert two.history[-1].loss == pytest.approx(one.history[-1].loss, rel=0.1)


@pytest.mark.parametrize("threads", [1, 2])
def test_progress_counts_the_cells(table, small_blocks, threads):
    seen = []
    model = GloVe(table, size=5, held_out=0.05, threads=threads)
    history = model.train(2, progress=seen.append)
    assert seen[0].stage == "shuffling"
    training = [one for one in seen if one.stage == "training"]
    done = [one.done for one in training]
    assert done == sorted(done)
    assert done[-1] == training[-1].total == 2 * model.cells
    assert {one.loss for one in training} == {None, history[0].loss}


@pytest.mark.parametrize("threads", [1, 2])
def test_paused_resumed_and_stopped_from_outside(threads):
    # enough cells for more than a second
    rng = np.random.default_rng(0)
    table = count_cooccurrences([[str(n) for n in rng.integers(0, 3000, 100_000)]], min_count=1, window=5)
    model, control, errors = GloVe(table, size=100, threads=threads), Control(), []

    def work():
        try:
            model.train(1000, control=control)
        except Stopped:
            errors.append("stopped")

    thread = threading.Thread(target=work)
    thread.start()
    while not model._blocks_done:
        time.sleep(0.001)
    control.pause()
    for _ in range(100):  # the blocks under way may take a while on a busy machine
        held = model._rows.copy()
        time.sleep(0.2)
        if np.array_equal(model._rows, held):
            break
    else:
        pytest.fail("it went on although it was paused")
    control.resume()
    while np.array_equal(model._rows, held):
        time.sleep(0.001)
    control.stop()
    thread.join(10)
    assert not thread.is_alive()
    assert errors == ["stopped"]
    assert np.isfinite(model.vectors()).all()


def test_divergence_names_the_learning_rate(table):
    model = GloVe(table, size=5, learning_rate=1e18)
    with pytest.raises(FloatingPointError, match=r"learning_rate= lower than 1e\+18"):
        model.train(20)
    for asked in (model.train, lambda: model.save("x")):
        with pytest.raises(ValueError, match="diverged"):
            asked()


def test_the_table_is_left_as_it_is():
    table = count_cooccurrences(made_up(), window=5)
    before = [np.array(part) for part in (table.word_counts, table.starts, table.columns, table.values)]
    model = GloVe(table, size=5, held_out=0.1, memory=1)
    model.train(2)
    model.word_counts[:] = 0
    for part, old in zip((table.word_counts, table.starts, table.columns, table.values), before, strict=True):
        np.testing.assert_array_equal(part, old)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"size": 0}, ValueError, "size= is at least 1"),
        ({"size": 2.5}, TypeError, "size= is a whole number"),
        ({"seed": -1}, ValueError, "seed= is at least 0"),
        ({"seed": 2**32}, ValueError, "below 2"),
        ({"threads": 0}, ValueError, "threads= is at least 1"),
        ({"memory": "1 GB"}, TypeError, "memory= is a whole number"),
        ({"x_max": 0}, ValueError, "x_max= is a finite number above 0"),
        ({"learning_rate": float("nan")}, ValueError, "learning_rate= is a finite number"),
        ({"learning_rate": "0.1"}, TypeError, "learning_rate= is a number"),
        ({"alpha": -1}, ValueError, "alpha= is a finite number"),
        ({"held_out": 1}, ValueError, "held_out= is a share"),
    ],
)
def test_what_makes_no_sense(table, options, error, message):
    with pytest.raises(error, match=message):
        GloVe(table, **options)


def test_what_cannot_be_trained_on(table):
    with pytest.raises(TypeError, match="count_cooccurrences makes them"):
        GloVe(table.matrix())
    with pytest.raises(ValueError, match="has no cell"):
        GloVe(count_cooccurrences([["a"], ["b"]], min_count=1))
    with pytest.raises(ValueError, match="epochs= is at least 1"):
        GloVe(table).train(0)
