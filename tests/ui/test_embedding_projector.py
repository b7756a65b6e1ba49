"""The embedding projector in a real JupyterLab, and as a saved page with no network."""

from __future__ import annotations

import base64
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
    import numpy as np
    import nlpwidgets as nw
    draw = np.random.default_rng(0)
    words = [f"{topic}{at}" for topic in ("red", "green", "blue") for at in range(60)]
    rows = draw.standard_normal((180, 12)) + 6 * np.repeat(np.eye(12)[:3], 60, axis=0)
    vectors = nw.embeddings.load(dict(zip(words, rows.astype("f"))))
    projector = nw.EmbeddingProjector(vectors, columns={"topic": [w.rstrip("0123456789") for w in words]})
    projector
"""


@pytest.fixture
def opened(lab: Lab, lab_page: LabPage) -> LabPage:
    lab_page.open(lab.write_notebook("projector_test.ipynb", SETUP))
    lab_page.run(0)
    expect(picture(widget(lab_page))).to_be_visible()
    return lab_page


def widget(lab_page: LabPage) -> Locator:
    return lab_page.output(0).locator(".nlpw-embedding-projector")


def picture(root: Locator) -> Locator:
    return root.get_by_role("application").first


def painted(root: Locator) -> int:
    """Hues that stand in many places of the picture as it is on the screen: those of points."""
    shot = base64.b64encode(picture(root).screenshot()).decode()
    return int(
        root.page.evaluate(
            """async shot => {
              const bytes = Uint8Array.from(atob(shot), c => c.charCodeAt(0));
              const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
              const canvas = new OffscreenCanvas(image.width, image.height);
              const context = canvas.getContext('2d');
              context.drawImage(image, 0, 0);
              const { data } = context.getImageData(0, 0, image.width, image.height);
              const seen = new Map();
              for (let k = 0; k < data.length; k += 4) {
                const [r, g, b] = [data[k], data[k + 1], data[k + 2]];
                if (Math.max(r, g, b) - Math.min(r, g, b) < 60) continue;
                const angle = Math.atan2(Math.sqrt(3) * (g - b), 2 * r - g - b);
                const hue = Math.round((angle / Math.PI) * 4);
                seen.set(hue, (seen.get(hue) ?? 0) + 1);
              }
              return [...seen.values()].filter(count => count > 150).length;
            }""",
            shot,
        )
    )


def test_points_are_painted_and_a_word_is_looked_at(opened: LabPage) -> None:
    root = widget(opened)
    assert painted(root) > 0
    root.get_by_placeholder("Search words").fill("blue7")
    opened.page.keyboard.press("Enter")
    opened.until("projector.word == 'blue7'")
    theirs = opened.kernel_value("[w for w, _ in vectors.most_similar('blue7', topn=10)]")
    for word in theirs[:3]:
        expect(root.get_by_role("tabpanel").get_by_text(word, exact=True).first).to_be_visible()


def test_tsne_runs_when_it_is_started_and_not_before(opened: LabPage) -> None:
    root = widget(opened)
    root.get_by_label("method").select_option("tsne")
    opened.until("projector.options['method'] == 'tsne'")
    assert opened.kernel_value("projector.frame['method']") == "pca"
    root.get_by_role("button", name=re.compile("start", re.IGNORECASE)).click()
    opened.until("projector.frame['method'] == 'tsne' and projector.frame['iteration'] > 0")
    root.get_by_role("button", name=re.compile("pause", re.IGNORECASE)).click()
    opened.until("projector.run == 'paused' or projector.run == 'idle'")


def test_a_rectangle_selects_words_for_python(opened: LabPage) -> None:
    root = widget(opened)
    root.get_by_role("button", name=re.compile("rectangle", re.IGNORECASE)).click()
    frame = picture(root).bounding_box()
    assert frame is not None
    mouse = opened.page.mouse
    mouse.move(frame["x"] + 5, frame["y"] + 60)
    mouse.down()
    mouse.move(frame["x"] + frame["width"] - 5, frame["y"] + frame["height"] - 5, steps=5)
    mouse.up()
    opened.until("len(projector.selection) > 100")
    opened.execute("projector.select(['red1', 'blue2'])")
    root.get_by_role("tab", name="Selection").click()
    expect(root.get_by_role("tabpanel")).to_contain_text("blue2")


def test_points_are_coloured_by_a_column(opened: LabPage) -> None:
    root = widget(opened)
    before = painted(root)
    root.get_by_label("colour").select_option("topic")
    opened.until("projector.color_by == 'topic'")
    expect(root.get_by_text("green", exact=True)).to_be_visible()
    assert painted(root) > before >= 1


def test_a_formula_that_cannot_be_read_is_said(opened: LabPage) -> None:
    opened.execute("projector.axes = ['red1 - red2', 'blue3']\nprojector.options = {'method': 'axes'}")
    root = widget(opened)
    expect(root.get_by_text("axes by formula").first).to_be_visible()
    opened.execute(
        "try:\n    projector.axes = ['red1 -', 'blue3']\nexcept ValueError as error:\n    said = str(error)\n"
    )
    assert "red1 -" in opened.kernel_value("said")
    assert opened.kernel_value("projector.axes") == ["red1 - red2", "blue3"]


@pytest.mark.parametrize("theme", ["JupyterLab Light", "JupyterLab Dark"])
def test_axe_finds_nothing_serious(opened: LabPage, theme: str) -> None:
    opened.set_theme(theme)
    opened.execute("projector.word = 'red3'\nprojector.color_by = 'topic'")
    root = widget(opened)
    for name in ("Neighbours", "Selection", "Quality"):
        tab = root.get_by_role("tab", name=name)
        if tab.get_attribute("aria-selected") != "true":
            tab.click()
        assert serious_violations(root) == []


def test_it_comes_back_after_a_reload(opened: LabPage) -> None:
    opened.execute("projector.word = 'green4'")
    opened.reload()
    root = widget(opened)
    expect(root.get_by_role("tabpanel").get_by_text("green4", exact=True).first).to_be_visible(timeout=60_000)


def test_a_saved_page_can_be_walked_through(tmp_path: Path, offline_page: Page) -> None:
    import nlpwidgets as nw

    widget = nw.EmbeddingProjector(limit=400)
    offline_page.goto(widget.save_html(tmp_path / "points.html").as_uri())
    root = offline_page.locator(".nlpw-embedding-projector")
    expect(picture(root)).to_be_visible()
    assert painted(root) > 0
    word = widget.words_shown[100]
    root.get_by_placeholder("Search words").fill(word)
    offline_page.keyboard.press("Enter")
    widget.word = word
    shown = [one["word"] for one in widget.neighbours["neighbours"] if one["point"] >= 0]
    expect(root.get_by_role("tabpanel").get_by_text(shown[0], exact=True).first).to_be_visible()
