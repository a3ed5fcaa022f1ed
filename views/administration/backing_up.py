"""Backups: when the last one was made, one made now, and how to restore it."""

from __future__ import annotations

import streamlit as st

from assessments.register import backups
from assessments.register.access import Actor
from assessments.store.backup import Contents
from assessments.store.engine import StoreError
from assessments.tables.problems import DataError
from views import frame, moments, who
from views.administration.routes import address
from views.administration.settings import size
from views.language import language, words

DONE = "backup_done"


def show(actor: Actor) -> None:
    text = words()
    st.markdown(text("administration.backup_lead"))
    _last(actor)
    if st.button(text("administration.make"), type="primary", key="make_backup"):
        _make(actor)
    if DONE in st.session_state:
        _said(st.session_state.pop(DONE))
    kept = backups.kept(actor)
    if kept:
        label = text("administration.fetch", name=kept.name, size=size(kept.size))
        who.link(label, address(kept.name))
        st.caption(text("administration.keep_safe"))
    st.header(text("administration.restore"), anchor=False)
    st.markdown(text("administration.restore_how"))
    st.code("python -m assessments restore FILE", language=None)
    st.markdown(text("administration.regularly"))
    st.code("python -m assessments backup FILE", language=None)


def _last(actor: Actor) -> None:
    text, last = words(), backups.last(actor)
    if last is None:
        st.warning(text("administration.never"))
        return
    by = frame.escape(last.by) or text("administration.command_line")
    st.markdown(text("administration.last", when=moments.full(last.at), who=by))


def _make(actor: Actor) -> None:
    """How far it is stands on the page while it is written."""
    text = words()
    bar = st.progress(0.0, text("administration.making"))

    def progress(done: int, total: int) -> None:
        bar.progress(done / total, text("administration.making_part", done=done, total=total))

    try:
        st.session_state[DONE] = backups.make(actor, progress)
    except DataError as error:
        st.error("\n".join(frame.escape(mistake.what.told(language())) for mistake in error.mistakes))
    except (OSError, StoreError) as error:
        st.error(text("administration.not_made", reason=frame.escape(str(error))))
    else:
        st.rerun()


def _said(contents: Contents) -> None:
    text = words()
    st.success(text("administration.made", rows=f"{sum(contents.rows.values()):,}", files=f"{len(contents.files):,}"))
    if contents.lost:
        st.error(text("administration.lost", number=len(contents.lost), names=", ".join(name[:12] for name in contents.lost[:5])))
