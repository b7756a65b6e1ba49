"""A real JupyterLab and a real Chromium, started once per run."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.ui.browser import FLAGS, chromium
from tests.ui.jupyter import Lab, LabPage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]

# errors that the host prints for reasons of its own, with or without our widgets on the page
HOST_NOISE = (
    "favicon",
    "ResizeObserver loop",
    "Could not restore the debugger state",  # a reload cancels the debugger's question
    "the server responded with a status of 404",  # JupyterLab probing for optional files (workspaces, translations)
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.ui)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    found = {**browser_type_launch_args, "args": FLAGS}
    if path := chromium():
        found["executable_path"] = path
    return found


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    server = Lab(tmp_path_factory.mktemp("lab"))
    shutil.copytree(
        ROOT / "examples", server.files, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".ipynb_checkpoints")
    )
    server.start()
    yield server
    server.stop()


@pytest.fixture
def lab_page(lab: Lab, browser: Browser) -> Iterator[LabPage]:
    """A JupyterLab in a fresh browser context; the test fails when the page logs an error."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    context.set_default_timeout(30_000)
    found = LabPage(lab, context.new_page())
    yield found
    found.shut_down()
    context.close()
    errors = [text for text in found.console_errors if not any(noise in text for noise in HOST_NOISE)]
    assert not errors, "the page logged errors:\n" + "\n".join(errors)


@pytest.fixture
def offline_page(browser: Browser) -> Iterator[Page]:
    """A page that can reach nothing; a try or a logged error fails the test."""
    context = browser.new_context(viewport={"width": 1200, "height": 1000}, offline=True)
    page = context.new_page()
    reached: list[str] = []
    errors: list[str] = []
    page.on(
        "request",
        lambda request: reached.append(request.url) if not request.url.startswith(("file:", "data:")) else None,
    )
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert reached == []
    assert errors == []
