"""Take back the last reorganisation of an institution, where it was recorded by mistake."""

from __future__ import annotations

import streamlit as st

from assessments.register.access import Actor
from assessments.register.institutions import institutions, reorganise
from assessments.register.institutions.institution import Institution, NotPossible
from assessments.register.institutions.lineage import RENAMED
from views import address, frame, moments, routes
from views.institutions import history
from views.institutions import words as said
from views.language import language, words


def show(actor: Actor, one: Institution) -> None:
    text, name = words(), one.named(language())
    found = history.reorganisations(one.code, reorganise.list_lineage(actor))
    if not found:
        address.stop(text("institutions.take_back"), text("institutions.no_reorganisation", name=name))
    last, known = found[-1], {other.code: other for other in institutions.list_institutions(actor)}
    crumbs = [
        lambda: routes.link("institutions", text("pages.institutions")),
        lambda: routes.link("institutions", name, institution=one.code),
    ]
    frame.head(text("institutions.take_back"), f"{moments.day(last[0].on)}: {history.sentence(last, known)}", crumbs)
    st.markdown(text(f"institutions.take_back_{'renamed' if last[0].kind == RENAMED else 'others'}"))
    if st.button(text("institutions.take_back_now"), type="primary", key="take_back_now"):
        try:
            reorganise.take_back(actor, last[0].id)
        except NotPossible as error:
            st.error(frame.escape(error.why.told(language())))
        else:
            said.done(text("institutions.taken_back"))
            routes.go("institutions", institution=one.code)
    routes.link("institutions", text("institutions.leave"), institution=one.code)
