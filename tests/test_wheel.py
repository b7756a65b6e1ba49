"""What is in the wheel and in the source distribution, and that the wheel works without Node.js."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.rooms import tracked, widget_stems

ROOT = Path(__file__).parent.parent
EXTENSION = "data/data/share/jupyter/labextensions/nlpwidgets/"
SIZE_LIMIT = 12_000_000  # bytes; the bundled models take up to 8 MB of it


def build(kind: str, out: Path) -> Path:
    if not (ROOT / "nlpwidgets/labextension/package.json").exists():
        pytest.fail("the front ends are not built: run `make setup`", pytrace=False)
    command = [sys.executable, "-m", "build", f"--{kind}", "--no-isolation", "--outdir", str(out), str(ROOT)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    (found,) = out.iterdir()
    return found


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def files(folder: Path) -> set[str]:
    """All files below `folder`, the version of the package left out of the names."""
    version = json.loads((ROOT / "package.json").read_text())["version"]
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return {name.replace(f"nlpwidgets-{version}.", "") for name in found}


def test_every_widget_brings_its_script_its_style_and_its_saved_page(unpacked: Path) -> None:
    static = {Path(name).name for name in files(unpacked) if name.startswith("nlpwidgets/static/")}
    assert static == {f"{stem}{ending}" for stem in widget_stems(ROOT) for ending in (".js", ".css", ".page.js")}
    for name in static:
        assert (unpacked / "nlpwidgets/static" / name).stat().st_size > 0, f"{name} is empty"


def test_the_package_is_complete_and_holds_nothing_else(unpacked: Path) -> None:
    inside = {name for name in files(unpacked) if name.startswith("nlpwidgets/") and "/static/" not in name}
    assert inside == tracked(ROOT, "nlpwidgets")
    strange = {name for name in files(unpacked) if not name.startswith(("nlpwidgets/", EXTENSION, "dist-info/"))}
    assert not strange
    assert not [name for name in files(unpacked) if name.endswith((".map", ".ts", ".tsx", ".pyc", ".ipynb"))]


def test_the_extension_is_shared_data_once(unpacked: Path) -> None:
    inside = {name.removeprefix(EXTENSION) for name in files(unpacked) if name.startswith(EXTENSION)}
    assert {"package.json", "install.json"} <= inside
    description = json.loads(
        (next(unpacked.glob("*.data")) / EXTENSION.removeprefix("data/") / "package.json").read_text()
    )
    assert description["jupyterlab"]["_build"]["load"] in inside
    assert len([name for name in inside if "remoteEntry" in name]) == 1, "an older build was packed too"


def test_the_wheel_is_small(wheel: Path) -> None:
    assert wheel.stat().st_size < SIZE_LIMIT


def test_the_versions_agree(unpacked: Path) -> None:
    metadata = next(unpacked.glob("*.dist-info/METADATA")).read_text()
    version = json.loads((ROOT / "package.json").read_text())["version"]
    assert f"\nVersion: {version}\n" in metadata
    lock = json.loads((ROOT / "package-lock.json").read_text())
    assert lock["version"] == lock["packages"][""]["version"] == version


SHOW = """
import sys, nlpwidgets
widget = nlpwidgets.GateInspector()
assert sys.argv[1] in nlpwidgets.__file__, nlpwidgets.__file__
assert len(str(widget._esm)) > 1000 and len(str(widget._css)) > 1000 and widget.traces
"""


def test_a_widget_starts_from_the_wheel(unpacked: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(unpacked), "PATH": "/nowhere"}
    command = [sys.executable, "-c", SHOW, str(unpacked)]
    run = subprocess.run(command, cwd=unpacked, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_jupyterlab_accepts_the_extension_of_the_wheel(unpacked: Path) -> None:
    share = next(unpacked.glob("*.data")) / "data/share/jupyter"
    environment = {**os.environ, "JUPYTER_PATH": str(share)}
    assert_extension_ok(sys.executable, environment, share)


def assert_extension_ok(python: str, environment: dict[str, str], share: Path) -> None:
    command = [python, "-m", "jupyterlab.labextensions", "list"]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    printed = run.stdout + run.stderr
    _, _, section = printed.partition(str(share))
    line = next((line for line in section.splitlines() if "nlpwidgets v" in line), "")
    assert "enabled" in line, printed
    assert "OK" in line, printed


def test_the_source_distribution_can_build(tmp_path: Path) -> None:
    with tarfile.open(build("sdist", tmp_path)) as archive:
        inside = {name.partition("/")[2] for name in archive.getnames()}
    # what a wheel is made of, and what the front ends are made of
    for needed in (
        "package.json",
        "package-lock.json",
        "pyproject.toml",
        "Makefile",
        "js/build.mjs",
        "constraints.txt",
    ):
        assert needed in inside
    assert tracked(ROOT, "nlpwidgets") | tracked(ROOT, "js") <= inside
    assert "nlpwidgets/labextension/package.json" in inside
    assert not [name for name in inside if "node_modules" in name or ".venv" in name]


@pytest.mark.slow
def test_an_empty_environment_needs_no_node(wheel: Path, tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "JUPYTER"))}
    environment |= {"PATH": "/usr/bin:/bin", "JUPYTER_CONFIG_DIR": str(tmp_path / "config")}
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    python = str(tmp_path / "venv/bin/python")
    install = [python, "-m", "pip", "install", "--quiet", "-c", str(ROOT / "constraints.txt"), f"{wheel}[lab]"]
    subprocess.run(install, env=environment, check=True)
    subprocess.run([python, "-c", SHOW, str(tmp_path)], cwd=tmp_path, env=environment, check=True)
    assert_extension_ok(python, environment, tmp_path / "venv/share/jupyter")
