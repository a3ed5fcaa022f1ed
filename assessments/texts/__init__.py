"""The words in which results are told, by language: `texts("ko")("margin")`. One YAML file a language, all with the same keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from questionnaires import narrow_yaml

HERE = Path(__file__).parent
LANGUAGES = ("ko", "en")


@dataclass(frozen=True)
class Texts:
    """Texts of one language by dotted key; asking for one that is not there is a mistake of ours (KeyError)."""

    language: str
    words: Mapping[str, Any]

    def __call__(self, key: str, **values: Any) -> str:
        """The text at a key, with its `{places}` filled.

        >>> texts("en")("interval", low=3, high=7)
        '3 to 7'
        """
        found: Any = self.words
        for step in key.split("."):
            found = found.get(step) if isinstance(found, Mapping) else None
        if not isinstance(found, str):
            raise KeyError(f"{self.language}: {key}")
        return found.format(**values) if values else found

    def name(self, kind: str, code: str) -> str:
        """The word for a code, or the code itself where a third party brought one that we have no word for.

        >>> texts("en").name("methods", "risk_matrix"), texts("en").name("methods", "scorer")
        ('risk matrix', 'scorer')
        """
        known = self.words.get(kind)
        return str(known.get(code, code)) if isinstance(known, Mapping) else code


@lru_cache(maxsize=32)
def texts(language: str, *folders: Path) -> Texts:
    """The texts of results in a language (English where there are none), with those of further folders (`ko.yaml`, `<part>.ko.yaml` …) beside them."""
    chosen = language if language in LANGUAGES else "en"
    words: dict[str, Any] = {}
    for path in (HERE / f"{chosen}.yaml", *(path for folder in folders for path in sorted(folder.glob(f"*{chosen}.yaml")))):
        document = narrow_yaml.read(path.read_bytes(), path.name)
        if document.problems:
            raise ValueError("\n".join(map(str, document.problems)))
        words |= document.data
    return Texts(chosen, words)
