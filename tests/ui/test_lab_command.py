"""The JupyterLab extension's commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Error, expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.ui.jupyter import Lab, LabPage


def choose(page: Page, label: str) -> None:
    """Choose a command in the palette, by keyboard."""
    # the notebook takes the focus a little after it is open, and maybe again, which closes the palette
    page.wait_for_function("() => document.activeElement?.closest('.jp-NotebookPanel')")
    item = page.locator(".lm-CommandPalette-item.lm-mod-active", has_text=label)
    for attempt in range(5):
        page.keyboard.press("Control+Shift+C")
        try:
            page.locator(".lm-CommandPalette-input").fill(label.lower(), timeout=4000)
            item.wait_for(timeout=4000)
        except Error:
            if attempt == 4:
                raise
            page.keyboard.press("Escape")
        else:
            page.keyboard.press("Enter")
            return


@pytest.mark.parametrize(
    "name",
    [
        "Gate Inspector",
        "Preprocessing Explorer",
        "Vectorizer Explorer",
        "Embedding Projector",
        "Analogy Solver",
        "Bias Explorer",
    ],
)
def test_the_palette_inserts_a_widget(lab: Lab, lab_page: LabPage, name: str) -> None:
    lab_page.open(lab.write_notebook(f"{name}.ipynb", "1 + 1"))
    page = lab_page.page
    choose(page, f"Insert {name}")
    cells = page.locator(".jp-Notebook .jp-CodeCell")
    expect(cells).to_have_count(2)
    expect(cells.nth(1).locator(".cm-content")).to_contain_text(f"nw.{name.replace(' ', '')}()")
    expect(cells.nth(1).locator(f".nlpw-{name.lower().replace(' ', '-')}")).to_be_visible(
        timeout=60_000
    )  # libraries load
