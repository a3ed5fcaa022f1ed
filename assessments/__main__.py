"""The command line: a contract that scripts rely on. Exit 0 done, 1 a check failed, 2 bad input (one line each on stderr)."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from assessments import progress
from assessments.authoring import check as checking
from assessments.authoring import new as templates
from assessments.institutions import read_institutions
from assessments.reading import read_responses
from assessments.register import backups
from assessments.results import outputs, roll_up
from assessments.results.assess import assess
from assessments.results.compare import Comparison, compare
from assessments.results.stored import stored_reference
from assessments.rounds.offline import exporting
from assessments.store.backup import Contents
from assessments.store.engine import StoreError, open_store
from assessments.tables.problems import DataError
from assessments.texts import LANGUAGES
from questionnaires import catalogue
from questionnaires.problems import QuestionnaireError
from scoring.methods import MethodError

FAILED, BAD_INPUT = 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
    except QuestionnaireError as error:
        print(*error.problems, sep="\n", file=sys.stderr)
        return BAD_INPUT
    except DataError as error:
        print(*error.mistakes, sep="\n", file=sys.stderr)
        return BAD_INPUT
    except MethodError as error:
        print(f"{options.questionnaire}: {error}", file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except StoreError as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return BAD_INPUT
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m assessments", description="Assess integrity, anti-corruption work and corruption risks."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    one = commands.add_parser("list", help="editions, one a line")
    one.set_defaults(run=list_editions)

    one = commands.add_parser("check", help="load, languages, examples, promises; exit 1 and say why")
    one.add_argument("questionnaires", nargs="*", metavar="ID | FOLDER", help="default: all")
    one.set_defaults(run=check)

    one = commands.add_parser("score", help="answers in, scores with margins out")
    one.add_argument("questionnaire", metavar="ID")
    one.add_argument("--responses", required=True, metavar="FILE", help="csv, xlsx or parquet; long or wide")
    one.add_argument("--institutions", metavar="FILE", help="columns subject, name, peer_group, variant")
    one.add_argument("--cycle", default="", help="the year or round that the answers belong to")
    one.add_argument("--out", action="append", default=[], metavar="FILE", help=".csv .parquet .json; may be repeated")
    one.add_argument("--reference", metavar="FILE", help=".json of an earlier result: measure by the reference that it stored")
    one.add_argument("--roll-up", metavar="FILE", help=".csv: risks counted per institution and level; for editions about risks")
    one.set_defaults(run=score)

    one = commands.add_parser("export", help="a blank to fill in: a workbook, or a page to print")
    one.add_argument("questionnaire", metavar="ID")
    one.add_argument("--to", required=True, choices=list(exporting.KINDS))
    one.add_argument("--out", required=True, metavar="FILE", help=".xlsx for a workbook, .html for a page")
    one.add_argument("--language", choices=LANGUAGES, help="default: the edition's own, else English")
    one.set_defaults(run=export)

    one = commands.add_parser("new", help="a folder to start from")
    one.add_argument("questionnaire", metavar="ID")
    one.add_argument("--in", dest="place", default=".", metavar="FOLDER", help="where to make it (default: here)")
    one.set_defaults(run=new)

    one = commands.add_parser("backup", help="everything of the store (HAECHI_DATA, DATABASE_URL) in one file")
    one.add_argument("file", metavar="FILE", type=Path, help=".zip; keep it as safe as the store itself")
    one.set_defaults(run=back_up)

    one = commands.add_parser("restore", help="a backup into an empty store: all of it or nothing")
    one.add_argument("file", metavar="FILE", type=Path)
    one.set_defaults(run=restore)
    return parser


def list_editions(_: argparse.Namespace) -> int:
    found = catalogue.survey()
    problems = found.problems
    for identity, folder in found.folders.items():
        try:
            edition = catalogue.edition(folder)
        except QuestionnaireError as error:
            problems += error.problems
            continue
        questionnaire = edition.questionnaire
        title = edition.wording(questionnaire.language).edition() or identity
        print(
            identity,
            questionnaire.version,
            questionnaire.subject,
            f"{len(questionnaire.items)} items",
            ",".join(sorted(edition.wordings)),
            title,
            sep="\t",
        )
    print(*problems, sep="\n", end="\n" if problems else "", file=sys.stderr)
    return BAD_INPUT if problems else 0


def check(options: argparse.Namespace) -> int:
    reports = [checking.check(name) for name in options.questionnaires or catalogue.folders()]
    for report in reports:
        for warning in report.warnings:
            print(f"warning: {warning}")
        for error in report.errors:
            print(f"error: {error}")
        for figure in report.assumed:
            print(f"assumed: {report.identity}: {figure}")
        verdict = "passes" if report.passed else f"fails: {len(report.errors)} errors"
        languages = ", ".join(report.languages) or "no languages"
        print(
            f"{report.identity}: {verdict}; {report.examples} examples; {languages}; {len(report.assumed)} assumed figures; {len(report.warnings)} warnings"
        )
    return 0 if all(report.passed for report in reports) else FAILED


def score(options: argparse.Namespace) -> int:
    questionnaire = catalogue.load(options.questionnaire)
    for path in options.out:
        outputs.check_ending(Path(path))
    if options.roll_up:
        outputs.check_ending(Path(options.roll_up), [".csv"])
        roll_up.check_subject(questionnaire)
    institutions = read_institutions(options.institutions, questionnaire, options.institutions) if options.institutions else None
    responses = read_responses(options.responses, questionnaire, options.cycle, institutions, options.responses)
    references = stored_reference(options.reference, questionnaire) if options.reference else None
    scorecards = assess(questionnaire, responses, institutions, references=references)
    comparison = compare(scorecards)
    for warning in (*comparison.warnings, *_refusals(comparison)):
        print(f"warning: {warning}", file=sys.stderr)
    for path in options.out:
        outputs.save(path, scorecards, comparison)
        print(f"{path}: {len(scorecards)} subjects", file=sys.stderr)
    if options.roll_up:
        outputs.write(Path(options.roll_up), roll_up.csv(scorecards))
        print(f"{options.roll_up}: risks counted by institution", file=sys.stderr)
    if not options.out and not options.roll_up:
        sys.stdout.buffer.write(outputs.csv(scorecards, comparison).removeprefix(outputs.MARK))
    return 0


def _refusals(comparison: Comparison) -> list[str]:
    return [
        f"{_peers(refusal.peer_group)} not graded on {refusal.code}: {refusal.peers} scored members, {refusal.needed} needed"
        for refusal in comparison.refused
    ]


def _peers(group: str) -> str:
    return f"peer group '{group}' is" if group else "those without a peer group are"


def export(options: argparse.Namespace) -> int:
    edition = catalogue.edition(catalogue.find(options.questionnaire))
    own = edition.questionnaire.language
    number = exporting.export(edition, options.to, Path(options.out), options.language or (own if own in LANGUAGES else "en"))
    print(f"{options.out}: {number} questions", file=sys.stderr)
    return 0


def new(options: argparse.Namespace) -> int:
    folder = templates.new(options.questionnaire, Path(options.place))
    print(f"{folder} is ready; change it, then: python -m assessments check {folder}")
    return 0


def back_up(options: argparse.Namespace) -> int:
    outputs.check_ending(options.file, [".zip"])
    with closing(open_store()) as store:
        contents = backups.save(store, options.file, datetime.now(UTC), progress.lines("backup"))
    print(f"{options.file}: {_counted(contents)}", file=sys.stderr)
    for name in contents.lost:
        print(f"warning: the file {name} was gone or changed in the store and is not in the backup", file=sys.stderr)
    return FAILED if contents.lost else 0


def restore(options: argparse.Namespace) -> int:
    options.file.open("rb").close()
    with closing(open_store()) as store:
        contents = backups.restore(store, options.file, datetime.now(UTC), progress.lines("restore"))
    print(f"{options.file}: {_counted(contents)}; everybody signs in anew", file=sys.stderr)
    return 0


def _counted(contents: Contents) -> str:
    return f"{sum(contents.rows.values())} rows and {len(contents.files)} files of {contents.made_at[:10]}"


if __name__ == "__main__":
    sys.exit(main())
