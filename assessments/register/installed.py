"""What there is in this installation: where the store is, how large it is, what it holds, and by which software."""

from __future__ import annotations

from dataclasses import dataclass

from assessments.register.access import Actor, service
from assessments.register.people import demonstration
from assessments.rounds.running import mail
from assessments.store import place, records, tables
from assessments.version import __version__


@dataclass(frozen=True)
class Installed:
    """`size` and `files_size` are bytes. `mail` names the server and the sender; none: mail is not set up."""

    software: str
    database: str
    where: str
    folder: str
    size: int
    files: int
    files_size: int
    people: int
    institutions: int
    rounds: int
    returns: int
    mail: tuple[str, str] | None
    made_up: bool


@service
def facts(actor: Actor) -> Installed:
    """All of it, counted now."""
    store = actor.store
    server = mail.server(store)
    with store.reading() as connection:
        counts = {name: records.count(connection, tables.metadata.tables[name]) for name in ("people", "institutions", "rounds", "returns")}
        size = place.size(store, connection)
    files = store.files.names()
    return Installed(
        software=__version__,
        database=place.kind(store),
        where=place.where(store),
        folder=str(store.folder.resolve()),
        size=size,
        files=len(files),
        files_size=sum(store.files.size(name) for name in files),
        mail=(server.host, server.sender) if server else None,
        made_up=demonstration.on(store),
        **counts,
    )
