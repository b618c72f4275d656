"""A place in a manifest, as people read it: `$.spec.ports[0].port`."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_PLAIN = re.compile(r"[A-Za-z_$][A-Za-z0-9_$-]*\Z")


def show_pointer(pointer: Iterable[str | int]) -> str:
    """Return `pointer` as a JSON path; a key with a dot or a slash is put in brackets.

    >>> show_pointer(("metadata", "annotations", "a.b/c"))
    "$.metadata.annotations['a.b/c']"
    """
    return "$" + "".join(_step(step) for step in pointer)


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
