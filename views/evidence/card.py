"""One piece of evidence: its revisions, the questions that it speaks to, and what can be done with it."""

from __future__ import annotations

import streamlit as st

from assessments.register.access import Actor
from assessments.rounds.evidence import evidence
from assessments.rounds.evidence.attached import Evidence
from assessments.rounds.returns import Key, Return
from views import frame, routes
from views.evidence import attach, listing
from views.language import words

REMOVED = "evidence_removed"


def show(actor: Actor, kept: Return, one: Evidence) -> None:
    text = words()
    st.html(f"<ul class='evidence'><li>{listing.item(one)}</li></ul>")
    if one.revisions:
        st.header(text("evidence.revisions"), anchor=False)
        rows = "".join(f"<li value='{held.number}'>{listing.revision(one, held)}</li>" for held in reversed(one.revisions))
        st.html(f"<ol class='evidence'>{rows}</ol>")
        st.caption(text("evidence.digest", digest=one.revisions[-1].sha256))
    if kept.writable:
        _revise(actor, kept, one)
        _rename(kept, one)
        _connect(kept, one)
        _remove(kept, one)
        return
    st.header(text("evidence.used_for"), anchor=False)
    for key in [key for key in listing.keys(kept) if key in one.uses]:
        st.markdown(f"- {frame.escape(listing.question(kept, key))}")


def _revise(actor: Actor, kept: Return, one: Evidence) -> None:
    if not one.revisions:
        return
    text = words()
    attach.limits(actor)
    with st.form(f"revise_{one.id}_{len(one.revisions)}"):
        sent = st.file_uploader(text("evidence.newer"), key=f"newer_{one.id}_{len(one.revisions)}")
        if st.form_submit_button(text("evidence.revise")) and sent:
            _say(attach.tried(lambda actor: evidence.revise(actor, one.id, sent.name, sent.getvalue())))


def _rename(kept: Return, one: Evidence) -> None:
    text = words()
    with st.form(f"rename_{one.id}"):
        title = st.text_input(text("evidence.title"), one.title, max_chars=200)
        if st.form_submit_button(text("evidence.rename")):
            _say(attach.tried(lambda actor: evidence.rename(actor, one.id, title)))


def _connect(kept: Return, one: Evidence) -> None:
    text, labels = words(), listing.labels(kept)
    with st.form(f"connect_{one.id}"):
        picked = st.multiselect(
            text("evidence.uses"),
            list(labels),
            [key for key in labels if key in one.uses],
            format_func=labels.__getitem__,
            placeholder=text("evidence.choose_questions"),
        )
        if st.form_submit_button(text("evidence.connect")):
            _say(attach.tried(lambda actor: _connected(actor, one, frozenset(picked), one.uses & frozenset(labels))))


def _connected(actor: Actor, one: Evidence, wanted: frozenset[Key], before: frozenset[Key]) -> None:
    for subject, item in wanted - before:
        evidence.use_for(actor, one.id, subject, item)
    for subject, item in before - wanted:
        evidence.not_for(actor, one.id, subject, item)


def _remove(kept: Return, one: Evidence) -> None:
    """Removing can be undone, so it is done at once and said on the list."""
    if st.button(words()("evidence.remove"), key=f"remove_{one.id}"):
        wrong = attach.tried(lambda actor: evidence.remove(actor, one.id))
        if wrong:
            _say(wrong)
        st.session_state[REMOVED] = one.id
        routes.go("evidence", **{"return": str(kept.id)})


def _say(wrong: list[str]) -> None:
    """What went wrong; or the page anew with what is true now."""
    if not wrong:
        st.rerun()
    for why in wrong:
        st.error(frame.escape(why))
