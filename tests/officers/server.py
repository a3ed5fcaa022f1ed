"""The application as `make run` starts it, in a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Server:
    """A running application; `kill` ends it as a power cut would."""

    address: str
    process: subprocess.Popen[bytes]
    said: Path

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def serving(folder: Path, settings: Mapping[str, str], script: Path = ROOT / "app.py") -> Iterator[Server]:
    """Start the application with these environment variables; what it says goes into a file in `folder`. It is ended with the block."""
    port, said = _free_port(), folder / "server.log"
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port), "--server.headless", "true"]
    with said.open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings}, stdout=log, stderr=subprocess.STDOUT)
    server = Server(f"http://localhost:{port}", process, said)
    try:
        _wait(server)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            server.kill()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait(server: Server) -> None:
    for _ in range(240):
        if server.process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"{server.address}/_stcore/health", timeout=2).read()
            return
        except OSError:
            time.sleep(0.25)
    raise RuntimeError(f"the application did not start: {server.said.read_text(errors='replace')}")
