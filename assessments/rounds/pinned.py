"""The edition of a round as it was when the round was opened, whatever became of its folder since."""

from __future__ import annotations

import io
import zipfile
from functools import lru_cache
from pathlib import Path

from assessments.rounds.model import Round
from assessments.store.engine import Store
from assessments.store.files import Files
from questionnaires import catalogue
from questionnaires.catalogue import Edition

EPOCH = (1980, 1, 1, 0, 0, 0)  # so that the same folder makes the same bytes


def pin(files: Files, edition: Edition) -> str:
    """Keep the folder of an edition; returns its name in the file store."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in edition.folder.iterdir() if path.is_file()):
            archive.writestr(zipfile.ZipInfo(path.name, EPOCH), path.read_bytes(), zipfile.ZIP_DEFLATED)
    return files.keep(packed.getvalue())


def edition(store: Store, round: Round) -> Edition:
    """The pinned edition: from the store's copy, unpacked once under `editions/`."""
    return unpacked(store.folder, round.edition, round.edition_files)


@lru_cache(maxsize=64)
def unpacked(folder: Path, identity: str, files: str) -> Edition:
    """The edition that a store in `folder` keeps under this name."""
    place = folder / "editions" / files[:16] / identity
    place.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(io.BytesIO(Files(folder / "files").read(files))) as archive:
        for name in archive.namelist():
            target, content = place / Path(name).name, archive.read(name)
            if not target.is_file() or target.read_bytes() != content:
                target.write_bytes(content)
    return catalogue.edition(place)
