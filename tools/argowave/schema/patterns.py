"""What the validator makes of a piece of schema, asked of the validator itself."""

from __future__ import annotations

import functools
import json
from typing import Any


def is_usable(piece: str | dict[str, Any]) -> bool:
    """Return whether a pattern, or a schema with patterns, compiles.

    Go's regular expressions know a few forms that those of JSON Schema do not.
    """
    return _compiles(json.dumps({"pattern": piece} if isinstance(piece, str) else piece))


def takes_null(schema: dict[str, Any]) -> bool:
    """Return whether null fits a schema."""
    import jsonschema_rs  # noqa: PLC0415 (30 ms, and only conversion asks)

    return bool(jsonschema_rs.validator_for(schema).is_valid(None))


@functools.cache
def _compiles(text: str) -> bool:
    import jsonschema_rs  # noqa: PLC0415 (30 ms, and only conversion asks)

    try:
        jsonschema_rs.validator_for(json.loads(text))
    except ValueError:
        return False
    return True
