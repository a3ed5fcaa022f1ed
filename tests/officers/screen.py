"""What a browser would show: the elements that the application has sent, each at its place, until a later run replaces them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

Place = tuple[int, ...]


@dataclass(frozen=True)
class Shown:
    """One element or block: its kind (`radio`, `markdown`, …), its id, what was sent of it, and the run and the fragment that it came from."""

    kind: str
    id: str  # empty for what is neither a widget nor a container with a key
    sent: Any
    run: str
    fragment: str

    @property
    def label(self) -> str:
        return getattr(self.sent, "label", "")


class Screen:
    """Everything that stands on the page, in the order of the page."""

    def __init__(self) -> None:
        self._shown: dict[Place, Shown] = {}

    def __iter__(self) -> Iterator[Shown]:
        return (self._shown[place] for place in sorted(self._shown))

    def receive(self, message: ForwardMsg, run: str) -> Shown | None:
        """Put an element or a block where it belongs; what stood below an element of another kind goes."""
        place, delta = tuple(message.metadata.delta_path), message.delta
        if delta.WhichOneof("type") == "new_transient":
            return None
        box = delta.new_element if delta.HasField("new_element") else delta.add_block
        kind = box.WhichOneof("type") or "container"
        before = self._shown.get(place)
        if before and before.kind != kind:
            self._drop({below for below in self._shown if below[: len(place)] == place})
        sent = getattr(box, kind) if box.WhichOneof("type") else box
        own = getattr(sent, "id", "") or getattr(box, "id", "")
        self._shown[place] = Shown(kind, own, sent, run, delta.fragment_id)
        return self._shown[place]

    def finish(self, run: str, fragments: list[str]) -> None:
        """After a run what it did not send again goes; after the run of a fragment only what belongs to that fragment."""
        self._drop(
            {place for place, shown in self._shown.items() if shown.run != run and (not fragments or shown.fragment in fragments)},
        )

    def _drop(self, places: set[Place]) -> None:
        self._shown = {place: shown for place, shown in self._shown.items() if place not in places}

    def texts(self, within: str = "") -> list[str]:
        """The words on the page, or in the container with a key: headings, paragraphs, notices."""
        top = next((place for place, shown in self._shown.items() if within and shown.id.endswith(f"-{within}")), ())
        inside = (self._shown[place] for place in sorted(self._shown) if place[: len(top)] == top)
        return [shown.sent.body for shown in inside if hasattr(shown.sent, "body")]

    def mistakes(self) -> list[str]:
        """Tracebacks on the page; there should be none."""
        return [f"{shown.sent.type}: {shown.sent.message}" for shown in self if shown.kind == "exception"]
