"""Taking a subspace out of many words, in time and memory, and the explorer's kernel after a move of its slider.

The word-by-word way is that of the code published with Bolukbasi et al. 2016: a loop over the words, then over the pairs. The whole
array at once is what one would write instead. Random vectors: the time does not depend on what they hold.
"""

from __future__ import annotations

import statistics
import tempfile
import time
import tracemalloc
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

WORDS, SIZE, RUNS, MOVES = 400_000, 300, 3, 60
PAIRS = [(f"w{2 * pair}", f"w{2 * pair + 1}") for pair in range(50)]
SPARED = [f"w{row}" for row in range(300)]


def rows() -> list[dict[str, Any]]:
    """The rows of this area."""
    return [*_debiasing(), *_explorer(), *_slider()]


def _vectors() -> Any:
    from nlpwidgets.embeddings.reading.building import keyed_vectors

    numbers = np.random.default_rng(0).standard_normal((WORDS, SIZE), dtype=np.float32)
    return keyed_vectors({f"w{row}": row for row in range(WORDS)}, numbers)


def _word_by_word(vectors: Any, direction: Any) -> Any:
    found = vectors.vectors / np.linalg.norm(vectors.vectors, axis=1)[:, None]
    spared = set(SPARED)
    for row, word in enumerate(vectors.index_to_key):
        if word not in spared:
            found[row] -= direction * found[row].dot(direction)
    found /= np.linalg.norm(found, axis=1)[:, None]
    return _pairs(vectors, found, direction)


def _at_once(vectors: Any, direction: Any) -> Any:
    found = vectors.vectors / np.linalg.norm(vectors.vectors, axis=1)[:, None]
    spared = set(SPARED)
    neutral = np.array([word not in spared for word in vectors.index_to_key])
    found[neutral] -= np.outer(found[neutral] @ direction, direction)
    found /= np.linalg.norm(found, axis=1)[:, None]
    return _pairs(vectors, found, direction)


def _pairs(vectors: Any, found: Any, direction: Any) -> Any:
    for one, other in PAIRS:
        a, b = vectors.key_to_index[one], vectors.key_to_index[other]
        middle = (found[a] + found[b]) / 2
        middle -= direction * middle.dot(direction)
        height = np.sqrt(1 - middle.dot(middle)) * np.sign((found[a] - found[b]).dot(direction))
        found[a], found[b] = middle + height * direction, middle - height * direction
    return found


def _timed(calls: list[Callable[[], Any]]) -> list[float]:
    """Return the least milliseconds of each, all in turn."""
    took: list[list[float]] = [[] for _ in calls]
    for _ in range(RUNS):
        for call, mine in zip(calls, took, strict=True):
            begun = time.perf_counter()
            call()
            mine.append(1000 * (time.perf_counter() - begun))
    return [min(one) for one in took]


def _peak(call: Callable[[], Any]) -> float:
    """Return the megabytes that a call needs at most beside what was there; NumPy reports its arrays."""
    tracemalloc.start()
    call()
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return peak


