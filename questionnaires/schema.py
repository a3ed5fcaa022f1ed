"""The JSON Schema of `questionnaire.yaml`, made from the model: `python -m questionnaires.schema` writes it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from questionnaires.model import Labelled, Questionnaire

PATH = Path(__file__).parent / "questionnaire.schema.json"


def schema() -> dict[str, Any]:
    """What an editor needs to complete and check while one types."""
    made = Questionnaire.model_json_schema(by_alias=True, mode="validation")
    made["properties"].pop("digest")
    item = made["$defs"]["Item"]
    item["required"] = [name for name in item["required"] if name != "scale"]
    labels = {name: made["$defs"]["Variant"]["properties"][name] for name in Labelled.model_fields}
    made["$defs"]["Variant"] = {
        "description": "Weights by code that differ for a type of institution, and their label.",
        "type": "object",
        "properties": labels,
        "additionalProperties": {"type": "number", "minimum": 0},
    }
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "questionnaire.yaml", **made}


def text() -> str:
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PATH.write_text(text(), encoding="utf-8")
