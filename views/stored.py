"""Results of rounds in the store, as far as they are for whoever is signed in."""

from __future__ import annotations

from assessments.register.access import Actor, Refused, may
from assessments.rounds.results import results
from assessments.rounds.results.opened import Opened, Stored
from views import who
from views.language import words
from views.shelf import Result, of_round


def found(number: str, subject: str) -> Result:
    """The result of this number, whole, or what of it is about the reader's own institution (that of the subject, if there are several).

    Raises Refused.
    """
    actor = who.needed()
    if not number.isdecimal():
        raise Refused("result_id")
    return of_round(opened(actor, int(number), subject))


def opened(actor: Actor, number: int, subject: str = "") -> Opened:
    """A result as far as this person may see it. Raises Refused."""
    if may(actor, "results.open_result", result_id=number):
        return results.open_result(actor, number)
    for institution in sorted(actor.person.institutions("officer"), key=lambda code: (code != subject.partition("/")[0], code)):
        try:
            return results.own_result(actor, number, institution)
        except Refused:
            continue
    raise Refused("result_id")


def label(one: Stored) -> str:
    """What a result is called on the screen: the first one and those of a round that was closed again in the language of the page."""
    text = words()
    own = one.label
    if not one.rescored:
        own = text("published.first") if one.freezing == 1 else text("published.again", number=one.freezing)
    return text("published.label", label=own, basis=text(f"published.basis.{one.basis}"))
