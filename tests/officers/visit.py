"""One visit of the application without a browser, message for message as Streamlit's own front end talks to the server.

`async with visit("http://localhost:8501", "answer", "round=r1", cookie="…") as officer: await officer.fill("Comment", "…")`
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

from . import fields
from .screen import Screen, Shown

PATIENCE = 60  # seconds


class Trouble(Exception):
    """The page does not hold what the visitor looks for, or shows a traceback, or did not finish."""


@asynccontextmanager
async def visit(address: str, page: str = "", query: str = "", cookie: str = "") -> AsyncIterator[Visit]:
    """Open a page of the application at `address`; it is shown when the block begins."""
    parts = urlsplit(address)
    async with connect(
        f"{'wss' if parts.scheme == 'https' else 'ws'}://{parts.netloc}/_stcore/stream",
        origin=f"{parts.scheme}://{parts.netloc}",  # type: ignore[arg-type]
        subprotocols=["streamlit", "PLACEHOLDER_AUTH_TOKEN"],  # type: ignore[list-item]
        additional_headers={"Cookie": cookie} if cookie else {},
        max_size=None,
        open_timeout=PATIENCE,
        ping_interval=None,
    ) as connection:
        officer = Visit(connection, page, query, address)
        await officer.reload()
        yield officer


class Visit:
    """A page that is open. Every step waits until the application has finished, and returns how long that took, in seconds."""

    def __init__(self, connection: ClientConnection, page: str, query: str, address: str) -> None:
        self.screen = Screen()
        self.query = query
        self._page, self._page_hash, self._run_id, self._address = page, "", "", address
        self._connection = connection
        self._states: dict[str, WidgetState] = {}
        self._forms: dict[str, dict[str, WidgetState]] = {}
        self._cached: dict[str, ForwardMsg] = {}

    async def reload(self) -> float:
        """Run the whole page."""
        return await self._run("")

    async def fill(self, widget: str, value: Any) -> float:
        """Fill in a widget, named by its label, its key or its id; inside a form nothing is sent before the form is."""
        found = self.find(widget)
        state = fields.filled(found, value)
        if found.sent.form_id:
            self._forms.setdefault(found.sent.form_id, {})[found.id] = state
            return 0.0
        self._states[found.id] = state
        return await self._run(found.fragment)

    async def press(self, button: str) -> float:
        """Press a button; the button of a form sends what the form holds."""
        found = self.find(button)
        if found.sent.is_form_submitter:
            self._states |= self._forms.pop(found.sent.form_id, {})
        self._states[found.id] = fields.pressed(found)
        try:
            return await self._run(found.fragment)
        finally:
            self._states.pop(found.id, None)

    def find(self, widget: str) -> Shown:
        """The widget with this label, key or id. Raises Trouble, naming what there is."""
        widgets = [shown for shown in self.screen if shown.id and hasattr(shown.sent, "form_id")]
        found = next((shown for shown in widgets if widget in (shown.label, shown.id) or shown.id.endswith(f"-{widget}")), None)
        if found is None:
            raise Trouble(f"there is no widget {widget!r}, but: {', '.join(f'{shown.label} ({shown.id})' for shown in widgets)}")
        return found

    async def _run(self, fragment: str) -> float:
        began = time.perf_counter()
        await self._connection.send(self._request(fragment).SerializeToString())
        async with asyncio.timeout(PATIENCE):
            await self._receive()
        took = time.perf_counter() - began
        if mistakes := self.screen.mistakes():
            raise Trouble("; ".join(mistakes))
        return took

    def _request(self, fragment: str) -> BackMsg:
        message = BackMsg()
        request = message.rerun_script
        request.query_string = self.query
        request.page_script_hash = self._page_hash
        request.page_name = "" if self._page_hash else self._page
        request.fragment_id = fragment
        request.widget_states.widgets.extend(self._states.values())
        request.cached_message_hashes.extend(self._cached)
        request.context_info.timezone = "Asia/Seoul"
        request.context_info.locale = "ko-KR"
        request.context_info.url = f"{self._address}/{self._page}"
        return message

    async def _receive(self) -> None:
        """Take messages until a run has finished that is not followed by another."""
        while True:
            message = ForwardMsg.FromString(await self._connection.recv(decode=False))
            message = self._from_cache(message)
            kind = message.WhichOneof("type")
            if kind == "delta":
                self._show(message)
            elif kind == "new_session":
                self._page_hash = message.new_session.page_script_hash
                self._run_id = message.metadata.run.script_run_id
            elif kind == "navigation":
                self._page_hash = message.navigation.page_script_hash
            elif kind == "page_info_changed":
                self.query = message.page_info_changed.query_string
            elif kind == "script_finished" and self._finished(message):
                return

    def _from_cache(self, message: ForwardMsg) -> ForwardMsg:
        if message.WhichOneof("type") == "ref_hash":
            known = ForwardMsg()
            known.CopyFrom(self._cached[message.ref_hash])
            known.metadata.CopyFrom(message.metadata)
            return known
        if message.metadata.cacheable and message.hash:
            self._cached[message.hash] = message
        return message

    def _show(self, message: ForwardMsg) -> None:
        shown = self.screen.receive(message, self._run_id)
        if shown and shown.id and (shown.id not in self._states or getattr(shown.sent, "set_value", False)):
            state = fields.start(shown)
            if state is not None:
                self._states[shown.id] = state

    def _finished(self, message: ForwardMsg) -> bool:
        status = message.script_finished
        if status == ForwardMsg.FINISHED_EARLY_FOR_RERUN:
            return False
        if status == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            raise Trouble("the page does not compile")
        self.screen.finish(message.metadata.run.script_run_id, list(message.metadata.run.fragment_ids))
        there = {shown.id for shown in self.screen}
        self._states = {key: state for key, state in self._states.items() if key in there}
        return True
