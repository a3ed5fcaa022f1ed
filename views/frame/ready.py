"""Before the first visitor: every page is loaded, and what is loaded is for ever out of the garbage collector's way."""

from __future__ import annotations

import gc
from importlib import import_module
from pathlib import Path

SELDOM = (
    10_000,
    20,
    50,
)  # what visits leave behind is looked through in larger pieces: a full look takes a tenth of a second with a hundred visits
PAGES = Path(__file__).parent.parent / "pages"


def make() -> None:
    """Load all pages, so that nobody waits for that, and freeze.

    A full collection walks through the 180,000 objects of the libraries, and for a tenth of a second nobody is answered; frozen, they are left out.
    """
    for path in sorted(PAGES.glob("[!_]*.py")):
        import_module(f"views.pages.{path.stem}")
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)
