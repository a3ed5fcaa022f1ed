"""Answering without a network: take the return away, bring it back."""

from __future__ import annotations

import streamlit as st

from assessments.register.access import may
from views import frame, who
from views.answer import check, offline
from views.language import words
from views.pages.answer import crumbs, wanted


def show() -> None:
    actor = who.needed()
    kept = wanted(actor)
    text = words()
    frame.head(text("offline.title"), text("offline.lead"), crumbs(kept))
    if not kept.writable:
        check.locked(actor, kept)
    st.header(text("offline.take_away"), anchor=False)
    st.markdown(text("offline.take_away_lead"))
    offline.downloads(actor, kept)
    if kept.writable and may(actor, "exchange.preview", return_id=kept.id):
        st.header(text("offline.bring_back"), anchor=False)
        st.markdown(text("offline.bring_back_lead"))
        offline.upload(actor, kept)
