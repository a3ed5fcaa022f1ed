"""A small application on which the scripted visit is tried: two pages, a form, and sections that run by themselves."""

import streamlit as st

QUESTIONS = ("Budget", "Staff")


def home() -> None:
    st.title("Home")
    with st.form("who"):
        name = st.text_input("Name")
        if st.form_submit_button("Send"):
            st.write(f"Hello {name}")
    if st.button("Go on"):
        st.switch_page(ANSWER, query_params={"round": "r9"})


def answer() -> None:
    st.title(f"Round {st.query_params.get('round')} of {st.context.cookies.get('who')}")
    st.write(f"Runs of the page: {count('page')}")
    for question in QUESTIONS:
        section(question)


@st.fragment
def section(question: str) -> None:
    """Every answer is written down at once, and shown below the question with its number."""
    for kind, widget in WIDGETS.items():
        key = f"{question}-{kind}"
        widget(f"{question}: {kind}", key=key, on_change=write_down, args=(question, key))
    st.write(f"{question}: {st.session_state.get(question, 'nothing')}, runs: {count(question + ' runs')}")


def count(what: str) -> int:
    st.session_state[what] = st.session_state.get(what, 0) + 1
    return st.session_state[what]


def write_down(question: str, key: str) -> None:
    st.session_state[question] = st.session_state[key]


def radio(label: str, **keep: object) -> None:
    st.radio(label, ["yes", "no"], index=None, **keep)


def choice(label: str, **keep: object) -> None:
    st.selectbox(label, ["yes", "no"], index=None, **keep)


def control(label: str, **keep: object) -> None:
    st.segmented_control(label, ["yes", "no"], **keep)


def number(label: str, **keep: object) -> None:
    st.number_input(label, value=None, **keep)


WIDGETS = {"radio": radio, "choice": choice, "control": control, "number": number, "text": st.text_area, "box": st.checkbox}

if __name__ == "__main__":
    HOME = st.Page(home, title="Home", url_path="home", default=True)
    ANSWER = st.Page(answer, title="Answer", url_path="answer")
    st.navigation([HOME, ANSWER]).run()
