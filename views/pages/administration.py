"""Administration: what is set up and how much there is, the log of changes, backups."""

from __future__ import annotations

import streamlit as st

from assessments.register.access import may
from views import choosing, frame, routes, who
from views.administration import backing_up, log, settings
from views.language import words

PARTS = {"settings": settings.show, "log": log.show, "backup": backing_up.show}


def show() -> None:
    actor, text = who.needed(), words()
    frame.head(text("administration.title"), text("administration.lead"))
    if not may(actor, "installed.facts"):
        st.info(text("administration.not_yours"))
        return
    picked = choosing.part(
        "tab", list(PARTS), text("administration.parts"), lambda part: text(f"administration.part.{part}"), "administration_tab"
    )
    PARTS[picked](actor)
    routes.link("people", text("administration.people"))
