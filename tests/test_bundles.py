"""The built front ends: small, self-contained, and never loading anything from a network address."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from tests.rooms import widget_stems

ROOT = Path(__file__).parent.parent
STATIC = ROOT / "nlpwidgets" / "static"
EXTENSION = ROOT / "nlpwidgets" / "labextension" / "static"
BUDGET = 60_000  # bytes per script, gzipped

ADDRESS = re.compile(r"\b(?:https?|wss?):(?:\\?/){2}[^\s\"'`)>\\]+|[\"'`(]//[a-z0-9.-]+\.[a-z]{2,}/")
# XML namespaces are names; Preact's documentation is named in no bundle; nothing is loaded from any of these
NAMES_ONLY = ("http://www.w3.org/",)
LOADS = re.compile(
    r"""\bimport\s*[({"'*]|\bfrom\s*["']|\brequire\s*\(|\bimportScripts\b|\bfetch\s*\(|XMLHttpRequest|\bWebSocket\b|\bsendBeacon\b|@import|url\(\s*["']?(?!data:|#)"""
)


def addresses(text: str) -> list[str]:
    return [found for found in ADDRESS.findall(text) if not found.startswith(NAMES_ONLY)]


def built(ending: str) -> list[Path]:
    found = sorted(STATIC.glob(f"*{ending}"))
    if not found:
        pytest.fail("the front ends are not built: run `make setup`", pytrace=False)
    return found


def test_addresses_and_loads_are_recognised() -> None:
    assert addresses('x="https://a.example/x.js";fetch(`//cdn.example/y`)') == [
        "https://a.example/x.js",
        "`//cdn.example/",
    ]
    assert addresses('r="http://www.w3.org/2000/svg";a=b//c') == []
    for loading in (
        'import{a}from"./b.js"',
        'await import("x")',
        'fetch("x")',
        "@import 'x.css'",
        "src:url(font.woff2)",
    ):
        assert LOADS.search(loading), loading
    for harmless in ("url(#clip)", "url(data:image/png;base64,AA)", "export{a as default}", "important", "fromEntries"):
        assert not LOADS.search(harmless), harmless


@pytest.mark.parametrize("ending", [".js", ".css"])
def test_a_bundle_is_self_contained(ending: str) -> None:
    for path in built(ending):
        text = path.read_text(encoding="utf-8")
        assert not addresses(text), f"{path.name} names a network address"
        assert not LOADS.findall(text), f"{path.name} loads something at run time"
        assert "sourceMappingURL" not in text


def test_every_widget_is_built_and_within_budget() -> None:
    names = {path.name for path in built("")}
    assert names == {f"{stem}{ending}" for stem in widget_stems(ROOT) for ending in (".js", ".css", ".page.js")}
    for path in built(".js"):
        size = len(gzip.compress(path.read_bytes(), 9))
        assert 1000 < size <= BUDGET, f"{path.name} has {size} bytes gzipped"


def test_a_page_script_cannot_end_its_script_element() -> None:
    for path in built(".page.js"):
        assert not re.search(r"</script|<!--", path.read_text(encoding="utf-8"), re.IGNORECASE)


def test_the_extension_names_no_address() -> None:
    scripts = sorted(EXTENSION.glob("*.js"))
    if not scripts:
        pytest.fail("the extension is not built: run `make setup`", pytrace=False)
    for path in scripts:
        assert not addresses(path.read_text(encoding="utf-8")), path.name
