"""What every widget has: strict keywords, status and error, state with undo, a saved page, a picture, code."""

from __future__ import annotations

import base64
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypedDict

import anywidget
import traitlets as t

from nlpwidgets.widgets._page import page_html, write_atomically
from nlpwidgets.widgets._wire import synced

if TYPE_CHECKING:
    from collections.abc import Iterator

    import altair as alt

STATIC = Path(__file__).parent.parent / "static"
_COALESCE = 0.6  # seconds within which changes of the same trait are one step of undo
_IMAGE_SUFFIXES = (".png", ".svg", ".pdf")


def bundle(name: str) -> Path:
    """Path of a built front-end file.

    Raises
    ------
    FileNotFoundError
        The front ends are not built: a source tree without ``make build``.
    """
    path = STATIC / name
    if not path.exists():
        raise FileNotFoundError(
            f"{path} is missing: build the front ends with `npm run build` or `make lab`, or install a wheel"
        )
    return path


class Status(TypedDict):
    """What the kernel is doing."""

    state: Literal["ready", "working"]
    message: str
    progress: float
    """0 to 1; -1 when the length of the work is not known."""


READY: Status = {"state": "ready", "message": "", "progress": -1.0}


class NlpWidget(anywidget.AnyWidget):
    """Base class of the widgets.

    Traits are the truth: the page redraws from them alone, and what both sides may write is `state`.
    """

    status = synced(t.Dict(READY), Status, writer="kernel", help="What the kernel is doing.")
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

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._past: list[dict[str, Any]] = []
        self._future: list[dict[str, Any]] = []
        self._last_change: tuple[str, float] = ("", 0.0)
        self._travelling = False
        super().__init__()
        if hasattr(self.comm, "_reply_subshell_for"):
            # Else ipykernel handles a message of the page on the main thread, after the cell that is running.
            self.comm._reply_subshell_for = lambda _data, default: default  # noqa: SLF001
        self.observe(self._remember, self._page_traits())

    # state, undo and redo

    @classmethod
    def _page_traits(cls) -> list[str]:
        return [name for name, trait in cls.class_traits().items() if trait.metadata.get("writer") in ("front", "both")]

    @property
    def state(self) -> dict[str, Any]:
        """What can be chosen in the widget, as a plain dict; assign it (or a part of it) to bring a view back.

        Raises
        ------
        ValueError
            On assignment: a name that is no state; nothing is changed then. A value that is refused raises, too, and all
            others are put back.
        """
        return {name: getattr(self, name) for name in self._page_traits()}

    @state.setter
    def state(self, wanted: dict[str, Any]) -> None:
        known = self._page_traits()
        unknown = [name for name in wanted if name not in known]
        if unknown:
            raise ValueError(f"{unknown[0]!r} is no state of {type(self).__name__}; it has {', '.join(known)}")
        before = self.state
        with self._lock:
            try:
                for name in sorted(wanted, key=self._state_order):
                    setattr(self, name, wanted[name])
            except Exception:
                for name in sorted(wanted, key=self._state_order):
                    setattr(self, name, before[name])
                raise

    def _state_order(self, name: str) -> int:
        """Traits that others depend on are assigned first."""
        return 0

    def _remember(self, change: Any) -> None:
        if self._travelling:
            return
        name, now = change["name"], time.monotonic()
        last_name, last_time = self._last_change
        self._last_change = (name, now)
        if name == last_name and now - last_time < _COALESCE and self._past and name in self._past[-1]:
            return
        self._past.append({name: change["old"]})
        self._future.clear()

    def undo(self) -> None:
        """Take back the last change of the state; nothing happens when there is none."""
        self._travel(self._past, self._future)

    def redo(self) -> None:
        """Bring back what `undo` took."""
        self._travel(self._future, self._past)

    def _travel(self, source: list[dict[str, Any]], target: list[dict[str, Any]]) -> None:
        if not source:
            return
        step = source.pop()
        target.append({name: getattr(self, name) for name in step})
        self._travelling = True
        try:
            self.state = step
        finally:
            self._travelling = False
            self._last_change = ("", 0.0)

    @contextmanager
    def _without_history(self) -> Iterator[None]:
        """Changes inside follow from another change, which is the one to undo."""
        before, self._travelling = self._travelling, True
        try:
            yield
        finally:
            self._travelling = before

    # messages of the page

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take traits that the page changed; what is refused is said in `error`, and the page gets the old value back."""
        writable = self._page_traits()
        foreign = {name: value for name, value in sync_data.items() if not self._is_ours(name)}
        if foreign:
            super().set_state(foreign)
        with self._lock:
            for name in sorted((n for n in sync_data if self._is_ours(n)), key=self._state_order):
                try:
                    if name not in writable:
                        raise ValueError(f"{name} is not for the page to write")
                    setattr(self, name, sync_data[name])
                except Exception as problem:  # noqa: BLE001 whatever a user's function raises is shown, not lost
                    self.error = in_words(problem)
                    self.send_state(name)
                else:
                    self.error = ""

    def _is_ours(self, name: str) -> bool:
        trait = self.traits().get(name)
        return trait is not None and "writer" in trait.metadata

    @contextmanager
    def _working(self, message: str) -> Iterator[None]:
        self.status = {"state": "working", "message": message, "progress": -1.0}
        try:
            yield
        finally:
            self.status = READY

    # to keep and to cite

    def save_html(self, path: str | Path, *, max_bytes: int = 200_000_000) -> Path:
        """Write one self-contained page that stays interactive with no kernel and no network.

        Parameters
        ----------
        path : str or Path
        max_bytes : int
            Refuse to write a larger page.

        Returns
        -------
        Path

        Raises
        ------
        ValueError
            The page would be larger than `max_bytes`.
        """
        stem = _stem(type(self))
        props = {name: trait for name, trait in self._page_props().items()}
        html = page_html(
            title=repr(self),
            stem=stem,
            props=props,
            css=bundle(f"{stem}.css").read_text(encoding="utf-8"),
            script=bundle(f"{stem}.page.js").read_text(encoding="utf-8"),
        )
        data = html.encode("utf-8")
        if len(data) > max_bytes:
            raise ValueError(
                f"the page would take {len(data) / 1e6:.0f} MB, above max_bytes={max_bytes / 1e6:.0f} MB: "
                "show a shorter text or fewer texts, or allow more"
            )
        return write_atomically(Path(path), data)

    def _page_props(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name, trait in self.traits().items() if trait.metadata.get("writer")}

    def chart(self) -> alt.TopLevelMixin:
        """Return what is shown as an Altair chart."""
        raise NotImplementedError

    def save_image(self, path: str | Path, *, scale: float = 2.0) -> Path:
        """Write what is shown as a picture for papers and slides.

        Parameters
        ----------
        path : str or Path
            Ends with .png, .svg or .pdf.
        scale : float
            Pixels per point of a PNG.

        Returns
        -------
        Path

        Raises
        ------
        ValueError
            Another suffix.
        """
        import vl_convert

        target = Path(path)
        suffix = target.suffix.lower()
        if suffix not in _IMAGE_SUFFIXES:
            raise ValueError(f"{target.name!r}: the suffix must be one of {', '.join(_IMAGE_SUFFIXES)}")
        spec = self.chart().to_json()
        if suffix == ".png":
            data = vl_convert.vegalite_to_png(spec, scale=scale)
        elif suffix == ".svg":
            data = vl_convert.vegalite_to_svg(spec).encode("utf-8")
        else:
            data = vl_convert.vegalite_to_pdf(spec)
        return write_atomically(target, data)

    def code(self) -> str:
        """Return the Python that rebuilds the view."""
        raise NotImplementedError

    def _picture(self) -> bytes | None:
        """A small PNG for viewers without widgets."""
        return None

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]] | None:
        found = super()._repr_mimebundle_(**kwargs)
        if found is None:
            return None
        data, metadata = found
        picture = self._picture()
        if picture is not None:
            data["image/png"] = base64.b64encode(picture).decode("ascii")
        return data, metadata


def in_words(problem: BaseException) -> str:
    """Return an error as a sentence for the reader: its message, and its kind where that helps."""
    message = str(problem).strip() or "no message"
    if len(message) > 500:
        message = message[:500] + "…"
    return message if type(problem) in (ValueError, TypeError, t.TraitError) else f"{type(problem).__name__}: {message}"


def _stem(widget: type) -> str:
    # anywidget makes a subclass per instance; the file of the class is what has the name
    return next(
        cls for cls in widget.__mro__ if cls.__module__.startswith("nlpwidgets.widgets.")
    ).__module__.rpartition(".")[2]
