"""How far everybody is: by peer group, then institution by institution; never an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import pandas as pd
import streamlit as st

from assessments.register.access import Actor
from assessments.results.outputs import spreadsheet
from assessments.rounds import model
from assessments.rounds.model import Round
from assessments.rounds.running import standing
from assessments.rounds.running.standing import Standing
from views import choosing, moments, routes
from views.institutions import words as said
from views.language import language, words

ROWS = 25
FILTERS = ("all", "late", "not_handed_in", "not_signed_off")


def show(actor: Actor, round: Round) -> None:
    text, found = words(), standing.standings(actor, round.id)
    if not found:
        st.info(text("round.nobody"))
        return
    _sums(found)
    _groups(found)
    st.header(text("round.returns"), anchor=False)
    shown = _filtered(found)
    if shown:
        table = pd.DataFrame([_row(one) for one in shown])
        st.dataframe(
            table.loc[:, (table != "").any()], hide_index=True, height=_height(len(shown)), alt=text("round.returns_alt"), key="returns"
        )
        name = f"round_{round.id}_returns.csv"
        st.download_button(text("round.download"), lambda: spreadsheet(table), name, "text/csv", on_click="ignore", key="download_returns")
    else:
        st.info(text("round.none_of_these"))
    _open_one(found)


def _height(rows: int) -> Literal["auto", "content"]:
    """All rows at once as long as they are few."""
    return "content" if rows <= ROWS else "auto"


def _sums(found: Sequence[Standing]) -> None:
    text = words()
    asked, answered = sum(one.asked for one in found), sum(one.answered for one in found)
    late = sum(one.days_late > 0 for one in found)
    columns = st.columns(4)
    for column, key, value in (
        (columns[0], "handed_in", f"{sum(one.handed_in for one in found)} / {len(found)}"),
        (columns[1], "answered", _share(answered, asked)),
        (columns[2], "signed_off", f"{sum(one.state == model.SIGNED_OFF for one in found)} / {len(found)}"),
        (columns[3], "late", str(late)),
    ):
        column.metric(text(f"round.sum.{key}"), value)


def _groups(found: Sequence[Standing]) -> None:
    text = words()
    groups = sorted({one.peer_group for one in found}, key=said.group)
    rows = []
    for group in groups:
        mine = [one for one in found if one.peer_group == group]
        asked = sum(one.asked for one in mine)
        rows.append(
            {
                text("round.column.group"): said.group(group),
                text("round.column.institutions"): len(mine),
                text("round.column.answered_share"): _percent(sum(one.answered for one in mine), asked),
                text("round.column.handed_in"): sum(one.handed_in for one in mine),
                text("round.column.judged_share"): _percent(sum(one.judged for one in mine), asked),
                text("round.column.signed_off"): sum(one.state == model.SIGNED_OFF for one in mine),
                text("round.column.late"): sum(one.days_late > 0 for one in mine),
            }
        )
    st.header(text("round.by_group"), anchor=False)
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt=text("round.by_group"), key="groups")


def _filtered(found: Sequence[Standing]) -> list[Standing]:
    text = words()
    picked = choosing.part("show", FILTERS, text("round.filter"), lambda code: text(f"round.filters.{code}"), "show")
    keep: Mapping[str, Callable[[Standing], bool]] = {
        "all": lambda one: True,
        "late": lambda one: one.days_late > 0,
        "not_handed_in": lambda one: not one.handed_in,
        "not_signed_off": lambda one: one.state != model.SIGNED_OFF,
    }
    return [one for one in found if keep[picked](one)]


def _row(one: Standing) -> dict[str, str | int | None]:
    text = words()
    return {
        text("round.column.institution"): one.named(language()),
        text("round.column.group"): said.group(one.peer_group),
        text("round.column.state"): text(f"return_states.{one.state}"),
        text("round.column.answered"): one.answered,
        text("round.column.asked"): one.asked,
        text("round.column.days_late"): one.days_late,
        text("round.column.handed_in_at"): moments.day(one.submitted_at) if one.submitted_at else "",
        text("round.column.judged"): one.judged,
        text("round.column.reviewers"): ", ".join(one.reviewers),
        text("round.column.code"): one.institution,
    }


def _open_one(found: Sequence[Standing]) -> None:
    """The way from here to one return."""
    text, names = words(), {one.return_id: one.named(language()) for one in found}
    picked = st.selectbox(
        text("round.open_one"),
        list(names),
        index=None,
        placeholder=text("institutions.open_choose"),
        format_func=names.__getitem__,
        key="open_one",
    )
    if picked:
        routes.go("answer", **{"return": str(picked)})


def _share(part: int, whole: int) -> str:
    found = _percent(part, whole)
    return "–" if found is None else f"{found} %"


def _percent(part: int, whole: int) -> int | None:
    """Whole per cent; none of nothing."""
    return round(100 * part / whole) if whole else None
