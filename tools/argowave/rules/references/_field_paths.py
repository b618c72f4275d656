"""Field paths as Crossplane writes them → whether a schema has the field.

Source: Parse in pkg/fieldpath/fieldpath.go of crossplane-runtime; what a schema does not have is
pruned by the API server.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from argowave.typed import as_mapping

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SEGMENT: Final = re.compile(r"""\.?([^.\[\]]+)|\[(?:"([^"\]]*)"|'([^'\]]*)'|([^\]"']*))\]""")
_EACH: Final = "*"
_OPEN: Final = ("x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource")


def segments(path: str) -> list[str] | None:
    """Return the parts of spec.a[0].b["c.d"], None where it is no path."""
    found, end = [], 0
    for match in _SEGMENT.finditer(path):
        if match.start() != end:
            return None
        found.append(next(each for each in match.groups() if each is not None))
        end = match.end()
    return found if found and end == len(path) else None


def missing(schema: Mapping[str, Any], parts: Sequence[str]) -> tuple[int, list[str]] | None:
    """Return the first part that a schema lacks, and the fields beside it; None where it has all.

    Where the schema leaves open what is there, it has everything.
    """
    at: Mapping[str, Any] = schema
    for number, part in enumerate(parts):
        if any(at.get(each) is True for each in _OPEN):
            return None
        properties = as_mapping(at.get("properties"))
        if at.get("type") == "array" and (part == _EACH or part.isdigit()):
            at = as_mapping(at.get("items"))
        elif part in properties:
            at = as_mapping(properties[part])
        elif at.get("type") != "object" or part == _EACH or at.get("additionalProperties"):
            return None
        else:
            return number, sorted(properties)
    return None
