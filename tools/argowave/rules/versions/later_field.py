"""later-field: a field or a kind that only a later Kubernetes knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from argowave.rules.rule import Rule, at
from argowave.rules.versions._schemas import Shape, later_fields

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.scene import Scene


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each field and kind that a later version of Kubernetes brings."""
    known = scene.store.kubernetes_versions
    if scene.kubernetes_version not in known[:-1]:
        return
    later = known[known.index(scene.kubernetes_version) + 1 :]
    by_kind: dict[tuple[str, str], list[Resource]] = {}
    for resources in scene.inventory.by_kind.values():
        for resource in resources:
            key = (resource.manifest.api_version, resource.kind)
            by_kind.setdefault(key, []).append(resource)
    for (api_version, kind), found in by_kind.items():
        having = scene.store.versions_of(api_version, kind)
        if scene.kubernetes_version in having:
            versions = [each for each in later if each in having]
            yield from _of_fields(scene, api_version, kind, found, versions)
        elif first := next((each for each in later if each in having), None):
            message = (
                f"{api_version} {kind} comes with Kubernetes {first}, and the cluster has "
                f"{scene.kubernetes_version}; wait for it, or use what there is now"
            )
            for resource in found:
                yield at(resource, ("apiVersion",), message)


def _of_fields(
    scene: Scene, api_version: str, kind: str, resources: list[Resource], later: list[str]
) -> Iterator[Finding]:
    if not later:
        return
    now, newest = (_shape(scene, api_version, kind, each) for each in (None, later[-1]))
    if now is None or newest is None:
        return
    fresh = {name for _, name in newest.names() - now.names()}
    if not fresh:
        return
    for resource in resources:
        if not any(map(resource.manifest.document.may_say, fresh)):
            continue
        for path in later_fields(resource.body, now, newest):
            first = _first(scene, api_version, kind, path, later)
            message = (
                f"the field comes with Kubernetes {first}, and the cluster has "
                f"{scene.kubernetes_version}, which drops or refuses it; remove it until then"
            )
            yield at(resource, path, message)


def _first(
    scene: Scene, api_version: str, kind: str, path: tuple[str | int, ...], later: list[str]
) -> str:
    """Return the first version that knows a field."""
    for version in later:
        shape = _shape(scene, api_version, kind, version)
        for step in path:
            if shape is not None:
                shape = shape.element if isinstance(step, int) else shape.field(step)
        if shape is not None:
            return version
    return later[-1]


def _shape(scene: Scene, api_version: str, kind: str, version: str | None) -> Shape | None:
    found = scene.store.find(api_version, kind, version or scene.kubernetes_version)
    return None if found is None else Shape(found.body)


RULE = Rule(
    name="later-field",
    summary="a field or a kind comes only with a later Kubernetes",
    why=(
        "The API server drops a field that it does not know, or refuses the object: what the "
        "field should do does not happen, and Argo CD shows the object as OutOfSync for ever. A "
        "kind that does not exist yet fails the sync."
    ),
    mend="Upgrade the cluster first, or leave it out until then.",
    source="https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation",
    check=check,
)
