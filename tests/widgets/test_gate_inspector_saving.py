"""What can be kept of a gate inspector: a page, pictures, a chart, code; each with the numbers on the screen."""

from __future__ import annotations

import base64
import html.parser
import json
import re
import struct
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import torch

import nlpwidgets as nw
from nlpwidgets.widgets._wire import unpack
from tests.widgets.inspectors import SHORT, TEXT, array, hidden, inspect
from tests.widgets.toys import Plain, Reader, letters

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "</script><img src=x onerror=alert(1)> <!-- <script> film ]]> &amp; \u2028 é"


class Reading(html.parser.HTMLParser):
    """Parses a page as a browser does: tags, and the text of each script and style."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, Any]]] = []
        self.scripts: list[str] = []
        self.title = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "script":
            self.scripts[-1] += data
        elif self.tags and self.tags[-1][0] == "title" and not self.title:
            self.title = data


def props_of(page: Path) -> dict[str, Any]:
    """The traits in a saved page, arrays unpacked."""
    reading = Reading(page.read_text("utf-8"))
    props = json.loads(reading.scripts[0])["props"]
    arrays = {
        key: unpack({"dtype": one["dtype"], "shape": one["shape"], "data": base64.b64decode(one["base64"])})
        for key, one in props["arrays"].items()
    }
    return {**props, "arrays": arrays}


# --- the page


def test_the_page_holds_the_numbers(tmp_path: Path) -> None:
    model = Reader("lstm", num_layers=2, bidirectional=True)
    widget = inspect(model, [TEXT, SHORT])
    widget.selection = {"step": 3}
    page = widget.save_html(tmp_path / "page.html")
    assert page == (tmp_path / "page.html").absolute()
    props = props_of(page)
    names = {name for name, trait in widget.traits().items() if "writer" in trait.metadata}
    assert props.keys() == names
    assert props["arrays"].keys() == widget.arrays.keys()
    for key, numbers in props["arrays"].items():
        assert (numbers == array(widget, key)).all()
    layers = [x for x in props["traces"][0]["layers"] if x["layer"] == 1]
    top = np.concatenate([props["arrays"][f"{x['states'][1]}/hidden"] for x in layers], axis=1)
    assert top == pytest.approx(model.states(SHORT).numpy(), abs=1e-6)
    assert props["selection"] == widget.selection
    assert (props["status"]["state"], props["error"]) == ("ready", "")
    assert "page.html" in widget.status["message"]


def test_the_page_needs_nothing_from_elsewhere(tmp_path: Path) -> None:
    reading = Reading(inspect().save_html(tmp_path / "page.html", title="A <title>").read_text("utf-8"))
    assert reading.title == "A <title>"
    for tag, attributes in reading.tags:
        assert tag not in ("link", "img", "iframe", "object", "base")
        assert not {"src", "href"} & attributes.keys(), tag
    policies = [
        a["content"] for tag, a in reading.tags if tag == "meta" and a.get("http-equiv") == "Content-Security-Policy"
    ]
    assert len(policies) == 1
    assert policies[0].startswith("default-src 'none'")
    places = [a for tag, a in reading.tags if tag == "div"]
    assert places == [{"class": "nlpw-page", "data-widget": "gate_inspector"}]


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    plain = Reading(inspect().save_html(tmp_path / "plain.html").read_text("utf-8"))
    widget = inspect(text=HOSTILE)
    widget.second_text = f"bad {HOSTILE}"
    page = widget.save_html(tmp_path / "page.html", title=HOSTILE)
    reading = Reading(page.read_text("utf-8"))
    assert [tag for tag, _ in reading.tags] == [tag for tag, _ in plain.tags]
    assert len(reading.scripts) == len(plain.scripts) == 2
    assert reading.scripts[1] == plain.scripts[1]
    assert not re.search(r"<(?!/)", reading.scripts[0])
    assert props_of(page)["text"] == HOSTILE
    assert reading.title == HOSTILE


def test_the_page_of_a_large_inspector_holds_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nw.GateInspector, "max_bytes", 5_000)
    model = Reader("lstm", num_layers=3, bidirectional=True)
    widget = inspect(model, [TEXT, SHORT])
    props = props_of(widget.save_html(tmp_path / "page.html"))
    assert len(props["arrays"]) > len(widget.arrays)
    assert all(f"{prefix}/hidden" in props["arrays"] for x in props["traces"][0]["layers"] for prefix in x["states"])


def test_a_page_that_is_too_large_is_not_written(tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    target.write_text("what was there")
    widget = inspect()
    for limit in (10_000, 1_000):
        with pytest.raises(ValueError, match=r"MB, more than max_bytes=.*shorter text"):
            widget.save_html(target, max_bytes=limit)
    assert target.read_text() == "what was there"
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_saving_where_nothing_can_be_saved(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="nowhere"):
        inspect().save_html(tmp_path / "nowhere" / "page.html")
    with pytest.raises(FileNotFoundError, match="nowhere"):
        inspect().save_image(tmp_path / "nowhere" / "image.png")


def test_nan_and_infinity_can_be_saved(tmp_path: Path) -> None:
    x = letters(TEXT)
    x[4] = torch.inf
    widget = nw.GateInspector(Plain("rnn", nonlinearity="relu"), inputs=x)
    props = props_of(widget.save_html(tmp_path / "page.html"))
    key = f"{widget.traces[0]['layers'][0]['states'][0]}/hidden"
    assert np.array_equal(props["arrays"][key], array(widget, key), equal_nan=True)
    widget.save_image(tmp_path / "image.svg")


# --- pictures and charts


@pytest.mark.parametrize(
    ("suffix", "start"), [(".png", b"\x89PNG\r\n"), (".svg", b"<svg"), (".pdf", b"%PDF-"), (".PNG", b"\x89PNG")]
)
def test_images(tmp_path: Path, suffix: str, start: bytes) -> None:
    target = inspect(Reader("gru")).save_image(tmp_path / f"image{suffix}")
    assert target.read_bytes().startswith(start)
    assert target.stat().st_size > 2000


def test_scale_counts_pixels(tmp_path: Path) -> None:
    widget = inspect()
    widths = [
        struct.unpack(">I", widget.save_image(tmp_path / "image.png", scale=scale).read_bytes()[16:20])[0]
        for scale in (1, 2)
    ]
    assert widths[1] == pytest.approx(2 * widths[0], abs=2)


@pytest.mark.parametrize(("scale", "error"), [(0, ValueError), (-1, ValueError), (11, ValueError), ("2", TypeError)])
def test_a_scale_that_no_renderer_can_take(tmp_path: Path, scale: Any, error: type[Exception]) -> None:
    with pytest.raises(error, match="scale is"):
        inspect().save_image(tmp_path / "image.png", scale=scale)
    with pytest.raises(ValueError, match="scale is"):
        inspect().save_image(tmp_path / "image.png", scale=float("nan"))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("wrong", [{"title": 3}, {"max_bytes": "1"}, {"max_bytes": None}])
def test_what_is_no_title_or_size(tmp_path: Path, wrong: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match=f"{next(iter(wrong))} is a"):
        inspect().save_html(tmp_path / "page.html", **wrong)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["image.jpg", "image", "image.png.txt"])
def test_an_image_of_another_kind(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match=r"\.png, \.svg or \.pdf"):
        inspect().save_image(tmp_path / name)
    assert not list(tmp_path.iterdir())


def charted(widget: Any) -> list[dict[str, Any]]:
    """The parts of a widget's chart that have numbers: title of the axis, and the rows."""
    spec = widget.chart().to_dict()
    return [
        {"title": part["encoding"]["y"].get("axis", {}).get("title"), "rows": spec["datasets"][part["data"]["name"]]}
        for part in spec["vconcat"]
    ]


