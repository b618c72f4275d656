"""What applies objects that it does not state itself, or states as data → these."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from argowave.references.making.product import ANY, Product

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Path
    from argowave.resources import Resource

# (group, kind) → where the namespace stands that it applies to, its own where nothing stands
_ANYTHING: Final[dict[tuple[str, str], Path]] = {
    ("helm.toolkit.fluxcd.io", "HelmRelease"): ("spec", "targetNamespace"),
    ("helm.cattle.io", "HelmChart"): ("spec", "targetNamespace"),
    ("helm.crossplane.io", "Release"): ("spec", "forProvider", "namespace"),
    ("helm.m.crossplane.io", "Release"): ("spec", "forProvider", "namespace"),
    ("operators.coreos.com", "Subscription"): ("metadata", "namespace"),
}
_ROLES: Final = "rbac.authorization.k8s.io"
# (group, kind) → the field that has it make that namespace
_MAKES_NAMESPACE: Final[dict[tuple[str, str], Path]] = {
    ("helm.toolkit.fluxcd.io", "HelmRelease"): ("spec", "install", "createNamespace"),
    ("helm.cattle.io", "HelmChart"): ("spec", "createNamespace"),
}
_KUBERNETES: Final = ("kubernetes.crossplane.io", "kubernetes.m.crossplane.io")
_VARIABLE: Final = re.compile(r"\{\{(?:(?!\{\{).)*?\}\}")


def of_deployers(resource: Resource) -> Iterator[Product]:
    """Give what an object makes somebody apply; what that is, is often not in the tree."""
    known = (resource.group, resource.kind)
    if known in _ANYTHING:
        namespace = resource.text(*_ANYTHING[known]) or resource.namespace
        yield Product(ANY, namespace, ANY, ANY, certain=False)
        yield Product("ClusterRole", "", ANY, _ROLES, certain=False)
        if known in _MAKES_NAMESPACE and resource.at(*_MAKES_NAMESPACE[known]) is True:
            yield Product("Namespace", "", namespace)
    elif known == ("kustomize.toolkit.fluxcd.io", "Kustomization"):
        place = resource.text("spec", "targetNamespace") or ANY
        yield Product(ANY, place, ANY, ANY, certain=False)
    elif resource.group in _KUBERNETES and resource.kind == "Object":
        yield from _object(resource)
    elif resource.group == "kyverno.io" and resource.kind in ("ClusterPolicy", "Policy"):
        for number, _ in enumerate(resource.items("spec", "rules")):
            yield from _generated(resource, ("spec", "rules", number, "generate"))


def _object(resource: Resource) -> Iterator[Product]:
    """Give the manifest that Crossplane's provider-kubernetes applies, unless it only observes."""
    path = ("spec", "forProvider", "manifest")
    policies = resource.items("spec", "managementPolicies")
    if not policies or "*" in policies or "Create" in policies:
        place = resource.text(*path, "metadata", "namespace")
        yield Product(
            resource.text(*path, "kind"),
            place,
            resource.text(*path, "metadata", "name"),
            _group(resource.text(*path, "apiVersion")),
        )


def _generated(resource: Resource, path: Path) -> Iterator[Product]:
    """Give what a Kyverno rule generates; its variables fit anything."""
    if kind := resource.text(*path, "kind"):
        name, namespace = (
            _VARIABLE.sub(ANY, resource.text(*path, field)) for field in ("name", "namespace")
        )
        group = _group(resource.text(*path, "apiVersion"))
        yield Product(kind, namespace, name, group, certain=False)
    for each in resource.items(*path, "cloneList", "kinds"):
        if isinstance(each, str):
            yield Product(each.rpartition("/")[2], ANY, ANY, ANY, certain=False)


def _group(api_version: str) -> str:
    return api_version.rpartition("/")[0]
