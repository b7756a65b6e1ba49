"""The preprocessing explorer in a real JupyterLab, and as a saved page with no network."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from nlpwidgets import text
from tests.ui.axe import serious_violations

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Locator, Page

    from tests.ui.jupyter import Lab, LabPage

TEXT = "<p>I don&rsquo;t like sore <b>feet</b>: they&#39;re bad &amp; the caf&eacute; was loud \N{SLIGHTLY SMILING FACE}</p>"
STEPS = list(text.STEPS)
SETUP = f"""
    import nlpwidgets as nw
    explorer = nw.PreprocessingExplorer({TEXT!r})
    explorer
"""


@pytest.fixture
def opened(lab: Lab, lab_page: LabPage) -> LabPage:
    lab_page.open(lab.write_notebook("preprocessing_test.ipynb", SETUP))
    lab_page.run(0)
    expect(token(widget(lab_page), "lemmatize", "foot")).to_be_visible()
    return lab_page


def widget(lab_page: LabPage) -> Locator:
    return lab_page.output(0).locator(".nlpw-preprocessing-explorer")


def lane(root: Locator, card: str) -> Locator:
    return root.locator(f"[data-lane='{card}']")


def token(root: Locator, card: str, word: str) -> Locator:
    return lane(root, card).locator("[data-start]", has_text=re.compile(rf"^\s*{re.escape(word)}\s*$")).first


def switch(root: Locator, title: str) -> Locator:
    return root.get_by_role("switch", name=title, exact=True)


def lit(root: Locator, card: str) -> list[dict[str, Any]]:
    """Text and place of the tokens of a lane that are lit."""
    return (
        lane(root, card)
        .locator("[data-start][data-lit]")
        .evaluate_all(
            "all => all.map(one => ({text: one.textContent, start: +one.dataset.start, stop: +one.dataset.stop}))"
        )
    )


def cards(root: Locator) -> list[str]:
    return root.locator("[data-card]").evaluate_all("all => all.map(one => one.dataset.card)")


def test_a_click_is_not_lost_when_a_long_text_makes_room(opened: LabPage) -> None:
    root = widget(opened)
    box = root.get_by_role("textbox", name="text", exact=True)
    box.fill("Sore feet hurt when it rains. " * 40)
    box.press("Enter")
    opened.until("len(explorer.text) > 1000")
    height = box.bounding_box()["height"]
    switch(root, "Lower case").click()
    opened.until("'lowercase' not in [step.name for step in explorer.pipeline.steps]")
    expect(root.locator(".nlpw-open")).to_have_count(0)
    assert box.bounding_box()["height"] < height


def test_pointing_at_a_lemma_lights_its_source_in_every_lane(opened: LabPage) -> None:
    root = widget(opened)
    foot = token(root, "lemmatize", "foot")
    foot.hover()
    expect(foot).to_have_attribute("data-lit", re.compile("all|part"))
    start, stop = opened.kernel_value(
        "list(explorer.trace.source_span('lemmatize', explorer.trace.texts[[s.name for s in explorer.trace.steps]"
        ".index('lemmatize') + 1].index('foot'), explorer.trace.texts[[s.name for s in explorer.trace.steps]"
        ".index('lemmatize') + 1].index('foot') + 4))"
    )
    assert TEXT[start:stop] == "feet"
    (source,) = lit(root, "")
    assert (source["start"], source["stop"]) == (start, stop)
    for card in ("strip_html", "lowercase", "remove_stopwords"):
        (found,) = lit(root, card)
        assert found["text"].strip() in ("feet", "foot")
    # what is lit is seen: another colour behind the word
    shown = "one => getComputedStyle(one).backgroundColor"
    assert foot.evaluate(shown) != token(root, "lemmatize", "bad").evaluate(shown)


def test_pointing_at_raw_html_lights_what_came_of_it(opened: LabPage) -> None:
    root = widget(opened)
    lane(root, "").locator("[data-start]", has_text="&eacute;").hover()
    assert [one["text"] for one in lit(root, "remove_stopwords")] == ["cafe"]
    # "n't" of don't became "not"; the word is in two lanes under other names
    token(root, "remove_stopwords", "not").hover()
    found = lit(root, "")
    assert "&rsquo;" in "".join(one["text"] for one in found)
    assert "".join(one["text"] for one in lit(root, "expand_contractions")) == "not"


def test_the_keyboard_walks_a_lane_and_holds_a_token(opened: LabPage) -> None:
    root = widget(opened)
    lane(root, "remove_stopwords").focus()
    opened.page.keyboard.press("Home")
    opened.page.keyboard.press("ArrowRight")
    opened.page.keyboard.press("Enter")
    opened.until("explorer.focus is not None and explorer.focus['id'] == 'remove_stopwords'")
    opened.page.mouse.move(2, 2)
    assert lit(root, "")
    opened.page.keyboard.press("Escape")
    opened.until("explorer.focus is None")
    lane(root, "remove_stopwords").blur()  # the token that the keys are on is lit as long as they are there
    expect(root.locator("[data-lit]")).to_have_count(0)


def test_a_switched_step_changes_the_pipeline_and_undo_brings_it_back(opened: LabPage) -> None:
    root = widget(opened)
    switch(root, "Lemmatize").click()
    opened.until("'lemmatize' not in [step.name for step in explorer.pipeline.steps]")
    expect(lane(root, "lemmatize")).to_have_count(0)
    expect(token(root, "remove_stopwords", "feet")).to_be_visible()
    assert opened.kernel_value("explorer.pipeline(explorer.text) == explorer.trace.text")
    lane(root, "").focus()
    opened.page.keyboard.press("Control+z")
    opened.until("'lemmatize' in [step.name for step in explorer.pipeline.steps]")
    expect(token(root, "lemmatize", "foot")).to_be_visible()


def test_steps_are_reordered_by_keyboard(opened: LabPage) -> None:
    root = widget(opened)
    before = cards(root)
    at = before.index("lowercase")
    handle = root.locator("[data-handle='lowercase']")
    handle.focus()
    opened.page.keyboard.press("Space")
    opened.page.keyboard.press("ArrowUp")
    opened.page.keyboard.press("Space")
    wanted = [*before[: at - 1], before[at], before[at - 1], *before[at + 1 :]]
    opened.until(f"[card['id'] for card in explorer.steps] == {wanted!r}")
    assert cards(root) == wanted
    expect(handle).to_be_focused()
    handle.press("Alt+ArrowDown")
    opened.until(f"[card['id'] for card in explorer.steps] == {before!r}")


def test_a_hazard_is_mended_by_a_click(opened: LabPage) -> None:
    root = widget(opened)
    opened.execute("explorer.pipeline = ['remove_special_characters', 'expand_contractions']")
    note = root.locator("[data-card] .nlpw-note, [data-card] [role=note]").first
    expect(note).to_be_visible()
    count = opened.kernel_value("len(explorer.notes)")
    note.get_by_role("button").click()
    opened.until(f"len(explorer.notes) < {count}")


def test_a_typed_text_runs_through_the_pipeline(opened: LabPage) -> None:
    root = widget(opened)
    box = root.get_by_role("textbox", name="text", exact=True)
    box.fill("The geese weren't <i>there</i>")
    box.press("Enter")
    expect(token(root, "lemmatize", "goose")).to_be_visible()
    opened.until("explorer.document == -1")
    token(root, "lemmatize", "goose").hover()
    assert [one["text"] for one in lit(root, "")] == ["geese"]


def test_a_corpus_is_counted_in_the_background(opened: LabPage) -> None:
    root = widget(opened)
    root.get_by_role("tab", name="Corpus").click()
    root.get_by_role("button", name=re.compile("^Count")).click()
    opened.until("explorer.corpus is not None and not explorer.counting")
    raw = opened.kernel_value("len(explorer.text.split())")
    assert opened.kernel_value("explorer.corpus['stages'][0]['tokens']") == raw
    expect(root.get_by_role("tabpanel")).to_contain_text(str(raw))


def test_a_reload_restores_the_explorer(opened: LabPage) -> None:
    root = widget(opened)
    switch(root, "Stem").click()
    opened.until("'stem' in [step.name for step in explorer.pipeline.steps]")
    opened.reload()
    root = widget(opened)
    expect(switch(root, "Stem")).to_be_checked()
    switch(root, "Stem").click()
    opened.until("'stem' not in [step.name for step in explorer.pipeline.steps]")


def test_a_killed_kernel_leaves_the_lanes_alive(opened: LabPage) -> None:
    root = widget(opened)
    opened.kill_kernel()
    token(root, "lemmatize", "foot").hover()
    assert [one["text"] for one in lit(root, "")] == ["feet"]
    expect(switch(root, "Lemmatize")).to_be_disabled()
    expect(root.get_by_role("textbox", name="text", exact=True)).not_to_be_editable()


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_serious(opened: LabPage, theme: str) -> None:
    opened.set_theme(theme)
    root = widget(opened)
    expect(root).to_have_attribute("data-theme", "dark" if "Dark" in theme else "light")
    token(root, "lemmatize", "foot").click()
    assert serious_violations(root) == []


def test_the_saved_page_switches_steps_without_kernel_or_network(tmp_path: Path, offline_page: Page) -> None:
    import nlpwidgets as nw
    from nlpwidgets.text import Pipeline

    explorer = nw.PreprocessingExplorer(TEXT, pipeline=["strip_html", "expand_contractions", "lowercase", "lemmatize"])
    offline_page.goto(explorer.save_html(tmp_path / "page.html").as_uri())
    root = offline_page.locator(".nlpw-preprocessing-explorer")
    on = ["strip_html", "expand_contractions", "lowercase", "lemmatize"]
    for title, name in [
        ("Lower case", "lowercase"),
        ("Remove stop words", "remove_stopwords"),
        ("Strip HTML", "strip_html"),
        ("Strip HTML", "strip_html"),
    ]:
        switch(root, title).click()
        on = [one for one in STEPS if (one in on) != (one == name)]
        trace = Pipeline(on).trace(TEXT)
        shown = (
            lane(root, on[-1])
            .locator("[data-start]")
            .evaluate_all(
                """all => all.map(one => [...one.childNodes].filter(node => !node.classList?.contains("nlpw-ghost"))
            .map(node => node.textContent).join(""))"""
            )
        )
        assert "".join("".join(shown).split()) == "".join(trace.text.split())
    lane(root, "lemmatize").locator("[data-start]", has_text="foot").hover()
    assert "feet" in "".join(one["text"] for one in lit(root, ""))
    expect(root.locator("[data-handle='lowercase']")).to_be_disabled()
    assert serious_violations(root) == []


def with_a_name_of_one_word_that_is_longer_than_any_card(text: str) -> str:
    return text.replace("a", "aa")


@pytest.mark.parametrize("panel", ["forms", "corpus"])
def test_nothing_is_wider_than_a_narrow_page(tmp_path: Path, offline_page: Page, panel: str) -> None:
    import nlpwidgets as nw

    steps = ["lowercase", "remove_special_characters", "stem", with_a_name_of_one_word_that_is_longer_than_any_card]
    words = [word * 200 for word in ("organ", "organ-ization ", "https://a.b/c")]
    explorer = nw.PreprocessingExplorer([" ".join(words), *words], pipeline=steps)
    explorer.count()
    explorer.panel = panel
    path = explorer.save_html(tmp_path / "page.html")
    for width in (360, 700, 1200):
        offline_page.set_viewport_size({"width": width, "height": 900})
        offline_page.goto(path.as_uri())
        root = offline_page.locator(".nlpw-preprocessing-explorer")
        expect(switch(root, steps[-1].__name__)).to_be_visible()
        assert offline_page.evaluate("document.documentElement.scrollWidth") <= width
        card = root.locator(f"[data-card='{steps[-1].__name__}']")
        row, lane_box = card.bounding_box(), card.locator(".nlpw-lane").bounding_box()
        button = card.get_by_role("switch").first.bounding_box()
        assert button["x"] + button["width"] <= (row["x"] + row["width"] if width == 360 else lane_box["x"])
