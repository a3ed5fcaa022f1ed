"""Rounds: what is under way, what was published, and opening a new one."""

from __future__ import annotations

from assessments.register.access import may
from views import address, who
from views.rounds import listing, opening


def show() -> None:
    actor = who.needed()
    if address.asked("view") == "open" and may(actor, "rounds.open_round"):
        opening.show(actor)
    else:
        listing.show(actor)
