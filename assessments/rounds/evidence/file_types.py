"""Which files may be evidence: by the ending of the name, by what the file really holds, and by its size."""

from __future__ import annotations

import io
import math
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import Any

from assessments.tables.messages import Message

MEGABYTE = 1024 * 1024
LONGEST = 200  # letters of a file's name that are kept
OLE = bytes.fromhex("d0cf11e0a1b11ae1")


@dataclass(frozen=True)
class Limits:
    """What an administrator allows: the largest file in megabytes, and endings of names."""

    megabytes: int = 20
    endings: tuple[str, ...] = (
        *("pdf", "hwp", "hwpx", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp"),
        *("png", "jpg", "jpeg", "txt", "csv", "zip"),
    )

    def values(self) -> dict[str, Any]:
        return {**asdict(self), "endings": list(self.endings)}


def ending(file_name: str) -> str:
    """The ending that says what a file claims to be.

    >>> ending("Plan 2026.PDF"), ending("plan")
    ('pdf', '')
    """
    return PurePosixPath(file_name).suffix.lstrip(".").lower()


def cleaned(file_name: str) -> str:
    """The name of a file without folders and control characters, no longer than we keep; its ending stays.

    >>> cleaned("C:\\\\tmp\\\\Plan\\n2026.pdf"), cleaned("../../etc/passwd")
    ('Plan2026.pdf', 'passwd')
    """
    last = unicodedata.normalize("NFC", file_name.replace("\\", "/").rpartition("/")[2])
    plain = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C").strip() or "file"
    suffix = PurePosixPath(plain).suffix[:20]
    return plain if len(plain) <= LONGEST else plain[: LONGEST - len(suffix)] + suffix


def wrong(limits: Limits, file_name: str, content: bytes) -> Message | None:
    """Why a file cannot be evidence, if it cannot."""
    kind = ending(file_name)
    if kind not in limits.endings or kind not in HOLDS:
        return Message(
            "files of the kind '{ending}' are not taken; save it as one of {endings}",
            ending=kind,
            endings=", ".join(one for one in limits.endings if one in HOLDS),
        )
    if not content:
        return Message("the file '{name}' is empty; choose the file again", name=file_name)
    if len(content) > limits.megabytes * MEGABYTE:
        return Message(
            "the file '{name}' has {size:.1f} MB and at most {most} MB are taken; make it smaller or attach a link",
            name=file_name,
            size=math.ceil(10 * len(content) / MEGABYTE) / 10,  # rounded up, so that it is never the limit itself
            most=limits.megabytes,
        )
    if not HOLDS[kind](content):
        return Message(
            "the file '{name}' does not hold what its ending '{ending}' says; if it is encrypted, remove the encryption and save it again",
            name=file_name,
            ending=kind,
        )
    return None


def _begins(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(marks)


def _ole(*streams: str) -> Callable[[bytes], bool]:
    """An office file of the older kind: it names the streams that it is made of."""
    names = [stream.encode("utf-16-le") for stream in streams]
    return lambda content: content.startswith(OLE) and any(name in content for name in names)


def _packed(member: str) -> Callable[[bytes], bool]:
    """An office file of the newer kind: a zip with a folder of its own."""
    return lambda content: any(name.startswith(member) for name in _members(content)[0])


def _typed(*kinds: str) -> Callable[[bytes], bool]:
    """A zip whose first member says what it is."""
    return lambda content: _members(content)[1] in kinds


def _members(content: bytes) -> tuple[list[str], str]:
    """The names in a zip, and what its member `mimetype` says; nothing if it is no zip or a damaged one."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if "mimetype" not in names:
                return names, ""
            with archive.open("mimetype") as file:
                return names, file.read(100).decode("ascii", "replace").strip()
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError):
        return [], ""


def _text(content: bytes) -> bool:
    """Whether bytes are text in an encoding that is used here: UTF-8, UTF-16 with its mark, or Korean Windows."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decodes(content, "utf-16")
    return b"\0" not in content and (_decodes(content, "utf-8") or _decodes(content, "cp949"))


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _hwp(content: bytes) -> bool:
    return content.startswith(b"HWP Document File") or _ole("FileHeader")(content)


OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
HOLDS: dict[str, Callable[[bytes], bool]] = {
    "pdf": _begins(b"%PDF-"),
    "png": _begins(b"\x89PNG\r\n\x1a\n"),
    "jpg": _begins(b"\xff\xd8\xff"),
    "jpeg": _begins(b"\xff\xd8\xff"),
    "doc": _ole("WordDocument"),
    "xls": _ole("Workbook", "Book"),
    "ppt": _ole("PowerPoint Document"),
    "hwp": _hwp,
    "docx": _packed("word/"),
    "xlsx": _packed("xl/"),
    "pptx": _packed("ppt/"),
    "odt": _typed(f"{OPEN_DOCUMENT}text"),
    "ods": _typed(f"{OPEN_DOCUMENT}spreadsheet"),
    "odp": _typed(f"{OPEN_DOCUMENT}presentation"),
    "hwpx": _typed("application/hwp+zip"),
    "zip": lambda content: bool(_members(content)[0]),
    "txt": _text,
    "csv": _text,
}
"""By ending, whether bytes hold such a file. An ending that is not here is never taken, whatever the settings say."""
