"""Attach files or a link to a return, for the questions that they speak to."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from assessments.register.access import Actor
from assessments.rounds.returns import Key, Return
from views import frame
from views.evidence import attach, listing
from views.language import words

FILE, LINK = KINDS = ("file", "link")
WRONG = "evidence_wrong"


def show(actor: Actor, kept: Return) -> None:
    """One form at a time: files, or a link."""
    text = words()
    st.header(text("evidence.add"), anchor=False)
    kind = st.segmented_control(
        text("evidence.kind"),
        KINDS,
        default=FILE,
        format_func=lambda kind: text(f"evidence.kind_{kind}"),
        required=True,
        key="evidence_kind",
        label_visibility="collapsed",
    )
    labels = listing.labels(kept)
    attach.limits(actor)
    with st.form(f"add_{kind}", clear_on_submit=True):
        sent = st.file_uploader(text("evidence.files"), accept_multiple_files=True, key="evidence_files") if kind == FILE else []
        url = st.text_input(text("evidence.url"), placeholder="https://", max_chars=2000, key="evidence_url") if kind == LINK else ""
        title = st.text_input(text("evidence.title"), max_chars=200, key="evidence_title") if kind == LINK else ""
        uses = st.multiselect(
            text("evidence.uses"),
            list(labels),
            format_func=labels.__getitem__,
            placeholder=text("evidence.choose_questions"),
            key="evidence_uses",
        )
        if st.form_submit_button(text("evidence.attach"), type="primary", key=f"attach_{kind}"):
            _attach(kept, sent or [], url, title, uses)
    for why in st.session_state.pop(WRONG, []):
        st.error(frame.escape(why))


def _attach(kept: Return, sent: list[UploadedFile], url: str, title: str, uses: list[Key]) -> None:
    if not sent and not url.strip():
        st.session_state[WRONG] = [words()("evidence.nothing_sent")]
        return
    with st.spinner(words()("evidence.working")):
        st.session_state[WRONG] = attach.files(kept.id, sent, uses) if sent else attach.link(kept.id, url, title, uses)
    st.rerun()
