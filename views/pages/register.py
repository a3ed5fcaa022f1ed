"""A register as a table one works in: a row a risk (or law, process, post), a column a question."""

from __future__ import annotations

import streamlit as st

from views import address, frame, routes, who
from views.answer import check, register, side
from views.language import language, words
from views.pages.answer import crumbs, wanted
from views.review import for_officer


def show() -> None:
    actor = who.needed()
    kept = wanted(actor)
    text, names = words(), kept.edition.wording(language())
    if kept.about_itself:
        routes.go("answer", **{"return": str(kept.id)})
    frame.head(names.edition(), text("register.lead"), crumbs(kept))
    if not kept.writable:
        check.locked(actor, kept)
    for_officer.show(actor, kept)
    if not kept.subjects:
        st.info(text("register.empty"))
        routes.link("subjects", text("answer.subjects"), **{"return": str(kept.id)})
        return
    sections = list(kept.sections)
    asked = address.asked("section")
    picked = st.segmented_control(
        text("answer.sections"),
        [*sections, side.CHECK],
        default=asked if asked in sections or asked == side.CHECK else sections[0],
        format_func=lambda code: text("answer.check") if code == side.CHECK else names.node(code),
        required=True,
    )
    address.keep("section", picked or sections[0])
    if picked != side.CHECK:
        register.show(kept.id, picked or sections[0])
    elif kept.writable:
        check.show(actor, kept)
    side.elsewhere(kept)
