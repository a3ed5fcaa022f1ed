"""The questions of an edition, by who answers them."""

from __future__ import annotations

import streamlit as st

from assessments import conditions
from questionnaires.model import Group, Item, Questionnaire, Scale
from questionnaires.wording import Wording
from views import frame
from views.language import words


def show(questionnaire: Questionnaire, names: Wording) -> None:
    text = words()
    asked = [code for code in questionnaire.respondents if any(item.respondent == code for item in questionnaire.items.values())]
    if not asked:
        st.info(text("edition.no_questions"))
        return
    respondent = asked[0]
    if len(asked) > 1:
        respondent = st.segmented_control(
            text("edition.asked"), asked, default=asked[0], format_func=lambda code: names.name("respondents", code), required=True
        )
    number = 0
    for code, node in questionnaire.nodes.items():
        if isinstance(node, Group):
            below = [item for item in node.items if item.respondent == respondent]
            if below:
                st.subheader(names.node(code), anchor=False)
        elif node.respondent == respondent:
            number += 1
            _question(questionnaire, names, node, number)


def _question(questionnaire: Questionnaire, names: Wording, item: Item, number: int) -> None:
    text, scale = words(), questionnaire.scales[item.scale]
    st.markdown(f"**{number}.** {frame.escape(names.question(item.code))}")
    notes = [answers(scale, item.scale, names)]
    if item.reverse:
        notes.append(text("edition.reversed"))
    if item.ask_if:
        notes.append(text("edition.only_if", condition=conditions.told(item.ask_if, questionnaire, names, text)))
    source = questionnaire.sources.get(item.content_source or "")
    origin = f" ({names.source(item.content_source or '', default=source.title)})" if source else ""
    notes.append(text("edition.content", label=text(f"provenance.{item.content}") + origin))
    if helped := names.node(item.code, "help"):
        notes.append(helped)
    if evidence := names.node(item.code, "evidence"):
        notes.append(text("edition.evidence", evidence=evidence))
    st.caption("  \n".join(frame.escape(note) for note in notes))


def answers(scale: Scale, name: str, names: Wording) -> str:
    """What may be answered, in a line."""
    text = words()
    if scale.choices:
        return " · ".join(names.choice(name, code) for code in (*scale.choices, *scale.special))
    kind = text(f"scales.{scale.kind}")
    unit = names.name("units", scale.unit) if scale.unit else ""
    return f"{kind} ({unit})" if unit else kind
