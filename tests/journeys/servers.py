"""The application as `make run` starts it, on a folder of its own, and what its console says."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assessments.store.engine import Store, open_store

ROOT = Path(__file__).parent.parent.parent
CONSOLE = "console.txt"


@dataclass(frozen=True)
class Server:
    """Where it answers, and where it keeps what is written."""

    address: str
    folder: Path

    def console(self) -> str:
        return (self.folder / CONSOLE).read_text(encoding="utf-8", errors="replace")

    def set_up_address(self) -> str:
        """The one-time address that the console shows while nobody has an account."""
        found = re.search(r"http://\S+/account/set-up\?code=\S+", self.console())
        assert found, self.console()
        return found[0]

    def store(self) -> Store:
        """The same store, opened beside the application."""
        return open_store(self.folder / "data", "")


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """A server until the block ends; its data are in `folder/data`."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), "--server.headless", "true"]
    environment = {**os.environ, "QUESTIONNAIRE_PATH": "", "DATABASE_URL": "", "HAECHI_DATA": str(folder / "data")}
    with (folder / CONSOLE).open("wb") as console:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=console, stderr=subprocess.STDOUT)
        server = Server(f"http://localhost:{port}", folder)
        try:
            _wait_for(server, process)
            yield server
        finally:
            process.terminate()
            process.wait(20)


def _wait_for(server: Server, process: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        if process.poll() is not None:
            raise RuntimeError(f"the application ended: {server.console()}")
        try:
            urllib.request.urlopen(f"{server.address}/_stcore/health", timeout=2).read()
            return
        except OSError:
            time.sleep(0.25)
    raise RuntimeError("the application did not start within a minute")
