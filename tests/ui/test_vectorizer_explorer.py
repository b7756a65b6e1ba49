"""The vectorizer explorer in a real JupyterLab, and as a saved page with no network."""

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

DOCUMENTS = [
    "<p>The caf&eacute; was lovely, a lovely caf&eacute;</p>",
    "<p>We waited an hour in the caf&eacute; and left</p>",
    "<div>The film was lovely</div>",
    "A dull film and a dull hour",
]
SETUP = f"""
    import nlpwidgets as nw
    from nlpwidgets import vectorize
    pipeline = nw.text.Pipeline(["strip_html", "remove_accents", "lowercase"])
    explorer = nw.VectorizerExplorer({DOCUMENTS!r}, labels=["good", "bad", "good", "bad"], pipeline=pipeline)
    explorer.cell = {{"document": 0, "term": "lovely"}}
    explorer
"""
SCHEMES = ("count", "tf", "textbook", "smooth")


@pytest.fixture
def opened(lab: Lab, lab_page: LabPage) -> LabPage:
    lab_page.open(lab.write_notebook("vectorizer_test.ipynb", SETUP))
    lab_page.run(0)
    expect(value(widget(lab_page), "smooth")).to_be_visible()
    return lab_page


def widget(lab_page: LabPage) -> Locator:
    return lab_page.output(0).locator(".nlpw-vectorizer-explorer")


def grid(root: Locator) -> Locator:
    return root.get_by_role("grid")


def value(root: Locator, scheme: str) -> Locator:
    return root.locator(f"[data-scheme='{scheme}']")


def number(root: Locator, scheme: str) -> float:
    return float(value(root, scheme).get_attribute("data-value") or "nan")


def tab(root: Locator, name: str) -> None:
    root.get_by_role("tab", name=name).click()


def test_the_formula_of_a_cell_is_that_of_the_kernel(opened: LabPage) -> None:
    root = widget(opened)
    for document, term in [(0, "lovely"), (2, "film"), (3, "dull"), (3, "the")]:
        opened.execute(f"explorer.cell = {{'document': {document}, 'term': {term!r}}}")
        expect(root.locator(".nlpw-cell-said")).to_contain_text(f"“{term}”")
        expect(root.locator(".nlpw-cell-said")).to_contain_text(f"document {document}")
        column = f"explorer.bag.column[{term!r}]"
        for scheme, matrix in [
            ("count", "explorer.bag.matrix"),
            ("tf", "vectorize.tf(explorer.bag)"),
            ("textbook", "vectorize.tfidf(explorer.bag, convention='textbook').matrix"),
            ("smooth", "vectorize.tfidf(explorer.bag, convention='smooth').matrix"),
        ]:
            expected = opened.kernel_value(f"float({matrix}[{document}, {column}])")
            assert number(root, scheme) == pytest.approx(expected, abs=1e-6), (document, term, scheme)
    # and by hand: lovely is 2 of the 7 terms of document 0, and in 2 of 4 documents
    opened.execute("explorer.cell = {'document': 0, 'term': 'lovely'}")
    expect(root.locator(".nlpw-cell-said")).to_contain_text("“lovely”")
    assert number(root, "textbook") == pytest.approx(2 / 7 * math.log(4 / 2), abs=1e-6)


def test_the_arrow_keys_move_the_cell(opened: LabPage) -> None:
    root = widget(opened)
    before = opened.kernel_value("explorer.cell")
    grid(root).focus()
    opened.page.keyboard.press("ArrowDown")
    opened.until(f"explorer.cell == {{'document': 1, 'term': {before['term']!r}}}")
    opened.page.keyboard.press("Control+Home")
    opened.page.keyboard.press("ArrowRight")
    opened.until("explorer.cell['document'] == 0 or explorer.cell['term'] != 'lovely'")
    opened.page.keyboard.press("Control+z")
    opened.until("explorer.cell['document'] >= 0")


def test_a_click_in_the_matrix_selects_the_cell_under_the_pointer(opened: LabPage) -> None:
    root = widget(opened)
    expect(grid(root)).to_have_attribute("aria-rowcount", str(len(DOCUMENTS)))
    box = grid(root).bounding_box()
    assert box is not None
    grid(root).click(position={"x": box["width"] * 0.4, "y": box["height"] * 0.5})
    opened.until("explorer.cell is not None")
    cell = opened.kernel_value("explorer.cell")
    expect(root.locator(".nlpw-cell-said")).to_contain_text(f"“{cell['term']}”")
    shown = root.get_by_role("gridcell")
    expect(shown).to_contain_text(cell["term"])


def test_a_term_is_lit_in_the_raw_text(opened: LabPage) -> None:
    root = widget(opened)
    opened.execute("explorer.cell = {'document': 0, 'term': 'cafe'}")
    raw = root.get_by_label("as given").locator(".nlpw-picked")
    expect(raw.first).to_have_text("caf&eacute;")
    expect(raw).to_have_count(2)


