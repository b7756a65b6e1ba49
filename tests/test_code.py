"""The tools that read the code: formatters, linters, type checkers, and the tests of the views."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PYTHON = (sys.executable, "-m")

TOOLS = {
    "ruff": ((*PYTHON, "ruff", "check"), "make format"),
    "ruff format": ((*PYTHON, "ruff", "format", "--check"), "make format"),
    "mypy": ((*PYTHON, "mypy", "nlpwidgets"), "the types"),
    "biome": (("npm", "run", "--silent", "lint"), "make format"),
    "tsc": (("npm", "run", "--silent", "typecheck"), "the types"),
    "vitest": (("npm", "run", "--silent", "test"), "the views or their tests"),
    "generated types": ((sys.executable, "js/generate_types.py", "--check"), "make types"),
}


@pytest.mark.parametrize("tool", TOOLS)
def test_tool_finds_nothing(tool: str) -> None:
    command, remedy = TOOLS[tool]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if run.returncode:
        pytest.fail(f"{tool} complains; see to {remedy}:\n{(run.stdout + run.stderr)[-6000:]}", pytrace=False)
