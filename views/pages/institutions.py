"""The register of institutions: the list, one of them, and what can be done: enter, correct, reorganise, close, take a list in."""

from __future__ import annotations

from assessments.register.access import Actor, Refused, may
from assessments.register.institutions import institutions
from assessments.register.institutions.institution import Institution
from views import address, who
from views.institutions import card, ending, form, importing, listing, reorganising, taking_back
from views.language import words

OF_ALL = {"import": ("intake.preview", importing.show), "add": ("institutions.add", form.add)}
OF_ONE = {
    "change": ("institutions.change", form.change),
    "reorganise": ("reorganise.rename", reorganising.show),
    "take_back": ("reorganise.take_back", taking_back.show),
    "end": ("institutions.close", ending.show),
}
"""What the address calls it → the service that it needs, and the part of the page."""


def show() -> None:
    actor = who.needed()
    view, code = address.asked("view"), address.asked("institution")
    if code:
        one = _wanted(actor, code)
        service, part = OF_ONE.get(view, ("institutions.get", card.show))
        (part if may(actor, service, institution=code) else card.show)(actor, one)
    else:
        service, whole = OF_ALL.get(view, ("institutions.list_institutions", listing.show))
        (whole if may(actor, service) else listing.show)(actor)


def _wanted(actor: Actor, code: str) -> Institution:
    """The institution that the address names."""
    try:
        return institutions.get(actor, code)
    except Refused:
        address.stop(words()("institutions.not_here"), words()("institutions.not_here_why", asked=code))
