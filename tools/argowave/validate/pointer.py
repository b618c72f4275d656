"""A place in a manifest, as people read it: `$.spec.ports[0].port`."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_PLAIN = re.compile(r"[A-Za-z_$][A-Za-z0-9_$-]*\Z")
_SHOWN = re.compile(
    r"\.(?P<plain>[A-Za-z_$][A-Za-z0-9_$-]*)|\[(?P<index>-?\d+)\]|\['(?P<quoted>(?:[^'\\]|\\.)*)'\]"
)


def show_pointer(pointer: Iterable[str | int]) -> str:
    """Return `pointer` as a JSON path; a key with a dot or a slash is put in brackets.

    >>> show_pointer(("metadata", "annotations", "a.b/c"))
    "$.metadata.annotations['a.b/c']"
    """
    return "$" + "".join(_step(step) for step in pointer)


def read_pointer(shown: str) -> tuple[str | int, ...] | None:
    """Return the steps of a JSON path as show_pointer writes it, None for any other text."""
    if not shown.startswith("$"):
        return None
    steps: list[str | int] = []
    position = 1
    while position < len(shown):
        found = _SHOWN.match(shown, position)
        if found is None:
            return None
        position = found.end()
        steps.append(_unshown(found))
    return tuple(steps)


def json_pointer(pointer: Iterable[str | int]) -> str:
    """Return `pointer` as RFC 6901 writes it: `/spec/ports/0/port`."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in pointer)


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    if _PLAIN.match(step):
        return f".{step}"
    quoted = json.dumps(step, ensure_ascii=False)[1:-1].replace('\\"', '"').replace("'", "\\'")
    return f"['{quoted}']"


def _unshown(found: re.Match[str]) -> str | int:
    if found["plain"] is not None:
        return found["plain"]
    if found["index"] is not None:
        return int(found["index"])
    text = re.sub(r"\\'|\"", lambda quote: "'" if quote[0] == "\\'" else '\\"', found["quoted"])
    return str(json.loads(f'"{text}"'))
