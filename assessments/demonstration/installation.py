"""The demonstration country at work: its register, rounds of last year that are published, and rounds of this year in every stage.

Everything is made up, as in the rest of this package; the services that people use do it, so that what one walks round in is real software.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from assessments.demonstration import written
from assessments.demonstration.answers import MIDDLE, SPREAD, answers
from assessments.demonstration.country import SEED, quality
from assessments.demonstration.register import registered
from assessments.register.access import Actor
from assessments.register.institutions import institutions
from assessments.register.people import sessions
from assessments.rounds import asks, model
from assessments.rounds.model import Rules
from assessments.rounds.returns import Return, list_returns
from assessments.rounds.running import assigning, next_year, rounds, stages, survey
from assessments.store import records, tables
from assessments.store.engine import Store
from questionnaires.model import RECORD

RISKS = Path(__file__).parent / "risks.csv"
INTEGRITY, INITIATIVE, RISK = "kr_comprehensive_2022", "kr_initiative_2014", "risk_register_2026"
WITH_REGISTER = ("arinara_01", "arinara_04", "arinara_11", "arinara_15", "arinara_20", "arinara_24")
HANDED_IN, BEGUN = 9, 8  # of the institutions in this year's initiative assessment
OWN = "arinara_11"  # the institution of the officer in the demonstration


def fill(store: Store, now: datetime) -> None:
    """Put the country into a store that has the people of the demonstration and nothing else."""
    actor = _coordinator(store, now)
    for institution in registered():
        institutions.add(actor, institution)
    today, codes = now.date(), [institution.code for institution in registered()]
    last, this = today.year - 1, today.year
    integrity = _open(actor, INTEGRITY, last, {"en": "Integrity assessment", "ko": "청렴도 평가"}, codes, today)
    _attach_survey(actor, integrity, last)
    _answer_all(actor, integrity, last)
    _publish(actor, integrity)
    initiative = _open(actor, INITIATIVE, last, {"en": "Anti-corruption initiative assessment", "ko": "부패방지 시책평가"}, codes, today)
    _answer_all(actor, initiative, last)
    _publish(actor, initiative)
    _initiative_of_this_year(actor, initiative, this, today)
    _risk_register(actor, this, today)


def _coordinator(store: Store, now: datetime) -> Actor:
    with store.reading() as connection:
        row = records.one(connection, tables.people, login="demo_coordinator")
        person = sessions.person(connection, row["id"]) if row else None
    if person is None:
        raise LookupError("the people of the demonstration are not there")
    return Actor(store, person, lambda: now)


def _open(actor: Actor, edition: str, year: int, names: Mapping[str, str], codes: Iterable[str], today: date) -> int:
    """A round that takes answers, with its dates around today where it is this year's."""
    named = {language: f"{name} {year}" for language, name in names.items()}
    number = rounds.open_round(actor, edition, str(year), named, list(codes), _deadlines(today, year), Rules(reviewers=1))
    _go_on(actor, number, model.SELF)
    return number


def _deadlines(today: date, year: int) -> dict[str, date]:
    start = today if year == today.year else today - timedelta(days=365)
    return {model.SELF: start + timedelta(days=14), model.REVIEW: start + timedelta(days=42)}


def _go_on(actor: Actor, round_id: int, to: str) -> None:
    """The next stage, with all that may be confirmed confirmed: nobody's work is lost here."""
    step = stages.next_step(actor, round_id)
    stages.go_on(actor, round_id, to, step.obstacles if step else ())


def _publish(actor: Actor, round_id: int) -> None:
    """Everything handed in, reviewed, signed off and published."""
    _state(actor, round_id, model.SUBMITTED)
    _go_on(actor, round_id, model.REVIEW)
    _agree(actor, round_id)
    _state(actor, round_id, model.SIGNED_OFF, signed_at=actor.clock(), signed_by=actor.person.id, sign_off=actor.person.name)
    _go_on(actor, round_id, model.CLOSED)
    _go_on(actor, round_id, model.PUBLISHED)


def _state(actor: Actor, round_id: int, state: str, among: Iterable[str] | None = None, **more: object) -> None:
    where: dict[str, object] = {"round_id": round_id, **({} if among is None else {"institution": list(among)})}
    handed_in = {"submitted_at": actor.clock()} if state == model.SUBMITTED else {}
    with actor.store.writing() as connection:
        records.change(connection, tables.returns, where, state=state, **handed_in, **more)


def _attach_survey(actor: Actor, round_id: int, year: int) -> None:
    """What people answered, as a file like any other."""
    edition = next(iter(list_returns(actor, round_id))).edition
    asked = answers(edition.questionnaire, SEED + year)
    people = asked[asked["respondent_group"] != RECORD].replace("", np.nan).dropna(axis=1, how="all").fillna("")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "survey.csv"
        people.to_csv(path, index=False)
        survey.attach(actor, round_id, path, f"survey_{year}.csv")


def _answer_all(actor: Actor, round_id: int, year: int, among: Iterable[str] | None = None, share: float = 1.0) -> None:
    """What institutions answer for themselves; a `share` of the questions, the first ones."""
    kept = [one for one in list_returns(actor, round_id) if among is None or one.institution in among]
    made = answers(kept[0].edition.questionnaire, SEED + year)
    own = made[made["respondent_group"] == RECORD].set_index("subject")
    _write(
        actor,
        [
            row
            for one in kept
            for row in _rows(actor, one, {str(code): str(answer) for code, answer in own.loc[one.institution].items()}, share)
        ],
    )


