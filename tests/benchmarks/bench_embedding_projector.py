"""From running a cell to painted points, beside other scatter plots for notebooks in the same browser and JupyterLab.

The other packages need not be there. Where they are, name the Python that has them, with ipykernel and anywidget, in the
environment variable NLPWIDGETS_COMPARED:

    python -m venv other && other/bin/pip install ipykernel gensim pandas jupyter-scatter "embedding-atlas<0.17"
    NLPWIDGETS_COMPARED=other/bin/python python -m tests.benchmarks embedding_projector

Later versions of embedding-atlas need WebGPU with half precision, which no browser has without a GPU.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.ui.jupyter import Lab, LabPage

POINTS = (100_000, 1_000_000)
REPEATS = 5
OTHER = os.environ.get("NLPWIDGETS_COMPARED", "")
DATA = """
import numpy as np
points = {points}
place = np.random.default_rng(0).random((points, 2), dtype=np.float32)
"""
# The data stand ready, and the first cell loads what a notebook loads once; the second is the one that is timed.
OURS = (
    DATA
    + """
from gensim.models import KeyedVectors
import nlpwidgets as nw
vectors = KeyedVectors(50)
rows = np.random.default_rng(1).standard_normal((points, 50), dtype=np.float32)
vectors.add_vectors([f"w{{row}}" for row in range(points)], rows)
del rows
""",
    "nw.EmbeddingProjector(vectors, coordinates=place)",
)
THEIRS = {
    "jupyter-scatter": (
        "jscatter",
        DATA
        + """
import jscatter, pandas as pd
table = pd.DataFrame(place, columns=["x", "y"])
""",
        "jscatter.plot(data=table, x='x', y='y')",
    ),
    "embedding-atlas": (
        "embedding_atlas.widget",
        DATA
        + """
