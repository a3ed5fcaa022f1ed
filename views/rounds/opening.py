"""Open a round, one question at a time: what, when and how it is called, who, until when, by which rules; then all of it once more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import streamlit as st

from assessments.register.access import Actor
from assessments.register.institutions import institutions
from assessments.register.institutions.institution import Institution
from assessments.rounds import model
from assessments.rounds.running.opening import LONGEST, LONGEST_CYCLE, MOST_REVIEWERS
from assessments.texts import texts
from questionnaires.catalogue import Edition
from views import address, editions, frame, routes
from views.institutions import words as said
from views.language import FOLDER, NAMES, language, words
from views.rounds import confirming
from views.rounds import draft as drafts
from views.rounds.draft import STEPS, Draft

FAMILIES = ("integrity", "initiative", "corruption_risk")
WEEKS_TO_ANSWER, WEEKS_TO_REVIEW = 4, 8


def show(actor: Actor) -> None:
    text, asked = words(), address.asked("step", STEPS[0])
    draft = drafts.read()
    step = asked if asked in STEPS and (draft.found() or asked == STEPS[0]) else STEPS[0]
    number = STEPS.index(step)
    frame.head(text("rounds.open"), text(f"rounds.steps.{step}"), [lambda: routes.link("rounds", text("pages.rounds"))])
    st.progress((number + 1) / len(STEPS), text("rounds.step", number=number + 1, of=len(STEPS)))
    known = institutions.list_institutions(actor, on=actor.clock().date())
    if not known:
        st.info(text("rounds.no_institutions"))
        routes.link("institutions", text("rounds.to_institutions"))
        return
    parts: dict[str, Callable[[Actor, Draft, list[Institution]], None]] = {
        "edition": _edition,
        "names": _names,
        "institutions": _institutions,
        "dates": _dates,
        "rules": _rules,
        "confirm": confirming.show,
    }
    parts[step](actor, draft, known)
    if number and st.button(text("rounds.back"), key="back"):
        drafts.go(draft, STEPS[number - 1])


def _edition(actor: Actor, draft: Draft, known: list[Institution]) -> None:
    text, found = words(), {one.questionnaire.id: one for one in editions.usable()[0]}
    titles = {code: one.wording(language()).edition() or code for code, one in found.items()}
    codes = sorted(titles, key=titles.__getitem__)
    index = codes.index(draft.edition) if draft.edition in codes else None
    picked = st.radio(
        text("rounds.edition"),
        codes,
        index=index,
        format_func=titles.__getitem__,
        captions=[editions.facts(found[code]) for code in codes],
        key="edition",
    )
    routes.link(routes.LIBRARY, text("rounds.to_library"))
    if st.button(text("rounds.next"), type="primary", key="next"):
        if picked is None:
            st.warning(text("rounds.choose_edition"))
        else:
            drafts.go(replace(draft, edition=picked), "names")


def _names(actor: Actor, draft: Draft, known: list[Institution]) -> None:
    text, edition = words(), draft.found()
    year = str(actor.clock().year)
    usual = {spoken: _usual_name(edition, spoken, year) for spoken in NAMES} if edition else {}
    with st.form("names", border=True):
        cycle = st.text_input(text("rounds.cycle"), draft.cycle or year, LONGEST_CYCLE, help=text("rounds.cycle_help"), key="cycle")
        korean = st.text_input(text("round.name_in", language=NAMES["ko"]), draft.ko or usual.get("ko", ""), LONGEST, key="ko")
        english = st.text_input(text("round.name_in", language=NAMES["en"]), draft.en or usual.get("en", ""), LONGEST, key="en")
        sent = st.form_submit_button(text("rounds.next"), type="primary", key="next")
    if sent:
        if not cycle.strip() or not (korean.strip() or english.strip()):
            st.warning(text("rounds.names_needed"))
        else:
            drafts.go(replace(draft, cycle=cycle.strip(), ko=korean.strip(), en=english.strip()), "institutions")


def _usual_name(edition: Edition, spoken: str, year: str) -> str:
    """What such a round is usually called: by the family of its assessment, else by the assessment itself."""
    text, family = texts(spoken, FOLDER), edition.questionnaire.family
    name = text(f"families.{family}.title") if family in FAMILIES else edition.wording(spoken).edition()
    return text("rounds.usual_name", name=name, year=year)


def _institutions(actor: Actor, draft: Draft, known: list[Institution]) -> None:
    text = words()
    sizes: dict[str, int] = {}
    for one in known:
        sizes[one.peer_group] = sizes.get(one.peer_group, 0) + 1
    groups = st.multiselect(
        text("rounds.groups"),
        sorted(sizes, key=said.group),
        default=[group for group in draft.chosen_groups if group in sizes] or list(sizes),
        format_func=lambda group: f"{said.group(group)} ({sizes[group]})",
        key="groups",
    )
    there = {one.code: one.named(language()) for one in known if one.peer_group in groups}
    without = st.multiselect(
        text("rounds.without"),
        list(there),
        default=[code for code in draft.left_out if code in there],
        format_func=there.__getitem__,
        placeholder=text("rounds.nobody"),
        key="without",
    )
    number = len(there) - len(without)
    st.markdown(f"**{text('rounds.take_part', institutions=said.counted(number))}**")
    with st.expander(text("rounds.who")):
        st.markdown("\n".join(f"- {frame.escape(name)}" for code, name in there.items() if code not in without))
    if st.button(text("rounds.next"), type="primary", key="next", disabled=number == 0):
        drafts.go(drafts.with_groups(draft, groups, without), "dates")


def _dates(actor: Actor, draft: Draft, known: list[Institution]) -> None:
    text, today = words(), actor.clock().date()
    written = draft.deadlines
    with st.form("dates", border=True):
        own = st.date_input(
            text("rounds.own_until"),
            written.get(model.SELF, today + timedelta(weeks=WEEKS_TO_ANSWER)),
            format="YYYY-MM-DD",
            key="own_until",
        )
        review = st.date_input(
            text("rounds.review_until"),
            written.get(model.REVIEW, today + timedelta(weeks=WEEKS_TO_REVIEW)),
            format="YYYY-MM-DD",
            key="review_until",
        )
        st.caption(text("rounds.dates_help"))
        sent = st.form_submit_button(text("rounds.next"), type="primary", key="next")
    if sent:
        if own and review and review < own:
            st.warning(text("rounds.dates_order"))
        else:
            days = (day.isoformat() if day else "" for day in (own, review))
            drafts.go(replace(draft, own_until=next(days), review_until=next(days)), "rules")


def _rules(actor: Actor, draft: Draft, known: list[Institution]) -> None:
    text, rules = words(), draft.rules
    with st.form("rules", border=True):
        shown = st.checkbox(text("rounds.score_shown"), rules.score_shown, help=text("rounds.score_shown_help"), key="shown")
        reviewers = st.number_input(
            text("rounds.reviewers"),
            1,
            MOST_REVIEWERS,
            min(max(rules.reviewers, 1), MOST_REVIEWERS),
            help=text("rounds.reviewers_help"),
            key="reviewers",
        )
        ceiling = st.number_input(
            text("rounds.ceiling"),
            0,
            100,
            None if rules.ceiling is None else min(round(rules.ceiling * 100), 100),
            placeholder=text("rounds.ceiling_edition"),
            help=text("rounds.ceiling_help"),
            key="ceiling",
        )
        sent = st.form_submit_button(text("rounds.next"), type="primary", key="next")
    if sent:
        limit = "" if ceiling is None else str(int(ceiling))
        drafts.go(replace(draft, shown="1" if shown else "0", reviewers=str(int(reviewers)), ceiling=limit), "confirm")
