"""Where to go on afterwards: only ever to a place of our own."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

HOME = "/"


def own(asked: str) -> str:
    """A path that somebody was asked to be led to, if it is one of ours, else home.

    >>> own("/answer?round=3"), own("https://elsewhere.example"), own("//elsewhere.example"), own("/\\\\elsewhere.example")
    ('/answer?round=3', '/', '/', '/')
    """
    strange = any(letter == "\\" or not letter.isprintable() or letter.isspace() for letter in asked)
    if strange or not asked.startswith("/") or asked.startswith("//"):
        return HOME
    return asked


def in_language(path: str, language: str) -> str:
    """The same place in a language, unless the path names one already.

    >>> in_language("/answer?round=3", "ko"), in_language("/?lang=en", "ko")
    ('/answer?round=3&lang=ko', '/?lang=en')
    """
    parts = urlsplit(path)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    return urlunsplit(("", "", parts.path, urlencode({**query, "lang": query.get("lang", language)}), ""))
