"""Differences that are none to the API server: it fills in what one side states."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from argowave.diff.changes import ABSENT
from argowave.diff.default_values import DEFAULTS
from argowave.diff.showing import is_item, pointer_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from argowave.diff.changes import FieldChange, Path
    from argowave.resources import Resource

# whose types write nothing for an empty list or null; a custom resource keeps both
_BUILT_IN: Final = frozenset(group for group, _ in DEFAULTS) | {"policy"}
_NOTHING: Final = object()
_TAG: Final = re.compile(r"[^/@]*?(?::(?P<tag>[^/:@]+))?(?P<digest>@.*)?\Z")
_RBAC: Final = "rbac.authorization.k8s.io"


def is_defaulted(change: FieldChange, before: Resource, after: Resource) -> bool:
    """Tell whether one side states what the other one leaves to the API server.

    Argo CD compares with the defaults of Kubernetes' own kinds filled in too; of custom
    resources, whose defaults their definitions state, nothing is left out.
    """
    if (change.before is ABSENT) == (change.after is ABSENT):
        return False
    stated, silent = change.after, before
    if change.after is ABSENT:
        stated, silent = change.before, after
    path = tuple("[]" if is_item(step) else step for step in change.path)
    if stated == {} and path in (("metadata", "annotations"), ("metadata", "labels")):
        return True
    if silent.group not in _BUILT_IN:
        return False
    if stated is None or stated == []:
        return True
    filled = DEFAULTS.get((silent.group, silent.kind), {}).get(_shown(path), _NOTHING)
    if filled is _NOTHING and path and path[-1] in _DEPENDING:
        filled = _DEPENDING[str(path[-1])](silent, change.path)
    return _covers(filled, stated)


def _shown(path: Path) -> str:
    return ".".join(map(str, path)).replace(".[]", "[]")


def _covers(filled: object, stated: object) -> bool:
    """Tell whether everything that is stated would be filled in."""
    if isinstance(filled, dict) and isinstance(stated, dict):
        return all(_covers(filled.get(key, _NOTHING), value) for key, value in stated.items())
    return type(filled) is type(stated) and filled == stated


def _around(resource: Resource, path: Path) -> dict[str, Any]:
    """Return the mapping that a field stands in, {} where there is none."""
    return resource.mapping(*pointer_of(resource.body, path[:-1]))


def _pull_policy(resource: Resource, path: Path) -> object:
    """Return Always for the tag latest, stated or not (SetDefaults_Container, ParseImageName)."""
    image = _around(resource, path).get("image")
    found = _TAG.search(image) if isinstance(image, str) else None
    if not image or found is None:
        return _NOTHING
    is_latest = found["tag"] == "latest" or not (found["tag"] or found["digest"])
    return "Always" if is_latest else "IfNotPresent"


def _target_port(resource: Resource, path: Path) -> object:
    is_service = (resource.group, resource.kind) == ("", "Service")
    return _around(resource, path).get("port", _NOTHING) if is_service else _NOTHING


def _of_service(value: object, *types: str) -> Callable[[Resource, Path], object]:
    """Return what gives a value for Services of some types (SetDefaults_Service)."""

    def filled(resource: Resource, path: Path) -> object:
        is_service = (resource.group, resource.kind) == ("", "Service")
        kind = resource.text("spec", "type") or "ClusterIP"
        return value if is_service and len(path) == 2 and kind in types else _NOTHING  # noqa: PLR2004 (spec and the field)

    return filled


def _subject_group(resource: Resource, path: Path) -> object:
    """Return the group of a subject (SetDefaults_Subject in pkg/apis/rbac/v1/defaults.go)."""
    if resource.group != _RBAC or path[0] != "subjects":
        return _NOTHING
    groups = {"ServiceAccount": "", "User": _RBAC, "Group": _RBAC}
    return groups.get(str(_around(resource, path).get("kind")), _NOTHING)


# field → what is filled in, by what stands beside it
_DEPENDING: Final[dict[str, Callable[[Resource, Path], object]]] = {
    "imagePullPolicy": _pull_policy,
    "targetPort": _target_port,
    "internalTrafficPolicy": _of_service("Cluster", "ClusterIP", "NodePort", "LoadBalancer"),
    "externalTrafficPolicy": _of_service("Cluster", "NodePort", "LoadBalancer"),
    "allocateLoadBalancerNodePorts": _of_service(True, "LoadBalancer"),  # noqa: FBT003 (a value)
    "apiGroup": _subject_group,
}
