"""The one drawing that all our comparisons share: a row each, a dot with its interval, the peers' mean behind it.

Names stand above their lines and figures below them, so that both stay readable on a phone.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from assessments.charts.colours import COLOURS, Colours, Theme

FONT = "'Pretendard GOV Variable', 'Noto Sans CJK KR', sans-serif"
ROW = 58
NARROW = 0.14
UPRIGHT, LYING, BARE = 64, 32, 12
HEAD = 96
FOOT = 64


@dataclass(frozen=True)
class Row:
    """One line of a comparison; values on the instrument's range, `margin` half of the 95 % interval."""

    name: str
    value: float | None
    margin: float | None
    label: str
    peers: float | None = None
    accent: bool = False
    indent: int = 0


@dataclass(frozen=True)
class Band:
    """A labelled stripe of the background, such as a grade."""

    name: str
    low: float
    high: float


def draw(
    rows: Sequence[Row],
    limits: tuple[float, float],
    axis: str,
    title: str,
    subtitle: str,
    middle: float | None = None,
    bands: Sequence[Band] = (),
    theme: Theme = "light",
) -> go.Figure:
    """Rows from top to bottom over an axis from `limits[0]` to `limits[1]`; `middle` is a line through all of them."""
    figure, colours = go.Figure(), COLOURS[theme]
    top = _stripes(figure, bands, limits, colours)
    if middle is not None:
        figure.add_vline(x=middle, line={"color": colours.grey, "width": 1, "dash": "dot"})
    _intervals(figure, rows, colours)
    _names(figure, rows, colours)
    figure.update_layout(
        template="none",
        font={"family": FONT, "size": 14, "color": colours.text},
        meta={"title": title, "subtitle": subtitle, "top": top},
        title={
            "text": _title(title, subtitle, colours),
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"t": 8},
        },
        height=HEAD + top + FOOT + ROW * max(len(rows), 1),
        margin={"l": 8, "r": 16, "t": HEAD + top, "b": FOOT},
        showlegend=False,
        hovermode="closest",
        hoverlabel={"font": {"family": FONT}},
        paper_bgcolor=colours.paper,
        plot_bgcolor=colours.paper,
    )
    figure.update_xaxes(
        range=list(limits), title={"text": axis, "font": {"size": 14}}, gridcolor=colours.faint, zeroline=False, fixedrange=True
    )
    figure.update_yaxes(range=[len(rows) - 0.4, -0.75], visible=False, fixedrange=True)
    return figure


def zoom(values: Sequence[float | None], margins: Sequence[float | None], limits: tuple[float, float]) -> tuple[float, float]:
    """The part of the range that shows every interval, in round steps; the whole range if that is most of it.

    >>> zoom([7.2, 8.1], [0.1, None], (0, 10))
    (7.0, 8.5)
    >>> zoom([10, 90], [None, None], (0, 100))
    (0, 100)
    """
    known = [(value, margin or 0.0) for value, margin in zip(values, margins, strict=True) if value is not None]
    width = limits[1] - limits[0]
    if not known:
        return limits
    low, high = min(value - margin for value, margin in known), max(value + margin for value, margin in known)
    if high - low > width / 2:
        return limits
    step = width / 20
    start, end = math.floor((low - step / 10) / step) * step, math.ceil((high + step / 10) / step) * step
    return max(limits[0], round(start, 9)), min(limits[1], round(end, 9))


def _title(title: str, subtitle: str, colours: Colours) -> str:
    return f"<b>{_wrapped(title, 62)}</b><br><span style='font-size:13px;color:{colours.text}'>{_wrapped(subtitle, 92)}</span>"


def _wrapped(text: str, width: int) -> str:
    """Broken at blanks into lines of at most `width` places; a Korean letter takes two."""
    lines, used = [""], 0
    for word in text.split(" "):
        places = sum(2 if ord(letter) > 0x1100 else 1 for letter in word) + 1
        if used + places > width and lines[-1]:
            lines.append("")
            used = 0
        lines[-1] += (" " if lines[-1] else "") + word
        used += places
    return "<br>".join(lines)


def _stripes(figure: go.Figure, bands: Sequence[Band], limits: tuple[float, float], colours: Colours) -> int:
    """The bands that the axis shows, their names on top, upright where one is too narrow; returns the pixels that names take."""
    shown = [(band, max(band.low, limits[0]), min(band.high, limits[1])) for band in bands]
    shown = [(band, low, high) for band, low, high in shown if high > low]
    upright = any(high - low < NARROW * (limits[1] - limits[0]) for _, low, high in shown)
    for number, (band, low, high) in enumerate(shown):
        colour = colours.stripe if number % 2 else colours.paper
        figure.add_shape(type="rect", x0=low, x1=high, y0=0, y1=1, yref="paper", layer="below", line_width=0, fillcolor=colour)
        name = {"text": band.name, "textangle": -90 if upright else 0, "showarrow": False, "font": {"size": 14}}
        figure.add_annotation(x=(low + high) / 2, y=1, yref="paper", yanchor="bottom", **name)
    return UPRIGHT if upright else LYING if shown else BARE


def _intervals(figure: go.Figure, rows: Sequence[Row], colours: Colours) -> None:
    peers = [(row.peers, place) for place, row in enumerate(rows) if row.peers is not None]
    if peers:
        figure.add_scatter(
            x=[value for value, _ in peers],
            y=[place for _, place in peers],
            mode="markers",
            marker={"symbol": "diamond-open", "size": 11, "color": colours.grey, "line": {"width": 2}},
            hoverinfo="skip",
            cliponaxis=False,
        )
    for accent in (False, True):
        chosen = [(place, row) for place, row in enumerate(rows) if row.accent is accent and row.value is not None]
        colour = colours.accent if accent else colours.text
        figure.add_scatter(
            x=[row.value for _, row in chosen],
            y=[place for place, _ in chosen],
            mode="markers",
            marker={"size": 11, "color": colour},
            error_x={"type": "data", "array": [row.margin or 0 for _, row in chosen], "color": colour, "thickness": 2.5, "width": 0},
            text=[f"{row.name}: {row.label}" for _, row in chosen],
            hovertemplate="%{text}<extra></extra>",
            cliponaxis=False,
        )


def _names(figure: go.Figure, rows: Sequence[Row], colours: Colours) -> None:
    for place, row in enumerate(rows):
        figure.add_shape(
            type="line", x0=0, x1=1, xref="paper", y0=place, y1=place, line={"color": colours.faint, "width": 1}, layer="below"
        )
        colour = colours.deep if row.accent else colours.dark
        name = f"<b>{row.name}</b>" if row.accent else row.name
        common = {"xref": "paper", "y": place, "showarrow": False, "font": {"size": 14, "color": colour}}
        figure.add_annotation(x=0, xanchor="left", yshift=17, text="\u2003" * row.indent + name, **common)
        figure.add_annotation(x=1, xanchor="right", yshift=-14, text=row.label, **common)
