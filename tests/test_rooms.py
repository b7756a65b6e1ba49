"""Every widget's room is complete (CONTRIBUTING.md says how a room is made), and the small files are there."""

from __future__ import annotations

import importlib.metadata
import json
import re
import shutil
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.rooms import class_name, lacking, tracked, widget_stems

ROOT = Path(__file__).parent.parent
LONGEST = 400  # lines
CODE = {".py", ".ts", ".tsx", ".mjs", ".css"}


@pytest.mark.parametrize("stem", widget_stems(ROOT))
def test_a_room_is_complete(stem: str) -> None:
    problems = lacking(ROOT, stem)
    if problems:
        pytest.fail(f"the room of {class_name(stem)} is not complete:\n- " + "\n- ".join(problems), pytrace=False)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A tree with one complete room."""
    texts = {
        "nlpwidgets/__init__.py": '_WIDGETS = {"WordPlot": "word_plot"}',
        "nlpwidgets/widgets/word_plot.py": 'class WordPlot(NlpWidget):\n    _esm = bundle("word_plot.js")\n    _css = bundle("word_plot.css")\n',
        "js/src/widgets/word_plot/index.ts": "export default bind(keys, mount);",
        "js/src/widgets/word_plot/view.tsx": 'export const mount = () => <div class="nlpw nlpw-word-plot" />;',
        "js/src/widgets/word_plot/view.test.tsx": "",
        "js/src/widgets/word_plot/style.css": "",
        "tests/widgets/test_word_plot.py": "",
        "tests/ui/test_word_plot.py": "",
        "tests/contract/word_plot.json": "{}",
        "examples/words.ipynb": "nw.WordPlot()",
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_a_complete_room_lacks_nothing(tree: Path) -> None:
    assert widget_stems(tree) == ["word_plot"]
    assert lacking(tree, "word_plot") == []


@pytest.mark.parametrize(
    "missing",
    [
        "nlpwidgets/widgets/word_plot.py",
        "js/src/widgets/word_plot/index.ts",
        "js/src/widgets/word_plot/view.tsx",
        "js/src/widgets/word_plot/style.css",
        "tests/widgets/test_word_plot.py",
        "tests/ui/test_word_plot.py",
        "tests/contract/word_plot.json",
    ],
)
def test_a_missing_file_is_named(tree: Path, missing: str) -> None:
    (tree / missing).unlink()
    assert widget_stems(tree) == ["word_plot"]
    (problem,) = lacking(tree, "word_plot")
    assert problem.startswith(f"{missing} is missing: ")


@pytest.mark.parametrize(
    ("file", "text", "problem"),
    [
        ("nlpwidgets/__init__.py", "_WIDGETS = {}", "does not export WordPlot"),
        (
            "nlpwidgets/widgets/word_plot.py",
            'class Wordplot(NlpWidget):\n_esm = bundle("word_plot.js")\n_css = bundle("word_plot.css")',
            "define the class",
        ),
        (
            "nlpwidgets/widgets/word_plot.py",
            'class WordPlot(NlpWidget):\n_css = bundle("word_plot.css")',
            "name its bundle",
        ),
        (
            "nlpwidgets/widgets/word_plot.py",
            'class WordPlot(NlpWidget):\n_esm = bundle("word_plot.js")',
            "name its style",
        ),
        ("js/src/widgets/word_plot/index.ts", "export default {}", "what `bind` gives"),
        ("js/src/widgets/word_plot/view.tsx", '<div class="nlpw-word-plot">', "export `mount`"),
        (
            "js/src/widgets/word_plot/view.tsx",
            'export const mount = <p class="nlpw-words">',
            "never puts the class nlpw-word-plot",
        ),
        ("examples/words.ipynb", "{}", "no notebook"),
    ],
)
def test_a_wrong_name_is_noticed(tree: Path, file: str, text: str, problem: str) -> None:
    (tree / file).write_text(text)
    (found,) = lacking(tree, "word_plot")
    assert problem in found


def test_half_a_room_is_found_from_either_side(tree: Path) -> None:
    shutil.rmtree(tree / "js/src/widgets/word_plot")
    assert widget_stems(tree) == ["word_plot"]
    assert len(lacking(tree, "word_plot")) == 4
    (tree / "js/src/widgets/other").mkdir()
    (tree / "js/src/widgets/other/data.ts").write_text("")
    assert widget_stems(tree) == ["other", "word_plot"]


# --- the house around the rooms


def test_the_top_level_holds_what_the_design_names() -> None:
    names = {name.partition("/") for name in tracked(ROOT)}
    assert {folder for folder, slash, _ in names if slash} == {".ci", "nlpwidgets", "js", "examples", "tests"}
    files = {folder for folder, slash, _ in names if not slash and not folder.startswith(".")}
    guides = {"README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE"}
    assert files == guides | {
        "Makefile",
        "biome.json",
        "constraints.txt",
        "package-lock.json",
        "package.json",
        "pyproject.toml",
    }


def test_the_package_holds_code_and_assets_only() -> None:
    names = {name for name in tracked(ROOT, "nlpwidgets") if not name.startswith("nlpwidgets/assets/")}
    strange = {name for name in names if not name.endswith((".py", "/py.typed"))}
    assert not strange, "this would travel in the wheel"


def test_the_changelog_is_open() -> None:
    assert "## Unreleased" in (ROOT / "CHANGELOG.md").read_text()


def test_the_readme_shows_every_widget_in_one_line() -> None:
    readme = (ROOT / "README.md").read_text()
    missing = [class_name(stem) for stem in widget_stems(ROOT) if f"nw.{class_name(stem)}(" not in readme]
    assert not missing, "README.md lacks a one-line example for each of these"


def test_files_are_short() -> None:
    names = (name for name in tracked(ROOT) if name.startswith(("nlpwidgets/", "js/")) and ".gen." not in name)
    lengths = {name: len((ROOT / name).read_bytes().splitlines()) for name in names if Path(name).suffix in CODE}
    long = {name: length for name, length in lengths.items() if length > LONGEST}
    assert not long, "split these by meaning"


def foreign_selectors(css: str, root: str) -> list[str]:
    """Selectors that reach beyond the elements below `root`."""
    css = re.sub(r"/\*.*?\*/|@import[^;]+;", "", css, flags=re.DOTALL)
    found = [part.strip() for head in re.findall(r"([^{}]+)\{", css) for part in re.split(r",(?![^()]*\))", head)]
    return [one for one in found if not re.match(r"@|from$|to$|\d+%", one) and not re.search(rf"{root}(?![-\w])", one)]


def test_a_rooms_style_stays_in_the_room() -> None:
    assert foreign_selectors("@media print {.a .b, .a:is(.c, .d), .a-b i {} }", ".a") == [".a-b i"]
    for stem in widget_stems(ROOT):
        root = f".nlpw-{stem.replace('_', '-')}"
        for path in (ROOT / "js/src/widgets" / stem).glob("*.css"):
            found = foreign_selectors(path.read_text(encoding="utf-8"), root)
            assert not found, f"{path.relative_to(ROOT)} styles other widgets, too: begin each rule with {root}"


def test_lock_files_hold_no_registry_address() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    assert not [
        name for name, package in lock["packages"].items() if "resolved" in package and "://" in package["resolved"]
    ]
    assert not [
        line for line in (ROOT / "constraints.txt").read_text().splitlines() if "://" in line or line.startswith("-")
    ]
    assert "torch==2.13.0\n" in (ROOT / "constraints.txt").read_text()


def test_the_lock_file_keeps_the_binaries_of_all_platforms() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    missing = [
        name
        for package in packages.values()
        for name in package.get("optionalDependencies", {})
        if not any(key.endswith(f"node_modules/{name}") for key in packages)
    ]
    assert not missing


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def needs(name: str, extras: set[str]) -> set[str]:
    """Names of all packages that an installed package needs in this environment, itself included."""
    found: set[tuple[str, str]] = set()
    waiting = [(canonical(name), extra) for extra in ("", *extras)]
    while waiting:
        name, extra = waiting.pop()
        if (name, extra) in found:
            continue
        found.add((name, extra))
        for line in importlib.metadata.requires(name) or []:
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
                waiting += [(canonical(requirement.name), one) for one in ("", *requirement.extras)]
    return {name for name, _ in found}


def test_every_package_is_pinned() -> None:
    pinned = {canonical(line.partition("==")[0]) for line in (ROOT / "constraints.txt").read_text().splitlines()}
    missing = needs("nlpwidgets", {"dev"}) - {"nlpwidgets"} - pinned
    assert "torch" in pinned
    assert not missing, "pip may search for an hour where a version is open: run `make lock`"
