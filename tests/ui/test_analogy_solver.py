"""The analogy solver in a real JupyterLab, and as a saved page with no network."""

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
    solver = nw.AnalogySolver(a="man", b="king", c="woman")
    solver
"""


@pytest.fixture
def opened(lab: Lab, lab_page: LabPage) -> LabPage:
    lab_page.open(lab.write_notebook("analogy_test.ipynb", SETUP))
    lab_page.run(0)
    expect(answers(widget(lab_page), "3CosAdd").first).to_be_visible()
    return lab_page


def widget(lab_page: LabPage) -> Locator:
    return lab_page.output(0).locator(".nlpw-analogy-solver")


def box(root: Locator, letter: str) -> Locator:
    return root.locator(f".nlpw-box-{letter} input")


def answers(root: Locator, method: str) -> Locator:
    return root.get_by_label(f"Answers by {method}").locator(".nlpw-ranking").first.locator(".nlpw-answer > span")


def test_the_answers_are_those_of_gensim(opened: LabPage) -> None:
    root = widget(opened)
    assert answers(root, "3CosAdd").first.inner_text() == "queen"
    theirs = opened.kernel_value(
        "[w for w, _ in solver.vectors.most_similar(positive=['king', 'woman'], negative=['man'], topn=10)]"
    )
    assert answers(root, "3CosAdd").all_inner_texts() == theirs
    product = opened.kernel_value(
        "[w for w, _ in solver.vectors.most_similar_cosmul(positive=['king', 'woman'], negative=['man'], topn=10)]"
    )
    assert answers(root, "3CosMul").all_inner_texts() == product


def test_a_question_is_typed_with_completion(opened: LabPage) -> None:
    root = widget(opened)
    box(root, "a").fill("franc")
    offer = root.get_by_role("option", name="france", exact=True)
    expect(offer).to_be_visible()
    opened.page.keyboard.press("ArrowDown")
    while root.locator("[role=option][aria-selected=true]").inner_text() != "france":
        opened.page.keyboard.press("ArrowDown")
    opened.page.keyboard.press("Enter")
    for letter, word in (("b", "paris"), ("c", "italy")):
        box(root, letter).fill(word)
        opened.page.keyboard.press("Enter")
    opened.until("solver.terms['c'] == 'italy'")
    wanted = opened.kernel_value("[word for word, _ in solver.answers()]")
    expect(answers(root, "3CosAdd").first).to_have_text(wanted[0])
    expect(root.get_by_role("img", name=re.compile("plane through france, paris and italy"))).to_be_visible()
    root.get_by_role("button", name="Undo").click()
    opened.until("solver.terms['c'] != 'italy'")


def test_a_wrong_spelling_is_corrected_by_a_click(opened: LabPage) -> None:
    root = widget(opened)
    box(root, "b").fill("quen")
    opened.page.keyboard.press("Enter")
    expect(root.locator(".nlpw-box-b [role=alert]")).to_contain_text("not in the vocabulary")
    root.get_by_role("button", name="Take queen for quen").click()
    opened.until("solver.terms['b'] == 'queen' and len(solver.solved) == 3")


def test_leaving_the_inputs_out_can_be_switched_off(opened: LabPage) -> None:
    root = widget(opened)
    expect(root.get_by_text("Left out:").first).to_be_visible()
    root.get_by_role("switch", name="Leave out a, b and c as answers").click()
    expect(root.locator(".nlpw-answer em").first).to_have_text("given")
    opened.until("solver.exclude_inputs is False")


def test_questions_run_and_failures_are_asked_above(opened: LabPage) -> None:
    root = widget(opened)
    root.get_by_role("tab", name="Questions").click()
    root.locator("input[type=file]").set_input_files(
        {
            "name": "mine.txt",
            "mimeType": "text/plain",
            "buffer": b": royal\nman king woman queen\nman king woman banana\n: other\nfrance paris italy rome\n",
        }
    )
    opened.until("solver.questions == 'mine.txt'")
    root.get_by_role("button", name=re.compile("Answer the questions")).click()
    expect(root.locator(".nlpw-sections li")).to_have_count(3)
    score = opened.kernel_value("solver.scores[-1]['all']")
    expect(root.locator(".nlpw-legend")).to_contain_text(f"{score['asked']} asked")
    failure = root.locator(".nlpw-failure-table tbody tr", has_text="banana")
    expect(failure).to_be_visible()
    failure.get_by_role("button").click()
    opened.until("solver.terms['d'] == 'banana'")
    expect(root.locator(".nlpw-further .nlpw-answer").first).to_contain_text("banana")


def test_a_dead_kernel_is_said(opened: LabPage) -> None:
    root = widget(opened)
    opened.kill_kernel()
    box(root, "b").hover()
    expect(root.get_by_text("There is no kernel any more")).to_be_visible()
    expect(box(root, "b")).to_be_disabled()
    assert answers(root, "3CosAdd").first.inner_text() == "queen"


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_nothing_stands_in_the_way(opened: LabPage, theme: str) -> None:
    opened.set_theme(theme)
    root = widget(opened)
    opened.execute("solver.relation = 'capital'")
    for name in ("Parallelogram", "Baselines", "Questions"):
        tab = root.get_by_role("tab", name=name)
        if tab.get_attribute("aria-selected") != "true":
            tab.click()
        assert serious_violations(root) == []


def test_a_saved_page_answers_by_itself(tmp_path: Path, offline_page: Page) -> None:
    import nlpwidgets as nw

    solver = nw.AnalogySolver()
    path = solver.save_html(tmp_path / "analogies.html")
    offline_page.goto(path.as_uri())
    root = offline_page.locator(".nlpw-analogy-solver")
    expect(answers(root, "3CosAdd").first).to_have_text("queen")
    expect(root.get_by_text(re.compile("This page holds [0-9,]+ of [0-9,]+ words"))).to_be_visible()
    box(root, "b").fill("uncl")
    expect(root.get_by_role("option", name="uncle", exact=True)).to_be_visible()
    box(root, "b").fill("uncle")
    offline_page.keyboard.press("Enter")
    theirs = solver.vectors.most_similar(positive=["uncle", "woman"], negative=["man"])
    expect(answers(root, "3CosAdd").first).to_have_text(theirs[0][0])
