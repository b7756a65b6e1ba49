"""Driving JupyterLab: the server as a process, the page through JupyterLab's own application object.

In the page only locators and one promise per step are waited for, never a span of time.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import textwrap
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

import nbformat

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import ConsoleMessage, Locator, Page

# Waits, inside the page, until the notebook at `path` is open, rendered and its kernel answers.
_OPEN = """async ({path}) => {
  const app = window.jupyterapp;
  await app.restored;
  const panel = await app.commands.execute('docmanager:open', {path, factory: 'Notebook'});
  await panel.context.ready;
  await panel.sessionContext.ready;
  const kernel = panel.sessionContext.session.kernel;
  await kernel.info;
  while (kernel.connectionStatus !== 'connected') await new Promise(done => requestAnimationFrame(done));
  app.shell.activateById(panel.id);
}"""

_PANEL = """const panel = Array.from(app.shell.widgets('main')).find(w => w.context && w.context.path === path);"""

_RUN = f"""async ({{path, index}}) => {{
  const app = window.jupyterapp;
  {_PANEL}
  app.shell.activateById(panel.id);
  panel.content.activeCellIndex = index;
  await app.commands.execute('notebook:run-cell');
  const {{ outputs }} = panel.content.widgets[index].model; // a Markdown cell has none
  return (outputs ? outputs.toJSON() : []).filter(o => o.output_type === 'error').map(o => o.ename + ': ' + o.evalue);
}}"""

_EVALUATE = f"""async ({{path, code}}) => {{
  const app = window.jupyterapp;
  {_PANEL}
  const kernel = panel.sessionContext.session.kernel;
  const future = kernel.requestExecute({{code: '', silent: true, store_history: false, user_expressions: {{value: code}}}});
  const reply = await future.done;
  return reply.content.user_expressions.value;
}}"""

_EXECUTE = f"""async ({{path, code}}) => {{
  const app = window.jupyterapp;
  {_PANEL}
  const future = panel.sessionContext.session.kernel.requestExecute({{code, silent: true, store_history: false}});
  return (await future.done).content;
}}"""

_SHUT_DOWN = f"""async ({{path}}) => {{
  const app = window.jupyterapp;
  {_PANEL}
  await panel.sessionContext.shutdown();
}}"""


class Lab:
    """A JupyterLab server with a home, configuration and files of its own."""

    def __init__(self, folder: Path) -> None:
        self.files = folder / "files"
        self.files.mkdir()
        self._home = folder / "home"
        self._home.mkdir()
        self._log = folder / "lab.log"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        config = self._home / "config"
        (config / "labconfig").mkdir(parents=True)
        page_config = {"disabledExtensions": {"@jupyterlab/apputils-extension:announcements": True}}
        (config / "labconfig" / "page_config.json").write_text(json.dumps(page_config))
        environment = {
            **os.environ,
            "HOME": str(self._home),
            "JUPYTER_CONFIG_DIR": str(config),
            "JUPYTER_RUNTIME_DIR": str(self._home / "runtime"),
            "JUPYTER_DATA_DIR": str(self._home / "data"),
            "IPYTHONDIR": str(self._home / "ipython"),
            "OMP_NUM_THREADS": "1",
        }
        command = [
            *(
                sys.executable,
                "-m",
                "jupyterlab",
                "--no-browser",
                "--allow-root",
                f"--port={self.port}",
                "--ServerApp.port_retries=0",
            ),
            *("--IdentityProvider.token=", "--LabApp.expose_app_in_browser=True", f"--ServerApp.root_dir={self.files}"),
        ]
        with self._log.open("w") as log:
            self._process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        deadline = time.monotonic() + 120
        while True:
            try:
                urllib.request.urlopen(f"{self.url}/api/status", timeout=5).close()
            except (urllib.error.URLError, OSError):
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"JupyterLab did not start:\n{self._log.read_text()}") from None
                time.sleep(0.2)  # a server on its way up has nothing to subscribe to
            else:
                return

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def write_notebook(self, name: str, *cells: str) -> str:
        """A notebook of code cells; gives the path that `LabPage.open` takes."""
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(textwrap.dedent(cell).strip()) for cell in cells]
        )
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(notebook, self.files / name)
        return name


class LabPage:
    """JupyterLab in a browser tab."""

    def __init__(self, lab: Lab, page: Page) -> None:
        self.lab = lab
        self.page = page
        self.path = ""
        self.console_errors: list[str] = []
        page.on("console", self._note)
        page.on("pageerror", lambda error: self.console_errors.append(f"uncaught: {error}"))

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.console_errors.append(f"{message.text} ({message.location.get('url', '')})")

    def open(self, path: str) -> LabPage:
        self.path = path
        self.page.goto(f"{self.lab.url}/lab?reset")
        self._await_open()
        return self

    def reload(self) -> LabPage:
        """Save, and load the tab again, as after F5; the kernel lives on."""
        self.page.evaluate("async () => window.jupyterapp.commands.execute('docmanager:save')")
        self.page.goto(f"{self.lab.url}/lab?reset")
        self._await_open()
        return self

    def _await_open(self) -> None:
        self.page.wait_for_function("() => window.jupyterapp !== undefined", timeout=90_000)
        self.page.evaluate(_OPEN, {"path": self.path})

    def run(self, index: int) -> None:
        """Run a cell and wait for it; an error in it fails the test."""
        errors = self.page.evaluate(_RUN, {"path": self.path, "index": index})
        assert not errors, f"cell {index} raised {errors}"

    def output(self, index: int) -> Locator:
        cell = self.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Notebook .jp-Cell").nth(index)
        return cell.locator(".jp-OutputArea-output")

    def kernel_value(self, expression: str) -> Any:
        """A value computed in the kernel, by way of JSON."""
        reply = self.page.evaluate(_EVALUATE, {"path": self.path, "code": f"__import__('json').dumps({expression})"})
        assert reply["status"] == "ok", f"{expression}: {reply.get('ename')}: {reply.get('evalue')}"
        text = reply["data"]["text/plain"]
        return json.loads(__import__("ast").literal_eval(text))

    def execute(self, code: str) -> None:
        """Run code in the kernel, outside any cell."""
        reply = self.page.evaluate(_EXECUTE, {"path": self.path, "code": code})
        assert reply["status"] == "ok", f"{code}: {reply.get('ename')}: {reply.get('evalue')}"

    def until(self, expression: str) -> None:
        """Wait until an expression is true in the kernel; the page's messages to it arrive a little later."""
        deadline = time.monotonic() + 15
        while not self.kernel_value(f"bool({expression})"):  # each question is a round trip: no busy loop
            assert time.monotonic() < deadline, f"{expression} did not become true"

    def kill_kernel(self) -> None:
        """Kill the kernel's process for good."""
        self.page.evaluate(_SHUT_DOWN, {"path": self.path})

    def set_theme(self, name: str) -> None:
        self.page.evaluate(
            "async name => window.jupyterapp.commands.execute('apputils:change-theme', {theme: name})", name
        )
        light = "true" if "Light" in name else "false"
        self.page.locator(f"body[data-jp-theme-light='{light}']").wait_for(state="attached")

    def shut_down(self) -> None:
        """End the kernels that this tab started."""
        if not self.page.is_closed() and self.path:
            self.page.evaluate(
                "async () => window.jupyterapp && window.jupyterapp.serviceManager.sessions.shutdownAll()"
            )
