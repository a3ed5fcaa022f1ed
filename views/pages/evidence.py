"""Everything that is attached to a return, by question; one piece of it, and attaching more."""

from __future__ import annotations

import streamlit as st

from assessments.register.access import Actor, may
from assessments.rounds.evidence import evidence
from assessments.rounds.evidence.attached import Evidence
from assessments.rounds.returns import Key, Return
from views import address, frame, moments, routes, who
from views.evidence import adding, attach, card, listing
from views.language import words
from views.pages.answer import crumbs, wanted

ROWS = 25


def show() -> None:
    actor = who.needed()
    kept = wanted(actor)
    text, found = words(), evidence.list_evidence(actor, kept.id)
    chosen = next((one for one in found if str(one.id) == address.asked("evidence")), None)
    if chosen is not None:
        back = [lambda: routes.link("evidence", text("pages.evidence"), **{"return": str(kept.id)})]
        frame.head(frame.escape(chosen.title), "", [*crumbs(kept), *back])
        card.show(actor, kept, chosen)
        return
    frame.head(text("pages.evidence"), text("evidence.lead"), crumbs(kept))
    if not kept.writable:
        st.info(text("evidence.locked"))
    _undo(actor, kept)
    _list(kept, found)
    if kept.writable and may(actor, "evidence.add_file", return_id=kept.id):
        adding.show(actor, kept)
        _removed(actor, kept)


def _list(kept: Return, found: list[Evidence]) -> None:
    """By question, in the order of the questions; what belongs to none comes last."""
    text = words()
    if not found:
        st.info(text("evidence.empty" if kept.writable else "evidence.none"))
        return
    rows: list[tuple[Key | None, Evidence]] = [(key, one) for key in listing.keys(kept) for one in found if key in one.uses]
    placed = {one.id for _, one in rows}
    rows += [(None, one) for one in found if one.id not in placed]
    pages = -(-len(rows) // ROWS)
    page = st.pagination(pages, key="evidence_page") if pages > 1 else 1
    above: object = ""
    for number, (key, one) in enumerate(rows[(page - 1) * ROWS : page * ROWS]):
        if key != above:
            above = key
            st.markdown(f"**{frame.escape(listing.question(kept, key) if key else text('evidence.for_none'))}**")
        with st.container(horizontal=True, vertical_alignment="center", key=f"row_{number}"):
            listing.show([one])
            routes.link("evidence", text("evidence.details"), **{"return": str(kept.id), "evidence": str(one.id)})


def _undo(actor: Actor, kept: Return) -> None:
    """What was removed a moment ago, and one click to bring it back."""
    number = st.session_state.get(card.REMOVED)
    gone = next((one for one in _gone(actor, kept) if one.id == number), None)
    if gone is None:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.info(words()("evidence.removed", title=frame.escape(gone.title)))
        if st.button(words()("evidence.undo"), key="undo"):
            _restore(gone)


def _removed(actor: Actor, kept: Return) -> None:
    """Everything that was removed, to be brought back later too."""
    text, gone = words(), _gone(actor, kept)
    if not gone:
        return
    with st.expander(text("evidence.all_removed", number=len(gone))):
        for one in gone:
            with st.container(horizontal=True, vertical_alignment="center", key=f"gone_{one.id}"):
                when = moments.full(one.removed_at) if one.removed_at else ""
                st.markdown(f"{frame.escape(one.title)} – {text('evidence.removed_at', when=when)}")
                if st.button(text("evidence.restore"), key=f"restore_{one.id}"):
                    _restore(one)


def _gone(actor: Actor, kept: Return) -> list[Evidence]:
    mine = kept.writable and may(actor, "evidence.list_removed", return_id=kept.id)
    return evidence.list_removed(actor, kept.id) if mine else []


def _restore(one: Evidence) -> None:
    wrong = attach.tried(lambda actor: evidence.restore(actor, one.id))
    for why in wrong:
        st.error(frame.escape(why))
    if not wrong:
        st.session_state.pop(card.REMOVED, None)
        st.rerun()
