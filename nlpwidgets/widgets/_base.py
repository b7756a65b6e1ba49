"""What every widget has: strict keywords, status and error, state with undo, saved page, picture, code."""

from __future__ import annotations

import base64
import difflib
import threading
import warnings
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypedDict

import anywidget
import traitlets as t

from nlpwidgets.widgets._history import History, dropped
from nlpwidgets.widgets._page import PAGE_BYTES, check_size, save_page
from nlpwidgets.widgets._picture import save_chart
from nlpwidgets.widgets._wire import sendable, synced
from nlpwidgets.widgets._words import in_words
from nlpwidgets.widgets._worked import Worked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

STATIC = Path(__file__).parent.parent / "static"


def bundle(name: str) -> Path | str:
    """Path of a built front-end file; empty when it was not built, which a widget says when it is made."""
    path = STATIC / name
    return path if path.is_file() else ""


class Status(TypedDict):
    """What the kernel is doing."""

    state: Literal["ready", "working"]
    message: str
    progress: float
    """0 to 1; -1 when the length of the work is not known."""


READY: Status = {"state": "ready", "message": "", "progress": -1.0}


class NlpWidget(anywidget.AnyWidget):
    """Base class of the widgets."""

    _first: ClassVar[tuple[str, ...]] = ()
    """Traits on which others depend, in the order in which they are to be assigned."""

    status = synced(
        t.Dict(dict(READY)),
        Status,
        writer="kernel",
        help="What the kernel is doing.",
    )
    error = synced(
        t.Unicode(""),
        str,
        writer="kernel",
        help="The last error of a callback, in words for the reader; empty when all is well.",
    )
    theme = synced(
        t.Enum(["auto", "light", "dark"], "auto"),
        Literal["auto", "light", "dark"],
        writer="both",
        help="Colours: those of the host page, or always light or dark.",
    )

    def __init__(self, **kwargs: Any) -> None:
        unknown = [name for name in kwargs if not self.has_trait(name)]
        if unknown:
            raise TypeError(f"{type(self).__name__} got an unexpected keyword argument {unknown[0]!r}")
        if not getattr(type(self), "_esm", ""):
            raise RuntimeError(
                f"the front end of {type(self).__name__} is not built: run `make setup` in the source tree, or install the wheel"
            )
        self._prepare()
        super().__init__(**kwargs)
        self._made = True
        self.observe(self._remember, names=self._page_traits())
        # A message from the page is answered by the thread it was sent to, also while a cell runs: ipykernel would
        # hand it to the thread that published last on this comm, which is that of the running cell.
        if self.comm is not None and hasattr(self.comm, "_reply_subshell_for"):
            self.comm._reply_subshell_for = lambda _data, default: default  # noqa: SLF001

    def __setattr__(self, name: str, value: Any) -> None:
        """Refuse a new attribute whose name is nearly that of a trait: it would change nothing."""
        if self._made and not name.startswith("_") and not hasattr(type(self), name) and name not in vars(self):
            known = [known for known, trait in self.traits().items() if trait.metadata.get("writer")]
            if near := difflib.get_close_matches(name, known, 1, 0.8):
                raise AttributeError(f"{type(self).__name__} has no {name!r}; did you mean {near[0]!r}?")
        super().__setattr__(name, value)

    _made = False
    _committing = False
    _from_page = False
    _page_wrote: dict[str, Any] | None = None

    def _prepare(self) -> None:
        self._lock = threading.RLock()
        self._group: dict[str, tuple[Any, Any]] | None = None
        self._recording = True
        self._history = History()

    # --- the page writes

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take what the page wrote; what is not valid is dropped, said in `error`, and the page gets the true value back."""
        with self._lock, self._together():
            problems: dict[str, Exception] = {}
            wrote = self._take(sync_data, problems)
            self._from_page = True
            try:
                for name in self._in_order(wrote):
                    self._work_for_page(name, wrote[name], problems)
            finally:
                self._from_page = False
            if problems:
                self.error = ""  # so that the same words are said again
                self.error = " ".join(in_words(error) for error in problems.values())
                self.send_state(list(problems))

    def _work_for_page(self, name: str, value: Any, problems: dict[str, Exception]) -> None:
        try:
            with self._lock_property(**self._held(name, value)):
                setattr(self, name, value)
        except Exception as error:  # noqa: BLE001 - whatever it is, the reader is told
            problems[name] = error
        else:
            if getattr(self, name) != value:
                self.send_state(name)

    def _held(self, name: str, value: Any) -> dict[str, Any]:
        """Return what the page has already; other pages get it as an echo, or where there is none, with what follows from it."""
        echoed = self.trait_metadata(name, "echo_update", True) or self.trait_metadata(name, "passing")
        return {name: value} if echoed else {}

    def _take(self, sync_data: dict[str, Any], problems: dict[str, Exception]) -> dict[str, Any]:
        """Assign what is valid at once; return the traits whose assignment is work."""
        self._page_wrote = {}
        try:
            valid = {}
            for name, wrote in sync_data.items():
                if self._writer(name) == "kernel":
                    continue
                value = sendable(wrote) if isinstance(wrote, str) else wrote
                try:
                    self._check(name, value)
                    valid[name] = value
                except Exception as error:  # noqa: BLE001
                    problems[name] = error
            super().set_state(valid)
            return self._page_wrote
        finally:
            self._page_wrote = None

    def _check(self, name: str, value: Any) -> None:
        if name in self.traits() and not isinstance(self.traits()[name], Worked):
            self.traits()[name]._validate(self, value)  # noqa: SLF001

    def _writer(self, name: str) -> str | None:
        return self.trait_metadata(name, "writer") if self.has_trait(name) else None

    def _work(self, name: str, value: Any) -> None:
        """Do what the new value of a `Worked` trait asks for."""
        raise NotImplementedError

    @contextmanager
    def _commit(self) -> Iterator[None]:
        """Assign many traits as one change: one message to the page, one step of undo."""
        with self._lock, self._together(), self.hold_sync():
            before, self._committing = self._committing, True
            try:
                yield
            finally:
                self._committing = before

    @contextmanager
    def _working(self) -> Iterator[None]:
        """Say that the kernel is at rest again when the work within has ended, however it did."""
        try:
            yield
        finally:
            if self.status["state"] != "ready":
                self.status = dict(READY)

    def _say(self, message: str, progress: float = -1.0) -> None:
        self.status = {"state": "working", "message": message, "progress": float(progress)}

    # --- state, undo, redo

    @classmethod
    def _page_traits(cls) -> list[str]:
        return [
            name
            for name, trait in cls.class_traits().items()
            if trait.metadata.get("writer") in ("front", "both") and not trait.metadata.get("passing")
        ]

    @property
    def state(self) -> dict[str, Any]:
        """What the page may change, by name; assign a dict (also of some of the names) to bring a state back.

        Raises
        ------
        TypeError, ValueError
            A name is not part of the state, or a value is not valid; the state is then as before.
        """
        return {name: _copy(getattr(self, name)) for name in self._page_traits()}

    @state.setter
    def state(self, wish: dict[str, Any]) -> None:
        self._apply(wish)

    def undo(self) -> bool:
        """Take the last change of the state back; False when there is none."""
        with self._lock:
            if not self._history.past:
                return False
            with self._silence(), dropped(self._history.past):
                self._apply(self._history.past[-1].before)
            self._history.undone()
            return True

    def redo(self) -> bool:
        """Make the change again that was taken back last; False when there is none."""
        with self._lock:
            if not self._history.future:
                return False
            with self._silence(), dropped(self._history.future):
                self._apply(self._history.future[-1].after)
            self._history.redone()
            return True

    def _apply(self, wish: dict[str, Any]) -> None:
        if not isinstance(wish, dict):
            raise TypeError(
                f"the state is a dict with some of {', '.join(self._page_traits())}, not {type(wish).__name__}"
            )
        known = self._page_traits()
        unknown = [name for name in wish if name not in known]
        if unknown:
            raise ValueError(f"{unknown[0]!r} is not part of the state; it has {', '.join(known)}")
        with self._lock, self._together():
            before = self.state
            try:
                self._assign(wish)
            except Exception:
                self._assign(before)
                raise

    def _assign(self, wish: dict[str, Any]) -> None:
        """Assign traits in an order in which each is valid."""
        for name in self._in_order(wish):
            if getattr(self, name) != wish[name]:
                setattr(self, name, _copy(wish[name]))

    def _in_order(self, names: Iterable[str]) -> list[str]:
        """Put traits on which others depend before those."""
        return sorted(names, key=lambda name: self._first.index(name) if name in self._first else len(self._first))

    def _remember(self, change: Any) -> None:
        if not self._recording or change.old == change.new:
            return
        if self._group is None:
            self._history.push({change.name: _copy(change.old)}, {change.name: _copy(change.new)})
        else:
            old = self._group[change.name][0] if change.name in self._group else _copy(change.old)
            self._group[change.name] = (old, _copy(change.new))

    @contextmanager
    def _together(self) -> Iterator[None]:
        """Make the changes within one step of undo."""
        if self._group is not None:
            yield
            return
        self._group = {}
        try:
            yield
        finally:
            changed = {name: pair for name, pair in self._group.items() if pair[0] != pair[1]}
            self._group = None
            if changed and self._made:
                self._history.push(
                    {k: old for k, (old, _) in changed.items()}, {k: new for k, (_, new) in changed.items()}
                )

    @contextmanager
    def _silence(self) -> Iterator[None]:
        """Keep the changes within out of the history."""
        before, self._recording = self._recording, False
        try:
            yield
        finally:
            self._recording = before

    # --- to keep

    def chart(self) -> Any:
        """Return what is shown now as an Altair chart, its numbers inside."""
        raise NotImplementedError

    def code(self) -> str:
        """Return the Python that rebuilds the view."""
        raise NotImplementedError

    def _picture(self) -> bytes | None:
        """Return a PNG for viewers that show no widgets."""
        return None

    def _page_props(self, max_bytes: int) -> dict[str, Any]:  # noqa: ARG002 - for widgets that can tell beforehand
        """Return all traits of a saved page."""
        names = [name for name, trait in self.traits().items() if trait.metadata.get("writer")]
        return {name: getattr(self, name) for name in sorted(names)} | {"status": dict(READY), "error": ""}

    def save_html(self, path: str | Path, *, title: str | None = None, max_bytes: int = PAGE_BYTES) -> Path:
        """Save one page that stays interactive with no kernel and no network.

        Parameters
        ----------
        path : str or Path
            Replaced when it exists, and only by a complete file.
        title : str, optional
            Title of the page.
        max_bytes : int
            Largest page to write.

        Returns
        -------
        Path
            The absolute path; `status["message"]` says how large the page is.

        Raises
        ------
        TypeError
            `title` is no text, or `max_bytes` no number.
        ValueError
            The page would be larger than `max_bytes`; the message says by how much.
        """
        check_size(max_bytes)
        name = repr(self) if title is None else title
        props = self._page_props(max_bytes)
        target, size = save_page(Path(path), _stem(type(self)), STATIC, props, title=name, max_bytes=max_bytes)
        self.status = {**READY, "message": f"saved {target.name}, {size / 1e6:.1f} MB"}
        return target

    def save_image(self, path: str | Path, *, scale: float = 2.0) -> Path:
        """Save `chart()` as a picture, in the format that the suffix names.

        Parameters
        ----------
        path : str or Path
            Ending in .png, .svg or .pdf.
        scale : float
            Pixels per px of the chart, above 0 and at most 10; for .png.

        Returns
        -------
        Path
            The absolute path.

        Raises
        ------
        TypeError, ValueError
            Another suffix, or `scale` is no such number.
        """
        return save_chart(self.chart, Path(path), scale)

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
        found = super()._repr_mimebundle_(**kwargs)
        if found is None:
            return None
        data, metadata = found
        try:
            picture = self._picture()
        except Exception as error:  # noqa: BLE001 - the widget itself must still be shown
            warnings.warn(f"no static picture of {self!r}: {in_words(error)}", stacklevel=2)
            picture = None
        if picture is not None:
            data = {**data, "image/png": base64.b64encode(picture).decode()}
            metadata = {**metadata, "image/png": {"alt": repr(self)}}
        return data, metadata


def _stem(widget: type) -> str:
    """Return the name of a widget's room, that of its module; anywidget makes a subclass per instance, in the same module."""
    home = next(cls for cls in widget.__mro__ if cls.__module__.startswith("nlpwidgets.widgets."))
    return home.__module__.rpartition(".")[2]


def _copy(value: Any) -> Any:
    return dict(value) if isinstance(value, dict) else value
