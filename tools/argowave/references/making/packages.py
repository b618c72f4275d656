"""Crossplane's packages → the accounts, Services and roles that Crossplane makes for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from argowave.references.making.product import ANY, Product

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.resources import Resource

_RBAC: Final = "rbac.authorization.k8s.io"
_TEMPLATES: Final = {"serviceAccountTemplate": "ServiceAccount", "serviceTemplate": "Service"}
_ACCOUNT: Final = ("spec", "deploymentTemplate", "spec", "template", "spec", "serviceAccountName")


def of_packages(resource: Resource) -> Iterator[Product]:
    """Give what Crossplane and its RBAC manager make for a package or a definition.

    Without a DeploymentRuntimeConfig that names it, a package's account has the name of its
    revision: the package's name, a hyphen and a hash. All are in Crossplane's own namespace.
    """
    match resource.group, resource.kind:
        case "pkg.crossplane.io", "Provider" | "Function":
            yield Product("ServiceAccount", ANY, f"{resource.name}-*")
            yield Product("Service", ANY, resource.name)
            yield Product("ClusterRole", "", "crossplane:*", _RBAC)
        case "pkg.crossplane.io", "DeploymentRuntimeConfig":
            for template, kind in _TEMPLATES.items():
                if name := resource.text("spec", template, "metadata", "name"):
                    yield Product(kind, ANY, name)
            if name := resource.text(*_ACCOUNT):
                yield Product("ServiceAccount", ANY, name)
        case "apiextensions.crossplane.io", "CompositeResourceDefinition":
            yield Product("ClusterRole", "", "crossplane:*", _RBAC)
