"""Which Chromium the tests drive; as a script, whether it starts."""

from __future__ import annotations

import os
import shutil
import sys

from playwright.sync_api import Error, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    """Path of a browser on this machine; None leaves the choice to Playwright's own."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("CHROMIUM") or next((path for path in map(shutil.which, names) if path), None)


def main() -> int:
    """Start the browser and close it again; 1 when it does not start."""
    with sync_playwright() as playwright:
        try:
            playwright.chromium.launch(executable_path=chromium(), args=FLAGS).close()
        except Error as error:
            print(f"{chromium() or 'Playwright’s own Chromium'} does not start: {str(error).splitlines()[0]}")
            return 1
    print(f"browser: {chromium() or 'Playwright’s own Chromium'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
