"""The direction of imports: the core knows no widgets, views know no Jupyter."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CORE = ("text", "vectorize", "embeddings", "bias", "recurrent", "training", "sentiment")
ROOMS = [room for room in CORE if (ROOT / "nlpwidgets" / room).is_dir()]
WIDGET_PACKAGES = {"anywidget", "ipywidgets", "traitlets", "IPython"}
HEAVY = {"torch", "gensim", "spacy", "sklearn", "pandas", "altair", "matplotlib"}


def imported(source: str, package: str) -> set[str]:
    """Absolute names of all modules that `source` imports anywhere, as a module of `package`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            found |= {module} | {f"{module}.{alias.name}" for alias in node.names}
    return found


def breaches(source: str, package: str) -> set[str]:
    """What a module of the core imports and must not."""
    names = imported(source, package)
    return {
        name
        for name in names
        if name.split(".")[0] in WIDGET_PACKAGES or name.startswith(("nlpwidgets.widgets", "nlpwidgets.lab"))
    }


def test_breaches_are_recognised() -> None:
    package = "nlpwidgets.recurrent"
    assert breaches("def f():\n    import traitlets", package) == {"traitlets"}
    assert "IPython.display" in breaches("from IPython.display import display", package)
    assert "nlpwidgets.widgets" in breaches("from nlpwidgets import widgets", package)
    assert "nlpwidgets.widgets._wire" in breaches("from ..widgets._wire import pack", package)
    assert breaches("import numpy\nfrom .trace import trace\nfrom nlpwidgets.sentiment import load", package) == set()


@pytest.mark.parametrize("room", ROOMS)
def test_the_core_imports_no_widgets(room: str) -> None:
    for path in (ROOT / "nlpwidgets" / room).rglob("*.py"):
        package = ".".join(path.relative_to(ROOT).parent.parts)
        assert not breaches(path.read_text(encoding="utf-8"), package), (
            f"{path.relative_to(ROOT)} belongs to the core: move what draws into nlpwidgets/widgets"
        )


def loaded_by(statement: str) -> set[str]:
    """Top-level names of the modules that a fresh process has loaded after `statement`."""
    code = f"{statement}\nimport sys\nprint(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return set(run.stdout.split())


def test_loaded_modules_are_seen() -> None:
    assert "traitlets" in loaded_by("import traitlets.config")


def test_the_package_loads_nothing_heavy() -> None:
    assert not loaded_by("import nlpwidgets; dir(nlpwidgets)") & (HEAVY | WIDGET_PACKAGES | {"numpy"})


def test_the_core_loads_without_widgets_and_without_torch() -> None:
    rooms = "; ".join(f"import nlpwidgets.{room}" for room in ROOMS)
    assert not loaded_by(rooms) & (HEAVY | WIDGET_PACKAGES)


ADDRESS = re.compile(r"\b(?:https?|wss?)://[^\s\"'`)>]+")
# the training data is downloaded when someone asks for it, by a checksum; XML namespaces are names, and so is the
# domain reserved for examples (RFC 2606), which stands in texts to work on
DOWNLOADS = ("nlpwidgets/sentiment/",)
NAMES_ONLY = ("http://www.w3.org/", "https://example.org/")


def literals(source: str) -> list[str]:
    """All strings of a module but its docstrings, which may cite a paper by its address."""
    tree = ast.parse(source)
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    strings = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return [node.value for node in strings if id(node) not in docs]


def test_python_names_no_network_address() -> None:
    assert literals('"""See https://a.example"""\nx = f"https://{b}"') == ["https://"]
    for path in (ROOT / "nlpwidgets").rglob("*.py"):
        if not path.relative_to(ROOT).as_posix().startswith(DOWNLOADS):
            found = ADDRESS.findall("\n".join(literals(path.read_text(encoding="utf-8"))))
            assert all(one.startswith(NAMES_ONLY) for one in found), f"{path.relative_to(ROOT)}: {found}"


# --- TypeScript