def _rows(actor: Actor, kept: Return, given: Mapping[str, str], share: float) -> list[dict[str, object]]:
    """The answers of one return as rows of the store, about its first subject."""
    asked = [code for code in kept.edition.questionnaire.nodes if given.get(code, "") not in ("", "nan")]
    subject = kept.subjects[0].id
    return [_row(actor, subject, code, given[code]) for code in asked[: max(1, round(share * len(asked)))]]


def _row(actor: Actor, subject: int, item: str, answer: str, kind: str = model.OWN, reason: str = "") -> dict[str, object]:
    key: dict[str, object] = {"subject_id": subject, "item": item, "kind": kind, "reviewer": 0}
    why = reason or ("made up for the demonstration" if answer == "not_applicable" else "")
    return {**key, "answer": answer, "reason": why, "version": 1, "by": actor.person.id, "at": actor.clock()}


def _write(actor: Actor, rows: list[dict[str, object]]) -> None:
    """Put answers where there are none, or only carried-over ones."""
    with actor.store.writing() as connection:
        for row in rows:
            records.remove(connection, tables.answers, **{name: row[name] for name in ("subject_id", "item", "kind", "reviewer")})
        records.add_all(connection, tables.answers, rows)


def _agree(actor: Actor, round_id: int) -> None:
    """Reviewers agree with nearly everything; now and then they find one step less."""
    rows: list[dict[str, object]] = []
    random = np.random.default_rng(SEED + round_id)
    for kept in list_returns(actor, round_id):
        for (subject, item), given in kept.answers.items():
            lower = _one_step_less(kept, item, given.answer) if random.random() < 0.15 else ""
            why = "the evidence supports one step less (made up)" if lower else ""
            rows.append(_row(actor, subject, item, lower or given.answer, model.FINAL, why or given.reason))
    _write(actor, rows)


def _one_step_less(kept: Return, item: str, answer: str) -> str:
    """The choice below an answer; blank where there is none."""
    questionnaire = kept.edition.questionnaire
    choices = list(questionnaire.scales[questionnaire.items[item].scale].choices or {}) if item in questionnaire.items else []
    return choices[choices.index(answer) - 1] if answer in choices[1:] else ""


def _initiative_of_this_year(actor: Actor, before: int, year: int, today: date) -> None:
    """Some have handed in, some have begun, the officer's own goes on from last year's answers."""
    names = {"en": f"Anti-corruption initiative assessment {year}", "ko": f"부패방지 시책평가 {year}"}
    number = next_year.start(actor, before, INITIATIVE, str(year), names, _deadlines(today, year))
    _go_on(actor, number, model.SELF)
    others = [one.institution for one in list_returns(actor, number) if one.institution != OWN]
    _answer_all(actor, number, year, others[:HANDED_IN])
    _state(actor, number, model.SUBMITTED, others[:HANDED_IN])
    _answer_all(actor, number, year, others[HANDED_IN : HANDED_IN + BEGUN], 0.5)
    _answer_all(actor, number, year, [OWN], 0.3)


def _risk_register(actor: Actor, year: int, today: date) -> None:
    """Eight risks in each of a few institutions, handed in and waiting for their reviewer."""
    number = _open(actor, RISK, year, {"en": "Corruption risk register", "ko": "부패위험 등록부"}, WITH_REGISTER, today)
    made, random = quality(SEED), np.random.default_rng(SEED + year)
    risks = pd.read_csv(RISKS, dtype=str)
    with actor.store.writing() as connection:
        for row in records.every(connection, tables.returns, round_id=number):
            for position, risk in enumerate(risks.to_dict("records")):
                names = {"ko": risk["ko"], "en": risk["en"]}
                records.add(connection, tables.subjects, return_id=row["id"], code=risk["code"], names=names, position=position)
    for kept in list_returns(actor, number):
        level = MIDDLE + SPREAD * made[kept.institution]
        for subject in kept.subjects:
            goodness = float(np.clip(level + random.normal(0, 0.2), 0, 1))
            _write(actor, _judged(actor, kept, subject.id, goodness, random))
    _state(actor, number, model.SUBMITTED)
    assigning.distribute(actor, number, [_reviewer(actor)])
    _go_on(actor, number, model.REVIEW)


def _judged(actor: Actor, kept: Return, subject: int, goodness: float, random: np.random.Generator) -> list[dict[str, object]]:
    """One risk, question by question, only what is asked."""
    questionnaire = kept.edition.questionnaire
    given: dict[str, str] = {}
    for code, item in questionnaire.items.items():
        given[code] = str(written.answers(questionnaire, item, np.array([goodness]), random)[0])
    return [_row(actor, subject, code, given[code]) for code in asks.asked(questionnaire, kept.variant, given)]


def _reviewer(actor: Actor) -> int:
    with actor.store.reading() as connection:
        row = records.one(connection, tables.people, login="demo_reviewer")
    return int(row["id"]) if row else actor.person.id
