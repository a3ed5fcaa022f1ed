"""What a reader is told about a table, in English wherever it is a plain text and in another language where one asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from assessments.texts import HERE, LANGUAGES
from questionnaires import narrow_yaml


class Message(str):
    """An English text that remembers its template and what fills it, so that it can be told in another language.

    Values may be messages themselves (causes, hints); they are told in the same language.

    >>> Message("'{answer}' is not a number{hint}", answer="1,5", hint=Message("; write a point, not a comma, before decimals"))
    "'1,5' is not a number; write a point, not a comma, before decimals"
    """

    template: str
    values: Mapping[str, Any]

    def __new__(cls, template: str, /, **values: Any) -> Message:
        message = super().__new__(cls, template.format(**{place: _in_one_line(value) for place, value in values.items()}))
        message.template, message.values = template, values
        return message

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        return (self.template,), dict(self.values)

    def told(self, language: str) -> str:
        """The same in a language: `ko`; in English where there is no translation."""
        template = translations(language).get(self.template, self.template)
        return template.format(**{place: _in_one_line(told(value, language)) for place, value in self.values.items()})


def told(value: Any, language: str) -> Any:
    """A message in a language; whatever has no words of ours (a name, a number) as it is.

    >>> told("port", "ko"), told(7, "ko")
    ('port', 7)
    """
    return value.told(language) if isinstance(value, Message) else value


def _in_one_line(value: Any) -> Any:
    """A text of somebody else's without its line breaks."""
    return " ".join(value.splitlines()) if type(value) is str and len(value.splitlines()) > 1 else value


@lru_cache(maxsize=len(LANGUAGES))
def translations(language: str) -> Mapping[str, str]:
    """The templates of a language by the English ones: `texts/mistakes.ko.yaml`. Nothing for English."""
    path = HERE / f"mistakes.{language}.yaml"
    if language not in LANGUAGES or not path.is_file():
        return {}
    document = narrow_yaml.read(path.read_bytes(), path.name)
    if document.problems:
        raise ValueError("\n".join(map(str, document.problems)))
    return dict(document.data)
