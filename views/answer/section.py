"""One section of a return: a fragment, so that an answer runs this much of the page again and no more."""

from __future__ import annotations

import streamlit as st

from assessments.rounds import returns
from assessments.rounds.evidence import evidence
from assessments.rounds.returns import NOTHING, Return, Subject, settled
from views import frame, who
from views.answer import question
from views.language import language, words


@st.fragment
def show(return_id: int, subject_id: int, section: str, finished: bool) -> None:
    """The questions that are asked, read anew at each answer; the whole page runs again when the section becomes complete or stops being so."""
    actor = who.actor()
    if actor is None:
        _signed_out(return_id, subject_id)
        return
    kept = returns.read(actor, return_id)
    subject = next(one for one in kept.subjects if one.id == subject_id)
    text, questionnaire, names = words(), kept.edition.questionnaire, kept.edition.wording(language())
    codes = members(kept, subject)[section]
    done, asked = settled_of(kept, subject, codes)
    if (done == asked) != finished:
        st.rerun()
    st.progress(done / asked if asked else 1.0, _progress(kept, done, asked))
    attached = evidence.list_evidence(actor, kept.id)
    above = ""
    for number, code in enumerate(codes, start=1):
        parent = questionnaire.parents[code] or ""
        if parent not in (above, section):
            st.subheader(names.node(parent), anchor=False)
        above = parent
        question.show(actor, kept, subject, code, number, attached)
    if not codes:
        st.info(text("answer.nothing_asked"))


def _signed_out(return_id: int, subject_id: int) -> None:
    """The sign-in has ended: what was written and not saved, to be copied, and the way back in."""
    text = words()
    st.error(text("answer.signed_out_here"))
    for key, written in st.session_state.items():
        if str(key).startswith(f"a/{return_id}/{subject_id}/") and str(key).endswith(("/comment", "/reason")) and written:
            st.code(written, language=None, wrap_lines=True)
    who.link(text("account.sign_in.title"), who.sign_in_address())


def _progress(kept: Return, done: int, asked: int) -> str:
    """How far the section is, and the whole, which a phone shows nowhere else."""
    text, (whole, total) = words(), kept.progress
    return f"{text('answer.section_progress', done=done, asked=asked)} · {text('answer.progress', done=whole, asked=total)}"


def members(kept: Return, subject: Subject) -> dict[str, tuple[str, ...]]:
    """The sections of a return with the questions that are asked about a subject, given its answers; a section may have none just now."""
    asked = set(kept.asked(subject.id))
    return {section: tuple(code for code in codes if code in asked) for section, codes in kept.sections.items()}


def settled_of(kept: Return, subject: Subject, codes: tuple[str, ...]) -> tuple[int, int]:
    """How many of some questions about a subject are settled, and how many there are."""
    return sum(settled(kept.answers.get((subject.id, code), NOTHING)) for code in codes), len(codes)


def title(kept: Return, section: str) -> str:
    return frame.escape(kept.edition.wording(language()).node(section))
