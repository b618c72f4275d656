"""Equal texts in many documents → one text in memory.

The manifests of a repository repeat each other's keys, labels and names. A reader makes a new
text of each, and those are half of what a large tree takes.
"""

from __future__ import annotations

from typing import Any, Final

MOST: Final = 100_000  # texts remembered, about 10 MB
_LONGEST: Final = 64  # characters of a text that is remembered: longer ones seldom recur
_texts: Final[dict[str, str]] = {}


def shared(value: Any) -> Any:  # noqa: ANN401 (any JSON value)
    """Return an equal value, whose keys and short texts are those of earlier values."""
    if len(_texts) > MOST:
        _texts.clear()
    return _shared(value)


def _shared(value: Any) -> Any:  # noqa: ANN401 (any JSON value)
    kind = type(value)
    if kind is str:
        return _texts.setdefault(value, value) if len(value) <= _LONGEST else value
    if kind is dict:
        one = _texts.setdefault
        return {one(key, key): _shared(entry) for key, entry in value.items()}
    if kind is list:
        return [_shared(entry) for entry in value]
    return value
