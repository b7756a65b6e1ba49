"""The JupyterLab extension's command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.ui.jupyter import Lab, LabPage


def test_the_palette_inserts_a_gate_inspector(lab: Lab, lab_page: LabPage) -> None:
    lab_page.open(lab.write_notebook("command.ipynb", "1 + 1"))
    page = lab_page.page
    # the notebook takes the focus a little after it is open, which would close the palette again
    page.wait_for_function("() => document.activeElement?.closest('.jp-NotebookPanel')")
    page.keyboard.press("Control+Shift+C")
    page.locator(".lm-CommandPalette-input").fill("insert gate inspector")
    page.locator(".lm-CommandPalette-item.lm-mod-active", has_text="Insert Gate Inspector").wait_for()
    page.keyboard.press("Enter")
    cells = page.locator(".jp-Notebook .jp-CodeCell")
    expect(cells).to_have_count(2)
    expect(cells.nth(1).locator(".cm-content")).to_contain_text("nw.GateInspector()")
    expect(cells.nth(1).locator(".nlpw-gate-inspector")).to_be_visible(timeout=60_000)  # torch loads
