"""Sending mail through a server that the installation names: HAECHI_SMTP_URL, or the setting `smtp_url`."""

from __future__ import annotations

import os
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import parse_qs, unquote, urlsplit

from assessments.store import records, tables
from assessments.store.engine import Store

VARIABLE, SETTING = "HAECHI_SMTP_URL", "smtp_url"
PLAIN, ENCRYPTED = "smtp", "smtps"
PORTS = {PLAIN: 587, ENCRYPTED: 465}
PATIENCE = 15  # seconds
LOCAL = ("localhost", "127.0.0.1", "::1")


class NoMail(Exception):
    """The mail server cannot be reached, or does not take the mail; the text says why."""


@dataclass(frozen=True)
class Server:
    """Where mail is handed over: `smtp://user:password@host:587?from=office@example.org`, or `smtps://` for encryption from the start.

    With `smtp` the connection is encrypted (STARTTLS) before anything is said, but for a server on the same machine that does not offer it.
    """

    host: str
    port: int
    encrypted: bool
    user: str
    password: str
    sender: str

    @contextmanager
    def connection(self) -> Iterator[smtplib.SMTP]:
        """An open connection. Raises NoMail."""
        try:
            with self._connect() as connected:
                yield connected
        except (smtplib.SMTPException, OSError) as error:
            raise NoMail(f"{self.host}: {error}") from error

    def _connect(self) -> smtplib.SMTP:
        trust = ssl.create_default_context()
        if self.encrypted:
            connected: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=PATIENCE, context=trust)
        else:
            connected = smtplib.SMTP(self.host, self.port, timeout=PATIENCE)
            connected.ehlo()
            if connected.has_extn("starttls"):
                connected.starttls(context=trust)
            elif self.host not in LOCAL:
                raise smtplib.SMTPException("the server offers no encryption, so nothing was sent")
        if self.user:
            connected.login(self.user, self.password)
        return connected


def server(store: Store) -> Server | None:
    """The mail server of this installation; none if no usable one is named."""
    url = os.environ.get(VARIABLE, "")
    if not url:
        with store.reading() as connection:
            row = records.one(connection, tables.settings, key=SETTING)
        url = str(row["value"]) if row else ""
    return parsed(url)


def parsed(url: str) -> Server | None:
    """
    >>> found = parsed("smtp://office%40example.org:secret@mail.example.org")
    >>> found.host, found.port, found.user, found.sender
    ('mail.example.org', 587, 'office@example.org', 'office@example.org')
    >>> parsed("mail.example.org") is None
    True
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in PORTS or not parts.hostname:
        return None
    user = unquote(parts.username or "")
    sender = parse_qs(parts.query).get("from", [user if "@" in user else f"haechi@{parts.hostname}"])[0]
    return Server(parts.hostname, port or PORTS[parts.scheme], parts.scheme == ENCRYPTED, user, unquote(parts.password or ""), sender)


def message(sender: str, to: str, subject: str, body: str) -> EmailMessage:
    """A plain text message. Line breaks in what stands in the head are taken out, so that nobody can add to it."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, " ".join(to.split()), " ".join(subject.split())
    made.set_content(body + "\n")
    return made
