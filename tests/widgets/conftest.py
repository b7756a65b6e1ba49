"""A page for widgets that is not there: it keeps what the kernel sends, and writes as a browser would."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import comm
import pytest
from comm.base_comm import BaseComm

if TYPE_CHECKING:
    from collections.abc import Iterator

os.environ.setdefault("OMP_NUM_THREADS", "1")


class Comm(BaseComm):
    """Keeps every message: its kind, the state in it (bytes put back), its size in bytes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.messages: list[dict[str, Any]] = []
        super().__init__(*args, **kwargs)

    def publish_msg(
        self, msg_type: str, data: Any = None, metadata: Any = None, buffers: Any = None, **_keys: Any
    ) -> None:
        data, buffers = dict(data or {}), list(buffers or [])
        size = len(json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass"))
        size += sum(memoryview(one).nbytes for one in buffers)
        state = json.loads(json.dumps(data.get("state", {})))
        for path, one in zip(data.get("buffer_paths", []), buffers, strict=True):
            place = state
            for key in path[:-1]:
                place = place[key]
            place[path[-1]] = bytes(one)
        method = "open" if msg_type == "comm_open" else data.get("method", msg_type)
        self.messages.append({"method": method, "state": state, "size": size})


class Page:
    """The other end of a widget's comm."""

    def __init__(self, widget: Any) -> None:
        self.comm: Comm = widget.comm
        self.forget()

    def forget(self) -> None:
        """Look only at what is sent from now on."""
        self._from = len(self.comm.messages)

    @property
    def sent(self) -> list[dict[str, Any]]:
        """Messages since `forget` that carry traits (echoes of what the page wrote are the host's affair)."""
        return [one for one in self.comm.messages[self._from :] if one["method"] == "update" and one["state"]]

    @property
    def state(self) -> dict[str, Any]:
        """What the page holds by now."""
        found: dict[str, Any] = {}
        for one in self.comm.messages:
            if one["method"] in ("open", "update", "written"):
                found |= one["state"]
        return found

    def write(self, **traits: Any) -> None:
        """Send traits to the kernel, as the view's `emit` does; the page holds them from then on."""
        self.comm.messages.append({"method": "written", "state": traits, "size": 0})
        data = {"method": "update", "state": json.loads(json.dumps(traits)), "buffer_paths": []}
        self.comm.handle_msg({"content": {"data": data}, "buffers": []})


@pytest.fixture(autouse=True)
def _comms(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(comm, "create_comm", Comm)
    manager = comm.base_comm.CommManager()
    monkeypatch.setattr(comm, "get_comm_manager", lambda: manager)
    return


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def each_change_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Changes that follow each other at once are steps of undo of their own."""
    monkeypatch.setattr("nlpwidgets.widgets._history.TOGETHER", -1.0)
