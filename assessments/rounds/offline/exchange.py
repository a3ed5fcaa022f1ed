"""A return goes out as an answer sheet; a filled workbook comes back: first what it would change, then what was chosen of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from assessments.register.access import Actor, service
from assessments.rounds import asks, returns
from assessments.rounds.offline import reading
from assessments.rounds.offline.differences import SAME, Difference, differences
from assessments.rounds.offline.sheet import AnswerSheet, Filled, Key, SheetSubject
from assessments.rounds.returns import ChangedMeanwhile, Given, NotNow, Return
from assessments.rounds.subjects import subjects
from assessments.tables.messages import Message
from assessments.tables.problems import DataError, Mistake


@dataclass(frozen=True)
class Preview:
    """What a workbook would do to a return as it is now; nothing is written.

    `changes` are differences in the order of the workbook, `seen` the version of each answer that they replace. `new` are names of
    subjects by the key that stands for their code, `left_out` those that were removed since the download. `to_confirm` were carried
    over from the last round and stand unchanged in the workbook. `same` counts answers that stay as they are.
    """

    sheet: AnswerSheet
    changes: tuple[Difference, ...]
    seen: Mapping[Key, int]
    new: Mapping[str, str]
    left_out: tuple[str, ...]
    to_confirm: tuple[Difference, ...]
    same: int


@dataclass(frozen=True)
class Merged:
    """What became of a merge: how many answers were written, how many subjects added, and what somebody else changed first."""

    written: int
    added: int
    meanwhile: tuple[Difference, ...]


@service
def download(actor: Actor, return_id: int, language: str) -> AnswerSheet:
    """The return as it stands, to be written as a workbook or printed."""
    return _sheet(actor, returns.read(actor, return_id), language)


@service
def preview(actor: Actor, return_id: int, content: bytes, name: str, language: str) -> Preview:
    """What a filled workbook would change. Raises DataError with every mistake in it, NotNow where the return takes no answers."""
    kept = returns.read(actor, return_id)
    if not kept.writable:
        raise NotNow(Message("the return is locked now; what was written stays as it is"))
    sheet = _sheet(actor, kept, language)
    upload = reading.read(content, name, sheet)
    _check_new(upload.new, len(kept.subjects), name)
    found = differences(upload.answers, upload.downloaded, sheet.answers)
    same = [one for one in found if one.kind == SAME]
    return Preview(
        sheet,
        tuple(one for one in found if one.kind != SAME),
        {key: given.version for key, given in _given(kept).items()},
        upload.new,
        upload.left_out,
        tuple(one for one in same if (one.subject, one.item) in sheet.carried_over),
        len(same),
    )


@service
def merge(
    actor: Actor, return_id: int, shown: Preview, chosen: Collection[Key], told: Callable[[int, int], None] = lambda done, of: None
) -> Merged:
    """Write what was chosen of a preview, answer by answer, each as if it had been typed; `told` hears how far it is.

    What somebody else changed since the preview is not overwritten; it comes back in `meanwhile`. Raises NotNow.
    """
    wanted = [one for one in (*shown.changes, *shown.to_confirm) if (one.subject, one.item) in chosen]
    names = [key for key in shown.new if key in {one.subject for one in wanted} or (key, "") in chosen]
    added = _add(actor, return_id, {key: shown.new[key] for key in names}, shown.sheet.language)
    kept = returns.read(actor, return_id)
    numbers = {subject.code: subject.id for subject in kept.subjects}
    meanwhile: list[Difference] = []
    for done, one in enumerate(wanted):
        told(done, len(wanted))
        subject = numbers.get(added.get(one.subject, one.subject))
        if subject is None or not _written(actor, return_id, subject, one, shown.seen.get((one.subject, one.item), 0)):
            meanwhile.append(one)
    return Merged(len(wanted) - len(meanwhile), len(added), tuple(meanwhile))


def _written(actor: Actor, return_id: int, subject: int, one: Difference, seen: int) -> bool:
    """Save one answer; whether nobody else wrote it first."""
    try:
        returns.save(actor, return_id, subject, one.item, one.filled.answer, seen, reason=one.filled.reason, comment=one.filled.comment)
    except ChangedMeanwhile:
        return False
    return True


def _add(actor: Actor, return_id: int, names: Mapping[str, str], language: str) -> dict[str, str]:
    """Put new subjects on the list; key -> code. One that somebody added meanwhile under the same name is taken as it is."""
    found: dict[str, str] = {}
    for key, name in names.items():
        kept = returns.read(actor, return_id)
        there = next((one.code for one in kept.subjects if one.named(language) == name), None)
        if there is None:
            number = subjects.add(actor, return_id, {language: name})
            there = next(one.code for one in returns.read(actor, return_id).subjects if one.id == number)
        found[key] = there
    return found


def _check_new(new: Mapping[str, str], there: int, file: str) -> None:
    """Whether new names can stand. Raises DataError."""
    mistakes = [
        Mistake(file, what, reading.NAME, (int(key.removeprefix("+")),))
        for key, name in new.items()
        for what in subjects.wrong_names({"": name})
    ]
    if there + len(new) > subjects.MOST:
        mistakes.append(Mistake(file, Message("a return has at most {most} subjects", most=subjects.MOST)))
    if mistakes:
        raise DataError(mistakes)


def _sheet(actor: Actor, kept: Return, language: str) -> AnswerSheet:
    items = asks.nodes(kept.edition.questionnaire, kept.variant)
    there = {key: given for key, given in _given(kept).items() if key[1] in items}
    return AnswerSheet(
        kept.edition,
        language,
        items,
        tuple(SheetSubject(subject.code, subject.named(language)) for subject in kept.subjects),
        {key: Filled(given.answer, given.reason, given.comment) for key, given in there.items()},
        round_title=kept.round.named(language),
        cycle=kept.round.cycle,
        institution_name=kept.named(language),
        return_id=kept.id,
        made_on=actor.clock().date(),
        carried_over=frozenset(key for key, given in there.items() if given.carried_over),
    )


def _given(kept: Return) -> dict[Key, Given]:
    codes = {subject.id: subject.code for subject in kept.subjects}
    return {(codes[number], item): given for (number, item), given in kept.answers.items()}
