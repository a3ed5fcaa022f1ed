"""What an edition asks, with which weights, and who says so."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import streamlit as st

from questionnaires.catalogue import Edition
from questionnaires.model import DEFAULT_VARIANT, Group, Item, Labelled, Questionnaire, Scale
from questionnaires.wording import Wording
from views import address, conditions, frame, routes
from views.language import language, words
from views.pages.home import facts

INDENT = "\u2003"


def show() -> None:
    text, edition = words(), address.edition()
    names, questionnaire = edition.wording(language()), edition.questionnaire
    frame.head(
        names.edition() or questionnaire.id, frame.escape(names.edition("summary")), [lambda: routes.link(routes.HOME, text("pages.home"))]
    )
    st.caption(frame.escape(facts(edition)))
    routes.link("score", text("edition.score"), edition=questionnaire.id)
    tree, questions, scales, sources, method = st.tabs(
        [text(f"edition.{name}") for name in ("tree", "questions", "scales", "sources", "method")]
    )
    with tree:
        _tree(questionnaire, names)
    with questions:
        _questions(questionnaire, names)
    with scales:
        _scales(questionnaire, names)
    with sources:
        _sources(questionnaire, names)
    with method:
        _method(edition)


def _tree(questionnaire: Questionnaire, names: Wording) -> None:
    text = words()
    variant = DEFAULT_VARIANT
    if questionnaire.variants:
        variant = st.selectbox(
            text("edition.variant"),
            [DEFAULT_VARIANT, *questionnaire.variants],
            format_func=lambda code: text("edition.default_variant") if code == DEFAULT_VARIANT else names.name("variants", code),
        )
        st.caption(_applies_to(questionnaire, names, variant))
    st.markdown(text("edition.tree_lead"))
    with st.container(horizontal=True):
        for provenance in ("sourced", "derived", "assumed", "unverified"):
            st.markdown(frame.tag(provenance), help=text(f"provenance_help.{provenance}"), width="content")
    table = pd.DataFrame(_rows(questionnaire, names, variant))
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
    changed = questionnaire.variants[variant] if variant != DEFAULT_VARIANT else None
    for code, node in questionnaire.nodes.items():
        label, where = (changed, f"variants.{variant}") if changed and code in changed.weights else (node, code)
        is_root = code == questionnaire.root
        yield {
            text("edition.part"): INDENT * questionnaire.levels[code] + names.node(code),
            text("edition.weight"): "" if is_root else _share(questionnaire, weights, code),
            text("edition.label"): "" if is_root or node.role == "information" else text(f"provenance.{label.provenance}"),
            text("edition.source"): "" if is_root else _source(questionnaire, names, label, where),
            text("edition.asked"): names.name("respondents", node.respondent) if isinstance(node, Item) else "",
            text("edition.code"): code,
        }


def _share(questionnaire: Questionnaire, weights: dict[str, float], code: str) -> str:
    """A part's share of its parent, in per cent; the role of what is not part of a mean."""
    parent = questionnaire.parents[code]
    node = questionnaire.nodes[code]
    if parent is None or node.role != "part":
        return words()(f"roles.{node.role}")
    group = questionnaire.nodes[parent]
    total = sum(weights[child.code] for child in group.children if child.role == "part") if isinstance(group, Group) else 0
    return f"{100 * weights[code] / total:.1f} %" if total else ""


def _source(questionnaire: Questionnaire, names: Wording, label: Labelled, where: str) -> str:
    """Who states a figure, and how we got it from there. `where` is the place of the calculation in the language files."""
    source = questionnaire.sources.get(label.source or "")
    title = names.source(label.source or "", default=source.title) if source else ""
    return ". ".join(part for part in (title, names.calculation(where, label.calculation)) if part)


def _questions(questionnaire: Questionnaire, names: Wording) -> None:
    text = words()
    asked = [code for code in questionnaire.respondents if any(item.respondent == code for item in questionnaire.items.values())]
    if not asked:
        st.info(text("edition.no_questions"))
        return
    respondent = asked[0]
    if len(asked) > 1:
        respondent = st.segmented_control(
            text("edition.asked"), asked, default=asked[0], format_func=lambda code: names.name("respondents", code), required=True
        )
    number = 0
    for code, node in questionnaire.nodes.items():
        if isinstance(node, Group):
            below = [item for item in node.items if item.respondent == respondent]
            if below:
                st.subheader(names.node(code), anchor=False)
        elif node.respondent == respondent:
            number += 1
            _question(questionnaire, names, node, number)


