"""What the contract files of all widgets share: writing one, and comparing it with what is sent today."""

from __future__ import annotations

import base64
import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

if TYPE_CHECKING:
    from pathlib import Path


def traits(widget: Any) -> dict[str, Any]:
    """All traits of a widget that its page gets."""
    names = sorted(name for name, trait in widget.traits().items() if "writer" in trait.metadata)
    return {name: plain(getattr(widget, name)) for name in names}


def plain(value: Any) -> Any:
    """What JSON can hold: arrays as ``{"dtype", "shape", "base64"}``."""
    if isinstance(value, dict):
        rest = {key: plain(inner) for key, inner in value.items() if not isinstance(inner, bytes)}
        return rest | {"base64": base64.b64encode(value["data"]).decode()} if "data" in value else rest
    return [plain(inner) for inner in value] if isinstance(value, list) else value


def write(stem: str) -> None:
    """Write the contract file of a widget, a line per trait."""
    # imported as when it is tested, not run as a script: code names what it finds in __main__
    contract = import_module(f"tests.contract.{stem}")
    lines = {
        case: ",\n".join(
            f" {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in props.items()
        )
        for case, props in contract.cases().items()
    }
    text = ",\n".join(f'"{case}": {{\n{props}\n}}' for case, props in lines.items())
    contract.PATH.write_text("{" + text + "}\n", "utf-8")


def read(path: Path) -> dict[str, Any]:
    """The traits by case, as they were written."""
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def compare(path: Path, now: dict[str, Any], stored: dict[str, Any] | None = None) -> None:
    """Fail where the file differs from now, and say how to write it again."""
    _same(read(path) if stored is None else stored, now, path.name, f"python -m tests.contract.{path.stem}")


def _same(stored: Any, now: Any, place: str, command: str) -> None:
    # Numbers to float32 accuracy: the kernels of another machine may round differently.
    again = f"{place} differs; run {command}"
    if isinstance(stored, float) or isinstance(now, float):
        assert stored == pytest.approx(now, rel=1e-5, abs=1e-6), again
        return
    assert type(stored) is type(now), again
    if isinstance(stored, dict) and "base64" in stored:
        assert (stored["dtype"], stored["shape"]) == (now["dtype"], now["shape"]), again
        a, b = (np.frombuffer(base64.b64decode(one["base64"]), stored["dtype"]) for one in (stored, now))
        # coordinates in whole steps may be rounded to the next one
        most = 1 if stored["dtype"] == "uint16" else 1e-5
        assert np.allclose(a.astype(float), b.astype(float), rtol=1e-5, atol=most, equal_nan=True), again
    elif isinstance(stored, dict):
        assert stored.keys() == now.keys(), again
        for key, value in stored.items():
            _same(value, now[key], f"{place}: {key}", command)
    elif isinstance(stored, list):
        assert len(stored) == len(now), again
        for k, (a, b) in enumerate(zip(stored, now, strict=True)):
            _same(a, b, f"{place}[{k}]", command)
    else:
        assert stored == now, again
