"""What of a result is shown: its cycle, a peer group, a part of the score, some of the rows. All stays in the address."""

from __future__ import annotations

import streamlit as st

from assessments import samples
from assessments.charts.ranking import in_order
from assessments.results.compare import Position
from views import address, frame, routes
from views.language import language, words
from views.scorecard.titles import peer_group
from views.shelf import Result

ALL = "*"
DRAWN = 50


def cycle(result: Result) -> None:
    """Another cycle of the same sample."""
    if result.kind not in samples.KINDS:
        return
    name = address.asked("answers")
    cycles = samples.cycles(result.edition, name)
    if len(cycles) < 2:
        return
    now = result.scorecards.cycle
    picked = st.selectbox(words()("score.cycle"), cycles, index=cycles.index(now) if now in cycles else 0)
    if picked != now:
        routes.go("results", edition=result.edition.questionnaire.id, answers=name, cycle=picked)


def group_and_node(result: Result) -> tuple[str, str]:
    """Which peer group and which part of the score; both stay in the address."""
    text, questionnaire = words(), result.edition.questionnaire
    names = result.edition.wording(language())
    groups = sorted({institution.peer_group for institution in result.scorecards.institutions})
    options = [ALL, *groups] if len(groups) > 1 else groups
    left, right = st.columns(2)
    asked = address.asked("group", options[0] if options else ALL)
    with left:
        group = st.selectbox(
            text("results.group"),
            options,
            index=options.index(asked) if asked in options else 0,
            format_func=lambda code: (
                text("results.all_groups") if code == ALL else peer_group(names, code) if code else text("results.no_group")
            ),
        )
    codes = list(questionnaire.groups)
    asked = address.asked("node", questionnaire.root)
    with right:
        code = st.selectbox(
            text("results.node"),
            codes,
            index=codes.index(asked) if asked in codes else 0,
            format_func=lambda code: "\u2003" * questionnaire.levels[code] + names.node(code),
        )
    address.keep("group", group, options[0] if options else ALL)
    address.keep("node", code, questionnaire.root)
    _not_graded(result, group, code)
    return group, code


def _not_graded(result: Result, group: str, code: str) -> None:
    """Which of the shown groups are too small to be graded."""
    text, names = words(), result.edition.wording(language())
    refused = [one for one in result.comparison.refused if one.code == code and group in (ALL, one.peer_group)]
    if refused:
        listed = ", ".join(
            f"{peer_group(names, one.peer_group) if one.peer_group else text('results.no_group')} ({one.peers})" for one in refused
        )
        st.caption(frame.escape(text("results.not_graded", groups=listed, needed=refused[0].needed)))


def drawn(rows: int) -> slice:
    """Which rows of a long ranking are drawn; chosen here where there are more than fit a page."""
    if rows <= DRAWN:
        return slice(None)
    text = words()
    starts = [str(start) for start in range(0, rows, DRAWN)]
    asked = address.asked("from", "0")
    start = st.selectbox(
        text("results.rows"),
        starts,
        index=starts.index(asked) if asked in starts else 0,
        format_func=lambda first: text("results.rows_of", first=int(first) + 1, last=min(int(first) + DRAWN, rows), rows=rows),
    )
    address.keep("from", start, "0")
    return slice(int(start), int(start) + DRAWN)


def positions(result: Result, code: str, group: str) -> list[Position]:
    """The rows of one part for a peer group or all, highest first."""
    return in_order(result.comparison.positions(code, None if group == ALL else group))


def one_scorecard(result: Result, group: str) -> None:
    """The way to one scorecard."""
    text, titles = words(), {subject: one.named(language()) for subject, one in result.names.items()}
    subjects = [position.subject for position in positions(result, result.edition.questionnaire.root, group)]
    picked = st.selectbox(
        text("results.card"),
        subjects,
        index=None,
        placeholder=text("results.card_choose"),
        format_func=titles.__getitem__,
    )
    if picked:
        routes.go("scorecard", **address.place(), group=address.asked("group"), node=address.asked("node"), subject=picked)
