"""A question's widgets by the kind of its scale, and the answer that they hold, as a table of responses writes it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from questionnaires.model import Group, Item, Questionnaire, Scale
from questionnaires.wording import Wording
from views.language import words

MANY = 7  # choices that still read as a list
PAIRS = ("rate", "change")
Changed = Callable[[], None]


def seed(questionnaire: Questionnaire, code: str, answer: str, prefix: str) -> None:
    """Put an answer into the widgets that are about to be drawn, unless they are on the screen already."""
    scale = scale_of(questionnaire, code)
    special = answer if answer in scale.special and not scale.choices else None
    number = answer if special is None else ""
    values: dict[str, object] = {f"{prefix}/special": special}
    if scale.choices:
        values[f"{prefix}/choice"] = answer or None
    elif scale.kind in PAIRS:
        first, _, second = number.partition("/")
        values |= {f"{prefix}/first": _number(first), f"{prefix}/second": _number(second)}
    else:
        values[f"{prefix}/number"] = _number(number)
    for key, value in values.items():
        st.session_state.setdefault(key, value)


def draw(questionnaire: Questionnaire, names: Wording, code: str, prefix: str, changed: Changed, locked: bool) -> None:
    """The widgets of one question; their names for a screen reader are the question itself."""
    scale = scale_of(questionnaire, code)
    if scale.choices:
        _choices(questionnaire, names, code, scale, prefix, changed, locked)
        return
    silent = locked or st.session_state[f"{prefix}/special"] is not None
    if scale.kind in PAIRS:
        _pair(names, code, scale, prefix, changed, silent)
    else:
        low, high = _limits(questionnaire, code, scale)
        _number_input(names, code, _label(names, code, scale), f"{prefix}/number", (low, high), changed, silent)
    if scale.special:
        st.pills(
            words()("answer.instead"),
            scale.special,
            format_func=partial(names.choice, ""),
            key=f"{prefix}/special",
            on_change=changed,
            disabled=locked,
        )


def written(questionnaire: Questionnaire, code: str, prefix: str) -> str | None:
    """The answer that the widgets hold; none while half of it is missing."""
    scale, state = scale_of(questionnaire, code), st.session_state
    if scale.choices:
        return state.get(f"{prefix}/choice") or ""
    if special := state.get(f"{prefix}/special"):
        return str(special)
    if scale.kind not in PAIRS:
        return _text(state.get(f"{prefix}/number"))
    first, second = _text(state.get(f"{prefix}/first")), _text(state.get(f"{prefix}/second"))
    if first and second:
        return f"{first}/{second}"
    return None if first or second else ""


def told(questionnaire: Questionnaire, names: Wording, code: str, answer: str) -> str:
    """An answer in words: the label of a choice, a number with its unit."""
    scale = scale_of(questionnaire, code)
    if not answer:
        return words()("answer.blank")
    if scale.choices or answer in scale.special:
        return names.choice(scale_name(questionnaire, code), answer)
    unit = names.name("units", scale.unit) if scale.unit else ""
    return f"{answer.replace('/', ' / ')} {unit}".strip()


def scale_of(questionnaire: Questionnaire, code: str) -> Scale:
    """The scale of a question; a group that is given takes a number within its range."""
    node = questionnaire.nodes[code]
    return questionnaire.scales[node.scale] if isinstance(node, Item) else Scale(points=_span(questionnaire, node))


def scale_name(questionnaire: Questionnaire, code: str) -> str:
    node = questionnaire.nodes[code]
    return node.scale if isinstance(node, Item) else ""


def _span(questionnaire: Questionnaire, group: Group) -> tuple[float, float]:
    if group.role == "part":
        return questionnaire.range
    return (0.0, questionnaire.width if group.cap is None else group.cap)


def _choices(questionnaire: Questionnaire, names: Wording, code: str, scale: Scale, prefix: str, changed: Changed, locked: bool) -> None:
    options = [*(scale.choices or {}), *scale.special]
    label = partial(names.choice, scale_name(questionnaire, code))
    if len(options) <= MANY:
        draw_one: Callable[..., object] = st.radio
    else:
        draw_one = st.selectbox
    draw_one(
        names.question(code),
        options,
        index=None,
        format_func=label,
        key=f"{prefix}/choice",
        on_change=changed,
        disabled=locked,
        label_visibility="collapsed",
    )


def _pair(names: Wording, code: str, scale: Scale, prefix: str, changed: Changed, locked: bool) -> None:
    text, kind = words(), scale.kind
    limits = (0.0, None) if kind == "rate" else (None, None)
    for column, part in zip(st.columns([1, 1, 1])[:2], ("first", "second"), strict=True):
        with column:
            _number_input(names, code, text(f"answer.{kind}.{part}"), f"{prefix}/{part}", limits, changed, locked)
    if scale.unit:
        st.caption(names.name("units", scale.unit))


def _number_input(
    names: Wording, code: str, label: str, key: str, limits: tuple[float | None, float | None], changed: Changed, locked: bool
) -> None:
    """A number below its short label; to a screen reader it is called by the whole question."""
    st.caption(label)
    st.number_input(
        f"{names.question(code)} {label}",
        *limits,
        key=key,
        value=None,
        step=1.0,
        format="%g",
        on_change=changed,
        disabled=locked,
        label_visibility="collapsed",
        width=240,
    )


def _label(names: Wording, code: str, scale: Scale) -> str:
    unit = names.name("units", scale.unit) if scale.unit else ""
    return words()("answer.number_in", unit=unit) if unit else words()("answer.number")


def _limits(questionnaire: Questionnaire, code: str, scale: Scale) -> tuple[float | None, float | None]:
    """What may be typed: only what the scale refuses outright is kept out."""
    if scale.points is not None:
        return scale.points
    if scale.linear is not None and not scale.clip:
        low, high = sorted(scale.linear)
        return low, high
    return None, None


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _text(number: float | None) -> str:
    """A number as it is written in a table: without needless decimals.

    >>> _text(4.0), _text(0.25), _text(None)
    ('4', '0.25', '')
    """
    return "" if number is None else f"{number:.12g}"
