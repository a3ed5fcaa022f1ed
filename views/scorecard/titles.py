"""How things of a scorecard are called."""

from __future__ import annotations

from assessments.charts.words import decimals, rank_words, value_margin
from assessments.results.assess import Scorecard
from assessments.results.compare import graded_nodes
from questionnaires.model import Questionnaire
from questionnaires.wording import Wording
from views import frame
from views.institutions import words as groups
from views.language import language, words
from views.shelf import Result


def title(result: Result, card: Scorecard) -> str:
    """Whose score it is, and how much."""
    text, names, root = words(), result.edition.wording(language()), card.root
    value = value_margin(text, root.value, root.margin, decimals(result.edition.questionnaire))
    own = f"{card.institution.named(language())}: {names.node(root.code)} {value}"
    if printed := next((one for one in result.printed if (one.subject, one.item) == (card.subject, root.code)), None):
        own = text("scorecard.computed", title=own, printed=printed.printed)
    return frame.escape(own)


def lead(result: Result, card: Scorecard) -> str:
    """Grade and rank beside the score, in a sentence."""
    text, names, questionnaire = words(), result.edition.wording(language()), result.edition.questionnaire
    positions = result.comparison.of_subject(card.subject)
    root = positions[questionnaire.root]
    parts = []
    if card.peer_group:
        parts.append(peer_group(names, card.peer_group))
    if card.cycle:
        parts.append(card.cycle)
    for code in graded_nodes(questionnaire):
        if grade := positions[code].grade:
            parts.append(text("scorecard.grade", node=names.node(code), grade=names.name("grades", grade)))
    if result.comparison.ranked and root.placed:
        parts.append(text("scorecard.rank", rank=rank_words(text, root.rank_low, root.rank_high), peers=root.peers))
    if card.root.answers > 1:
        parts.append(text("scorecard.answers", number=card.root.answers))
    return frame.escape(" · ".join(parts))


def peer_group(names: Wording, code: str) -> str:
    """The name of a peer group in this edition; where it has none, because it does not compare by groups, as other editions call it."""
    own = names.name("peer_groups", code)
    return own if own != code else groups.group(code)


def full(questionnaire: Questionnaire, names: Wording, code: str) -> str:
    """An item's title, led by its group's where another item is called the same."""
    own = names.node(code)
    alike = sum(names.node(other) == own for other in questionnaire.nodes)
    parent = questionnaire.parents[code]
    return f"{names.node(parent)}: {own}" if alike > 1 and parent else own
