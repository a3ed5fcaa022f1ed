"""What answers are, at the head of everything that is made of them."""

from __future__ import annotations

import streamlit as st

from assessments import samples
from assessments.tables.messages import told
from views import frame
from views.language import language, words
from views.shelf import Result


def show(result: Result) -> None:
    """Example or fiction is never to be mistaken for a finding; and what a careful reader should know."""
    if result.kind in samples.KINDS:
        st.info(words()(f"samples.{result.kind}.banner"))
    for warning in result.comparison.warnings:
        st.warning(frame.escape(told(warning, language())))
