"""Which widgets there are, by their places in the tree, and what a room lacks."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def widget_stems(root: Path) -> list[str]:
    """Every stem that one of the two main places of a room names, so that half a room is found, too."""
    found = {path.stem for path in (root / "nlpwidgets/widgets").glob("[a-z]*.py")}
    found |= {path.name for path in (root / "js/src/widgets").glob("*/") if any(path.iterdir())}
    return sorted(found)


def tracked(root: Path, folder: str = ".") -> set[str]:
    """Files below `folder` that belong to the sources, whether committed yet or not."""
    git = ["git", "-c", "safe.directory=*", "ls-files", "--cached", "--others", "--exclude-standard", folder]
    names = subprocess.run(git, cwd=root, capture_output=True, text=True, check=True).stdout.splitlines()
    return {name for name in names if (root / name).exists()}


def class_name(stem: str) -> str:
    """CamelCase of a stem."""
    return "".join(part.capitalize() for part in stem.split("_"))


def lacking(root: Path, stem: str) -> list[str]:
    """What the room of `stem` lacks, one sentence each."""
    name, css = class_name(stem), f"nlpw-{stem.replace('_', '-')}"
    room = f"js/src/widgets/{stem}"
    needed = {
        f"nlpwidgets/widgets/{stem}.py": f"the widget class {name}: traits, and calls into the rooms of the core",
        f"{room}/index.ts": "the entry: `export default bind(keys, mount)`, nothing else",
        f"{room}/view.tsx": "the view: `export const mount: Mount<Props, Emit>`",
        f"{room}/style.css": f"the style, everything below `.{css}`",
        f"tests/widgets/test_{stem}.py": "tests of the class with a fake comm",
        f"tests/ui/test_{stem}.py": "a test in a real JupyterLab",
        f"tests/contract/{stem}.json": "the traits of one example, from which view tests and the dev page start",
    }
    problems = [f"{path} is missing: {purpose}." for path, purpose in needed.items() if not (root / path).is_file()]

    def text(path: str) -> str:
        return (root / path).read_text(encoding="utf-8") if (root / path).is_file() else ""

    def demand(path: str, pattern: str, sentence: str) -> None:
        if text(path) and not re.search(pattern, text(path), re.MULTILINE):
            problems.append(f"{path} {sentence}.")

    demand(f"nlpwidgets/widgets/{stem}.py", rf"^class {name}\(", f"does not define the class {name}")
    demand(
        f"nlpwidgets/widgets/{stem}.py", rf'_esm = bundle\("{stem}\.js"\)', "does not name its bundle in the class body"
    )
    demand(
        f"nlpwidgets/widgets/{stem}.py", rf'_css = bundle\("{stem}\.css"\)', "does not name its style in the class body"
    )
    demand(f"{room}/index.ts", r"^export default bind", "does not export what `bind` gives")
    demand(f"{room}/view.tsx", r"^export (const|function) mount\b", "does not export `mount`")
    demand("nlpwidgets/__init__.py", rf'"{name}": "{stem}"', f"does not export {name}: add its line to _WIDGETS")
    views = "".join(path.read_text(encoding="utf-8") for path in (root / room).glob("*.tsx"))
    if views and not re.search(rf"\b{css}\b", views):
        problems.append(f"{room} never puts the class {css} on its root element.")
    if not list((root / room).glob("*.test.ts*")):
        problems.append(f"{room} has no test: put one beside the view, as view.test.tsx.")
    notebooks = [path for path in (root / "examples").glob("*.ipynb") if name in path.read_text(encoding="utf-8")]
    if not notebooks:
        problems.append(f"no notebook in examples/ shows {name}.")
    return problems
