"""Where reviewers differ from each other or from the institution: all values side by side, and the agreed one."""

from __future__ import annotations

from functools import partial

import streamlit as st

from assessments.rounds import model
from assessments.rounds.evidence import evidence
from assessments.rounds.evidence.attached import Evidence
from assessments.rounds.returns import NOTHING, Given
from assessments.rounds.review import review
from assessments.rounds.review.reviewed import Point, Review
from views import frame, who
from views.language import language, words
from views.review import beside, form, memory

AT_ONCE = 10


@st.fragment
def show(return_id: int, left: int) -> None:
    """A fragment; the whole page runs again when the number of open questions changes."""
    actor, text = who.needed(), words()
    found = review.read(actor, return_id)
    open_ones = found.unsettled()
    if len(open_ones) != left:
        st.rerun()
    points = found.disagreements()
    if not points:
        st.success(text("review.all_alike"))
        return
    st.markdown(text("review.points", number=len(points), open=len(open_ones)))
    pages = -(-len(points) // AT_ONCE)
    page = st.pagination(pages, key="points") if pages > 1 else 1
    attached = evidence.list_evidence(actor, return_id)
    for point in points[(page - 1) * AT_ONCE : page * AT_ONCE]:
        _point(found, point, attached)


def _point(found: Review, point: Point, attached: list[Evidence]) -> None:
    kept, text, names = found.kept, words(), found.kept.edition.wording(language())
    title = names.question(point.item) if kept.about_itself else f"{point.subject.named(language())}: {names.question(point.item)}"
    with st.container(border=True, key=f"point_{point.subject.id}_{point.item}"):
        badge = "" if point.agreed else f" :orange-badge[{text('review.open_point')}]"
        st.markdown(f"**{frame.escape(title)}**{badge}")
        left, right = st.columns(2, gap="medium")
        with left:
            beside.own(kept, point.key, attached)
            for one in found.reviewers:
                st.caption(frame.escape(one.name))
                _said(found, point, one.person_id)
        with right:
            st.caption(text("review.agreed"))
            _agreed(found, point)


def _said(found: Review, point: Point, person_id: int) -> None:
    """What one reviewer said, to be agreed on with one click."""
    said = point.judged.get(person_id, NOTHING)
    beside.value(found.kept, point.item, said)
    if found.open and said.answer and (point.agreed is None or point.agreed.answer != said.answer):
        key = f"take_{point.subject.id}_{point.item}_{person_id}"
        st.button(words()("review.take"), key=key, on_click=partial(_take, found, point, said))


def _take(found: Review, point: Point, said: Given) -> None:
    here = memory.shown(model.FINAL, found.kept.id, point.key, found.final.get(point.key, NOTHING))
    form.write(model.FINAL, found.kept.id, *point.key, here, said.answer, said.reason, said.comment)
    here.turn += 1


def _agreed(found: Review, point: Point) -> None:
    written = found.final.get(point.key, NOTHING)
    if not found.open:
        beside.value(found.kept, point.item, point.agreed or NOTHING)
        return
    alike = point.agreed or NOTHING
    given = written if point.agreed is None or written.answer == alike.answer else _unwritten(alike, written)
    form.show(model.FINAL, found.kept, point.subject, point.item, given)


def _unwritten(alike: Given, written: Given) -> Given:
    """What all say alike, where it is not written down yet."""
    return Given(alike.answer, alike.reason, alike.comment, version=written.version)
