"""Institutions of a peer group in order, each with its interval and the places that it may hold."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
import plotly.graph_objects as go

from assessments.charts.colours import Theme
from assessments.charts.rows import Band, Row, draw, zoom
from assessments.charts.words import decimals, number, rank_words, value_margin, wording
from assessments.results.compare import Comparison, Position, graded_nodes
from assessments.texts import Texts, texts
from questionnaires.wording import Wording
from scoring.grading import deviation_cuts


def ranking(
    comparison: Comparison,
    code: str | None = None,
    peer_group: str | None = None,
    language: str = "en",
    highlight: str | None = None,
    drawn: slice = slice(None),
    theme: Theme = "light",
) -> go.Figure:
    """One node (default: the root) of one peer group (default: all), highest first.

    `highlight` is a subject to mark; `drawn` says which rows are drawn, while finding, axis and grades are those of all.
    """
    questionnaire, words = comparison.questionnaire, texts(language)
    names, code = wording(questionnaire, language, comparison.folder), code or questionnaire.root
    positions = in_order(comparison.positions(code, peer_group))
    known = {institution.subject: institution.named(language) for institution in comparison.institutions}
    one_group = len({position.peer_group for position in positions}) == 1
    ranked = comparison.ranked and one_group and len(_scored(positions)) > 1 and _known(positions)
    rows = [
        Row(
            known.get(position.subject, position.institution),
            position.value,
            position.margin,
            _label(words, position, decimals(questionnaire), ranked),
            accent=position.subject == highlight,
        )
        for position in positions
    ]
    limits = zoom([row.value for row in rows], [row.margin for row in rows], questionnaire.range)
    graded = not comparison.averages and code in graded_nodes(questionnaire)
    title = _bands_found(words, names, comparison, positions) if graded else _finding(words, positions, decimals(questionnaire))
    subtitle = _shown(words, names, comparison, positions, code, peer_group)
    if limits != questionnaire.range:
        bottom, top, low, high = (f"{value:g}" for value in (*questionnaire.range, *limits))
        subtitle += " " + words("chart.zoomed", low=low, high=high, bottom=bottom, top=top)
    axis = words("chart.axis", title=names.node(code), bottom=f"{questionnaire.bottom:g}", top=f"{questionnaire.top:g}")
    middle = float(np.mean(_scored(positions))) if comparison.averages and one_group and len(_scored(positions)) > 1 else None
    return draw(rows[drawn], limits, axis, title, subtitle, middle, _bands(comparison, names, positions, code), theme)


def in_order(positions: Sequence[Position]) -> list[Position]:
    """Highest first by unrounded value (the best, or the gravest weakness); without a score last."""
    return sorted(positions, key=lambda position: math.inf if position.value is None else -position.value)


def _scored(positions: Sequence[Position]) -> list[float]:
    return [position.value for position in positions if position.value is not None]


def _known(positions: Sequence[Position]) -> bool:
    """Whether there is a margin to tell places apart by, if only that there is no sampling error."""
    return any(position.margin is not None for position in positions)


def _label(words: Texts, position: Position, places: int, ranked: bool) -> str:
    value = number(position.value, places) if position.margin is None else value_margin(words, position.value, position.margin, places)
    value = value or words("no_score")
    rank = rank_words(words, position.rank_low, position.rank_high) if ranked else ""
    return f"{value}, {rank}" if rank else value


def _exact(positions: Sequence[Position]) -> bool:
    """Whether no margin is known, or none is above 0."""
    return not any(position.margin for position in positions)


def _finding(words: Texts, positions: Sequence[Position], places: int) -> str:
    scored = _scored(positions)
    if not scored:
        return words("chart.nothing_title")
    if _exact(positions):
        ends = {"low": number(min(scored), places), "high": number(max(scored), places)}
        if len(scored) == 1:
            return words("chart.ranking_title_one", value=ends["low"])
        return words("chart.ranking_title_exact", number=len(scored), **ends)
    gaps = [position.gap or 0.0 for position in positions if position.clear]
    return words("chart.ranking_title", number=len(scored), above=sum(gap > 0 for gap in gaps), below=sum(gap < 0 for gap in gaps))


def _bands_found(words: Texts, names: Wording, comparison: Comparison, positions: Sequence[Position]) -> str:
    """How many lie in each band, the first one (the gravest) first; empty bands are left out."""
    scored, grading = _scored(positions), comparison.questionnaire.grading
    if not scored or grading is None:
        return words("chart.nothing_title")
    counts = [(names.name("grades", grade), sum(position.grade == grade for position in positions)) for grade in grading.names]
    listed = ", ".join(words("chart.band_count", band=band, count=count) for band, count in counts if count)
    return words("chart.ranking_title_bands", number=len(scored), bands=listed)


def _shown(words: Texts, names: Wording, comparison: Comparison, positions: Sequence[Position], code: str, peer_group: str | None) -> str:
    cycle = positions[0].cycle if positions else ""
    shown = words(
        "chart.ranking_subtitle",
        node=names.node(code),
        group=names.name("peer_groups", peer_group) if peer_group else words("chart.all"),
        cycle=words("chart.cycle", cycle=cycle) if cycle else "",
    )
    return " ".join([shown, *(words(f"chart.{key}") for key in _remarks(comparison, positions))])


def _remarks(comparison: Comparison, positions: Sequence[Position]) -> Iterator[str]:
    """What a reader must know to read these rows, as keys of texts."""
    if not comparison.averages:
        yield "levels"
        return
    if not _exact(positions):
        yield "intervals"
    elif _scored(positions):
        yield "exact" if _known(positions) else "unknown"
    if len({position.peer_group for position in positions}) > 1:
        yield "mixed"
    elif len(_scored(positions)) > 1:
        yield "line"


def _bands(comparison: Comparison, names: Wording, positions: Sequence[Position], code: str) -> list[Band]:
    """The stripes of the grades, where this node is graded and these rows are one group."""
    grading, scored = comparison.questionnaire.grading, _scored(positions)
    if grading is None or code not in graded_nodes(comparison.questionnaire):
        return []
    cuts = np.array(grading.cuts, float)
    if grading.method == "deviation":
        if len({position.peer_group for position in positions}) != 1 or len(scored) < grading.minimum_peers:
            return []
        cuts = deviation_cuts(grading, np.array(scored))
    edges = [math.inf, *map(float, cuts), -math.inf]
    return [Band(names.name("grades", grade), edges[place + 1], edges[place]) for place, grade in enumerate(grading.names)]
