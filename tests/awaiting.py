"""Coroutines in tests that are not coroutines themselves."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Answer = TypeVar("Answer")


def awaited(coroutine: Coroutine[Any, Any, Answer]) -> Answer:
    """What a coroutine gives, run in a thread of its own: in this one the browser of the journeys may have a loop that goes on."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()