def _question(questionnaire: Questionnaire, names: Wording, item: Item, number: int) -> None:
    text, scale = words(), questionnaire.scales[item.scale]
    st.markdown(f"**{number}.** {frame.escape(names.question(item.code))}")
    notes = [_answers(scale, item.scale, names)]
    if item.ask_if:
        notes.append(text("edition.only_if", condition=conditions.told(item.ask_if, questionnaire, names, text)))
    notes += [part for part in (names.node(item.code, "help"), names.node(item.code, "evidence")) if part]
    st.caption("  \n".join(frame.escape(note) for note in notes))


def _answers(scale: Scale, name: str, names: Wording) -> str:
    """What may be answered, in a line."""
    text = words()
    if scale.choices:
        return " · ".join(names.choice(name, code) for code in (*scale.choices, *scale.special))
    kind = text(f"scales.{scale.kind}")
    unit = names.name("units", scale.unit) if scale.unit else ""
    return f"{kind} ({unit})" if unit else kind


def _scales(questionnaire: Questionnaire, names: Wording) -> None:
    text = words()
    st.markdown(text("edition.scales_lead"))
    for name, scale in questionnaire.scales.items():
        used = [names.node(item.code) for item in questionnaire.items.values() if item.scale == name]
        if not used:
            continue
        st.markdown(
            f"**{frame.escape(name)}** {frame.tag(scale.provenance)}  \n{text('edition.used_by', number=len(used), first=frame.escape(used[0]))}"
        )
        st.dataframe(pd.DataFrame(_points(scale, name, names)), hide_index=True, width="content")
        if explained := _source(questionnaire, names, scale, f"scales.{name}"):
            st.caption(frame.escape(explained))
    grading = questionnaire.grading
    if grading:
        st.subheader(text("edition.grading"), anchor=False)
        st.markdown(f"{text(f'grading.{grading.method}', minimum=grading.minimum_peers)} {frame.tag(grading.provenance)}")
        cuts = [*(f"≥ {cut:g}" for cut in grading.cuts), f"< {grading.cuts[-1]:g}"]
        rows = [
            {text("grading.grade"): names.name("grades", grade), text(f"grading.cut_{grading.method}"): cut}
            for grade, cut in zip(grading.names, cuts, strict=True)
        ]
        st.dataframe(pd.DataFrame(rows), hide_index=True, width="content")
        if explained := _source(questionnaire, names, grading, "grading"):
            st.caption(frame.escape(explained))


def _points(scale: Scale, name: str, names: Wording) -> Iterator[dict[str, str]]:
    text = words()
    answer, points = text("scales.answer"), text("scales.points_column")
    bands = scale.rate or scale.change or scale
    if scale.choices is not None:
        for code, value in scale.choices.items():
            yield {answer: names.choice(name, code), points: text("scales.none") if value is None else f"{value:.4g}"}
    elif scale.points is not None:
        yield {answer: f"{scale.points[0]:g} – {scale.points[1]:g}", points: text("scales.as_it_is")}
    elif bands.steps is not None:
        for start, value in bands.steps:
            yield {answer: text("scales.from", start=f"{start:g}"), points: f"{value:g}"}
    elif bands.linear is not None:
        yield {answer: f"{bands.linear[0]:g}", points: text("scales.worst")}
        yield {answer: f"{bands.linear[1]:g}", points: text("scales.best")}
    for special in scale.special:
        yield {answer: names.choice(name, special), points: text("scales.none")}


def _sources(questionnaire: Questionnaire, names: Wording) -> None:
    for key, source in questionnaire.sources.items():
        title = frame.escape(names.source(key, default=source.title))
        st.markdown(f"- [{title}]({source.url})" if source.url else f"- {title}")
        if source.note:
            st.caption(frame.escape(names.source(key, "note", source.note)))
    if not questionnaire.sources:
        st.info(words()("edition.no_sources"))


def _method(edition: Edition) -> None:
    text, questionnaire = words(), edition.questionnaire
    st.caption(text("edition.version", version=questionnaire.version, digest=questionnaire.digest[:12]))
    readme = edition.folder / "README.md"
    st.markdown(readme.read_text(encoding="utf-8") if readme.is_file() else text("edition.no_readme"))
