"""Files by what they hold: the name of a file is the sha-256 of its content, so that it can never change unseen."""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path


class LostFile(Exception):
    """A file that the store names is not there, or is not what it was."""


@dataclass(frozen=True)
class Files:
    """A folder of files by content."""

    folder: Path

    def keep(self, content: bytes) -> str:
        """Write a file durably, once; returns its name, 64 hexadecimal digits."""
        name = hashlib.sha256(content).hexdigest()
        path = self._path(name)
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            written = path.with_name(f".{name}.{secrets.token_hex(4)}")
            with written.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            written.replace(path)
            _sync(path.parent)
        return name

    def read(self, name: str) -> bytes:
        """The content of a file. Raises LostFile if it is gone or was changed."""
        try:
            content = self._path(name).read_bytes()
        except OSError as error:
            raise LostFile(f"the file {name[:12]} is not in {self.folder}; restore it from a backup") from error
        if hashlib.sha256(content).hexdigest() != name:
            raise LostFile(f"the file {name[:12]} in {self.folder} was changed; restore it from a backup")
        return content

    def names(self) -> list[str]:
        """Every file there is."""
        return sorted(path.name for path in self.folder.glob("??/*") if not path.name.startswith("."))

    def size(self, name: str) -> int:
        """Bytes of a file that `names` gave."""
        return self._path(name).stat().st_size

    def _path(self, name: str) -> Path:
        return self.folder / name[:2] / name


def _sync(folder: Path) -> None:
    """Make the entry of a new file in its folder durable too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
