"""What widgets hold, as it travels: the value that a widget starts with and the value that a person gives it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetState

from .screen import Shown


def start(widget: Shown) -> WidgetState | None:
    """The state with which a browser first reports a widget; none for buttons and for what this visit does not fill in.

    A widget that the application has just set holds that value, else its default.
    """
    if widget.kind not in STARTS:
        return None
    return filled(widget, STARTS[widget.kind](widget.sent))


def filled(widget: Shown, value: Any) -> WidgetState:
    """The state of a widget that somebody has filled in: the option's words, a text, a number, yes or no; None clears it."""
    state = WidgetState(id=widget.id)
    if widget.kind in ("button_group", "multiselect", "date_input"):
        words = [] if value is None else [value] if isinstance(value, str) else list(value)
        state.string_array_value.data.extend(words)
    elif value is not None:
        setattr(state, FIELDS[widget.kind], value)
    return state


def pressed(button: Shown) -> WidgetState:
    return WidgetState(id=button.id, trigger_value=True)


def _option(sent: Any) -> str | None:
    if sent.set_value:
        return sent.raw_value if sent.HasField("raw_value") else None
    return sent.options[sent.default] if sent.options and sent.HasField("default") else None


def _buttons(sent: Any) -> list[str]:
    if sent.set_value:
        return list(sent.raw_values)
    return [f"{option.content_icon} {option.content}".strip() for option in (sent.options[place] for place in sent.default)]


def _options(sent: Any) -> list[str]:
    return list(sent.raw_values) if sent.set_value else [sent.options[place] for place in sent.default]


def _own(sent: Any) -> Any:
    if sent.set_value:
        return sent.value if sent.HasField("value") else None
    return sent.default if not sent.DESCRIPTOR.fields_by_name["default"].has_presence or sent.HasField("default") else None


def _checked(sent: Any) -> bool:
    return bool(sent.value if sent.set_value else sent.default)


def _dates(sent: Any) -> list[str]:
    return list(sent.value if sent.set_value else sent.default)


FIELDS = {
    "radio": "string_value",
    "selectbox": "string_value",
    "text_input": "string_value",
    "text_area": "string_value",
    "number_input": "double_value",
    "checkbox": "bool_value",
}
STARTS: dict[str, Callable[[Any], Any]] = {
    "radio": _option,
    "selectbox": _option,
    "button_group": _buttons,
    "multiselect": _options,
    "text_input": _own,
    "text_area": _own,
    "number_input": _own,
    "checkbox": _checked,
    "date_input": _dates,
}
