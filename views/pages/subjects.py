"""An institution's own list of what it assesses: laws, processes, risks or posts."""

from __future__ import annotations

from assessments.register.access import may
from views import address, frame, routes, who
from views.answer import check
from views.language import language, words
from views.pages.answer import wanted
from views.round import told
from views.subjects import importing, listing, more


def show() -> None:
    actor = who.needed()
    kept = wanted(actor)
    text = words()
    if kept.about_itself:
        routes.go("answer", **{"return": str(kept.id)})
    kind = kept.edition.questionnaire.subject
    crumbs: list[frame.Crumb] = [
        lambda: routes.link(routes.TASKS, text("pages.tasks")),
        lambda: routes.link("subjects", text.name("subject_kinds", kind), **{"return": str(kept.id)}),
    ]
    may_write = kept.writable and may(actor, "subjects.add", return_id=kept.id)
    if may_write and address.asked("view") == "import":
        importing.show(actor, kept, crumbs)
        return
    lead = text("subject_list.lead", institution=kept.named(language()), round=kept.round.named(language()))
    frame.head(text.name("subject_kinds", kind), frame.escape(lead), crumbs[:1])
    told.say_done()
    if not kept.writable:
        check.locked(actor, kept)
    listing.show(actor, kept, may_write)
    if may_write:
        more.show(actor, kept)
