"""Judge section by section, and say when everything is judged."""

from __future__ import annotations

import streamlit as st

from assessments.register.access import may
from assessments.rounds.returns import Subject
from assessments.rounds.review import review, reviewed
from assessments.rounds.review.reviewed import Review
from views import address, frame, moments, routes, who
from views.language import language, words
from views.review import form
from views.review import section as sections
from views.review.choice import choose


def show(found: Review) -> None:
    text, kept = words(), found.kept
    _join(found)
    subject = _subject(found)
    counts = _counts(found, subject)
    options = [code for code, (_, total) in counts.items() if total]
    if not options:
        st.info(text("answer.nothing_asked"))
        return
    chosen = _section(found, options, counts)
    routes.link("evidence", text("evidence.all"), **{"return": str(kept.id)})
    sections.show(kept.id, subject.id, chosen, len(found.unjudged()))
    place = options.index(chosen)
    if place + 1 < len(options):
        label = text("answer.next", section=kept.edition.wording(language()).node(options[place + 1]))
        if st.button(label, type="primary" if sections.judging(found) and found.unjudged() else "secondary", key="next"):
            routes.go("review", **{"return": str(kept.id), "subject": str(subject.id), "section": options[place + 1]})
    if sections.judging(found):
        _finish(found)
    elif found.me is not None and found.open:
        _finished(found)


def _counts(found: Review, subject: Subject) -> dict[str, tuple[int, int]]:
    """How many questions of each section this person has judged, and how many there are."""
    done = reviewed.current(found.kept.answers, found.mine)
    members = sections.members(found, subject)
    return {code: (sum((subject.id, item) in done for item in items), len(items)) for code, items in members.items()}


def _subject(found: Review) -> Subject:
    """What is judged: of the address, or the first; where there are several, one picks."""
    by_number = {str(one.id): one for one in found.kept.subjects}
    first = next(iter(by_number))
    if found.kept.about_itself:
        return by_number[first]
    named = {number: one.named(language()) for number, one in by_number.items()}
    return by_number[choose(st.selectbox, "subject", words()("answer.subject"), list(named), first, format_func=named.__getitem__)]


def _section(found: Review, options: list[str], counts: dict[str, tuple[int, int]]) -> str:
    """The section that is picked: the one in the address, else the first with something to do."""
    text, names = words(), found.kept.edition.wording(language())
    first = next((code for code in options if counts[code][0] < counts[code][1]), options[0]) if sections.judging(found) else options[0]
    chosen = choose(st.selectbox, "section", text("answer.sections"), options, first, format_func=names.node)
    address.keep("section", chosen)  # so that the page stays where it is when the section becomes complete
    if found.me is not None and not found.complete:
        done, total = counts[chosen]
        st.progress(done / total, text("review.section_progress", done=done, total=total, left=len(found.unjudged())))
    return chosen


def _join(found: Review) -> None:
    """A coordinator may judge as well, but says so first."""
    text, actor = words(), who.needed()
    if not found.open or found.me is not None or found.complete:
        return
    st.info(text("review.lacking", number=found.lacking) if found.lacking else text("review.looking_on"))
    if may(actor, "review.join", return_id=found.kept.id) and st.button(text("review.join"), key="join"):
        form.do(lambda actor: review.join(actor, found.kept.id))


def _finish(found: Review) -> None:
    text, left = words(), len(found.unjudged())
    if st.button(text("review.finish"), type="secondary" if left else "primary", disabled=bool(left), key="finish"):
        _confirm(found)


def _confirm(found: Review) -> None:
    text = words()

    @st.dialog(text("review.finish"))
    def ask() -> None:
        st.markdown(text("review.finish_lead", institution=frame.escape(found.kept.named(language()))))
        form.confirmed(text("review.finish_now"), "finish_now", lambda actor: review.finish(actor, found.kept.id))

    ask()


def _finished(found: Review) -> None:
    text, when = words(), found.me.finished_at if found.me else None
    st.success(text("review.finished", when=moments.full(when) if when else ""))
    if not (found.complete and len(found.reviewers) > 1) and st.button(text("review.resume"), key="resume"):
        form.do(lambda actor: review.resume(actor, found.kept.id))
