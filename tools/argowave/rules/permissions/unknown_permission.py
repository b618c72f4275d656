"""unknown-permission: a Role permits a verb, a group or a resource that no request can name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.finding import Severity
from argowave.rules.permissions._requests import by_group, group_fault, resource_fault, verb_fault
from argowave.rules.rule import Rule, at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.references.reference import Path
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

_RBAC: Final = "rbac.authorization.k8s.io"


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each verb and group that is none, and each resource that its groups lack.

    VerbMatches, APIGroupMatches and ResourceMatches of k8s.io/kubernetes/pkg/apis/rbac/v1 compare
    letter by letter. Other groups may have whatever they like, and so may verbs that are like none.
    """
    for role in scene.inventory.of_kind(_RBAC, "Role", "ClusterRole"):
        for number, _ in enumerate(role.items("rules")):
            yield from _rule(role, ("rules", number))


def _rule(role: Resource, path: Path) -> Iterator[Finding]:
    groups = [each for _, each in _texts(role, (*path, "apiGroups"))]
    own = bool(groups) and all(group in by_group() for group in groups)
    for place, verb in _texts(role, (*path, "verbs")):
        if why := verb_fault(verb, own=own):
            yield at(role, place, why)
    for place, group in _texts(role, (*path, "apiGroups")):
        if why := group_fault(group, groups):
            yield at(role, place, why)
    for place, resource in _texts(role, (*path, "resources")) if own else ():
        if why := resource_fault(resource, groups):
            yield at(role, place, why)


def _texts(role: Resource, path: Path) -> Iterator[tuple[Path, str]]:
    for index, each in enumerate(role.items(*path)):
        if isinstance(each, str):
            yield (*path, index), each


RULE = Rule(
    name="unknown-permission",
    summary="a Role permits a verb, a group or a resource that no request can name",
    why="Whoever has the role is refused what it was to be permitted, when it first asks for it.",
    mend="Write the verb, the resource's plural in lower case, and the group that has it.",
    source="https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources",
    check=check,
    severity=Severity.WARNING,
)
