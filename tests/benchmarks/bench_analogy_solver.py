"""What the reader of an analogy solver waits for: the kernel's part beside gensim, and the way from the key to the screen."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

WORDS, SIZE, ASKED = 400_000, 300, 60
SETUP = f"""
import numpy as np
from gensim.models import KeyedVectors
import nlpwidgets as nw
vectors = KeyedVectors({SIZE})
rows = np.random.default_rng(0).standard_normal(({WORDS}, {SIZE}), dtype=np.float32)
vectors.add_vectors([f"w{{row}}" for row in range({WORDS})], rows)
del rows
solver = nw.AnalogySolver(vectors, a="w1", b="w2", c="w3")
solver
"""
# Between two keys, the last of which is Enter: 120 words a minute.
KEYS_MS = 100
# From Enter to the frame in which the first ranking shows other words. With a pause, the word is typed key by key.
ASK = """async ([input, word, pause]) => {
  const rest = ms => new Promise(done => setTimeout(done, ms));
  const root = input.closest('.nlpw-analogy-solver');
  const shown = () => root.querySelector('.nlpw-ranking')?.textContent;
  const before = shown();
  input.focus();
  for (let length = pause ? 1 : word.length; length <= word.length; length += 1) {
    input.value = word.slice(0, length);
    input.dispatchEvent(new Event('input', { bubbles: true }));
    if (pause) await rest(pause);
  }
  const began = performance.now();
  input.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
  await new Promise(done => {
    const watch = new MutationObserver(() => {
      if (shown() === before) return;
      watch.disconnect();
      requestAnimationFrame(() => setTimeout(done));
    });
    watch.observe(root, { subtree: true, childList: true, characterData: true });
  });
  return performance.now() - began;
}"""


def rows() -> list[dict[str, Any]]:
    """Random vectors: the time does not depend on what they hold."""
    return [*_kernel(), *_screen()]


def _kernel() -> list[dict[str, Any]]:
    space: dict[str, Any] = {}
    exec(SETUP, space)
    solver, vectors = space["solver"], space["vectors"]
    vectors.fill_norms()
    ours, theirs = [], []
    for k in range(15):
        a, b, c = (f"w{row}" for row in (3 * k + 10, 3 * k + 11, 3 * k + 12))
        began = time.perf_counter()
        solver.terms = {"a": a, "b": b, "c": c}
        ours.append(time.perf_counter() - began)
        began = time.perf_counter()
        vectors.most_similar(positive=[b, c], negative=[a], topn=10)
        vectors.most_similar_cosmul(positive=[b, c], negative=[a], topn=10)
        _pair_direction(vectors, a, b, c)
        theirs.append(time.perf_counter() - began)
    return [
        {
            "area": "analogy_solver",
            "case": f"kernel: another question, three methods, plane, baselines; {WORDS:,} x {SIZE}",
            "ours_ms": 1e3 * statistics.median(ours),
            "baseline": "gensim's two methods, NumPy's PairDirection",
            "baseline_ms": 1e3 * statistics.median(theirs),
        }
    ]


def _pair_direction(vectors: Any, a: str, b: str, c: str) -> Any:
    unit = vectors.vectors / vectors.norms[:, None]
    offset = vectors.get_vector(b, norm=True) - vectors.get_vector(a, norm=True)
    away = unit - vectors.get_vector(c, norm=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        scores = away @ offset / np.linalg.norm(away, axis=1)
    return np.argpartition(-np.nan_to_num(scores), 10)[:10]


def _screen() -> list[dict[str, Any]]:
    from playwright.sync_api import sync_playwright

    from tests.ui.browser import FLAGS, chromium
    from tests.ui.jupyter import Lab, LabPage

    lab = Lab(Path(tempfile.mkdtemp()))
    lab.start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
            page = LabPage(lab, browser.new_page())
            page.open(lab.write_notebook("bench.ipynb", SETUP))
            page.run(0)
            box = page.output(0).locator(".nlpw-box-b input").element_handle(timeout=120_000)
            typed = sorted(page.page.evaluate(ASK, [box, f"w{1000 + k}", KEYS_MS]) for k in range(ASKED))
            at_once = sorted(page.page.evaluate(ASK, [box, f"w{2000 + k}", 0]) for k in range(ASKED))
            page.shut_down()
            browser.close()
    finally:
        lab.stop()
    return [
        {
            "area": "analogy_solver",
            "case": f"from Enter to the answers on the screen, {how}, {name} of {ASKED}; {WORDS:,} x {SIZE}",
            "ours_ms": took[min(ASKED - 1, int(share * ASKED))],
            "baseline": "100 ms",
            "baseline_ms": 100.0,
            "target": 1.0,
        }
        for how, took in ((f"a key each {KEYS_MS} ms", typed), ("word and Enter in one instant, without rest", at_once))
        for name, share in (("p50", 0.5), ("p95", 0.95))
    ]
