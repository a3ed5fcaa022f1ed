"""One subject's result: the score and its margin, the tree, why it is so, and what would move it."""

from __future__ import annotations

import streamlit as st

from assessments import charts
from assessments.results.assess import Scorecard
from views import address, banner, frame, made_by, routes
from views.language import language, words
from views.pages import results
from views.scorecard import compared, first, sure, titles, tree, why
from views.shelf import Result


def show() -> None:
    text, result = words(), address.result()
    card = _card(result)
    names = result.edition.wording(language())
    group, node = address.asked("group") or card.peer_group, address.asked("node")
    crumbs = [
        *results.crumbs(result)[:2],
        lambda: routes.link("results", text("pages.results"), **address.place(), group=group, node=node),
    ]
    frame.head(titles.title(result, card), titles.lead(result, card), crumbs)
    banner.show(result)
    banner.without_score(result, card.subject)
    frame.figure(charts.scorecard(result.comparison, card.subject, language(), theme=frame.theme()), text("scorecard.chart_alt"))
    st.header(text("scorecard.tree"), anchor=False)
    tree.show(result, card, names)
    first.extremes(result, card, names)
    first.gains(result, card, names)
    compared.show(result, card, names)
    why.trace(result, card, names)
    if card.root.value is not None:
        why.what_if(result, card, names)
        sure.show(result, card, names)
    made_by.show(result)


def _card(result: Result) -> Scorecard:
    """The subject of the address, or the first one where it names none."""
    asked = address.asked("subject")
    if asked and asked not in result.names:
        address.stop(words()("missing.result"), words()("missing.subject", asked=asked))
    card: Scorecard = result.scorecards[result.scorecards.position(asked) if asked else 0]
    return card
