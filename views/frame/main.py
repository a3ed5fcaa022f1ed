"""Every page of the application, run anew at each click: who is there, the language, the pages, and the one that was asked for."""

import streamlit as st

from assessments.store.engine import StoreError
from views import address, frame, language, routes, who
from views.frame import visitor

st.set_page_config(page_title="Haechi", layout="wide")


def show() -> None:
    """The page that was asked for, in its frame."""
    actor = who.actor()
    st.logo(frame.LOGO, size="large")
    chosen = st.navigation(routes.shown(actor.person if actor else None), position="top")
    st.set_page_config(page_title=f"{chosen.title} – Haechi")
    frame.dress()
    visitor.show(actor)
    address.renew()
    chosen.run()


language.keep()
try:
    show()
except StoreError:
    frame.without_store()
