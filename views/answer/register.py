"""The table of a register: cells are answers, saved one by one as they are changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from assessments.charts.words import decimals, number
from assessments.register.access import Actor, Refused
from assessments.results.compare import graded_nodes
from assessments.rounds import returns
from assessments.rounds.results import levels
from assessments.rounds.results.levels import Level
from assessments.rounds.returns import NOTHING, ChangedMeanwhile, Key, NotNow, Return, Subject, Unfit
from assessments.store.engine import StoreError
from views import frame, moments, routes, who
from views.answer import inputs
from views.language import language, words

NAME = "subject"


@dataclass
class Table:
    """What this visit has on its screen: the version of each answer, and what could not be saved (subject, question, why)."""

    versions: dict[Key, int]
    turn: int = 0
    problems: list[tuple[Subject, str, str]] = field(default_factory=list)
    saved: str = ""


@st.fragment
def show(return_id: int, section: str) -> None:
    """The questions of a section as columns, the subjects as rows, read anew after each change."""
    actor = who.needed()
    kept = returns.read(actor, return_id)
    codes = kept.sections[section]
    table = _table(kept, section, codes)
    key = f"register_{return_id}_{section}_{table.turn}"
    done, total = kept.progress
    st.progress(done / total if total else 1.0, words()("answer.progress", done=done, asked=total))
    st.data_editor(
        _frame(kept, codes, levels.so_far(actor, return_id)),
        key=key,
        hide_index=True,
        num_rows="fixed",
        placeholder="",
        disabled=[NAME, *map(_level, _graded(kept))] if kept.writable else True,
        column_config={
            NAME: st.column_config.TextColumn(words()("register.subject"), pinned=True, width="medium"),
            **_columns(kept, codes),
        },
        on_change=partial(_changed, return_id, codes, key, table),
        width="stretch",
    )
    _state(kept, section, table)


def _table(kept: Return, section: str, codes: tuple[str, ...]) -> Table:
    """What is on the screen; where somebody else has changed a cell, the table is put there anew."""
    tables: dict[tuple[int, str], Table] = st.session_state.setdefault("register_tables", {})
    now = {key: given.version for key, given in kept.answers.items() if key[1] in codes}
    table = tables.setdefault((kept.id, section), Table(now))
    if table.versions != now:
        table.versions = now
        table.turn += 1
    return table


def _frame(kept: Return, codes: tuple[str, ...], found: Mapping[tuple[int, str], Level]) -> pd.DataFrame:
    """One row a subject, one column a question; nothing where there is no answer. Then the levels that the answers give so far."""
    rows = [
        {
            NAME: subject.named(language()),
            **{code: kept.answers.get((subject.id, code), NOTHING).answer or None for code in codes},
            **{_level(node): _told(kept, found.get((subject.id, node))) for node in _graded(kept)},
        }
        for subject in kept.subjects
    ]
    return pd.DataFrame(rows, columns=[NAME, *codes, *map(_level, _graded(kept))])


def _graded(kept: Return) -> list[str]:
    """The nodes whose level is shown beside the answers."""
    return graded_nodes(kept.edition.questionnaire) if kept.round.rules.score_shown else []


def _level(node: str) -> str:
    """The column of a node's level; no question is called so."""
    return f"level/{node}"


def _told(kept: Return, level: Level | None) -> str | None:
    """A level with its grade in words."""
    if level is None:
        return None
    questionnaire, names = kept.edition.questionnaire, kept.edition.wording(language())
    value = number(level.value, 0 if questionnaire.subject == "risk" else decimals(questionnaire))
    return f"{value} – {names.name('grades', level.grade)}" if level.grade else value


def _columns(kept: Return, codes: tuple[str, ...]) -> dict[str, Any]:
    questionnaire, names = kept.edition.questionnaire, kept.edition.wording(language())
    columns: dict[str, Any] = {}
    for code in codes:
        scale, title = inputs.scale_of(questionnaire, code), names.node(code)
        helped = "\n\n".join(part for part in (names.question(code), names.node(code, "help")) if part)
        if scale.choices:
            options = [*scale.choices, *scale.special]
            label = partial(names.choice, inputs.scale_name(questionnaire, code))
            columns[code] = st.column_config.SelectboxColumn(title, help=helped, options=options, format_func=label)
        else:
            columns[code] = st.column_config.TextColumn(title, help=helped)
    for node in _graded(kept):
        columns[_level(node)] = st.column_config.TextColumn(
            words()("register.level", node=names.node(node)), help=words()("register.level_help")
        )
    return columns


def _changed(return_id: int, codes: tuple[str, ...], key: str, table: Table) -> None:
    """Save every cell that was changed; what cannot be saved is listed, the others are saved all the same."""
    actor = who.actor()
    table.problems = []
    if actor is None:
        st.toast(words()("answer.signed_out"))
        return
    kept = returns.read(actor, return_id)
    for row, cells in st.session_state[key]["edited_rows"].items():
        for code in cells.keys() & set(codes):
            save(actor, kept, kept.subjects[int(row)], code, str(cells[code] or "").strip(), table)
    if table.problems:
        table.turn += 1


def save(actor: Actor, kept: Return, subject: Subject, code: str, answer: str, table: Table) -> None:
    """Save one cell, if it differs from what stands there; `table` remembers how it went."""
    text, given = words(), kept.answers.get((subject.id, code), NOTHING)
    if answer == given.answer:
        return
    seen = table.versions.get((subject.id, code), 0)
    try:
        after = returns.save(actor, kept.id, subject.id, code, answer, seen, given.reason, given.comment)
    except ChangedMeanwhile as error:
        told = partial(inputs.told, kept.edition.questionnaire, kept.edition.wording(language()), code)
        why = text("register.meanwhile", theirs=told(error.theirs.answer), mine=told(answer))
        table.problems.append((subject, code, why))
    except (Unfit, NotNow) as error:
        table.problems.append((subject, code, error.why.told(language())))
    except Refused:
        table.problems.append((subject, code, text("answer.refused")))
    except StoreError:
        table.problems.append((subject, code, text("answer.store")))
    else:
        table.versions[subject.id, code] = after.version
        table.saved = moments.clock(after.at) if after.at else ""


def _state(kept: Return, section: str, table: Table) -> None:
    text, names = words(), kept.edition.wording(language())
    if table.saved:
        st.markdown(f":green-badge[{text('answer.saved')} {table.saved}]")
    for position, (subject, code, why) in enumerate(table.problems):
        with st.container(border=True, key=f"problem_{section}_{position}"):
            about = f"{subject.named(language())}, {names.node(code)}"
            st.error(f"**{frame.escape(about)}** – {text('answer.not_saved', why=frame.escape(why))}")
            routes.link("answer", text("register.in_form"), **{"return": str(kept.id), "subject": str(subject.id)})
