"""deprecated-kind: a kind that Kubernetes has no longer, or will not have for long."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from argowave.finding import Severity
from argowave.rules.rule import Rule, at
from argowave.rules.versions._operators import unserved_by_operator
from argowave.rules.versions._removed import FATES, Fate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.rules.scene import Scene

_AHEAD: Final = 2  # versions of Kubernetes, eight months


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each object of a kind that is gone or going; a warning if it is going.

    And a warning for a version that an operator has no longer, as its version is not certain.
    """
    fates: dict[tuple[str, str], Fate | None] = {}
    for resources in scene.inventory.by_kind.values():
        for resource in resources:
            key = (resource.manifest.api_version, resource.kind)
            if key not in fates:
                fates[key] = fate_of(scene, *key)
            fate = fates[key]
            if fate is None:
                if said := unserved_by_operator(scene, *key):
                    yield replace(at(resource, ("apiVersion",), said), severity=Severity.WARNING)
                continue
            finding = at(resource, ("apiVersion",), _message(scene, key, fate))
            gone = fate.removed and not _later(fate.removed, scene.kubernetes_version)
            yield finding if gone else replace(finding, severity=Severity.WARNING)


def fate_of(scene: Scene, api_version: str, kind: str) -> Fate | None:
    """Return what becomes of a kind within the next two versions of Kubernetes, None if nothing.

    What the stored versions show goes before the list of what was removed earlier.
    """
    version = scene.kubernetes_version
    known = scene.store.kubernetes_versions
    if version not in known:
        return None
    fate = FATES.get((api_version, kind))
    having = scene.store.versions_of(api_version, kind)
    if fate is None and having and having[-1] != known[-1]:
        removed = known[known.index(having[-1]) + 1]
        group = api_version.rpartition("/")[0]
        newer = scene.store.api_versions_of(group, kind, removed)
        fate = Fate("", removed, min(newer, key=_stability, default=""))
    if fate is None:
        return None
    near = [each for each in (fate.deprecated, fate.removed) if each and _within(each, version)]
    return fate if near else None


def _message(scene: Scene, key: tuple[str, str], fate: Fate) -> str:
    what = f"{key[0]} {key[1]}"
    version = scene.kubernetes_version
    if fate.removed and not _later(fate.removed, version):
        said = f"{what} is gone since Kubernetes {fate.removed}, and the cluster has {version}"
    elif fate.removed:
        said = f"{what} will be gone with Kubernetes {fate.removed}, and the cluster has {version}"
    else:
        later = _later(fate.deprecated, version)
        since = "will be deprecated from {} on" if later else "is deprecated since {}"
        said = f"{what} {since.format(f'Kubernetes {fate.deprecated}')}"
    return f"{said}; use {fate.instead}" if fate.instead else f"{said}; nothing takes its place"


def _minor(version: str) -> int:
    return int(version.partition(".")[2])


def _later(one: str, other: str) -> bool:
    return _minor(one) > _minor(other)


def _within(version: str, current: str) -> bool:
    return _minor(version) <= _minor(current) + _AHEAD


def _stability(api_version: str) -> tuple[bool, bool, str]:
    """Return what sorts v1 before v1beta2, and that before v1alpha3."""
    version = api_version.rpartition("/")[2]
    return "alpha" in version, "beta" in version, version


RULE = Rule(
    name="deprecated-kind",
    summary="a kind is gone from Kubernetes or its operator, or will be within two versions",
    why=(
        "An API server that does not have the kind any more refuses the sync, so an upgrade of "
        "the cluster stops every deployment until the manifests are changed."
    ),
    mend="Use the apiVersion that takes its place; some fields have other names there.",
    source="https://kubernetes.io/docs/reference/using-api/deprecation-guide/",
    check=check,
)
