"""Every table of the store, once, for SQLite and PostgreSQL alike. Times are UTC; names in several languages are `{language: name}`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, MetaData, String, Table, Text, UniqueConstraint
from sqlalchemy.types import JSON, DateTime, TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; a time without a zone is refused, because nobody could say when it was."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value.replace(tzinfo=UTC) if value else None


def _key(name: str, table: str, **more: Any) -> Column[Any]:
    return Column(name, ForeignKey(table), nullable=more.pop("nullable", False), **more)


settings = Table("settings", metadata, Column("key", String(63), primary_key=True), Column("value", JSON, nullable=False))

# -- who takes part ---------------------------------------------------------------------------------------------------

institutions = Table(
    "institutions",
    metadata,
    Column("code", String(63), primary_key=True),
    Column("names", JSON, nullable=False),
    Column("peer_group", String(63), nullable=False, default=""),
    Column("variant", String(63), nullable=False, default=""),
    Column("staff", Integer),
    Column("parent", ForeignKey("institutions.code")),
    Column("since", Date),
    Column("until", Date),
    Column("more", JSON, nullable=False, default=dict),
)

lineage = Table(
    "lineage",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(15), nullable=False),  # renamed | merged | split
    Column("on", Date, nullable=False),
    _key("before", "institutions.code"),
    _key("after", "institutions.code"),
    Column("old_names", JSON, nullable=False, default=dict),
    Column("note", Text, nullable=False, default=""),
)

people = Table(
    "people",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("login", String(254), nullable=False, unique=True),  # lower case
    Column("name", String(200), nullable=False),
    Column("email", String(254), nullable=False, default=""),
    Column("language", String(8), nullable=False, default=""),
    Column("password", String(255)),  # argon2id; none: signs in elsewhere, or has not chosen one yet
    Column("identity", String(400), unique=True),  # issuer and subject of OpenID Connect
    Column("active", Boolean, nullable=False, default=True),
    Column("made_at", Moment, nullable=False),
)

roles = Table(
    "roles",
    metadata,
    _key("person_id", "people.id", primary_key=True),
    Column("role", String(15), primary_key=True),
    Column("institution", String(63), primary_key=True, default=""),  # blank: not bound to one
)

sessions = Table(
    "sessions",
    metadata,
    Column("token", String(64), primary_key=True),  # sha-256 of what the cookie holds
    _key("person_id", "people.id", index=True),
    Column("begun_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
)

one_time_codes = Table(
    "one_time_codes",
    metadata,
    Column("code", String(64), primary_key=True),  # sha-256
    Column("purpose", String(15), nullable=False),  # set_up | password | sign_in | identity
    _key("person_id", "people.id", nullable=True),
    Column("until", Moment, nullable=False),
    Column("used_at", Moment),
)

sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("login", String(64), primary_key=True),  # sha-256 of what was typed, whether it is known or not; blank: all together
    Column("failures", Integer, nullable=False),
    Column("at", Moment, nullable=False, index=True),  # of the last one counted; for all together: since when they are counted
)

# -- rounds and returns -----------------------------------------------------------------------------------------------

rounds = Table(
    "rounds",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("names", JSON, nullable=False),
    Column("edition", String(63), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("edition_files", String(64), nullable=False),  # the folder as it was, in the file store
    Column("cycle", String(40), nullable=False),
    Column("stage", String(15), nullable=False),
    Column("deadlines", JSON, nullable=False, default=dict),  # stage -> 2026-11-30
    Column("rules", JSON, nullable=False, default=dict),
    Column("survey", String(64)),  # responses of surveys, frozen as Parquet in the file store
    Column("survey_facts", JSON, nullable=False, default=dict),
    Column("before", ForeignKey("rounds.id")),
    Column("made_at", Moment, nullable=False),
)

returns = Table(
    "returns",
    metadata,
    Column("id", Integer, primary_key=True),
    _key("round_id", "rounds.id", index=True),
    _key("institution", "institutions.code", index=True),
    Column("state", String(15), nullable=False),  # answering | submitted | sent_back | signed_off
    Column("submitted_at", Moment),
    Column("submitted_by", ForeignKey("people.id")),
    Column("signed_at", Moment),
    Column("signed_by", ForeignKey("people.id")),
    Column("sign_off", Text, nullable=False, default=""),  # the name and words under which it was signed
    UniqueConstraint("round_id", "institution"),
)

assignments = Table(
    "assignments",
    metadata,
    _key("return_id", "returns.id", primary_key=True),
    _key("person_id", "people.id", primary_key=True),
    Column("finished_at", Moment),  # when this reviewer had judged everything; none again when the return was sent back
)

places = Table(
    "places",
    metadata,
    _key("return_id", "returns.id", primary_key=True),
    _key("person_id", "people.id", primary_key=True),
    Column("section", String(63), nullable=False),
    Column("subject_id", Integer),
    Column("at", Moment, nullable=False),
)

subjects = Table(
    "subjects",
    metadata,
    Column("id", Integer, primary_key=True),
    _key("return_id", "returns.id", index=True),
    Column("code", String(63), nullable=False),
    Column("names", JSON, nullable=False),
    Column("position", Integer, nullable=False),
    Column("removed_at", Moment),
    UniqueConstraint("return_id", "code"),
)

answers = Table(
    "answers",
    metadata,
    _key("subject_id", "subjects.id", primary_key=True),
    Column("item", String(63), primary_key=True),
    Column("kind", String(7), primary_key=True),  # self | review | final
    Column("reviewer", Integer, primary_key=True, default=0),  # a person where kind is review, else 0
    Column("answer", Text, nullable=False, default=""),  # as in a table of responses; blank is blank
    Column("reason", Text, nullable=False, default=""),
    Column("comment", Text, nullable=False, default=""),
    Column("carried_over", Boolean, nullable=False, default=False),
    Column("version", Integer, nullable=False),
    Column("by", ForeignKey("people.id")),
    Column("at", Moment, nullable=False),
)

questions = Table(
    "questions",
    metadata,
    Column("id", Integer, primary_key=True),
    _key("return_id", "returns.id", index=True),
    Column("subject_id", ForeignKey("subjects.id")),
    Column("item", String(63), nullable=False, default=""),
    Column("question", Text, nullable=False),
    _key("asked_by", "people.id"),
    Column("asked_at", Moment, nullable=False),
    Column("answer", Text, nullable=False, default=""),
    Column("answered_by", ForeignKey("people.id")),
    Column("answered_at", Moment),
)

evidence = Table(
    "evidence",
    metadata,
    Column("id", Integer, primary_key=True),
    _key("return_id", "returns.id", index=True),
    Column("title", String(200), nullable=False),
    Column("url", Text, nullable=False, default=""),  # a link; blank: a file, in its revisions
    _key("made_by", "people.id"),
    Column("made_at", Moment, nullable=False),
    Column("removed_at", Moment),
)

evidence_revisions = Table(
    "evidence_revisions",
    metadata,
    _key("evidence_id", "evidence.id", primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("file_name", String(255), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("size", Integer, nullable=False),  # bytes
    _key("by", "people.id"),
    Column("at", Moment, nullable=False),
)

evidence_uses = Table(
    "evidence_uses",
    metadata,
    _key("evidence_id", "evidence.id", primary_key=True),
    _key("subject_id", "subjects.id", primary_key=True),
    Column("item", String(63), primary_key=True),
)

# -- results and the log ----------------------------------------------------------------------------------------------

results = Table(
    "results",
    metadata,
    Column("id", Integer, primary_key=True),
    _key("round_id", "rounds.id", index=True),
    Column("label", String(200), nullable=False),
    Column("basis", String(10), nullable=False),  # self | verified
    Column("rules", JSON, nullable=False, default=dict),  # weights replaced; none: the edition's own
    Column("responses", String(64), nullable=False),  # what was answered, frozen as Parquet in the file store
    Column("institutions", String(64), nullable=False),  # who was assessed, as of then
    Column("scorecards", String(64), nullable=False),  # every scorecard, as json
    Column("facts", JSON, nullable=False, default=dict),
    Column("made_at", Moment, nullable=False),
    Column("made_by", ForeignKey("people.id")),
)

publications = Table(
    "publications",
    metadata,
    _key("result_id", "results.id", primary_key=True),
    _key("round_id", "rounds.id", unique=True),
    Column("at", Moment, nullable=False),
    Column("by", ForeignKey("people.id")),
)

changes = Table(
    "changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("by", Integer),  # people.id; the name stays though the account may go
    Column("by_name", String(200), nullable=False),
    Column("what", String(63), nullable=False),
    Column("round_id", Integer),
    Column("return_id", Integer),
    Column("institution", String(63)),
    Column("about", Text, nullable=False, default=""),
    Column("before", JSON),
    Column("after", JSON),
    Index("ix_changes_return_id", "return_id", "id"),
)

FROZEN = (changes, results, publications)  # rows are added, never changed and never removed: triggers hold it
