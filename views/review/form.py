"""A reviewer's value beside the institution's: saved as it is given; where it differs, together with its reason."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from assessments.register.access import Actor, Refused
from assessments.rounds import model
from assessments.rounds.returns import NOTHING, ChangedMeanwhile, Given, NotNow, Return, Subject, Unfit
from assessments.rounds.review import agreement, review
from views import frame, moments, who
from views.answer import inputs
from views.answer.memory import Shown
from views.language import language, words
from views.review import memory

SERVICES: dict[str, Callable[..., Given]] = {model.REVIEWER: review.judge, model.FINAL: agreement.agree}


def show(kind: str, kept: Return, subject: Subject, code: str, given: Given, note: str = "") -> None:
    """The widgets of one value and whether it is saved. `kind`: review (one's own) or final (agreed)."""
    text, questionnaire, names = words(), kept.edition.questionnaire, kept.edition.wording(language())
    own = kept.answers.get((subject.id, code), NOTHING)
    here = memory.shown(kind, kept.id, (subject.id, code), given)
    prefix = f"{kind}/{kept.id}/{subject.id}/{code}/{here.turn}"
    changed = partial(_changed, kind, kept, subject, code, prefix, here)
    inputs.seed(questionnaire, code, given.answer, prefix)
    for part, written in (("reason", given.reason), ("comment", given.comment)):
        st.session_state.setdefault(f"{prefix}/{part}", written)
    inputs.draw(questionnaire, names, code, prefix, changed, False)
    value = inputs.written(questionnaire, code, prefix)
    differs = bool(value) and value != own.answer
    if differs:
        st.text_area(text("review.reason"), key=f"{prefix}/reason", on_change=changed, height=80, max_chars=1000)
    with st.container(horizontal=True, vertical_alignment="center"):
        if kind == model.REVIEWER and not value and own.answer:
            st.button(text("review.same"), key=f"{prefix}/same", on_click=partial(_same, kept, subject, code, here, own))
        with st.popover(text("review.comment_there" if st.session_state[f"{prefix}/comment"] else "review.comment")):
            st.text_area(text("review.comment"), key=f"{prefix}/comment", on_change=changed, max_chars=2000)
    _state(kind, given, here, value, differs and not st.session_state[f"{prefix}/reason"].strip(), note)


def _state(kind: str, given: Given, here: Shown, value: str | None, wants_reason: bool, note: str) -> None:
    """Saved when, or why not."""
    text = words()
    if here.problem:
        st.error(text("review.not_saved", why=frame.escape(here.problem)))
    elif wants_reason:
        st.info(text("review.wants_reason"))
    elif note:
        st.warning(note)
    elif given.answer and given.at and value:
        meanwhile = text("review.meanwhile") if here.foreign else ""
        st.markdown(f":green-badge[{text(f'review.saved_{kind}')} {moments.full(given.at)}] {meanwhile}")


def _changed(kind: str, kept: Return, subject: Subject, code: str, prefix: str, here: Shown) -> None:
    """Write what the widgets hold, once it is whole; a value that differs waits for its reason."""
    answer = inputs.written(kept.edition.questionnaire, code, prefix)
    own = kept.answers.get((subject.id, code), NOTHING)
    if answer is None:
        here.problem = words()("answer.both_numbers")
        return
    differs = answer not in ("", own.answer)
    reason = st.session_state.get(f"{prefix}/reason", "") if differs else ""
    here.problem = ""
    if not (differs and not reason.strip()):
        write(kind, kept.id, subject.id, code, here, answer, reason, st.session_state.get(f"{prefix}/comment", ""))


def write(kind: str, return_id: int, subject_id: int, code: str, here: Shown, answer: str, reason: str, comment: str) -> None:
    """One try to save; `here` remembers how it went."""
    here.problem, here.foreign = "", False
    actor = who.actor()
    if actor is None:
        here.problem = words()("answer.signed_out")
        return
    try:
        after = SERVICES[kind](actor, return_id, subject_id, code, answer, here.version, reason, comment)
    except ChangedMeanwhile as error:
        here.foreign, here.version = True, error.theirs.version
        here.turn += 1
    except (Unfit, NotNow) as error:
        here.problem = error.why.told(language())
    except Refused:
        here.problem = words()("review.refused")
    else:
        here.version = after.version


def _same(kept: Return, subject: Subject, code: str, here: Shown, own: Given) -> None:
    """Judge as the institution did."""
    write(model.REVIEWER, kept.id, subject.id, code, here, own.answer, "", "")
    here.turn += 1


def tried(act: Callable[[Actor], object]) -> str:
    """Do something as the person who is signed in; gives why it could not be done, in words."""
    actor = who.actor()
    if actor is None:
        return words()("answer.signed_out")
    try:
        act(actor)
    except (Unfit, NotNow) as error:
        return error.why.told(language())
    except Refused:
        return words()("review.refused")
    return ""


def do(act: Callable[[Actor], object]) -> None:
    """Do something and run the page anew with what is true now; or say why it could not be done."""
    if why := tried(act):
        st.error(frame.escape(why))
    else:
        st.rerun()


def confirmed(label: str, key: str, act: Callable[[Actor], object]) -> None:
    """The one button of a dialog: does it and closes, or stays open and says why it could not be done."""

    def clicked() -> None:
        st.session_state[f"{key}_wrong"] = tried(act)

    if st.button(label, type="primary", key=key, on_click=clicked):
        if why := st.session_state.pop(f"{key}_wrong", ""):
            st.error(frame.escape(why))
        else:
            st.rerun()