@pytest.mark.parametrize("order", ["stored", "mean", "change", "cluster"])
def test_the_chart_has_the_numbers_of_the_traits(order: str) -> None:
    widget = inspect(Reader("lstm", hidden=4))
    widget.order = order
    parts = charted(widget)
    assert len(parts) == 7
    prefix = widget.traces[0]["layers"][0]["states"][0]
    verdict = array(widget, widget.traces[0]["items"][0]["verdict"])
    for row in parts[0]["rows"]:
        column = ["negative", "positive"].index(row["class"])
        assert row["probability"] == pytest.approx(float(verdict[row["column"], column]), abs=1e-7)
        assert row["word"] == TEXT.lower().split()[row["column"]]
    names = ["input", "forget", "candidate", "output", "cell", "hidden"]
    for name, part in zip(names, parts[1:], strict=True):
        values = array(widget, f"{prefix}/{name}")
        assert name in part["title"]
        assert len(part["rows"]) == values.size
        for row in part["rows"]:
            assert row["value"] == pytest.approx(float(values[row["column"], row["unit"]]), abs=1e-7)
    if order == "stored":
        assert all(row["place"] == row["unit"] for part in parts[1:] for row in part["rows"])
    if order == "cluster":
        places = {row["place"]: row["unit"] for row in parts[-1]["rows"]}
        assert [places[k] for k in range(4)] == array(widget, f"{prefix}/cluster").tolist()


