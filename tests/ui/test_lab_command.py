"""The JupyterLab extension's commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.ui.jupyter import Lab, LabPage


@pytest.mark.parametrize("name", ["Gate Inspector", "Preprocessing Explorer", "Vectorizer Explorer"])
def test_the_palette_inserts_a_widget(lab: Lab, lab_page: LabPage, name: str) -> None:
    lab_page.open(lab.write_notebook(f"{name}.ipynb", "1 + 1"))
    page = lab_page.page
    # the notebook takes the focus a little after it is open, which would close the palette again
    page.wait_for_function("() => document.activeElement?.closest('.jp-NotebookPanel')")
    page.keyboard.press("Control+Shift+C")
    page.locator(".lm-CommandPalette-input").fill(f"insert {name.lower()}")
    page.locator(".lm-CommandPalette-item.lm-mod-active", has_text=f"Insert {name}").wait_for()
    page.keyboard.press("Enter")
    cells = page.locator(".jp-Notebook .jp-CodeCell")
    expect(cells).to_have_count(2)
    expect(cells.nth(1).locator(".cm-content")).to_contain_text(f"nw.{name.replace(' ', '')}()")
    expect(cells.nth(1).locator(f".nlpw-{name.lower().replace(' ', '-')}")).to_be_visible(
        timeout=60_000
    )  # libraries load
