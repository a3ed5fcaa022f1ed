"""Take a return away as a workbook or on paper; bring the workbook back: what it would change first, then what is chosen of it."""

from __future__ import annotations

from typing import Any, Literal

import streamlit as st

from assessments.register.access import Actor
from assessments.rounds.offline import exchange, printable, workbook
from assessments.rounds.offline.exchange import Merged, Preview
from assessments.rounds.offline.reading import cells
from assessments.rounds.offline.sheet import Key
from assessments.rounds.returns import NotNow, Return
from assessments.store.engine import StoreError
from assessments.tables.problems import DataError
from views import frame, routes
from views.answer import offline_changes
from views.language import language, words
from views.pages.score import mistakes

COMPARED, MERGED, TURN = "offline_compared", "offline_merged", "offline_turn"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST = cells.LIMIT // cells.MEGABYTE


def downloads(actor: Actor, kept: Return) -> None:
    """The workbook, which is the one main button here until a file is brought back; and the print. Each is made when it is asked for."""
    text, told, name = words(), language(), f"{kept.round.edition}_{kept.id}"
    main: Literal["secondary", "primary"] = "secondary" if st.session_state.get(_key(kept.id)) is not None else "primary"

    def filled() -> bytes:
        return workbook.written(exchange.download(actor, kept.id, told))

    def printed() -> bytes:
        return printable.printed(exchange.download(actor, kept.id, told)).encode()

    with st.container(horizontal=True):
        st.download_button(text("offline.workbook"), filled, f"{name}.xlsx", XLSX, on_click="ignore", type=main, key="workbook")
        st.download_button(text("offline.print"), printed, f"{name}.html", "text/html", on_click="ignore", key="print")


def upload(actor: Actor, kept: Return) -> None:
    """Bring a filled workbook back."""
    text = words()
    _merged(kept)
    st.html(f'<style>:root {{ --file-limit: "{text("offline.file_limit", limit=MOST)}"; }}</style>')
    file = st.file_uploader(text("offline.file"), type=["xlsx"], help=text("offline.file_help"), key=_key(kept.id), max_upload_size=MOST)
    if file is None:
        st.session_state.pop(COMPARED, None)
        return
    found = _compared(actor, kept, file)
    if isinstance(found, DataError):
        mistakes(found, "offline.refused")
    elif isinstance(found, NotNow):
        st.error(frame.escape(found.why.told(language())))
    else:
        _preview(actor, kept, found)


def _key(return_id: int) -> str:
    """What the uploader is called; another name after a merge, so that it is empty again."""
    return f"filled_{return_id}_{st.session_state.setdefault(TURN, 0)}"


def _compared(actor: Actor, kept: Return, file: Any) -> Preview | DataError | NotNow:
    """The comparison of an uploaded file with the return, made once: what is confirmed is what was shown."""
    there = st.session_state.get(COMPARED)
    if there and there[0] == (file.file_id, language()):
        return there[1]  # type: ignore[no-any-return]
    with st.spinner(words()("offline.comparing")):
        try:
            found: Preview | DataError | NotNow = exchange.preview(actor, kept.id, file.getvalue(), file.name, language())
        except (DataError, NotNow) as error:
            found = error
    st.session_state[COMPARED] = ((file.file_id, language()), found)
    return found


def _preview(actor: Actor, kept: Return, shown: Preview) -> None:
    text = words()
    st.header(text("offline.preview"), anchor=False)
    st.markdown(text("offline.counts", changes=len(shown.changes), new=len(shown.new), same=shown.same))
    if conflicts := sum(one.meanwhile for one in shown.changes):
        st.warning(text("offline.meanwhile", number=conflicts))
    if shown.left_out:
        st.warning(text("offline.left_out", names=frame.escape(", ".join(shown.left_out))))
    chosen = offline_changes.choose(shown, f"chosen_{st.session_state[TURN]}")
    confirmed = _confirmed(shown)
    if not shown.changes and not shown.new and not shown.to_confirm:
        st.success(text("offline.nothing"))
    elif st.button(text("offline.merge", number=len(chosen) + len(confirmed)), type="primary", disabled=not chosen and not confirmed):
        _merge(actor, kept, shown, chosen | confirmed)


def _confirmed(shown: Preview) -> set[Key]:
    """Answers of the last round that the workbook left as they are, if whoever filled it in says that they hold."""
    if not shown.to_confirm:
        return set()
    held = st.checkbox(words()("offline.confirm", number=len(shown.to_confirm)), key="carried_over")
    return {(one.subject, one.item) for one in shown.to_confirm} if held else set()


def _merge(actor: Actor, kept: Return, shown: Preview, chosen: set[Key]) -> None:
    """Write what was chosen; what could not be written is compared again, so that the choice is made anew."""
    text = words()
    bar = st.progress(0.0, text("offline.writing"))

    def how_far(done: int, of: int) -> None:
        bar.progress(done / of, text("offline.writing"))

    try:
        done = exchange.merge(actor, kept.id, shown, chosen, how_far)
    except NotNow as error:
        st.error(frame.escape(error.why.told(language())))
    except StoreError:
        st.error(text("answer.store"))
    else:
        st.session_state[MERGED] = (kept.id, done)
        st.session_state.pop(COMPARED, None)
        st.session_state[TURN] += not done.meanwhile
        st.rerun()


def _merged(kept: Return) -> None:
    """What the last merge did, said once."""
    text = words()
    number, done = st.session_state.pop(MERGED, (0, Merged(0, 0, ())))
    if number != kept.id:
        return
    st.success(text("offline.merged", written=done.written, added=done.added))
    if done.meanwhile:
        st.warning(text("offline.not_written", number=len(done.meanwhile)))
    routes.link("answer", text("offline.go_on"), **{"return": str(kept.id)})
