"""invalid-name: a name that the API server refuses."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from argowave.finding import Severity
from argowave.references.pods import containers, pods
from argowave.resources.inventory import CREATE_NAMESPACE, sync_options
from argowave.rules.name_syntax import (
    is_unfinished,
    label_fault,
    path_fault,
    port_fault,
    shown,
    subdomain_fault,
)
from argowave.rules.rule import Rule, at
from argowave.typed import as_text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from argowave.finding import Finding
    from argowave.references.reference import Path
    from argowave.resources import Resource
    from argowave.rules.scene import Scene

# Kubernetes' own groups whose kinds have a DNS name for a name, but for those of _LABELS; kinds of
# other groups of its own have rules that differ, and what a server of others refuses is unknown
_GROUPS: Final = frozenset(("", "apps", "autoscaling", "batch", "discovery.k8s.io"))
_FURTHER: Final = frozenset(
    ("networking.k8s.io", kind) for kind in ("Ingress", "IngressClass", "NetworkPolicy")
)
# groups that are custom resources wherever they are
_CUSTOM: Final = re.compile(r"argoproj\.io|keda\.sh|(?:.+\.)?(?:crossplane|upbound)\.io")
_DEFINITIONS: Final = (
    ("apiextensions.k8s.io", "CustomResourceDefinition"),
    ("apiextensions.crossplane.io", "CompositeResourceDefinition"),
)
_LABELS: Final = frozenset((("", "Namespace"), ("", "Service"), ("apps", "StatefulSet")))
_ROLES: Final = "rbac.authorization.k8s.io"
_CRON_JOB: Final = 52  # characters; the name of a Job has eleven more


def check(scene: Scene) -> Iterator[Finding]:
    """Give a finding for each name of an object, container, volume or port that is refused."""
    known = _defined(scene) | _FURTHER
    for resource in scene.inventory.resources:
        name = as_text(resource.manifest.metadata.get("name"))
        if name and (fault := _fault(resource, name, known)):
            yield at(resource, ("metadata", "name"), _message(name, fault))
        namespace = as_text(resource.manifest.metadata.get("namespace"))
        if namespace and (fault := label_fault(namespace)):
            yield at(resource, ("metadata", "namespace"), _message(namespace, fault))
    yield from _of_definitions(scene)
    yield from _of_destinations(scene)
    for resource, pod in pods(scene.inventory):
        yield from _of_pod(resource, pod)
    for resource in scene.inventory.of_kind("", "Service"):
        yield from _named(resource, ("spec", "ports"), label_fault)


def _of_definitions(scene: Scene) -> Iterator[Finding]:
    """Give each definition of a kind whose name is not its plural and its group.

    ValidateCustomResourceDefinition in apiextensions-apiserver/pkg/apis/apiextensions/validation;
    Crossplane gives an XRD's name to the definition that it makes (ForCompositeResource in
    crossplane-runtime/pkg/xcrd/crd.go), so that it cannot be made.
    """
    for group, kind in _DEFINITIONS:
        for resource in scene.inventory.of_kind(group, kind):
            name = as_text(resource.manifest.metadata.get("name"))
            parts = [resource.text("spec", "names", "plural"), resource.text("spec", "group")]
            wanted = ".".join(parts)
            if name and all(parts) and name != wanted and not is_unfinished(name + wanted):
                whose = "" if kind == "CustomResourceDefinition" else "what Crossplane makes of "
                fault = f"{whose}a {kind} is called after its plural and its group, {wanted}"
                yield at(resource, ("metadata", "name"), _message(name, fault))


def _defined(scene: Scene) -> set[tuple[str, str]]:
    """Return (group, kind) of each definition in the tree."""
    definitions = scene.inventory.of_kind("apiextensions.k8s.io", "CustomResourceDefinition")
    return {
        (each.text("spec", "group"), each.text("spec", "names", "kind")) for each in definitions
    }


def _fault(resource: Resource, name: str, known: Collection[tuple[str, str]]) -> str:
    """Return what keeps the API server from taking an object's name.

    Sources: the functions Validate…Name of k8s.io/kubernetes/pkg/apis/*/validation, 1.35; custom
    resources in apiextensions-apiserver/pkg/registry/customresource/validator.go.
    """
    group, kind = resource.group, resource.kind
    if is_unfinished(name):
        return ""
    if (group, kind) in _LABELS:
        return label_fault(name)
    if (group, kind) == ("batch", "CronJob"):
        return subdomain_fault(name, _CRON_JOB)
    if group == _ROLES:
        return path_fault(name)
    is_known = group in _GROUPS or (group, kind) in known or _CUSTOM.fullmatch(group)
    return subdomain_fault(name) if is_known else ""


def _of_destinations(scene: Scene) -> Iterator[Finding]:
    """Give each destination's namespace that is none: nothing can be applied to it.

    Where all is cluster-scoped Argo CD never asks for it, so that this is a warning.
    """
    for resource, application in scene.inventory.owners():
        name = application.namespace
        if not name or is_unfinished(name) or not (fault := label_fault(name)):
            continue
        found = at(resource, ("spec", "destination", "namespace"), _message(name, fault))
        used = CREATE_NAMESPACE in sync_options(application.manifest) or any(
            each.namespace == name for each in scene.inventory.of(application)
        )
        yield found if used else replace(found, severity=Severity.WARNING)


def _of_pod(resource: Resource, pod: Path) -> Iterator[Finding]:
    yield from _named(resource, (*pod, "volumes"), label_fault)
    for path, container in containers(resource, pod):
        yield from _of_one(resource, (*path, "name"), container.get("name"), label_fault)
        yield from _named(resource, (*path, "ports"), port_fault)


def _named(resource: Resource, path: Path, fault_of: Callable[[str], str]) -> Iterator[Finding]:
    for number, each in enumerate(resource.items(*path)):
        if isinstance(each, dict):
            yield from _of_one(resource, (*path, number, "name"), each.get("name"), fault_of)


def _of_one(
    resource: Resource, path: Path, name: object, fault_of: Callable[[str], str]
) -> Iterator[Finding]:
    if isinstance(name, str) and name and (fault := fault_of(name)):
        yield at(resource, path, _message(name, fault))


def _message(name: str, fault: str) -> str:
    return f"Kubernetes refuses the name {shown(name)}: {fault}"


RULE = Rule(
    name="invalid-name",
    summary="a name that the API server refuses",
    why=(
        "No schema says what names look like, so that a name which is too long or has a capital "
        "or an underscore fails when it is applied: the sync stops at it, and what waits for it "
        "is not applied at all."
    ),
    mend="Shorten the name, or write it in small letters, digits and -.",
    source="https://kubernetes.io/docs/concepts/overview/working-with-objects/names/",
    check=check,
)
