"""One subject's parts beside other figures for the same parts: what the institution itself said, or the cycle before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import plotly.graph_objects as go

from assessments.charts.colours import Theme
from assessments.charts.rows import Row, draw
from assessments.charts.scorecard import DEPTH, drawn
from assessments.charts.words import decimals, number, value_margin, wording
from assessments.results.compare import Comparison
from assessments.rounding import rounded
from assessments.texts import texts

Kind = Literal["self", "last"]


def beside(
    comparison: Comparison,
    subject: str,
    other: Mapping[str, float | None],
    kind: Kind,
    name: str = "",
    language: str = "en",
    theme: Theme = "light",
) -> go.Figure:
    """Every scored group that has both figures: the dot is this result, the diamond `other` (node → value); `name` is what the other is called."""
    questionnaire, words = comparison.questionnaire, texts(language)
    names, places = wording(questionnaire, language, comparison.folder), decimals(questionnaire)
    positions = comparison.of_subject(subject)
    shown = [positions[code] for code in drawn(comparison, DEPTH) if positions[code].value is not None and other.get(code) is not None]
    rows = [
        Row(
            names.node(one.code),
            one.value,
            one.margin,
            words(
                f"chart.beside_{kind}_label",
                value=value_margin(words, one.value, one.margin, places),
                other=number(other[one.code], places),
                name=name,
            ),
            other[one.code],
            accent=True,
            indent=one.level,
        )
        for one in shown
    ]
    moves = [difference(one.value, other[one.code], places) for one in shown]
    counted = {"lower": sum(move < 0 for move in moves), "higher": sum(move > 0 for move in moves), "all": len(moves), "name": name}
    title = words(f"chart.beside_{kind}_title", **counted) if any(moves) else words(f"chart.beside_{kind}_same", **counted)
    axis = words("chart.axis", title=names.node(questionnaire.root), bottom=f"{questionnaire.bottom:g}", top=f"{questionnaire.top:g}")
    return draw(rows, questionnaire.range, axis, title, words(f"chart.beside_{kind}_subtitle", name=name), theme=theme)


def difference(value: float | None, other: float | None, places: int) -> float:
    """How far a figure lies above another one, as both are shown; 0 where one of them is missing.

    >>> difference(57.5, 80.0, 1), difference(57.52, 57.48, 1), difference(None, 80.0, 1)
    (-22.5, 0.0, 0.0)
    """
    if value is None or other is None:
        return 0.0
    return float(rounded(value - other, places))
