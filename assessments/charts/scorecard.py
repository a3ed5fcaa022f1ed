"""One subject's parts against the mean of its peers."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from assessments.charts.colours import Theme
from assessments.charts.rows import Row, draw
from assessments.charts.words import decimals, value_margin, wording
from assessments.results.compare import Comparison, Position, graded_nodes
from assessments.texts import texts

DEPTH = 3


def scorecard(comparison: Comparison, subject: str, language: str = "en", depth: int = DEPTH, theme: Theme = "light") -> go.Figure:
    """Every scored group down to a depth, the subject's dot with its interval and the peers' mean. Raises KeyError."""
    questionnaire, words = comparison.questionnaire, texts(language)
    names, positions = wording(questionnaire, language, comparison.folder), comparison.of_subject(subject)
    if not positions:
        raise KeyError(subject)
    shown = [positions[code] for code in drawn(comparison, depth) if positions[code].value is not None]
    peers = max((position.peers for position in shown), default=0) if comparison.averages else 0
    rows = [
        Row(
            names.node(position.code),
            position.value,
            position.margin,
            value_margin(words, position.value, position.margin, decimals(questionnaire)),
            position.peer_mean if peers > 1 and position.peers > 1 else None,
            accent=True,
            indent=position.level,
        )
        for position in shown
    ]
    axis = words("chart.axis", title=names.node(questionnaire.root), bottom=f"{questionnaire.bottom:g}", top=f"{questionnaire.top:g}")
    cycle = words("chart.cycle", cycle=shown[0].cycle) if shown and shown[0].cycle else ""
    subtitle = words("chart.scorecard_subtitle", root=names.node(questionnaire.root), cycle=cycle)
    subtitle += words("chart.scorecard_intervals") if any(row.margin for row in rows) else ""
    subtitle += words("chart.scorecard_peers", peers=peers) if peers > 1 else ""
    return draw(rows, questionnaire.range, axis, _finding(comparison, shown, subject, language, peers), subtitle, theme=theme)


def drawn(comparison: Comparison, depth: int) -> list[str]:
    """The groups of a mean, all on the range of the instrument; of other methods only what is graded is on it."""
    questionnaire = comparison.questionnaire
    if not comparison.averages:
        return graded_nodes(questionnaire)
    return [code for code, group in questionnaire.groups.items() if group.role == "part" and questionnaire.levels[code] < depth]


def _finding(comparison: Comparison, shown: Sequence[Position], subject: str, language: str, peers: int) -> str:
    questionnaire, words = comparison.questionnaire, texts(language)
    who = next((one.named(language) for one in comparison.institutions if one.subject == subject), subject)
    if not shown:
        return words("chart.nothing_title")
    if peers > 1 and any(position.margin for position in shown):
        below = sum(position.clear and (position.gap or 0.0) < 0 for position in shown)
        key = "chart.scorecard_title" if below else "chart.scorecard_title_none"
        return words(key, subject=who, number=below, all=len(shown))
    parts = [position for position in shown[1:] if position.value is not None]
    if not parts or not comparison.averages:
        return words("chart.scorecard_title_alone", subject=who)
    worse = questionnaire.higher_is == "worse"
    extreme = max(parts, key=lambda position: (position.value or 0.0) * (1 if worse else -1))
    key = "chart.scorecard_title_exposed" if worse else "chart.scorecard_title_exact"
    return words(key, subject=who, lowest=wording(questionnaire, language, comparison.folder).node(extreme.code))
