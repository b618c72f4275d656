"""A tree rendered for a version of Kubernetes → what that version refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.lint.schemas import ManifestValidator
from argowave.rules.rule import at
from argowave.rules.versions.deprecated_kind import fate_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules import Scene


def kubernetes_faults(scene: Scene) -> list[Finding]:
    """Return what is wrong with a tree in its version: kinds, fields, values, and charts."""
    verdicts = ManifestValidator().validate(
        scene.tree.manifests, scene.store, scene.kubernetes_version
    )
    return [*scene.tree.all_findings, *_kinds(scene), *verdicts.findings]


def _kinds(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each object of a kind that the version has no longer, or not yet."""
    messages: dict[tuple[str, str], str] = {}
    for resource in scene.inventory.resources:
        key = (resource.manifest.api_version, resource.kind)
        if key not in messages:
            messages[key] = _message(scene, *key)
        if messages[key]:
            yield _at(resource, messages[key])


def _at(resource: Resource, message: str) -> Finding:
    return at(resource, ("apiVersion",), message)


def _message(scene: Scene, api_version: str, kind: str) -> str:
    version = scene.kubernetes_version
    having = scene.store.versions_of(api_version, kind)
    if version in having:
        return ""
    if having and _minor(version) < _minor(having[0]):
        return f"{api_version} {kind} comes with Kubernetes {having[0]}"
    fate = fate_of(scene, api_version, kind)
    if fate is None or not fate.removed:
        return ""
    instead = f"use {fate.instead}" if fate.instead else "nothing takes its place"
    return f"{api_version} {kind} is gone since Kubernetes {fate.removed}; {instead}"


def _minor(version: str) -> int:
    return int(version.partition(".")[2])
