"""How answers become points, and points become grades."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import streamlit as st

from questionnaires.model import Grading, Questionnaire, Scale
from questionnaires.wording import Wording
from views import frame
from views.edition.questions import answers
from views.edition.source import stated
from views.language import words


def show(questionnaire: Questionnaire, names: Wording) -> None:
    text = words()
    st.markdown(text("edition.scales_lead"))
    for name, scale in questionnaire.scales.items():
        used = [item for item in questionnaire.items.values() if item.scale == name]
        if not used:
            continue
        first, reversed_ones = names.node(used[0].code), sum(item.reverse for item in used)
        used_by = text("edition.used_by_one", first=first) if len(used) == 1 else text("edition.used_by", number=len(used), first=first)
        st.markdown(f"**{frame.escape(used_by)}** {frame.tag(scale.provenance)}")
        if not scale.choices:
            st.caption(frame.escape(answers(scale, name, names)))
        st.dataframe(pd.DataFrame(_points(questionnaire, scale, name, names)), hide_index=True, width="content")
        if reversed_ones:
            low, high = f"{questionnaire.bottom:g}", f"{questionnaire.top:g}"
            st.caption(frame.escape(text("edition.reversed_count", number=reversed_ones, low=low, high=high)))
        if explained := stated(questionnaire, names, scale, f"scales.{name}"):
            st.caption(frame.escape(explained))
    if questionnaire.grading:
        _grading(questionnaire, questionnaire.grading, names)


def _grading(questionnaire: Questionnaire, grading: Grading, names: Wording) -> None:
    text = words()
    st.subheader(text("edition.grading"), anchor=False)
    rule = f"cuts_{questionnaire.higher_is}" if grading.method == "cuts" else grading.method
    st.markdown(f"{text(f'grading.{rule}', minimum=grading.minimum_peers)} {frame.tag(grading.provenance)}")
    if grading.nodes:
        graded = ", ".join(names.node(code) for code in grading.nodes)
        st.caption(frame.escape(text("grading.graded", nodes=graded)))
    cuts = [*(f"≥ {cut:g}" for cut in grading.cuts), f"< {grading.cuts[-1]:g}"]
    rows = [
        {text("grading.grade"): names.name("grades", grade), text(f"grading.cut_{grading.method}"): cut}
        for grade, cut in zip(grading.names, cuts, strict=True)
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="content")
    if explained := stated(questionnaire, names, grading, "grading"):
        st.caption(frame.escape(explained))


def _points(questionnaire: Questionnaire, scale: Scale, name: str, names: Wording) -> Iterator[dict[str, str]]:
    text = words()
    answer, points = text("scales.answer"), text("scales.points_column")
    bands = scale.rate or scale.change or scale

    def written(number: float) -> str:
        return f"{100 * number:g} %" if scale.rate else f"{number:g}"

    if scale.choices is not None:
        for code, value in scale.choices.items():
            yield {answer: names.choice(name, code), points: text("scales.none") if value is None else f"{value:.4g}"}
    elif scale.points is not None:
        yield {answer: f"{scale.points[0]:g} – {scale.points[1]:g}", points: text("scales.as_it_is")}
    elif bands.steps is not None:
        for start, value in bands.steps:
            yield {answer: text("scales.from", start=written(start)), points: f"{value:g}"}
    elif bands.linear is not None:
        yield {answer: written(bands.linear[0]), points: f"{questionnaire.bottom:g}"}
        yield {answer: text("scales.between"), points: text("scales.in_proportion")}
        yield {answer: written(bands.linear[1]), points: f"{questionnaire.top:g}"}
    for special in scale.special:
        yield {answer: names.choice(name, special), points: text("scales.none")}
