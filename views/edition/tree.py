"""The parts of an edition with their weights, and who states each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import get_args

import pandas as pd
import streamlit as st

from questionnaires.model import DEFAULT_VARIANT, Group, Item, Provenance, Questionnaire
from questionnaires.wording import Wording
from scoring import methods
from views import address, frame
from views.edition.source import stated
from views.language import words

INDENT = "\u2003"


def show(questionnaire: Questionnaire, names: Wording, folder: Path) -> None:
    """The tree with shares, labels and sources, for one set of weights."""
    text = words()
    variant = DEFAULT_VARIANT
    if questionnaire.variants:
        known = [DEFAULT_VARIANT, *questionnaire.variants]
        asked = address.asked("variant", DEFAULT_VARIANT)
        variant = st.selectbox(
            text("edition.variant"),
            known,
            index=known.index(asked) if asked in known else 0,
            format_func=lambda code: text("edition.default_variant") if code == DEFAULT_VARIANT else names.name("variants", code),
        )
        address.keep("variant", variant, DEFAULT_VARIANT)
        st.caption(frame.escape(_applies_to(questionnaire, names, variant)))
    averages = methods.averages(questionnaire, folder)
    st.markdown(text("edition.tree_lead" if averages else "edition.no_mean"))
    for provenance in get_args(Provenance):
        st.markdown(f"{frame.tag(provenance)} {text(f'provenance_help.{provenance}')}")
    table = pd.DataFrame(_rows(questionnaire, names, variant))
    if not averages:
        table = table.drop(columns=text("edition.weight"))
    table = table.loc[:, (table != "").any()]
    st.dataframe(
        table,
        hide_index=True,
        height=min(36 * (len(table) + 1) + 3, 720),
        column_config={
            text("edition.part"): st.column_config.TextColumn(width=260),
            text("edition.weight"): st.column_config.TextColumn(width=100, alignment="right"),
            text("edition.source"): st.column_config.TextColumn(width=420),
        },
    )


def _applies_to(questionnaire: Questionnaire, names: Wording, variant: str) -> str:
    groups = [names.name("peer_groups", code) for code, own in questionnaire.peer_groups.items() if own == variant]
    return words()("edition.applies_to", groups=", ".join(groups) or "–")


def _rows(questionnaire: Questionnaire, names: Wording, variant: str) -> Iterator[dict[str, object]]:
    text, weights = words(), questionnaire.weights(variant)
    for code, node in questionnaire.nodes.items():
        label = questionnaire.label(code, variant)
        where = code if label is node else f"variants.{variant}"
        is_root = code == questionnaire.root
        yield {
            text("edition.part"): INDENT * questionnaire.levels[code] + names.node(code),
            text("edition.code"): code,
            text("edition.weight"): "" if is_root else share(questionnaire, weights, code),
            text("edition.label"): "" if is_root or node.role == "information" else text(f"provenance.{label.provenance}"),
            text("edition.source"): "" if is_root else stated(questionnaire, names, label, where),
            text("edition.asked"): names.name("respondents", node.respondent) if isinstance(node, Item) else "",
        }


def share(questionnaire: Questionnaire, weights: Mapping[str, float], code: str) -> str:
    """A part's share of its parent, in per cent; the role of what is not part of a mean."""
    parent = questionnaire.parents[code]
    node = questionnaire.nodes[code]
    if parent is None or node.role != "part":
        return words()(f"roles.{node.role}")
    group = questionnaire.nodes[parent]
    total = sum(weights[child.code] for child in group.children if child.role == "part") if isinstance(group, Group) else 0
    return f"{100 * weights[code] / total:.1f} %" if total else ""