SRC = ROOT / "js" / "src"
HOST_PACKAGES = ("@anywidget/", "@jupyter", "@lumino/")
MODEL_CALL = re.compile(r"\bmodel\s*\??\.\s*(?:get|set|on|off|save_changes|send)\s*\(|\.save_changes\s*\(")
UNSAFE = re.compile(
    r"\binnerHTML\b|\bouterHTML\s*=|dangerouslySetInnerHTML|insertAdjacentHTML|document\.write\b|\beval\s*\(|new Function\s*\("
)
# what can be written again, and what is made empty and so can only be filled later
EMPTY = r"new (?:Map|Set)(?:<.*>)?(?:\(\))?;|new Weak\w+|\[\];|\{\};|signal\b"
MODULE_STATE = re.compile(rf"^(?:export )?(?:(?:let|var) |const [^=\n]*= (?:{EMPTY}))", re.MULTILINE)


def without_comments(source: str) -> str:
    """TypeScript without comments (strings that hold comment marks would be cut: none of ours do)."""
    return re.sub(r"/\*.*?\*/|(?<!:)//[^\n]*", "", source, flags=re.DOTALL)


def scripts(*, but: tuple[str, ...] = ()) -> list[Path]:
    found = [path for path in SRC.rglob("*.ts*") if ".test." not in path.name and ".gen." not in path.name]
    assert len(found) > 10
    return [path for path in found if path.relative_to(SRC).parts[0] not in but]


def imports(source: str) -> list[str]:
    return re.findall(r"""(?:from|import)\s*\(?\s*["']([^"']+)["']""", source)


def found_in(paths: list[Path], pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}: {match.group().strip()}"
        for path in paths
        for match in pattern.finditer(without_comments(path.read_text(encoding="utf-8")))
    ]


def test_only_the_protocol_talks_to_the_model() -> None:
    assert MODEL_CALL.search("props.model.get('x')")
    assert MODEL_CALL.search("model?.on('change:x', f)")
    assert not MODEL_CALL.search("models.get('x'); cache.set('x', 1)")
    assert not found_in(scripts(but=("protocol",)), MODEL_CALL), "go through `emit` and `update`"


def test_views_know_no_host() -> None:
    assert imports('import type { A } from "@lumino/widgets";\nawait import("@jupyterlab/x")') == [
        "@lumino/widgets",
        "@jupyterlab/x",
    ]
    for path in scripts(but=("protocol", "lab")):
        hosts = [
            name
            for name in imports(path.read_text(encoding="utf-8"))
            if name.startswith(HOST_PACKAGES) or name.endswith("protocol/bind")
        ]
        allowed = path.name == "index.ts"  # it only binds
        assert not hosts or (allowed and all(name.endswith("protocol/bind") for name in hosts)), (
            f"{path.relative_to(ROOT)} knows its host: {hosts}"
        )


def test_text_never_becomes_html() -> None:
    for bad in (
        "el.innerHTML = x",
        "<p dangerouslySetInnerHTML={x} />",
        "el.insertAdjacentHTML('beforeend', x)",
        "eval(x)",
    ):
        assert UNSAFE.search(bad)
    assert not found_in(scripts(), UNSAFE), "text is shown as text: set textContent, or give it to Preact"


def test_modules_keep_no_state() -> None:
    for state in (
        "const a = 1;\nlet count = 0;",
        "const known = new Map();",
        "export const known: Map<string, number[]> = new Map<string, number[]>();",
        "const seen = new WeakSet<Element>([el]);",
        "const open = signal(false);",
        "const stack: number[] = [];",
        "const found: Record<string, number> = {};",
    ):
        assert MODULE_STATE.search(state), state
    for harmless in (
        'const KEYS = new Set(["a", "b"]);',
        "const SIZES = [1, 2];",
        'const NAMES = { a: "b" };',
        "function f() {\n  const known = new Map();\n}",
    ):
        assert not MODULE_STATE.search(harmless), harmless
    assert not found_in(scripts(), MODULE_STATE), (
        "one widget is shown in many cells, and hosts differ in how often a module runs: keep state in mount"
    )


def test_scripts_name_no_network_address() -> None:
    for path in scripts():
        found = ADDRESS.findall(without_comments(path.read_text(encoding="utf-8")))
        assert all(one.startswith(NAMES_ONLY) for one in found), f"{path.relative_to(ROOT)}: {found}"