def test_weights_change_at_once_and_undo(opened: LabPage) -> None:
    root = widget(opened)
    select = root.get_by_role("combobox", name="weights")
    select.select_option("textbook")
    opened.until("explorer.weighting == 'textbook'")
    grid(root).focus()
    opened.page.keyboard.press("Control+z")
    opened.until("explorer.weighting == 'smooth'")


def test_counting_pairs_of_words(opened: LabPage) -> None:
    root = widget(opened)
    terms = opened.kernel_value("explorer.size['terms']")
    opened.execute("explorer.options = {**explorer.options, 'ngram_max': 2}")
    more = opened.kernel_value("explorer.size['terms']")
    assert more > terms
    expect(grid(root)).to_have_attribute("aria-colcount", str(more))


def test_a_shuffled_sentence_has_the_same_vector(opened: LabPage) -> None:
    root = widget(opened)
    tab(root, "Your sentence")
    box = root.locator(".nlpw-sentence textarea")
    box.fill("the lovely film was not a duull hour")
    box.press("Enter")
    opened.until("explorer.trial is not None and explorer.trial['same']")
    expect(root.locator(".nlpw-sentence")).to_contain_text("duull")
    unknown = opened.kernel_value(
        "[t for t, c in zip(explorer.trial['sentence']['terms'], __import__('numpy').frombuffer("
        "explorer.trial['sentence']['columns']['data'], 'int32').tolist()) if c < 0]"
    )
    assert unknown == ["not", "duull"]
    expect(root.locator(".nlpw-sentence .nlpw-outside").first).to_be_visible()


def test_a_classifier_is_trained_in_the_background(lab: Lab, lab_page: LabPage) -> None:
    lab_page.open(
        lab.write_notebook(
            "classifier_test.ipynb", "import nlpwidgets as nw\nexplorer = nw.VectorizerExplorer()\nexplorer"
        )
    )
    lab_page.run(0)
    root = widget(lab_page)
    tab(root, "Classifier")
    root.get_by_role("button", name=re.compile("^Train")).click()
    lab_page.until("explorer.classifier is not None and not explorer.classify")
    accuracy = lab_page.kernel_value("explorer.classifier['accuracy']")
    expect(root.get_by_role("tabpanel")).to_contain_text(f"{100 * accuracy:.0f} %")
    best = lab_page.kernel_value("explorer.classifier['positive'][0]['term']")
    root.get_by_role("button", name=re.compile(rf"^{re.escape(best)}\b")).last.click()
    lab_page.until(f"explorer.cell['term'] == {best!r}")


def test_a_reload_restores_the_explorer(opened: LabPage) -> None:
    opened.execute("explorer.cell = {'document': 2, 'term': 'film'}")
    opened.reload()
    root = widget(opened)
    expect(root.locator(".nlpw-cell-said")).to_contain_text("“film” in document 2")
    grid(root).focus()
    opened.page.keyboard.press("ArrowDown")
    opened.until("explorer.cell == {'document': 3, 'term': 'film'}")


def test_a_killed_kernel_leaves_the_cells_in_sight_alive(opened: LabPage) -> None:
    root = widget(opened)
    opened.kill_kernel()
    grid(root).focus()
    opened.page.keyboard.press("ArrowDown")
    expect(root.locator(".nlpw-cell-said")).to_contain_text("“lovely”")
    expect(root.locator(".nlpw-cell-said")).to_contain_text("document 1")
    assert number(root, "count") == 0


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_serious(opened: LabPage, theme: str) -> None:
    opened.set_theme(theme)
    root = widget(opened)
    expect(root).to_have_attribute("data-theme", "dark" if "Dark" in theme else "light")
    for name in ("Formula", "Neighbours", "Pruning", "Your sentence", "Classifier"):
        tab(root, name)
        assert serious_violations(root) == []


def test_the_saved_page_computes_without_kernel_or_network(tmp_path: Path, offline_page: Page) -> None:
    import nlpwidgets as nw
    from nlpwidgets import vectorize

    explorer = nw.VectorizerExplorer(DOCUMENTS, pipeline=nw.text.Pipeline(["strip_html", "lowercase"]))
    explorer.cell = {"document": 0, "term": "lovely"}
    offline_page.goto(explorer.save_html(tmp_path / "page.html").as_uri())
    root = offline_page.locator(".nlpw-vectorizer-explorer")
    matrices = {
        "count": explorer.bag.matrix,
        "tf": vectorize.tf(explorer.bag),
        "textbook": vectorize.tfidf(explorer.bag, convention="textbook").matrix,
        "smooth": vectorize.tfidf(explorer.bag, convention="smooth").matrix,
    }
    grid(root).focus()
    for document in range(len(DOCUMENTS)):
        expect(root.locator(".nlpw-cell-said")).to_contain_text(f"document {document}")
        for scheme in SCHEMES:
            expected = matrices[scheme][document, explorer.bag.column["lovely"]]
            assert number(root, scheme) == pytest.approx(float(expected), abs=1e-6)
        offline_page.keyboard.press("ArrowDown")
    assert serious_violations(root) == []
