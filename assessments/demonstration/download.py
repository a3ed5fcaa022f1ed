"""The demonstration as files to take away: what an upload looks like."""

from __future__ import annotations

import csv
import io

from assessments.demonstration.answers import answers
from assessments.demonstration.country import FICTIONAL, institutions
from questionnaires.model import Questionnaire

MARK = "\ufeff"
README = {
    "en": """# Demonstration: Arinara, a country that does not exist

**Everything here is synthetic.** The 24 institutions are invented, and the answers are drawn at random with a fixed seed from
a made-up quality of each. Nothing may be concluded from them about any real body.

    python -m assessments score {id} --responses answers.csv --institutions institutions.csv

Where an edition lists three peer groups or more, one of them has only five members: where grades depend on the peers it is not graded.
""",
    "ko": """# 시연용 자료: 실제로 존재하지 않는 나라, 아리나라

**이 자료는 모두 가상으로 만든 것입니다.** 24개 기관은 지어낸 것이며, 응답은 기관별로 정한 가상의 수준에 따라 고정된 난수로 만들었습니다.
실제 기관에 대하여 어떠한 결론도 내릴 수 없습니다.

    python -m assessments score {id} --responses answers.csv --institutions institutions.csv

기관 유형이 셋 이상인 평가에서는 한 유형에 기관이 다섯 곳뿐입니다. 같은 유형과 비교하여 등급을 정하는 평가에서는 이 유형의 등급을 매기지 않습니다.
""",
}


def files(questionnaire: Questionnaire, language: str = "en") -> dict[str, bytes]:
    """`README.md`, `answers.csv` and `institutions.csv`, by name; the tables open in spreadsheets as they are."""
    spoken = language if language in FICTIONAL else "en"
    return {
        "README.md": README[spoken].format(id=questionnaire.id).encode(),
        "answers.csv": (MARK + answers(questionnaire).to_csv(index=False, lineterminator="\n")).encode(),
        "institutions.csv": _institutions(questionnaire, spoken),
    }


def _institutions(questionnaire: Questionnaire, language: str) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    known = list(institutions(questionnaire, language).values())
    writer.writerow(["subject", "name", "peer_group", *(known[0].more if known else ())])
    writer.writerows([one.subject, one.name, one.peer_group, *one.more.values()] for one in known)
    return (MARK + text.getvalue()).encode()
