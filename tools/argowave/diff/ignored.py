"""Differences that Argo CD leaves out: spec.ignoreDifferences of the Application."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from argowave.tree.application import application_spec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.diff.changes import FieldChange, Path
    from argowave.resources import Resource


def is_ignored(change: FieldChange, resource: Resource) -> bool:
    """Tell whether a field is one that the object's Application ignores.

    jsonPointers count; jqPathExpressions are not evaluated, so what they cover is shown.
    """
    return any(_covers(pointer, change.path) for pointer in _pointers(resource))


def _pointers(resource: Resource) -> Iterator[str]:
    application = resource.application
    if application is None:
        return
    for entry in application_spec(application.manifest).get("ignoreDifferences") or []:
        if isinstance(entry, dict) and _is_about(entry, resource):
            yield from (each for each in entry.get("jsonPointers") or [] if isinstance(each, str))


def _is_about(entry: dict[str, Any], resource: Resource) -> bool:
    """Compare as NewIgnoreNormalizer in Argo CD's util/argo/normalizers/diff_normalizer.go."""
    return (
        fnmatchcase(resource.group, str(entry.get("group", "")))
        and fnmatchcase(resource.kind, str(entry.get("kind", "")))
        and entry.get("name", resource.name) in (resource.name, "")
        and entry.get("namespace", resource.namespace) in (resource.namespace, "")
    )


def _covers(pointer: str, path: Path) -> bool:
    steps = [each.replace("~1", "/").replace("~0", "~") for each in pointer.split("/")[1:]]
    return len(steps) <= len(path) and steps == [str(each) for each in path[: len(steps)]]
