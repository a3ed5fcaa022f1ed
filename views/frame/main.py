"""Every page of the application, run anew at each click: the language, the pages, and the one that was asked for."""

import streamlit as st

from views import frame, language, routes

st.set_page_config(page_title="Haechi", layout="wide")
language.keep()
st.logo(frame.LOGO, size="large")
chosen = st.navigation([routes.page(name) for name in (*routes.VISIBLE, *routes.HIDDEN)], position="top")
st.set_page_config(page_title=f"{chosen.title} – Haechi")
frame.dress()
chosen.run()
