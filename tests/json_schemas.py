"""The schemas of argowave's own JSON, by the name before `.schema.json`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema

import argowave.report

FOLDER = Path(argowave.report.__file__).parent
NAMES = sorted(path.name.removesuffix(".schema.json") for path in FOLDER.glob("*.schema.json"))


def schema_named(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((FOLDER / f"{name}.schema.json").read_text("utf-8"))
    return schema


def read(name: str, text: str) -> Any:  # noqa: ANN401 (any JSON)
    """Return a command's JSON after a look whether it fits its schema."""
    value = json.loads(text)
    jsonschema.Draft202012Validator(schema_named(name)).validate(value)
    return value
