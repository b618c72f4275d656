"""One pattern of an AppProject against one value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from argowave.sources.globs import directory_glob

if TYPE_CHECKING:
    from collections.abc import Iterable


def is_denial(pattern: str) -> bool:
    """Tell whether a pattern says what is not allowed (isDenyPattern)."""
    return pattern.startswith("!")


def matches(pattern: str, value: str, separator: str = "") -> bool:
    """Tell whether a pattern matches; a denial matches whatever the rest of it does not.

    globMatch in pkg/apis/application/v1alpha1/app_project_types.go.
    """
    if is_denial(pattern):
        return not directory_glob(pattern[1:], separator).fullmatch(value)
    return pattern == "*" or bool(directory_glob(pattern, separator).fullmatch(value))


def is_namespace_among(patterns: Iterable[str], namespace: str) -> bool:
    """Tell whether a namespace is among globs, and expressions between slashes.

    MatchStringInList with REGEXP in util/glob/list.go of Argo CD 3.5.
    """
    return any(_is_namespace_of(each, namespace) for each in patterns)


def _is_namespace_of(pattern: str, namespace: str) -> bool:
    if len(pattern) > len("//") and pattern.startswith("/") and pattern.endswith("/"):
        try:
            return re.search(pattern[1:-1], namespace) is not None
        except re.error:  # Go's syntax may be another one
            return True
    return bool(directory_glob(pattern, "").fullmatch(namespace))


def entries(spec: dict[str, Any], field: str) -> list[dict[str, Any]]:
    """Return the mappings of a list in a spec, [] where there is none."""
    listed = spec.get(field)
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def text(entry: dict[str, Any], field: str) -> str:
    """Return a text of an entry, "" where there is none."""
    value = entry.get(field)
    return value if isinstance(value, str) else ""
