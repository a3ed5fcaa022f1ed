"""What all pages share: the document's language, the head of a page, and notices."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import plotly.graph_objects as go
import streamlit as st

from assessments.charts.colours import Theme
from views import language

STYLE = Path(__file__).parent.parent / "static" / "haechi.css"
LOGO = Path(__file__).parent.parent / "static" / "haechi.svg"
SCRIPT = """
document.documentElement.lang = 'LANGUAGE';
if (!document.getElementById('typeface')) {
  const link = Object.assign(document.createElement('link'), {id: 'typeface', rel: 'stylesheet', href: 'assets/pretendard.css'});
  document.head.append(link);
}
"""
NUMBERED = re.compile(r"^(\s*\d+)\.", re.MULTILINE)
Crumb = Callable[[], object]


def dress() -> None:
    """Tell the browser (and the screen reader) which language it shows, and put on what the theme cannot say."""
    st.html(f"<style>{STYLE.read_text(encoding='utf-8')}\n{_own_words()}</style>")
    st.html(f"<script>{SCRIPT.replace('LANGUAGE', language.language())}</script>", unsafe_allow_javascript=True)


def _own_words() -> str:
    """Words for what Streamlit says in English only."""
    text = language.words()
    return f':root {{ --choose-file: "{text("score.choose_file")}"; --file-limit: "{text("score.file_limit")}"; }}'


def head(title: str, lead: str = "", crumbs: Sequence[Crumb] = ()) -> None:
    """Where one is, the language switch, the title and one sentence on the purpose of the page."""
    left, right = st.columns([4, 1], vertical_alignment="center")
    with left, st.container(horizontal=True, key="crumbs"):
        for crumb in crumbs:
            crumb()
    with right, st.container(horizontal=True, horizontal_alignment="right"):
        language.switch()
    st.title(title, anchor=False)
    if lead:
        st.markdown(lead)


def from_the_top(place: str) -> None:
    """Begin at the top where the page has come to show another `place` (its code): the browser stays where the button was that led here."""
    scroll = f"document.querySelector('[data-testid=\"stMain\"]').scrollTo(0, 0); // {place}"
    st.html(f"<script>{scroll}</script>", unsafe_allow_javascript=True)


def without_store() -> None:
    """What is said where the store cannot be reached just now."""
    text = language.words()
    st.title(text("frame.no_store"), anchor=False)
    st.error(text("frame.no_store_why"))
    st.button(text("frame.again"), type="primary")


def theme() -> Theme:
    """Light or dark, as the page is shown: what figures are to be drawn in."""
    return "dark" if st.context.theme.type == "dark" else "light"


def figure(drawn: go.Figure, alt: str) -> None:
    """A chart below its finding; the words stand outside the drawing so that they wrap on a phone."""
    finding = drawn.layout.meta
    st.markdown(f"**{escape(finding['title'])}**")
    st.caption(escape(finding["subtitle"]))
    drawn.update_layout(title=None, margin={"t": finding["top"]}, height=drawn.layout.height - drawn.layout.margin.t + finding["top"])
    st.plotly_chart(drawn, config={"displayModeBar": False}, theme=None, alt=alt)


def tag(provenance: str) -> str:
    """A small visible mark with the label of a figure; its colour warns of what no source states."""
    colour = {"sourced": "blue", "derived": "blue", "assumed": "orange", "unverified": "red"}[provenance]
    return f":{colour}-badge[{language.words()(f'provenance.{provenance}')}]"


def escape(text: str) -> str:
    """Text from a file, safe in Markdown: shown as written, also where it begins like an item of a list.

    >>> escape("a*b [x] $1"), escape("1. Rules")
    ('a\\\\*b \\\\[x\\\\] \\\\$1', '1\\\\. Rules')
    """
    marked = "".join(f"\\{letter}" if letter in r"\`*_{}[]<>()#+-!|$~:" else letter for letter in text)
    return NUMBERED.sub(r"\1\\.", marked)
