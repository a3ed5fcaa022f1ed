"""The other results of a round, and scoring its answers again by other weights."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from assessments.register.access import may
from assessments.rounds.results import results
from assessments.rounds.returns import NotNow, Unfit
from questionnaires.model import Questionnaire
from questionnaires.wording import Wording
from views import frame, moments, routes, stored, who
from views.language import language, words
from views.shelf import Result


def others(result: Result) -> None:
    """Links to what else was made of the same round, as far as the reader may see it."""
    if result.stored is None:
        return
    text, one = words(), result.stored.stored
    listed = [other for other in results.list_results(who.needed()) if other.round.id == one.round.id and other.id != one.id]
    if listed:
        with st.expander(text("published.others", number=len(listed))):
            for other in listed:
                said = text("published.is_published") if other.published_at else text("published.is_not_published")
                routes.link("results", frame.escape(stored.label(other)), result=str(other.id))
                st.caption(f"{moments.day(other.made_at)} · {said}")


def score_again(result: Result) -> None:
    """For the coordinator: other weights make a new result beside the ones there are."""
    if result.stored is None:
        return
    round = result.stored.stored.round
    actor = who.needed()
    if not may(actor, "results.rescore", round_id=round.id):
        return
    text, questionnaire = words(), result.edition.questionnaire
    with st.expander(text("published.score_again")), st.form("score_again", border=False):
        st.markdown(text("published.score_again_lead"))
        label = st.text_input(text("published.new_label"), max_chars=results.LONGEST, key="new_label")
        edited = st.data_editor(
            _weights(questionnaire, result.edition.wording(language())),
            hide_index=True,
            disabled=[text("edition.part"), text("edition.code"), text("published.usual")],
            column_config={text("published.weight_now"): st.column_config.NumberColumn(min_value=0.0, step=0.0001, format="%g")},
            key="new_weights",
        )
        if st.form_submit_button(text("published.make")):
            try:
                with st.spinner(text("working.scoring")):
                    made = results.rescore(actor, round.id, label, _changed(edited, text("published.usual"), text("published.weight_now")))
            except (NotNow, Unfit) as error:
                st.error(frame.escape(error.why.told(language())))
            else:
                routes.go("results", result=str(made))


def _weights(questionnaire: Questionnaire, names: Wording) -> pd.DataFrame:
    text = words()
    rows = [
        {
            text("edition.part"): "\u2003" * (questionnaire.levels[code] - 1) + names.node(code),
            text("edition.code"): code,
            text("published.usual"): node.weight,
            text("published.weight_now"): node.weight,
        }
        for code, node in questionnaire.nodes.items()
        if code != questionnaire.root and node.role == "part"
    ]
    return pd.DataFrame(rows)


def _changed(edited: pd.DataFrame, usual: str, now: str) -> dict[str, float]:
    """The weights that differ, by code; a cell that was emptied keeps the edition's own."""
    code = words()("edition.code")
    changed = edited[edited[now].notna() & (edited[now] != edited[usual])]
    return {str(row[code]): float(row[now]) for row in changed.to_dict("records")}
