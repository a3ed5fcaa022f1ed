"""Moments and days as a reader writes them, in the time zone of the browser."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from views.language import language


def clock(moment: datetime) -> str:
    """The time of day: `14:02`."""
    return f"{_here(moment):%H:%M}"


def day(when: date | datetime) -> str:
    """A day: `2026-11-23`, in Korean `2026. 11. 23.`, held together by blanks that do not break: Markdown would read a list otherwise."""
    there = _here(when) if isinstance(when, datetime) else when
    return f"{there.year}.\u00a0{there.month}.\u00a0{there.day}." if language() == "ko" else f"{there:%Y-%m-%d}"


def full(moment: datetime) -> str:
    """Day and time of day."""
    return f"{day(moment)} {clock(moment)}"


def begins(when: date) -> datetime:
    """The moment at which a day begins here."""
    try:
        return datetime.combine(when, time(), ZoneInfo(st.context.timezone or "UTC"))
    except (ZoneInfoNotFoundError, ValueError, TypeError):
        return datetime.combine(when, time(), UTC)


def _here(moment: datetime) -> datetime:
    try:
        return moment.astimezone(ZoneInfo(st.context.timezone or "UTC"))
    except (ZoneInfoNotFoundError, ValueError, TypeError):
        return moment