from embedding_atlas.widget import EmbeddingAtlasWidget
import pandas as pd
table = pd.DataFrame(place, columns=["x", "y"])
""",
        "EmbeddingAtlasWidget(table, x='x', y='y')",
    ),
}
# Before the page loads: counts what comes from the kernel, and lets canvases be read at any time.
PREPARE = """
window.arrived = 0;
const Socket = window.WebSocket;
window.WebSocket = class extends Socket {
  constructor(...given) {
    super(...given);
    this.addEventListener('message', ({ data }) => { window.arrived += data.size ?? data.byteLength ?? data.length; });
  }
};
const getContext = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, more) {
  return getContext.call(this, kind, kind.startsWith('webgl') ? { ...more, preserveDrawingBuffer: true } : more);
};
"""
# Points are spread evenly over a square: they are painted when a canvas is not the paper's white in a fifth of it. Reading
# waits until the drawing is done. One promise that watches frame by frame, for all alike.
PAINTED = """async ({ path }) => {
  const app = window.jupyterapp;
  const panel = Array.from(app.shell.widgets('main')).find(one => one.context && one.context.path === path);
  const small = new OffscreenCanvas(60, 40);
  const context = small.getContext('2d', { willReadFrequently: true });
  const cell = panel.content.widgets[1];
  panel.content.activeCellIndex = 1;
  const shares = () => {
    const roots = [cell.node];
    for (const root of roots) for (const one of root.querySelectorAll('*')) if (one.shadowRoot) roots.push(one.shadowRoot);
    return roots.flatMap(root => [...root.querySelectorAll('canvas')]).filter(one => one.width * one.height > 40000).map(one => {
      context.fillStyle = '#fff';
      context.fillRect(0, 0, 60, 40);
      context.drawImage(one, 0, 0, 60, 40);
      const { data } = context.getImageData(0, 0, 60, 40);
      let ink = 0;
      for (let k = 0; k < data.length; k += 4) ink += Math.min(data[k], data[k + 1], data[k + 2]) < 245;
      return ink / 2400;
    });
  };
  app.shell.activateById(panel.id);
  await app.commands.execute('notebook:clear-cell-output');
  while (cell.node.querySelector('canvas')) await new Promise(requestAnimationFrame);
  const before = window.arrived;
  const began = performance.now();
  const ran = app.commands.execute('notebook:run-cell');
  while (!shares().some(share => share > 0.2)) {
    if (performance.now() - began > 60000) throw new Error('nothing was painted');
    await new Promise(requestAnimationFrame);
  }
  const took = performance.now() - began;
  await ran;
  await new Promise(done => setTimeout(done, 1000)); // what comes for later is counted as well
  return { took, arrived: window.arrived - before };
}"""


def rows() -> list[dict[str, Any]]:
    """Points with coordinates of their own: nobody has to project anything. Ours paints so many as density, and sends words."""
    from playwright.sync_api import Error, sync_playwright

    from tests.ui.browser import FLAGS, chromium
    from tests.ui.jupyter import Lab

    lab = Lab(Path(tempfile.mkdtemp()))
    compared = _compared(lab)
    lab.start()
    found = []
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
            for points in POINTS:
                ours, bytes_ours = _painted(lab, browser, points, OURS, "python3")
                row = {
                    "area": "embedding_projector",
                    "case": f"cell run to painted, {points:,} points; {bytes_ours / 1e6:.1f} MB to the page",
                    "ours_ms": ours,
                }
                times = []
                for name, cells in compared.items():
                    try:
                        took, arrived = _painted(lab, browser, points, cells, "compared")
                    except Error as error:
                        print(f"{name}, {points:,} points: {str(error).splitlines()[0]}", file=sys.stderr)
                        continue
                    times.append((took, f"{name}, {arrived / 1e6:.1f} MB"))
                    found.append({**row, "baseline": times[-1][1], "baseline_ms": took})
                if times:
                    found[-len(times) + times.index(min(times))]["target"] = 0.5  # of the fastest
                else:
                    found.append(row)
            browser.close()
    finally:
        lab.stop()
    return found


def _compared(lab: Lab) -> dict[str, tuple[str, str]]:
    """Return the cells of the packages that are there; the kernel that has them is made known to the server."""
    if not OTHER:
        print("NLPWIDGETS_COMPARED names no Python: nothing to compare with", file=sys.stderr)
        return {}
    found = {}
    for name, (module, first, second) in THEIRS.items():
        tried = subprocess.run([OTHER, "-c", f"import {module}"], capture_output=True, text=True, check=False)
        if tried.returncode == 0:
            found[name] = (first, second)
        else:
            print(f"{name} is not there: {tried.stderr.strip().splitlines()[-1]}", file=sys.stderr)
    spec = lab.files.parent / "home" / "data" / "kernels" / "compared"
    spec.mkdir(parents=True)
    command = [OTHER, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    (spec / "kernel.json").write_text(json.dumps({"argv": command, "display_name": "compared", "language": "python"}))
    return found


def _painted(lab: Lab, browser: Any, points: int, cells: tuple[str, str], kernel: str) -> tuple[float, float]:
    """Return the median time in ms, and the bytes that came to the page."""
    page = _opened(lab, browser, [one.format(points=points) for one in cells], kernel)
    try:
        page.run(0)
        page.page.evaluate(PAINTED, {"path": page.path})  # the first one loads what is loaded once
        found = [page.page.evaluate(PAINTED, {"path": page.path}) for _ in range(REPEATS)]
    finally:
        page.shut_down()
        page.page.close()
    return statistics.median(one["took"] for one in found), statistics.median(one["arrived"] for one in found)


def _opened(lab: Lab, browser: Any, cells: list[str], kernel: str) -> LabPage:
    from tests.ui.jupyter import LabPage

    path = lab.write_notebook("bench.ipynb", *cells)
    file = lab.files / path
    notebook = json.loads(file.read_text(encoding="utf-8"))
    notebook["metadata"]["kernelspec"] |= {"name": kernel, "display_name": kernel}
    file.write_text(json.dumps(notebook), encoding="utf-8")
    tab = browser.new_page()
    tab.add_init_script(PREPARE)
    return LabPage(lab, tab).open(path)
