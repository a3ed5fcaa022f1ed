"""One question: what is asked, the answer, whether it is saved, and what to do if somebody else wrote meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from assessments.register.access import Actor, Refused
from assessments.rounds import asks, returns
from assessments.rounds.evidence.attached import Evidence
from assessments.rounds.returns import NOTHING, ChangedMeanwhile, Given, NotNow, Return, Subject, Unfit
from assessments.store.engine import StoreError
from views import frame, moments, who
from views.answer import inputs
from views.answer.memory import Shown, shown
from views.evidence import beside
from views.language import language, words


def show(actor: Actor, kept: Return, subject: Subject, code: str, number: int, attached: Sequence[Evidence]) -> None:
    """Everything about one question, drawn inside the fragment of its section."""
    given = kept.answers.get((subject.id, code), NOTHING)
    here = shown(kept.id, (subject.id, code), given)
    prefix = f"a/{kept.id}/{subject.id}/{code}/{here.turn}"
    questionnaire, names = kept.edition.questionnaire, kept.edition.wording(language())
    changed = partial(save, kept, subject, code, prefix, here)
    inputs.seed(questionnaire, code, given.answer, prefix)
    for part, text in (("reason", given.reason), ("comment", given.comment)):
        st.session_state.setdefault(f"{prefix}/{part}", text)
    with st.container(border=True, key=f"question_{subject.id}_{code}"):
        st.markdown(f"**{number}. {frame.escape(names.question(code))}**")
        if helped := names.node(code, "help"):
            st.caption(frame.escape(helped))
        inputs.draw(questionnaire, names, code, prefix, changed, not kept.writable)
        if inputs.written(questionnaire, code, prefix) == asks.NOT_APPLICABLE:
            st.text_area(
                words()("answer.reason"), key=f"{prefix}/reason", on_change=changed, disabled=not kept.writable, height=80, max_chars=1000
            )
            _ceiling(kept, subject)
        _beside(actor, kept, subject, code, given, here, prefix, changed, attached)
        _state(actor, kept, subject, code, given, here, prefix)


def _ceiling(kept: Return, subject: Subject) -> None:
    """How much of what may be not applicable is used, where there is a limit."""
    limit = returns.ceiling(kept)
    if limit < 1:
        used = returns.not_applicable(kept, subject.id)
        st.caption(words()("answer.ceiling", share=round(100 * used), ceiling=round(100 * limit)))


def save(kept: Return, subject: Subject, code: str, prefix: str, here: Shown) -> None:
    """Write what the widgets hold; what cannot be written stays on the screen, with the reason."""
    answer = inputs.written(kept.edition.questionnaire, code, prefix)
    if answer is None:
        here.problem = words()("answer.both_numbers")
        return
    reason = st.session_state.get(f"{prefix}/reason", "") if answer == asks.NOT_APPLICABLE else ""
    write(kept.id, subject.id, code, here, answer, reason, st.session_state.get(f"{prefix}/comment", ""), False)


def write(return_id: int, subject_id: int, code: str, here: Shown, answer: str, reason: str, comment: str, confirmed: bool = True) -> None:
    """One try to save; `here` remembers how it went."""
    here.problem, here.foreign = "", False
    actor = who.actor()
    if actor is None:
        here.problem = words()("answer.signed_out")
        return
    try:
        after = returns.save(actor, return_id, subject_id, code, answer, here.version, reason, comment, confirmed)
    except ChangedMeanwhile as error:
        here.theirs, here.mine = error.theirs, (answer, reason, comment)
    except (Unfit, NotNow) as error:
        here.problem = error.why.told(language())
    except Refused:
        here.problem = words()("answer.refused")
    except StoreError:
        here.problem = words()("answer.store")
    else:
        here.version, here.theirs = after.version, None


def _beside(
    actor: Actor,
    kept: Return,
    subject: Subject,
    code: str,
    given: Given,
    here: Shown,
    prefix: str,
    changed: inputs.Changed,
    attached: Sequence[Evidence],
) -> None:
    """Comment and evidence, out of the way until they are wanted."""
    text, names = words(), kept.edition.wording(language())
    hint = names.node(code, "evidence")
    if hint:
        st.caption(text("answer.hint", evidence=frame.escape(hint)))
    with st.container(horizontal=True):
        with st.popover(text("answer.comment_there" if st.session_state[f"{prefix}/comment"] else "answer.comment")):
            st.text_area(text("answer.comment"), key=f"{prefix}/comment", on_change=changed, disabled=not kept.writable, max_chars=2000)
        beside.show(actor, kept, subject.id, code, attached)
        if kept.writable and inputs.scale_of(kept.edition.questionnaire, code).choices and here.version and given.answer:
            st.button(
                text("answer.clear"),
                key=f"{prefix}/clear",
                type="tertiary",
                on_click=partial(_clear, kept.id, subject.id, code, here, given.comment),
            )


def _state(actor: Actor, kept: Return, subject: Subject, code: str, given: Given, here: Shown, prefix: str) -> None:
    """Saved when, or why not, or which of two answers."""
    text = words()
    if here.theirs is not None:
        _choose(kept, subject, code, here)
    elif here.problem:
        st.error(text("answer.not_saved", why=here.problem))
    elif given.carried_over and given.answer:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":orange-badge[{text('answer.carried_over')}]")
            if kept.writable:
                st.button(
                    text("answer.confirm"),
                    key=f"{prefix}/confirm",
                    on_click=partial(write, kept.id, subject.id, code, here, given.answer, given.reason, given.comment),
                )
    elif given.at is not None:
        when = moments.clock(given.at) if moments.day(given.at) == moments.day(actor.clock()) else moments.full(given.at)
        who = text("answer.saved") if given.by == actor.person.id else text("answer.saved_by_other")
        note = text("answer.changed_by_other") if here.foreign else ""
        st.markdown(f":green-badge[{who} {when}] {note}")


def _choose(kept: Return, subject: Subject, code: str, here: Shown) -> None:
    """Somebody else wrote since this screen was drawn: both answers, side by side, and a choice."""
    theirs = here.theirs or NOTHING
    text, questionnaire, names = words(), kept.edition.questionnaire, kept.edition.wording(language())
    with st.container(border=True, key=f"choose_{subject.id}_{code}"):
        st.warning(text("answer.meanwhile", time=moments.clock(theirs.at) if theirs.at else ""))
        for label, (answer, reason, comment) in (
            ("answer.theirs", (theirs.answer, theirs.reason, theirs.comment)),
            ("answer.mine", here.mine),
        ):
            said = " – ".join(part for part in (inputs.told(questionnaire, names, code, answer), reason, comment) if part)
            st.markdown(f"{text(label)}: **{frame.escape(said)}**")
        with st.container(horizontal=True):
            st.button(text("answer.keep_theirs"), key=f"theirs_{subject.id}_{code}", on_click=partial(_take, here, theirs))
            st.button(
                text("answer.use_mine"), key=f"mine_{subject.id}_{code}", on_click=partial(_insist, kept.id, subject.id, code, here, theirs)
            )


def _clear(return_id: int, subject_id: int, code: str, here: Shown, comment: str) -> None:
    """Back to no answer; a choice by itself can only be exchanged for another."""
    write(return_id, subject_id, code, here, "", "", comment)
    here.turn += 1


def _take(here: Shown, theirs: Given) -> None:
    """Put their answer on the screen."""
    here.theirs, here.version = None, theirs.version
    here.turn += 1


def _insist(return_id: int, subject_id: int, code: str, here: Shown, theirs: Given) -> None:
    """Write mine over theirs, knowingly; if they wrote yet again, the choice comes back."""
    here.theirs, here.version = None, theirs.version
    write(return_id, subject_id, code, here, *here.mine)
    here.turn += 1
