"""What an earlier result stored for later ones: the reference that its method measured by."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assessments.tables.messages import Message
from assessments.tables.problems import DataError, Mistake
from questionnaires.model import Questionnaire


def stored_reference(path: Path | str, questionnaire: Questionnaire) -> Mapping[str, Any]:
    """The reference (branch → what its method stored) in scorecards that were written as .json.

    Raises DataError: not there, no scorecards, of another questionnaire, or without a reference.
    """
    name = str(path)
    try:
        made_by = json.loads(Path(path).read_text(encoding="utf-8"))[0]["made_by"]
        made_of, reference = made_by["questionnaire"], made_by["reference"]
    except OSError as error:
        raise DataError([Mistake(name, Message("cannot be read: {reason}", reason=error.strerror))]) from error
    except (ValueError, LookupError, TypeError) as error:
        raise DataError([Mistake(name, Message("holds no scorecards; write them with `--out FILE.json`"))]) from error
    if made_of != questionnaire.id:
        what = Message("was made with {other}, not with {questionnaire}", other=made_of, questionnaire=questionnaire.id)
        raise DataError([Mistake(name, what)])
    if not reference:
        raise DataError([Mistake(name, Message("holds no reference; no method of {questionnaire} measures by one", questionnaire=made_of))])
    return dict(reference)