def test_the_chart_of_a_difference() -> None:
    model = Reader("gru", hidden=4)
    widget = inspect(model)
    widget.second_text = SHORT
    widget.compare_view = "difference"
    part = charted(widget)[-1]
    columns = unpack(widget.alignment)
    first, second = hidden(widget, 0), hidden(widget, 1)
    assert len(part["rows"]) == 4 * int((columns >= 0).all(axis=1).sum())
    for row in part["rows"]:
        a, b = columns[row["column"]]
        assert row["value"] == pytest.approx(float(first[a, row["unit"]] - second[b, row["unit"]]), abs=1e-6)


@pytest.mark.parametrize(
    "widget",
    [
        lambda: inspect(Reader("gru", bidirectional=True, num_layers=2), [TEXT, SHORT]),
        lambda: nw.GateInspector(Plain("lstm", proj_size=2), inputs=letters(TEXT)),
        lambda: nw.GateInspector(Plain("rnn"), inputs=torch.zeros(7, 3, 3)),
    ],
)
def test_every_inspector_has_a_static_picture(widget: Any) -> None:
    data, _ = widget()._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    picture = base64.b64decode(data["image/png"])
    assert picture.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", picture[16:24])
    assert width > 1000
    assert height > 100
    assert len(picture) < 200_000


def test_a_picture_that_fails_does_not_take_the_widget_along(monkeypatch: pytest.MonkeyPatch) -> None:
    widget = inspect()
    monkeypatch.setattr(type(widget), "_picture", lambda _self: 1 / 0)
    with pytest.warns(UserWarning, match="no static picture"):
        data, _ = widget._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert "image/png" not in data


# --- code


def rebuilt(widget: Any, monkeypatch: pytest.MonkeyPatch, **names: Any) -> Any:
    """Run the widget's code where the notebook has these names."""
    main = sys.modules["__main__"]
    for name, value in names.items():
        monkeypatch.setattr(main, name, value, raising=False)
    space = dict(names)
    exec(compile(widget.code(), "code", "exec"), space)
    return space["inspector"]


@pytest.mark.parametrize("many", [False, True])
def test_the_code_rebuilds_the_view(monkeypatch: pytest.MonkeyPatch, many: bool) -> None:
    model = Reader("lstm", num_layers=2, bidirectional=True)
    names = {"my_model": model, "to_ids": partial(Reader.encode, model), "my_head": model.probabilities}
    for name, value in names.items():
        monkeypatch.setattr(sys.modules["__main__"], name, value, raising=False)
    text = [TEXT, 'It\'s "good"\n\\ film'] if many else 'It\'s "good"\n\\ film'
    widget = nw.GateInspector(model, text, encode=names["to_ids"], head=names["my_head"])
    widget.selection = {"layer": 0, "direction": "backward", "step": 1, "unit": 2, "item": int(many)}
    widget.quantity, widget.order, widget.theme = "forget", "cluster", "dark"
    again = rebuilt(widget, monkeypatch, **names)
    assert again.state == widget.state
    assert again.arrays == widget.arrays
    assert again.traces == widget.traces


def test_the_code_rebuilds_a_comparison(monkeypatch: pytest.MonkeyPatch) -> None:
    model, other = Reader("gru"), Plain("lstm")
    names = {"model": model, "other": other, "letters": letters, "encode": model.encode}
    for name, value in names.items():
        monkeypatch.setattr(sys.modules["__main__"], name, value, raising=False)
    widget = nw.GateInspector(model, TEXT, encode=model.encode)
    widget.compare(SHORT, model=other, encode=letters)
    widget.compare_view = "difference"
    again = rebuilt(widget, monkeypatch, **names)
    assert again.arrays == widget.arrays
    assert again.state == widget.state


def test_the_code_of_the_bundled_model(monkeypatch: pytest.MonkeyPatch) -> None:
    widget = nw.GateInspector()
    widget.text = "A fine film, and a dull one."
    widget.second_text = "A fine film."
    again = rebuilt(widget, monkeypatch)
    assert again.state == widget.state
    assert again.arrays == widget.arrays


def test_the_code_after_a_text_was_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    model = Reader()
    widget = nw.GateInspector(model, TEXT, encode=model.encode, tokens=[f"w{k}" for k in range(10)])
    assert widget.traces[0]["items"][0]["tokens"][0] == "w0"
    widget.text = SHORT
    assert widget.traces[0]["items"][0]["tokens"] == SHORT.lower().split()
    again = rebuilt(widget, monkeypatch, model=model)
    assert again.traces[0]["items"] == widget.traces[0]["items"]
