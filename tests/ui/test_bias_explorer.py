"""The bias explorer in a real JupyterLab, and as a saved page with no network."""

from __future__ import annotations

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
    import nlpwidgets as nw
    from nlpwidgets import bias
    explorer = nw.BiasExplorer()
    explorer
"""


@pytest.fixture
def opened(lab: Lab, lab_page: LabPage) -> LabPage:
    lab_page.open(lab.write_notebook("bias_test.ipynb", SETUP))
    lab_page.run(0)
    expect(slider(widget(lab_page))).to_be_enabled()
    return lab_page


def widget(lab_page: LabPage) -> Locator:
    return lab_page.output(0).locator(".nlpw-bias-explorer")


def slider(root: Locator) -> Locator:
    return root.get_by_role("slider")


def now(root: Locator, name: str) -> Locator:
    return root.locator(".nlpw-numbers > div", has=root.page.get_by_text(name, exact=True)).locator("b")


def tab(root: Locator, name: str) -> None:
    one = root.get_by_role("tab", name=name)
    if one.get_attribute("aria-selected") != "true":
        one.click()


def test_the_slider_moves_the_numbers_and_they_are_those_of_python(opened: LabPage) -> None:
    root = widget(opened)
    slider(root).focus()
    for _ in range(4):
        opened.page.keyboard.press("PageUp")
    opened.until("abs(explorer.strength - 0.4) < 0.005")
    test = "*(explorer.test[side] for side in ('x', 'y', 'a', 'b'))"
    effect = opened.kernel_value(f"format(bias.weat(explorer.result(), {test}).effect, '.3f')")
    expect(now(root, "effect size d")).to_have_text(effect)
    fair = "[word for word in explorer.words if word not in explorer.exempt]"
    direct = opened.kernel_value(f"format(bias.direct_bias(explorer.result(), {fair}, explorer.active), '.3f')")
    expect(now(root, "direct bias")).to_have_text(direct)
    opened.page.keyboard.press("End")
    expect(now(root, "direct bias")).to_have_text("0.000")
    opened.until("explorer.measured is not None and explorer.measured['strength'] == 1.0")
    kept = opened.kernel_value("format(explorer.measured['kept'], '.3f')")
    expect(now(root, "similarities kept")).to_have_text(kept)
    expect(root.locator(".nlpw-late")).to_have_count(0)
    root.get_by_role("button", name="Undo (Ctrl+Z)").click()
    opened.until("explorer.strength < 1")


def test_pairs_are_dropped_and_another_direction_is_added(opened: LabPage) -> None:
    root = widget(opened)
    root.get_by_role("button", name="Drop she : he").click()
    opened.until("len(explorer.subspaces[0]['sets']) == 11")
    root.get_by_label("direction", exact=True).select_option("religion")
    opened.until("explorer.subspace == 'religion' and explorer.built[1]['dims'] == 2")
    expect(root.locator(".nlpw-subspace")).to_have_count(2)
    expect(root.locator(".nlpw-strip")).to_have_attribute("aria-label", re.compile("along religion"))


def test_a_word_is_exempted_and_shown_in_the_plane(opened: LabPage) -> None:
    root = widget(opened)
    root.get_by_role("searchbox").fill("nurse")
    root.get_by_role("button", name="nurse is exempt").click()
    opened.until("'nurse' in explorer.exempt")
    root.get_by_role("button", name="nurse", exact=True).click()
    opened.until("explorer.plane_words == ['nurse']")
    tab(root, "Neutralize, equalize")
    root.get_by_role("button", name=re.compile("^Neutralize")).click()
    opened.until("explorer.steps == [{'kind': 'neutralize', 'words': ['nurse']}]")
    expect(root.get_by_role("row", name=re.compile("nurse")).get_by_role("cell").first).to_have_text("0.000")


def test_a_sentence_is_read_beside_its_counterpart(opened: LabPage) -> None:
    root = widget(opened)
    tab(root, "Sentence")
    expect(root.locator(".nlpw-both u")).to_have_count(4, timeout=60_000)
    root.get_by_role("textbox", name="sentence").fill("My mother was a good doctor.")
    opened.page.keyboard.press("Enter")
    opened.until("explorer.reading is not None and explorer.reading['swapped'] == 'My father was a good doctor.'")
    expect(root.locator(".nlpw-both u").last).to_have_text("father")


def test_the_methods_are_compared(opened: LabPage) -> None:
    root = widget(opened)
    tab(root, "Methods")
    root.get_by_role("button", name="Compare the methods").click()
    expect(root.locator(".nlpw-methods tbody tr")).to_have_count(6, timeout=120_000)
    found = opened.kernel_value("format(explorer.compared[3]['effect'], '.3f')").replace("-", "\u2212")
    expect(root.get_by_role("row", name=re.compile("hard debiasing"))).to_contain_text(found)


def test_a_dead_kernel_leaves_the_slider(opened: LabPage) -> None:
    root = widget(opened)
    opened.until("explorer.measured is not None")
    opened.kill_kernel()
    slider(root).hover()
    expect(root.get_by_text("There is no kernel")).to_be_visible()
    slider(root).focus()
    opened.page.keyboard.press("End")
    expect(now(root, "direct bias")).to_have_text("0.000")


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_nothing_stands_in_the_way(opened: LabPage, theme: str) -> None:
    opened.set_theme(theme)
    root = widget(opened)
    opened.execute("_ = explorer.wait()")
    for name in ("Association test", "Analogy", "Neutralize, equalize", "Sentence", "What stays", "Methods"):
        tab(root, name)
        assert serious_violations(root) == []


def test_a_saved_page_keeps_the_slider(tmp_path: Path, offline_page: Page) -> None:
    import nlpwidgets as nw

    path = nw.BiasExplorer().save_html(tmp_path / "bias.html")
    offline_page.goto(path.as_uri())
    root = offline_page.locator(".nlpw-bias-explorer")
    before = now(root, "effect size d").inner_text()
    slider(root).focus()
    offline_page.keyboard.press("End")
    expect(now(root, "direct bias")).to_have_text("0.000")
    assert now(root, "effect size d").inner_text() != before
    tab(root, "Sentence")
    expect(root.locator(".nlpw-both b")).to_have_count(2)
