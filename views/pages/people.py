"""People: the list, one account, a new one."""

from __future__ import annotations

from assessments.register.access import Refused, may
from views import address, who
from views.language import words
from views.people import adding, card, importing, listing


def show() -> None:
    actor, text = who.needed(), words()
    if not may(actor, "people.add_person"):
        address.stop(text("people.not_yours"), text("people.not_yours_why"))
    number = address.asked("person")
    if address.asked("view") == "add":
        adding.show(actor)
    elif address.asked("view") == "import":
        importing.show(actor)
    elif number:
        try:
            card.show(actor, int(number) if number.isdecimal() else 0)
        except Refused:
            address.stop(text("people.not_here"), text("people.not_here_why"))
    else:
        listing.show(actor)
