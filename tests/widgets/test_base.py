"""What every widget has, by itself: strict keywords, undo as one knows it, words for errors, files that are whole."""

from __future__ import annotations

import stat
import sys
from typing import TYPE_CHECKING, Any

import pytest
import traitlets

import nlpwidgets as nw
from nlpwidgets.widgets import _base, _page
from nlpwidgets.widgets._base import NlpWidget
from nlpwidgets.widgets._history import History
from nlpwidgets.widgets._wire import synced
from nlpwidgets.widgets._words import in_words
from tests.widgets.inspectors import inspect

if TYPE_CHECKING:
    from pathlib import Path

# --- history


def filled(*changes: tuple[str, Any, Any, float]) -> History:
    history = History()
    for name, before, after, now in changes:
        history.push({name: before}, {name: after}, now)
    return history


def test_changes_of_one_trait_in_quick_succession_are_one() -> None:
    history = filled(("step", 0, 1, 0.0), ("step", 1, 2, 0.5), ("step", 2, 3, 1.0))
    assert [(entry.before, entry.after) for entry in history.past] == [({"step": 0}, {"step": 3})]


def test_a_pause_or_another_trait_begins_anew() -> None:
    history = filled(("step", 0, 1, 0.0), ("step", 1, 2, 0.7), ("unit", 5, 6, 0.8), ("step", 2, 3, 0.9))
    assert [entry.after for entry in history.past] == [{"step": 1}, {"step": 2}, {"unit": 6}, {"step": 3}]


def test_a_change_ends_the_future_and_is_apart_from_what_was_redone() -> None:
    history = filled(("step", 0, 1, 0.0), ("step", 1, 2, 1.0))
    history.undone()
    history.redone()
    history.push({"step": 2}, {"step": 3}, 1.1)
    assert len(history.past) == 3
    history.undone()
    history.push({"unit": 0}, {"unit": 1}, 9.0)
    assert history.future == []


def test_the_past_is_bounded() -> None:
    history = filled(*(("step", k, k + 1, float(k)) for k in range(500)))
    assert len(history.past) == 200
    assert history.past[-1].after == {"step": 500}


# --- words


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ValueError("give a text"), "give a text"),
        (KeyError("bad"), "KeyError: 'bad'"),
        (ZeroDivisionError(), "ZeroDivisionError: no message"),
        (RuntimeError("first\n  second"), "RuntimeError: first second"),
    ],
    ids=repr,
)
def test_an_error_in_words(error: Exception, said: str) -> None:
    assert in_words(error) == said


def test_an_error_in_words_is_never_long() -> None:
    assert len(in_words(ValueError("word " * 10_000))) <= 500


# --- the class


def test_a_page_is_told_what_each_side_writes() -> None:
    for trait in nw.GateInspector.class_traits().values():
        if trait.metadata.get("sync") and "writer" in trait.metadata:
            assert trait.metadata["writer"] in ("kernel", "front", "both")
            assert trait.help


def test_a_widget_without_its_front_end_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(_base, "STATIC", tmp_path)
    assert not _base.bundle("gate_inspector.js")
    monkeypatch.setattr(nw.GateInspector, "_esm", _base.bundle("gate_inspector.js"))
    with pytest.raises(RuntimeError, match="make setup"):
        inspect()


def test_names_that_do_not_exist_are_refused() -> None:
    widget = inspect()
    with pytest.raises(TypeError, match="stemm"):
        NlpWidget(stemm=1)
    with pytest.raises(ValueError, match=r"'sped'.*speed"):
        widget.state = {"sped": 1.0}


def test_a_wrong_value_from_a_cell_raises_and_changes_nothing() -> None:
    widget = inspect()
    for name, value in {"order": "random", "theme": "pink", "speed": 99.0, "unit_height": "x"}.items():
        before = getattr(widget, name)
        with pytest.raises(traitlets.TraitError, match=name):
            setattr(widget, name, value)
        assert getattr(widget, name) == before


# --- files


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    target.write_text("before")
    with pytest.raises(TypeError):
        _page.write_atomically(target, 12)  # type: ignore[arg-type]
    assert target.read_text() == "before"
    assert _page.write_atomically(target, "after") == target
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]
    assert target.read_text() == "after"


@pytest.mark.skipif(sys.platform == "win32", reason="rights of files are another matter there")
def test_a_file_has_the_rights_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("")
    target = _page.write_atomically(tmp_path / "page.html", "x")
    assert stat.S_IMODE(target.stat().st_mode) == stat.S_IMODE((tmp_path / "other").stat().st_mode)


def test_the_home_folder_may_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert _page.write_atomically(_base.Path("~/page.html"), "x") == tmp_path / "page.html"


# --- state


class Scrolled(NlpWidget):
    """A widget with one trait that is state and one that passes."""

    _esm = "export default {}"
    size = synced(traitlets.Int(0), int, writer="both", help="State.")
    viewport = synced(traitlets.Int(0), int, writer="front", passing=True, help="No state.")


def test_what_passes_is_no_part_of_the_state() -> None:
    widget = Scrolled()
    widget.viewport = 7
    assert "viewport" not in widget.state
    assert not widget.undo()
    widget.size = 3
    widget.viewport = 8
    assert widget.undo()
    assert (widget.size, widget.viewport) == (0, 8)


@pytest.mark.parametrize("name", sorted(nw._WIDGETS))
def test_no_trait_takes_the_place_of_one_of_the_host(name: str) -> None:
    import ipywidgets

    own = {one for one, trait in getattr(nw, name).class_traits().items() if trait.metadata.get("writer")}
    assert not own & set(ipywidgets.DOMWidget.class_trait_names()), "the host would take it for its own"


@pytest.mark.usefixtures("each_change_alone")
def test_a_step_that_cannot_be_undone_bars_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    widget = nw.PreprocessingExplorer("one text")
    widget.theme = "dark"
    widget.text = "another text"
    monkeypatch.setattr(type(widget), "_work", lambda *_: (_ for _ in ()).throw(ValueError("no such luck")))
    with pytest.raises(ValueError, match="no such luck"):
        widget.undo()
    assert widget.undo()
    assert widget.theme == "auto"
