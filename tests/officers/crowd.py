"""Many officers at once: each thinks, answers, and is timed."""

from __future__ import annotations

import asyncio
import math
import random
from collections import defaultdict
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field

from websockets.exceptions import WebSocketException

from .visit import Trouble

Officer = AsyncGenerator[tuple[str, float], None]  # one step after the other: what it was, and the seconds that it took


@dataclass
class Measured:
    """The seconds of every step by what it was, as in `seconds["answer"]`, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    troubles: list[str] = field(default_factory=list)


async def crowd(officers: Sequence[Officer], arrive: float, think: tuple[float, float]) -> Measured:
    """Let all officers work side by side until each has no step left.

    They arrive within `arrive` seconds and think for between `think[0]` and `think[1]` seconds after each step.
    """
    measured, chance = Measured(), random.Random(7)
    await asyncio.gather(
        *(_work(officer, measured, chance.uniform(0, arrive), random.Random(number), think) for number, officer in enumerate(officers)),
    )
    return measured


async def _work(officer: Officer, measured: Measured, arrive: float, chance: random.Random, think: tuple[float, float]) -> None:
    await asyncio.sleep(arrive)
    try:
        async for step, took in officer:
            measured.seconds[step].append(took)
            await asyncio.sleep(chance.uniform(*think))
    except (Trouble, WebSocketException, OSError, TimeoutError) as trouble:
        measured.troubles.append(f"{type(trouble).__name__}: {trouble}")


def percentile(seconds: Sequence[float], percent: float) -> float:
    """The value that so many per cent of all stay at or below.

    >>> percentile([0.1, 0.2, 0.3, 0.4], 50), percentile([0.1, 0.2, 0.3, 0.4], 95)
    (0.2, 0.4)
    """
    return sorted(seconds)[math.ceil(len(seconds) * percent / 100) - 1]
