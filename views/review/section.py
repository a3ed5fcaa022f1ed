"""One section of a return under review: a fragment, so that a judgement runs this much of the page again and no more."""

from __future__ import annotations

from functools import partial

import streamlit as st

from assessments.register.access import Actor
from assessments.rounds import asks, model
from assessments.rounds.evidence import evidence
from assessments.rounds.evidence.attached import Evidence
from assessments.rounds.returns import NOTHING, Key, Subject
from assessments.rounds.review import questions, review, reviewed
from assessments.rounds.review.reviewed import Review
from views import frame, who
from views.language import language, words
from views.review import beside, form, memory


@st.fragment
def show(return_id: int, subject_id: int, section: str, left: int) -> None:
    """The questions of a section; the whole page runs again when something of it is judged for the first time, so that the counts are right."""
    actor = who.needed()
    found = review.read(actor, return_id)
    attached = evidence.list_evidence(actor, return_id)
    if len(found.unjudged()) != left:
        st.rerun()
    subject = next(one for one in found.kept.subjects if one.id == subject_id)
    codes = members(found, subject)[section]
    done = reviewed.current(found.kept.answers, found.mine)
    open_ones = tuple(code for code in codes if (subject_id, code) not in done)
    if judging(found) and len(open_ones) > 1:
        _accept(found, subject, open_ones)
    for number, code in enumerate(codes, start=1):
        _question(actor, found, subject, code, number, attached)
    if not codes:
        st.info(words()("answer.nothing_asked"))


def judging(found: Review) -> bool:
    """Whether this person can judge now."""
    mine = found.kept.institution not in who.needed().person.institutions("officer")
    return found.open and mine and found.me is not None and found.me.finished_at is None


def members(found: Review, subject: Subject) -> dict[str, tuple[str, ...]]:
    """The sections with the questions that are asked, given the institution's answers and this person's judgements."""
    questionnaire, kept = found.kept.edition.questionnaire, found.kept
    values = found.agreed if found.complete else reviewed.current(kept.answers, found.mine)
    asked = set(found.asked(subject.id, values))
    every = asks.sections(questionnaire, asks.nodes(questionnaire, kept.variant))
    return {section: tuple(code for code in codes if code in asked) for section, codes in every.items()}


def _question(actor: Actor, found: Review, subject: Subject, code: str, number: int, attached: list[Evidence]) -> None:
    kept, key = found.kept, (subject.id, code)
    names = kept.edition.wording(language())
    with st.container(border=True, key=f"review_{subject.id}_{code}"):
        st.markdown(f"**{number}. {frame.escape(names.question(code))}**")
        left, right = st.columns(2, gap="medium")
        with left:
            beside.own(kept, key, attached)
            beside.asked([one for one in found.questions if (one.subject_id, one.item) == key])
            if judging(found):
                _ask(kept.id, key)
        with right:
            _mine(found, subject, code, key)


def _mine(found: Review, subject: Subject, code: str, key: Key) -> None:
    """The reviewer's column: a form while judging, else what was said."""
    text, given = words(), found.mine.get(key, NOTHING)
    if judging(found):
        st.caption(text("review.yours"))
        stale = bool(given.answer) and key not in reviewed.current(found.kept.answers, found.mine)
        form.show(model.REVIEWER, found.kept, subject, code, given, text("review.stale") if stale else "")
    elif found.complete:
        st.caption(text("review.agreed"))
        if key in found.agreed:
            beside.value(found.kept, code, found.agreed[key])
        else:
            st.markdown(f":orange-badge[{text('review.open_point')}]")
    elif found.me is not None:
        st.caption(text("review.yours"))
        beside.value(found.kept, code, given)


def _accept(found: Review, subject: Subject, codes: tuple[str, ...]) -> None:
    """Judge the rest of a section as the institution did, in one click."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(words()("review.accept", number=len(codes)), key="accept"):
            for code in codes:
                memory.put_anew(model.REVIEWER, found.kept.id, (subject.id, code))
            form.do(lambda actor: review.accept(actor, found.kept.id, subject.id, codes))


def _ask(return_id: int, key: Key) -> None:
    """Ask the institution about this question, out of the way until it is wanted."""
    text, name = words(), f"ask_{key[0]}_{key[1]}"
    place = st.popover(text("review.ask"), key=name, on_change="rerun")
    if place.open:
        with place:
            st.text_area(text("review.question"), key=f"{name}_text", max_chars=questions.LONGEST)
            st.button(text("review.ask_now"), key=f"{name}_now", on_click=partial(_asked, return_id, key, name))
            if why := st.session_state.pop(f"{name}_wrong", ""):
                st.error(frame.escape(why))


def _asked(return_id: int, key: Key, name: str) -> None:
    why = form.tried(lambda actor: questions.ask(actor, return_id, st.session_state[f"{name}_text"], *key))
    st.session_state[f"{name}_wrong"] = why
    if not why:
        st.session_state[f"{name}_text"] = ""
        st.session_state[name] = False
