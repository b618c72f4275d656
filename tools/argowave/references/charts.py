"""Custom resources → the Application whose chart brings their kind, where the chart is well known.

What a chart of a Helm repository holds is not seen unless it was fetched; of the charts that many
clusters start with, the API groups are known all the same.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from argowave.references.reference import Need, refer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argowave.references.reference import Reference
    from argowave.resources import Inventory, Key, Resource

# chart → patterns of the API groups whose definitions it, or what it starts, brings
BROUGHT: Final = {
    "crossplane": (
        "pkg.crossplane.io",
        "apiextensions.crossplane.io",
        "protection.crossplane.io",
        "ops.crossplane.io",
    ),
    "keda": ("keda.sh", "eventing.keda.sh"),
    "cert-manager": ("cert-manager.io", "acme.cert-manager.io"),
    "external-secrets": ("external-secrets.io", "generators.external-secrets.io"),
    "sealed-secrets": ("bitnami.com",),
    "kube-prometheus-stack": ("monitoring.coreos.com",),
    "prometheus-operator-crds": ("monitoring.coreos.com",),
    "kyverno": ("kyverno.io", "policies.kyverno.io"),
    "gatekeeper": ("templates.gatekeeper.sh", "config.gatekeeper.sh"),
    "cloudnative-pg": ("postgresql.cnpg.io",),
    "strimzi-kafka-operator": ("kafka.strimzi.io",),
}


def chart_references(inventory: Inventory) -> Iterator[Reference]:
    """Give the Application that brings each custom resource's kind, unless its CRD is in the tree.

    The Application has to be healthy first: it is its pods that serve the kind, or make it.
    """
    bringing = [
        (pattern, owner)
        for owner, application in inventory.owners()
        for source in application.sources
        for pattern in BROUGHT.get(source.chart.rpartition("/")[2], ())
    ]
    if not bringing:
        return
    defined = {
        (each.text("spec", "group"), each.text("spec", "names", "kind"))
        for each in inventory.of_kind("apiextensions.k8s.io", "CustomResourceDefinition")
    }
    for (group, kind), resources in inventory.by_kind.items():
        owners = [owner for pattern, owner in bringing if fnmatchcase(group, pattern)]
        if owners and (group, kind) not in defined:
            keys = tuple(owner.key for owner in owners)
            yield from (_brought(each, keys) for each in resources if not _is_own(each, owners))


def _brought(resource: Resource, keys: tuple[Key, ...]) -> Reference:
    return refer(resource, ("apiVersion",), keys, "is of a kind that comes with", need=Need.READY)


def _is_own(resource: Resource, owners: list[Resource]) -> bool:
    """Tell whether an object is applied by the very Application that brings its kind."""
    application = resource.application
    return application is not None and any(
        application.manifest is owner.manifest for owner in owners
    )
