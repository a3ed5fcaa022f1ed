"""Every page of the application, run anew at each click: who is there, the language, the pages, and the one that was asked for."""

import streamlit as st

from views import address, frame, language, routes, who
from views.frame import visitor

st.set_page_config(page_title="Haechi", layout="wide")
actor = who.actor()
language.keep()
st.logo(frame.LOGO, size="large")
chosen = st.navigation(routes.shown(actor.person if actor else None), position="top")
st.set_page_config(page_title=f"{chosen.title} – Haechi")
frame.dress()
visitor.show(actor)
address.renew()
chosen.run()
