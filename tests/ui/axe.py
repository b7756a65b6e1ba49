"""Accessibility: axe-core, run inside the page on one element."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Locator

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"

_RUN = """async element => {
  const found = await axe.run(element, {resultTypes: ['violations']});
  return found.violations.map(v => ({rule: v.id, impact: v.impact, help: v.help, nodes: v.nodes.map(n => n.html.slice(0, 200) + ' ' + n.failureSummary)}));
}"""


def serious_violations(element: Locator) -> list[str]:
    """Rules that axe calls serious or critical, each with the first places where they are broken."""
    element.page.evaluate(AXE.read_text(encoding="utf-8"))
    violations = element.evaluate(_RUN)
    return [
        f"{v['rule']}: {v['help']}\n  " + "\n  ".join(v["nodes"][:5])
        for v in violations
        if v["impact"] in ("serious", "critical")
    ]
