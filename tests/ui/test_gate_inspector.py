"""The gate inspector in a real JupyterLab, and as a saved page with no network."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.ui.axe import serious_violations

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from tests.ui.jupyter import Lab, LabPage

SETUP = """
    import torch
    import nlpwidgets as nw
    from nlpwidgets import sentiment
    model = sentiment.load("lstm")
    inspector = nw.GateInspector(model, "I expected very little but it was wonderful")
    with torch.no_grad():
        hidden = model.rnn(model.embedding(model.encode(inspector.text)))[0][0]
    inspector
"""


@pytest.fixture
def opened(lab: Lab, lab_page: LabPage) -> LabPage:
    lab_page.open(lab.write_notebook("gates.ipynb", SETUP))
    lab_page.run(0)
    expect(tokens(widget(lab_page)).first).to_be_visible()
    return lab_page


def widget(lab_page: LabPage) -> Locator:
    return lab_page.output(0).locator(".nlpw-gate-inspector")


def words(root: Locator) -> Locator:
    return root.get_by_role("listbox", name="words", exact=True)


def tokens(root: Locator) -> Locator:
    return words(root).get_by_role("option")


def selected_word(root: Locator) -> Locator:
    return words(root).locator("[aria-selected=true]")


def number(root: Locator, quantity: str, role: str = "value") -> float:
    shown = root.locator(f".nlpw-equations [data-quantity={quantity}][data-role={role}]").first
    return float(shown.get_attribute("data-value") or "nan")


def test_the_tour_runs(lab: Lab, lab_page: LabPage) -> None:
    lab_page.open("tour.ipynb")
    count = lab_page.page.evaluate("path => window.jupyterapp.shell.currentWidget.content.widgets.length", "tour.ipynb")
    for index in range(count):
        lab_page.run(index)
    first = lab_page.page.locator(".nlpw-gate-inspector").first
    first.scroll_into_view_if_needed()
    expect(tokens(first).first).to_be_visible()


def test_stepping_by_keyboard_shows_the_kernels_numbers(opened: LabPage) -> None:
    root = widget(opened)
    words(root).focus()
    root.page.keyboard.press("Home")
    expect(selected_word(root)).to_have_attribute("aria-posinset", "1")
    for step in range(4):
        expect(selected_word(root)).to_have_attribute("aria-posinset", str(step + 1))
        expected = opened.kernel_value(f"hidden[{step}, inspector.selection['unit']].item()")
        assert number(root, "hidden") == pytest.approx(expected, abs=1e-5)
        total = number(root, "forget", "preactivation")
        assert number(root, "forget") == pytest.approx(1 / (1 + math.exp(-total)), abs=1e-5)
        root.page.keyboard.press("ArrowRight")
    root.page.keyboard.press("End")
    expect(selected_word(root)).to_have_text("wonderful")


def test_the_kernel_follows_the_page_and_the_page_the_kernel(opened: LabPage) -> None:
    root = widget(opened)
    tokens(root).nth(3).click()
    expect(selected_word(root)).to_have_attribute("aria-posinset", "4")
    opened.until("inspector.selection['step'] == 3")
    opened.execute("inspector.selection = {'step': 1}")
    expect(selected_word(root)).to_have_attribute("aria-posinset", "2")


def test_the_notebook_takes_no_key_from_the_widget(opened: LabPage) -> None:
    """In JupyterLab d d deletes a cell, j and k leave it, m makes it Markdown."""
    root = widget(opened)
    cells = opened.page.locator(".jp-Notebook .jp-CodeCell")
    count = cells.count()
    words(root).focus()
    for key in ("d", "d", "j", "k", "m", "x", "Home", "ArrowRight"):
        opened.page.keyboard.press(key)
    expect(selected_word(root)).to_have_attribute("aria-posinset", "2")
    button = root.get_by_role("button", name=re.compile("^Next step"))
    button.focus()
    for key in ("d", "d", "ArrowDown"):
        opened.page.keyboard.press(key)
    expect(button).to_be_focused()
    expect(cells).to_have_count(count)


def test_a_click_into_a_figure_brings_the_keyboard(opened: LabPage) -> None:
    root = widget(opened)
    words(root).press("Home")
    root.locator(".nlpw-strip .nlpw-body").first.click(position={"x": 3, "y": 20})
    expect(words(root)).to_be_focused()
    opened.page.keyboard.press("ArrowRight")
    expect(selected_word(root)).to_have_attribute("aria-posinset", "2")


def test_a_typed_review_changes_the_verdict(opened: LabPage) -> None:
    root = widget(opened)
    verdict = root.locator(".nlpw-final")
    expect(verdict).to_contain_text("positive")
    box = root.get_by_role("textbox", name="text", exact=True)
    box.fill("A dull, awful film: the worst zzyzx I have ever seen.")
    box.press("Enter")
    expect(verdict).to_contain_text("negative")
    expect(words(root).get_by_role("option", name="zzyzx, outside the vocabulary")).to_be_attached()
    shown = float(verdict.inner_text().split()[-1].lstrip("<>"))
    expected = opened.kernel_value("float(model.predict_proba([inspector.text])[0, 0])")
    assert shown == pytest.approx(expected, abs=0.006)


def test_a_bad_text_is_refused_and_the_view_stays(opened: LabPage) -> None:
    root = widget(opened)
    box = root.get_by_role("textbox", name="text", exact=True)
    box.fill("   ")
    box.press("Enter")
    expect(root.get_by_role("alert")).to_contain_text("empty")
    expect(tokens(root).last).to_have_text("wonderful")


def test_a_second_text_is_compared(opened: LabPage) -> None:
    root = widget(opened)
    root.get_by_role("button", name=re.compile("^Compare")).click()
    box = root.get_by_role("textbox", name="second text")
    box.fill("I expected very little and it was dreadful")
    box.press("Enter")
    second = root.get_by_role("listbox", name="words of the second text")
    expect(second.get_by_role("option").last).to_have_text("dreadful")
    root.get_by_role("button", name=re.compile("^Difference")).click()
    expect(root.get_by_role("button", name=re.compile("^Difference"))).to_have_attribute("aria-pressed", "true")
    root.get_by_role("button", name="End the comparison").first.click()
    expect(second).to_have_count(0)
    opened.until("inspector.second_text is None")


def test_a_reload_restores_the_widget(opened: LabPage) -> None:
    root = widget(opened)
    tokens(root).nth(2).click()
    opened.until("inspector.selection['step'] == 2")
    opened.reload()
    root = widget(opened)
    expect(selected_word(root)).to_have_attribute("aria-posinset", "3")
    words(root).press("ArrowRight")
    opened.until("inspector.selection['step'] == 3")


def test_a_killed_kernel_leaves_a_working_view(opened: LabPage) -> None:
    root = widget(opened)
    opened.kill_kernel()
    words(root).press("Home")
    expect(selected_word(root)).to_have_attribute("aria-posinset", "1")
    words(root).press("ArrowRight")
    expect(selected_word(root)).to_have_attribute("aria-posinset", "2")
    expect(root.locator(".nlpw-equations math").first).to_be_visible()


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_serious(opened: LabPage, theme: str) -> None:
    opened.set_theme(theme)
    root = widget(opened)
    expect(root).to_have_attribute("data-theme", "dark" if "Dark" in theme else "light")
    assert serious_violations(root) == []


@pytest.mark.parametrize("kind", ["lstm", "gru", "bilstm"])
def test_the_saved_page_steps_without_kernel_or_network(tmp_path: Path, offline_page: Page, kind: str) -> None:
    import nlpwidgets as nw
    from nlpwidgets import recurrent, sentiment

    model = sentiment.load(kind)
    inspector = nw.GateInspector(model, "Not bad at all, in fact wonderful.")
    path = inspector.save_html(tmp_path / "page.html")
    layer = recurrent.trace(model, model.encode(inspector.text)).select(inspector.selection["module"])

    offline_page.goto(path.as_uri())
    root = offline_page.locator(".nlpw-gate-inspector")
    words(root).press("Home")
    for step in range(3):
        expect(selected_word(root)).to_have_attribute("aria-posinset", str(step + 1))
        unit = inspector.selection["unit"]
        assert number(root, "hidden") == pytest.approx(float(layer.hidden[step, 0, unit]), abs=1e-6)
        for gate, values in layer.gates.items():
            assert number(root, gate) == pytest.approx(float(values[step, 0, unit]), abs=1e-6)
        words(root).press("ArrowRight")
    total = float(root.locator(".nlpw-terms [data-role=sum]").get_attribute("data-value") or "nan")
    memory = "update" if kind == "gru" else "forget"
    assert 1 / (1 + math.exp(-total)) == pytest.approx(number(root, memory), abs=1e-6)
    expect(root.get_by_role("textbox", name="text", exact=True)).not_to_be_editable()
    assert serious_violations(root) == []
