"""unread-application: an Application that Argo CD never reads, or whose destination is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.projects.matching import is_namespace_among
from argowave.rules.rule import Rule, Undecided, at, place
from argowave.tree.application import destination_of
from argowave.tree.argocd_cm import NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.finding import Finding
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

_PARAMETERS: Final = "argocd-cmd-params-cm"
_NAMESPACES: Final = "application.namespaces"


def check(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give a finding for each Application that is not deployed as it stands."""
    for resource, _ in scene.inventory.owners():
        yield from _destination(resource)
    yield from _namespaces(scene)


def _destination(resource: Resource) -> Iterator[Finding]:
    """Give a destination that is none: GetDestinationServer in util/argo/argo.go of Argo CD 3.5."""
    destination = destination_of(resource.manifest)
    name, server = destination.get("name"), destination.get("server")
    if name and server:
        message = (
            f"the destination has the name {name} and the server {server}, and Argo CD refuses "
            "both together; leave one out"
        )
        yield at(resource, ("spec", "destination"), message)
    elif not name and not server:
        message = (
            "the destination has neither server nor name, so that Argo CD does not know the "
            "cluster; for its own write server: https://kubernetes.default.svc"
        )
        yield at(resource, ("spec", "destination"), message)


def _namespaces(scene: Scene) -> Iterator[Finding | Undecided]:
    """Give Applications in namespaces that Argo CD does not look for them in.

    IsNamespaceEnabled in util/security/application_namespaces.go of Argo CD 3.5. Where its own
    ConfigMaps are not in the tree, or are in several namespaces, nothing is known.
    """
    maps = scene.inventory.of_kind("", "ConfigMap")
    settings = [each for each in maps if each.name == NAME] or [
        each for each in maps if each.name == _PARAMETERS and each.text("data", _NAMESPACES)
    ]
    if len({(each.cluster, each.namespace) for each in settings}) != 1:
        return
    (home,) = {each.namespace for each in settings}
    stated = [each for each in maps if each.name == _PARAMETERS and each.namespace == home]
    patterns = [
        pattern.strip()
        for each in stated
        for pattern in (each.text("data", _NAMESPACES) or "").split(",")
        if pattern.strip()
    ]
    for resource, _ in scene.inventory.owners():
        if resource.cluster != settings[0].cluster or resource.namespace == home:
            continue
        if is_namespace_among(patterns, resource.namespace):
            continue
        where = f"{_NAMESPACES} of {_PARAMETERS}"
        if not stated:
            why = f"it is in namespace {resource.namespace}, and {where} is not in the tree"
            yield Undecided(resource.subject, why)
            continue
        message = (
            f"Argo CD is in namespace {home} ({place(settings[0])}) and looks for Applications "
            f"there{_further(patterns)}; move it there, or name {resource.namespace} in {where}"
        )
        yield at(resource, ("metadata", "namespace"), message)


def _further(patterns: list[str]) -> str:
    return f" and in {', '.join(patterns)} only" if patterns else " only"


RULE = Rule(
    name="unread-application",
    summary="an Application that Argo CD never reads, or whose destination it refuses",
    why=(
        "Argo CD reads Applications in its own namespace and in those of application.namespaces; "
        "in any other one an Application is an object that nobody looks at. One whose destination "
        "has both a name and a server, or neither, is refused with InvalidSpecError."
    ),
    mend="Put the Application into Argo CD's namespace, and state one of server and name.",
    source="https://argo-cd.readthedocs.io/en/stable/operator-manual/app-any-namespace/",
    check=check,
)