def _debiasing() -> list[dict[str, Any]]:
    from nlpwidgets.bias import hard_debias, linear_debias, soft_debias, subspace

    vectors = _vectors()
    found = subspace(vectors, PAIRS)
    direction = found.directions[0].astype(np.float32)
    calls: dict[str, Callable[[], Any]] = {
        "hard": lambda: hard_debias(vectors, found, exempt=SPARED),
        "linear": lambda: linear_debias(vectors, found),
        "soft": lambda: soft_debias(vectors, found),
        "word by word": lambda: _word_by_word(vectors, direction),
        "at once": lambda: _at_once(vectors, direction),
    }
    apart = np.abs(calls["hard"]().vectors - calls["at once"]()).max()
    took = dict(zip(calls, _timed(list(calls.values())), strict=True))
    peaks = {name: _peak(calls[name]) for name in ("hard", "soft", "at once")}
    shape = f"{WORDS:,} x {SIZE}"
    one_copy = vectors.vectors.nbytes / 1e6
    found_rows = [
        {
            "case": f"hard debiasing, {shape}; at most {peaks['hard']:,.0f} MB beside the vectors, which have {one_copy:,.0f} MB",
            "ours_ms": took["hard"],
            "baseline": "NumPy, word by word",
            "baseline_ms": took["word by word"],
            "target": 1.0,
        },
        {
            "case": f"the same; the results differ by {apart:.0e} at most",
            "ours_ms": took["hard"],
            "baseline": f"NumPy, all words at once; {peaks['at once']:,.0f} MB",
            "baseline_ms": took["at once"],
        },
        {
            "case": f"linear projection of all words, {shape}",
            "ours_ms": took["linear"],
        },
        {
            "case": f"soft debiasing, {shape}; at most {peaks['soft']:,.0f} MB",
            "ours_ms": took["soft"],
        },
        {
            "case": f"memory in MB, not ms: hard debiasing, {shape}",
            "ours_ms": peaks["hard"],
            "baseline": "one copy of the vectors",
            "baseline_ms": one_copy,
            "target": 1.5,
        },
    ]
    return [{"area": "bias", **row} for row in found_rows]


def _explorer() -> list[dict[str, Any]]:
    import nlpwidgets as nw

    explorer = nw.BiasExplorer()
    explorer.wait()
    took = []
    for move in range(MOVES):
        begun = time.perf_counter()
        explorer.strength = (move * 0.37 + 0.1) % 1
        measured = explorer.wait()
        took.append(1000 * (time.perf_counter() - begun))
        if measured is None or abs(measured["strength"] - explorer.strength) > 1e-9:
            raise RuntimeError("the explorer did not measure what is shown")
    words = f"{len(explorer.vectors):,} x {explorer.vectors.vector_size}"
    took.sort()
    return [
        {
            "area": "bias",
            "case": f"kernel: all measures after a move of the slider, {name} of {MOVES}; {words}",
            "ours_ms": value,
            "baseline": "200 ms",
            "baseline_ms": 200.0,
            "target": 1.0,
        }
        for name, value in (("median", statistics.median(took)), ("p95", took[int(0.95 * MOVES)]))
    ]


# From a move of the slider to the frame that shows it, without and with the painting of that frame.
SLIDE = """async ([input, moves]) => {
  const times = { work: [], frame: [] };
  for (let k = 0; k <= moves; k++) {
    await new Promise((done) => requestAnimationFrame(done));
    const began = performance.now();
    input.value = String(k / moves);
    input.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise((done) => requestAnimationFrame(() => {
      input.closest('.nlpw').getBoundingClientRect();
      times.work.push(performance.now() - began);
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => { times.frame.push(performance.now() - began); done(); };
      port2.postMessage(0);
    }));
  }
  return times;
}"""


def _slider() -> list[dict[str, Any]]:
    """The bundled vectors, 193 words and the first test, as a saved page in Chromium without a GPU."""
    from playwright.sync_api import sync_playwright

    import nlpwidgets as nw
    from tests.ui.browser import FLAGS, chromium

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = nw.BiasExplorer().save_html(Path(folder) / "bias.html")
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1200, "height": 1000})
        page.goto(path.as_uri())
        page.wait_for_selector("input[type=range]")
        times = page.evaluate(f"(moves) => ({SLIDE})([document.querySelector('input[type=range]'), moves])", 100)
        browser.close()
    frame = sorted(times["frame"])
    return [
        {
            "area": "bias",
            "case": f"page: from a move of the slider to its frame, {name} of 101; software rendering",
            "ours_ms": value,
            "baseline": "two frames of 60 a second",
            "baseline_ms": 33.3,
            "ratio": value / 33.3,
            "target": 1.0,
        }
        for name, value in (("median", statistics.median(frame)), ("p95", frame[95]))
    ]
