"""What a watcher asks of a training loop, and when the loop does it."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
import torch
from torch import nn

from nlpwidgets.training import Control, History


class Loop:
    """A training loop in a thread of its own that counts its batches."""

    def __init__(self, control: Control, *, epochs: int = 1000, batches: int = 5) -> None:
        self.control, self.done, self.epoch = control, 0, -1
        self._thread = threading.Thread(target=self._run, args=(epochs, batches), daemon=True)
        self._thread.start()

    def _run(self, epochs: int, batches: int) -> None:
        for epoch in self.control.epochs(epochs):
            self.epoch = epoch
            for _ in self.control.batches(range(batches)):
                time.sleep(0.001)
                self.done += 1

    def join(self) -> bool:
        self._thread.join(10)
        return not self._thread.is_alive()


def until(check: Any, seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < end
        time.sleep(0.002)


def test_a_pause_holds_until_it_is_resumed() -> None:
    control = Control()
    loop = Loop(control)
    until(lambda: loop.done > 3)
    control.pause()
    until(lambda: control.standing)
    before = loop.done
    time.sleep(0.1)
    assert loop.done == before
    assert control.state == "paused"
    control.resume()
    until(lambda: loop.done > before + 3)
    assert control.state == "running"
    control.stop()
    assert loop.join()
    assert control.state == "stopped"


def test_a_pause_takes_effect_within_the_batch_under_way() -> None:
    control = Control()
    loop = Loop(control)
    until(lambda: loop.done > 3)
    begun = time.monotonic()
    control.pause()
    until(lambda: control.standing)
    assert time.monotonic() - begun < 0.2
    control.stop()
    assert loop.join(), "a loop that stands still can be stopped"


def test_steps_of_one_batch_and_one_epoch() -> None:
    control = Control()
    control.pause()
    loop = Loop(control, batches=4)
    until(lambda: control.standing)
    assert loop.done == 1, "the first gate is after the first batch"
    for wanted in (2, 3):
        control.step()
        until(lambda wanted=wanted: loop.done == wanted and control.standing)
    control.step("epoch")
    until(lambda: control.standing and loop.done >= 4)
    assert (loop.epoch, loop.done) == (0, 4)
    control.step("epoch")
    until(lambda: control.standing and loop.done >= 8)
    assert (loop.epoch, loop.done) == (1, 8)
    control.stop()
    assert loop.join()


def test_two_steps_asked_at_once_are_two() -> None:
    control = Control()
    control.pause()
    loop = Loop(control)
    until(lambda: control.standing)
    control.step()
    control.step()
    until(lambda: loop.done == 3 and control.standing)
    control.stop()
    assert loop.join()


def test_a_step_of_a_running_loop_pauses_after_it() -> None:
    control = Control()
    loop = Loop(control)
    until(lambda: loop.done > 3)
    control.step()
    until(lambda: control.standing)
    control.stop()
    assert loop.join()


def test_what_is_set_is_applied_by_the_loop_between_batches() -> None:
    history = History()
    control = Control(history=history)
    module = nn.Sequential(nn.Linear(2, 2), nn.Dropout(0.5))
    optimizer = torch.optim.SGD(
        [{"params": module[0].weight, "lr": 0.1}, {"params": module[0].bias, "lr": 0.2}], lr=0.3, momentum=0.9
    )
    control.add_optimizer(optimizer)
    control.add_dropout(module)
    assert {"lr", "momentum", "weight_decay", "dropout"} <= control.knobs.keys()
    assert control.knobs["lr"].value == 0.1
    control.set("lr", 0.05)
    control.set("dropout", 0.25)
    assert optimizer.param_groups[0]["lr"] == 0.1, "not before the loop's next gate"
    assert control.gate()
    assert [group["lr"] for group in optimizer.param_groups] == pytest.approx([0.05, 0.1])
    assert module[1].p == 0.25
    assert [(one.kind, one.data["name"], one.data["value"], one.data["before"]) for one in history.events] == [
        ("set", "lr", 0.05, 0.1),
        ("set", "dropout", 0.25, 0.5),
    ]


def test_knobs_are_set_while_the_loop_stands_still() -> None:
    control = Control()
    values = [1.0]
    control.knob("clip", lambda: values[-1], values.append, low=0.1, high=10)
    control.pause()
    loop = Loop(control)
    until(lambda: control.standing)
    control.set("clip", 2)
    until(lambda: values == [1.0, 2.0])
    assert control.standing
    control.stop()
    assert loop.join()


def test_a_checkpoint_is_taken_once() -> None:
    control = Control()
    assert not control.take_checkpoint()
    control.checkpoint()
    assert control.take_checkpoint()
    assert not control.take_checkpoint()


def test_messages_are_looked_for_at_each_gate_and_while_standing_still() -> None:
    asked: list[int] = []

    def poll() -> None:
        asked.append(1)
        if len(asked) == 3:
            control.pause()
        if len(asked) == 8:
            control.resume()

    control = Control(poll=poll)
    seen = list(control.batches(range(6)))
    assert seen == [0, 1, 2, 3, 4, 5]
    assert len(asked) >= 6 + 5


def test_everything_is_told_to_the_history() -> None:
    history = History()
    control = Control(history=history)
    control.pause()
    control.pause()
    control.resume()
    control.stop()
    control.stop()
    assert [one.kind for one in history.events] == ["paused", "resumed", "stopped"]


def test_an_interrupt_ends_a_loop_that_stands_still() -> None:
    def poll() -> None:
        raise KeyboardInterrupt

    control = Control(poll=poll)
    with pytest.raises(KeyboardInterrupt):
        list(control.batches(range(3)))
    assert not control.standing


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda c: c.set("none such", 1), KeyError, "there is clip"),
        (lambda c: c.set("clip", 11), ValueError, r"between 0\.1 and 10"),
        (lambda c: c.set("clip", float("nan")), TypeError, "finite"),
        (lambda c: c.set("clip", "much"), TypeError, "finite"),
        (lambda c: c.set("clip", True), TypeError, "finite"),
        (lambda c: c.step("year"), ValueError, "unit"),
        (lambda c: c.knob("clip", float, print), ValueError, "already"),
        (lambda c: c.add_dropout(nn.Linear(1, 1)), ValueError, "no dropout"),
    ],
)
def test_calls_that_are_wrong(call: Any, error: type[Exception], words: str) -> None:
    control = Control()
    control.knob("clip", lambda: 1.0, lambda _: None, low=0.1, high=10)
    with pytest.raises(error, match=words):
        call(control)
    assert control.gate()
    assert control.state == "running"
