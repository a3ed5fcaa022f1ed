"""A browser for the journeys: the system's, else Debian's package when root, else Playwright's own. Run it to make sure of one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def executable() -> str | None:
    """The system's browser; none if Playwright's own is to be used."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def _playwrights_own() -> bool:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return os.path.exists(playwright.chromium.executable_path)


def ensure() -> str:
    """Make sure that there is a browser, and say which. Raises CalledProcessError if none can be had."""
    if not executable() and not _playwrights_own():
        if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
            subprocess.run(["apt-get", "update", "-qq"], check=True)
            subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-cjk"], check=True)
        else:
            subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)
    return executable() or "Playwright's chromium"


if __name__ == "__main__":
    print(f"browser: {ensure()}")
