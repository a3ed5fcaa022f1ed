"""How far something long is, on the error output: nothing in the first second, then a line a second at most."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable


def lines(what: str) -> Callable[[int, int], None]:
    """A function that is told how many steps are done, of how many."""
    said = time.monotonic()

    def told(done: int, total: int) -> None:
        nonlocal said
        if time.monotonic() - said > 1:
            said = time.monotonic()
            print(f"{what}: {100 * done // total} %", file=sys.stderr, flush=True)

    return told
