"""Where one lands: what is due, for which institution, how far, and one button to go on."""

from __future__ import annotations

from views import frame, who
from views.language import words


def show() -> None:
    text = words()
    frame.head(text("tasks.title"), text("tasks.lead"))
    who.needed()
