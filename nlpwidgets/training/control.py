"""What a reader may ask of a running training loop: pause, one step, stop, a checkpoint, another learning rate."""

from __future__ import annotations

import math
import threading
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from nlpwidgets.training.history import History

State = Literal["running", "paused", "stopped"]
Unit = Literal["batch", "epoch"]
_T = TypeVar("_T")
_NAP = 0.02
"""Seconds between two looks while the loop stands still."""


@dataclass(frozen=True)
class Knob:
    """A number that can be changed while the loop runs.

    Attributes
    ----------
    name : str
    low, high : float
        Limits, inclusive.
    """

    name: str
    low: float
    high: float
    _get: Callable[[], float]
    _set: Callable[[float], None]

    @property
    def value(self) -> float:
        """As it is now."""
        return float(self._get())


class Control:
    """Flags between whoever watches a training loop and the loop itself.

    The watcher calls `pause`, `resume`, `step`, `stop`, `checkpoint` and `set`, from any thread. The loop calls `gate` after each
    batch and each epoch, or runs over `epochs` and `batches`, which do; with nothing asked, that reads one flag. What was set is
    applied there, by the loop's own thread, so nothing changes in the midst of a batch.

    Parameters
    ----------
    history : History, optional
        Told of everything that happens.
    poll : callable, optional
        Called at each gate and while the loop stands still: in a kernel that cannot answer messages while a cell runs, it may
        look for them.

    Examples
    --------
    >>> control = Control()
    >>> done = 0
    >>> for epoch in control.epochs(3):
    ...     for batch in control.batches(range(10)):
    ...         done += 1
    ...         if done == 12:
    ...             control.stop()
    >>> done
    12
    """

    def __init__(self, *, history: History | None = None, poll: Callable[[], None] | None = None) -> None:
        self._history = history
        self._poll = poll
        self._knobs: dict[str, Knob] = {}
        self._asked: deque[tuple[str, float]] = deque()
        self._lock = threading.Lock()
        self._paused = False
        self._stopped = False
        self._left: int | None = None  # gates of `_unit` that may be passed before it stands still again
        self._unit: Unit = "batch"
        self._checkpoint = False
        self._attention = poll is not None
        self._waiting = False

    # --- the watcher's side

    @property
    def state(self) -> State:
        """What is asked of the loop."""
        if self._stopped:
            return "stopped"
        return "paused" if self._paused else "running"

    @property
    def standing(self) -> bool:
        """Whether the loop has come to its gate and stands still there."""
        return self._waiting

    @property
    def knobs(self) -> dict[str, Knob]:
        """What can be set, by name."""
        return dict(self._knobs)

    def pause(self) -> None:
        """Let the loop stand still at its next gate."""
        with self._lock:
            if not self._paused:
                self._paused, self._left = True, 0
                self._tell("paused")
            self._attention = True

    def resume(self) -> None:
        """Let the loop go on."""
        with self._lock:
            if self._paused:
                self._paused, self._left = False, None
                self._tell("resumed")

    def step(self, unit: Unit = "batch") -> None:
        """Let the loop pass one batch, or the rest of one epoch, and stand still again.

        Raises
        ------
        ValueError
            There is no such unit.
        """
        if unit not in ("batch", "epoch"):
            raise ValueError(f"unit is 'batch' or 'epoch', not {unit!r}")
        with self._lock:
            self._unit = unit
            self._left = (self._left or 0) + 1 if self._paused else 1
            self._paused = self._attention = True

    def stop(self) -> None:
        """Let the loop end at its next gate; what was trained is kept."""
        with self._lock:
            if not self._stopped:
                self._stopped = self._attention = True
                self._tell("stopped")

    def checkpoint(self) -> None:
        """Ask for a checkpoint; the loop sees it in `take_checkpoint`."""
        self._checkpoint = True

    def set(self, name: str, value: float) -> None:
        """Set a knob at the loop's next gate.

        Raises
        ------
        KeyError
            There is no such knob; the message says which there are.
        TypeError, ValueError
            The value is no number, or outside the knob's limits.
        """
        knob = self._knobs.get(name)
        if knob is None:
            raise KeyError(
                f"no knob {name!r}; there is {', '.join(self._knobs) or 'none: add_optimizer or knob make some'}"
            )
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            raise TypeError(f"{name} is a finite number, not {value!r}")
        if not knob.low <= value <= knob.high:
            raise ValueError(f"{name} lies between {knob.low:g} and {knob.high:g}, not {value:g}")
        self._asked.append((name, float(value)))
        self._attention = True

    # --- the loop's side

    def knob(
        self,
        name: str,
        get: Callable[[], float],
        put: Callable[[float], None],
        *,
        low: float = -math.inf,
        high: float = math.inf,
    ) -> None:
        """Offer a number to be changed: `get` reads it, `put` writes it, in the loop's thread.

        Raises
        ------
        ValueError
            A knob of that name is there already.
        """
        if name in self._knobs:
            raise ValueError(f"there is a knob {name!r} already")
        self._knobs[name] = Knob(name, low, high, get, put)

    def add_optimizer(self, optimizer: Any, *, name: str = "") -> None:
        """Offer the numbers of a torch optimizer: learning rate, momentum, weight decay and the like, for all parameter groups.

        Setting one sets it in every group; with several groups of different values, `lr` of the first is shown and the others keep
        their ratio to it.

        Parameters
        ----------
        optimizer : torch.optim.Optimizer
            Or anything with `param_groups`.
        name : str
            Put before the names of the knobs, for a second optimizer.
        """
        groups = optimizer.param_groups
        numbers = [
            key for key, value in groups[0].items() if isinstance(value, (int, float)) and not isinstance(value, bool)
        ]
        for key in numbers:
            if all(isinstance(group.get(key), (int, float)) for group in groups):
                get, put = _field(groups, key)
                self.knob(f"{name}.{key}" if name else key, get, put, low=0.0)

    def add_dropout(self, model: Any, *, name: str = "dropout") -> None:
        """Offer one knob for all dropout layers of a model.

        Raises
        ------
        ValueError
            The model has none.
        """
        layers = [
            module for module in model.modules() if type(module).__name__.endswith("Dropout") and hasattr(module, "p")
        ]
        if not layers:
            raise ValueError("the model has no dropout layer")

        def put(value: float) -> None:
            for layer in layers:
                layer.p = value

        self.knob(name, lambda: layers[0].p, put, low=0.0, high=1.0)

    @property
    def stopped(self) -> bool:
        """Whether the loop should end."""
        return self._stopped

    def take_checkpoint(self) -> bool:
        """Whether a checkpoint was asked for since the last call."""
        asked, self._checkpoint = self._checkpoint, False
        return asked

    def gate(self, unit: Unit = "batch") -> bool:
        """Pass from one batch, or epoch, to the next: apply what was set, stand still while paused.

        Returns
        -------
        bool
            Whether to go on; False once `stop` was called.
        """
        if self._attention:
            self._attend(unit)
        return not self._stopped

    def epochs(self, count: int) -> Iterator[int]:
        """Yield 0 … count - 1, with a gate after each; end early where `stop` was called."""
        for epoch in range(count):
            if self._stopped:
                return
            yield epoch
            self.gate("epoch")

    def batches(self, loader: Iterable[_T]) -> Iterator[_T]:
        """Yield what `loader` does, with a gate after each batch; end early where `stop` was called."""
        for batch in loader:
            if self._stopped:
                return
            yield batch
            self.gate("batch")

    def _attend(self, unit: Unit) -> None:
        if self._poll is not None:
            self._poll()
        self._apply()
        with self._lock:
            if self._paused and self._left and unit == self._unit:
                self._left -= 1
        try:
            while self._paused and not self._left and not self._stopped:
                self._waiting = True
                threading.Event().wait(_NAP)
                if self._poll is not None:
                    self._poll()
                self._apply()
        finally:
            self._waiting = False
        with self._lock:
            self._attention = self._paused or self._stopped or bool(self._asked) or self._poll is not None

    def _apply(self) -> None:
        while self._asked:
            name, value = self._asked.popleft()
            knob = self._knobs[name]
            before = knob.value
            knob._set(value)  # noqa: SLF001 - a knob is this class's own
            self._tell("set", name=name, value=value, before=before)

    def _tell(self, kind: str, **data: Any) -> None:
        if self._history is not None:
            self._history.event(kind, **data)


def _field(groups: list[dict[str, Any]], key: str) -> tuple[Callable[[], float], Callable[[float], None]]:
    def get() -> float:
        return float(groups[0][key])

    def put(value: float) -> None:
        first = get()
        for group in groups:
            group[key] = value * group[key] / first if first else value

    return get, put
