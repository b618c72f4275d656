"""invalid-label: a label, or the key of an annotation, that the API server refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.references.pods import pods
from argowave.rules.name_syntax import key_fault, shown, value_fault
from argowave.rules.rule import Rule, at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.references.reference import Path
    from argowave.resources import Resource
    from argowave.rules.scene import Scene


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each key or value that is refused, of objects and of pods."""
    for resource in scene.inventory.resources:
        yield from _of_metadata(resource, ("metadata",))
    for resource, pod in pods(scene.inventory):
        if len(pod) > 1:  # a Pod's own are the object's
            yield from _of_metadata(resource, (*pod[:-1], "metadata"))


def _of_metadata(resource: Resource, path: Path) -> Iterator[Finding]:
    for key, value in resource.mapping(*path, "labels").items():
        if fault := key_fault(key):
            yield at(resource, (*path, "labels", key), _refused(f"key {shown(key)}", fault))
        elif isinstance(value, str) and (fault := value_fault(value)):
            yield at(resource, (*path, "labels", key), _refused(f"value {shown(value)}", fault))
    for key in resource.mapping(*path, "annotations"):
        if fault := key_fault(key.lower()):
            yield at(resource, (*path, "annotations", key), _refused(f"key {shown(key)}", fault))


def _refused(what: str, fault: str) -> str:
    return f"Kubernetes refuses the {what}: {fault}"


RULE = Rule(
    name="invalid-label",
    summary="a label, or the key of an annotation, that the API server refuses",
    why=(
        "A label that is too long, or that has a blank or a slash in its value, fails when it is "
        "applied: the sync stops at it. Names of releases and versions of charts get there in "
        "full, and a branch's name has slashes."
    ),
    mend='Shorten the value (`trunc 63 | trimSuffix "-"` in a chart), or take an annotation.',
    source="https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/",
    check=check,
)
