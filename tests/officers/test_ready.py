"""What keeps a hundred officers from waiting for each other; each of these would go without a word."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
import tomllib
from pathlib import Path

from assessments.store.engine import open_store

from .server import ROOT

ASKED = """
import gc, json, sys, app
pages = [name for name in sys.modules if name.startswith("views.pages.")]
print(json.dumps({"frozen": gc.get_freeze_count(), "left": len(gc.get_objects()), "pages": len(pages)}))
"""


def test_no_full_collection_after_each_run_and_no_watching_of_files() -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert (settings["runner"]["postScriptGC"], settings["server"]["fileWatcherType"]) == (False, "none")


def test_every_page_is_loaded_and_frozen_before_the_first_visitor() -> None:
    said = subprocess.run([sys.executable, "-c", ASKED], check=True, capture_output=True, text=True, cwd=ROOT).stdout
    found = json.loads(said.splitlines()[-1])
    assert found["pages"] == len(list((ROOT / "views" / "pages").glob("[!_]*.py")))
    assert found["left"] < found["frozen"] / 10


def test_writers_to_sqlite_queue_before_they_take_a_connection(tmp_path: Path) -> None:
    store = open_store(tmp_path, "")
    entered = threading.Event()

    def write() -> None:
        with store.writing():
            entered.set()

    with store.writing():
        second = threading.Thread(target=write)
        second.start()
        time.sleep(0.2)
        assert store.engine.pool.checkedout() == 1  # type: ignore[attr-defined]
        assert not entered.is_set()
    second.join()
    assert entered.is_set()
    store.close()
