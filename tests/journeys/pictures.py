"""Pictures of pages for the README, taken only when HAECHI_SCREENSHOTS names a folder."""

from __future__ import annotations

import io
import os
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

FOLDER = "HAECHI_SCREENSHOTS"
WANTED = {("tasks", "ko"), ("answer", "en"), ("review", "ko"), ("round", "en"), ("results", "en"), ("scorecard", "ko")}
SIZE = {"width": 1366, "height": 900}


def pictured(page: Page, name: str, language: str) -> None:
    """Keep a picture of what is shown, in few colours so that it stays small."""
    folder = os.environ.get(FOLDER, "")
    if not folder or (name, language) not in WANTED:
        return
    before = page.viewport_size
    page.set_viewport_size(SIZE)
    page.evaluate("document.querySelector('.stMain')?.scrollTo(0, 0)")
    page.wait_for_timeout(1000)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(128)
    picture.save(Path(folder) / f"screenshot_{name}_{language}.png", optimize=True)
    if before:
        page.set_viewport_size(before)
